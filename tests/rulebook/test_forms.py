"""The tables and input sheets of a pack name what the pack has, and every input has exactly one sheet."""

from __future__ import annotations

import pytest

from tanheng.rulebook import load, pack_ids

KINDS = {"info", "monthly", "summary", "other"}


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_input_stands_on_one_input_sheet(pack_id):
    pack = load(pack_id)
    listed = [name for sheet in pack.forms["input_sheets"] for name in sheet["quantities"]]
    assert sorted(listed) == sorted(quantity.id for quantity in pack.inputs())


@pytest.mark.parametrize("pack_id", pack_ids())
def test_table_rows_name_quantities_and_parameters_of_the_pack(pack_id):
    pack = load(pack_id)
    rows = [row for table in pack.forms["tables"] for row in table.get("rows", ())]
    unknown = [row for row in rows if row.get("quantity") not in pack.quantities and row.get("parameter") not in pack.parameters]
    assert unknown == []


@pytest.mark.parametrize("pack_id", pack_ids())
def test_tables_are_labelled_and_of_a_known_kind(pack_id):
    tables = load(pack_id).forms["tables"]
    assert {table["kind"] for table in tables} <= KINDS
    assert [table["id"] for table in tables if not table["zh"] or not table["en"]] == []
    assert len({table["id"] for table in tables}) == len(tables)


def test_the_smelter_report_has_the_ten_tables():
    tables = load("cn/aluminium/cets_2024").forms["tables"]
    assert [table["id"] for table in tables] == [f"C.{number}" for number in range(1, 11)]


def test_facility_tables_hold_facility_quantities_only():
    for pack_id in pack_ids():
        pack = load(pack_id)
        rows = [row for table in pack.forms["tables"] if table.get("per") == "facility" for row in table.get("rows", ())]
        assert [row for row in rows if "quantity" in row and not pack.quantities[row["quantity"]].by_facility] == []


@pytest.mark.parametrize("pack_id", pack_ids())
def test_expected_reports_and_sources_of_emission_are_complete(pack_id):
    pack = load(pack_id)
    for rule in pack.expects_any:
        assert set(rule["any_of"]) <= set(pack.quantities)
        assert all(rule[key] for key in ("id", "severity", "zh", "en", "remedy_zh", "remedy_en"))
    for source in pack.emission_sources:
        assert source["boundary"] in ("process", "enterprise")
        assert isinstance(source["cleared"], bool)
        assert source["gases"]


def test_what_the_national_market_clears_is_the_electrolysis_process():
    pack = load("cn/aluminium/cets_2024")
    cleared = {source["id"] for source in pack.emission_sources if source["cleared"]}
    assert cleared == {"anode_consumption", "anode_effect"}


def test_auxiliary_items_enter_auxiliary_items_only():
    """Purchased electricity and heat, and the records for balances, are in no total."""
    pack = load("cn/aluminium/cets_2024")
    auxiliary = {one.id for one in pack.quantities.values() if one.level == "auxiliary"}
    assert {"electrolysis_ac_electricity_mwh", "net_purchased_electricity_mwh", "net_purchased_heat_gj"} < auxiliary
    reading = {name for name, formula in pack.formulas.items() if auxiliary & set(formula.arguments)}
    assert reading == {"electricity_emission_tco2", "heat_emission_tco2"} <= auxiliary
