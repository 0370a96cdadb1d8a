"""One slip is one doubt with all that it explains; two faults stay two, and one right month among wrong ones is not blamed."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.case.reading import read_case
from tanheng.engine.checks import check, one_cause
from tanheng.engine.problems import Problem, Supposed
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.engine.toy_pack import toy_case, toy_pack

POWER, OUTPUT, ANODES = "electrolysis_ac_electricity_mwh", "molten_aluminium_output_t", "anode_consumption_t"
ALL = set(range(1, 13))


def slipped(*slips: tuple[str, set[int], str], year: int = 2025) -> dict[str, Any]:
    """The synthetic smelter with months of its first potline multiplied."""
    document = deepcopy(synthetic_case(year))
    for quantity, months, factor in slips:
        row = next(one for one in document["values"] if one["quantity"] == quantity)
        row["months"] = {
            month: str(Decimal(text) * Decimal(factor)) if int(month) in months else text for month, text in row["months"].items()
        }
    return document


def run(document: dict[str, Any], beside: Run | None = None) -> Run:
    case, problems = read_case(document, load)
    assert case is not None, problems
    return run_case(load(case.pack_id), case, problems, beside=beside)


USUAL = {(one.code, one.digest) for one in run(slipped()).problems}


def doubts(*slips: tuple[str, set[int], str], beside: Run | None = None) -> list[Problem]:
    found = run(slipped(*slips), beside).problems
    return [one for one in found if one.asks and (one.code, one.digest) not in USUAL]


def parts(doubt: Problem) -> set[str]:
    return {doubt.code, *(one.code for one in doubt.also)}


@pytest.mark.parametrize(
    ("quantity", "factor", "expected"),
    [
        (POWER, "1000", {"RUN-221", "AL-024", "AL-071"}),
        (POWER, "1.4", {"AL-024", "AL-071"}),
        (OUTPUT, "0.001", {"RUN-221", "AL-021", "AL-022", "AL-024", "AL-025", "AL-071", "AL-072"}),
        (ANODES, "1000", {"RUN-221", "AL-021", "AL-022", "AL-025", "AL-072"}),
    ],
)
def test_one_slip_in_one_cell_is_one_doubt_at_that_cell(quantity: str, factor: str, expected: set[str]) -> None:
    (doubt,) = doubts((quantity, {4}, factor))
    assert parts(doubt) == expected
    assert (doubt.where.quantity, doubt.where.facility, doubt.where.month) == (quantity, "potline-1", 4)
    assert not doubt.places
    assert "同一原因还使：AL-02" in doubt.message.zh and "The same cause: AL-02" in doubt.message.en
    assert doubt.as_json()["also"] == [one.code for one in doubt.also]
    for one in doubt.also:  # whoever answers settles each of them, so each is named with its sentence
        assert f"{one.code} {one.message.zh.partition('；')[0]}" in doubt.message.zh
        assert f"{one.code} {one.message.en.partition('; ')[0]}" in doubt.message.en


@pytest.mark.parametrize("factor", ["0.5", "0.05", "1.5"])
def test_what_is_wrong_is_told_at_its_own_figure_and_named(factor: str) -> None:
    """A ratio that only its divisor explains: who confirms it confirms the output, not the power that stands above the line."""
    (doubt,) = doubts((OUTPUT, {7}, factor))
    assert (doubt.where.quantity, doubt.where.facility, doubt.where.month) == (OUTPUT, "potline-1", 7)
    assert doubt.code == "AL-071" and POWER in {one.quantity for one in doubt.all_places}
    assert "可能有误的是铝液产量。同一原因还使：" in doubt.message.zh and "Probably wrong: " in doubt.message.en
    document = slipped((OUTPUT, {7}, factor))
    said = {"says": "confirmed", "reason": "合成原因", "person": "合成人员"}
    place = {"quantity": OUTPUT, "facility": "potline-1", "month": 7}
    document["answers"] = [{"code": doubt.code, "digest": doubt.digest, **place, **said}]
    found = run(document).problems
    assert not [one for one in found if one.asks and not one.answer and (one.code, one.digest) not in USUAL]
    assert "RUN-211" not in {one.code for one in found}


def test_two_slips_are_two_doubts_each_with_its_own() -> None:
    found = {(one.where.quantity, one.where.month): parts(one) for one in doubts((POWER, {4}, "1000"), (ANODES, {9}, "1000"))}
    assert found == {
        (POWER, 4): {"RUN-221", "AL-024", "AL-071"},
        (ANODES, 9): {"RUN-221", "AL-021", "AL-022", "AL-025", "AL-072"},
    }


def test_what_another_fault_keeps_wrong_is_not_folded() -> None:
    """Anodes and output of one month: the anodes alone do not bring the year's ratio back."""
    found = doubts((ANODES, {4}, "1000"), (OUTPUT, {9}, "0.001"))
    assert {(one.where.quantity, one.where.month) for one in found} == {(ANODES, 4), (OUTPUT, 9)}


def test_a_series_in_another_unit_is_one_doubt_with_last_year_too() -> None:
    last = run(slipped(year=2024))
    (doubt,) = doubts((POWER, ALL, "1000"), beside=last)
    assert parts(doubt) >= {"RUN-232", "AL-024"} and "kWh" in doubt.message.zh


