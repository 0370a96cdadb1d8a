"""Any rule pack computed a second time, in exact fractions: no fifty digits, no contexts, no columns.

It shares the formulas' text with the engine and nothing else: places, months, defaults, rounding and years are worked out anew here
over dictionaries. What it proves is that the engine's arithmetic loses nothing; that the formulas are the guide's is proven by the worked
cases and by the calculations written from the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from tanheng.engine.case import Case
from tanheng.engine.numbers import Ratio
from tanheng.engine.pack import Formula, Pack, Quantity

Place = tuple[str | None, str | None]
Months = tuple[int | None, ...]
MANY_DIGITS = Context(prec=90)


def fraction_of(value: Any) -> Fraction:
    """The exact fraction of any number a pack or a formula writes."""
    if isinstance(value, Exact):
        return value.number
    if isinstance(value, Ratio):
        return Fraction(value.numerator) / Fraction(value.denominator)
    return Fraction(value)


def _decimal(number: Fraction) -> Decimal:
    return MANY_DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))


class Exact:
    """A fraction that answers to the engine's words."""

    def __init__(self, number: Any) -> None:
        self.number = fraction_of(number)

    def __repr__(self) -> str:
        return f"Exact({self.number})"

    def __add__(self, other: Any) -> Any:
        return NotImplemented if other is UNASKED else Exact(self.number + fraction_of(other))

    def __sub__(self, other: Any) -> Any:
        return NotImplemented if other is UNASKED else Exact(self.number - fraction_of(other))

    def __rsub__(self, other: Any) -> Exact:
        return Exact(fraction_of(other) - self.number)

    def __mul__(self, other: Any) -> Any:
        return NotImplemented if other is UNASKED else Exact(self.number * fraction_of(other))

    def __truediv__(self, other: Any) -> Any:
        return NotImplemented if other is UNASKED else Exact(self.number / fraction_of(other))

    def __rtruediv__(self, other: Any) -> Exact:
        return Exact(fraction_of(other) / self.number)

    def __neg__(self) -> Exact:
        return Exact(-self.number)

    __radd__, __rmul__ = __add__, __mul__

    def __lt__(self, other: Any) -> bool:
        return self.number < fraction_of(other)

    def __le__(self, other: Any) -> bool:
        return self.number <= fraction_of(other)

    def __gt__(self, other: Any) -> bool:
        return self.number > fraction_of(other)

    def __ge__(self, other: Any) -> bool:
        return self.number >= fraction_of(other)

    def lesser(self, other: Any) -> Exact:
        return Exact(min(self.number, fraction_of(other)))

    def greater(self, other: Any) -> Exact:
        return Exact(max(self.number, fraction_of(other)))

    def floored(self) -> Exact:
        return Exact(self.number.__floor__())

    def ceiled(self) -> Exact:
        return Exact(self.number.__ceil__())

    def rounded(self, decimals: int) -> Exact:
        return Exact(cut(self.number, decimals, "half_up"))

    def raised(self, exponent: Any) -> Exact:
        return Exact(MANY_DIGITS.power(_decimal(self.number), _decimal(fraction_of(exponent))))

    def as_exponent_of(self, base: Any) -> Exact:
        return Exact(base).raised(self)

    def exponential(self) -> Exact:
        return Exact(MANY_DIGITS.exp(_decimal(self.number)))

    def first_present(self, otherwise: Any) -> Exact:
        return self

    def if_reported(self) -> Exact:
        return self

    def as_carbon(self) -> Exact:
        return self


class Unasked:
    """A property of what is burnt outside the boundary: no number, and nothing times it is nothing."""

    def _with(self, other: Any) -> Unasked:
        if other is None:
            raise TypeError
        return self

    def __mul__(self, other: Any) -> Any:
        return self if self._with(other) is other or fraction_of(other) else Exact(0)

    __add__ = __radd__ = __sub__ = __rsub__ = __truediv__ = lesser = greater = _with
    __rmul__ = __rtruediv__ = __mul__

    def first_present(self, otherwise: Any) -> Any:
        return self if otherwise is None else otherwise

    def if_reported(self) -> Exact:
        return Exact(0)


UNASKED = Unasked()
Number = Exact | Unasked | None


def cut(number: Fraction, decimals: int, mode: str) -> Fraction:
    """The number at so many decimals: half away from zero, half to even, or down."""
    scaled = number * 10**decimals
    if mode == "floor":
        whole = scaled.__floor__()
    elif mode == "half_even":
        whole = round(scaled)
    else:
        whole = (abs(scaled) + Fraction(1, 2)).__floor__() * (1 if scaled >= 0 else -1)
    return Fraction(whole, 10**decimals)


