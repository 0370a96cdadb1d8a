"""统一社会信用代码 by GB 32100-2015: length, characters, check character; what calls itself synthetic stands for no entity."""

import pytest

from tanheng.engine.case.reading import read_case
from tanheng.engine.credit_code import check_character, fault_of
from tanheng.rulebook import load
from tests.rulebook.slips import plant, plant_files


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91640000000000000C", " 91640000000000000c ", "", "91640000SYNTHETIC1"])
def test_a_sound_code_is_left_alone(code):
    """The first is the example of the standard."""
    assert fault_of(code) is None


@pytest.mark.parametrize(
    ("code", "word"), [("待办", "18"), ("9164000000000000C", "17"), ("9164000000000000IC", "I"), ("91640000000000000X", "check")]
)
def test_what_is_wrong_is_said(code, word):
    found = fault_of(code)
    assert found is not None and word in found.en and found.zh


def test_one_wrong_or_swapped_character_is_found():
    sound = "91350100M000100Y43"
    assert check_character(sound) == "3"
    swapped = sound[:5] + sound[6] + sound[5] + sound[7:]
    assert fault_of("81350100M000100Y43") is not None and fault_of(swapped) is not None


def test_a_case_is_warned_at_its_code():
    document = plant(plant_files()[0])
    _, problems = read_case({**document, "entity": {"name": "合成铝业", "code": "待办"}}, load)
    assert [(one.severity, one.where.path) for one in problems if one.code == "CASE-115"] == [("warning", "entity.code")]
