"""How complete a year's input is: periods filled, series, evidence and problems, facility by facility, of each rule pack in use."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tanheng.apps.records.models import Import
from tanheng.apps.records.pages.packs_in_use import pack_name, packs_in_use, some_pack_requires
from tanheng.apps.records.selectors import case_of, current_import, run_of
from tanheng.apps.records.selectors.cell_evidence import YearEvidence
from tanheng.apps.records.selectors.doubts import file_problems_and_doubts
from tanheng.apps.records.selectors.facilities import dates_text, is_in_year, lives_by_code
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.life import MONTHS, Life
from tanheng.engine.places import Key
from tanheng.engine.run import Run
from tanheng.pages.language import reader_language


@dataclass(frozen=True)
class Progress:
    """How far the input of one facility is; `code` is "" for the enterprise level.

    A period counts as filled when every required quantity has a value in it, reported or by the edition's default, or needs none. Months
    in which the facility is not in use are no periods; `dates` says why.
    """

    code: str
    name: str
    filled: int
    periods: int
    series: int = 0
    without_evidence: int = 0
    not_attached: int = 0
    problems: int = 0
    dates: str = ""
    ready: bool = True  # False: nothing is required of this kind of facility, and nothing reported

    @property
    def percent(self) -> int:
        """Filled periods in whole percent, cut down: 100 is said of complete input only."""
        return self.filled * 100 // self.periods if self.periods else 0


@dataclass(frozen=True)
class Part:
    """The input by one rule pack; without an import the facilities that no file holds yet."""

    source: Import | None
    rows: list[Progress]

    @property
    def name(self) -> str:
        """Sector and edition of the pack."""
        return pack_name(self.source.pack) if self.source else ""

    @property
    def percent(self) -> int:
        """Filled periods of everything that can be reported, in whole percent, cut down."""
        ready = [row for row in self.rows if row.ready]
        periods = sum(row.periods for row in ready)
        return sum(row.filled for row in ready) * 100 // periods if periods else 0


def imports_by_pack(company: Node, year: int) -> list[Import]:
    """The import that counts of each pack in use."""
    found = (current_import(company, year, pack) for pack in packs_in_use(company, year))
    return [one for one in found if one is not None]


def input_parts(company: Node, year: int, current: list[Import]) -> list[Part]:
    """Enterprise level and facilities of each import, then the facilities none of them holds."""
    parts = [Part(one, import_progress(company, one)) for one in current]
    lives = lives_by_code(company)
    without = facilities_without_figures(company, current)
    others = [_waiting(node, lives[node.code], year) for node in without if is_in_year(lives[node.code], year)]
    if not current:
        others.insert(0, Progress("", _("Enterprise level"), 0, 12))
    return [*parts, Part(None, others)] if others else parts


def facilities_without_figures(company: Node, current: list[Import]) -> list[Node]:
    """The company's facilities that no import lists."""
    known = {code for one in current for code in case_of(one).facility_names}
    return [node for node in descendants(company, kind="facility") if node.code not in known]


def _waiting(node: Node, life: Life, year: int) -> Progress:
    months, dates = _of_life(life, year)
    return Progress(node.code, node.name, 0, len(MONTHS) - len(months), dates=dates, ready=some_pack_requires(node.present_kind))


def _of_life(life: Life, year: int) -> tuple[tuple[int, ...], str]:
    """Months of the year that are not applicable, and the dates that make them so."""
    months = life.not_applicable_months(year)
    return months, dates_text(life.as_reported(), year).in_(reader_language()) if months else ""


def import_progress(company: Node, one: Import) -> list[Progress]:
    """The enterprise level, where the pack has one, and each facility of an import."""
    run = run_of(one)
    evidence = YearEvidence(company, one.year or 0, one.pack)
    places = [place for problem in file_problems_and_doubts(one) for place in {where.facility or "" for where in problem.all_places}]
    names, lives = {"": _("Enterprise level"), **run.case.facility_names}, lives_by_code(company)
    by_code = {code: _of_life(life, one.year or 0) for code, life in lives.items()}
    rows = [_progress(run, code, name, evidence, places.count(code), *by_code.get(code, ((), ""))) for code, name in names.items()]
    return [row for row in rows if row.code or row.ready or row.problems]


def _progress(run: Run, code: str, name: str, evidence: YearEvidence, problems: int, months: tuple[int, ...], dates: str) -> Progress:
    series: dict[tuple[str, str | None], list[bool]] = {}
    missing: set[str] = set()
    for value in run.case.values:
        if (value.facility or "") == code:
            series.setdefault((value.quantity, value.item), []).append(bool(value.evidence or evidence.files(value.place)))
            missing.update(evidence.missing(value.place, value.evidence))
    periods = [period for period in run.periods if (period is not None and period not in months) or run.case.grain == "year"]
    return Progress(
        code=code,
        name=name,
        filled=sum(_is_filled(run, code, period) for period in periods),
        periods=len(periods),
        series=len(series),
        without_evidence=sum(not all(found) for found in series.values()),
        not_attached=len(missing),
        problems=problems,
        dates=dates,
        ready=bool(series or _required(run, code)),
    )


def _is_filled(run: Run, code: str, period: int | None) -> bool:
    needed = ((name, *key, period) for name, key in _required(run, code))
    return all(run.value(*place) is not None or run.absence(*place) is not None for place in needed)


def _required(run: Run, code: str) -> list[tuple[str, Key]]:
    """The places of required inputs at a facility."""
    names = [quantity.id for quantity in run.pack.inputs() if quantity.required]
    return [(name, key) for name in names for key in run.keys[name] if (key[0] or "") == code]
