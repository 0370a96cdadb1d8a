"""`/`: a plant that starts in May, a source that does not exist. What is asked, what adds up, what is said, what is hashed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tanheng.engine.absences import IDLE, NOT_APPLICABLE, UNASKED
from tanheng.engine.case import Case, case_document
from tanheng.engine.case.reading import read_case
from tanheng.engine.explain import explain
from tanheng.engine.explanation import shown_value
from tanheng.engine.pack import Pack
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tests.engine.toy_pack import QUANTITIES, TABLES, toy_case, toy_pack
from tests.engine.toy_rows import quantity

PACK = toy_pack()
D = Decimal
EARLY = dict.fromkeys(range(1, 5), "/")


def from_may(amount: str, sign: str = "/") -> dict[int, str]:
    return {month: sign if month < 5 else amount for month in range(1, 13)}


def read(*changes: dict[str, Any], without: tuple[int, ...] = ()) -> tuple[Case | None, list[Problem]]:
    values = [one for number, one in enumerate(toy_case()["values"]) if number not in without]
    return read_case(toy_case(values=[*values, *changes]), lambda _: PACK)


def started_in_may(sign: str = "/") -> Run:
    """Plant b was not there before May."""
    output = {"quantity": "output_t", "facility": "b", "months": from_may("200.00", sign)}
    anodes = {"quantity": "anode_t", "facility": "b", "months": from_may("90.00", sign)}
    case, problems = read(output, anodes, without=(1, 3))
    assert case is not None, [one.as_text("en") for one in problems]
    return run_case(PACK, case, problems)


def test_months_before_a_plant_existed_are_not_asked_and_add_nothing():
    found, zeros = started_in_may(), started_in_may("0.00")
    assert not [one for one in found.problems if one.code == "CASE-150"]
    for month in (*range(1, 13), None):
        assert found.value("all_tco2", month=month) == zeros.value("all_tco2", month=month)
    assert found.value("anode_tco2", "b") == zeros.value("anode_tco2", "b")
    assert found.value("plant_intensity", "b") == zeros.value("plant_intensity", "b")
    assert found.value("all_tco2") is not None


def test_what_is_made_of_nothing_is_neither_blank_nor_zero():
    found = started_in_may()
    assert found.value("anode_tco2", "b", None, 4) is None
    assert found.absence("anode_tco2", "b", None, 4) is NOT_APPLICABLE
    assert found.absence("anode_tco2", "b", None, 5) is None
    assert found.absence("anode_tco2", "b") is None
    assert not [one for one in found.results if (one.quantity, one.facility) == ("anode_tco2", "b") and one.month in range(1, 5)]


def test_an_explanation_says_it_month_by_month():
    found = started_in_may()
    year = explain(found, "anode_tco2", "b")
    assert year.formula_numbers.startswith("/ + / + / + / + ")
    assert year.formula_words.zh.endswith("；1–4 月不适用")
    month = explain(found, "anode_tco2", "b", None, 2)
    assert (shown_value(month), month.value_kind) == ("/", "not_applicable")
    assert month.formula_numbers.startswith("/ × ")
    assert month.operands[0].kind == "input" and shown_value(month.operands[0]) == "/"


def test_a_year_of_nothing_but_that_is_so_too():
    case, _ = read({"quantity": "quoted_tco2", "each_month": "/"})
    run = run_case(PACK, case)
    assert run.value("quoted_tco2") is None and run.absence("quoted_tco2") is NOT_APPLICABLE
    assert run.value("all_tco2") == run_case(PACK, *read()).value("all_tco2")


def test_the_hash_tells_it_from_a_blank_and_from_a_zero():
    row = {"quantity": "quoted_tco2", "months": {1: "5.00"}}
    said = [{**row, "months": {1: "5.00", 2: text}} for text in ("/", "0.00")]
    hashes = {read(one)[0].snapshot_hash for one in (row, *said)}
    assert len(hashes) == 3


def test_the_canonical_form_reads_back_as_the_same_case():
    case = started_in_may().case
    again, _ = read_case(case_document(case), lambda _: PACK)
    assert again is not None and again.snapshot_hash == case.snapshot_hash
    none = [one for one in case_document(case)["values"] if one["kind"] == "not_applicable"]
    assert [one["months"] for one in none] == [{"1": "/", "2": "/", "3": "/", "4": "/"}] * 2


def test_the_kind_alone_does_not_make_a_number_vanish():
    case, problems = read({"quantity": "quoted_tco2", "months": {1: "5.00"}, "kind": "not_applicable"})
    assert case is None and [one.code for one in problems if one.severity == "error"] == ["CASE-173"]


def test_a_required_amount_that_never_applies_is_doubted_where_work_is_done():
    case, problems = read({"quantity": "anode_t", "facility": "b", "each_month": "/"}, without=(3,))
    (doubt,) = [one for one in problems if one.code == "CASE-174"]
    assert case is not None and doubt.asks
    assert doubt.where.facility == "b" and "quantity P" in doubt.message.en


def test_a_plant_that_does_nothing_all_year_is_not_doubted():
    output = {"quantity": "output_t", "facility": "b", "each_month": "/"}
    anodes = {"quantity": "anode_t", "facility": "b", "each_month": "/"}
    case, problems = read(output, anodes, without=(1, 3))
    assert case is not None and problems == []
    run = run_case(PACK, case)
    assert run.absence("plant_intensity", "b") is NOT_APPLICABLE and run.problems == []


# ── contents of nothing ──────────────────────────────────────────────────────────────────────────

STOPPED = {month: "0.00" if month in (1, 12) else "10.00" for month in range(1, 13)}
MEASURED = dict.fromkeys(range(2, 12), "0.6100")


@pytest.mark.parametrize("sign", ["0.00", "/"])
def test_a_content_is_asked_only_where_something_was_burnt(sign):
    """The laboratory had nothing to test in January and December."""
    coal = {"quantity": "fuel_t", "item": "coal", "months": {**STOPPED, 1: sign, 12: sign}}
    carbon = {"quantity": "fuel_carbon", "item": "coal", "months": MEASURED, "kind": "measured"}
    case, problems = read(coal, carbon, without=(4,))
    assert case is not None and problems == []
    run = run_case(PACK, case)
    assert run.value("fuel_carbon", None, "coal", 1) is None and run.absence("fuel_carbon", None, "coal", 1) is IDLE
    assert run.value("fuel_carbon", None, "coal") == D("0.61000")
    assert run.value("burn_tco2", None, "coal") == 10 * run.value("burn_tco2", None, "coal", 2)
    assert run.value("burn_tco2", None, "coal", 1) == (None if sign == "/" else 0)
    assert run.value("all_tco2") is not None
    assert explain(run, "fuel_carbon", None, "coal", 1).value_kind == "idle"


def test_a_content_blank_beside_coal_that_was_burnt_is_missing_as_ever():
    carbon = {"quantity": "fuel_carbon", "item": "coal", "months": MEASURED, "kind": "measured"}
    _, problems = read(carbon)
    assert "1, 12" in next(one for one in problems if one.code == "CASE-156").message.en


def test_a_fuel_that_was_never_burnt_needs_no_content():
    """Peat has no default; with nothing burnt nobody asks for one."""
    case, problems = read({"quantity": "fuel_t", "item": "peat", "each_month": "0.00"})
    assert case is not None and problems == []
    assert run_case(PACK, case).value("burn_tco2", None, "peat") == 0


def test_a_sign_in_the_place_of_a_content_says_no_more_than_a_blank():
    """Whether a content is needed, the amount says: where coal was burnt the default counts, as for a blank."""
    blank, sign = read(), read({"quantity": "fuel_carbon", "item": "coal", "each_month": "/"})
    assert sign[0] is not None and sign[1] == []
    assert run_case(PACK, sign[0]).value("all_tco2") == run_case(PACK, blank[0]).value("all_tco2")
    peat = {"quantity": "fuel_t", "item": "peat", "each_month": "1.00"}
    _, problems = read(peat, {"quantity": "fuel_carbon", "item": "peat", "each_month": "/"})
    assert [one.code for one in problems] == ["CASE-152"]


def flagged_pack() -> Pack:
    """Peat is a fuel whose carbon nobody asks for."""
    items = {name: {**row, "flag": "0" if name == "peat" else "1"} for name, row in TABLES["fuel"]["items"].items()}
    table = {**TABLES["fuel"], "columns": {**TABLES["fuel"]["columns"], "flag": "1"}, "items": items}
    flag = quantity("x", "1", ["item", "month"], "input", decimals=0, year="mean", weight="fuel_t", item_table="fuel", low="0")
    flag["default"] = {"table": "fuel", "column": "flag"}
    carbon = {**QUANTITIES["fuel_carbon"], "asked_where": "flag"}
    return toy_pack(tables={"fuel": table}, quantities={**QUANTITIES, "fuel_carbon": carbon, "flag": flag})


def flagged_run(amounts: dict[int, str], *values: dict[str, object]) -> Run:
    pack = flagged_pack()
    peat = {"quantity": "fuel_t", "item": "peat", "months": amounts}
    case, problems = read_case(toy_case(values=[*toy_case()["values"], peat, *values]), lambda _: pack)
    assert case is not None and problems == []
    return run_case(pack, case)


def test_a_sum_with_a_month_that_nobody_can_know_has_no_year():
    """Ten tonnes times a carbon that nobody asked for is as unknown in the year as in January, though in December nothing was burnt."""
    run = flagged_run({**dict.fromkeys(range(1, 12), "10.00"), 12: "0.00"})
    assert run.value("burn_tco2", None, "peat", 12) == 0 and run.value("burn_tco2", None, "peat", 1) is None
    assert run.value("burn_tco2", None, "peat") is None and run.absence("burn_tco2", None, "peat") is UNASKED


def test_a_content_that_nobody_asks_for_is_told_from_one_of_nothing():
    run = flagged_run({**dict.fromkeys(range(1, 12), "10.00"), 12: "0.00"})
    found = [run.absence("fuel_carbon", None, "peat", month) for month in (1, 12)]
    assert found == [UNASKED, IDLE]
    kinds = [explain(run, "fuel_carbon", None, "peat", month).value_kind for month in (1, 12)]
    assert kinds == ["unasked", "idle"]


def test_its_mean_is_that_of_the_months_in_which_it_was_measured_all_the_same():
    carbon = {"quantity": "fuel_carbon", "item": "peat", "months": {3: "0.30000", 4: "0.50000"}, "kind": "measured"}
    run = flagged_run(dict.fromkeys(range(1, 13), "10.00"), carbon)
    assert run.value("fuel_carbon", None, "peat") == D("0.40000")
    assert run.value("burn_tco2", None, "peat", 3) is not None and run.value("burn_tco2", None, "peat") is None


def test_what_nobody_need_know_goes_before_what_nobody_could():
    assert IDLE * UNASKED is UNASKED * IDLE is IDLE + UNASKED is UNASKED - IDLE is IDLE / UNASKED is UNASKED
    assert D(0) * UNASKED == D(0) / UNASKED == UNASKED * 0 == 0 and D(2) * UNASKED is 1 - UNASKED is UNASKED


@pytest.mark.parametrize(("quantity", "amount", "asked"), [("fuel_t", "10.00", True), ("fuel_measured_carbon", "0.6000", False)])
def test_a_month_of_zero_is_asked_of_an_amount_and_of_no_content(quantity: str, amount: str, asked: bool):
    months = {month: "0.00" if month == 7 else amount for month in range(1, 13)}
    beside = {"quantity": "quoted_tco2", "each_month": "5.00"}  # the plant worked in July
    case, problems = read({"quantity": quantity, "item": "coal", "months": months}, beside, without=(4,) if quantity == "fuel_t" else ())
    assert case is not None, [one.as_text("en") for one in problems]
    told = [one.where.quantity for one in run_case(PACK, case, problems).problems if one.code == "RUN-222"]
    assert told == ([quantity] if asked else [])
