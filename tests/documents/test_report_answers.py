"""The report tells which doubts about figures were answered and how, as far as the reporter prints it, and counts the rest."""

from __future__ import annotations

import io
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import docx
import openpyxl
import pypdf
import pytest

from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.documents.report.content import report_content
from tanheng.documents.report.facts import NO_FACTS
from tanheng.documents.report.package import report_package
from tanheng.engine.answers import open_doubts
from tanheng.engine.run import Run
from tests.documents.sample_report import run_of, smelter_run

PRINTED, HIDDEN, MENDED = "八月集中换极，已核对换极台账", "内部说明，不打印", "六月多录一车，已按磅单改正"


def doubtful_case() -> dict[str, Any]:
    """The synthetic smelter with a second doubt: the AC electricity of March."""
    document = deepcopy(synthetic_case(2025))
    row = next(one for one in document["values"] if one["quantity"] == "electrolysis_ac_electricity_mwh")
    row["months"][3] = str(Decimal(row["months"][3]) * 2)
    return document


@cache
def answered_run() -> Run:
    """That smelter with its first doubt confirmed in print, the others confirmed without, and a correction from before."""
    doubts = sorted(open_doubts(run_of(doubtful_case()).problems), key=lambda one: one.code, reverse=True)
    assert [one.code for one in doubts] == ["AL-072", "AL-071"]
    answers = [
        {
            **{name: part for name, part in one.where.as_json().items() if name in ("quantity", "facility", "item", "month")},
            "code": one.code, "digest": one.digest, "says": "confirmed", "reason": PRINTED if number == 0 else HIDDEN,
            "person": "张三（合成）", "on": "2026-01-12", "printed": number == 0,
        }
        for number, one in enumerate(doubts)
    ]  # fmt: skip
    gone = {"code": "AL-021", "quantity": "gross_anode_ratio", "facility": "potline-1", "month": 6, "digest": "sha256:" + "0" * 64}
    answers.append({**gone, "says": "corrected", "reason": MENDED, "person": "李四（合成）"})
    idle = {**answers[0], "facility": "potline-1", "month": 2, "digest": "sha256:" + "1" * 64, "reason": "早先的答复"}
    return run_of({**doubtful_case(), "answers": [*answers, idle]})


def texts(lang: str) -> dict[str, str]:
    """The words of the three files, without blanks and line breaks."""
    files = report_package(answered_run(), lang)
    word = docx.Document(io.BytesIO(files["report.docx"]))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    book = openpyxl.load_workbook(io.BytesIO(files["official-tables.xlsx"]))
    found = {
        "word": "".join([*cells, *(paragraph.text for paragraph in word.paragraphs)]),
        "pdf": "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["report.pdf"])).pages),
        "tables": "".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row),
    }
    return {name: "".join(text.split()) for name, text in found.items()}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_printed_answers_stand_in_all_three_files_and_the_others_are_counted(lang):
    hidden = 1
    counted = f"另有{hidden}条疑问已答复" if lang == "zh" else f"{hidden}morewereanswered"
    title = "数值疑问及答复" if lang == "zh" else "Doubtsaboutfiguresandtheiranswers"
    for name, text in texts(lang).items():
        for piece in (PRINTED, MENDED, "张三（合成）", "2026-01-12", counted, title):
            assert "".join(piece.split()) in text, (name, piece)
        assert HIDDEN not in text and "早先的答复" not in text, name


def test_an_answered_doubt_stands_once_and_not_among_the_problems():
    content = report_content(answered_run(), "zh", NO_FACTS)
    assert [row[0] for row in content.answers] == ["AL-072", "AL-021"]
    assert {row[1] for row in content.problems} & {"AL-021", "AL-072", "RUN-211"} == set()
    assert (content.answers[0][1], content.answers[0][3]) == ("阳极消耗量 · 2号电解系列 · 8月", "确认无误")
    assert "AL-021 阳极毛耗 0.5201 t/t 铝，超出经验区间 0.45 至 0.5" in content.answers[0][2]


def test_a_report_without_answers_has_no_such_part():
    content = report_content(smelter_run(), "zh", NO_FACTS)
    assert content.answers == () and content.unprinted_answers == ""
    book = openpyxl.load_workbook(io.BytesIO(report_package(smelter_run())["official-tables.xlsx"]))
    assert "数值疑问及答复" not in book.sheetnames


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_cover_says_how_many_doubts_were_confirmed(lang):
    """Both confirmed ones count, the one that is not printed too; the correction does not."""
    sentence = "".join(report_content(answered_run(), lang, NO_FACTS).confirmed_doubts.split())
    assert sentence.startswith("本报告有2条数值疑问经企业确认无误" if lang == "zh" else "2doubtsaboutfigures")
    assert ("其中1条的理由见附录" if lang == "zh" else "thereasonsof1stand") in sentence
    assert ("其余1条的答复未在此打印" if lang == "zh" else "theanswersto1arenotprintedhere") in sentence
    files = report_package(answered_run(), lang)
    book = openpyxl.load_workbook(io.BytesIO(files["official-tables.xlsx"]))
    covers = {
        "word": "".join(one.text for one in docx.Document(io.BytesIO(files["report.docx"])).paragraphs[:8]),
        "pdf": pypdf.PdfReader(io.BytesIO(files["report.pdf"])).pages[0].extract_text(),
        "tables": "".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row),
    }
    for name, text in covers.items():
        assert sentence in "".join(text.split()), name
    assert report_content(smelter_run(), lang, NO_FACTS).confirmed_doubts == ""


def with_answers_printed(*printed: bool) -> Run:
    run = answered_run()
    asked = iter(printed)
    problems = [replace(one, answer=replace(one.answer, printed=next(asked))) if one.answer else one for one in run.problems]
    return replace(run, problems=problems)


@pytest.mark.parametrize(
    ("printed", "zh", "en"),
    [
        ((True, True), "理由见附录", "the reasons stand in the appendix"),
        ((False, False), "答复未在此打印", "the answers are not printed here"),
    ],
)
def test_the_cover_names_the_appendix_only_for_answers_that_stand_there(printed, zh, en):
    content = {lang: report_content(with_answers_printed(*printed), lang, NO_FACTS).confirmed_doubts for lang in ("zh", "en")}
    assert zh in content["zh"]
    assert en in content["en"]
    assert ("附录" in content["zh"]) == all(printed)
