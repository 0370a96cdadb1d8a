"""Writes the input workbook of a rule pack: one sheet per group of the form, locked where nothing is to be typed.

The same form gives the same bytes. What stands in the rows comes from `documents.input_form`, the words from
`documents.input_headings`; here are only cells and looks.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format

from tanheng.documents.input_form import InputForm, blank_form, case_form, override_texts
from tanheng.documents.input_guide import guide_lines
from tanheng.documents.input_headings import (
    ATTRIBUTE_HEADINGS,
    ATTRIBUTE_SHEET,
    CHOICE_SHEET,
    ENTITY_SHEET,
    FACILITY_HEADINGS,
    FACILITY_SHEET,
    FACT_HEADINGS,
    FACTS,
    GRAIN_WORDS,
    GUIDE_SHEET,
    OVERRIDE_HEADINGS,
    OVERRIDE_SHEET,
    TEMPLATE_VERSION,
    UNCERTAINTY_HEADINGS,
    UNCERTAINTY_SHEET,
    Headings,
    both,
)
from tanheng.documents.input_template_data import Styles, choice_lists, choice_range, sheet_name, write_data_sheet
from tanheng.documents.input_uncertainties import statement_texts
from tanheng.engine.case import Case, Facility
from tanheng.engine.errors import Text
from tanheng.engine.pack import Pack

CREATED = datetime(2024, 9, 13, tzinfo=UTC).replace(tzinfo=None)  # fixed: the same form gives the same bytes
FACILITY_ROWS = 24
OVERRIDE_ROWS, UNCERTAINTY_ROWS = 8, 24
FIRST_ROW = 4  # of the tables on the small sheets, counted from 0
REMARKS = {
    "pack": Text("本模板对应的规则包，请勿修改", "the rule pack of this template; do not change it"),
    "year": Text("报告的数据年度，如 2025", "the year of the data, such as 2025"),
    "grain": Text("模板按此粒度生成；按年填写请重新生成（--grain year）", "fixed for this template; make another with --grain year"),
    "name": Text("与营业执照一致", "as on the business licence"),
    "code": Text("18 位，按文本填写", "18 characters, as text"),
    "version": Text("读取时核对，请勿修改", "checked when the file is read; do not change it"),
}
LOCKED_FACTS = {"pack", "grain", "version"}


def input_template(
    pack: Pack, year: int, facilities: Sequence[Facility] = (), items: Sequence[str] = (), *, entity: tuple[str, str] = ("", ""),
    grain: str = "",
) -> bytes:
    """A blank input workbook (xlsx) of a pack for a year, with rows for these facilities and items (fuels, carbonates …)."""
    return workbook_of(blank_form(pack, year, facilities, items, entity=entity, grain=grain))


def filled_template(pack: Pack, case: Case) -> bytes:
    """The input workbook (xlsx) filled with a case; reading it back gives the same case."""
    return workbook_of(case_form(pack, case))


def workbook_of(form: InputForm) -> bytes:
    """The bytes of a form's workbook."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": both(form.pack.title)[:200], "comments": TEMPLATE_VERSION, "created": CREATED})
    styles = Styles(book)
    _guide(book, styles, form)
    _entity(book, styles, form)
    _facilities(book, styles, form)
    if form.pack.attributes:
        _attributes(book, styles, form)
    used = {GUIDE_SHEET, ENTITY_SHEET, FACILITY_SHEET, ATTRIBUTE_SHEET, OVERRIDE_SHEET, UNCERTAINTY_SHEET, CHOICE_SHEET}
    for sheet in form.sheets:
        name = sheet_name(sheet.title, used)
        write_data_sheet(book, styles, name, form, sheet, facility_range())
    _overrides(book, styles, form)
    _uncertainties(book, styles, form)
    _choices(book, styles, form)
    book.close()
    return stream.getvalue()


def facility_range() -> str:
    """The cells of the facility ids, for drop-downs."""
    return f"='{FACILITY_SHEET}'!$A${FIRST_ROW + 2}:$A${FIRST_ROW + 1 + FACILITY_ROWS}"