class Traced:
    """An operand that remembers which amounts went into it, whether different ones were added or several places summed, and
    which names were asked whether they are reported.
    """

    def __init__(self, amounts: frozenset[str], asked: set[str], *, parted: bool = False, name: str = "") -> None:
        self.amounts, self.asked, self.parted, self.name = amounts, asked, parted, name

    def __getattr__(self, name: str) -> Any:
        """A parameter, or one of the engine's words: its operands go into the result."""
        if name.startswith("_"):
            raise AttributeError(name)
        return _Tracing(self)

    def _with(self, *others: Any) -> Traced:
        operands = [self, *(one for one in others if isinstance(one, Traced))]
        amounts = frozenset().union(*(one.amounts for one in operands))
        return Traced(amounts, self.asked, parted=any(one.parted for one in operands))

    def _added(self, other: Any) -> Traced:
        found = self._with(other)
        apart = isinstance(other, Traced) and self.amounts and other.amounts and self.amounts != other.amounts
        found.parted = found.parted or bool(apart)
        return found

    def __neg__(self) -> Traced:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = _added
    __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __lt__ = __le__ = __gt__ = __ge__ = _with

    def total(self) -> Traced:
        return Traced(self.amounts, self.asked, parted=True)

    def if_reported(self) -> Traced:
        self.asked.add(self.name)
        return Traced(self.amounts, self.asked)

    def first_present(self, otherwise: Any) -> Traced:
        self.asked.add(self.name)
        return self._with(otherwise)


class _Tracing(Traced):
    """A parameter of `p`, which is called where it is a word."""

    def __init__(self, owner: Traced) -> None:
        super().__init__(owner.amounts, owner.asked, parted=owner.parted)

    def __call__(self, *others: Any) -> Traced:
        return self._with(*others)


class _Parameters:
    def __init__(self, pack: Pack, year: int) -> None:
        for name, dated in pack.parameters.items():
            for one in dated:
                if (one.valid_from or year) <= year <= (one.valid_to or year):
                    setattr(self, name, Exact(one.value))


