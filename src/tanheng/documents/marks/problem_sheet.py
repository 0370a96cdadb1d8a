"""The first sheet of a marked workbook: every problem with a link to its cell, what blocks first; and how it is known again.

In two hidden columns it keeps which cells were coloured and what was behind them before, so that a mark can be taken off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from tanheng.documents.marks.styles import Looks
from tanheng.documents.marks.words import (
    COLOURS,
    HEADING_ROW,
    PROBLEM_MARK,
    PROBLEM_SHEET,
    mark_corner,
    remedy_text,
    severity_text,
    shown,
)
from tanheng.documents.reading.cells import Corner, Sheet, cell_name, corner_of
from tanheng.documents.text_sizes import row_height
from tanheng.engine.problems import Problem, Severity
from tanheng.engine.text import Text

TITLE = Text("问题", "Problems")
COUNT = Text("{number} 个问题，其中错误 {errors} 个。", "{number} problems, {errors} of them errors.")
NONE = Text("没有发现问题。", "No problems were found.")
HOW = Text(
    "点“位置”跳到单元格；批注写着原因和办法，颜色是：红＝错误，琥珀＝警告，蓝＝提示。改完直接再交这个文件，本表和批注不会被当作数据。",
    "Follow the place to its cell; the comment says what is wrong and how to mend it. Red: error, amber: warning, blue: note. "
    "Mend the cells and send this very file again: this sheet and the comments are not read as data.",
)
HEADINGS = (
    (Text("序号", "No."), 7), (Text("程度", "Severity"), 10), (Text("位置", "Place"), 30), (Text("编号", "Code"), 13),
    (Text("问题", "Problem"), 60), (Text("办法", "Remedy"), 60),
)  # fmt: skip
LEFT_OUT = Text("其余 {found} 处不再列出；改正以上各处后再算一次。", "{found} places more are not listed; mend these and compute again.")
AS_ABOVE = Text("（同上）", "(as above)")
RECORD_COLUMN = 8  # two hidden columns: the cell, and the fill that was behind it
MOST_LISTED = 20_000


@dataclass(frozen=True)
class Listed:
    """One line of the sheet: a problem at a place; `number` counts the problems, a further place of one has its number again."""

    problem: Problem
    number: int
    place: str
    link: str
    again: bool = False


def recorded_fills(sheet: Sheet) -> dict[tuple[str, Corner], str]:
    """By sheet and cell what was behind it before it was marked."""
    mark = mark_corner(sheet)
    found: dict[tuple[str, Corner], str] = {}
    for (row, column), cell in sheet.cells.items():
        if mark is None or column != mark[1] or row <= mark[0]:
            continue
        name, _, reference = cell.text.rpartition("!")
        corner = corner_of(reference)
        if corner is not None:
            found[name, corner] = sheet.at(row, column + 1).text
    return found


def free_sheet_name(names: Iterable[str]) -> str:
    """The name of the problem sheet, with a number where a sheet of another kind has it already."""
    taken = {name.casefold() for name in names}
    candidates = (PROBLEM_SHEET if number == 1 else f"{PROBLEM_SHEET} {number}" for number in range(1, len(taken) + 2))
    return next(name for name in candidates if name.casefold() not in taken)


def link_to(sheet: str, corner: Corner | None) -> str:
    """The address inside the workbook, as links write it."""
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{cell_name(*(corner or (1, 1)))}"


def sheet_xml(
    listed: Sequence[Listed], record: Mapping[tuple[str, Corner], str], looks: Looks, lang: str, space: str, remark: str, base: str
) -> bytes:
    """The XML of the sheet; texts stand in it, so that no table of shared texts is touched. `base`: what the figures were taken from."""
    return _SheetText(looks, lang, space).text(listed, record, remark, base)


class _SheetText:
    """Writes the sheet row by row."""

    def __init__(self, looks: Looks, lang: str, space: str) -> None:
        self.lang, self.space = lang, space
        self.heading = looks.own(fill="FF1F4E5F", bold=True, colour="FFFFFFFF")
        self.title, self.text_look = looks.own(bold=True, wrapped=False), looks.own()
        self.plain = looks.own(wrapped=False)
        self.link = looks.own(colour="FF0B5CAD", underlined=True)
        self.severity: dict[Severity, int] = {name: looks.own(fill=colour) for name, colour in COLOURS.items()}
        self.rows: dict[int, list[tuple[int, str, int]]] = {}
        self.links: list[tuple[str, str, str]] = []

    def put(self, row: int, column: int, text: str, look: int) -> None:
        if text:
            self.rows.setdefault(row, []).append((column, shown(text), look))

    def text(self, listed: Sequence[Listed], record: Mapping[tuple[str, Corner], str], remark: str, base: str) -> bytes:
        self.head([one.problem for one in listed if not one.again], remark)
        self.put(1, RECORD_COLUMN + 1, base, self.plain)
        for row, one in enumerate(listed[:MOST_LISTED], start=HEADING_ROW + 1):
            self.line(row, one)
        if len(listed) > MOST_LISTED:
            self.put(HEADING_ROW + 1 + MOST_LISTED, 5, LEFT_OUT.filled(found=str(len(listed) - MOST_LISTED)).in_(self.lang), self.text_look)
        for row, ((name, corner), fill) in enumerate(record.items(), start=HEADING_ROW + 1):
            self.put(row, RECORD_COLUMN, f"{name}!{cell_name(*corner)}", self.plain)
            self.put(row, RECORD_COLUMN + 1, fill, self.plain)
        return self.whole().encode()

    def head(self, problems: Sequence[Problem], remark: str) -> None:
        errors = sum(one.severity == "error" for one in problems)
        count = COUNT.filled(number=str(len(problems)), errors=str(errors)) if problems else NONE
        self.put(1, 1, TITLE.in_(self.lang), self.title)
        self.put(1, RECORD_COLUMN, PROBLEM_MARK, self.plain)
        self.put(2, 1, count.in_(self.lang) + (remark and f" {remark}"), self.plain)
        self.put(3, 1, HOW.in_(self.lang) if problems else "", self.plain)
        for column, (heading, _) in enumerate(HEADINGS, start=1):
            self.put(HEADING_ROW, column, heading.in_(self.lang), self.heading)

    def line(self, row: int, one: Listed) -> None:
        problem = one.problem
        answered = remedy_text(problem, self.lang) if problem.answer else problem.remedy.in_(self.lang)
        texts = (problem.message.in_(self.lang), answered)
        message, remedy = (AS_ABOVE.in_(self.lang), "") if one.again else texts
        cells = (
            (str(one.number), self.text_look), (severity_text(problem, self.lang), self.severity[problem.severity]),
            (one.place, self.link if one.link else self.text_look), (problem.code, self.text_look),
            (message, self.text_look), (remedy, self.text_look),
        )  # fmt: skip
        for column, (text, look) in enumerate(cells, start=1):
            self.put(row, column, text, look)
        if one.link:
            self.links.append((cell_name(row, 3), one.link, one.place))

    def height(self, row: int) -> str:
        """The attributes of a row of wrapped texts."""
        if row <= HEADING_ROW:
            return ""
        texts = {column: text for column, text, _ in self.rows[row]}
        points = row_height([texts.get(column, "") for column in range(1, len(HEADINGS) + 1)], [width for _, width in HEADINGS])
        return f' ht="{points}" customHeight="1"'

    def whole(self) -> str:
        widths = "".join(
            f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>' for number, (_, width) in enumerate(HEADINGS, start=1)
        )
        hidden = f'<col min="{RECORD_COLUMN}" max="{RECORD_COLUMN + 1}" width="9" hidden="1" customWidth="1"/>'
        rows = "".join(
            f'<row r="{row}"{self.height(row)}>{"".join(_cell(row, *cell) for cell in sorted(cells))}</row>'
            for row, cells in sorted(self.rows.items())
        )
        links = "".join(f'<hyperlink ref="{at}" location="{_quoted(link)}" display="{_quoted(place)}"/>' for at, link, place in self.links)
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{self.space}">'
            '<sheetPr><tabColor rgb="FFB3261E"/><pageSetUpPr fitToPage="1"/></sheetPr>'
            '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
            f'<pane ySplit="{HEADING_ROW}" topLeftCell="A{HEADING_ROW + 1}" activePane="bottomLeft" state="frozen"/>'
            "</sheetView></sheetViews>"
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}{hidden}</cols><sheetData>{rows}</sheetData>'
            '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0" autoFilter="0" sort="0"/>'
            f"{f'<hyperlinks>{links}</hyperlinks>' if links else ''}"
            '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
        )


def _cell(row: int, column: int, text: str, look: int) -> str:
    words = escape(text, quote=False)
    return f'<c r="{cell_name(row, column)}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'


def _quoted(text: str) -> str:
    return escape(text, quote=True).replace("\n", " ").replace("\t", " ")
