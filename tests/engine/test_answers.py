"""What a person says to a warning stands beside it as long as its figures stand; a changed figure asks again."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from tanheng.engine.answers import figures_digest, open_doubts
from tanheng.engine.case import case_document
from tanheng.engine.case.reading import read_case
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.text import Text
from tests.engine.toy_pack import toy_case, toy_pack

MARCH = Where("anode_t", "a", None, 3)
PLACE = {"quantity": "anode_t", "facility": "a", "month": 3}


def doubt(amount: str = "900.00", *, code: str = "TOY-1", where: Where = MARCH, severity: Any = "warning") -> Problem:
    """A warning about one figure, as a check would give it."""
    digest = figures_digest(code, [(where.quantity or "", where.facility, where.item, where.month, Decimal(amount))])
    return Problem(code, severity, where, Text(f"{amount} 偏大", f"{amount} is much"), Text("核对", "look again"), digest)


def said(about: Problem, says: str = "confirmed", **more: Any) -> dict[str, Any]:
    """The entry of a case that answers a doubt."""
    reason = {"reason": "三月大修，换极集中", "person": "张三（合成）", "on": "2026-01-12"}
    return {"code": about.code, **PLACE, "digest": about.digest, "says": says, **reason, **more}


def read(*answers: dict[str, Any], **changes: Any):
    more = {"answers": list(answers)} if answers else {}
    return read_case(toy_case(**more, **changes), lambda _: toy_pack())


def run_with(problem: Problem, *answers: dict[str, Any]) -> Run:
    case, problems = read(*answers)
    assert case is not None, [one.as_text("en") for one in problems]
    return run_case(toy_pack(), case, [problem])


def codes(run: Run) -> list[str]:
    return [problem.code for problem in run.problems]


def test_a_warning_without_an_answer_is_open_and_says_so():
    run = run_with(doubt())
    assert open_doubts(run.problems) == [doubt()]
    assert "[警告·待答复]" in run.problems[0].as_text("zh")
    assert "[warning, to be answered]" in run.problems[0].as_text("en")


def test_a_confirmed_warning_stays_visible_with_its_answer():
    run = run_with(doubt(), said(doubt()))
    assert open_doubts(run.problems) == []
    shown = run.problems[0]
    assert shown.message == doubt().message
    assert shown.as_json()["answer"] == said(doubt())
    assert shown.as_text("zh").endswith("答复：确认无误：三月大修，换极集中（张三（合成），2026-01-12）")
    assert "answered]" in shown.as_text("en")


def test_trailing_zeros_do_not_ask_again_a_changed_digit_does():
    assert open_doubts(run_with(doubt("900"), said(doubt("900.000"))).problems) == []
    changed = run_with(doubt("900.01"), said(doubt("900.00")))
    (open_one,) = open_doubts(changed.problems)
    assert "曾答复“三月大修，换极集中”" in open_one.message.zh and "asks again" in open_one.message.en
    assert codes(changed) == ["TOY-1"]  # the old reason is told once, at the doubt


def test_corrected_counts_only_when_the_figures_changed_or_the_warning_is_gone():
    same = run_with(doubt(), said(doubt(), "corrected"))
    assert "数值未变" in open_doubts(same.problems)[0].message.zh
    gone = run_with(doubt(where=Where("output_t", "b", None, 1)), said(doubt(), "corrected"))
    assert codes(gone) == ["TOY-1"]  # no note: the correction has done its work
    other = run_with(doubt("12.00"), said(doubt(), "corrected"))
    assert "曾答复" in open_doubts(other.problems)[0].message.zh


def test_an_answer_that_answers_nothing_any_more_is_told_in_a_note():
    run = run_with(doubt(where=Where("output_t", "b", None, 1)), said(doubt()))
    assert [(one.code, one.severity) for one in run.problems] == [("TOY-1", "warning"), ("RUN-211", "note")]
    assert "三月大修" in run.problems[1].message.zh
    assert (run.problems[1].where.quantity, run.problems[1].where.path) == ("anode_t", "answers[0]")


def test_of_two_answers_to_a_place_the_one_with_its_figures_counts_the_other_is_told():
    run = run_with(doubt(), said(doubt("800.00"), reason="旧"), said(doubt(), reason="新"))
    assert run.problems[0].answer is not None and run.problems[0].answer.reason == "新"
    assert codes(run) == ["TOY-1", "RUN-211"]


def test_an_answer_is_for_its_own_place_and_code_alone():
    for other in ({"month": 4}, {"facility": "b"}, {"code": "RUN-201"}):
        assert open_doubts(run_with(doubt(), said(doubt(), **other)).problems) == [doubt()]


def test_whatever_warns_with_a_digest_can_be_answered_and_nothing_else():
    late = doubt(code="REC-110", where=Where(path="entity"))
    answer = said(late)
    for name in PLACE:
        del answer[name]
    assert open_doubts(run_with(late, answer).problems) == []
    assert open_doubts([doubt(severity="error"), doubt(severity="note")]) == []


def test_answers_are_part_of_the_case_and_a_case_without_any_hashes_as_before():
    plain, _ = read()
    with_one, _ = read(said(doubt()))
    hidden, _ = read(said(doubt(), printed=False))
    assert plain and with_one and hidden
    assert "answers" not in case_document(plain)
    assert len({plain.snapshot_hash, with_one.snapshot_hash, hidden.snapshot_hash}) == 3
    assert case_document(with_one)["answers"] == [said(doubt())]
    assert case_document(hidden)["answers"] == [said(doubt(), printed=False)]


def test_an_answer_moves_the_seals_and_no_digit():
    before, after = run_with(doubt()), run_with(doubt(), said(doubt()))
    assert before.result_rows == after.result_rows
    assert before.run_hash != after.run_hash
    again, _ = read_case(json.loads(json.dumps(after.document()["case"])), lambda _: toy_pack())
    assert again is not None and run_case(toy_pack(), again).run_hash == after.run_hash


def test_the_order_of_answers_is_no_fact():
    one, other = said(doubt()), said(doubt("1.00"), month=1)
    first, second = read(one, other)[0], read(other, one)[0]
    assert first and second and first.snapshot_hash == second.snapshot_hash


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"reason": ""}, "CASE-181", "answers[0].reason"),
        ({"person": None}, "CASE-181", "answers[0].person"),
        ({"says": "ok"}, "CASE-182", "answers[0].says"),
        ({"digest": "sha256:12"}, "CASE-185", "answers[0].digest"),
        ({"month": 13}, "CASE-186", "answers[0].month"),
        ({"month": True}, "CASE-186", "answers[0].month"),
        ({"on": "2026-02-30"}, "CASE-187", "answers[0].on"),
        ({"printed": "no"}, "CASE-188", "answers[0].printed"),
        ({"on": "1990-01-01"}, "CASE-191", "answers[0].on"),
        ({"because": "x"}, "CASE-103", "answers[0].because"),
        ({"reason": "."}, "CASE-192", "answers[0].reason"),
        ({"reason": "98765"}, "CASE-192", "answers[0].reason"),
        ({"reason": "—— 12.5 %"}, "CASE-192", "answers[0].reason"),
    ],
)
def test_a_mistake_is_refused_at_its_place_with_a_remedy(change, code, path):
    case, problems = read(said(doubt(), **change))
    assert case is None
    assert [(one.code, one.where.path) for one in problems] == [(code, path)]
    assert problems[0].remedy.zh and problems[0].remedy.en


def test_an_answer_with_a_reason_alone_is_told_once_with_all_it_lacks():
    case, problems = read({"reason": "大修"})
    assert case is None
    assert [(one.code, one.where.path) for one in problems] == [("CASE-181", "answers[0].code")]
    for word in ("code", "digest", "says", "person"):
        assert word in problems[0].message.en
    assert "tanheng answers" in problems[0].remedy.zh and "tanheng answers" in problems[0].remedy.en
    (other,) = read(said(doubt(), person=""))[1]
    assert "tanheng answers" not in other.remedy.en


def test_a_day_without_a_year_is_of_the_year_of_answering_and_told():
    case, problems = read(said(doubt(), on="11月29日"))
    assert case is not None and case.answers[0].on == f"{case.year + 1}-11-29"
    assert [(one.code, one.severity) for one in problems] == [("CASE-190", "note")]
    assert f"{case.year + 1}-11-29" in problems[0].message.zh


def test_a_stored_case_is_read_again_whatever_its_days():
    """The rule came later than some answers: what was taken over then still replays."""
    document = toy_case(answers=[said(doubt(), on="1990-01-01")])
    case, problems = read_case(document, lambda _: toy_pack(), stored=True)
    assert case is not None and case.answers[0].on == "1990-01-01", problems


def test_the_same_answer_twice_is_refused():
    case, problems = read(said(doubt()), said(doubt(), reason="另一个理由"))
    assert case is None and [one.code for one in problems] == ["CASE-184"]


def test_an_unknown_code_is_told_with_the_known_ones_and_blocks_nothing():
    case, problems = read(said(doubt(), code="TOY-11"))
    assert case is not None
    assert [(one.code, one.severity) for one in problems] == [("CASE-183", "warning")]
    assert "TOY-1" in problems[0].remedy.zh


def test_an_entry_that_waits_for_its_reason_is_told_and_is_no_answer():
    case, problems = read(said(doubt(), reason="", person=""))
    assert case is not None and case.answers == ()
    assert [(one.code, one.severity) for one in problems] == [("CASE-189", "note")]


def test_one_answer_settles_a_doubt_about_the_same_figures_at_many_places():
    shared = doubt(where=Where("anode_ratio", "a", None, 3))
    elsewhere = Problem("TOY-1", "warning", Where("anode_ratio", "b", None, 3), shared.message, shared.remedy, shared.digest)
    for facility in ("a", "b"):
        case, _ = read(said(shared, quantity="anode_ratio", facility=facility))
        assert case is not None
        run = run_case(toy_pack(), case, [shared, elsewhere])
        assert [len(one.all_places) for one in run.problems] == [2]
        assert open_doubts(run.problems) == []


def run_with_blank_entry(about: Problem, *problems: Problem) -> Run:
    """A run whose file has an entry for a doubt that nobody filled in."""
    case, read_problems = read(said(about, reason="", person=""))
    assert case is not None
    return run_case(toy_pack(), case, [*read_problems, *problems])


def test_a_blank_entry_is_told_only_while_its_doubt_is_open():
    assert codes(run_with_blank_entry(doubt(), doubt())) == ["TOY-1", "CASE-189"]
    assert codes(run_with_blank_entry(doubt())) == []  # the figure was mended
    assert codes(run_with_blank_entry(doubt(), doubt("910.00"))) == ["TOY-1"]  # the doubt is another one, and asks itself


def test_a_blank_entry_says_nothing_beside_an_answer_to_its_doubt():
    answered, _ = read(said(doubt()))
    _, blank = read(said(doubt(), reason="", person=""))
    assert answered is not None
    assert codes(run_case(toy_pack(), answered, [*blank, doubt()])) == ["TOY-1"]
