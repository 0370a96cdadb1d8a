"""Flows of carbon: what flows into each node flows out of it, and the total is the run's, whatever the sector and edition."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from tanheng.analysis.carbon_flows import DEDUCTION, MATERIAL, NOISE, ROUNDING, TOTAL, Flow, carbon_flows, facilities_in_total
from tanheng.engine.case.reading import read_case
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids
from tests.oracles.random_cases import random_case

PLANTS = sorted((Path(__file__).parent.parent / "rulebook" / "plants").glob("*.yaml"))
EMISSIONS = [one for one in pack_ids() if not load(one).is_allowance]
SEEDS = range(2)


def run_of(document: dict) -> Run:
    case, problems = read_case(document, load)
    assert case is not None, problems
    return run_case(load(case.pack_id), case)


def assert_held(run: Run, facility: str | None) -> Flow | None:
    """The laws: nothing negative; in is out; a number of the run is shown as it is there; what rounding leaves is no more than it can."""
    root = carbon_flows(run, facility)
    for one in root.walk() if root else ():
        assert one.value > 0
        if one.feeds:
            into, out = (sum(Fraction(each.value) for each in flows) for flows in (one.feeds, (one, *one.gives)))
            assert abs(into - out) < NOISE
        if one.place is not None and one.kind not in (MATERIAL, DEDUCTION):  # of a material it is the amount that burns or is made
            assert one.value == run.value(*one.place).copy_abs(), one  # `abs` would round it
        left = sum(other.value for other in (*one.feeds, *one.gives) if other.kind == ROUNDING)
        assert left <= most_of_rounding(run), (one.label.en, left)
    return root


def most_of_rounding(run: Run) -> Decimal:
    """Half a place of what is rounded most, in each month of each place."""
    coarsest = min(min(one.decimals or 0, one.year_decimals or 0) for one in map(run.pack.quantities.get, run.pack.formulas))
    places = max(len(run.keys[name]) for name in run.pack.formulas)
    return Decimal(13 * places).scaleb(-coarsest) / 2


@pytest.mark.parametrize("plant", PLANTS, ids=lambda path: path.stem)
def test_a_plant_of_each_pack_keeps_its_carbon(plant):
    run = run_of(yaml.safe_load(plant.read_text(encoding="utf-8")))
    root = assert_held(run, None)
    if run.pack.is_allowance:
        assert root is None and facilities_in_total(run) == []
        return
    assert root is not None and root.kind == TOTAL
    assert root.value == run.value(*root.place) and root.place.quantity == run.pack.total
    for facility in facilities_in_total(run):
        assert assert_held(run, facility) is not None


@pytest.mark.parametrize("pack_id", EMISSIONS)
@pytest.mark.parametrize("seed", SEEDS)
def test_random_years_keep_their_carbon_too(pack_id, seed):
    document = random_case(load(pack_id), seed, gaps=seed == SEEDS[-1])
    assert document is not None
    run = run_of(document)
    for facility in (None, *facilities_in_total(run)):
        assert_held(run, facility)


def named(root: Flow) -> dict[str, Flow]:
    return {one.label.en: one for one in root.walk()}


def test_a_kiln_line_gets_its_clinker_before_the_deduction_of_substitutes():
    run = run_of(yaml.safe_load((PLANTS[0].parent / "cn_cement_cets_2024.yaml").read_text(encoding="utf-8")))
    found = named(carbon_flows(run, "kiln-1") or pytest.fail("no flows"))
    process, clinker, deducted = (found[name] for name in ("process emission", "clinker output", "emission deducted for the substitute"))
    assert clinker.value == process.value + deducted.value and deducted in process.gives and clinker in process.feeds


def test_fuels_stand_one_by_one_the_largest_first_and_lead_to_their_numbers():
    run = run_of(yaml.safe_load((PLANTS[0].parent / "cn_aluminium_cets_2024_with_power_and_boilers.yaml").read_text(encoding="utf-8")))
    fuels = next(one for one in carbon_flows(run).walk() if one.label.en == "emission of all fuels").feeds
    assert [one.label.en for one in fuels] == ["natural gas", "bituminous coal", "diesel"]
    assert [one.value for one in fuels] == [run.value(*one.place) for one in fuels]


def test_a_total_that_is_not_known_has_no_flows():
    document = yaml.safe_load((PLANTS[0].parent / "cn_aluminium_cets_2024.yaml").read_text(encoding="utf-8"))
    run = run_of(document)
    run.years[run.pack.total] = [None]
    assert carbon_flows(run) is None
