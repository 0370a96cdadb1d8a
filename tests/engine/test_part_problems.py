"""What a case of a part of a year must not say, each at its place with a remedy."""

from __future__ import annotations

from typing import Any

import pytest

from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.case.reading import read_case
from tanheng.rulebook import load

ALLOWANCE = {
    "tanheng": "case/1",
    "pack": "cn/aluminium/allowance_2025",
    "year": 2025,
    "through_month": 3,
    "entity": {"name": "合成", "code": ""},
    "facilities": [{"id": "potline-1", "kind": "potline", "name": "1号"}],
    "values": [],
}


def through(month: Any, **more: Any) -> dict[str, Any]:
    """The synthetic smelter through a month, with the figures of that part alone."""
    document = {**synthetic_case(2025), "through_month": month, **more}
    last = month if isinstance(month, int) and 0 < month < 12 else 12
    document["values"] = [
        {**row, "months": {one: amount for one, amount in row["months"].items() if int(one) <= last}} if "months" in row else row
        for row in document["values"]
    ]
    return document


def with_a_later_figure() -> dict[str, Any]:
    document = through(3)
    next(row for row in document["values"] if "months" in row)["months"][4] = "1"
    return document


@pytest.mark.parametrize(
    ("document", "code", "path"),
    [
        (through(0), "CASE-193", "through_month"),
        (through("三月"), "CASE-193", "through_month"),
        (through(3, grain="year"), "CASE-194", "through_month"),
        (with_a_later_figure(), "CASE-195", "values[0].months[4]"),
        (ALLOWANCE, "CASE-196", "through_month"),
    ],
    ids=["no month", "a word", "of a year", "a later figure", "allowances"],
)
def test_a_part_that_cannot_be_is_told(document, code, path):
    told = [(one.code, one.where.path) for one in read_case(document, load)[1] if one.severity == "error"]
    assert (code, path) in told


def test_a_part_that_can_be_is_told_nothing():
    assert not {one.code for one in read_case(through(3), load)[1]} & {"CASE-193", "CASE-194", "CASE-195", "CASE-196"}
