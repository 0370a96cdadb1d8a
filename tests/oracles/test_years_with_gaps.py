"""Months left blank: every pack on random plants with gaps, against fractions, and what is shown of the year adds up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest

from tanheng.analysis.bridge.map import read_bridge_map
from tanheng.analysis.totals import added_names
from tanheng.analysis.two_tracks import two_tracks
from tanheng.engine.case.reading import read_case
from tanheng.engine.columns import matches
from tanheng.engine.defaults import default_of
from tanheng.engine.pack import Quantity
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids
from tanheng.rulebook.bridge_maps import bridge_maps
from tests.oracles.pack_in_fractions import FractionRun
from tests.oracles.random_cases import random_case
from tests.oracles.test_packs_in_fractions import FULL_PRECISION, same

CASES_A_PACK = 10
MAPS = read_bridge_map(bridge_maps())


def runs_with_gaps(pack_id: str) -> Iterator[Run]:
    pack = load(pack_id)
    for seed in range(1, CASES_A_PACK):
        document = random_case(pack, seed, gaps=True)
        assert document is not None, f"no random case of {pack_id} is accepted (seed {seed})"
        case, problems = read_case(document, load)
        yield run_case(pack, case, problems)


def has_months(pack_id: str) -> bool:
    return any("month" in one.index for one in load(pack_id).inputs())


@pytest.fixture(scope="module", params=[one for one in pack_ids() if has_months(one)])
def runs(request: pytest.FixtureRequest) -> list[Run]:
    """Those of one pack, made once for all tests."""
    return list(runs_with_gaps(request.param))


def test_years_with_gaps_are_those_of_exact_fractions(runs):
    incomplete = 0
    for run in runs:
        exact = FractionRun(run.pack, run.case, lambda quantity, place, run=run: default_of(run.pack, quantity, run.case, place)[0]).numbers
        for one in run.results:
            quantity = run.pack.quantities[one.quantity]
            declared = (quantity.year_decimals if one.month is None else quantity.decimals) is not None
            place = (one.quantity, one.facility, one.item, one.month)
            assert same(one.value, exact[place], declared=declared), (place, one.value, float(exact[place]))
        assert {(one.quantity, one.facility, one.item, one.month) for one in run.results} == set(exact)
        incomplete += len(run.whole_years)
    assert incomplete or all(one.required for one in runs[0].pack.inputs() if "month" in one.index)


def test_what_is_shown_of_the_year_adds_up(runs):
    """A total of the year is the sum of the rows that stand below it, as far as rounding its months can tell."""
    compared = 0
    for run in runs:
        for name, formula in run.pack.formulas.items():
            parts = added_names(run.pack, name)
            if run.case.grain == "year" or parts is None or run.pack.quantities[name].yearly_only:
                continue
            for key in run.keys[name]:
                whole = run.value(name, *key)
                if whole is None:
                    continue
                rows = [
                    run.value(part, *run.keys[part][position])
                    for part in parts
                    for position in matches(run.pack.quantities[part], run.keys[part], formula_index(run, name), (key,))[0]
                ]
                difference = abs(Fraction(whole) - sum(Fraction(one or 0) for one in rows))
                assert difference <= rounding(run.pack.quantities[name], whole), (name, key, formula.clause)
                compared += 1
    assert compared or not any(added_names(runs[0].pack, name) for name in runs[0].pack.formulas)


def rounding(quantity: Quantity, value: Decimal) -> Fraction:
    """What rounding twelve months and the year may take or add."""
    months = 0 if quantity.decimals is None else Fraction(12, 10**quantity.decimals)
    year = 0 if quantity.year_decimals is None else Fraction(1, 10**quantity.year_decimals)
    return months + year + FULL_PRECISION * max(1, abs(Fraction(value)))


def formula_index(run: Run, name: str) -> tuple[str, ...]:
    return run.pack.quantities[name].index


def test_a_row_of_the_year_is_the_sum_of_its_months(runs):
    """Never a zero for a blank: a row that shows no month shows no year, and one that shows a year shows its months."""
    for run in runs:
        for quantity in run.pack.quantities.values():
            if run.case.grain == "year" or quantity.year != "sum" or quantity.yearly_only:
                continue
            for key in run.keys[quantity.id]:
                months = [run.value(quantity.id, *key, month) for month in run.periods]
                present = [one for one in months if one is not None]
                year = run.value(quantity.id, *key)
                assert (year is not None) <= bool(present), (quantity.id, key)
                if year is not None and quantity.decimals is not None and quantity.year_decimals == quantity.decimals:
                    assert year == sum(present), (quantity.id, key)


def test_the_two_tracks_close_over_months_left_blank(runs):
    """Facilities and enterprise add up: what a total counted of a source stands in its line."""
    for run in runs:
        found = two_tracks(run, MAPS)
        assert [one.message.en for one in found.problems if one.code == "TRK-102"] == []
