"""Word and PDF say the same as the tables, in both languages, the same bytes each time, and quickly."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest

from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.documents.report.content import report_content
from tanheng.documents.report.facts import NO_FACTS, ReportFacts
from tanheng.documents.report.package import PDF_NAME, WORD_NAME, report_package
from tanheng.documents.report.pdf import report_pdf
from tanheng.documents.report.word import report_word
from tests.documents.sample_report import FACTS, printed_numbers, run_of, smelter_run
from tests.documents.test_kit import random_values, wide_pack
from tests.documents.test_kit import run_of as toy_run

LANGUAGES = ("zh", "en")


@cache
def package(lang: str, *, facts: bool = False) -> dict[str, bytes]:
    return report_package(smelter_run(), lang, FACTS if facts else NO_FACTS)


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def word_text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += ["".join(part.text or "" for part in cell.iter() if part.tag.endswith("}t")) for cell in cells(document)]
    return "\n".join(texts)


def cells(document: Any) -> Any:
    return (cell for cell in document.element.body.iter() if cell.tag.endswith("}tc"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "reader"), [(PDF_NAME, pdf_text), (WORD_NAME, word_text)])
def test_every_derived_number_is_printed(lang: str, name: str, reader: Callable[[bytes], str]) -> None:
    text = reader(package(lang)[name])
    missing = {place: number for place, number in printed_numbers(smelter_run()).items() if number not in text}
    assert missing == {}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "reader"), [(PDF_NAME, pdf_text), (WORD_NAME, word_text)])
def test_all_parts_of_the_report_are_there(lang: str, name: str, reader: Callable[[bytes], str]) -> None:
    text = reader(package(lang, facts=True)[name])
    content = report_content(smelter_run(), lang, FACTS)
    parts = ["declaration", "results", "contents", "appendix_explanation", "appendix_unconfirmed", "appendix_problems"]
    wanted = [content.words[part] for part in parts]
    wanted += [table.number for table in content.tables] + [one[1] for one in content.problems]
    wanted += ["2026-03-31", "SYNTHETIC-PERMIT-1", "DTSD-0.2S", "合成人 <甲> & 乙"]
    squeezed = re.sub(r"\s", "", text)
    assert [part for part in wanted if re.sub(r"\s", "", part) not in squeezed] == []


@pytest.mark.parametrize(("code", "marked"), [("91640000000000000X", True), ("91640000000000000C", False)])
def test_the_cover_marks_a_code_that_is_none(code: str, marked: bool) -> None:
    files = report_package(run_of({**synthetic_case(2025), "entity": {"name": "合成铝业", "code": code}}), "zh", FACTS)
    pages, table = pypdf.PdfReader(io.BytesIO(files[PDF_NAME])).pages, docx.Document(io.BytesIO(files[WORD_NAME])).tables[0]
    for cover in (pages[0].extract_text(), "".join(cell.text for row in table.rows for cell in row.cells)):
        assert code in cover
        assert ("不合GB32100" in re.sub(r"\s", "", cover)) is marked


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "reader"), [(PDF_NAME, pdf_text), (WORD_NAME, word_text)])
def test_what_is_unconfirmed_or_not_given_says_so(lang: str, name: str, reader: Callable[[bytes], str]) -> None:
    text = re.sub(r"\s", "", reader(package(lang)[name]))
    wanted = ("缺省值（未确认）", "15.18†", "未填写") if lang == "zh" else ("default(unconfirmed)", "15.18†", "notfilledin")
    assert [word for word in wanted if word not in text] == []


def test_no_tag_of_the_template_is_left_over() -> None:
    for lang in LANGUAGES:
        with zipfile.ZipFile(io.BytesIO(package(lang)[WORD_NAME])) as file:
            text = "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))
        assert re.findall(r"\{[{%].{0,40}", text) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_run_gives_the_same_bytes_another_day_and_elsewhere(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    clock = time.time
    monkeypatch.setattr(time, "time", lambda: clock() + 86_400 * 40)
    try:
        assert report_package(run_of(synthetic_case(2025)), lang) == package(lang)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_pdf_carries_its_fonts_and_uses_no_other() -> None:
    found = set()
    for page in pypdf.PdfReader(io.BytesIO(package("zh")[PDF_NAME])).pages:
        fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index]
        found |= {fonts[name].get_object()["/BaseFont"].partition("+")[2] for name in fonts}
    assert found == {"NotoSansSC-Regular", "NotoSansSC-Bold"}


def test_tables_with_twelve_months_lie_on_landscape_pages() -> None:
    pages = pypdf.PdfReader(io.BytesIO(package("zh")[PDF_NAME])).pages
    wide = [page for page in pages if page.mediabox.width > page.mediabox.height]
    assert any("阳极消耗量" in page.extract_text() for page in wide)
    upright = [page for page in pages if page.mediabox.width < page.mediabox.height]
    assert all("12月" not in page.extract_text() for page in upright[:5])


def test_rare_characters_of_names_are_set() -> None:
    facts = ReportFacts(enterprise={"legal_representative": "䶮㛃喆翀"})
    assert "䶮㛃喆翀" in pdf_text(report_pdf(smelter_run(), "zh", facts))


def test_markup_in_names_stays_text() -> None:
    document = synthetic_case(2025)
    document["entity"] = {"name": "{{ 7*7 }} #panic() <b>&amp; $x$", "code": "*_@`"}
    run = run_of(document)
    assert "{{ 7*7 }} #panic() <b>&amp; $x$" in word_text(report_word(run))
    assert "{{7*7}}#panic()<b>&amp;$x$" in pdf_text(report_pdf(run)).replace(" ", "")


@pytest.mark.parametrize("grain", ["month", "year"])
def test_a_pack_without_forms_is_reported_too(grain: str) -> None:
    values = random_values(3)
    if grain == "year":
        values = [{**{k: v for k, v in row.items() if k != "months"}, "year": row["months"][1]} for row in values]
    run = toy_run(wide_pack(), pack="wide", grain=grain, values=values)
    made = report_package(run, "zh")
    for text in (pdf_text(made[PDF_NAME]), word_text(made[WORD_NAME])):
        assert {place for place, number in printed_numbers(run).items() if number not in text} == set()


def test_no_page_of_the_pdf_is_empty(tmp_path: Path) -> None:
    for lang in LANGUAGES:
        pages = pypdf.PdfReader(io.BytesIO(package(lang)[PDF_NAME])).pages
        assert [number for number, page in enumerate(pages, 1) if len(page.extract_text().split()) < 10] == []
