"""An answer stands as long as the figure stands and what it is held against is the same to two digits."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.answers import figures_digest
from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import Problem
from tanheng.engine.running import run_case
from tanheng.rulebook import load

GAS = ("fuel_consumption", None, "natural_gas")
ANODES = ("anode_consumption_t", "potline-2", None)


def year() -> dict[str, Any]:
    return deepcopy(synthetic_case(2025))


def changed(document: dict[str, Any], place: tuple[str, str | None, str | None], factor: str, months: set[int]) -> dict[str, Any]:
    row = next(one for one in document["values"] if (one["quantity"], one.get("facility"), one.get("item")) == place)
    row["months"] = {
        month: str(round(Decimal(amount) * Decimal(factor), 2)) if int(month) in months else amount
        for month, amount in row["months"].items()
    }
    return document


def doubts(document: dict[str, Any], place: tuple[str, str | None, str | None], month: int) -> list[Problem]:
    case, problems = read_case(document, load)
    assert case is not None
    told = run_case(load(case.pack_id), case, problems).problems
    at = (*place, month)
    return [one for one in told if one.asks and (one.where.quantity, one.where.facility, one.where.item, one.where.month) == at]


@pytest.mark.parametrize(("place", "month", "first", "others"), [(GAS, 3, "6", "0.01"), (GAS, 3, "6", "0.1"), (ANODES, 8, "1", "0.9")])
def test_an_answer_does_not_outlive_the_other_months(place: Any, month: int, first: str, others: str) -> None:
    before = doubts(changed(year(), place, first, {month}), place, month)
    beside = set(range(1, 13)) - {month}
    after = doubts(changed(changed(year(), place, first, {month}), place, others, beside), place, month)
    assert before
    assert {one.digest for one in before}.isdisjoint(one.digest for one in after)


def test_a_month_beside_that_was_mended_a_little_asks_nothing_again() -> None:
    before = doubts(changed(year(), GAS, "6", {3}), GAS, 3)
    after = doubts(changed(changed(year(), GAS, "6", {3}), GAS, "1.001", {5}), GAS, 3)
    assert before and [one.digest for one in before] == [one.digest for one in after]


def test_a_doubt_that_compares_nothing_keeps_its_digest() -> None:
    figures = [("anode_t", "a", None, 3, Decimal("900.00"))]
    assert figures_digest("TOY-1", figures) == figures_digest("TOY-1", figures, None) != figures_digest("TOY-1", figures, Decimal(1))


def beside(now: dict[str, Any], last: dict[str, Any]) -> list[Problem]:
    """What asks an answer in a year with the year before beside it."""
    runs = []
    for document in (last, now):
        case, problems = read_case(document, load)
        assert case is not None, [one.as_text() for one in problems]
        runs.append(run_case(load(case.pack_id), case, problems, beside=runs[0] if runs else None))
    return [one for one in runs[1].problems if one.asks]


def last_year() -> dict[str, Any]:
    return deepcopy(synthetic_case(2024))


def test_no_two_doubts_of_a_run_share_a_digest() -> None:
    """Facilities that vanished rest on no figure of this year, intensities of two places on the same ones."""
    last = last_year()
    for number in (8, 9):
        gone = f"gone-{number}"
        last["facilities"].append({"id": gone, "kind": "potline", "name": gone})
        for row in [one for one in last["values"] if one.get("facility") == "potline-1"]:
            last["values"].append({**row, "facility": gone})
    told = beside(changed(year(), ANODES, "2", set(range(1, 13))), last)
    assert [one.code for one in told].count("RUN-234") == 2
    assert len({one.digest for one in told}) == len(told)


def test_this_year_and_last_year_are_not_the_same_figures() -> None:
    rising = beside(changed(year(), GAS, "5", set(range(1, 13))), last_year())
    falling = beside(year(), changed(last_year(), GAS, "5", set(range(1, 13))))
    assert {one.digest for one in rising if one.code == "RUN-232"}.isdisjoint(one.digest for one in falling)


def test_a_replaced_value_of_the_rules_asks_again() -> None:
    override = {"parameter": "gwp_cf4", "unit": "tCO2e/t", "document": "合成文件1号", "person": "合成人员", "reason": "试算"}
    told = [beside({**year(), "overrides": [{**override, "value": value}]}, last_year()) for value in ("60000", "600000")]
    digests = [{one.digest for one in found if one.code == "RUN-232"} for found in told]
    assert all(digests) and digests[0].isdisjoint(digests[1])
