"""What a pack can say in a check: suspects, answers asked for, the spread of months, stocks that go on, bounds by the calendar."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tanheng.engine.answers import figures_digest
from tanheng.engine.case.reading import read_case
from tanheng.engine.checks import check, continuity, spread
from tanheng.engine.errors import PackError
from tanheng.engine.numbers import parse_decimal
from tanheng.engine.pack import Pack
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.words import total
from tests.engine.toy_pack import QUANTITIES, toy_case, toy_pack

TEXTS = {"zh": "测量值 {value}", "en": "measure {value}", "remedy_zh": "核对", "remedy_en": "look again"}
MONTHLY = ("facility", "month")


def anodes_per_output(anode_t, output_t):
    """Clause 5: anodes per output."""
    return anode_t / output_t


def anodes_of_both(anode_t, output_t):
    """Clause 6: anodes over all output."""
    return total(anode_t) / total(output_t)


def carbon_of_anodes(anode_tco2, output_t):
    """Clause 7: a derived argument."""
    return anode_tco2 / output_t


def stock_gap(opening_t, closing_t):
    """Clause 8: opening is closing of the month before."""
    return opening_t - closing_t


def doubting(function: Callable[..., Any], declared: Callable[..., Any], *marks: Any, **more: Any) -> Pack:
    """The toy pack with one check of its own; the function is copied, for a mark stays on it."""
    copied = type(function)(function.__code__, function.__globals__, function.__name__)
    copied.__doc__ = function.__doc__
    checked = declared(*marks, status="project", **{**TEXTS, **more})(copied)
    return toy_pack(check_functions=(checked,), quantities=quantities())


def quantities() -> dict[str, Any]:
    found = deepcopy(QUANTITIES)
    for name in ("opening_t", "closing_t"):
        found[name] = {**found["quoted_tco2"], "symbol": name, "unit": "t"}
    for name, high in (("hours_h", "month_hours"), ("half_days", {"calendar": "days", "times": "2"})):
        unit, label = "h" if name == "hours_h" else "1", {"zh": name, "en": name}
        found[name] = {**found["quoted_tco2"], "label": label, "unit": unit, "high": high}
    return found


def run(pack: Pack, *, year: int = 2025, beside: Run | None = None, **changed: Any) -> Run:
    """The toy case with other months of some quantities at plant a (or of the whole); `name_item` for an item."""
    document = toy_case()
    for name, months in changed.items():
        kept = [row for row in document["values"] if (row["quantity"], row.get("facility")) != (name, "a")]
        place = {"facility": "a"} if any("facility" in row for row in document["values"] if row["quantity"] == name) else {}
        given = {"each_month": months} if isinstance(months, str) else {"months": months}
        document["values"] = [*kept, {"quantity": name, **place, **given}]
    case, problems = read_case({**document, "year": year}, lambda _: pack)
    assert case is not None, [problem.as_text("en") for problem in problems]
    return run_case(pack, case, problems, beside=beside)


def told(found: Run) -> list[Problem]:
    return [problem for problem in found.problems if problem.code == "TOY-9"]


def months(value: str, **changed: str) -> dict[str, str]:
    return {str(month): changed.get(f"m{month}", value) for month in range(1, 13)}


# ── suspects ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "suspects", "low_high", "words"),
    [
        ("50000", "anode_t", ("0.4", "0.6"), "; quantity AC looks like kg where t is asked: 1,000 times"),
        ("0.01", "anode_t", ("0.9", "1.2"), "; quantity AC looks like 10⁴ t where t is asked: 10,000 times"),
        ("0.05", "anode_t", ("0.4", "0.6"), "; quantity AC may be 1,000 times too small (the unit asked is t)"),
        ("70", "anode_t", ("0.4", "0.6"), ""),
        ("50000", "output_t", ("0.04", "0.06"), "; quantity P looks like 10⁴ t where t is asked: 10,000 times"),
        ("50000", (), ("0.4", "0.6"), ""),
    ],
)  # fmt: skip
def test_a_suspect_that_fits_in_another_unit_is_named(typed: str, suspects: Any, low_high: tuple[str, str], words: str) -> None:
    low, high = low_high
    pack = doubting(anodes_per_output, check, "TOY-9", index=MONTHLY, low=low, high=high, unit="1", suspects=suspects)
    problems = [one for one in told(run(pack, anode_t=typed)) if one.where.facility == "a"]
    assert {one.message.en.partition(";")[1] + one.message.en.partition(";")[2] for one in problems} == {words}
    assert [place.month for one in problems for place in one.all_places] == list(range(1, 13))


def test_a_suspect_is_an_argument() -> None:
    with pytest.raises(PackError, match="fuel_t is neither an argument"):
        doubting(anodes_per_output, check, "TOY-9", index=MONTHLY, suspects="fuel_t")


def test_of_a_sum_the_one_that_fits_in_another_unit_is_named() -> None:
    pack = doubting(anodes_of_both, check, "TOY-9", index=("year",), unit="1", low="0.3", high="0.6", suspects="anode_t")
    (problem,) = told(run(pack, anode_t="50000"))
    assert (problem.where.quantity, problem.where.facility) == ("anode_t", "a")
    assert problem.message.en.endswith("looks like kg where t is asked: 1,000 times")


def test_a_suspect_may_lie_beneath_what_the_check_reads() -> None:
    pack = doubting(carbon_of_anodes, check, "TOY-9", index=("facility", "year"), unit="tCO2/t", low="1.5", high="2", suspects="anode_t")
    (problem,) = [one for one in told(run(pack, anode_t="50010")) if one.where.facility == "a"]
    assert problem.message.en.endswith("; quantity AC looks like kg where t is asked: 1,000 times")
    assert (problem.where.quantity, problem.where.facility, problem.where.month) == ("anode_t", "a", None)


def test_all_of_a_sum_in_another_unit_is_named_too() -> None:
    pack = doubting(anodes_of_both, check, "TOY-9", index=("year",), unit="1", low="0.3", high="0.6", suspects="anode_t")
    document = toy_case()
    for row in document["values"]:
        if row["quantity"] == "anode_t":
            row["each_month"] = str(parse_decimal(row["each_month"]) * 1000)
    case, _ = read_case(document, lambda _: pack)
    assert case is not None
    (problem,) = told(run_case(pack, case))
    assert problem.message.en.endswith("looks like kg where t is asked: 1,000 times") and problem.where.facility is None


def test_a_little_above_an_open_range_no_unit_is_named() -> None:
    pack = doubting(anodes_per_output, check, "TOY-9", index=MONTHLY, high="0.6", suspects="anode_t")
    assert {";" in one.message.en for one in told(run(pack, anode_t="90"))} == {False}
    assert {";" in one.message.en for one in told(run(pack, anode_t="50000")) if one.where.facility == "a"} == {True}


def test_where_a_measure_usually_ends_on_the_open_side_no_unit_is_named_beyond() -> None:
    """Of 0.5 t on 100 t a thousand times would be 5 a tonne, far more than 0.6; of 0.05 t it would be 0.5."""
    open_side = doubting(anodes_per_output, check, "TOY-9", index=MONTHLY, low="0.4", suspects="anode_t")
    pack = doubting(anodes_per_output, check, "TOY-9", index=MONTHLY, low="0.4", suspects="anode_t", likely="0.6")
    assert [";" in one.message.en for one in told(run(open_side, anode_t="0.5"))] == [True]
    assert [";" in one.message.en for one in told(run(pack, anode_t="0.5"))] == [False]
    assert [";" in one.message.en for one in told(run(pack, anode_t="0.05"))] == [True]
    with pytest.raises(PackError, match="open on one side"):
        doubting(anodes_per_output, check, "TOY-9", index=MONTHLY, low="0.4", high="0.6", suspects="anode_t", likely="0.5")


def test_months_that_fail_alike_are_one_problem_with_one_digest() -> None:
    pack = doubting(anodes_per_output, check, "TOY-9", index=MONTHLY, high="0.6", suspects="anode_t")
    (problem,) = told(run(pack, anode_t=months("50", m2="90", m7="80")))
    assert [one.month for one in problem.all_places] == [2, 7]
    assert problem.message.en == "measure 0.8000–0.9000"
    figures = [("anode_t", "a", None, month, parse_decimal(text)) for month, text in ((2, "90"), (7, "80"))]
    figures += [("output_t", "a", None, month, parse_decimal("100")) for month in (2, 7)]
    assert problem.digest == figures_digest("TOY-9", figures)  # type: ignore[arg-type]


def test_a_derived_argument_speaks_of_the_inputs_beneath() -> None:
    pack = doubting(carbon_of_anodes, check, "TOY-9", index=("facility", "year"), unit="tCO2/t", high="0.1")
    before, after = (told(run(pack, anode_t=months("50", m3=text)))[0].digest for text in ("50", "51"))
    elsewhere = told(run(pack, quoted_tco2="7"))[0].digest
    assert before != after and before != elsewhere  # 50.01 is not 50
    assert told(run(pack))[0].digest == elsewhere


@pytest.mark.parametrize(
    ("more", "asks"),
    [({}, True), ({"asks": False}, False), ({"severity": "note"}, False), ({"severity": "error"}, False)],
)
def test_warnings_ask_for_an_answer_and_notes_do_not(more: dict[str, Any], asks: bool) -> None:
    pack = doubting(anodes_per_output, check, "TOY-9", index=MONTHLY, high="0.1", **more)
    assert {bool(one.digest) for one in told(run(pack))} == {asks}


# ── months beside each other ─────────────────────────────────────────────────────────────────────


def test_a_month_beyond_three_sigma_is_told_with_mean_and_fences() -> None:
    texts = {"en": "{value} of {mean}: {low} to {high} of {others}"}
    pack = doubting(anodes_per_output, spread, "TOY-9", index=MONTHLY, decimals=2, **texts)
    (problem,) = told(run(pack, anode_t=months("50", m8="60")))
    assert problem.message.en == "0.60 of 0.50: 0.49 to 0.51 of the other months"  # no spread but the least that is told, 2 %
    last = run(pack, year=2024, anode_t=months("50"))
    (problem,) = told(run(pack, anode_t=months("50", m8="60"), beside=last))
    assert problem.message.en.endswith("of the other months and last year's")
    assert (problem.where.facility, problem.where.month) == ("a", 8)
    assert told(run(pack, anode_t=months("50", m8="50.9"))) == []  # below 2 % of the mean
    assert not told(run(pack, anode_t={str(month): "50" if month < 7 else "60" for month in range(1, 13)}))


def test_last_years_months_widen_the_fences() -> None:
    pack = doubting(anodes_per_output, spread, "TOY-9", index=MONTHLY)
    last = run(pack, year=2024, anode_t=months("50", m6="70", m7="40"))
    assert told(run(pack, anode_t=months("50", m8="60")))
    assert not told(run(pack, anode_t=months("50", m8="60"), beside=last))


def test_a_stock_goes_on_where_it_ended() -> None:
    pack = doubting(stock_gap, continuity, "TOY-9", index=("month",), closing="closing_t", tolerance="0.5")
    stocks = {"closing_t": months("80", m3="90"), "opening_t": months("80", m4="90.4")}
    assert told(run(pack, **stocks)) == []
    (gap,) = told(run(pack, closing_t=months("80", m3="90"), opening_t=months("80", m4="90.6")))
    assert (gap.where.month, gap.message.en) == (4, "measure 0.60")
    last = run(pack, year=2024, closing_t=months("80", m12="81"), opening_t=months("80"))
    (gap,) = told(run(pack, **stocks, beside=last))
    assert (gap.where.month, gap.message.en) == (1, "measure -1.00")


def test_a_check_that_cannot_be_held_is_refused_when_the_pack_loads() -> None:
    with pytest.raises(PackError, match="month by month"):
        doubting(anodes_per_output, spread, "TOY-9", index=("facility", "year"))
    with pytest.raises(PackError, match="may hold value, low, high in braces, not 'mean'"):
        doubting(anodes_per_output, check, "TOY-9", index=MONTHLY, en="{mean}")
    with pytest.raises(PackError, match="does not block"):
        doubting(stock_gap, continuity, "TOY-9", index=("month",), closing="closing_t", severity="error")


# ── the calendar ─────────────────────────────────────────────────────────────────────────────────


def bound_problems(year: int, **changed: Any) -> list[tuple[int | None, str]]:
    pack = toy_pack(quantities=quantities())
    document = toy_case()
    rows = [{"quantity": name, "months": given} for name, given in changed.items()]
    _, problems = read_case({**document, "year": year, "values": [*document["values"], *rows]}, lambda _: pack)
    return [(one.where.month, one.message.en) for one in problems if one.code == "CASE-142"]


def test_hours_end_with_their_month_and_leap_years_count() -> None:
    full = {"1": "744", "2": "696", "4": "720"}
    assert bound_problems(2024, hours_h=full) == []
    assert bound_problems(2025, hours_h=full) == [(2, "696 lies outside the range of hours_h, 0 to 672")]
    assert bound_problems(2025, half_days={"4": "60", "6": "60.5"}) == [(6, "60.5 lies outside the range of half_days, 0 to 60")]


def test_one_amount_for_every_month_must_fit_the_shortest() -> None:
    pack = toy_pack(quantities=quantities())
    document = toy_case()
    row = {"quantity": "hours_h", "each_month": "700"}
    _, problems = read_case({**document, "values": [*document["values"], row]}, lambda _: pack)
    assert [one.code for one in problems if one.severity == "error"] == ["CASE-142"]
