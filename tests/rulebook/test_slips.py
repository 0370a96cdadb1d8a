"""No unit slip that matters passes unseen, in any rule pack; and a plant as it should be is left in peace."""

from __future__ import annotations

import pytest

from tanheng.engine.numbers import full_text
from tanheng.rulebook import load, pack_ids
from tests.rulebook.passing_slips import PASSING, PASSING_IN_CASES
from tests.rulebook.slips import computed, inputs_that_count, plant, plant_files, silent_in_case, tried
from tests.rulebook.test_worked_cases import CASES, title

# pack → inputs that no plant of it reports, each with its reason
NOT_IN_A_PLANT: dict[str, dict[str, str]] = {}

PLANTS = pytest.mark.parametrize("path", plant_files(), ids=lambda path: path.stem)


@PLANTS
def test_a_plant_as_it_should_be_is_left_in_peace(path):
    run, problems = computed(plant(path))
    assert run is not None
    assert [one.as_text("en") for one in problems if one.severity == "error" or one.digest] == []


@PLANTS
def test_every_slip_that_moves_a_total_is_told(path):
    passing = PASSING.get(path.stem, {})
    excused = {(name, factor) for name, (factors, _) in passing.items() for factor in factors}
    silent, left = tried(plant(path))
    assert left == []
    assert [str(slip) for slip in silent if slip.month or (slip.quantity, full_text(slip.factor)) not in excused] == []
    assert excused <= {(slip.quantity, full_text(slip.factor)) for slip in silent}, "what is told needs no excuse"


@pytest.mark.parametrize(("pack_id", "case"), CASES, ids=title)
def test_every_slip_of_a_worked_case_that_moves_a_total_is_told(pack_id, case):
    """A doubt that the case has without the slip, word for word the same, tells nothing of the slip."""
    quantity, factors, _ = PASSING_IN_CASES.get((pack_id, case["title"]["en"]), ("", (), ""))
    silent = [(slip.quantity, full_text(slip.factor)) for slip in silent_in_case(pack_id, case["given"])]
    assert sorted(silent) == sorted((quantity, factor) for factor in factors)


def test_every_slip_that_passes_has_its_plant_and_its_reason():
    assert set(PASSING) <= {path.stem for path in plant_files()}
    assert all(len(reason) > 40 for slips in PASSING.values() for _, reason in slips.values())
    assert set(PASSING_IN_CASES) <= {(pack_id, case["title"]["en"]) for pack_id, case in CASES}
    assert all(len(reason) > 40 for _, _, reason in PASSING_IN_CASES.values())


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_input_that_counts_is_tried(pack_id):
    pack = load(pack_id)
    tried = {entry["quantity"] for path in plant_files() for entry in plant(path)["values"] if plant(path)["pack"] == pack_id}
    excused = NOT_IN_A_PLANT.get(pack_id, {})
    fixed = {one.id for one in pack.inputs() if one.fixed and one.default is not None}
    assert inputs_that_count(pack) - tried - fixed - set(excused) == set()
    assert set(excused) <= set(pack.quantities) - tried


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_input_has_bounds(pack_id):
    """No plant exceeds them: 10^20 t of aluminium is refused, not computed."""
    assert [one.id for one in load(pack_id).inputs() if one.low is None or (one.high is None and one.calendar is None)] == []
