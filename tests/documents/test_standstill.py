"""A stopped kiln, a unit at a standstill, a unit without its boiler heat: what is asked, computed and said of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.documents.sample_input import POTLINES, codes, edited, read

INPUTS = Path(__file__).parent / "inputs"
D = Decimal


def run_of(name: str) -> Run:
    case, problems = read(next(INPUTS.glob(f"{name}-*")).read_bytes())
    assert case is not None, [one.as_text() for one in problems]
    return run_case(load(case.pack_id), case, problems)


@pytest.fixture(scope="module")
def kiln() -> Run:
    """Kiln 1 stands still in January and December; its coal has a heating value in the other months."""
    return run_of("c09")


@pytest.fixture(scope="module")
def unit() -> Run:
    """Unit 2 stands still from May to August."""
    return run_of("c20")


def test_a_stopped_kiln_needs_no_heating_value(kiln):
    assert codes(kiln.problems, "error") == set() and not codes(kiln.problems) & {"CASE-150", "CASE-156", "CASE-171", "RUN-201"}
    assert kiln.value("fuel_net_calorific_value", "k1", "bituminous_coal", 1) is None
    assert kiln.value("fuel_net_calorific_value", "k1", "bituminous_coal") == D("22.600")
    assert kiln.value("fuel_emission_tco2", "k1", "bituminous_coal", 1) == 0
    # 188 060 t × 22.6 GJ/t × the carbon of the coal, its oxidation and 44/12, month by month
    months = [kiln.value("fuel_emission_tco2", "k1", "bituminous_coal", month) for month in range(1, 13)]
    assert kiln.value("fuel_emission_tco2", "k1", "bituminous_coal") == sum(months)
    assert kiln.value("enterprise_emission_tco2e") is not None


def test_a_unit_at_a_standstill_raises_no_alarm(unit):
    """What is left is about the company's code and the unit in operation: it supplies heat and is registered as condensing."""
    assert {one for one in codes(unit.problems) if not one.startswith("FILE")} == {"CASE-115", "CASE-157", "PW-035", "RUN-204"}
    assert [where.month for one in unit.problems if one.code == "PW-035" for where in one.all_places] == [1, 2, 3, 4, 9, 10, 11, 12]


def test_nothing_over_nothing_is_absent_and_no_ratio_prints_zero(unit):
    ratios = [name for name in unit.pack.formulas if "/" in unit.pack.quantities[name].unit or unit.pack.quantities[name].unit == "1"]
    stopped = {one.quantity for one in unit.results if one.facility == "u2" and one.month in range(5, 9) and one.quantity in ratios}
    assert stopped <= {"fuel_default_carbon_content", "fuel_counted_carbon_content", "counted_net_calorific_value"}  # defaults of the oil
    assert all(one.value for one in unit.results if one.quantity in stopped)
    assert unit.value("load_factor", "u2", None, 6) is None and unit.value("load_factor", "u2") is not None


def test_what_was_never_sampled_has_no_content(unit):
    for month in (*range(1, 13), None):
        assert unit.value("sampled_carbon_content", "u1", None, month) is None
        assert unit.value("sampled_net_calorific_value_gj_per_t", "u1", None, month) is None


def test_a_condensing_unit_has_no_rate_of_heat(unit):
    assert unit.value("heat_ratio", "u1") == 0
    assert unit.value("heat_coal_rate_t_per_gj", "u1") is None and unit.value("heat_intensity_tco2_per_gj", "u1") is None


def test_an_absent_ratio_says_which_datum_lacks():
    run = run_of("c22")
    notes = {one.where.quantity: one for one in run.problems if one.code == "RUN-204"}
    assert {one.where.facility for one in notes.values()} == {"u2"}  # the other unit is condensing and lacks nothing
    assert notes["heat_ratio"].severity == "note"
    assert notes["heat_ratio"].message.zh == (
        "供热比（纯凝机组为 0）、供热煤耗、发电碳排放强度、供热碳排放强度（本厂热力排放因子）没有年度值：缺少锅炉产热量或供热煤耗（设计值）"
    )
    assert "缺少供电量" in notes["supply_coal_rate_t_per_mwh"].message.zh


def test_a_source_that_the_plant_does_not_have_is_not_named():
    """Neither unit burns biomass: nothing says that its share lacks a boiler efficiency."""
    told = " ".join(one.message.zh for one in run_of("c22").problems if one.code == "RUN-204")
    assert "生物质" not in told and "锅炉效率" not in told


def test_a_rate_over_nothing_says_what_was_nothing():
    def change(book):
        for row in (5, 6, 7):
            for column in range(6, 18):
                book[POTLINES].cell(row, column).value = 0

    case, _ = read(edited(change))
    run = run_case(load(case.pack_id), case)
    assert run.value("electrolysis_intensity_tco2e_per_t", "potline-1") is None
    (note,) = [one for one in run.problems if one.code == "RUN-204"]
    assert (note.severity, note.where.facility) == ("note", "potline-1")
    assert note.message.zh == "铝电解工序吨铝碳排放量没有年度值：铝液产量全年为 0"
    assert not [one for one in run.problems if one.code == "RUN-201"]
