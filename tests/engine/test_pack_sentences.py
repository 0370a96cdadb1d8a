"""What is wrong with the rules is said in both languages: whoever raises it takes a sentence of the one table and fills all its words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from tanheng.engine.pack_sentences import KINDS, SENTENCES, listed, nearest, told
from tanheng.engine.records.shapes import TESTS
from tanheng.engine.text import Text
from tests.tidy.sources import PACKAGE, name_of, python_files, tree

CHINESE = re.compile("[\u4e00-\u9fff]")
RAISED = {"PackError": 0, "UnitError": 0, "UnknownPackError": 1, "DisabledPackError": 1, "Fault": 1}  # where the sentence stands
MAKERS = {"told", "at", "listed", "unknown"}


def words_of(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Place, called name and call, in the files that raise any of them or take a sentence."""
    for path in python_files(PACKAGE):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(tree(path)) if "pack_sentences" in text or any(f"{name}(" in text for name in RAISED) else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield f"{name_of(path)}:{node.lineno}", node.func.id, node


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_says_the_same_in_both_languages(name: str) -> None:
    zh, en = SENTENCES[name]
    assert CHINESE.search(zh) and not CHINESE.search(en)
    assert words_of(zh) == words_of(en)


@pytest.mark.parametrize("text", [*KINDS.values(), *(called for _, called in TESTS.values())], ids=lambda text: text.en)
def test_the_words_within_speak_both_too(text: Text) -> None:
    assert not CHINESE.search(text.en)
    assert CHINESE.search(text.zh) or text.zh == text.en


def test_nothing_is_raised_in_one_language() -> None:
    """A sentence is never written where it is raised: it comes of the table, or of an error that had it of the table."""
    written = []
    for place, name, node in calls():
        position = RAISED.get(name)
        if position is None or len(node.args) <= position:
            continue
        said = node.args[position]
        made = isinstance(said, ast.Call) and isinstance(said.func, ast.Name) and said.func.id in MAKERS
        handed_on = isinstance(said, ast.Name) or (isinstance(said, ast.Attribute) and said.attr == "told")
        if not made and not handed_on and "_reason(" not in ast.unparse(said):
            written.append(f"{place}: {ast.unparse(said)}")
    assert written == []


def test_every_sentence_is_filled_with_all_its_words() -> None:
    wrong = []
    for place, name, node in calls():
        if name != "told" or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        given = {keyword.arg for keyword in node.keywords}
        if None not in given and given != words_of(SENTENCES[node.args[0].value][1]):
            wrong.append(f"{place}: {node.args[0].value}: {given}")
    assert wrong == []


def test_every_sentence_is_said_somewhere() -> None:
    files = [path for path in python_files(PACKAGE) if path.name != "pack_sentences.py"]
    said = {node.value for path in files for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert [name for name in SENTENCES if name not in said] == ["unsound"]  # which the table's own `listed` says


def test_lists_name_each_mistake_once_and_the_nearest_word_stands_at_the_end() -> None:
    one = told("unknown_key", name="decimels", near=nearest("decimels", ["decimals"]))
    assert one == Text("没有 'decimels' 这个键；是不是 'decimals'？", "unknown key 'decimels'; did you mean 'decimals'?")
    assert listed("pack", [one, one]).en == f"pack is unsound:\n- {one.en}"
    assert nearest("x", ["long_name"]) == Text("", "")
