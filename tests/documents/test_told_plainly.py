"""What a cell holds is told as it stands there: with its unit and the conversion, with a word for thousands, one text with its places."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
import yaml

from tanheng.documents.input.case_file import read_case_bytes
from tanheng.documents.input.template.workbook import filled_template
from tanheng.engine.problems import Problem
from tanheng.rulebook import load
from tests.documents.sample_input import POTLINES, saved

PACK = "cn/aluminium/cets_2024"


def case(**changes: Any) -> bytes:
    values = [
        {"quantity": name, "each_month": text, "kind": "measured", "source": "台账", "facility": "potline-1"}
        for name, text in (("molten_aluminium_output_t", "16000.00"), ("anode_consumption_t", "7500.00"))
    ]
    document = {
        "tanheng": "case/1", "pack": PACK, "year": 2025, "entity": {"name": "合成铝业", "code": "915300000000000001"},
        "facilities": [{"id": "potline-1", "kind": "potline", "name": "1号电解系列"}], "values": values, **changes,
    }  # fmt: skip
    return yaml.safe_dump(document, allow_unicode=True).encode()


def problems(code: str, **cells: Any) -> list[Problem]:
    found, _ = read_case_bytes("case.yaml", case(), load)
    assert found is not None
    book = openpyxl.load_workbook(io.BytesIO(filled_template(load(PACK), found)))
    for cell, typed in cells.items():
        book[POTLINES][cell] = typed
    return [one for one in read_case_bytes("case.xlsx", saved(book), load)[1] if one.code == code]


def test_beyond_the_bounds_the_cell_and_its_conversion_are_shown() -> None:
    (told,) = problems("CASE-142", D5="万吨", F5=90000000)
    assert "90,000,000 万吨（换算为 900,000,000,000 t）" in told.message.zh
    assert "90,000,000 万吨 (that is 900,000,000,000 t)" in told.message.en


@pytest.mark.parametrize(
    ("typed", "wanted", "number"), [("10.8万", "108000", "10.8"), ("3 千", "3000", "3"), ("1.2亿", "120000000", "1.2")]
)
def test_a_word_for_thousands_behind_a_number_is_told_with_the_number_to_write(typed: str, wanted: str, number: str) -> None:
    (told,) = problems("FILE-231", F5=typed)
    assert typed in told.message.zh and f"写成 {wanted}；" in told.remedy.zh and f"数只写 {number}，" in told.remedy.zh
    assert told.where.cell == "F5"


def test_different_texts_are_different_problems_and_the_same_is_one_with_its_places() -> None:
    told = problems("FILE-219", F5="一万", G5="两万", H5="一万")
    assert [(one.message.zh, [place.cell for place in one.all_places]) for one in told] == [
        ("一万 不是数值", ["F5", "H5"]), ("两万 不是数值", ["G5"])
    ]  # fmt: skip


def test_values_without_evidence_are_one_problem_with_a_place_for_every_series() -> None:
    (told,) = problems("CASE-157")
    assert [place.quantity for place in told.all_places] == ["molten_aluminium_output_t", "anode_consumption_t"]
    assert told.message.zh == "实测值没有登记凭证" and all(place.cell for place in told.all_places)
