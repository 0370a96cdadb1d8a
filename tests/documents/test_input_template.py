"""The input workbook as a clerk meets it: what stands where, what is locked, what the lists offer."""

import io

import openpyxl
import pytest

from tanheng.documents.input.case_file import read_case_bytes
from tanheng.documents.input.csv_tables import csv_template, filled_csv
from tanheng.documents.input.headings import TEMPLATE_VERSION
from tanheng.documents.input.template.data import sheet_name
from tanheng.documents.input.template.workbook import filled_template, input_template
from tanheng.engine.case import Facility
from tanheng.engine.case.reading import read_case
from tanheng.engine.running import run_case
from tanheng.engine.text import Text
from tanheng.rulebook import load, pack_ids
from tests.documents.sample_input import (
    ENTITY,
    FIRST_ROW,
    FUELS,
    HEADING_ROW,
    MONTH_1,
    PACK_ID,
    POTLINES,
    codes,
    find,
    read,
    sample_case,
    sample_workbook,
)
from tests.engine.toy_power import power_case, power_pack

TWO = [Facility("potline-1", "potline", "1号电解系列"), Facility("potline-2", "potline", "2号电解系列")]


@pytest.fixture(scope="module")
def blank() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(input_template(load(PACK_ID), 2025, TWO, ["lng"])))


def headings(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[HEADING_ROW]]


def test_there_is_a_sheet_for_each_group_of_the_form(blank: openpyxl.Workbook) -> None:
    used: set[str] = set()
    wanted = [sheet_name(Text(sheet["zh"], sheet["en"]), used) for sheet in load(PACK_ID).forms["input_sheets"]]
    assert [name for name in blank.sheetnames if name in wanted] == wanted


def test_headings_are_chinese_and_english_with_twelve_months(blank: openpyxl.Workbook) -> None:
    found = headings(blank[POTLINES])
    assert found[MONTH_1 - 1 : MONTH_1 + 11] == [
        f"{month}月\n{word}"
        for month, word in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], start=1)
    ]
    assert {"单位\nUnit", "获取方式\nKind", "数据来源\nSource", "支撑材料\nEvidence", "备注\nNote", "缺省值\nDefault"} <= set(found)


def test_every_row_carries_its_quantity_facility_and_item(blank: openpyxl.Workbook) -> None:
    sheet = blank[POTLINES]
    rows = [(sheet.cell(row, len(headings(sheet))).value, sheet.cell(row, 2).value) for row in range(FIRST_ROW, FIRST_ROW + 6)]
    quantities = ["molten_aluminium_output_t", "anode_consumption_t", "electrolysis_ac_electricity_mwh"]
    assert rows == [(quantity, f"potline-{number}") for number in (1, 2) for quantity in quantities]
    assert blank[FUELS].cell(FIRST_ROW, 3).value == "液化天然气 liquefied natural gas"


def test_only_what_is_to_be_typed_is_unlocked(blank: openpyxl.Workbook) -> None:
    sheet = blank[POTLINES]
    assert sheet.protection.sheet
    unlocked = {headings(sheet)[cell.column - 1].split("\n")[0] for cell in sheet[FIRST_ROW] if not cell.protection.locked}
    months = {f"{month}月" for month in range(1, 13)}
    assert unlocked == months | {"设施", "获取方式", "数据来源", "支撑材料", "不确定度", "备注"}


def test_number_cells_show_the_decimals_of_the_rule(blank: openpyxl.Workbook) -> None:
    assert blank[POTLINES].cell(FIRST_ROW, MONTH_1).number_format == "#,##0.00"
    assert blank[FUELS].cell(FIRST_ROW + 2, MONTH_1).number_format == "#,##0.00000"


def test_the_lists_offer_kinds_facilities_and_items(blank: openpyxl.Workbook) -> None:
    rules = {rule.formula1 for rule in blank[FUELS].data_validations.dataValidation if rule.type == "list"}
    assert '"实测值,计算值,设计值,缺省值,估算值"' in rules
    assert any("选项 Choices" in rule for rule in rules)
    assert any("设施 Facilities" in rule.formula1 for rule in blank[POTLINES].data_validations.dataValidation)


