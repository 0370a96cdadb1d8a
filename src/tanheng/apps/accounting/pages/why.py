"""What the page "why did it change" shows: which two periods are held against each other, the waterfall, and a row for each source."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.utils.translation import gettext as _

from tanheng.analysis.waterfall import window
from tanheng.analysis.why_changed import EFFECTS, Line, Period, Why, why_changed
from tanheng.analysis.why_document import quantity_of
from tanheng.apps.accounting import selectors
from tanheng.apps.accounting.access import access_run
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.addresses import explanation_address
from tanheng.apps.accounting.pages.bridge import plain, signed
from tanheng.documents.report.labels import month_label, place_label
from tanheng.pages.actor import Reach
from tanheng.pages.charts import Chart, waterfall
from tanheng.pages.language import reader_language
from tanheng.pages.wording import shown_unit

RUNS_OFFERED = 40  # the newest of a company


@dataclass(frozen=True)
class Asked:
    """Two periods: a run and a month, or its year (None), before and after."""

    before: Run
    after: Run
    from_month: int | None
    to_month: int | None

    @property
    def same(self) -> bool:
        """Whether both are one period: nothing can have changed."""
        return (self.before.pk, self.from_month) == (self.after.pk, self.to_month)


@dataclass
class WhyPage:
    """Everything the page shows; `found` is None where one of the periods has no total."""

    asked: Asked
    runs: list[Run]
    found: Why | None = None
    unit: str = ""
    ends: list[dict[str, str]] = field(default_factory=list)
    effects: list[dict[str, str]] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    difference: str = ""
    chart: Chart = field(default_factory=dict)

    @property
    def query(self) -> str:
        """What the API is asked for the same two periods."""
        known = {"before": self.asked.before.pk, "from": self.asked.from_month, "to": self.asked.to_month}
        return urlencode({name: value for name, value in known.items() if value is not None})


def usual_before(run: Run) -> Run:
    """What a year is held against unless somebody asks otherwise: last year's, else the run before, else itself (by months)."""
    return selectors.last_years_run(run) or selectors.previous_run(run) or run


def asked_periods(reach: Reach, run_id: int, before_id: int | None, months: tuple[int | None, int | None]) -> Asked:
    """The run, what it is held against, and a month of each; one month alone is the same month of both. Raises 404 for what is no run
    within reach, or another company's.
    """
    after = access_run(reach, "view_data", run_id)
    before = usual_before(after) if before_id is None else access_run(reach, "view_data", before_id)
    if before.node_id != after.node_id:
        raise Http404("runs of two companies are not compared")
    first, last = months
    return Asked(before, after, first or last, last or first)


def why_of(asked: Asked) -> Why | None:
    """The decomposition of two stored runs. Raises DigitsDifferError when a run cannot be proven."""
    after = selectors.recomputed(asked.after)
    before = after if asked.before.pk == asked.after.pk else selectors.recomputed(asked.before)
    return why_changed(Period(before, asked.from_month), Period(after, asked.to_month))


def why_page(asked: Asked) -> WhyPage:
    """The page for two periods."""
    page = WhyPage(asked, list(selectors.runs_of(asked.after.node)[:RUNS_OFFERED]))
    page.found = found = None if asked.same else why_of(asked)
    if found is None:
        return page
    lang, pack = reader_language(), found.after.run.pack
    page.unit = shown_unit(pack.total_unit)
    page.difference = signed(found.difference)
    page.ends = [_end(*one) for one in ((asked.before, asked.from_month, found.totals[0]), (asked.after, asked.to_month, found.totals[1]))]
    page.effects = [{"name": name, "label": EFFECTS[name].in_(lang), "tonnes": signed(tonnes)} for name, tonnes in found.effects.items()]
    page.rows = [_row(asked, found, one) for one in found.lines]
    labels = [page.ends[0]["label"], *(one["label"] for one in page.effects), page.ends[1]["label"]]
    words = (_("total"), _("more"), _("less"))
    page.chart = waterfall(labels, found.states, words=words, unit=page.unit, lowest=window(found.states)[0])
    return page


def _end(run: Run, month: int | None, total: Decimal) -> dict[str, str]:
    period = f" {month_label(month, reader_language())}" if month else ""
    return {"label": f"{run.year}{period}", "run": str(run.number), "total": plain(total), "pk": str(run.pk)}


def _row(asked: Asked, found: Why, one: Line) -> dict[str, Any]:
    pack, quantity = quantity_of(found, one.quantity)
    run = found.after.run if pack is found.after.run.pack else found.before.run
    lang = reader_language()
    return {
        "label": quantity.label.in_(lang),
        "place": place_label(run, one.quantity, one.key, lang),
        "before": plain(one.before),
        "after": plain(one.after),
        "before_address": _address(asked.before, found.before, one, asked.from_month),
        "after_address": _address(asked.after, found.after, one, asked.to_month),
        "difference": signed(one.difference),
        "effects": [signed(one.effects.get(name)) for name in found.effects],
    }


def _address(run: Run, period: Period, one: Line, month: int | None) -> str:
    """The explanation of one side of a line; none where that run does not have the source."""
    return explanation_address(run.pk, one.quantity, *one.key, month) if period.value(one.quantity, one.key) is not None else ""
