"""Figures of a workbook that stand in no cell: in comments, text boxes, page headers and names. They are not read, and that is told.

ECMA-376 part 1: comments (18.7), drawings (20.5), headers and footers (18.3.1.46), defined names (18.2.5); of an OpenDocument the reader
of cells meets them. What this program wrote into comments itself is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tanheng.documents.reading.cells import Sheet
from tanheng.documents.reading.problems import input_problem
from tanheng.documents.reading.workbook_package import UnreadableWorkbook, WorkbookPackage, walk_xml
from tanheng.documents.reading.workbook_parts import nothing, relations, workbook_part
from tanheng.engine.places import Origin
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text

OPENING, CLOSING = "▼ 碳衡 Tanheng", "▲"  # of comments, as `marks.words` writes them
KINDS = {
    "comments": Text("批注", "comments"),
    "threadedComment": Text("批注", "comments"),
    "drawing": Text("文本框", "text boxes"),
    "header": Text("页眉页脚", "page headers or footers"),
}
PAGE_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|.)', re.DOTALL)  # of a page header: fonts, sizes, the number of the page
NAMES = Text("定义的名称", "defined names")
CONSTANT = re.compile(r"=?[-+]?\d[\d.,]*+%?")
MOST_SHEETS = 8


def unread_parts(package: WorkbookPackage, file: str, sheets: Sequence[Sheet]) -> list[Problem]:
    """One note that names the sheets with figures in comments, text boxes, page headers or footers, and the names that are figures;
    none where nothing is. `sheets`: those of the package, with what their readers met beside the cells.
    """
    try:
        kind, part = workbook_part(package)
        found = list(_found(package, part, sheets) if kind == "xlsx" else _found_in_ods(package, part, sheets))
    except UnreadableWorkbook:
        return []  # the reader of cells says what is wrong
    if not found:
        return []
    more = " …" if len(found) > MOST_SHEETS else ""
    words = [language.join(one.in_(code) for one in found[:MOST_SHEETS]) + more for language, code in (("；", "zh"), ("; ", "en"))]
    return [input_problem("FILE-253", Origin(file=file), found=words[0], found_en=words[1])]


def _found(package: WorkbookPackage, part: str, sheets: Sequence[Sheet]) -> Iterator[Text]:
    book = _Book()
    walk_xml(package.read(part), book.start, book.end, book.data, budget=package.budget)
    targets = {one.id: one.target for one in relations(package, part)}
    beside = {sheet.name: sheet for sheet in sheets}
    for name, relation in book.sheets:
        sheet = beside.get(name[:100])
        yield from _of_sheet(name, [*_kinds(package, targets.get(relation, "")), *(_beside(sheet) if sheet else ())])
    yield from _constants(book.constants)


def _found_in_ods(package: WorkbookPackage, part: str, sheets: Sequence[Sheet]) -> Iterator[Text]:
    for sheet in sheets:
        yield from _of_sheet(sheet.name or "", list(_beside(sheet)))
    names = _Expressions()
    if package.holds(part, b"named-expression"):
        walk_xml(package.pieces(part), names.start, nothing, nothing, budget=package.budget)
    yield from _constants(names.constants)


def _of_sheet(name: str, kinds: Sequence[Text]) -> Iterator[Text]:
    once = [kind for kind in dict.fromkeys(KINDS.values()) if kind in kinds]
    if once:
        listed = Text("、".join(one.zh for one in once), ", ".join(one.en for one in once))
        yield Text(f"“{name[:100]}”的{listed.zh}", f"{listed.en} of “{name[:100]}”")


def _constants(names: Sequence[str]) -> Iterator[Text]:
    if names:
        shown = ", ".join(name[:40] for name in names[:MOST_SHEETS])
        yield Text(f"{NAMES.zh} {shown}", f"{NAMES.en} {shown}")


def _beside(sheet: Sheet) -> Iterator[Text]:
    """Which texts of a sheet that stand in no cell hold a figure."""
    for kind, texts in sheet.beside.items():
        whole = without_own("".join(texts))
        if any(map(str.isdigit, PAGE_CODE.sub("", whole) if kind == "header" else whole)):
            yield KINDS[kind]


def _kinds(package: WorkbookPackage, sheet: str) -> Iterator[Text]:
    for one in relations(package, sheet) if sheet in package else ():
        if one.kind in KINDS and one.target in package and _has_figure(package, one.target):
            yield KINDS[one.kind]


def _has_figure(package: WorkbookPackage, part: str) -> bool:
    texts = _Texts()
    walk_xml(package.read(part), texts.start, texts.end, texts.data, budget=package.budget)
    return any(map(str.isdigit, without_own("".join(texts.found))))


def without_own(text: str) -> str:
    """A text without what this program wrote between its signs."""
    first, *rest = text.split(OPENING)
    return first + "".join(one.partition(CLOSING)[2] for one in rest)


class _Texts:
    """The texts of comments and of drawings: what stands in elements `t` (of threads: `text`)."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.open = False

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        self.open = name in ("t", "text")

    def end(self, name: str) -> None:
        self.open = False
        if name in ("comment", "sp"):
            self.found.append("\n")

    def data(self, text: str) -> None:
        if self.open:
            self.found.append(text)


class _Expressions:
    """The names of an OpenDocument spreadsheet that are a mere number."""

    def __init__(self) -> None:
        self.constants: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "named-expression" and CONSTANT.fullmatch(attributes.get("expression", "").removeprefix("of:").strip()):
            self.constants.append(attributes.get("name", ""))


class _Book:
    """The sheets of a workbook with their relations, and the defined names that are a mere number."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.constants: list[str] = []
        self.name = self.text = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            self.sheets.append((attributes.get("name", ""), attributes.get("id", "")))
        elif name == "definedName":
            self.name, self.text = attributes.get("name", ""), ""

    def end(self, name: str) -> None:
        if name == "definedName" and CONSTANT.fullmatch(self.text.strip()):
            self.constants.append(self.name)

    def data(self, text: str) -> None:
        self.text += text[:100]
