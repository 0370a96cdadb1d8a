"""Rows that stand ready in a blank form: the commonest fuels of the sector first."""

from __future__ import annotations

import pytest

from tanheng.documents.input.form import blank_form, case_form
from tanheng.engine.case.reading import read_case
from tanheng.engine.records.of.sectors import sector_faults
from tanheng.rulebook import load, pack_ids
from tanheng.rulebook.declared_sectors import sectors

FIRST = {"cement": "bituminous_coal", "power": "bituminous_coal", "aluminium": "natural_gas"}
WITH_FUELS = [name for name in pack_ids() if any(one.item_table == "fuel" and one.by_item for one in load(name).inputs())]


def ready(name: str, table: str) -> list[str]:
    """The items of the rows of a table in the order of the form, each once."""
    lines = [line for sheet in blank_form(load(name), load(name).valid_from).sheets for line in sheet.lines]
    return list(dict.fromkeys(line.item for line in lines if line.item and line.quantity and line.quantity.item_table == table))


@pytest.mark.parametrize("name", WITH_FUELS)
def test_the_commonest_fuel_of_the_sector_stands_first(name: str) -> None:
    found = ready(name, "fuel")
    assert found[0] == FIRST[load(name).sector.id]
    assert "diesel" in found


def test_a_kiln_burns_coal_and_vehicles_burn_diesel() -> None:
    assert ready("cn/cement/cets_2024", "fuel") == ["bituminous_coal", "diesel"]
    assert ready("cn/cement/cets_2024", "other_fuel") == ["diesel", "gasoline"]


def test_a_case_without_fuels_has_the_same_rows_ready() -> None:
    name = "cn/cement/cets_2024"
    given = {**load(name).cases[0]["given"]}
    given["values"] = [one for one in given["values"] if "fuel" not in one["quantity"]]
    case, problems = read_case(given, load)
    assert case is not None, [one.as_text() for one in problems]
    lines = [line for sheet in case_form(load(name), case).sheets for line in sheet.lines if line.quantity]
    kiln = [line.item for line in lines if line.quantity and line.quantity.id == "fuel_consumption" and line.item]
    assert kiln[:2] == ["bituminous_coal", "diesel"]


@pytest.mark.parametrize("sector", sectors().values(), ids=lambda one: one.id)
def test_every_item_named_stands_in_a_table_of_its_sector(sector) -> None:
    packs = [load(name) for name in pack_ids() if load(name).sector.id == sector.id]
    for table, items in sector.usual_items.items():
        known = {item for pack in packs if table in pack.tables for item in pack.tables[table].rows}
        assert set(items) <= known


@pytest.mark.parametrize("items", ["diesel", [1], {"diesel": 1}, None])
def test_what_is_no_list_of_names_is_refused(items) -> None:
    row = {"zh": "甲", "en": "A", "order": 9, "role": "industry", "usual_items": {"fuel": items}}
    told = [str(one) for one in sector_faults({"a": row})]
    assert len(told) == 1 and "usual_items" in told[0] and "按名称列出的名称列表" in told[0]
