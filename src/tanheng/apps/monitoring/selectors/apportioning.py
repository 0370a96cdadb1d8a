"""What a gate meter measured, apportioned to the facilities behind it without a figure of their own, by the method that the plan states."""

from decimal import Decimal

from tanheng.analysis.cross_checks import Behind, parts_of_gate
from tanheng.analysis.missing import APPORTIONED, OFFICIAL, Proposal, Treatments, Unusable
from tanheng.apps.monitoring.models.series import APPORTIONED as APPORTIONED_KIND
from tanheng.apps.monitoring.selectors.selection import monthly_uses
from tanheng.apps.monitoring.selectors.year_sources import SourceRow, YearSources, amount_in
from tanheng.apps.sites.selectors import facts
from tanheng.engine.plan.lists import APPORTIONING, CAPACITY, OUTPUT, SUB_METER
from tanheng.engine.text import Text
from tanheng.rulebook import load

CAPACITIES = ("capacity_t_per_a", "rated_capacity_mw", "clinker_capacity_t_per_d")
BY_PLAN = Text("数据质量控制方案写明的分摊方法：{method}", "the method that the plan states: {method}")
NO_GATE = Text("关口数据该月没有数据", "the gate has no figure of the month")
NO_FIGURE = Text("{place} 该月没有数据", "{place} has no figure of the month")
NO_WEIGHT = Text("{place} 没有分摊依据（{method}）", "{place} has nothing to apportion by ({method})")
NOTHING = Text("关口数据小于已计量之和，无可分摊", "the gate says less than what is metered behind it: nothing is left to apportion")


def apportionment(sources: YearSources, row: SourceRow, month: int) -> Treatments | None:
    """The part of the gate's figure of a month; None where the plan apportions nothing to the row."""
    planned = sources.planned(row, month)
    if planned is None or not planned.apportioned_by:
        return None
    gate = sources.gate_of(row, month)
    whole = amount_in(gate.main, month) if gate else None
    if gate is None or whole is None:
        return _none(NO_GATE)
    metered: dict[str, Decimal] = {}
    weights: dict[str, Decimal] = {}
    for other, line in sources.behind(gate, month):
        method = APPORTIONING.get(line.apportioned_by)
        found = _weight(sources, other, month, line.apportioned_by) if method else amount_in(other.main, month)
        if found is None:
            words = {"place": other.place.name}
            return _none(
                Text(NO_WEIGHT.zh.format(**words, method=method.zh), NO_WEIGHT.en.format(**words, method=method.en))
                if method
                else NO_FIGURE.filled(**words)
            )
        (weights if method else metered)[line.code] = found
    try:
        part = parts_of_gate(whole, Behind(metered, weights))[planned.code]
    except ValueError:
        return _none(NOTHING)
    how = APPORTIONING[planned.apportioned_by]
    rule = Text(BY_PLAN.zh.format(method=how.zh), BY_PLAN.en.format(method=how.en))
    return Treatments((Proposal(APPORTIONED, part.amount, part.arithmetic, OFFICIAL, rule, kind=APPORTIONED_KIND),), ())


def _none(why: Text) -> Treatments:
    return Treatments((), (Unusable(APPORTIONED, why),))


def _weight(sources: YearSources, row: SourceRow, month: int, method: str) -> Decimal | None:
    if method == SUB_METER:
        return next((found for other in row.others if (found := amount_in(other, month)) is not None), None)
    if method == CAPACITY:
        known = facts(row.place, on=sources.last_day(month))
        return next((amount for name in CAPACITIES if name in known and (amount := Decimal(known[name].value)) > 0), None)
    if method == OUTPUT:
        use = monthly_uses(row.line)[0]
        made = sources.rows.get((row.line.place, load(use.pack).main_output or "", ""))
        return amount_in(made.main, month) if made else None
    return Decimal(1)
