"""YAML and JSON cases: what is typed is what is read, and everything has its line."""

import json

import pytest
import yaml

from tanheng.documents.reading.case_text import read_json, read_yaml
from tanheng.engine.case import case_document
from tests.documents.sample_input import case_text, find, read, sample_case


def test_text_stays_text_and_numbers_stay_unquoted_numbers() -> None:
    text = b"a: 2024-01-01\nb: no\nc: II\nd: '12.50'\ne: 12\nf: true\ng: ~\nh: 1:30\n"
    document, places, problems = read_yaml(text, "c.yaml")
    expected = {"a": "2024-01-01", "b": "no", "c": "II", "d": "12.50", "e": 12, "f": True, "g": None, "h": "1:30"}
    assert (document, problems) == (expected, [])
    assert [places[(key,)].line for key in document] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_an_unquoted_number_is_shown_as_it_was_typed_and_refused_at_its_line() -> None:
    text = case_text().replace('1: "16650.55"', "1: 16650.550")
    case, problems = read(text.encode(), "c.yaml")
    problem = find(problems, "CASE-140")
    assert case is None
    assert "16650.550" in problem.message.zh
    assert problem.where.line == text[: text.index("16650.550")].count("\n") + 1


def test_months_may_be_quoted_or_not() -> None:
    quoted = case_text().replace('{1: "', '{"1": "').replace(' 2: "', " '2': \"")
    case, problems = read(quoted.encode(), "c.yaml")
    assert problems == []
    assert case is not None
    assert case.snapshot_hash == sample_case().snapshot_hash


def test_the_same_case_as_json_is_the_same_case() -> None:
    text = json.dumps(case_document(sample_case()), ensure_ascii=False, indent=1)
    case, problems = read(text.encode(), "c.json")
    assert problems == []
    assert case is not None
    assert case.snapshot_hash == sample_case().snapshot_hash


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read("﻿".encode() + case_text().encode(), "c.yaml")[0] is not None


def test_our_reading_of_yaml_agrees_with_pyyaml_where_all_is_text() -> None:
    text = case_text()
    document, _, _ = read_yaml(text.encode(), "c.yaml")
    assert document == yaml.safe_load(text)


def test_our_reading_of_json_agrees_with_the_standard_library() -> None:
    for text in (r'{"a": "\u4e2d\n\"x\" \ud83d\ude00", "b": [1, -2, 0], "c": {"d": null, "e": [true, false]}}', "[]", '"x"', " {} "):
        assert read_json(text.encode(), "c.json")[0] == json.loads(text)


def test_the_second_of_two_keys_names_the_line_of_the_first() -> None:
    problem = find(list(read_json(b'{"a": 1,\n\n"a": 2}', "c.json")[2]), "FILE-102")
    assert problem.where.line == 3
    assert "第 1 行" in problem.message.zh


@pytest.mark.parametrize(
    ("file", "text", "zh", "en"),
    [
        ("c.yaml", "a: b: c", "冒号", "mapping values"), ("c.yaml", "a: [1", "没有配对", "expected"),
        ("c.yaml", "a: 'x", "引号", "end of stream"),
        ("c.yaml", "- a\nb: c", "缩进", "expected"), ("c.json", '{"a": [1,', "没有写完", "unexpected end"),
        ("c.json", '{"a" 1}', "应是 :，却是 1", "expected :, found 1"), ("c.json", '{"a": "x', "引号", "Unterminated"),
        ("c.json", "{} {}", "多余", "extra data"),
    ],
)  # fmt: skip
def test_what_a_parser_says_is_said_in_both_languages(file: str, text: str, zh: str, en: str) -> None:
    problem = find(read(text.encode(), file)[1], "FILE-101")
    assert zh in problem.message.zh
    assert en in problem.message.en


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_other_encodings_of_unicode_are_the_same_case(encoding: str) -> None:
    case, problems = read(case_text().encode(encoding), "c.yaml")
    assert case is not None, [problem.as_text() for problem in problems]
    assert case.snapshot_hash == sample_case().snapshot_hash


def test_gbk_is_told_as_such() -> None:
    problem = find(read(case_text().encode("gbk"), "c.yaml")[1], "FILE-004")
    assert "GBK" in problem.message.zh
    assert "GBK" in problem.message.en