def _small_sheet(
    book: xlsxwriter.Workbook, styles: Styles, name: str, title: Text, headings: Headings, widths: Sequence[int]
) -> xlsxwriter.worksheet.Worksheet:
    sheet = book.add_worksheet(name)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, title.zh, styles.title)
    sheet.write_string(1, 0, title.en, styles.remark)
    for column, (text, _) in enumerate(headings.values()):
        sheet.write_string(FIRST_ROW, column, f"{text.zh}\n{text.en}", styles.heading)
    sheet.set_row(FIRST_ROW, 32)
    sheet.freeze_panes(FIRST_ROW + 1, 1)
    _for_printing(sheet, FIRST_ROW)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    return sheet


def _for_printing(sheet: xlsxwriter.worksheet.Worksheet, heading_row: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(heading_row)
    sheet.set_footer("&L&A&R&P / &N")


def _guide(book: xlsxwriter.Workbook, styles: Styles, form: InputForm) -> None:
    sheet = book.add_worksheet(GUIDE_SHEET)
    sheet.set_column(0, 0, 62)
    sheet.set_column(1, 1, 62)
    sheet.write_string(0, 0, "填写说明", styles.title)
    sheet.write_string(0, 1, "How to fill this in", styles.title)
    for row, (line, style) in enumerate(guide_lines(form.pack), start=2):
        shown = {"": styles.text, "required": styles.required, "optional": styles.optional, "locked": styles.locked}[style]
        sheet.write_string(row, 0, line.zh, shown)
        sheet.write_string(row, 1, line.en, shown)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True})


def _entity(book: xlsxwriter.Workbook, styles: Styles, form: InputForm) -> None:
    title = Text(f"企业信息 · {form.pack.title.zh}", f"Entity · {form.pack.title.en}")
    sheet = _small_sheet(book, styles, ENTITY_SHEET, title, FACT_HEADINGS, (34, 44, 60))
    facts = {
        "pack": form.pack.id, "year": str(form.year), "grain": both(GRAIN_WORDS[form.grain]),
        "name": form.entity_name, "code": form.entity_code, "version": TEMPLATE_VERSION,
    }  # fmt: skip
    for row, (name, entry) in enumerate(facts.items(), start=FIRST_ROW + 1):
        sheet.write_string(row, 0, both(FACTS[name][0]), styles.label)
        _write(sheet, row, 1, entry, styles.locked if name in LOCKED_FACTS else styles.typed_text)
        sheet.write_string(row, 2, both(REMARKS[name]), styles.remark)
    sheet.activate()


def _facilities(book: xlsxwriter.Workbook, styles: Styles, form: InputForm) -> None:
    title = Text("设施清单：数据表里的“设施”从这里选择", "Facilities: the data sheets choose from this list")
    sheet = _small_sheet(book, styles, FACILITY_SHEET, title, FACILITY_HEADINGS, (24, 34, 44))
    kinds = form.pack.facility_kinds
    for number in range(FACILITY_ROWS):
        row = FIRST_ROW + 1 + number
        one = form.facilities[number] if number < len(form.facilities) else None
        kind = kinds.get(one.kind) if one else None
        texts = (one.id, both(kind.label) if kind else one.kind, one.name) if one else ("", "", "")
        for column, text in enumerate(texts):
            _write(sheet, row, column, text, styles.typed_text)
    last = FIRST_ROW + FACILITY_ROWS
    source = choice_range(form, "facility_kinds")
    sheet.data_validation(FIRST_ROW + 1, 1, last, 1, {"validate": "list", "source": source})


def _attributes(book: xlsxwriter.Workbook, styles: Styles, form: InputForm) -> None:
    title = Text("属性：不是数值的信息", "Attributes: facts that are no numbers")
    sheet = _small_sheet(book, styles, ATTRIBUTE_SHEET, title, ATTRIBUTE_HEADINGS, (40, 24, 40))
    row = FIRST_ROW + 1
    for attribute in form.pack.attributes.values():
        given = {one.facility: one.value for one in form.attributes if one.name == attribute.id}
        fitting = [one.id for one in form.facilities if one.kind == attribute.facility_kind]
        places: list[str | None] = [*given] or ([*fitting] if attribute.facility_kind else [None])
        for place in places:
            value = given.get(place) or attribute.default or ""
            shown = both(attribute.values[value]) if value in attribute.values else value
            sheet.write_string(row, 0, both(attribute.label), styles.label)
            _write(sheet, row, 1, place or "", styles.typed_text)
            _write(sheet, row, 2, shown, styles.typed_text)
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": facility_range()})
            sheet.data_validation(row, 2, row, 2, {"validate": "list", "source": choice_range(form, f"attribute {attribute.id}")})
            row += 1


