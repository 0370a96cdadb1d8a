"""Waste fuels and biomass as plants type them: found by what people call them, counted as the edition says, asked for what it needs."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from tanheng.documents.input.form import default_hint, need_of
from tanheng.documents.input.headings import folded, item_names
from tanheng.documents.report.labels import item_label, place_label
from tanheng.engine.case.reading import read_case
from tanheng.engine.pack import Pack
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids
from tests.documents.sample_input import codes, read

INPUTS = Path(__file__).parent / "inputs"
D = Decimal
WASTE_FUEL, BIOMASS = INPUTS / "c08-cement-RDF-not-expressible.xlsx", INPUTS / "c18-biomass-no-item.yaml"


def run_of(content: bytes, name: str) -> Run:
    case, problems = read(content, name)
    assert case is not None, [one.as_text() for one in problems]
    return run_case(load(case.pack_id), case, problems)


def test_rdf_typed_in_the_workbook_is_a_waste_fuel():
    """300 t a month, recorded; the edition of 2024 takes no carbon of it into the total of the line."""
    run = run_of(WASTE_FUEL.read_bytes(), WASTE_FUEL.name)
    assert run.value("alternative_fuel_consumption_t", "k1", "refuse_derived_fuel") == D("3600.00")
    assert codes(run.problems, "error") == set()
    assert run.value("total_line_emission_tco2") == D("1289165.24")


def test_biomass_is_reported_and_its_carbon_counts_nothing():
    document = yaml.safe_load(BIOMASS.read_text(encoding="utf-8"))
    run = run_of(BIOMASS.read_bytes(), BIOMASS.name)
    without, _ = read_case({**document, "values": document["values"][:-1]}, load)
    before = run_case(load(without.pack_id), without)
    assert run.value("counted_fuel_consumption", "unit-1", "biomass") == D("6000.00")
    assert run.value("fuel_emission_tco2", "unit-1", "biomass") == 0
    for name in ("unit_emission_tco2", "fossil_fuel_heat_gj", "load_factor"):
        assert run.value(name, "unit-1") == before.value(name, "unit-1") is not None
    assert run.value("biogenic_emission_tco2", "unit-1", "biomass") is None  # nobody gave its carbon
    assert not [one for one in run.problems if one.where.item == "biomass" and one.code != "CASE-157"]


def test_the_unfamiliar_name_of_an_item_brings_the_id():
    document = yaml.safe_load(BIOMASS.read_text(encoding="utf-8"))
    document["values"][-1]["item"] = "RDF"
    case, problems = read_case(document, load)
    (problem,) = [one for one in problems if one.severity == "error"]
    assert case is None and (problem.code, problem.remedy.en) == (
        "CASE-136",
        "known items: municipal waste (refuse-derived fuel included) (municipal_waste)",
    )


ALTERNATIVE_FUEL_ROWS = ("consumption_t", "heating_value_gj_per_t", "emission_factor_tco2_per_gj", "fossil_share")
OWN_VALUES = {
    "fuel_consumption": "100.00", "fuel_net_calorific_value": "20.000",
    "fuel_carbon_content_tc_per_gj": "0.02500", "fuel_oxidation_rate": "0.9800",
}  # fmt: skip


def open_fuel(note: str = "", evidence: str = "") -> list[Problem]:
    """The problems of a unit that burns a fuel outside the table, each value with this note and this document."""
    document = yaml.safe_load(BIOMASS.read_text(encoding="utf-8"))
    head = {"facility": "unit-1", "item": "other_solid_fuel", "source": "合成台账", "note": note, "evidence": evidence}
    own = [{**head, "quantity": name, "each_month": text} for name, text in OWN_VALUES.items()]
    case, problems = read_case({**document, "values": [*document["values"], *own]}, load)
    assert case is not None and "error" not in {one.severity for one in problems}
    return [one for one in problems if one.code == "CASE-176"]


def test_an_open_row_is_asked_what_it_is_and_for_its_documents():
    (problem,) = open_fuel()
    assert problem.severity == "warning" and problem.where.item == "other_solid_fuel"
    assert "what it is" in problem.message.en and "unconfirmed" in problem.message.en
    assert problem.message.en.count("the document of the") == 3
    (without_documents,) = open_fuel(note="糠醛渣")
    assert "what it is" not in without_documents.message.en
    assert open_fuel(note="糠醛渣", evidence="合成-检测报告.pdf") == []


def test_an_open_row_is_called_in_documents_what_the_plant_says_it_is():
    document = yaml.safe_load(BIOMASS.read_text(encoding="utf-8"))
    own = [
        {"facility": "unit-1", "item": "other_solid_fuel", "quantity": name, "each_month": text, "note": "糠醛渣"}
        for name, text in OWN_VALUES.items()
    ]
    case, problems = read_case({**document, "values": [*document["values"], *own]}, load)
    run = run_case(load(case.pack_id), case, problems)
    place = ("fuel_consumption", ("unit-1", "other_solid_fuel"))
    assert place_label(run, *place, "zh") == "1号燃煤机组 · 其他固体燃料（糠醛渣，未确认）"
    assert item_label(run, "fuel_consumption", "other_solid_fuel", "en") == "other solid fuel (糠醛渣, unconfirmed)"
    assert place_label(run, "fuel_consumption", ("unit-2", "other_solid_fuel"), "zh") == "2号燃煤机组 · 其他固体燃料（未确认）"
    assert item_label(run, "fuel_consumption", "diesel", "zh") == "柴油"


CALLED = {
    "RDF": {"refuse_derived_fuel", "municipal_waste"}, "垃圾衍生燃料": {"refuse_derived_fuel", "municipal_waste"}, "生物质": {"biomass"},
    "污泥": {"sewage_sludge"}, "秸秆": {"biomass"}, "其他固体燃料": {"other_solid_fuel"}, "其他液体燃料": {"other_liquid_fuel"},
    "其他气体燃料": {"other_gas_fuel"}, "其他碳酸盐": {"other_carbonate"},
}  # fmt: skip
FUELS, WASTE = {"其他固体燃料", "其他液体燃料", "其他气体燃料"}, {"RDF", "生物质", "污泥", "秸秆"}


@pytest.mark.parametrize("pack_id", pack_ids())
def test_what_plants_burn_is_found_by_its_name(pack_id):
    pack = load(pack_id)
    for table, words in (("fuel", FUELS), ("other_fuel", FUELS), ("alternative_fuel", WASTE), ("carbonate", {"其他碳酸盐"})):
        if any(one.item_table == table for one in pack.inputs()):
            names = item_names(pack, table)
            assert all(names.find(word) in CALLED[word] for word in words), table


@pytest.mark.parametrize("pack_id", pack_ids())
def test_an_alias_means_one_row_and_no_label_of_another(pack_id):
    for table in load(pack_id).tables.values():
        aliases = [folded(alias) for row in table.rows.values() for alias in row.aliases]
        assert len(aliases) == len(set(aliases)), table.id
        labels = {folded(text): row.id for row in table.rows.values() for text in (row.label.zh, row.label.en)}
        assert all(labels.get(folded(alias), row.id) == row.id for row in table.rows.values() for alias in row.aliases)


def open_rows(pack: Pack) -> list[tuple[str, str]]:
    found = ("other_solid_fuel", "other_liquid_fuel", "other_gas_fuel", "other_carbonate", "other_solid", "other_liquid")
    return [(table.id, row) for table in pack.tables.values() for row in found if row in table.rows]


@pytest.mark.parametrize("pack_id", pack_ids())
def test_an_open_row_brings_no_number_of_ours(pack_id):
    """Marks of the table (1 or 0) apart, the plant gives all of it."""
    pack = load(pack_id)
    for table, row in open_rows(pack):
        values = pack.tables[table].rows[row].values
        assert {value for value in values.values() if value is not None} <= {D(0), D(1)}, (table, row)


@pytest.mark.parametrize(
    ("item", "needs", "hints"),
    [
        ("refuse_derived_fuel", ["required"] * 4, [None, "无，须填写", "无，须填写", "无，须填写"]),
        ("biomass", ["required", "optional", "optional", "default"], [None, "不要求", "不要求", "0（未确认）"]),
        ("plastics", ["required", "default", "default", "default"], [None, "50.8（未确认）", "0.075（未确认）", "1.00（未确认）"]),
    ],
)
def test_a_form_says_of_each_item_what_must_be_given(item, needs, hints):
    pack = load("cn/cement/ndrc_2013")
    rows = [pack.quantities[f"alternative_fuel_{name}"] for name in ALTERNATIVE_FUEL_ROWS]
    assert [need_of(pack, one, item, 2012) for one in rows] == needs
    assert [hint and hint.zh for one in rows for hint in [default_hint(pack, one, item, 2012)]] == hints
