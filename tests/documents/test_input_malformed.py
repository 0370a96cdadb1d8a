"""Whatever is broken, the reader says what, where and how to mend it, in both languages, and never raises."""

import re

import pytest

from tests.documents.malformed_inputs import ALL, Malformed, content_of
from tests.documents.sample_input import read


@pytest.mark.parametrize("broken", ALL, ids=[one.id for one in ALL])
def test_a_broken_file_gives_its_problem_with_place_and_remedy(broken: Malformed) -> None:
    case, problems = read(content_of(broken), broken.file)
    told = [problem.as_text() for problem in problems]
    assert broken.code in {problem.code for problem in problems}, told
    matching = [problem for problem in problems if problem.code == broken.code]
    if matching[0].severity == "error":
        assert case is None
    assert any(broken.where.items() <= problem.where.as_json().items() for problem in matching), told
    for problem in problems:
        texts = (problem.message.zh, problem.message.en, problem.remedy.zh, problem.remedy.en)
        assert all(text.strip() and "{" not in text.replace("{name, code}", "") for text in texts), texts


@pytest.mark.parametrize("broken", ALL, ids=[one.id for one in ALL])
def test_sentences_speak_one_language_and_quote_what_was_typed(broken: Malformed) -> None:
    """English sentences hold no heading of the Chinese template, Chinese ones no id of a kind of facility or of an item."""
    for problem in read(content_of(broken), broken.file)[1]:
        english, chinese = problem.message.en + problem.remedy.en, problem.message.zh + problem.remedy.zh
        assert not re.search("1月 to|全年 |全年 Year", english), english
        if broken.file.endswith((".xlsx", ".ods")):
            assert not re.search(r"\b(national|potline|kiln_line|power_unit|[a-z]+_[a-z_]+_t)\b(?!-)", chinese), chinese


def test_there_are_more_than_forty_of_them_and_each_has_its_own_name() -> None:
    assert len({one.id for one in ALL}) == len(ALL) > 40


@pytest.mark.parametrize("broken", ALL, ids=[one.id for one in ALL])
def test_every_problem_names_the_file(broken: Malformed) -> None:
    problems = read(content_of(broken), broken.file)[1]
    unplaced = [problem.as_text() for problem in problems if problem.where.file != broken.file and not problem.code.startswith("AL-")]
    assert unplaced == []