def test_cells_of_hours_and_days_end_with_their_month() -> None:
    kiln = [Facility("kiln-1", "kiln_line", "合成线")]
    made = openpyxl.load_workbook(io.BytesIO(input_template(load("cn/cement/cets_2024"), 2024, kiln)))
    rules = [rule for sheet in made for rule in sheet.data_validations.dataValidation if "窑运转天数" in (rule.promptTitle or "")]
    assert [int(float(rule.formula2)) for rule in rules[:12]] == [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert "0 … 29" in rules[1].prompt


def test_unconfirmed_defaults_are_marked(blank: openpyxl.Workbook) -> None:
    sheet = blank[FUELS]
    column = headings(sheet).index("缺省值\nDefault") + 1
    assert sheet.cell(FIRST_ROW + 1, column).value == "51.498（未确认）"


@pytest.mark.parametrize("write", [input_template, csv_template])
def test_the_same_form_gives_the_same_bytes(write) -> None:
    assert write(load(PACK_ID), 2025, TWO) == write(load(PACK_ID), 2025, TWO)


@pytest.mark.parametrize("name", pack_ids())
@pytest.mark.parametrize(("write", "file"), [(input_template, "blank.xlsx"), (csv_template, "blank.csv")])
def test_a_blank_form_of_any_pack_is_read_and_lacks_only_data(name: str, write, file: str) -> None:
    case, problems = read(write(load(name), load(name).valid_from), file)
    assert case is None
    expected = {rule["id"] for rule in load(name).expects_any}
    assert codes(problems, "error") <= {"CASE-104", "CASE-113", "CASE-122", "CASE-150", "CASE-151", "CASE-152", *expected}


def test_what_is_missing_is_shown_at_the_blank_cell_where_it_belongs() -> None:
    content = input_template(load(PACK_ID), 2025, TWO, entity=("合成铝业", ""))
    problem = find(read(content)[1], "CASE-151")
    assert (problem.where.sheet, problem.where.cell) == (POTLINES, "F5")
    assert problem.where.facility == "potline-1"


@pytest.mark.parametrize(
    ("content", "file"),
    [(sample_workbook, "filled.xlsx"), (lambda: filled_csv(load(PACK_ID), sample_case()), "filled.csv")],
    ids=["xlsx", "csv"],
)
def test_a_filled_form_reads_back_as_the_same_case(content, file: str) -> None:
    case, problems = read(content(), file)
    assert problems == []
    assert case is not None
    assert case.snapshot_hash == sample_case().snapshot_hash


def test_kind_uncertainty_and_notes_survive() -> None:
    text = """\
tanheng: case/1
pack: cn/aluminium/cets_2024
year: 2025
entity: {name: 合成铝业有限公司}
facilities: [{id: "1", kind: potline, name: 一系列}, {id: B, kind: casthouse, name: 铸造}]
values:
  - {quantity: molten_aluminium_output_t, facility: "1", each_month: "1000.00", kind: estimated, uncertainty: "0.015", note: "=1+1"}
  - {quantity: anode_consumption_t, facility: "1", months: {1: "1", 2: "2", 3: "3", 4: "4", 5: "5", 6: "6"}, evidence: a.pdf}
  - {quantity: anode_consumption_t, facility: "1", months: {7: "1", 8: "2", 9: "3", 10: "4", 11: "5", 12: "6"}, evidence: b.pdf}
"""
    case, _ = read(text.encode(), "c.yaml")
    assert case is not None
    pack = load(PACK_ID)
    for content, file in ((filled_template(pack, case), "f.xlsx"), (filled_csv(pack, case, encoding="gb18030"), "f.csv")):
        again, problems = read(content, file)
        assert again is not None, [problem.as_text() for problem in problems]
        assert again.snapshot_hash == case.snapshot_hash


def test_a_year_taken_as_one_period_has_one_column() -> None:
    book = openpyxl.load_workbook(io.BytesIO(input_template(load(PACK_ID), 2025, grain="year")))
    found = headings(book[POTLINES])
    assert "全年\nYear" in found
    assert "1月\nJan" not in found


def test_the_template_names_its_version_and_pack(blank: openpyxl.Workbook) -> None:
    facts = {row[0].value: row[1].value for row in blank[ENTITY].iter_rows(min_row=6, max_row=12)}
    assert facts["规则包 Rule pack"] == PACK_ID
    assert facts["模板版本 Template version"] == TEMPLATE_VERSION


WORKED = [(name, number) for name in pack_ids() for number, one in enumerate(load(name).cases) if "expected" in one]


@pytest.mark.parametrize(("name", "number"), WORKED)
def test_every_worked_case_survives_the_workbook_and_the_csv(name: str, number: int) -> None:
    pack = load(name)
    case, problems = read_case(pack.cases[number]["given"], load)
    assert case is not None, [problem.as_text() for problem in problems]
    for content, file in ((filled_template(pack, case), "f.xlsx"), (filled_csv(pack, case), "f.csv")):
        again, told = read(content, file)
        assert again is not None, [problem.as_text() for problem in told]
        assert [row["value"] for row in run_case(pack, again).document()["results"]] == [
            row["value"] for row in run_case(pack, case).document()["results"]
        ]
        if file == "f.csv":  # a CSV keeps the text of every number
            assert again.snapshot_hash == case.snapshot_hash


def test_a_missing_attribute_points_to_its_blank_cell():
    """The class of the second unit was left blank in the form."""
    case, _ = read_case(power_case(), lambda _: power_pack())
    book = openpyxl.load_workbook(io.BytesIO(filled_template(power_pack(), case)))
    sheet = book["属性 Attributes"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "四 IV")
    cell.value = None
    emptied = io.BytesIO()
    book.save(emptied)
    found, problems = read_case_bytes("form.xlsx", emptied.getvalue(), lambda _: power_pack())
    assert found is None
    (problem,) = [one for one in problems if one.code == "CASE-122"]
    assert (problem.where.sheet, problem.where.cell, problem.where.facility) == (sheet.title, cell.coordinate, "u2")


def test_a_template_has_room_for_every_facility_of_a_large_case() -> None:
    from bench.smelters import smelter_case

    case = smelter_case(40)
    read, problems = read_case_bytes("large.xlsx", filled_template(load(PACK_ID), case), load)
    assert read is not None, [problem.as_text() for problem in problems]
    assert read.snapshot_hash == case.snapshot_hash
