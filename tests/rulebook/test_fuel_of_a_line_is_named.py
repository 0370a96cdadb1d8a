"""A kiln whose heat per tonne is out of range: the doubt stands at the fuel that was typed in another unit, and calls it by its label."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal

import pytest

from tests.rulebook.slips import FOLDER, computed, plant

FUEL, PLANTS = "fuel_consumption", ("cn_cement_cets_2024", "cn_cement_ndrc_2013", "cn_cement_supplement_2017", "cn_cement_reporting_2023")


@pytest.mark.parametrize("name", PLANTS)
@pytest.mark.parametrize("month", [None, "7"])
def test_the_fuel_in_another_unit_is_named(name: str, month: str | None) -> None:
    document = deepcopy(plant(FOLDER / f"{name}.yaml"))
    entry = max(
        (one for one in document["values"] if one["quantity"] == FUEL and "months" in one), key=lambda one: Decimal(one["months"]["7"])
    )
    entry["months"] = {one: str(Decimal(text) * 1000) if month in (None, one) else text for one, text in entry["months"].items()}
    run, problems = computed(document)
    assert run is not None
    doubts = [one for one in problems if one.asks and "CE-025" in (one.code, *(other.code for other in one.also))]
    assert doubts, [one.as_text() for one in problems]
    for one in doubts:
        label = run.pack.tables[run.pack.quantities[FUEL].item_table or ""].rows[entry["item"]].label
        assert (one.where.quantity, one.where.item) == (FUEL, entry["item"])
        assert f"（{label.zh}）" in one.message.zh and f"({label.en})" in one.message.en
        assert one.unit_slip


@pytest.mark.parametrize("name", PLANTS)
def test_where_the_clinker_is_typed_in_another_unit_no_fuel_is_blamed(name: str) -> None:
    document = deepcopy(plant(FOLDER / f"{name}.yaml"))
    for entry in document["values"]:
        if entry["quantity"] == "clinker_output_t":
            entry["months"] = {one: str(Decimal(text) / 10000) for one, text in entry["months"].items()}
    problems = [one for one in computed(document)[1] if one.unit_slip]
    assert problems and not [one.as_text() for one in problems if one.where.quantity == FUEL]