def test_one_right_month_among_wrong_ones_is_not_blamed() -> None:
    (doubt,) = doubts((POWER, ALL - {7}, "1000"))
    assert {one.month for one in doubt.all_places} == ALL - {7}
    assert "各月不一致：除 7 月" in doubt.message.zh and "all but month 7" in doubt.message.en
    assert parts(doubt) == {"RUN-221", "AL-024", "AL-071"}
    beside = doubts((POWER, ALL - {7}, "1000"), beside=run(slipped(year=2024)))
    assert not [one for one in beside if one.where.month == 7]


def test_the_answer_to_the_cause_settles_what_it_explains() -> None:
    document = slipped((POWER, {4}, "1000"))
    (doubt,) = doubts((POWER, {4}, "1000"))
    said = {"says": "confirmed", "reason": "合成原因", "person": "合成人员"}
    place = {"quantity": POWER, "facility": "potline-1", "month": 4}
    document["answers"] = [{"code": doubt.code, "digest": doubt.digest, **place, **said}]
    found = run(document).problems
    assert [one.answer and one.answer.reason for one in found if one.code == "RUN-221"] == ["合成原因"]
    assert not [one for one in found if one.asks and not one.answer and (one.code, one.digest) not in USUAL]
    (beneath,) = (one for one in doubt.also if one.code == "AL-024")  # an answer from before, to what is told with the cause now
    place["quantity"] = beneath.where.quantity
    document["answers"] = [{"code": "AL-024", "digest": beneath.digest, **place, **said}]
    assert "RUN-211" not in {one.code for one in run(document).problems}


def test_the_marks_of_the_doubts_told_are_those_of_looking_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What no supposed figure reaches is not looked for again: it is what was told."""
    compared = []

    def both(trials: one_cause._Trials, document: str) -> None:
        looked = {place: marks for place, marks in trials._found(trials.run, None).items() if marks}
        compared.append((document, trials.first, looked))

    plain = one_cause._by_cause
    monkeypatch.setattr(one_cause, "_by_cause", lambda doubts, trials, most: [both(trials, "x"), plain(doubts, trials, most)][1])
    before = run(slipped(year=2024))
    run(slipped((POWER, {3}, "1000"), (OUTPUT, {5}, "0.001"), (ANODES, ALL, "1.4")), before)
    assert len(compared) == 2
    assert len(compared[1][1]) > 5
    assert all(first == looked for _, first, looked in compared)


def test_a_supposition_that_leaves_its_doubt_is_not_tried_further(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    plain = one_cause._Trials.marks_without

    def told(trials: one_cause._Trials, doubt: Problem, supposed: Supposed) -> set[Any] | None:
        short, whole = plain(trials, doubt, supposed), trials.marks((supposed,))
        stays = doubt.subject is not None and not whole.isdisjoint(doubt.subject.marks)
        found.append((short is None, short is None or short == whole, stays))
        return short

    monkeypatch.setattr(one_cause._Trials, "marks_without", told)
    run(slipped((POWER, {3}, "1000"), (OUTPUT, {5}, "0.001"), (ANODES, {8}, "1.4")))
    assert any(left for left, _, _ in found) and all(same and (stays or not left) for left, same, stays in found)


# ── without a plant's other figures ──────────────────────────────────────────────────────────────


@check(
    "TOY-9",
    index=("facility", "month"),
    low="0.1",
    high="0.6",
    status="project",
    zh="比值 {value}",
    en="ratio {value}",
    remedy_zh="核对",
    remedy_en="look again",
)
def anode_ratio(anode_t, output_t):
    """Clause 5: anodes per output."""
    return anode_t / output_t


TOY = toy_pack(check_functions=(anode_ratio,))


def toy_doubts(**amounts: dict[int, str]) -> list[Problem]:
    """What is doubted of plant a with these anodes and this output, month by month."""
    rows = [one for one in toy_case()["values"] if one.get("facility") != "a"]
    rows += [{"quantity": name, "facility": "a", "months": months} for name, months in amounts.items()]
    case, problems = read_case(toy_case(values=rows), lambda _: TOY)
    assert case is not None, [one.as_text("en") for one in problems]
    return [one for one in run_case(TOY, case, problems).problems if one.asks and one.where.facility == "a"]


def test_what_nothing_else_speaks_for_is_told_at_its_own_month() -> None:
    """The other months in its place would please every check, too: alone that is no reason to suspect eleven for one."""
    anodes = {month: "50.40" if month == 4 else "12.00" for month in range(1, 13)}
    output = {month: "350.00" if month == 4 else "100.00" for month in range(1, 13)}
    (doubt,) = toy_doubts(anode_t=anodes, output_t=output)
    assert (doubt.code, doubt.where.month, doubt.places) == ("RUN-221", 4, ())


def test_where_one_month_is_right_the_others_of_its_own_series_are_told() -> None:
    anodes = {month: "50.00" if month == 4 else "5.00" for month in range(1, 13)}
    doubt = next(one for one in toy_doubts(anode_t=anodes, output_t=dict.fromkeys(range(1, 13), "100.00")) if one.code == "RUN-221")
    told = [(one.quantity, one.facility, one.month) for one in doubt.all_places]
    assert told == [("anode_t", "a", month) for month in range(1, 13) if month != 4]
