"""What a case may state about uncertainty, what it stands for, and how every mistake is told."""

from __future__ import annotations

from math import sqrt
from typing import Any

import pytest

from tanheng.engine.case import Case, case_document
from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import Problem
from tanheng.engine.uncertainty.forms import Form, forms_of
from tests.engine.toy_pack import toy_case, toy_pack


def read(*statements: Any, **changes: Any) -> tuple[Case | None, list[Problem]]:
    pack = toy_pack()
    return read_case(toy_case(uncertainties=list(statements), **changes), lambda name: pack)


def form(**row: Any) -> Form:
    mistakes: list[str] = []
    found = forms_of(row, lambda code, key, **words: mistakes.append(code))
    assert mistakes == []
    return found[0]


@pytest.mark.parametrize(
    ("row", "standard", "absolute", "distribution"),
    [
        ({"relative": "0.015"}, 0.015, False, "normal"),
        ({"relative": "0.03", "k": "2"}, 0.015, False, "normal"),
        ({"relative": "0.4", "distribution": "lognormal"}, 0.4, False, "lognormal"),
        ({"absolute": "12.5"}, 12.5, True, "normal"),
        ({"limits": "0.01"}, 0.01 / sqrt(3), False, "rectangular"),
        ({"limits": "0.01", "distribution": "triangular"}, 0.01 / sqrt(6), False, "triangular"),
        ({"meter_class": "0.5"}, 0.005 / sqrt(3), False, "rectangular"),
        ({"meter_class": "0.5", "distribution": "triangular"}, 0.005 / sqrt(6), False, "triangular"),
        ({"calibration": {"expanded": "0.004", "k": "2"}}, 0.002, False, "normal"),
        ({"calibration": {"expanded": "0.004"}}, 0.002, False, "normal"),
        ({"repeatability": {"limit": "0.28"}}, 0.1, True, "normal"),
        ({"repeatability": {"limit": "0.28", "repeats": "4"}}, 0.05, True, "normal"),
    ],
)
def test_a_statement_stands_for_a_standard_uncertainty(row, standard, absolute, distribution):
    found = form(**row)
    assert found.standard == pytest.approx(standard)
    assert (found.absolute, found.distribution) == (absolute, distribution)
    assert found.text().zh and found.text().en
    assert form(**found.as_document() | {"distribution": row.get("distribution")}) == found


def test_a_certificate_without_a_factor_is_read_and_worded_as_one_of_two():
    bare, stated = (form(calibration={"expanded": "0.004", **more}) for more in ({}, {"k": "2"}))
    assert (bare.standard, bare.text()) == (stated.standard, stated.text())


OUTPUT = {"quantity": "output_t"}
MISTAKES = [
    ("nothing named", {"relative": "0.1"}, "UNC-101"),
    ("both named", {"quantity": "output_t", "parameter": "ash", "relative": "0.1"}, "UNC-101"),
    ("unknown quantity", {"quantity": "output", "relative": "0.1"}, "CASE-130"),
    ("a result", {"quantity": "all_tco2", "relative": "0.1"}, "UNC-110"),
    ("unknown parameter", {"parameter": "ashes", "relative": "0.1"}, "UNC-102"),
    ("a parameter has no place", {"parameter": "ash", "facility": "a", "relative": "0.1"}, "UNC-111"),
    ("unknown facility", {**OUTPUT, "facility": "c", "relative": "0.1"}, "CASE-132"),
    ("facility of an entity's quantity", {"quantity": "fuel_t", "facility": "a", "relative": "0.1"}, "CASE-134"),
    ("unknown item", {"quantity": "fuel_t", "item": "coke", "relative": "0.1"}, "CASE-136"),
    ("item of a quantity without", {**OUTPUT, "item": "coal", "relative": "0.1"}, "CASE-138"),
    ("unknown key", {**OUTPUT, "relativ": "0.1"}, "CASE-103"),
    ("no form", OUTPUT, "UNC-103"),
    ("unquoted", {**OUTPUT, "relative": 0.1}, "UNC-104"),
    ("negative", {**OUTPUT, "relative": "-0.1"}, "UNC-104"),
    ("text", {**OUTPUT, "meter_class": "0.5S"}, "UNC-104"),
    ("k of nothing", {**OUTPUT, "meter_class": "0.5", "k": "2"}, "UNC-108"),
    ("k below one", {**OUTPUT, "relative": "0.1", "k": "0.5"}, "UNC-104"),
    ("calibration as a number", {**OUTPUT, "calibration": "0.1"}, "UNC-104"),
    ("calibration with a strange key", {**OUTPUT, "calibration": {"expanded": "0.1", "K": "2"}}, "CASE-103"),
    ("no repeats", {**OUTPUT, "repeatability": {"limit": "0.1", "repeats": "0"}}, "UNC-104"),
    ("unknown distribution", {**OUTPUT, "relative": "0.1", "distribution": "gauss"}, "UNC-105"),
    ("limits that are normal", {**OUTPUT, "limits": "0.1", "distribution": "normal"}, "UNC-105"),
    (
        "a certificate that is rectangular",
        {**OUTPUT, "calibration": {"expanded": "0.1"}, "distribution": "rectangular"},
        "UNC-105",
    ),
    ("thirteenth month", {**OUTPUT, "relative": "0.1", "months": [13]}, "CASE-144"),
    ("months as a number", {**OUTPUT, "relative": "0.1", "months": 3}, "CASE-106"),
    ("independent in a group", {**OUTPUT, "relative": "0.1", "group": "g", "independent": True}, "UNC-112"),
    ("independent in words", {**OUTPUT, "relative": "0.1", "independent": "yes"}, "UNC-112"),
    ("no such value", {"quantity": "quoted_tco2", "relative": "0.1"}, "UNC-109"),
]


