"""Every pack on random plants that stood still some months: `/` and blank contents against zeros with all contents, no digit moves."""

from __future__ import annotations

import pytest

from tanheng.engine.absences import NOT_APPLICABLE
from tanheng.engine.run import Run
from tanheng.engine.uncertainty import plain_value
from tanheng.engine.uncertainty.budget import Propagation
from tanheng.rulebook import load, pack_ids
from tests.oracles.standing_still import runs_standing_still

CASES_A_PACK = 5
MONTHLY = [one for one in pack_ids() if any("month" in quantity.index for quantity in load(one).inputs())]
Place = tuple[str, str | None, str | None, int | None]


def amounts(run: Run) -> dict[Place, object]:
    """What adds up: contents of a month without anything to sample may well be blank."""
    found = {(one.quantity, one.facility, one.item, one.month): one.value for one in run.results}
    return {place: value for place, value in found.items() if run.pack.quantities[place[0]].is_amount}


@pytest.mark.parametrize("pack_id", MONTHLY)
def test_a_standstill_moves_no_digit(pack_id):
    pairs = runs_standing_still(pack_id, CASES_A_PACK)
    assert pairs, f"no plant of {pack_id} that stood still is accepted"
    for still, zeros in pairs:
        found, wanted = amounts(still), amounts(zeros)
        for place in {**found, **wanted}:
            if still.absence(*place) is NOT_APPLICABLE:
                assert place not in found and not wanted.get(place), place
            elif place not in wanted:  # zero times a content that lacks all year is blank, nothing times it is nothing
                continue
            elif place[3] is None:
                assert found.get(place) == wanted.get(place), place
            elif found.get(place) != wanted.get(place):  # a month may be blank where it would be nothing
                assert not found.get(place) and not wanted.get(place), place


@pytest.mark.parametrize("pack_id", MONTHLY)
def test_the_uncertainty_reading_gives_the_same_digits(pack_id):
    for still, _ in runs_standing_still(pack_id, 1):
        reading = Propagation(still).reading
        for one in still.results:
            assert plain_value(reading.value(one.quantity, one.facility, one.item, one.month)) == one.value
        for place in (one for one in still.absences if one in still.pack.formulas):
            assert reading.absences[place] == still.absences[place]
