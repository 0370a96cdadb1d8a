"""Chemical and physical signs as they are set: what is low, what is high, and what is left alone."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import openpyxl
import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn

from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.documents.notation import parts, signs_marked, symbols_marked
from tanheng.documents.report.content import report_content
from tanheng.documents.report.facts import NO_FACTS
from tanheng.documents.report.package import report_package
from tanheng.engine.case.reading import read_case
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids

KEY = re.compile(r"\[[A-Z][A-Z0-9-]*\]")


def written(marked: str) -> str:
    """The parts of a marked text, the low ones in braces, the high ones in angles."""
    frames = {"": "{}", "low": "{{{}}}", "high": "<{}>"}
    return "".join(frames[part.height].format(part.text) for part in parts(marked))


def words_of(element: Any) -> str:
    """The text of all parts below an element."""
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tCO2/MWh", "tCO{2}/MWh"),
        ("tCO2e/tCF4", "tCO{2}e/tCF{4}"),
        ("C2F6 and CaCO3", "C{2}F{6} and CaCO{3}"),
        ("CaMg(CO3)2", "CaMg(CO{3}){2}"),
        ("10^4 Nm3", "10<4> Nm<3>"),
        ("GJ/10^4Nm3", "GJ/10<4>Nm<3>"),
        ("万Nm3", "万Nm<3>"),
        ("g/m3", "g/m<3>"),
        ("1.015^5", "1.015<5>"),
        ("kgCO2", "kgCO{2}"),
        ("co2_factor m3_a ECO2 CO22 FR20 2025", "co2_factor m3_a ECO2 CO22 FR20 2025"),
        ("票据_2025.pdf", "票据_2025.pdf"),
    ],
)
def test_formulas_and_powers(text: str, shown: str) -> None:
    assert written(signs_marked(text)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("E_fuel = Σ FC × NCV_o × 44/12", "E{fuel} = Σ FC × NCV{o} × 44/12"),
        ("P_H/P_0", "P{H}/P{0}"),
        ("P_n·t_n", "P{n}·t{n}"),
        ("ΣE_proc,total", "ΣE{proc,total}"),
        ("s_vehicle δ_t k_26.7", "s{vehicle} δ{t} k{26.7}"),
        ("GWP_CF4", "GWP{CF4}"),
        ("E_total₁…E_total₁₂", "E{total,1}…E{total,12}"),
    ],
)
def test_indices_of_symbols(text: str, shown: str) -> None:
    assert written(symbols_marked(text)) == shown


@pytest.fixture(scope="module")
def smelter() -> Run:
    case, problems = read_case(synthetic_case(2025), load)
    assert case is not None
    return run_case(load(case.pack_id), case, problems)


@pytest.fixture(scope="module", params=["zh", "en"])
def package(request: pytest.FixtureRequest, smelter: Run) -> dict[str, bytes]:
    return report_package(smelter, request.param)


def test_word_sets_every_formula_low(package: dict[str, bytes]) -> None:
    body = Document(io.BytesIO(package["report.docx"])).element.body
    runs = [one for one in body.iter(qn("w:r")) if one.find(qn("w:t")) is not None]
    plain = [words_of(one) for one in runs if one.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}") is None]
    assert [text for text in plain if re.search(r"(?<![A-Za-z0-9_])t?CO2|CF4|Nm3|10\^4|(?<![A-Z])E_[a-z]", text)] == []
    subscript = f"{qn('w:rPr')}/{qn('w:vertAlign')}[@{qn('w:val')}='subscript']"
    low = {words_of(one) for one in runs if one.find(subscript) is not None}
    assert {"2", "an"} <= low
    assert any("tCO2" in words_of(one) for one in body.iter(qn("w:tc")))


def test_the_workbook_sets_them_and_its_cells_say_the_same(package: dict[str, bytes]) -> None:
    content = package["official-tables.xlsx"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        strings = archive.read("xl/sharedStrings.xml").decode()
    assert '<vertAlign val="subscript"/>' in strings and '<vertAlign val="superscript"/>' in strings
    sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert "tCO2" in {cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row}


def test_no_mark_is_left_in_a_document(package: dict[str, bytes]) -> None:
    for name, content in package.items():
        if not name.endswith(".pdf"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                assert not any(sign.encode() in archive.read(one) for one in archive.namelist() for sign in "\ufdd0\ufdd1\ufdd2"), name
        else:
            text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
            assert not set(text) & set("\ufdd0\ufdd1\ufdd2")


@pytest.mark.parametrize("pack_id", pack_ids())
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sources_are_printed_in_words(pack_id: str, lang: str) -> None:
    read = (read_case(one["given"], load) for one in load(pack_id).cases)
    case, problems = next((case, problems) for case, problems in read if case is not None)
    run = run_case(load(pack_id), case, problems)
    content = report_content(run, lang, NO_FACTS)
    sets = {table.set_id for table in run.pack.tables.values()}
    printed = [row.source for table in content.tables for row in getattr(table, "rows", ())]
    printed += [row[-1] for row in (*content.unconfirmed_values, *content.unconfirmed_clauses)]
    assert [text for text in printed if KEY.search(text) or set(re.split(r"[ ·;]+", text)) & (sets | set(run.pack.sources))] == []
    assert all(text not in run.pack.sources for text in content.sources)
