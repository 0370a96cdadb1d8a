"""Last year beside: what changed by much is told with both figures, and what cannot be compared says why."""

from __future__ import annotations

from typing import Any

import pytest

from tanheng.demo.synthetic_cement_works import synthetic_cement_case
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.case.reading import read_case
from tanheng.engine.checks import spread
from tanheng.engine.numbers import decimal_text, parse_decimal
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.engine.toy_pack import toy_case, toy_pack


def computed(document: dict[str, Any], beside: Run | None = None) -> Run:
    case, problems = read_case(document, load)
    assert case is not None, [problem.as_text("en") for problem in problems]
    return run_case(load(case.pack_id), case, problems, beside=beside)


def times(document: dict[str, Any], factor: str, **place: str) -> dict[str, Any]:
    """The case with every month of one series multiplied."""
    (row,) = (row for row in document["values"] if all(row.get(name) == value for name, value in place.items()))
    number = parse_decimal(factor)
    assert number is not None
    row["months"] = {month: decimal_text(number * (parse_decimal(str(text)) or 0)) for month, text in row["months"].items()}
    return document


def told(run: Run) -> list[Problem]:
    """What is said of last year, also where it is told with its cause."""
    every = (one for problem in run.problems for one in (problem, *problem.also))
    return [one for one in every if one.code.startswith("RUN-23")]


@pytest.fixture(scope="module")
def last_year() -> Run:
    return computed(synthetic_case(2024))


@pytest.mark.parametrize("made", [synthetic_case, synthetic_cement_case])
def test_two_usual_years_are_told_nothing(made: Any) -> None:
    assert told(computed(made(2025), computed(made(2024)))) == []


def test_no_result_and_no_hash_depends_on_last_year(last_year: Run) -> None:
    alone, compared = computed(synthetic_case(2025)), computed(synthetic_case(2025), last_year)
    assert alone.run_hash == compared.run_hash and alone.result_rows == compared.result_rows
    assert "beside" not in alone.document()
    assert compared.document()["beside"] == {
        "pack": "cn/aluminium/cets_2024", "year": 2024, "snapshot_hash": last_year.case.snapshot_hash,
    }  # fmt: skip


def test_a_year_in_another_unit_is_told_with_both_figures_and_the_unit(last_year: Run) -> None:
    run = computed(times(synthetic_case(2025), "10000", quantity="fuel_consumption", item="natural_gas"), last_year)
    (problem,) = told(run)
    assert problem.code == "RUN-232" and problem.asks
    assert (problem.where.quantity, problem.where.item, problem.where.month) == ("fuel_consumption", "natural_gas", None)
    now, before = (one.value("fuel_consumption", None, "natural_gas") for one in (run, last_year))
    assert f"is {now:,} 10⁴ Nm³ in 2025 and was {before:,} 10⁴ Nm³ in 2024" in problem.message.en
    assert problem.message.en.endswith("looks like Nm³ where 10⁴ Nm³ is asked: 10,000 times")
    assert "为上年的 10,100 倍" in problem.message.zh


def test_an_amount_is_measured_per_unit_of_output(last_year: Run) -> None:
    """Half the output with half the soda ash is no change of soda ash; the output itself is told."""
    document = synthetic_case(2025)
    for row in document["values"]:
        if row["quantity"] in ("molten_aluminium_output_t", "anode_consumption_t", "electrolysis_ac_electricity_mwh"):
            times(document, "0.5", quantity=row["quantity"], facility=row["facility"])
    times(document, "0.5", quantity="carbonate_consumption_t")
    names = [problem.where.quantity for problem in told(computed(document, last_year))]
    assert names == ["molten_aluminium_output_t", "molten_aluminium_output_t"]


def test_the_median_month_tells_what_one_wrong_month_hides(last_year: Run) -> None:
    """Eleven months a third of last year's and one month that fills the gap: the total looks as before."""
    document = synthetic_case(2025)
    (row,) = (row for row in document["values"] if row.get("item") == "diesel")
    row["months"] = {str(month): "8.00" if month < 12 else "215.00" for month in range(1, 13)}
    (problem,) = told(computed(document, last_year))
    assert "the median month per unit of output 0.32 times last year's" in problem.message.en


