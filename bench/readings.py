"""The workbooks that the benchmark of reading reads: a year of many potlines, rows of styled blanks, a million cells. Synthetic."""

import subprocess
from pathlib import Path

import xlsxwriter

from bench.smelters import YEAR
from tanheng.demo.synthetic_smelter import PACK_ID
from tanheng.documents.input.headings import TEMPLATE_VERSION

POTLINES = 1_000
ROWS, MONTHS = 3 * POTLINES, 12
BLANK_ROWS, BLANK_COLUMNS = 400_000, 8
MILLION = 1_000_000
SERIES = {
    "molten_aluminium_output_t": ("t", 16_650.55),
    "anode_consumption_t": ("t", 8_050.25),
    "electrolysis_ac_electricity_mwh": ("MWh", 221_000.125),
}


def year_of_readings(path: Path, year: int = YEAR) -> Path:
    """3 000 rows of twelve months in one sheet, as a plant would keep them, with sources and evidence."""
    book = xlsxwriter.Workbook(path)
    amount = book.add_format({"num_format": "#,##0.000"})
    facts = book.add_worksheet("企业信息")
    head = [
        ("企业信息项", "填报内容"), ("规则包", PACK_ID), ("核算年度", year), ("企业名称", "合成铝业"), ("模板版本", TEMPLATE_VERSION),
        ("设施编号", "设施类别", "设施名称"), *((f"P{number}", "potline", f"{number}号系列") for number in range(1, POTLINES + 1)),
    ]  # fmt: skip
    for row, texts in enumerate(head):
        facts.write_row(row, 0, texts)
    data = book.add_worksheet("数据")
    data.write_row(0, 0, ["代号", "设施", "单位", *(f"{month}月" for month in range(1, MONTHS + 1)), "全年", "数据来源", "支撑材料"])
    for row in range(ROWS):
        potline, (quantity, (unit, start)) = row // len(SERIES) + 1, list(SERIES.items())[row % len(SERIES)]
        data.write_row(row + 1, 0, [quantity, f"P{potline}", unit])
        for month in range(MONTHS):
            data.write_number(row + 1, 3 + month, round(start + 0.01 * potline + 1.5 * month, 2), amount)
        data.write_row(row + 1, 16, [f"台账 {row + 1}", f"凭证-{row + 1}.pdf"])
    book.close()
    return path


def as_opendocument(path: Path) -> Path:
    """The same workbook saved as .ods by LibreOffice. RuntimeError where that fails."""
    words = ["soffice", "--headless", "--convert-to", "ods", "--outdir", str(path.parent), str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    made = path.with_suffix(".ods")
    if not made.exists():
        raise RuntimeError(done.stderr[-2000:])
    return made


def styled_blanks(path: Path, columns: int) -> Path:
    """Rows that hold a border and nothing else: on the row itself, or in each of so many cells."""
    book = xlsxwriter.Workbook(path, {"constant_memory": columns > 0})
    sheet, style = book.add_worksheet("空"), book.add_format({"border": 1})
    for row in range(BLANK_ROWS):
        if columns == 0:
            sheet.set_row(row, None, style)
        for column in range(columns):
            sheet.write_blank(row, column, None, style)
    book.close()
    return path


def million_cells(path: Path) -> Path:
    """As many cells as a workbook may hold: numbers, and a text in every fourth."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("数")
    for row in range(MILLION // 20):
        for column in range(20):
            if column % 4:
                sheet.write_number(row, column, round(1000 + 0.37 * row + column, 2))
            else:
                sheet.write_string(row, column, f"凭证 {row}-{column}")
    book.close()
    return path
