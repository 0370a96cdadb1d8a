"""A stock is no flow: the opening one of January and the closing one of December are all that a year has."""

import pytest

from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import Problem
from tanheng.rulebook import load

OPENING, CLOSING = "anode_opening_stock_t", "anode_closing_stock_t"


def stock_problems(**months: dict[int, str]) -> list[Problem]:
    document = synthetic_case(2025)
    document["values"] = [one for one in document["values"] if one["quantity"] not in (OPENING, CLOSING)]
    document["values"] += [{"quantity": name, "months": given, "evidence": "盘点.pdf"} for name, given in months.items()]
    return [one for one in read_case(document, load)[1] if one.where.quantity in (OPENING, CLOSING)]


def test_the_first_opening_and_the_last_closing_stock_are_enough() -> None:
    assert [one.as_text() for one in stock_problems(**{OPENING: {1: "900.00"}, CLOSING: {12: "850.00"}})] == []


@pytest.mark.parametrize("months", [{5: "900.00"}, {1: "900.00", 2: "910.00"}])
def test_a_stock_of_some_months_between_is_told(months: dict[int, str]) -> None:
    assert "CASE-150" in {one.code for one in stock_problems(**{OPENING: months})}