def test_an_intensity_that_moved_by_a_fifth_is_told(last_year: Run) -> None:
    run = computed(times(synthetic_case(2025), "1.3", quantity="anode_consumption_t", facility="potline-1"), last_year)
    (problem,) = told(run)
    assert (problem.where.quantity, problem.where.facility) == ("electrolysis_intensity_tco2e_per_t", "potline-1")
    before, now = (one.value("electrolysis_intensity_tco2e_per_t", "potline-1") for one in (last_year, run))
    assert f"is {now} tCO2e/t in 2025 and was {before} tCO2e/t in 2024" in problem.message.en


def test_a_source_and_a_facility_that_vanished_are_told(last_year: Run) -> None:
    document = synthetic_case(2025)
    document["values"] = [row for row in document["values"] if row.get("item") != "natural_gas"]
    (gone,) = told(computed(document, last_year))
    assert (gone.code, gone.where.item) == ("RUN-233", "natural_gas") and "100.40 10⁴ Nm³" in gone.message.en
    document["facilities"] = document["facilities"][:1]
    document["values"] = [row for row in document["values"] if row.get("facility") != "potline-2"]
    assert {one.code for one in told(computed(document, last_year))} == {"RUN-233", "RUN-234"}


def test_a_changed_figure_asks_again(last_year: Run) -> None:
    digests = {
        told(computed(times(synthetic_case(2025), factor, quantity="carbonate_consumption_t"), last_year))[0].digest
        for factor in ("3", "3", "4")
    }
    assert len(digests) == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"year": 2026}, "it is of 2024, the year before is 2025"),
        ({"entity": {"name": "another", "code": "91640000SYNTHETIC9"}}, "it belongs to 合成示例铝业有限公司（合成数据） (9164"),
    ],
)
def test_what_cannot_be_compared_says_why(last_year: Run, changed: dict[str, Any], words: str) -> None:
    run = computed({**synthetic_case(2025), **changed}, last_year)
    (problem,) = told(run)
    assert (problem.code, problem.severity) == ("RUN-231", "warning") and words in problem.message.en
    assert run.beside is None


def test_another_sector_cannot_be_compared(last_year: Run) -> None:
    document = {**synthetic_cement_case(2025), "entity": {"name": "合成"}}
    (problem,) = told(computed(document, last_year))
    assert "another sector, by cn/aluminium/cets_2024" in problem.message.en


@spread(
    "TOY-8",
    index=("facility", "month"),
    unit="t",
    status="project",
    zh="{value}，{others}",
    en="{value}, {others}",
    remedy_zh="核对",
    remedy_en="look again",
)
def output_each_month(output_t):
    """Clause 5: the months of the output."""
    return output_t * 1


def test_a_month_near_the_others_of_its_year_is_told_where_last_years_months_draw_the_fence_closer() -> None:
    """102 is within two hundredths of eleven months of 100; of these and twelve of 99.90 it is not."""
    pack, runs = toy_pack(check_functions=(output_each_month,)), list[Run]()
    for year, months in ((2024, dict.fromkeys(range(1, 13), "99.90")), (2025, {**dict.fromkeys(range(1, 13), "100.00"), 6: "102.00"})):
        values = [{"quantity": "output_t", "facility": "a", "months": months}, *toy_case()["values"][1:]]
        case, problems = read_case(toy_case(year=year, values=values), lambda _: pack)
        assert case is not None, [one.as_text("en") for one in problems]
        alone, compared = run_case(pack, case, problems), run_case(pack, case, problems, beside=runs[0] if runs else None)
        runs += [alone, compared]
    found = [[(one.where.facility, one.where.month) for one in made.problems if one.code == "TOY-8"] for made in runs]
    assert found == [[], [], [], [("a", 6)]]
