"""The uncertainty of one number as the explanation page shows it: headline, ranked contributions, and what nobody has stated."""

from dataclasses import dataclass
from typing import Any

from tanheng.analysis.uncertainty_words import digits, interval, percent, share, source_name
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.addresses import explanation_address, parameter_address
from tanheng.apps.accounting.selectors import propagation_of
from tanheng.engine import run as engine
from tanheng.engine.text import Text
from tanheng.engine.uncertainty.budget import Budget, Contribution, Unstated
from tanheng.engine.uncertainty.forms import DISTRIBUTIONS
from tanheng.engine.uncertainty.sources import BY_CASE, BY_METER, BY_PACK
from tanheng.pages.language import reader_language
from tanheng.pages.wording import item_label

BAR_WIDTH = 100
GIVEN = {
    BY_CASE: Text("随数据填报", "stated with the figures"),
    BY_PACK: Text("核算依据给出", "stated by the guide"),
    BY_METER: Text("按计量器具的准确度等级和检定/校准", "by the meter's class and calibration"),
}


@dataclass(frozen=True)
class ContributionRow:
    """One line of the budget as text, with the width of its bar."""

    name: str
    place: str
    address: str
    stated: str
    distribution: str
    source: str
    given: str
    sensitivity: str
    unit: str
    contribution: str
    share: str
    width: int


@dataclass(frozen=True)
class UnstatedRow:
    """An input that is not in the uncertainty."""

    name: str
    place: str
    address: str
    one_percent: str


@dataclass(frozen=True)
class UncertaintySection:
    """Everything the section shows."""

    stated: bool
    unit: str
    standard: str
    expanded: str
    relative: str
    interval: str
    rows: tuple[ContributionRow, ...]
    not_stated: tuple[UnstatedRow, ...]


def uncertainty_section(run: Run, computed: engine.Run, place: tuple[Any, ...]) -> UncertaintySection | None:
    """The section for a result; None for a number that is none."""
    budget = propagation_of(run, computed).budget(*place)
    if budget is None:
        return None
    return UncertaintySection(
        budget.stated, budget.unit, digits(budget.standard), digits(budget.expanded),
        "" if budget.relative is None else percent(budget.relative), interval(budget.interval, budget.standard),
        tuple(_row(run, computed, one, budget) for one in budget.contributions),
        tuple(_unstated(run, computed, one, budget) for one in budget.not_stated),
    )  # fmt: skip


def _row(run: Run, computed: engine.Run, one: Contribution, budget: Budget) -> ContributionRow:
    lang, line = reader_language(), one.line
    at = None if line.group else (line.name, line.facility, line.item)  # a group stands at many places
    return ContributionRow(
        source_name(one).in_(lang), _place(computed, *at) if at else "",
        _address(run, computed, at, budget.month) if at else "", line.form.text().in_(lang),
        DISTRIBUTIONS[line.form.distribution].in_(lang), "" if line.source == computed.pack.id else line.source,
        GIVEN[line.given].in_(lang), digits(one.sensitivity, 4).replace("-", "−"), one.unit, digits(one.contribution),
        share(one.share), round(BAR_WIDTH * one.share),
    )  # fmt: skip


def _unstated(run: Run, computed: engine.Run, one: Unstated, budget: Budget) -> UnstatedRow:
    effect = digits(one.one_percent, 3)
    signed = f"+{effect}" if one.one_percent > 0 else effect.replace("-", "−")
    address = _address(run, computed, (one.name, one.facility, one.item), budget.month)
    return UnstatedRow(one.label.in_(reader_language()), _place(computed, one.name, one.facility, one.item), address, signed)


def _place(computed: engine.Run, name: str, facility: str | None, item: str | None) -> str:
    label = item_label(computed.pack, name, item) if item and name in computed.pack.quantities else ""
    return " ".join(part for part in (computed.case.facility_names.get(facility or "", facility or ""), label) if part)


def _address(run: Run, computed: engine.Run, input_place: tuple[str, str | None, str | None], month: int | None) -> str:
    """Where an input is explained; a default used at several places is its parameter, a table value has no page of its own."""
    name, facility, item = input_place
    if (facility, item) in computed.positions.get(name, {}):
        return explanation_address(run.pk, name, facility, item, month)
    if name in computed.pack.parameters:
        return parameter_address(run.pk, name)
    quantity = computed.pack.quantities.get(name)
    if quantity and quantity.default and quantity.default.parameter:
        return parameter_address(run.pk, quantity.default.parameter)
    return ""
