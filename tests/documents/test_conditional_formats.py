"""Number formats that conditions lay over cells: the worst that may be seen is told, Excel's extension is read, the work is limited."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import pytest

from tanheng.documents.input.typed_numbers import Typed, typed_number
from tanheng.documents.input.workbook import workbook_sheets
from tanheng.documents.reading import xlsx_book
from tanheng.documents.reading.cells import Cell, Sheet
from tanheng.documents.reading.conditional_formats import NumbersByColumn
from tanheng.documents.reading.workbook_package import UnreadableWorkbook
from tests.documents.raw_workbook import MAIN, parts, zipped
from tests.documents.test_shown_amounts import CONTRADICTED, DOUBTFUL
from tests.support.libreoffice import LibreOffice

NEVER, ALWAYS = 'type="cellIs" operator="lessThan"', 'type="cellIs" operator="greaterThan"'  # beside a limit of 0
OPEN = 'type="expression"'
KG, T, ABOUT, PLAIN = '0" kg"', '0" t"', '"约"0', "0.00"
Rule = tuple[str, str, str | None, int]  # its attributes, its condition, its format, its priority


def raw(rules: Sequence[Rule], own: str = "General", *, area: str = "A1", extension: bool = False, cells: str = "") -> bytes:
    """A workbook with 5000 in A1, shown by its own format and under rules."""
    made = parts(f'<row r="1"><c r="A1" s="1"><v>5000</v></c>{cells}</row>', formats={1: escape(own)})
    styles, xml = "", ""
    for place, (attributes, condition, code, priority) in enumerate(rules):
        style = "" if code is None else f'<numFmt numFmtId="{190 + place}" formatCode="{escape(code)}"/>'
        styles += f"<dxf>{style}</dxf>"
        head = f'{attributes} priority="{priority}"'
        xml += (
            f"<x14:conditionalFormatting><x14:cfRule {head}><xm:f>{escape(condition)}</xm:f><x14:dxf>{style}</x14:dxf></x14:cfRule>"
            f"<xm:sqref>{area}</xm:sqref></x14:conditionalFormatting>"
            if extension
            else f'<conditionalFormatting sqref="{area}"><cfRule {head} dxfId="{place}"><formula>{escape(condition)}</formula></cfRule>'
            "</conditionalFormatting>"
        )
    around = f"<extLst><ext><x14:conditionalFormattings>{xml}</x14:conditionalFormattings></ext></extLst>" if extension else xml
    sheet = made["xl/worksheets/sheet1.xml"].replace("</sheetData>", f"</sheetData>{around}")
    made["xl/worksheets/sheet1.xml"] = sheet.replace(f'xmlns="{MAIN}"', f'xmlns="{MAIN}" xmlns:x14="x14" xmlns:xm="xm"')
    made["xl/styles.xml"] = made["xl/styles.xml"].replace("</styleSheet>", f"<dxfs>{styles}</dxfs></styleSheet>")
    return zipped(made)


def typed(content: bytes, unit: str = "t") -> Typed:
    return typed_number(workbook_sheets(content)[0].cells[(1, 1)], unit)


def told(content: bytes, unit: str = "t") -> str:
    found = typed(content, unit)
    return found.refusal or found.remark or ""


@pytest.mark.parametrize("extension", [False, True])
@pytest.mark.parametrize(
    ("own", "rules", "expected"),
    [
        (KG, [(OPEN, "FALSE", T, 1)], CONTRADICTED), (KG, [(OPEN, "FALSE", ABOUT, 1)], CONTRADICTED),
        (KG, [(OPEN, "FALSE", PLAIN, 1)], CONTRADICTED), (KG, [(NEVER, "0", T, 1)], CONTRADICTED),
        (KG, [(ALWAYS, "0", T, 1)], ""), (KG, [(ALWAYS, "0", PLAIN, 1)], ""), (KG, [(ALWAYS, "0", ABOUT, 1)], DOUBTFUL),
        (KG, [(ALWAYS, "0", None, 1)], CONTRADICTED),
        ("General", [(OPEN, "B1>3", KG, 1), (OPEN, "B1>4", T, 2)], CONTRADICTED),
        ("General", [(OPEN, "B1>3", T, 1), (OPEN, "B1>4", KG, 2)], CONTRADICTED),
        ("General", [(OPEN, "B1>3", ABOUT, 1), (OPEN, "B1>4", KG, 2)], CONTRADICTED),
        ("General", [(ALWAYS, "0", T, 1), (OPEN, "B1>4", KG, 2)], ""),
        ("General", [(ALWAYS, "0", T, 2), (OPEN, "B1>4", KG, 1)], CONTRADICTED),
        ("General", [(ALWAYS, "0", KG, 2), (ALWAYS, "0", T, 1)], ""),
        ("General", [(ALWAYS, "0", KG, 1), (ALWAYS, "0", T, 2)], CONTRADICTED),
        (KG, [(OPEN, "B1>4", ABOUT, 1), (ALWAYS, "0", T, 2)], DOUBTFUL),
        ("General", [(f'{ALWAYS} stopIfTrue="1"', "0", None, 1), (OPEN, "B1>4", KG, 2)], ""),
        ("General", [(f'{OPEN} stopIfTrue="1"', "B1>3", None, 1), (OPEN, "B1>4", KG, 2)], CONTRADICTED),
        ("General", [(OPEN, "B1>4", "0%", 1)], DOUBTFUL), ("General", [(OPEN, "B1>4", "yyyy-m-d", 1)], DOUBTFUL),
    ],
)  # fmt: skip
def test_the_worst_that_may_be_seen_is_told(own: str, rules: list[Rule], expected: str, extension: bool) -> None:
    assert told(raw(rules, own, extension=extension)) == expected


@pytest.mark.parametrize(
    ("own", "code", "unit", "expected"),
    [
        ("0", "0%", "tC/t", ""), ("0", "0%", "%", CONTRADICTED), ("0", '0"%"', "%", ""), ("0", '0"%"', "tC/t", CONTRADICTED),
        ("0%", "0.0%", "%", ""), ("0%", "0.00", "%", DOUBTFUL), ("0%", '0" kg"', "%", DOUBTFUL),
    ],
)  # fmt: skip
def test_a_percentage_of_one_format_alone_is_told(own: str, code: str, unit: str, expected: str) -> None:
    assert told(raw([(OPEN, "B1>4", code, 1)], own), unit) == expected


@pytest.mark.parametrize(
    ("area", "expected"),
    [("A1:C9", CONTRADICTED), ("B1 A1", CONTRADICTED), ("A:A", CONTRADICTED), ("1:3", CONTRADICTED), ("B1:C9", ""), ("A2:A9", "")],
)
@pytest.mark.parametrize("extension", [False, True])
def test_areas_of_a_rule(area: str, expected: str, extension: bool) -> None:
    assert told(raw([(OPEN, "Sheet2!A1>3", KG, 1)], area=area, extension=extension)) == expected


def test_a_formula_of_the_extension_is_no_formula_of_a_cell() -> None:
    (cell,) = workbook_sheets(raw([(OPEN, "Sheet2!A1>3", KG, 1)], extension=True))[0].cells.values()
    assert not cell.formula


# ── the work ─────────────────────────────────────────────────────────────────────────────────────


class CountedBook(xlsx_book.XlsxBook):
    """Notes what is counted."""

    def count_looks(self, count: int, sheet: Sheet) -> None:
        super().count_looks(count, sheet)
        self.__dict__.setdefault("asked", []).append(count)


def test_areas_without_numbers_cost_nothing_and_every_look_at_a_number_is_counted() -> None:
    sheet = Sheet("甲", cells={(row, column): Cell("number", "5") for row in range(1, 101) for column in (1, 2)})
    book = CountedBook()
    numbers = NumbersByColumn(sheet, book)
    assert not list(numbers.within("C1:D200000"))
    assert book.looks == 1
    assert len(list(numbers.within("B1:XFD50"))) == 50
    assert book.__dict__["asked"] == [1, 2, 50]


def refused(content: bytes) -> dict[str, str]:
    with pytest.raises(UnreadableWorkbook) as error:
        workbook_sheets(content)
    assert error.value.code == "FILE-206"
    return dict(error.value.words)


def test_the_looks_of_a_whole_workbook_are_limited_in_words_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    content = raw([(NEVER, "0", KG, 1)] * 30)
    assert workbook_sheets(content)
    monkeypatch.setattr(xlsx_book, "MOST_LOOKS", 20)
    words = refused(content)
    assert "条件格式" in words["found"] and "conditional formats" in words["found_en"]
    refused(raw([(NEVER, "0", KG, 1)], area="C1 " * 30))
    book = xlsx_book.XlsxBook(looks=19)
    book.count_looks(1, workbook_sheets(raw([]))[0])
    with pytest.raises(UnreadableWorkbook):
        book.count_looks(1, workbook_sheets(raw([]))[0])


# ── OpenDocument ─────────────────────────────────────────────────────────────────────────────────


def opendocument(maps: Sequence[tuple[str, str]], own: str = "") -> bytes:
    """5000 in a cell whose style has maps."""
    texts = {"kg": " kg", "t": " t", "plain": ""}
    formats = "".join(
        f'<n:number-style s:name="N-{name}"><n:number/><n:text>{text}</n:text></n:number-style>'
        f'<s:style s:name="{name}" s:family="table-cell" s:data-style-name="N-{name}"/>'
        for name, text in texts.items()
    )
    formats += '<n:percentage-style s:name="N-percent"><n:number/><n:text>%</n:text></n:percentage-style>'
    formats += '<s:style s:name="percent" s:family="table-cell" s:data-style-name="N-percent"/>'
    formats += '<s:style s:name="red" s:family="table-cell"/>'
    laid = "".join(f'<s:map s:condition="{escape(condition)}" s:apply-style-name="{style}"/>' for condition, style in maps)
    data = f's:data-style-name="N-{own}"' if own else ""
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": '<o:document-content xmlns:o="o" xmlns:t="t" xmlns:x="x" xmlns:s="s" xmlns:n="n">'
        f'<o:automatic-styles>{formats}<s:style s:name="own" s:family="table-cell" {data}>{laid}</s:style></o:automatic-styles>'
        '<o:body><o:spreadsheet><t:table t:name="甲"><t:table-row><t:table-cell o:value-type="float" o:value="5000" t:style-name="own"/>'
        "</t:table-row></t:table></o:spreadsheet></o:body></o:document-content>",
    })  # fmt: skip


@pytest.mark.parametrize(
    ("own", "maps", "expected"),
    [
        ("", [("cell-content()>1000", "kg")], CONTRADICTED), ("", [("cell-content()<1000", "kg")], ""),
        ("", [("cell-content-is-between(1,20000)", "kg")], CONTRADICTED), ("", [("cell-content-is-not-between(1,20000)", "kg")], ""),
        ("", [("is-true-formula([.$D$1]>3)", "kg")], CONTRADICTED), ("", [("cell-content()<[.$D$1]", "kg")], CONTRADICTED),
        ("kg", [("is-true-formula(FALSE())", "t")], CONTRADICTED), ("kg", [("cell-content()>=5000", "t")], ""),
        ("kg", [("cell-content()!=5000", "t")], CONTRADICTED), ("kg", [("cell-content()=5000", "plain")], ""),
        ("kg", [("cell-content()=5000", "red"), ("cell-content()=5000", "t")], CONTRADICTED),
        ("t", [("cell-content()=5000", "red"), ("cell-content()=5000", "kg")], ""),
        ("t", [("cell-content()=5000", "kg"), ("cell-content()=5000", "t")], CONTRADICTED),
        ("", [("is-true-formula(1)", "percent")], DOUBTFUL), ("", [("is-true-formula(1)", "unknown")], ""),
    ],
)  # fmt: skip
def test_conditional_formats_of_an_opendocument(own: str, maps: list[tuple[str, str]], expected: str) -> None:
    assert told(opendocument(maps, own)) == expected


def test_libreoffice_keeps_conditions_as_maps(soffice: LibreOffice, tmp_path: Path) -> None:
    path = tmp_path / "input.xlsx"
    path.write_bytes(raw([(ALWAYS, "0", KG, 1)], T))
    assert told(soffice.converted(path, "ods").read_bytes()) == CONTRADICTED


# ── what is said ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("code", ["0-00", '0"5"0', "[Red]0-00", "0-0%"])
def test_a_format_that_breaks_the_digits_is_told_by_its_code(code: str) -> None:
    found = typed(raw([], code))
    assert found.refusal == CONTRADICTED
    assert found.words["found"] == f"格式 “{code}” 写出的内容"
    assert found.words["found_en"] == f"what the format “{code}” makes"
