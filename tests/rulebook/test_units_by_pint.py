"""Every formula of every pack, computed with Pint's quantities: it must come out in the declared unit, and as the same number.

The engine's own proof keeps megawatt hours and gigajoules, days and minutes apart; Pint does not, so here a factor such as 3.6 or
1000 that is wrong shows as a wrong number.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal, localcontext
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pint
import pytest

from tanheng.engine.graph import extra_indices
from tanheng.engine.numbers import exact_context
from tanheng.engine.pack import Formula, Pack, Quantity
from tanheng.engine.units import conversion, unit
from tanheng.engine.units.table import ATOMS
from tanheng.rulebook import load, pack_ids
from tests.support.pint_units import NAMES, magnitude, measured, pint_unit

CLOSE = Decimal("1E-25")
TERMS = 2  # of a series


def drawn(quantity: Quantity, draw: random.Random) -> Decimal:
    """A number of five digits within the bounds of the quantity."""
    low = Decimal(0) if quantity.low is None else quantity.low
    high = low + 1 if quantity.high is None else quantity.high
    return low + (high - low) * Decimal(draw.randint(10_001, 99_999)) / 100_000


def item_units(pack: Pack, formula: Formula, index: tuple[str, ...]) -> list[str]:
    """The units that {unit} stands for: those of the items of the formula's tables."""
    tables = {pack.quantities[name].item_table for name in formula.arguments if pack.quantities[name].by_item}
    return sorted({row.unit for table in tables if table for row in pack.tables[table].rows.values()}) if "item" in index else []


def readings(pack: Pack, formula: Formula, index: tuple[str, ...], item_unit: str, draw: random.Random) -> tuple[Any, Any]:
    """The formula over plain numbers, and over the same numbers as Pint quantities."""
    plain: list[Any] = []
    with_units: list[Any] = []
    for name in formula.arguments:
        quantity = pack.quantities[name]
        text = quantity.unit.replace("{unit}", item_unit)
        series = bool(extra_indices(quantity, index))
        numbers = [drawn(quantity, draw) for _ in range(TERMS if series else 1)]
        plain.append(tuple(numbers) if series else numbers[0])
        units = tuple(measured(number, text) for number in numbers)
        with_units.append(units if series else units[0])
    if not formula.uses_parameters:
        return formula.function(*plain), formula.function(*with_units)
    dated = {name: values[0] for name, values in pack.parameters.items()}
    numbers = SimpleNamespace(**{name: one.value for name, one in dated.items()})
    quantities = SimpleNamespace(**{name: measured(one.value, one.unit) for name, one in dated.items()})
    return formula.function(*plain, p=numbers), formula.function(*with_units, p=quantities)


def formulas(pack: Pack) -> Iterator[tuple[Formula, tuple[str, ...], str]]:
    """Formulas and checks, each with its index and declared unit."""
    for name, formula in pack.formulas.items():
        yield formula, pack.quantities[name].index, pack.quantities[name].unit
    for one in pack.checks:
        yield one.formula, one.index, one.unit


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_formula_comes_out_in_its_unit_and_as_its_number(pack_id):
    pack, draw = load(pack_id), random.Random(7)
    with localcontext(exact_context()):
        for formula, index, declared in formulas(pack):
            for item_unit in item_units(pack, formula, index) or ["t"]:
                plain, with_units = readings(pack, formula, index, item_unit, draw)
                found = magnitude(with_units, declared.replace("{unit}", item_unit))
                assert abs(found - plain) <= CLOSE * max(abs(plain), 1), (formula.quantity, item_unit, plain, found)


@pytest.mark.parametrize("name", sorted(ATOMS))
def test_every_unit_of_the_table_has_pints_size(name):
    assert name in NAMES
    symbol, (scale, dimension) = name, ATOMS[name]
    same = [other for other, (_, its) in ATOMS.items() if its == dimension and other != symbol]
    for other in same:
        wanted = conversion(symbol, other)
        found = (pint_unit(symbol) / pint_unit(other)).to("dimensionless").magnitude
        assert abs(Fraction(found) - wanted) < Fraction(1, 10**20) * wanted, other
    assert unit(symbol).scale == scale


def test_pint_too_refuses_carbon_for_carbon_dioxide():
    with pytest.raises(pint.DimensionalityError):
        magnitude(measured(Decimal(1), "tC"), "tCO2")
    with pytest.raises(pint.DimensionalityError):
        measured(Decimal(1), "10^4 Nm3") + measured(Decimal(1), "t")
    with pytest.raises(pint.DimensionalityError):
        magnitude(measured(Decimal(1), "tCO2e"), "tCO2")


def test_pint_shows_a_factor_of_a_thousand_as_a_wrong_number():
    kilograms = measured(Decimal(5), "kg/t") * measured(Decimal(2), "t")
    assert magnitude(kilograms, "t") == Decimal("0.01")
