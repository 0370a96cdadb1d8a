"""The hash of a run covers the canonical bytes of its rows, whatever stands in their names, in months and in whole years."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.demo.synthetic_cement_works import synthetic_cement_case
from tanheng.demo.synthetic_power_units import synthetic_power_case
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.answers import figures_digest
from tanheng.engine.case.reading import read_case
from tanheng.engine.numbers import decimal_text, number_text
from tanheng.engine.pack import Pack
from tanheng.engine.results import hashed_bytes
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tanheng.seal.canonical import canonical_bytes, sha256_of
from tests.engine.toy_pack import toy_case, toy_pack

NAMES = st.text(st.characters(exclude_characters="@/:", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20)


def in_rows(run: Run) -> bytes:
    return canonical_bytes({"pack": run.pack.hash, "snapshot": run.case.snapshot_hash, "results": run.result_rows})


def run_of(document: dict[str, Any], pack: Pack) -> Run:
    case, problems = read_case(document, lambda _: pack)
    assert case is not None, [problem.as_text("en") for problem in problems]
    return run_case(pack, case, problems)


@given(NAMES.filter(lambda name: name == name.strip() and name != "b"))
def test_any_name_of_a_facility_is_hashed_as_its_row_is_written(name: str) -> None:
    case = toy_case()
    case["facilities"][0]["id"] = name
    case["values"] = [{**row, "facility": name} if row.get("facility") == "a" else row for row in case["values"]]
    run = run_of(case, toy_pack())
    assert name in {row["facility"] for row in run.result_rows}
    assert hashed_bytes(run) == in_rows(run)


@pytest.mark.parametrize("document", [synthetic_case(2024), synthetic_cement_case(2024), synthetic_power_case(2024, {"name": "合成"})])
def test_the_demo_years_are_hashed_as_their_rows_are_written(document: dict[str, Any]) -> None:
    run = run_of(document, load(document["pack"]))
    assert len(run.result_rows) == len(run.results) > 100
    assert hashed_bytes(run) == in_rows(run)


def test_a_year_taken_as_one_period_is_hashed_as_its_rows_are_written() -> None:
    case = toy_case(grain="year")
    for row in case["values"]:
        months = row.pop("months", None)
        row["year"] = row.pop("each_month", None) or next(iter(months.values()))
    run = run_of(case, toy_pack())
    assert run.result_rows and {row["month"] for row in run.result_rows} == {None}
    assert hashed_bytes(run) == in_rows(run)


@pytest.mark.parametrize("text", ["0", "-0.00", "1E+3", "0E-12", "1E-9", "12.340", "-7.5E+25", "123456789012345678901.5"])
def test_decimal_text_has_no_exponent_and_keeps_its_digits(text: str) -> None:
    found = decimal_text(Decimal(text))
    assert "E" not in found and Decimal(found) == Decimal(text)
    assert found == format(Decimal(text), "f") == number_text(Decimal(text))


def test_the_digest_of_figures_covers_their_canonical_rows() -> None:
    figures = [("b", "炉 1", None, 12, Decimal("1.50")), ("a", None, 'x"y', None, None), ("b", "炉 1", None, 2, Decimal("1E+3"))]
    rows = [["a", "", 'x"y', 0, "/"], ["b", "炉 1", "", 2, "1000"], ["b", "炉 1", "", 12, "1.5"]]
    told = {"code": "RUN-221", "figures": rows, "before": rows[:1], "usual": "0.33", "at": ["b", "", "煤"]}
    digest = figures_digest("RUN-221", figures, Decimal(1) / 3, before=figures[1:2], at=(None, "煤"), quantity="b")
    assert digest == sha256_of(told)
    assert figures_digest("RUN-221", []) == sha256_of({"code": "RUN-221", "figures": []})
