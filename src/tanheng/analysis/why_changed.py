"""Why a total changed between two months, years or runs: calendar, output, rate and factor of each source, exactly.

Each source is the product  days × (output ÷ day) × (activity ÷ output) × (emission ÷ activity). What each of them contributes is its mean
over every order in which they may change one after the other (Shapley), so that no order is preferred and the contributions add up to the
difference without a rest. Whatever the rules alone change is taken away first, by computing the earlier inputs by the later rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from math import floor

from tanheng.analysis.comparison import later_rules_earlier_inputs
from tanheng.analysis.totals import leaf_sources, sum_over_places
from tanheng.engine.month_lengths import days_of
from tanheng.engine.pack import Pack
from tanheng.engine.places import Key
from tanheng.engine.run import Run
from tanheng.engine.text import Text
from tanheng.engine.units import is_emission

CALENDAR, OUTPUT, RATE, AMOUNT, FACTOR, RULES, ROUNDING = "calendar", "output", "rate", "amount", "factor", "rules", "rounding"
EFFECTS = {
    CALENDAR: Text("日历天数", "calendar days"),
    OUTPUT: Text("日均产量", "output per day"),
    RATE: Text("单耗（活动量÷产量）", "rate (activity ÷ output)"),
    AMOUNT: Text("日均活动量（不随产量）", "activity per day (not by output)"),
    FACTOR: Text("排放因子（排放量÷活动量）", "factor (emission ÷ activity)"),
    RULES: Text("规则版本或年度参数", "edition or parameters of the year"),
    ROUNDING: Text("逐级修约", "rounding step by step"),
}
DECIMALS = 2  # of the tonnes in which contributions are told
Amounts = tuple[Fraction, Fraction]  # before and after


@dataclass(frozen=True, slots=True)
class Period:
    """A month of a run, or its year."""

    run: Run
    month: int | None = None

    @property
    def days(self) -> int:
        """How long it is."""
        return days_of(self.run.case.year, self.month)

    def value(self, quantity: str, key: Key) -> Decimal | None:
        """A number of the period."""
        return self.run.value(quantity, *key, self.month) if quantity in self.run.keys else None


@dataclass(frozen=True, slots=True)
class Line:
    """One source at one facility and item: its tonnes before and after, what they were made by, and what each effect did to them."""

    quantity: str
    key: Key
    before: Decimal
    after: Decimal
    activity: str  # the quantity that was taken as its activity; empty where it has none
    outputs: tuple[Decimal | None, Decimal | None]
    activities: tuple[Decimal | None, Decimal | None]
    effects: dict[str, Decimal]  # adds up to the difference

    @property
    def difference(self) -> Decimal:
        """After minus before."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Why:
    """The whole answer; `lines` with the largest change first, and `rounding` beside them add up to the difference of the totals."""

    before: Period
    after: Period
    totals: tuple[Decimal, Decimal]
    lines: tuple[Line, ...]
    effects: dict[str, Decimal] = field(default_factory=dict)  # of all lines, in the order of EFFECTS; zeros are left out

    @property
    def difference(self) -> Decimal:
        """After minus before."""
        return self.totals[1] - self.totals[0]

    @property
    def states(self) -> list[Decimal]:
        """The total before, after each effect, and so the total after: what a waterfall draws."""
        found = [self.totals[0]]
        for effect in self.effects.values():
            found.append(found[-1] + effect)
        return found


def why_changed(before: Period, after: Period) -> Why | None:
    """What made the total of the later run's pack change; None where one of the periods has no total.

    The runs may be by two editions: sources that both know by one name are decomposed, others are new or gone.
    """
    total = after.run.pack.total
    totals = sum_over_places(before.run, before.run.pack.total, before.month), sum_over_places(after.run, total, after.month)
    if totals[0] is None or totals[1] is None:
        return None
    middle = later_rules_earlier_inputs(before.run, after.run)
    between = before if middle is before.run or middle is None else Period(middle, before.month)
    lines = [line for name, key in _cells(before, after) if (line := _line(name, key, (before, between, after))) is not None]
    lines.sort(key=lambda line: -abs(line.difference))
    effects = {name: sum((line.effects.get(name, Decimal(0)) for line in lines), Decimal(0)) for name in EFFECTS}
    effects[ROUNDING] += totals[1] - totals[0] - sum(effects.values())
    return Why(before, after, (totals[0], totals[1]), tuple(lines), {name: tonnes for name, tonnes in effects.items() if tonnes})


def _cells(before: Period, after: Period) -> list[tuple[str, Key]]:
    """Every source of either total at each of its places, those of the later run first."""
    found: dict[tuple[str, Key], None] = {}
    for period in (after, before):
        for name in dict.fromkeys(leaf_sources(period.run.pack, period.run.pack.total)):
            found |= dict.fromkeys((name, key) for key in period.run.keys[name])
    return list(found)


