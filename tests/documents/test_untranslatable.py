"""What an edition says and its pack cannot compute marks every result that depends on it, on paper, in workbooks and in the terminal."""

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from tanheng.cli import main
from tanheng.documents.report.content import report_content
from tanheng.documents.report.facts import NO_FACTS
from tanheng.documents.report.official_tables import workbook_of
from tanheng.documents.report.pdf import pdf_of
from tanheng.documents.report.word import word_of
from tanheng.documents.rule_book.book import open_book
from tanheng.documents.rule_book.html import rule_book_html
from tanheng.documents.rule_book.pdf import rule_book_pdf
from tanheng.engine.case.reading import read_case
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids

PLAN = "cn/aluminium/allowance_2026_draft"
DEPENDS, FREE = "allowance_tco2e", "entity_verified_emission_tco2e"
SAYS = "the balance value is announced by the authority"
WITH_SUCH = [one for one in pack_ids() if load(one).untranslatable]


@pytest.fixture
def given() -> dict:
    return next(case["given"] for case in load(PLAN).cases if "two processes" in case["title"]["en"])


@pytest.fixture
def run(given) -> Run:
    case, problems = read_case(given, load)
    assert case is not None, problems
    return run_case(load(PLAN), case, problems)


def said(*words: str) -> str:
    answer = CliRunner().invoke(main, [*words, "--lang", "en"])
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def label(run: Run, name: str) -> str:
    return run.pack.quantities[name].label.en


def test_the_table_of_results_marks_what_depends_on_it(given, run, tmp_path: Path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    lines = said("calculate", str(path), "--all").splitlines()
    assert any(line.startswith(f"{label(run, DEPENDS)} ‡") for line in lines)
    assert any(line.startswith(label(run, FREE)) and "‡" not in line for line in lines)
    assert [line for line in lines if line.startswith(f"‡ {SAYS}")]


def test_the_explanation_marks_every_step_that_depends_on_it(given, tmp_path: Path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    text = said("calculate", str(path), "--explain", f"{DEPENDS}@process-1", "--depth", "all")
    steps = [
        line for line in text.splitlines() if line.endswith(("  " + DEPENDS, "  balance_value_tco2e_per_t", "  verified_emission_tco2e"))
    ]
    assert f"‡ {SAYS}" in text
    assert {line.split()[-1]: "‡" in line for line in steps} == {
        DEPENDS: True,
        "balance_value_tco2e_per_t": True,
        "verified_emission_tco2e": False,
    }
    assert "‡" not in said("calculate", str(path), "--explain", FREE)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_marks_results_and_lists_what_they_depend_on(run, lang):
    content = report_content(run, lang, NO_FACTS)
    ((rule, clause, status, results),) = content.untranslatable
    assert rule.startswith("‡ ") and clause and status and run.pack.quantities[DEPENDS].label.in_(lang) in results
    named = {name: run.pack.quantities[name].label.in_(lang) for name in (DEPENDS, FREE)}
    titles = {one.title for one in content.explained}
    assert f"{named[DEPENDS]} ‡" in titles and named[FREE] in titles
    assert content.words["untranslatable_legend"] in content.words["legend"]
    word = Document(io.BytesIO(word_of(content)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert rule in cells and content.words["untranslatable"] in [one.text for one in word.paragraphs]
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(content))).pages)
    assert "".join(rule[:30].split()) in "".join(printed.split())
    book = load_workbook(io.BytesIO(workbook_of(content)))
    values = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {rule, results} <= values and len({one for one in values if one.endswith(" ‡")}) > 5


@pytest.mark.parametrize("pack_id", WITH_SUCH)
def test_the_rule_book_and_the_list_of_rules_say_it(pack_id):
    pack = load(pack_id)
    shown, document = said("rules", "show", pack_id), json.loads(said("rules", "show", pack_id, "--json"))
    book = open_book(pack_id, "en")
    html = rule_book_html(book).decode()
    printed = "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(rule_book_pdf(book))).pages)
    for one in pack.untranslatable:
        assert one["en"] in shown and one["en"] in html and "".join(one["en"].split()) in printed
        told = document["untranslatable"][one["id"]]
        assert told["affects"] == one["affects"] and set(told["results"]) < set(pack.formulas)
        assert f'id="u-{one["id"]}"' in html
        for name in (*told["affects"], *told["results"]):
            entry = next(entry for entry in book.section("quantities").entries if entry.name == name)
            assert f"u-{one['id']}" in [cell.anchor for fact in entry.facts for cell in fact.cells]


def test_where_an_edition_has_none_nothing_is_marked():
    pack = load("cn/aluminium/cets_2024")
    assert "untranslatable" not in said("rules", "show", pack.id).split()
    assert "‡" not in rule_book_html(open_book(pack.id, "en")).decode()
