"""The first months of a year, computed by themselves, have the digits that they have in the whole year; of every pack, at random."""

from __future__ import annotations

import copy
from decimal import localcontext
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanheng.engine.case import case_document
from tanheng.engine.case.reading import read_case
from tanheng.engine.columns import rounded_column
from tanheng.engine.numbers import ZERO, exact_context
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load, loadable_packs
from tests.oracles.random_cases import random_case

PACKS = sorted(one.id for one in loadable_packs() if not one.is_allowance)


def computed(document: dict[str, Any]) -> Run | None:
    case, _ = read_case(document, load)
    return None if case is None else run_case(load(case.pack_id), case, causes=False)


def first_months(document: dict[str, Any], through: int) -> dict[str, Any]:
    """The same figures, those of later months left out."""
    part = {**copy.deepcopy(document), "through_month": through}
    for row in part["values"]:
        if "months" in row:
            row["months"] = {month: text for month, text in row["months"].items() if int(month) <= through}
    part["values"] = [row for row in part["values"] if row.get("months", True)]
    return part


def by_place(run: Run) -> dict[Any, Any]:
    return {one.place: (one.value, one.raw, one.unit) for one in run.results if one.month is not None}


@pytest.mark.parametrize("pack_id", PACKS)
@settings(max_examples=2, deadline=None)
@given(seed=st.integers(0, 10_000), through=st.integers(1, 11), gaps=st.booleans())
def test_the_first_months_have_the_digits_of_the_whole_year(pack_id: str, seed: int, through: int, gaps: bool) -> None:
    document = random_case(load(pack_id), seed, gaps=gaps)
    whole = computed(document) if document else None
    if document is None or whole is None or whole.case.grain == "year":
        return
    part = computed(first_months(document, through))
    if part is None:  # what the rest of the year would have shown is missing, and told
        return
    months = {place: value for place, value in by_place(whole).items() if place.month <= through}
    assert by_place(part) == months
    for quantity in (one for one in part.pack.quantities.values() if one.role == "derived" and one.year == "sum"):
        for key in part.keys[quantity.id]:
            values = [whole.value(quantity.id, *key, month) for month in range(1, through + 1)]
            with localcontext(exact_context()):
                total = sum((one for one in values if one is not None), ZERO)
                [total] = rounded_column([total], quantity.year_decimals, quantity.mode)
            assert part.value(quantity.id, *key) in (None, total), (quantity.id, key)
    assert {one.month for one in part.results} <= {None, *range(1, through + 1)}


def test_a_part_of_a_year_reads_back_as_itself_and_a_whole_year_is_as_it_was() -> None:
    document = random_case(load("cn/aluminium/cets_2024"), 1) or {}
    whole, _ = read_case(document, load)
    assert whole is not None and "through_month" not in case_document(whole)
    document = {**document, "grain": "month"}
    part, problems = read_case(first_months(document, 4), load)
    assert part is not None, problems
    again, _ = read_case(case_document(part), load)
    assert (
        again is not None
        and case_document(again) == case_document(part)
        and again.snapshot_hash == part.snapshot_hash != whole.snapshot_hash
    )