def _line(name: str, key: Key, periods: tuple[Period, Period, Period]) -> Line | None:
    """A source on which nothing had an effect has no line."""
    values = [period.value(name, key) or Decimal(0) for period in periods]
    before, between, after = periods
    activity = activity_of(after.run.pack if name in after.run.pack.formulas else between.run.pack, name)
    outputs = _output(between, key), _output(after, key)
    activities = between.value(activity, key) if activity else None, after.value(activity, key) if activity else None
    exact = _contributions((before.days, after.days), outputs, activities, (values[1], values[2]))
    exact[RULES] = Fraction(values[1]) - Fraction(values[0])
    told = _told(exact, values[2] - values[0])
    return Line(name, key, values[0], values[2], activity, outputs, activities, told) if told else None


def activity_of(pack: Pack, source: str) -> str:
    """What is burnt, used or made beneath a source: the first amount its formulas name that is no emission; empty where there is none."""
    waiting, seen = [source], set()
    while waiting:
        name = waiting.pop(0)
        if name in seen or name not in pack.quantities:
            continue
        seen.add(name)
        quantity = pack.quantities[name]
        if name != source and quantity.is_amount and not is_emission(quantity.unit):
            return name
        waiting += pack.formulas[name].arguments if name in pack.formulas else ()
    return ""


def _output(period: Period, key: Key) -> Decimal | None:
    """The main product at the facility of a source; of the whole enterprise for a source that has none."""
    name = period.run.pack.main_output
    if name is None or name not in period.run.keys:
        return None
    found = [value for one in period.run.keys[name] if key[0] in (None, one[0]) and (value := period.value(name, one)) is not None]
    return sum(found, Decimal(0)) if found else None


def _contributions(
    days: tuple[int, int], outputs: Sequence[Decimal | None], activities: Sequence[Decimal | None], tonnes: tuple[Decimal, Decimal]
) -> dict[str, Fraction]:
    """What each factor of the product did. A factor that one side does not say (nothing was burnt, so no rate) is that of the other side:
    it changed nothing. A source that goes on while nothing is made does not follow the output.
    """
    first, last = Fraction(tonnes[0]), Fraction(tonnes[1])
    amounts = _pair(activities)
    if amounts is None or not any(amounts) or any(not amount and ton for amount, ton in zip(amounts, (first, last), strict=True)):
        return _shares(
            {CALENDAR: (Fraction(days[0]), Fraction(days[1])), AMOUNT: _ratio((first, last), days), FACTOR: (Fraction(1), Fraction(1))}
        )
    factors = {CALENDAR: (Fraction(days[0]), Fraction(days[1]))}
    made = _pair(outputs)
    if made is None or not any(made) or any(not out and amount for out, amount in zip(made, amounts, strict=True)):
        factors[AMOUNT] = _ratio(amounts, days)
    else:
        factors[OUTPUT], factors[RATE] = _ratio(made, days), _ratio(amounts, made)
    factors[FACTOR] = _ratio((first, last), amounts)
    return _shares(factors)


def _pair(amounts: Sequence[Decimal | None]) -> Amounts | None:
    """Both amounts; what is blank on one side alone is nothing there."""
    if amounts[0] is None and amounts[1] is None:
        return None
    return Fraction(amounts[0] or 0), Fraction(amounts[1] or 0)


def _ratio(above: Amounts, below: Sequence[Fraction | int]) -> Amounts:
    """The two quotients; where one side has nothing to divide by, that of the other."""
    found = [one / other if other else None for one, other in zip(above, below, strict=True)]
    known = next((one for one in found if one is not None), Fraction(0))
    first, last = (known if one is None else one for one in found)
    return first, last


def _shares(factors: dict[str, Amounts]) -> dict[str, Fraction]:
    """The mean, over all orders, of what changing one factor does while those before it are new and those after it old."""
    found = dict.fromkeys(factors, Fraction(0))
    orders = list(permutations(factors))
    for order in orders:
        state = {name: pair[0] for name, pair in factors.items()}
        product = _product(state)
        for name in order:
            state[name] = factors[name][1]
            changed = _product(state)
            found[name] += changed - product
            product = changed
    return {name: value / len(orders) for name, value in found.items()}


def _product(state: dict[str, Fraction]) -> Fraction:
    product = Fraction(1)
    for value in state.values():
        product *= value
    return product


def _told(exact: dict[str, Fraction], difference: Decimal) -> dict[str, Decimal]:
    """The contributions in hundredths of a tonne that add up to the difference: cut down, and the rest to those cut most."""
    unit = Fraction(1, 10**DECIMALS)
    parts = {name: value for name, value in exact.items() if value}
    cut = {name: floor(value / unit) for name, value in parts.items()}
    whole = round(Fraction(difference) / unit)
    missing = whole - sum(cut.values())
    for name in sorted(parts, key=lambda one: cut[one] - parts[one] / unit)[: max(0, missing)]:
        cut[name] += 1
    told = {name: Decimal(count).scaleb(-DECIMALS) for name, count in cut.items() if count}
    rest = difference - sum(told.values(), Decimal(0))  # of values finer than a hundredth
    return told if not rest else {**told, ROUNDING: rest}
