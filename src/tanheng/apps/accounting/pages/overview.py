"""What the results page shows of a run: total, sources, months, facilities, items, changes. It arranges and computes shares only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tanheng.analysis.shares import Shares
from tanheng.analysis.totals import source_quantities, sum_over_places, sums_of
from tanheng.analysis.two_tracks import process_totals
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.addresses import explanation_address
from tanheng.apps.accounting.pages.changes import Change, EarlierRun, changes_of, earlier_runs
from tanheng.apps.accounting.pages.corrected import corrected_words
from tanheng.apps.accounting.selectors.corrections import Corrections
from tanheng.engine import run as engine
from tanheng.engine.absences import NOT_APPLICABLE, NOT_APPLICABLE_SIGN
from tanheng.engine.estimates import ESTIMATED, estimated_months
from tanheng.engine.numbers import shown
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.places import Place
from tanheng.engine.units import is_emission, is_intensity
from tanheng.pages.charts import Chart, Series, columns, ranked_bars
from tanheng.pages.language import reader_language
from tanheng.pages.wording import item_label, shown_unit

CARDS_SHOWN = 7  # with the total two rows of four


@dataclass(frozen=True)
class Figure:
    """One number of a run, ready to be shown: text with separators, full digits, unit, and its explanation."""

    label: str
    text: str
    full: str
    unit: str
    address: str
    symbol: str = ""
    changes: tuple[Change, ...] = ()
    depends: bool = False  # on what the edition says and the pack cannot compute
    corrected: str = ""  # what it was and is now, where figures below it were corrected since the run
    now: str = ""
    estimated: bool = False  # whether figures beneath it were estimated, or stand in for missing ones

    @property
    def large(self) -> tuple[Change, ...]:
        """The changes that stand out."""
        return tuple(change for change in self.changes if change.large)


@dataclass(frozen=True)
class Row:
    """A line of a table of figures."""

    label: str
    unit: str
    figures: tuple[Figure, ...]
    share: str = ""


@dataclass
class Overview:
    """Everything the results page shows."""

    total: Figure
    cards: list[Figure] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    share_notes: list[str] = field(default_factory=list)  # why a share is above 100 %
    months: list[tuple[int, list[Figure]]] = field(default_factory=list)
    source_labels: list[str] = field(default_factory=list)
    facilities: list[str] = field(default_factory=list)
    facility_rows: list[Row] = field(default_factory=list)
    item_rows: list[Row] = field(default_factory=list)
    others: list[Row] = field(default_factory=list)
    charts: dict[str, Chart] = field(default_factory=dict)

    @property
    def further(self) -> list[Row]:
        """Results by item, then the totals that stand nowhere else on the page."""
        return [*self.item_rows, *self.others]


class Figures:
    """Makes figures of one run, each with its changes against the earlier runs."""

    def __init__(self, run: Run, computed: engine.Run, earlier: Iterable[EarlierRun] = (), corrections: Corrections | None = None) -> None:
        self.run = run
        self.computed = computed
        self.earlier = list(earlier)
        self.corrections = corrections
        self.any_estimated = any(one.kind == ESTIMATED for one in computed.case.values)

    def rests_on_estimates(self, name: str, facility: str | None, item: str | None, month: int | None) -> bool:
        """Whether figures beneath a number were estimated."""
        return self.any_estimated and bool(estimated_months(self.computed, name, (facility, item), month))

    def at(self, name: str, facility: str | None = None, item: str | None = None, month: int | None = None) -> Figure:
        """The figure at a place."""
        quantity, unit = self.computed.pack.quantities[name], self.computed.pack.unit_of(name, item)
        value = self.computed.value(name, facility, item, month)
        none = value is None and self.computed.absence(name, facility, item, month) is NOT_APPLICABLE
        return Figure(
            quantity.label.in_(reader_language()),
            NOT_APPLICABLE_SIGN if none else shown_value(quantity, value, month),
            "" if value is None else format(value, "f"),
            shown_unit(unit),
            explanation_address(self.run.pk, name, facility, item, month),
            quantity.symbol,
            changes_of(quantity, unit, value, [Place(name, facility, item, month)], self.earlier),
            name in self.computed.pack.untranslated,
            *self.corrected([Place(name, facility, item, month)]),
            self.rests_on_estimates(name, facility, item, month),
        )

    def corrected(self, places: Sequence[Place]) -> tuple[str, str]:
        """What a number over some places was and is now, in words, and what it is now; nothing where it was not corrected."""
        found = self.corrections.together(places) if self.corrections else None
        if found is None:
            return "", ""
        quantity, month = self.computed.pack.quantities[found.place.quantity], found.place.month
        decimals = quantity.year_decimals if month is None else quantity.decimals
        return corrected_words(found, decimals), shown_value(quantity, found.now, month)


def shown_value(quantity: Quantity, value: Decimal | None, month: int | None) -> str:
    """The value with separators and the decimals the pack declares; a dash where there is none."""
    if value is None:
        return "—"
    return shown(value, quantity.year_decimals if month is None else quantity.decimals).replace("-", "−")


def overview(
    run: Run, computed: engine.Run, corrections: Corrections | None = None, before: tuple[Run | None, Run | None] | None = None
) -> Overview:
    """The overview of a run that has been recomputed, with what was corrected since at the figures themselves; `before` are the run before
    and last year's, where they are known.
    """
    pack = computed.pack
    total = pack.total
    sources = [name for name in source_quantities(pack, total) if name != total]
    figures = Figures(run, computed, earlier_runs(run, monthly=sources, before=before), corrections)
    found = Overview(_figure_of_sum(figures, total, None, sum_over_places(computed, total, None)))
    _add_sources(found, figures, sources, total)
    _add_months(found, figures, sources)
    _add_facilities(found, figures)
    _add_items(found, figures)
    shown_names = {*sources, total}
    for name in pack.formulas:
        quantity = pack.quantities[name]
        if not quantity.by_facility and not quantity.by_item and name not in shown_names:
            figure = figures.at(name)
            found.others.append(Row(figure.label, figure.unit, (figure,)))
    found.cards = _cards(figures)
    found.charts = {"source": _source_chart(found), "month": month_chart(found), "facility": _facility_chart(found, figures)}
    return found


def _cards(figures: Figures) -> list[Figure]:
    """What people ask for first: emissions per output, other yearly numbers, what the process level adds up to.

    What is blank or nothing (the heat of a unit that supplies none) stands in the tables only.
    """
    pack, computed = figures.computed.pack, figures.computed
    yearly = [name for name, quantity in pack.quantities.items() if name in pack.formulas and quantity.yearly_only]
    yearly = [name for name in yearly if not pack.quantities[name].by_item and name != pack.total]
    process = [name for name in process_totals(pack) if name not in yearly]
    cards = []
    for name in [*sorted(yearly, key=lambda one: not is_intensity(pack.quantities[one].unit)), *process]:
        for facility, _item in computed.keys[name]:
            if not computed.value(name, facility):
                continue
            figure = figures.at(name, facility)
            place = computed.case.facility_names.get(facility or "", "")
            label = f"{figure.label} · {place}" if place else figure.label
            cards.append(replace(figure, label=label))
    return cards[:CARDS_SHOWN]


def _add_sources(found: Overview, figures: Figures, sources: list[str], total: str) -> None:
    shares = Shares(figures.computed)
    for name in sources:
        figure = _figure_of_sum(figures, name, None, sum_over_places(figures.computed, name, None))
        share, why = shares.of(name), shares.why_over(name)
        found.share_notes += [why.in_(reader_language())] if why else []
        found.sources.append(Row(figure.label, figure.unit, (figure,), "" if share is None else f"{shown(share, 2)} %"))
    found.source_labels = [row.label for row in found.sources]


def _add_months(found: Overview, figures: Figures, sources: list[str]) -> None:
    for month in figures.computed.periods:
        if month is not None:
            sums = [(name, sum_over_places(figures.computed, name, month)) for name in sources]
            found.months.append((month, [_figure_of_sum(figures, name, month, value) for name, value in sums]))


def _figure_of_sum(figures: Figures, name: str, month: int | None, value: Decimal | None) -> Figure:
    """The figure where the quantity has one place; the sum with a link to the first place where it has several."""
    keys = figures.computed.keys[name]
    if len(keys) == 1:
        return figures.at(name, *keys[0], month)
    quantity = figures.computed.pack.quantities[name]
    address = explanation_address(figures.run.pk, name, *keys[0], month) if keys else ""
    full = "" if value is None else format(value, "f")
    label, unit = quantity.label.in_(reader_language()), figures.computed.pack.unit_of(name)
    places = [Place(name, *key, month) for key in keys]
    changes = changes_of(quantity, unit, value, places, figures.earlier)
    text, depends = shown_value(quantity, value, month), name in figures.computed.pack.untranslated
    estimated = any(figures.rests_on_estimates(name, *key, month) for key in keys)
    corrected = figures.corrected(places)
    return Figure(label, text, full, shown_unit(unit), address, quantity.symbol, changes, depends, *corrected, estimated)


def _add_facilities(found: Overview, figures: Figures) -> None:
    computed = figures.computed
    names = [name for name, quantity in computed.pack.quantities.items() if quantity.by_facility and not quantity.by_item]
    facilities = list(dict.fromkeys(facility for name in names for facility, _item in computed.keys[name] if facility))
    found.facilities = [computed.case.facility_names.get(facility, facility) for facility in facilities]
    for name in names:
        if not computed.keys[name] or all(computed.value(name, *key) is None for key in computed.keys[name]):
            continue
        row = tuple(figures.at(name, facility) for facility in facilities)
        found.facility_rows.append(Row(row[0].label, row[0].unit, row))


def _add_items(found: Overview, figures: Figures) -> None:
    computed = figures.computed
    for name in computed.pack.formulas:
        if not computed.pack.quantities[name].by_item:
            continue
        for facility, item in computed.keys[name]:
            if computed.value(name, facility, item) is None:  # a formula for other fuels, or for a basis not measured
                continue
            figure = figures.at(name, facility, item)
            parts = (figure.label, computed.case.facility_names.get(facility or "", ""), item_label(computed.pack, name, item))
            found.item_rows.append(Row(" · ".join(part for part in parts if part), figure.unit, (figure,)))


def _source_chart(found: Overview) -> Chart:
    """Bars of what the total is made of, the longest on top."""
    rows = sorted(((row.label, row.figures[0]) for row in found.sources if row.figures[0].full), key=lambda pair: float(pair[1].full))
    return ranked_bars([label for label, _figure in rows], _series("", [figure for _label, figure in rows]), unit=found.total.unit)


def month_chart(found: Overview, *, without_nothing: bool = False) -> Chart:
    """The sources month by month; `without_nothing` leaves out those that are nothing in every month."""
    series = [_series(label, [figures[number] for _month, figures in found.months]) for number, label in enumerate(found.source_labels)]
    shown = [one for one in series if one.has_something or not without_nothing]
    return columns([str(month) for month, _figures in found.months], shown, unit=found.total.unit, widest_px=36)


def _facility_chart(found: Overview, figures: Figures) -> Chart:
    """Emissions by facility: the derived facility quantities that are no sums of the others, stacked."""
    pack = figures.computed.pack
    sums = sums_of(pack)
    names = [name for name in pack.formulas if _is_part_of_facility(pack, name, sums)]
    facilities = list(dict.fromkeys(key[0] for name in names for key in figures.computed.keys[name]))
    rows = [(name, [figures.at(name, facility) for facility in facilities]) for name in names]
    series = [_series(cells[0].label if cells else name, cells) for name, cells in rows]
    labels = [figures.computed.case.facility_names.get(facility or "", facility or "") for facility in facilities]
    return columns(labels, series, unit=found.total.unit, widest_px=48)


def _series(label: str, cells: list[Figure]) -> Series:
    return Series(label, [one.full for one in cells], [one.address for one in cells])


def _is_part_of_facility(pack: Pack, name: str, sums: Mapping[str, str]) -> bool:
    quantity = pack.quantities[name]
    if not quantity.by_facility or quantity.by_item or quantity.yearly_only or not is_emission(quantity.unit):
        return False
    return source_quantities(pack, name) in ([name], [sums.get(name, name)])
