"""The state of the year in which a report is made stands on its cover and on every page: of Word, PDF and the tables."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache

import docx
import pypdf
import pytest

from tanheng.documents.report.package import PDF_NAME, TABLES_NAME, WORD_NAME, report_package
from tests.documents.sample_report import FACTS, smelter_run

DRAFT, FINAL = "未定稿：待审核", "定稿：初次报送稿"


@cache
def package(mark: str) -> dict[str, bytes]:
    return report_package(smelter_run(), "zh", replace(FACTS, mark=mark, draft=mark == DRAFT))


def parts(content: bytes, start: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return [file.read(name).decode() for name in file.namelist() if name.startswith(start)]


@pytest.mark.parametrize("mark", [DRAFT, FINAL])
def test_every_page_of_the_pdf_says_it(mark: str) -> None:
    pages = pypdf.PdfReader(io.BytesIO(package(mark)[PDF_NAME])).pages
    assert len(pages) > 5
    assert [number for number, page in enumerate(pages) if mark not in page.extract_text()] == []


@pytest.mark.parametrize("mark", [DRAFT, FINAL])
def test_cover_and_running_head_of_word_say_it(mark: str) -> None:
    document = docx.Document(io.BytesIO(package(mark)[WORD_NAME]))
    assert any(paragraph.text == mark for paragraph in document.paragraphs[:6])
    for section in document.sections:
        assert mark in "".join(paragraph.text for paragraph in section.header.paragraphs)


@pytest.mark.parametrize("mark", [DRAFT, FINAL])
def test_every_sheet_of_the_tables_says_it(mark: str) -> None:
    sheets = parts(package(mark)[TABLES_NAME], "xl/worksheets/sheet")
    assert len(sheets) > 5
    assert [number for number, sheet in enumerate(sheets) if f"<oddHeader>&amp;C&amp;B{mark}" not in sheet] == []
    assert mark in "".join(parts(package(mark)[TABLES_NAME], "xl/sharedStrings"))


def test_a_report_without_a_year_says_nothing_of_it() -> None:
    made = package("")
    assert "定稿" not in "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made[PDF_NAME])).pages)
    assert all("<oddHeader>" not in sheet for sheet in parts(made[TABLES_NAME], "xl/worksheets/sheet"))
    assert "定稿" not in "".join(parts(made[WORD_NAME], "word/"))


def test_notices_stand_line_by_line_on_the_cover_and_short_in_the_head() -> None:
    lines, head = (
        ("本报告出自第 3 次核算。出具理由：定稿稿次出具", "日志检查点：50 条，树根 Zm9v，密钥 example"),
        "出自第 3 次核算，详见封面",
    )
    facts = replace(FACTS, notice="\n".join(lines), head=head)
    made = report_package(smelter_run(), "zh", facts)
    cover, *pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made[PDF_NAME])).pages]
    assert set(lines) <= {line.strip() for line in cover.splitlines()}
    assert all(head in page and "树根" not in page for page in pages)
    paragraphs = docx.Document(io.BytesIO(made[WORD_NAME])).paragraphs
    assert "\n".join(lines) in {paragraph.text for paragraph in paragraphs}
