"""No text of ours becomes a formula when a spreadsheet opens a CSV, and what is read back is what was meant."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.documents.formula_signs import FORMULA, NUMBER, as_meant, as_text
from tanheng.documents.input.csv_tables import filled_csv
from tanheng.rulebook import load
from tests.documents.sample_input import PACK_ID, read, sample_case

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("sign", SIGNS)
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(sign: str) -> None:
    assert as_text(f"{sign}cmd|' /C calc'!A0") == f"'{sign}cmd|' /C calc'!A0"


@pytest.mark.parametrize("text", ["-2", "+2.5", "-.5", "1e9", "-1.5E-3", "煤", "1=2", "", "a-b"])
def test_numbers_and_other_texts_stay(text: str) -> None:
    assert as_text(text) == as_meant(text) == text


@given(st.text(st.sampled_from("=+-@'\t1.a煤＝ "), max_size=8))
def test_what_was_written_is_read_back_and_nothing_written_is_a_formula(text: str) -> None:
    assert as_meant(as_text(text)) == text
    assert NUMBER.fullmatch(as_text(text)) or not as_text(text).startswith(SIGNS)
    assert FORMULA.match(as_text(text)) is None or as_text(text).startswith("'") or NUMBER.fullmatch(as_text(text))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_of_a_filled_form_is_a_formula_and_the_case_comes_back(delimiter: str) -> None:
    evil = "=cmd|' /C calc'!A0"
    case = sample_case()
    values = tuple(one._replace(source=evil, note="-2+3", evidence="'=1") if one.source else one for one in case.values)
    evil_case = replace(case, values=values, entity_name=f"甲, {evil}")
    text = filled_csv(load(PACK_ID), evil_case).decode("utf-8-sig")
    assert evil in text
    parted = [cell.lstrip() for row in csv.reader(io.StringIO(text), delimiter=delimiter) for cell in row]
    if delimiter == ",":
        assert not [cell for cell in parted if cell.startswith(SIGNS) and not NUMBER.fullmatch(cell)]
    found, problems = read(text.encode(), "case.csv")
    assert found is not None, [one.as_text() for one in problems]
    assert found.entity_name == evil_case.entity_name
    assert {one.source for one in found.values if one.source} == {evil}
    assert {(one.note, one.evidence) for one in found.values if one.source} == {("-2+3", "'=1")}