class FractionRun:
    """One case by one pack: `numbers` holds every derived number by quantity, facility, item and month (None is the year)."""

    def __init__(self, pack: Pack, case: Case, default_of: Callable[[Quantity, Place], Decimal | None]) -> None:
        self.pack, self.case, self.default_of = pack, case, default_of
        self.months: Months = (None,) if case.grain == "year" else tuple(range(1, 13))
        self.given = {(one.quantity, one.facility, one.item, one.month): Exact(one.amount) for one in case.values}
        self.parameters = _Parameters(pack, case.year)
        self.places = {name: self._places(one) for name, one in pack.quantities.items()}
        self.monthly: dict[tuple[str, Place, int | None], Number] = {}
        self.yearly: dict[tuple[str, Place], Number] = {}
        self.incomplete: set[tuple[str, Place]] = set()
        order = [pack.quantities[name] for name in (*(one.id for one in pack.inputs()), *pack.formulas)]
        for quantity in order:
            self._fill_months(quantity)
        for quantity in order:  # after all months: what weights a mean may stand further down
            self._fill_year(quantity)

    def _places(self, quantity: Quantity) -> list[Place]:
        facilities = [one.id for one in self.case.facilities if one.kind == quantity.facility_kind]
        if not quantity.by_item:
            return [(facility, None) for facility in facilities] if quantity.by_facility else [(None, None)]
        siblings = {
            one.id
            for one in self.pack.quantities.values()
            if one.item_table == quantity.item_table and one.by_item and one.by_facility == quantity.by_facility
        }
        return list(dict.fromkeys((one.facility, one.item) for one in self.case.values if one.quantity in siblings))

    def _fill_months(self, quantity: Quantity) -> None:
        if quantity.yearly_only and self.case.grain == "month":
            return
        for place in self.places[quantity.id]:
            for month in self.months:
                self.monthly[quantity.id, place, month] = self._at(quantity, place, month)

    def _fill_year(self, quantity: Quantity) -> None:
        yearly_formula = quantity.yearly_only or quantity.year == "formula"
        for place in self.places[quantity.id]:
            if self.case.grain == "year":
                self.yearly[quantity.id, place] = self.monthly[quantity.id, place, None]
            elif yearly_formula and quantity.role == "derived":
                self.yearly[quantity.id, place] = self._rounded(quantity, self._computed(quantity, place, "year"), year=True)
            elif yearly_formula:
                self.yearly[quantity.id, place] = self._input(quantity, place, None)
            else:
                self.yearly[quantity.id, place] = self._rounded(quantity, self._aggregated(quantity, place), year=True)

    def _at(self, quantity: Quantity, place: Place, month: int | None) -> Number:
        if quantity.role == "input":
            return self._input(quantity, place, month)
        return self._rounded(quantity, self._computed(quantity, place, month), year=self.case.grain == "year")

    def _input(self, quantity: Quantity, place: Place, month: int | None) -> Number:
        reported = self.given.get((quantity.id, *place, month))
        default = self.default_of(quantity, place) if reported is None else None
        if reported is None and default is None and quantity.asked_where:
            flag = self._input(self.pack.quantities[quantity.asked_where], place, month)
            return UNASKED if isinstance(flag, Exact) and flag.number == 0 else None
        return Exact(default) if default is not None else reported

    def _rounded(self, quantity: Quantity, value: Number, *, year: bool) -> Number:
        decimals = quantity.year_decimals if year else quantity.decimals
        if not isinstance(value, Exact) or decimals is None:
            return value
        return Exact(cut(value.number, decimals, quantity.mode))

    def _computed(self, quantity: Quantity, place: Place, month: int | str | None) -> Number:
        formula = self.pack.formulas[quantity.id]
        operands = [self._operand(self.pack.quantities[name], quantity, place, month) for name in formula.arguments]
        keywords = {"p": self.parameters} if formula.uses_parameters else {}
        try:
            found = formula.function(*operands, **keywords)
        except (TypeError, AttributeError, ArithmeticError):
            every = [one for operand in operands for one in (operand if isinstance(operand, tuple) else (operand,))]
            return UNASKED if UNASKED in every and None not in every else None  # it has no size to compare
        return found if found is None or found is UNASKED else Exact(found)

    def _operand(self, argument: Quantity, result: Quantity, place: Place, month: int | str | None) -> Any:
        def value(at: Place) -> Number:
            if month == "year":  # a year that lacks a month is shown, but no formula of the year reads it
                return None if (argument.id, at) in self.incomplete else self.yearly.get((argument.id, at))
            return self.monthly.get((argument.id, at, month))

        shared_facility, shared_item = argument.by_facility and result.by_facility, argument.by_item and result.by_item
        fitting = [
            at for at in self._ordered(argument) if (not shared_facility or at[0] == place[0]) and (not shared_item or at[1] == place[1])
        ]
        if (argument.by_facility and not result.by_facility) or (argument.by_item and not result.by_item):
            return tuple(value(at) for at in fitting)
        return value(fitting[0]) if fitting else None

    def _ordered(self, argument: Quantity) -> list[Place]:
        return sorted(self.places[argument.id], key=lambda place: (place[0] or "", place[1] or ""))

    def _aggregated(self, quantity: Quantity, place: Place) -> Number:
        """The months that have a value, summed or averaged; a sum of parts needs them all. Notes the years that lack a month."""
        values = [self.monthly[quantity.id, place, month] for month in self.months]
        if UNASKED in values and (quantity.year == "sum" or set(values) == {UNASKED}):
            return UNASKED  # a sum is no more known than its months
        present = [value for value in values if isinstance(value, Exact)]
        if quantity.year == "sum":
            if len(present) < len(values):
                self.incomplete.add((quantity.id, place))
            lost = not present or (len(present) < len(values) and self._adds_parts(quantity))
            return None if lost else sum(present, Exact(0))
        return self._mean(quantity, place, values) if quantity.year == "mean" else None

    def _adds_parts(self, quantity: Quantity) -> bool:
        """Whether a year that lacks a month would leave out amounts its own rows show: it adds parts, and nothing counts it as reported."""
        asked = {name for formula in self.pack.formulas.values() for name in self._traced(formula).asked}
        formula = self.pack.formulas.get(quantity.id)
        return formula is not None and self._traced(formula).parted and quantity.id not in asked

    def _traced(self, formula: Formula) -> Traced:
        asked: set[str] = set()
        operands = [
            Traced(frozenset({name} if self.pack.quantities[name].year == "sum" else ()), asked, name=name) for name in formula.arguments
        ]
        keywords = {"p": Traced(frozenset(), asked)} if formula.uses_parameters else {}
        return formula.function(*operands, **keywords)

    def _mean(self, quantity: Quantity, place: Place, values: list[Number]) -> Number:
        if not any((quantity.id, *place, month) in self.given for month in self.months) and quantity.role == "input":
            return values[0]
        weight = self.pack.quantities[quantity.weight or ""]
        weights = [self._operand(weight, quantity, place, month) for month in self.months]
        asked = [(one, two) for one, two in zip(values, weights, strict=True) if one is not UNASKED]
        counted = [(one, two) for one, two in asked if one is not None and two is not None]
        if len(counted) < len(asked):
            self.incomplete.add((quantity.id, place))
        heavy = sum((two.number for _, two in counted), Fraction(0))
        if heavy:
            return Exact(sum((one.number * two.number for one, two in counted), Fraction(0)) / heavy)
        numbers = {value.number for value in values if isinstance(value, Exact)}
        return Exact(numbers.pop()) if len(numbers) == 1 else None

    @property
    def numbers(self) -> Mapping[tuple[str, str | None, str | None, int | None], Fraction]:
        """Every derived number."""
        found: dict[tuple[str, str | None, str | None, int | None], Fraction] = {}
        for (name, place, month), value in self.monthly.items():
            if isinstance(value, Exact) and self.pack.quantities[name].role == "derived":
                found[name, *place, month] = value.number
        for (name, place), value in self.yearly.items():
            if isinstance(value, Exact) and self.pack.quantities[name].role == "derived":
                found[name, *place, None] = value.number
        return found
