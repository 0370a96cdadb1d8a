"""The worth of measuring: every effect is the whole year again with another value, held against numbers worked by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest

from tanheng.analysis.defaults import default_worths, defaults_document
from tanheng.engine.case.reading import read_case
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids
from tanheng.rulebook.bridge_maps import typical_values
from tests.analysis.test_bridge import cents
from tests.apps.smelter import PACK, YEAR

ENTITY = {"name": "合成示例"}


def smelter(*more: dict[str, str]) -> Run:
    """One potline with 120 000 t of aluminium, 54 000 t of anodes and 1200 t of diesel."""
    values = [
        {"quantity": "molten_aluminium_output_t", "facility": "p", "each_month": "10000.00"},
        {"quantity": "anode_consumption_t", "facility": "p", "each_month": "4500.00"},
        {"quantity": "fuel_consumption", "item": "diesel", "each_month": "100.00"},
        *more,
    ]
    document = {
        "tanheng": "case/1", "pack": PACK, "year": YEAR, "entity": ENTITY, "facilities": [{"id": "p", "kind": "potline"}], "values": values,
    }  # fmt: skip
    case, problems = read_case(document, load)
    assert case is not None, problems
    return run_case(load(PACK), case)


def worth_of(run: Run, quantity: str, item: str | None = None):
    return next(one for one in default_worths(run, typical_values()) if (one.quantity, one.item) == (quantity, item))


def test_one_percent_of_the_loss_rate():
    found = worth_of(smelter(), "anode_loss_rate")
    change = -54000 * Fraction("0.001518") * Fraction("0.976") * Fraction(44, 12)
    assert found.one_percent == -cents(-change)
    assert found.amount == Decimal("0.1518")
    assert not found.confirmed
    assert found.fixed


def test_a_typical_value_from_the_plants_own_ratio():
    low, high = worth_of(smelter(), "anode_loss_rate").typical
    assert (low.point, low.amount) == ("low", Decimal("0.0444"))  # 1 − 0.43 × 120 000 ÷ 54 000, four decimals
    assert high.amount == Decimal("0.1556")
    assert low.tonnes == cents(54000 * (Fraction("0.1518") - Fraction("0.0444")) * Fraction("0.976") * Fraction(44, 12))


def test_a_fuels_default_is_told_by_its_item():
    found = worth_of(smelter(), "fuel_net_calorific_value", "diesel")
    emission = 1200 * Fraction("42.652") * Fraction("0.02020") * Fraction("0.98") * Fraction(44, 12)
    assert found.one_percent == cents(emission * Fraction(101, 100)) - cents(emission)
    assert found.taken_from == "fuel.diesel.ncv"


def test_what_is_measured_is_no_default():
    value = {"quantity": "fuel_net_calorific_value", "item": "diesel", "each_month": "42.700"}
    names = {(one.quantity, one.item) for one in default_worths(smelter(value), typical_values())}
    assert ("fuel_net_calorific_value", "diesel") not in names
    assert ("fuel_oxidation_rate", "diesel") in names


def test_a_typed_default_is_a_default_still():
    value = {"quantity": "fuel_net_calorific_value", "item": "diesel", "each_month": "42.652", "kind": "default"}
    assert worth_of(smelter(value), "fuel_net_calorific_value", "diesel").one_percent > 0


def test_the_largest_effect_stands_first():
    found = default_worths(smelter(), typical_values())
    assert [one.worth for one in found] == sorted((one.worth for one in found), reverse=True)


def test_money_is_tonnes_times_price():
    run = smelter()
    document = defaults_document(run, default_worths(run, typical_values()), "zh", Decimal("80.5"))
    for row in document["defaults"]:
        for one in (row["one_percent"], *row["typical"]):
            assert Decimal(one["money_yuan"]) == Decimal(one["tonnes"]) * Decimal("80.5")


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_worked_case_of_every_pack_can_be_weighed(pack_id):
    pack = load(pack_id)
    for worked in pack.cases:
        case, _ = read_case(worked["given"], load)
        if case is not None and "expected_problem" not in worked:
            for one in default_worths(run_case(pack, case), typical_values()):
                assert one.status
                assert one.label.zh
