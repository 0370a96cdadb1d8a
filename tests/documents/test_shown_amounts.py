"""Number formats that say another unit or scale than the row: refused where a factor lies between, told where nobody can compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl.formatting.rule import CellIsRule, FormulaRule, Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from tanheng.bulk.batch import run_batch
from tanheng.bulk.sql.duck import DuckBackend
from tanheng.documents.input.shown_amounts import said_of
from tanheng.documents.reading.cells import Shown
from tanheng.documents.reading.number_formats import number_format
from tanheng.documents.reading.shown_numbers import shown_as_text, shown_by_format
from tanheng.engine.problems import Problem
from tanheng.rulebook import load
from tests.bulk.test_bad_tables import smelter
from tests.bulk.test_table_reading import book
from tests.documents.raw_workbook import zipped
from tests.documents.sample_input import FIRST_ROW, MONTH_1, POTLINES, edited, read
from tests.support.libreoffice import LibreOffice

CONTRADICTED, DOUBTFUL = "FILE-262", "FILE-263"
SAYS = {  # the format of a cell of tonnes, and what is said of it
    '0" kg"': CONTRADICTED, '0.0"万"': CONTRADICTED, "#,##0,": CONTRADICTED, "#,##0.0,,": CONTRADICTED, '0.0" 万吨"': CONTRADICTED,
    "0\\ \\k\\g": CONTRADICTED, "0.0 [$kg]": CONTRADICTED, '0" (kg)"': CONTRADICTED, '#,##0.0," t"': CONTRADICTED, "0!.0000": CONTRADICTED,
    '0"×10³ t"': CONTRADICTED, '[>=1000]0.0,"t";0': CONTRADICTED, '0.0"k"': CONTRADICTED, '0"千克"': CONTRADICTED,
    '0.00" t"': "", '0.00"吨"': "", '#,##0.0," kt"': "", '0!.0,"万"': "", '0!.0,"万吨"': "", '#,##0.000,"千吨"': "", "0.00": "",
    "General": "",
    "#,##0.00_);[Red](#,##0.00)": "", '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)': "", '0.00;-0.00;"无"': "", "0.00E+00": "",
    '[<1000]0.0,"t";0': "", '#,##0.0,"K"': "",
    '0"件"': DOUBTFUL, '0" MWh"': DOUBTFUL, '"约"0': DOUBTFUL, '"¥"#,##0.00': DOUBTFUL, "[$€-407] 0.00": DOUBTFUL, ";;;": DOUBTFUL,
    '#,##0",000"': CONTRADICTED, '0"000"': CONTRADICTED, '0"0"': CONTRADICTED, '"1"0': CONTRADICTED, '0.0"×10³"': CONTRADICTED,
    '"-"0': CONTRADICTED, "(0)": CONTRADICTED, "-0": CONTRADICTED, '0"5"0': CONTRADICTED, '0" 000"': CONTRADICTED, '0"E3"': CONTRADICTED,
    '"0."0': CONTRADICTED, '0"²"': CONTRADICTED, '0"/2"': CONTRADICTED, '0"-"': CONTRADICTED, "（0）": CONTRADICTED, "0\\0": CONTRADICTED,
    '"5000"': CONTRADICTED, '"1"0%': CONTRADICTED, '"2025年"0': DOUBTFUL, '0".00"': "", "# ?/8": "", '# ??/16"t"': "",
    "0.00_);(0.00)": "", "0.00_ ;[Red]-0.00 ": "", "#,##0.00;[Red](#,##0.00)": "", '0" 10^3 t"': CONTRADICTED,
    '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-': "", "# ##0.00": "", "0.00; (0.00)": "", "##0.0E+0": "", '0"m3"': DOUBTFUL,
    '"完成"': DOUBTFUL, '0.0,"车"': DOUBTFUL,
}  # fmt: skip
OUTPUT = f"F{FIRST_ROW}"


def formatted(code: str, number: object = 16650.55) -> Callable[..., None]:
    def change(made) -> None:
        cell = made[POTLINES].cell(FIRST_ROW, MONTH_1)
        cell.value, cell.number_format = number, code

    return change


def said(problems: list[Problem]) -> list[tuple[str, str | None]]:
    return [(one.code, one.where.cell) for one in problems if one.code in (CONTRADICTED, DOUBTFUL)]


@pytest.mark.parametrize(("code", "expected"), SAYS.items())
def test_a_format_that_says_another_unit_or_scale_is_told_at_its_cell(code: str, expected: str) -> None:
    case, problems = read(edited(formatted(code)))
    assert said(problems) == ([(expected, OUTPUT)] if expected else [])
    assert (case is None) == (expected == CONTRADICTED)


def test_it_says_what_is_shown_and_what_was_read() -> None:
    _, problems = read(edited(formatted('0" kg"')))
    (told,) = [one for one in problems if one.code == CONTRADICTED]
    assert "16,651 kg" in told.message.zh and "16,650.55 t" in told.message.zh and "1,000 倍" in told.message.zh
    _, problems = read(edited(formatted('0"件"')))
    (told,) = [one for one in problems if one.code == DOUBTFUL]
    assert "16,651 件" in told.message.en and "16,650.55 t" in told.message.en


def test_nothing_is_said_of_a_zero() -> None:
    _, problems = read(edited(formatted('0" kg"', 0)))
    assert not said(problems)


def test_the_unit_column_may_say_what_the_format_does() -> None:
    def change(made) -> None:
        sheet = made[POTLINES]
        for column in range(MONTH_1, MONTH_1 + 12):
            sheet.cell(FIRST_ROW, column).number_format = '#,##0" kg"'
        sheet.cell(FIRST_ROW, MONTH_1 - 2).value = "kg"

    _, problems = read(edited(change))
    assert not said(problems)


def test_a_whole_row_is_one_problem_with_its_cells() -> None:
    def change(made) -> None:
        for column in range(MONTH_1, MONTH_1 + 12):
            made[POTLINES].cell(FIRST_ROW, column).number_format = '0"件"'

    _, problems = read(edited(change))
    (told,) = [one for one in problems if one.code == DOUBTFUL]
    assert len(told.all_places) == 12
    assert " … " in told.message.zh


def test_a_total_of_the_year_is_looked_at_too() -> None:
    def change(made) -> None:
        sheet = made[POTLINES]
        cell = sheet.cell(FIRST_ROW, MONTH_1 + 12)
        cell.value, cell.number_format = 200_660.6, '0.0," t"'

    _, problems = read(edited(change))
    assert said(problems) == [(CONTRADICTED, f"R{FIRST_ROW}")]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (CellIsRule("greaterThan", ["1000"]), CONTRADICTED), (CellIsRule("greaterThan", ["100000"]), ""),
        (CellIsRule("between", ["1", "20000"]), CONTRADICTED), (CellIsRule("lessThan", ["$A$1"]), CONTRADICTED),
        (FormulaRule(["TRUE"]), CONTRADICTED),
    ],
)  # fmt: skip
def test_a_conditional_format_with_a_number_format_is_told(rule: Rule, expected: str) -> None:
    def change(made) -> None:
        rule.dxf = DifferentialStyle(numFmt=NumberFormat(numFmtId=190, formatCode="#,##0.0,"))
        made[POTLINES].conditional_formatting.add(OUTPUT, rule)

    case, problems = read(edited(change))
    assert said(problems) == ([(expected, OUTPUT)] if expected else [])
    assert (case is None) == bool(expected)


@pytest.mark.parametrize(
    ("code", "expected"),
    [('0" kg"', CONTRADICTED), ("#,##0,", CONTRADICTED), ('0"件"', DOUBTFUL), ('0.00" t"', ""), ('#,##0",000"', CONTRADICTED)],
)
def test_a_workbook_that_libreoffice_saved_says_the_same(soffice: LibreOffice, tmp_path: Path, code: str, expected: str) -> None:
    path = tmp_path / "input.xlsx"
    path.write_bytes(edited(formatted(code)))
    _, problems = read(soffice.converted(path, "ods").read_bytes(), "input.ods")
    assert said(problems) == ([(expected, OUTPUT)] if expected else [])


# ── OpenDocument, written by other programs ──────────────────────────────────────────────────────

STYLES = {
    "kg": '<n:number n:decimal-places="0"/><n:text> kg</n:text>',
    "thousands": '<n:number n:decimal-places="0" n:display-factor="1000"/>',
    "about": "<n:text>约</n:text><n:number/>",
    "plain": '<n:number n:decimal-places="2"/><n:text> </n:text>',
    "hidden": "<n:text/>",
}


def opendocument_cell(style: str, text: str, *, column: str = "", row: str = "", shared: bool = False) -> bytes:
    formats = "".join(
        f'<n:number-style s:name="N-{name}">{parts}</n:number-style>'
        f'<s:style s:name="{name}" s:family="table-cell" s:data-style-name="N-{name}"/>'
        f'<s:style s:name="of-{name}" s:family="table-cell" s:parent-style-name="{name}"/>'
        for name, parts in STYLES.items()
    )
    names = 'xmlns:o="o" xmlns:t="t" xmlns:x="x" xmlns:s="s" xmlns:n="n"'
    styled, shown = style and f" t:style-name={style!r}", text and f"<x:p>{text}</x:p>"
    cell = f'<t:table-cell o:value-type="float" o:value="5000"{styled}>{shown}</t:table-cell>'
    columns = f"<t:table-column t:default-cell-style-name={column!r}/>" if column else ""
    body = f'<o:body><o:spreadsheet><t:table t:name="甲">{columns}<t:table-row{row and f" t:default-cell-style-name={row!r}"}>{cell}'
    content = (
        f"{'' if shared else f'<o:automatic-styles>{formats}</o:automatic-styles>'}{body}</t:table-row></t:table></o:spreadsheet></o:body>"
    )
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "styles.xml": f"<o:document-styles {names}><o:styles>{formats if shared else ''}</o:styles></o:document-styles>",
        "content.xml": f"<o:document-content {names}>{content}</o:document-content>",
    })  # fmt: skip


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (opendocument_cell("", "5000 kg"), Shown("5000 kg", "kg")),
        (opendocument_cell("", "5"), Shown("5", "", 3)),
        (opendocument_cell("kg", ""), Shown("5,000 kg", "kg")),
        (opendocument_cell("kg", "5000"), Shown("5,000 kg", "kg")),
        (opendocument_cell("of-kg", ""), Shown("5,000 kg", "kg")),
        (opendocument_cell("", "", column="kg"), Shown("5,000 kg", "kg")),
        (opendocument_cell("", "", row="kg", column="plain"), Shown("5,000 kg", "kg")),
        (opendocument_cell("kg", "", shared=True), Shown("5,000 kg", "kg")),
        (opendocument_cell("thousands", ""), Shown("5", "", 3)),
        (opendocument_cell("about", ""), Shown("约 5000", "约")),
        (opendocument_cell("plain", ""), None),
        (opendocument_cell("", "5000.00"), None),
        (opendocument_cell("", ""), None),
    ],
)
def test_styles_and_texts_of_an_opendocument(content: bytes, expected: Shown | None) -> None:
    from tanheng.documents.input.workbook import workbook_sheets

    (cell,) = workbook_sheets(content)[0].cells.values()
    assert (cell.text, cell.shown) == ("5000", expected)


# ── tables of a batch ────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def backend() -> Iterator[DuckBackend]:
    backend = DuckBackend()
    yield backend
    backend.close()


@pytest.mark.parametrize("heading", ["anode_consumption_t", "anode_consumption_t [kg]"])
@pytest.mark.parametrize(
    ("code", "in_tonnes"),
    [('0" kg"', CONTRADICTED), ('0.0" t"', ""), ("#,##0,", CONTRADICTED), ('0"件"', DOUBTFUL), ('0"000"', CONTRADICTED)],
)
def test_a_table_of_a_batch_is_told_by_row_and_column(
    backend: DuckBackend, tmp_path: Path, heading: str, code: str, in_tonnes: str
) -> None:
    def change(made) -> None:
        sheet = made.worksheets[0]
        sheet["F1"] = heading
        sheet["F7"].number_format = code

    path = tmp_path / "table.xlsx"
    path.write_bytes(book(smelter(), change))
    outcome = run_batch(backend, [(load("cn/aluminium/cets_2024"), path)], tmp_path / "out.parquet", year=2025)
    told = [(one.problem.code, one.row, one.column) for one in outcome.problems if one.problem.code in (CONTRADICTED, DOUBTFUL)]
    in_kilograms = {'0" kg"': "", '0.0" t"': CONTRADICTED}
    expected = in_kilograms.get(code, in_tonnes) if "kg" in heading else in_tonnes
    assert told == ([(expected, 7, heading)] if expected else [])


# ── the parts ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("number", "text", "expected"),
    [
        ("12345", "12", ("", 3)), ("12345.678", "12,346", None), ("1234567", "1.234.567", None), ("0.4", "0", None),
        ("-5", "−5 t", ("t", 0)),
        ("1234.5", "1 234,5", None), ("123456", "12.3万", ("万", 4)), ("12345", "1.2345E+04", None), ("5", "7", None), ("5", "", None),
        ("12345678", "12,346", ("", 3)), ("5", "###", None), ("0", "0 kg", None), ("5000000", "5", ("", 6)),
    ],
)  # fmt: skip
def test_words_and_powers_of_a_text(number: str, text: str, expected: tuple[str, int] | None) -> None:
    shown = shown_as_text(number, text)
    assert (None if shown is None else (shown.words, shown.power)) == expected


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ('#,##0.00" kg"', "1234.567", "1,234.57 kg"), ("0!.0,", "123456", "12.3"), ('0"万"', "12", "12 万"), ("0.0,,", "12345678", "12.3"),
        ('General" t"', "5.25", "5.25 t"), ('0.00" t";"负"0.00" t"', "-5", "负 -5.00 t"), ("#,##0,.0", "12345", "12.3"),
    ],
)  # fmt: skip
def test_the_text_that_a_format_makes(code: str, number: str, text: str) -> None:
    shown = shown_by_format(number, number_format(code).shape(float(number)))
    assert shown is not None
    assert shown.text == text


@pytest.mark.parametrize(
    ("words", "power", "unit", "code"),
    [
        ("万", 0, "万吨", ""), ("万", 0, "10^4 Nm3", ""), ("万Nm³", 0, "10^4 Nm3", ""), ("MWh", 0, "MWh", ""),
        ("kWh", 0, "MWh", CONTRADICTED),
        ("万千瓦时", 0, "MWh", CONTRADICTED), ("kWh", -3, "MWh", ""), ("t", 0, "1", DOUBTFUL), ("tC/GJ", 0, "tC/GJ", ""), ("M", 6, "t", ""),
    ],
)  # fmt: skip
def test_words_are_held_against_the_unit(words: str, power: int, unit: str, code: str) -> None:
    assert said_of(Shown("…", words, power), "5", unit)[0] == code
