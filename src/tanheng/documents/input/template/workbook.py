"""Writes the input workbook of a rule pack: one sheet per group of the form, locked where nothing is to be typed.

The same form gives the same bytes. What stands in the rows comes from `documents.input.form`, the words from
`documents.input.headings`; here are only cells and looks.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format

from tanheng.documents.input.form import InputForm, blank_form, case_form, facility_texts, override_texts, written_by
from tanheng.documents.input.guide import guide_lines
from tanheng.documents.input.headings import (
    ANSWER_HEADINGS,
    ANSWER_SHEET,
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
from tanheng.documents.input.template.data import Styles, choice_range, sheet_name, write_data_sheet
from tanheng.documents.input.template.words import (
    ANSWER_TITLE,
    ATTRIBUTE_TITLE,
    CHOICE_TITLE,
    FACILITY_TITLE,
    GUIDE_TITLE,
    OVERRIDE_TITLE,
    REMARKS,
    UNCERTAINTY_TITLE,
    choice_lists,
    entity_title,
)
from tanheng.documents.input.uncertainties import statement_texts
from tanheng.engine.text import Text

CREATED = datetime(2024, 9, 13, tzinfo=UTC).replace(tzinfo=None)  # fixed: the same form gives the same bytes
FACILITY_ROWS, SPARE_FACILITIES = 24, 4
OVERRIDE_ROWS, UNCERTAINTY_ROWS, ANSWER_ROWS = 8, 24, 12
FIRST_ROW = 4  # of the tables on the small sheets, counted from 0
LOCKED_FACTS = {"pack", "grain", "version", "base"}


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
    used = {GUIDE_SHEET, ENTITY_SHEET, FACILITY_SHEET, ATTRIBUTE_SHEET, OVERRIDE_SHEET, UNCERTAINTY_SHEET, ANSWER_SHEET, CHOICE_SHEET}
    for sheet in form.sheets:
        name = sheet_name(sheet.title, used)
        write_data_sheet(book, styles, name, form, sheet, facility_range(form))
    _overrides(book, styles, form)
    _uncertainties(book, styles, form)
    _answers(book, styles, form)
    _choices(book, styles, form)
    book.close()
    return stream.getvalue()


# A blank input workbook (xlsx) of a pack for a year, with rows for these facilities and items (fuels, carbonates …).
input_template = written_by(workbook_of, blank_form)
# The input workbook (xlsx) filled with a case; reading it back gives the same case. `doubts` stand ready for answers.
filled_template = written_by(workbook_of, case_form)


def facility_rows(form: InputForm) -> int:
    """How many rows the sheet of facilities has: room for all that are listed, and for some more."""
    return max(FACILITY_ROWS, len(form.facilities) + SPARE_FACILITIES)


def facility_range(form: InputForm) -> str:
    """The cells of the facility ids, for drop-downs."""
    return f"='{FACILITY_SHEET}'!$A${FIRST_ROW + 2}:$A${FIRST_ROW + 1 + facility_rows(form)}"


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
    sheet.write_string(0, 0, GUIDE_TITLE.zh, styles.title)
    sheet.write_string(0, 1, GUIDE_TITLE.en, styles.title)
    for row, (line, style) in enumerate(guide_lines(form.pack), start=2):
        shown = {"": styles.text, "required": styles.required, "optional": styles.optional, "locked": styles.locked}[style]
        sheet.write_string(row, 0, line.zh, shown)
        sheet.write_string(row, 1, line.en, shown)
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True})


def _entity(book: xlsxwriter.Workbook, styles: Styles, form: InputForm) -> None:
    sheet = _small_sheet(book, styles, ENTITY_SHEET, entity_title(form.pack), FACT_HEADINGS, (34, 44, 60))
    facts = {
        "pack": form.pack.id, "year": str(form.year), "grain": both(GRAIN_WORDS[form.grain]),
        **({"through_month": str(form.through_month)} if form.through_month else {}),
        "name": form.entity_name, "code": form.entity_code, "version": TEMPLATE_VERSION, **({"base": form.base} if form.base else {}),
    }  # fmt: skip
    for row, (name, entry) in enumerate(facts.items(), start=FIRST_ROW + 1):
        sheet.write_string(row, 0, both(FACTS[name][0]), styles.label)
        _write(sheet, row, 1, entry, styles.locked if name in LOCKED_FACTS else styles.typed_text)
        sheet.write_string(row, 2, both(REMARKS[name]), styles.remark)
    sheet.activate()


def _facilities(book: xlsxwriter.Workbook, styles: Styles, form: InputForm) -> None:
    sheet = _small_sheet(book, styles, FACILITY_SHEET, FACILITY_TITLE, FACILITY_HEADINGS, (24, 34, 44, 14, 14, 44))
    kinds = form.pack.facility_kinds
    for number in range(facility_rows(form)):
        row = FIRST_ROW + 1 + number
        one = form.facilities[number] if number < len(form.facilities) else None
        kind = kinds.get(one.kind) if one else None
        texts = facility_texts(one, label=both(kind.label) if kind else "") if one else []
        for column, text in enumerate([*texts, *[""] * len(FACILITY_HEADINGS)][: len(FACILITY_HEADINGS)]):
            _write(sheet, row, column, text, styles.typed_text)
    last = FIRST_ROW + facility_rows(form)
    source = choice_range(form, "facility_kinds")
    sheet.data_validation(FIRST_ROW + 1, 1, last, 1, {"validate": "list", "source": source})


def _attributes(book: xlsxwriter.Workbook, styles: Styles, form: InputForm) -> None:
    sheet = _small_sheet(book, styles, ATTRIBUTE_SHEET, ATTRIBUTE_TITLE, ATTRIBUTE_HEADINGS, (40, 24, 40))
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
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": facility_range(form)})
            sheet.data_validation(row, 2, row, 2, {"validate": "list", "source": choice_range(form, f"attribute {attribute.id}")})
            row += 1


def _overrides(book: xlsxwriter.Workbook, styles: Styles, form: InputForm) -> None:
    sheet = _small_sheet(book, styles, OVERRIDE_SHEET, OVERRIDE_TITLE, OVERRIDE_HEADINGS, (34, 22, 22, 16, 16, 34, 16, 34))
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
    widths = (44, 16, 24, 12, 34, 12, 12, 20, 18, 14, 34)
    sheet = _small_sheet(book, styles, UNCERTAINTY_SHEET, UNCERTAINTY_TITLE, UNCERTAINTY_HEADINGS, widths)
    rows = max(UNCERTAINTY_ROWS, len(form.uncertainties) + 4)
    for number in range(rows):
        one = form.uncertainties[number] if number < len(form.uncertainties) else None
        texts = statement_texts(form.pack, one) if one else ("",) * len(UNCERTAINTY_HEADINGS)
        for column, text in enumerate(texts):
            _write(sheet, FIRST_ROW + 1 + number, column, text, styles.typed_text)
    for column, source in (
        (0, choice_range(form, "uncertain inputs")), (1, facility_range(form)), (4, choice_range(form, "uncertainty forms")),
        (7, choice_range(form, "distributions")), (9, choice_range(form, "yes")),
    ):  # fmt: skip
        choices = {"validate": "list", "source": source, "error_type": "warning", "error_title": "不在列表中"}
        sheet.data_validation(FIRST_ROW + 1, column, FIRST_ROW + rows, column, choices)


def _answers(book: xlsxwriter.Workbook, styles: Styles, form: InputForm) -> None:
    widths = (14, 60, 34, 16, 22, 8, 20, 16, 14, 12, 30, 50)
    sheet = _small_sheet(book, styles, ANSWER_SHEET, ANSWER_TITLE, ANSWER_HEADINGS, widths)
    rows = max(ANSWER_ROWS, len(form.answers) + 4)
    for number in range(rows):
        cells = form.answers[number] if number < len(form.answers) else {}
        for column, name in enumerate(ANSWER_HEADINGS):
            text = cells.get(name, "")
            _write(sheet, FIRST_ROW + 1 + number, column, text, styles.label if name == "doubt" and text else styles.typed_text)
    columns = list(ANSWER_HEADINGS)
    lists = {"facility": facility_range(form), "says": choice_range(form, "says"), "printed": choice_range(form, "printed")}
    for name, source in lists.items():
        choices = {"validate": "list", "source": source, "error_type": "warning", "error_title": "不在列表中"}
        sheet.data_validation(FIRST_ROW + 1, columns.index(name), FIRST_ROW + rows, columns.index(name), choices)


def _choices(book: xlsxwriter.Workbook, styles: Styles, form: InputForm) -> None:
    sheet = book.add_worksheet(CHOICE_SHEET)
    sheet.write_string(0, 0, CHOICE_TITLE, styles.remark)
    for column, (words, title) in enumerate(choice_lists(form.pack).values()):
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