def _overrides(book: xlsxwriter.Workbook, styles: Styles, form: InputForm) -> None:
    title = Text(
        "替换规则的未确认值或缺省值：替换值、单位、依据文件、负责人缺一不可；没有就留空",
        "Values in the place of the rules' unconfirmed or default ones: value, unit, document and person are all needed",
    )
    sheet = _small_sheet(book, styles, OVERRIDE_SHEET, title, OVERRIDE_HEADINGS, (34, 22, 22, 16, 16, 34, 16, 34))
    for number in range(max(OVERRIDE_ROWS, len(form.overrides) + 2)):
        one = form.overrides[number] if number < len(form.overrides) else None
        texts = override_texts(one) if one else ("",) * len(OVERRIDE_HEADINGS)
        for column, text in enumerate(texts):
            _write(sheet, FIRST_ROW + 1 + number, column, text, styles.typed_text)
    last = FIRST_ROW + max(OVERRIDE_ROWS, len(form.overrides) + 2)
    sheet.data_validation(FIRST_ROW + 1, 0, last, 0, {
        "validate": "list", "source": choice_range(form, "overrides"), "error_type": "warning", "error_title": "不在列表中",
        "error_message": "请从列表选择 / choose from the list",
    })  # fmt: skip


def _uncertainties(book: xlsxwriter.Workbook, styles: Styles, form: InputForm) -> None:
    title = Text(
        "不确定度：计量器具等级、校准证书、化验重复性；没有就留空。同一台秤或同一化验室写同一个相关组",
        "Uncertainties: meter class, certificate, repeatability; leave blank where unknown. One scale or laboratory is one group",
    )
    widths = (44, 16, 24, 12, 34, 12, 12, 20, 18, 14, 34)
    sheet = _small_sheet(book, styles, UNCERTAINTY_SHEET, title, UNCERTAINTY_HEADINGS, widths)
    rows = max(UNCERTAINTY_ROWS, len(form.uncertainties) + 4)
    for number in range(rows):
        one = form.uncertainties[number] if number < len(form.uncertainties) else None
        texts = statement_texts(form.pack, one) if one else ("",) * len(UNCERTAINTY_HEADINGS)
        for column, text in enumerate(texts):
            _write(sheet, FIRST_ROW + 1 + number, column, text, styles.typed_text)
    for column, source in (
        (0, choice_range(form, "uncertain inputs")), (1, facility_range()), (4, choice_range(form, "uncertainty forms")),
        (7, choice_range(form, "distributions")), (9, choice_range(form, "yes")),
    ):  # fmt: skip
        choices = {"validate": "list", "source": source, "error_type": "warning", "error_title": "不在列表中"}
        sheet.data_validation(FIRST_ROW + 1, column, FIRST_ROW + rows, column, choices)


def _choices(book: xlsxwriter.Workbook, styles: Styles, form: InputForm) -> None:
    sheet = book.add_worksheet(CHOICE_SHEET)
    sheet.write_string(0, 0, "下拉列表的选项 / what the drop-downs offer", styles.remark)
    for column, (words, title) in enumerate(choice_lists(form).values()):
        sheet.set_column(column, column, 46)
        sheet.write_string(1, column, f"{title.zh}\n{title.en}", styles.heading)
        for row, word in enumerate(words, start=2):
            sheet.write_string(row, column, word, styles.text)
    sheet.set_row(1, 32)
    sheet.freeze_panes(2, 0)
    _for_printing(sheet, 1)
    sheet.protect("", {"format_columns": True})


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """Text as text, never as a number, formula or link; a blank keeps its style."""
    if text:
        sheet.write_string(row, column, text, style)
    else:
        sheet.write_blank(row, column, None, style)
