"""The two tracks close: lines and rounding make each total, what is in both is equal, and power units are obligations of their own."""

from decimal import Decimal

import pytest

from tanheng.analysis.bridge.map import read_bridge_map
from tanheng.analysis.totals import total_value
from tanheng.analysis.two_tracks import two_tracks
from tanheng.demo.synthetic_cement_works import synthetic_cement_case
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.case.reading import read_case
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids
from tanheng.rulebook.bridge_maps import bridge_maps

MAPS = read_bridge_map(bridge_maps())


def smelter(**changes) -> Run:
    document = synthetic_case(2025)
    document["values"] += changes.pop("values", [])
    case, problems = read_case({**document, **changes}, load)
    assert case is not None, problems
    return run_case(load(case.pack_id), case)


def power_case(**changes) -> Run:
    """The power guide's own worked year, as if of the same entity."""
    pack = load("cn/power/cets_2022")
    worked = next(one for one in pack.cases if "expected" in one and one["given"].get("grain") != "year")
    document = {**worked["given"], "entity": synthetic_case(2025)["entity"], "year": 2025, **changes}
    case, problems = read_case(document, load)
    assert case is not None, problems
    return run_case(pack, case)


def test_process_and_enterprise_share_the_electrolysis():
    found = two_tracks(smelter(), MAPS)
    assert [track.label.en for track in found.tracks] == ["process (facility)", "enterprise (legal person)"]
    both = [one for one in found.lines if one.counted == "both"]
    assert {one.difference for one in both} == {Decimal("0.00")}
    assert {one.label.en for one in both} == {"anode consumption", "anode effects"}
    alone = {one.label.en for one in found.lines if one.counted == "only"}
    assert {"fossil fuel combustion", "decomposition of other carbonates"} <= alone


def test_a_deduction_told_apart_for_the_allowance_is_no_emission_beside_the_lines():
    """The share of carbide slag in the deduction is needed for the benchmark; the kiln line has it deducted already."""
    case, problems = read_case(synthetic_cement_case(2025), load)
    assert case is not None, problems
    run = run_case(load(case.pack_id), case)
    assert run.value("carbide_slag_avoided_emission_tco2", "kiln-1", "carbide_slag") > 0
    process, _enterprise = two_tracks(run, MAPS).tracks
    assert process.quantities == ("total_line_emission_tco2",)
    assert process.total == run.value("total_line_emission_tco2")


def test_only_the_process_is_cleared():
    assert [track.cleared for track in two_tracks(smelter(), MAPS).tracks] == [True, False]


def test_the_difference_of_the_totals_is_the_difference_of_the_lines_and_the_rounding():
    found = two_tracks(smelter(), MAPS)
    process, enterprise = found.tracks
    lines = sum((one.difference for one in found.lines), Decimal(0))
    assert enterprise.total - process.total == lines + found.closing[1] - found.closing[0]


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_track_of_every_worked_case_closes(pack_id):
    pack = load(pack_id)
    for worked in pack.cases:
        case, _ = read_case(worked["given"], load)
        if case is None or "expected_problem" in worked:
            continue
        run = run_case(pack, case)
        found = two_tracks(run, MAPS)
        for number, track in enumerate(found.tracks):
            if track.total is not None:
                summed = sum((one.amounts[number] or Decimal(0) for one in found.lines), Decimal(0))
                assert summed + found.closing[number] == track.total
        computed = total_value(run) is not None
        assert [one.code for one in found.problems if one.severity == "error" and computed] == []


def test_listed_power_units_are_a_track_of_their_own():
    power = power_case()
    found = two_tracks(smelter(year=power.case.year), MAPS, [power])
    assert [track.label.en for track in found.tracks][2] == "power units"
    assert found.tracks[2].cleared
    assert found.tracks[2].total == power.value("listed_power_emission_tco2")
    units = [one for one in found.lines if one.amounts[2] is not None]
    assert all(one.amounts[:2] == (None, None) for one in units)
    assert sum(one.amounts[2] for one in units) + found.closing[2] == found.tracks[2].total


def test_power_emission_that_is_carried_in_must_be_that_of_units_off_the_list():
    power = power_case()
    unlisted = power.value("power_unit_emission_tco2") or Decimal(0)
    wrong = {"quantity": "power_unit_emission_tco2", "each_month": format(unlisted + 1000, ".2f")}
    found = two_tracks(smelter(year=power.case.year, values=[wrong]), MAPS, [power])
    assert "TRK-106" in {one.code for one in found.problems}


def test_cases_of_two_years_or_two_entities_are_told():
    power = power_case(year=2023, entity={"name": "另一家"})
    codes = {one.code for one in two_tracks(smelter(), MAPS, [power]).problems}
    assert {"TRK-104", "TRK-105"} <= codes
