"""What was decided month by month stands in every file of a report: treatments of missing data, departures from the plan; else nothing."""

import io

import docx
import openpyxl
import pypdf
import pytest

from tanheng.documents.kit.workbook import recomputation_kit
from tanheng.documents.report.facts import NO_FACTS, ReportFacts
from tanheng.documents.report.package import report_package
from tests.documents.sample_report import smelter_run

TREATED = ("铝液产量", "1号电解系列", "2025-02", "采用比对数据源\n铸造台账 15800", "缺失", "15800 t", "秤坏（合成）", "张三 · 2026-01-12")
DEPARTED = ("铝液产量", "1号电解系列", "2025-03", "获取方式", "实测值", "估算值", "秤检修（合成）", "李四 · 2026-01-13")
TITLES = {"zh": ("缺失数据处理", "偏离"), "en": ("Missing data and what stands in", "Departures")}


def texts(facts: ReportFacts, lang: str) -> dict[str, str]:
    """The words of the three files and the kit, without blanks and line breaks."""
    run = smelter_run()
    files = report_package(run, lang, facts)
    word = docx.Document(io.BytesIO(files["report.docx"]))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    books = {"tables": files["official-tables.xlsx"], "kit": recomputation_kit(run, lang, facts)}
    sheets = {name: openpyxl.load_workbook(io.BytesIO(content)) for name, content in books.items()}
    found = {
        "word": "".join([*cells, *(paragraph.text for paragraph in word.paragraphs)]),
        "pdf": "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["report.pdf"])).pages),
        **{name: "".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row) for name, book in sheets.items()},
    }
    return {name: "".join(text.split()) for name, text in found.items()}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_decided_stands_in_every_file(lang):
    for name, text in texts(ReportFacts(treatments=(TREATED,), deviations=(DEPARTED,)), lang).items():
        for piece in (*TREATED, *DEPARTED, *(TITLES[lang] if name != "kit" else ())):
            assert "".join(piece.split()) in text, (name, piece)


def test_where_nothing_was_decided_nothing_is_said():
    for name, text in texts(NO_FACTS, "zh").items():
        assert "偏离数据质量控制方案的情况" not in text and "铸造台账" not in text, name
