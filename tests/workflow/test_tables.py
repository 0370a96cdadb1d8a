"""A table of states answers every state and verb: with the next state or with a refusal; what cannot be walked is not made."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from tanheng.engine.problems import Problem
from tanheng.engine.text import Text
from tanheng.workflow.picture import svg
from tanheng.workflow.tables import State, Table, TableError, Transition
from tanheng.workflow.years import DRAFT, FINAL, ROUNDS, YEAR, rounds_open
from tests.workflow.any_table import made, pairs_of, tables

WORD = Text("词", "word")
A, B = State("a", Text("甲", "A")), State("b", Text("乙", "B"))


def holds(table: Table) -> None:
    """What must hold of every table: each pair of state and verb has one answer, and the answer is what `open` lists."""
    for state, verb in pairs_of(table):
        found, listed = table.after(state, verb), [one for one in table.open(state) if one.verb == verb]
        if listed:
            assert [table.state(one.then) for one in listed] == [found]
        else:
            assert isinstance(found, Problem)
            assert found.severity == "error"
            assert found.message.zh != found.message.en
            assert found.remedy.zh
            assert all(one.label.zh in found.remedy.zh and one.label.en in found.remedy.en for one in table.open(state))
    unknown = table.after(table.first.id, "no_such_verb")
    assert isinstance(unknown, Problem)
    assert unknown.code == "FLOW-101"


@given(tables())
def test_every_verb_in_every_state_is_permitted_or_refused(table: Table) -> None:
    holds(table)


def test_the_year_permits_and_refuses_as_it_says() -> None:
    holds(YEAR)
    permitted = {(one.state, one.verb) for one in YEAR.transitions}
    assert len(pairs_of(YEAR)) - len(permitted) == 17


@given(tables())
def test_the_picture_shows_every_state_and_every_move(table: Table) -> None:
    for lang in ("zh", "en"):
        drawn = ET.fromstring(svg(table, lang, current=table.first.id))
        shown = [one.text for one in drawn.iter("{http://www.w3.org/2000/svg}text") if one.text]
        words = " · ".join(shown).replace("*", "").split(" · ")
        assert sorted(words) == sorted([one.label.in_(lang) for one in (*table.states, *table.transitions)])
        assert svg(table, lang) == svg(table, lang)


@pytest.mark.parametrize("current", [one.id for one in YEAR.states])
def test_the_state_in_which_one_is_stands_out_darker_and_bold(current: str) -> None:
    drawn = ET.fromstring(svg(YEAR, "zh", current=current))
    boxes = [one for one in drawn.iter("{http://www.w3.org/2000/svg}rect") if "rx" in one.attrib]
    names = [one for one in drawn.iter("{http://www.w3.org/2000/svg}text") if "font-size" not in one.attrib and "text-anchor" in one.attrib]
    light = [sum(bytes.fromhex(one.attrib["fill"].removeprefix("#"))) for one in boxes]
    darkest = [one.label.zh for one, its in zip(YEAR.states, light, strict=True) if its == min(light)]
    assert darkest == [one.text for one in names if one.get("font-weight") == "bold"] == [YEAR.state(current).label.zh]


def test_what_needs_a_reason_is_marked_in_the_picture() -> None:
    assert "重新打开*" in svg(YEAR, "zh")
    assert "* 须写明原因" in svg(YEAR, "zh")
    assert "Reopen*" in svg(YEAR, "en")


def test_the_picture_lies_within_its_frame() -> None:
    drawn = ET.fromstring(svg(YEAR, "zh"))
    width, height = int(drawn.attrib["width"]), int(drawn.attrib["height"])
    for one in drawn.iter():
        assert 0 <= int(one.attrib.get("x", 0)) < width
        assert 0 <= int(one.attrib.get("y", 0)) < height


@pytest.mark.parametrize(
    ("states", "moves", "fault"),
    [
        ((A,), (made("a", "go", "b"),), "unknown state 'b'"),
        ((A,), (made("b", "go", "a"),), "unknown state 'b'"),
        ((A, B), (made("b", "go", "a"),), "nothing leads to 'b'"),
        ((A, B), (made("a", "go", "b"), made("a", "go", "a")), "'go' twice out of 'a'"),
        ((A, A), (), "state 'a' twice"),
        ((), (), "no state"),
        ((A,), (Transition("a", "go", "a", "may_go", WORD, ("a_run",)),), "no words for the condition 'a_run'"),
    ],
)
def test_a_table_that_cannot_be_walked_is_not_made(states: tuple[State, ...], moves: tuple[Transition, ...], fault: str) -> None:
    with pytest.raises(TableError) as told:
        Table("toy", WORD, states, moves)
    assert fault in told.value.faults


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(TableError) as told:
        Table("toy", WORD, (A, B), (made("a", "go", "c"), made("a", "go", "d")))
    assert told.value.faults == ["unknown state 'c'", "unknown state 'd'", "'go' twice out of 'a'", "nothing leads to 'b'"]


def test_a_state_that_does_not_exist_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        YEAR.open("closed")
    with pytest.raises(KeyError):
        YEAR.after("closed", "submit")


def test_the_last_state_of_a_table_says_so() -> None:
    found = Table("toy", WORD, (A, B), (made("a", "go", "b"),)).after("b", "go")
    assert isinstance(found, Problem)
    assert found.code == "FLOW-103"


def test_the_words_of_the_year_are_those_of_the_trade() -> None:
    assert [one.label.zh for one in YEAR.states] == ["草稿", "待审核", "已审核", "定稿"]
    assert YEAR.first.id == DRAFT
    assert {one.label.zh for one in YEAR.transitions} == {"提交审核", "撤回", "退回", "审核通过", "批准", "重新打开"}
    assert {one.verb for one in YEAR.transitions if one.reason} == {"return", "reopen"}
    assert YEAR.open(FINAL)[0].verb == "reopen"


def test_the_first_final_is_the_first_submission_and_no_round_goes_back() -> None:
    assert rounds_open() == ("first",)
    assert [rounds_open(last) for last in ROUNDS] == [("first", "corrected", "verified"), ("corrected", "verified"), ("verified",)]
    with pytest.raises(ValueError):
        rounds_open("fourth")
