"""Every code of the program, whichever table it stands in: declared once, with a severity, and the same words in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from string import Formatter

import pytest

from tanheng.engine.places import Where
from tanheng.engine.problems import SEVERITY_ORDER
from tanheng.engine.sentences import Sentence, problem_in_full, problem_of
from tanheng.engine.text import LONGEST_QUOTE, Text
from tests.tidy.sources import PACKAGE, python_files, tree

CODE = re.compile(r"[A-Z]{2,5}-\d{3}")
RULES = "rulebook"  # the checks of packs say their sentences themselves
OWN_WAYS = {
    "api/problems.py",
    "api/idempotency.py",
    "apps/accounting/apps.py",
    "apps/monitoring/apps.py",
    "apps/records/apps.py",
    "apps/reporting/apps.py",
    "apps/work/apps.py",
}  # answers of the HTTP API, in the words of its own language files
TABLES = [path for path in python_files(PACKAGE) if "dict[str, Sentence]" in path.read_text(encoding="utf-8")]


def entries() -> Iterator[tuple[str, Sentence]]:
    """Code and entry of every table."""
    for path in TABLES:
        module = import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
        for table in vars(module).values():
            if isinstance(table, dict) and table and all(isinstance(one, str) and CODE.fullmatch(one) for one in table):
                yield from ((code, entry) for code, entry in table.items() if isinstance(entry, tuple) and len(entry) == 5)


ENTRIES = list(dict.fromkeys(entries()))  # a code said otherwise in some cases has several


def declared() -> dict[str, list[str]]:
    """Code → the files whose text gives it an entry."""
    found: dict[str, list[str]] = {}
    for path in TABLES:
        pairs = [pair for node in ast.walk(tree(path)) if isinstance(node, ast.Dict) for pair in zip(node.keys, node.values, strict=True)]
        for code in {code_of(key) for key, value in pairs if isinstance(value, ast.Tuple) and len(value.elts) > 2} - {""}:
            found.setdefault(code, []).append(path.name)
    return found


def code_of(node: ast.AST | None) -> str:
    """The code that a node is, if it is one."""
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return text if CODE.fullmatch(text) else ""


def test_every_code_stands_in_one_table() -> None:
    assert {code: files for code, files in declared().items() if len(files) > 1} == {}


def test_every_code_that_is_raised_is_declared() -> None:
    codes = {code for code, _ in ENTRIES}
    raised: dict[str, str] = {}
    for path in python_files(PACKAGE):
        if RULES not in path.relative_to(PACKAGE).parts and path.relative_to(PACKAGE).as_posix() not in OWN_WAYS:
            raised |= {code: path.name for code in map(code_of, ast.walk(tree(path))) if code}
    assert {code: name for code, name in raised.items() if code not in codes} == {}


def test_no_problem_of_a_code_is_made_beside_the_tables() -> None:
    made = [
        (path.name, code)
        for path in python_files(PACKAGE)
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Problem"
        for code in map(code_of, call.args)
        if code
    ]
    assert made == []


@pytest.mark.parametrize(("code", "entry"), ENTRIES, ids=lambda one: one if isinstance(one, str) else "")
def test_an_entry_says_the_same_in_both_languages(code: str, entry: Sentence) -> None:
    severity, zh, en, remedy_zh, remedy_en = entry
    assert severity in SEVERITY_ORDER
    assert zh and en and remedy_zh and remedy_en
    assert names_in(zh + remedy_zh) <= names_in(en + remedy_en)  # English may want a verb of its own


def names_in(text: str) -> set[str]:
    """What is filled in, English twins under the name of both."""
    return {name.removesuffix("_en") for _, name, _, _ in Formatter().parse(text) if name}


def test_words_are_put_in_by_language() -> None:
    table: dict[str, Sentence] = {"XX-001": ("warning", "{a}：{b}", "{a}: {b}", "改{c}", "mend {c}")}
    found = problem_of(table, "XX-001", Where(month=3), a=Text("甲", "one"), b="乙", b_en="two", c=7)
    assert (found.severity, found.where.month) == ("warning", 3)
    assert (found.message, found.remedy) == (Text("甲：乙", "one: two"), Text("改7", "mend 7"))
    assert problem_of(table, "XX-001", Where(), "note", a="", b="", c="").severity == "note"


def test_what_is_long_is_quoted_in_part_or_in_full() -> None:
    table: dict[str, Sentence] = {"XX-001": ("error", "{a}", "{a}", "改", "mend")}
    text = "x" * (LONGEST_QUOTE + 1)
    assert problem_of(table, "XX-001", a=text).message.en == "x" * LONGEST_QUOTE + "…"
    assert problem_in_full(table, "XX-001", a=text).message.en == text
