"""A figure looks alike in every sentence: thousands parted by commas, all digits, no zeros at the end, the same in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import tanheng
from tanheng.engine.case.reading import read_case
from tanheng.engine.numbers import figure, shown
from tanheng.engine.problems import Problem
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids

SOURCE = Path(tanheng.__file__).parent
TELLING = {"note", "problem_of", "problem_in_full", "problem", "table_problem", "input_problem", "obligation_problem", "quantity_problem"}
PLAIN = {"full_text", "decimal_text", "number_text", "format"}  # as documents and files hold numbers
LONG = re.compile(r"(?<![\w.,\-/…])\d{5,}(?![\w/])")  # five digits in a row: no year, no code of letters, no place


@pytest.mark.parametrize(("number", "text"), [
    ("0", "0"), ("-0.50", "-0.5"), ("999.10", "999.1"), ("1000", "1,000"), ("-1234567.8900", "-1,234,567.89"), ("1E+4", "10,000"),
    ("12345678901234567890.123456789", "12,345,678,901,234,567,890.123456789"), ("0.00001234", "0.00001234"),
])  # fmt: skip
def test_a_figure_has_all_its_digits(number: str, text: str) -> None:
    assert figure(Decimal(number)) == text


def test_what_is_cut_down_is_parted_alike() -> None:
    assert shown(Decimal("-12345.678"), 2) == "-12,345.68"
    assert shown(Decimal("1234567.8"), significant=3) == "1,230,000"
    assert figure(65536) == "65,536"


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""


def test_no_sentence_is_given_a_number_as_files_hold_it() -> None:
    for path in SOURCE.rglob("*.py"):
        for call in calls(ast.parse(path.read_text(encoding="utf-8"))):
            if name_of(call) in TELLING:
                plain = [name_of(inner) for word in call.keywords for inner in calls(word.value) if name_of(inner) in PLAIN]
                assert not plain, f"{path.relative_to(SOURCE)}:{call.lineno}: sentences print figures with `figure` or `shown`"


def problems_of(pack_id: str) -> Iterator[Problem]:
    """What the worked cases of a pack are told."""
    for worked in load(pack_id).cases:
        case, problems = read_case(worked["given"], load)
        yield from problems if case is None else run_case(load(case.pack_id), case, problems).problems


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_sentence_of_the_worked_cases_parts_its_thousands(pack_id: str) -> None:
    for problem in problems_of(pack_id):
        for sentence in (problem.message.zh, problem.message.en, problem.remedy.zh, problem.remedy.en):
            assert not LONG.search(sentence), sentence
