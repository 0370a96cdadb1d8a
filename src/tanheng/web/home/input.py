"""The clerk's question: how far is the year's input, what is wrong with it, and what is the next step."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from tanheng.apps.records.access import open_verbs
from tanheng.apps.records.models import Import
from tanheng.apps.records.problem_texts import shown_problems, stored_problems
from tanheng.apps.records.selectors import (
    attachments_by_name,
    current_import,
    imports_of,
    run_of,
    years_with_data,
)
from tanheng.apps.records.wording import reader_language
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.run import Run
from tanheng.rulebook import load, pack_ids
from tanheng.web.frame import Frame
from tanheng.web.home.panel import Panel, company_in_view

PROBLEMS_SHOWN = 4


@dataclass(frozen=True)
class Progress:
    """How far the input of one facility is; `code` is "" for the enterprise level.

    A period counts as filled when every required quantity has a value in it, reported or by the edition's default.
    """

    code: str
    name: str
    filled: int
    periods: int
    series: int = 0
    without_evidence: int = 0
    not_attached: int = 0
    problems: int = 0
    ready: bool = True  # False: no rule pack requires figures of this kind of facility

    @property
    def percent(self) -> int:
        """Filled periods in whole percent, cut down: 100 is said of complete input only."""
        return self.filled * 100 // self.periods if self.periods else 0


def input_panel(frame: Frame) -> Panel | None:
    """Progress by facility, the latest import with its problems, one step to go on."""
    company = company_in_view(frame, "view_data")
    if company is None:
        return None
    one = current_import(company, frame.year)
    latest = imports_of(company).filter(Q(year=frame.year) | Q(year=None), node=company).first()
    verbs = open_verbs(frame.reach, company)
    # Whoever runs the accounts sees the problems of accepted figures with the run already.
    hidden = latest is None or (latest.accepted and verbs["may_run"])
    problems = [] if hidden else shown_problems(stored_problems(latest.problems), reader_language())
    shown = {
        "company": company,
        "year": frame.year,
        "import": one,
        "latest": latest,
        "rows": progress_rows(company, one),
        "problems": problems[:PROBLEMS_SHOWN],
        "problem_count": len(problems),
        "other_years": [year for year in years_with_data(company) if year != frame.year],
        **verbs,
    }
    return Panel("web/home/input.html", shown)


def progress_rows(company: Node, one: Import | None) -> list[Progress]:
    """The enterprise level and each facility: those of the current import first, then those it does not hold."""
    rows = _reported_rows(company, one) if one is not None else [Progress("", _("Enterprise level"), 0, 12)]
    known = {row.code for row in rows}
    inputs = [quantity for pack_id in pack_ids() for quantity in load(pack_id).inputs()]
    kinds = {quantity.facility_kind for quantity in inputs if quantity.required and quantity.by_facility}
    others = [node for node in descendants(company, kind="facility") if node.code not in known]
    return [*rows, *(Progress(node.code, node.name, 0, 12, ready=node.facility_kind in kinds) for node in others)]


def complete_percent(rows: Iterable[Progress]) -> int:
    """Filled periods of everything that can be reported, in whole percent."""
    ready = [row for row in rows if row.ready]
    periods = sum(row.periods for row in ready)
    return sum(row.filled for row in ready) * 100 // periods if periods else 0


def _reported_rows(company: Node, one: Import) -> list[Progress]:
    run = run_of(one)
    attached = attachments_by_name(company, one.year or 0)
    problem_places = [problem.where.facility or "" for problem in stored_problems(one.problems)]
    names = {"": _("Enterprise level"), **run.case.facility_names}
    return [_progress(run, code, name, attached.keys(), problem_places.count(code)) for code, name in names.items()]


def _progress(run: Run, code: str, name: str, attached: Iterable[str], problems: int) -> Progress:
    series: dict[tuple[str, str | None], list[str]] = {}
    for value in run.case.values:
        if (value.facility or "") == code:
            series.setdefault((value.quantity, value.item), []).append(value.evidence)
    named = {evidence for found in series.values() for evidence in found if evidence}
    periods = [period for period in run.periods if period is not None or run.case.grain == "year"]
    return Progress(
        code=code,
        name=name,
        filled=sum(_is_filled(run, code, period) for period in periods),
        periods=len(periods),
        series=len(series),
        without_evidence=sum(not all(found) for found in series.values()),
        not_attached=len(named - set(attached)),
        problems=problems,
    )


def _is_filled(run: Run, code: str, period: int | None) -> bool:
    required = [quantity.id for quantity in run.pack.inputs() if quantity.required]
    places = [(name, key) for name in required for key in run.keys[name] if (key[0] or "") == code]
    return all(run.value(name, *key, period) is not None for name, key in places)