@pytest.mark.parametrize(("row", "code"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES])
def test_a_mistake_is_told_with_place_and_remedy(row, code):
    case, problems = read(row)
    assert case is None
    told = next(problem for problem in problems if problem.code == code)
    assert told.severity == "error"
    assert told.remedy.zh and told.remedy.en
    assert "uncertainties" in told.where.as_text()


def test_a_list_that_is_none_and_an_entry_that_is_none_are_told():
    pack = toy_pack()
    for wrong in ("0.1", [["quantity"]], {"quantity": "output_t"}):
        case, problems = read_case(toy_case(uncertainties=wrong), lambda name: pack)
        assert case is None and problems[0].code == "CASE-106"


def test_the_same_form_twice_for_one_value_is_refused_and_two_forms_are_not():
    assert read({**OUTPUT, "relative": "0.1"}, {**OUTPUT, "facility": "a", "relative": "0.2"})[1][0].code == "UNC-106"
    assert read({**OUTPUT, "meter_class": "0.5"}, {**OUTPUT, "facility": "a", "relative": "0.2"})[0] is not None
    halves = [{**OUTPUT, "relative": "0.1", "months": list(range(first, first + 6))} for first in (1, 7)]
    assert read(*halves)[0] is not None


def test_the_uncertainty_of_a_value_counts_as_a_relative_one():
    values = [{**row, "uncertainty": "0.01"} for row in toy_case()["values"]]
    assert read({**OUTPUT, "relative": "0.1"}, values=values)[1][0].code == "UNC-106"


def test_one_group_has_one_distribution():
    first, second = {**OUTPUT, "group": "scale"}, {"quantity": "anode_t", "group": "scale"}
    assert read({**first, "limits": "0.1"}, {**second, "limits": "0.1", "distribution": "triangular"})[1][0].code == "UNC-107"
    assert read({**first, "meter_class": "0.5"}, {**second, "calibration": {"expanded": "0.1"}})[0] is not None


def test_statements_survive_in_the_case_and_enter_its_hash():
    statements = [
        {**OUTPUT, "facility": "a", "months": [1, 2], "meter_class": "0.5", "calibration": {"expanded": "0.004", "k": "2"},
         "repeatability": {"limit": "0.1", "repeats": "2"}, "group": "scale", "source": "a certificate"},
        {"parameter": "ash", "relative": "0.2", "k": "2", "distribution": "lognormal"},
        {"quantity": "fuel_t", "limits": "0.02", "independent": True},
    ]  # fmt: skip
    case, problems = read(*statements)
    assert case is not None, [problem.as_text("en") for problem in problems]
    pack = toy_pack()
    again, _ = read_case(case_document(case), lambda name: pack)
    assert again is not None and again.snapshot_hash == case.snapshot_hash
    assert [one.as_document() for one in again.uncertainties] == [one.as_document() for one in case.uncertainties]
    without, _ = read_case(toy_case(), lambda name: pack)
    assert without is not None and without.snapshot_hash != case.snapshot_hash
    assert "uncertainties" not in case_document(without)


@pytest.mark.parametrize(
    ("row", "percent", "meant"),
    [({"relative": "5"}, "500 %", "0.05"), ({"limits": "2.5"}, "250 %", "0.025"), ({"calibration": {"expanded": "4"}}, "400 %", "0.04")],
)
def test_a_fraction_above_the_whole_value_is_told_with_its_percentage(row, percent, meant):
    """5 for a relative uncertainty is 500 %; 5 % is written 0.05. It may be so, and is taken as written."""
    case, problems = read({**OUTPUT, **row})
    assert case is not None and case.uncertainties
    (told,) = [one for one in problems if one.code == "UNC-113"]
    assert told.severity == "warning" and percent in told.message.en and meant in told.remedy.zh
    assert "UNC-113" not in {one.code for one in read({**OUTPUT, "relative": "1"})[1]}


def test_a_value_that_is_not_there_is_called_by_its_labels():
    (told,) = [one for one in read({"quantity": "fuel_t", "item": "peat", "relative": "0.1"})[1] if one.code == "UNC-109"]
    assert "泥炭" in told.message.zh and "peat" in told.message.en
