"""Every pack on random inputs against exact rational arithmetic: every derived number, every digit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tanheng.engine.case.reading import read_case
from tanheng.engine.defaults import default_of
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids
from tests.oracles.pack_in_fractions import FractionRun
from tests.oracles.random_cases import random_case

CASES_A_PACK = 12
FULL_PRECISION = Fraction(1, 10**38)  # a number without declared decimals carries fifty digits; powers are cut to forty


def same(found: Decimal, exact: Fraction, *, declared: bool) -> bool:
    """Equal to the digit where places are declared, and as far as the digits go where not."""
    if declared:
        return Fraction(found) == exact
    return abs(Fraction(found) - exact) <= FULL_PRECISION * max(1, abs(exact))


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_digit_is_the_one_of_exact_fractions(pack_id):
    pack = load(pack_id)
    compared = 0
    for seed in range(CASES_A_PACK):
        document = random_case(pack, seed)
        assert document is not None, f"no random case of {pack_id} is accepted (seed {seed})"
        case, problems = read_case(document, load)
        run = run_case(pack, case, problems)
        exact = FractionRun(pack, case, lambda quantity, place, case=case: default_of(pack, quantity, case, place)[0]).numbers
        for one in run.results:
            quantity = pack.quantities[one.quantity]
            declared = (quantity.year_decimals if one.month is None else quantity.decimals) is not None
            place = (one.quantity, one.facility, one.item, one.month)
            assert same(one.value, exact[place], declared=declared), (seed, place, one.value, float(exact[place]))
        assert {(one.quantity, one.facility, one.item, one.month) for one in run.results} == set(exact), seed
        compared += len(exact)
    assert compared > CASES_A_PACK
