"""Figures of an xlsx workbook that stand in no cell: in comments, text boxes and defined names. They are not read, and that is told.

ECMA-376 part 1: comments (18.7), drawings (20.5), defined names (18.2.5). What this program wrote into comments itself is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tanheng.documents.reading.problems import input_problem
from tanheng.documents.reading.workbook_package import UnreadableWorkbook, WorkbookPackage, walk_xml
from tanheng.documents.reading.workbook_parts import relations, workbook_part
from tanheng.engine.places import Origin
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text

OPENING, CLOSING = "▼ 碳衡 Tanheng", "▲"  # of comments, as `marks.words` writes them
KINDS = {
    "comments": Text("批注", "comments"),
    "threadedComment": Text("批注", "comments"),
    "drawing": Text("文本框", "text boxes"),
}
NAMES = Text("定义的名称", "defined names")
CONSTANT = re.compile(r"=?[-+]?\d[\d.,]*+%?")
MOST_SHEETS = 8


def unread_parts(package: WorkbookPackage, file: str) -> list[Problem]:
    """One note that names the sheets with figures in comments or text boxes, and the names that are figures; none where nothing is."""
    try:
        kind, part = workbook_part(package)
        found = list(_found(package, part)) if kind == "xlsx" else []
    except UnreadableWorkbook:
        return []  # the reader of cells says what is wrong
    if not found:
        return []
    more = " …" if len(found) > MOST_SHEETS else ""
    words = [language.join(one.in_(code) for one in found[:MOST_SHEETS]) + more for language, code in (("；", "zh"), ("; ", "en"))]
    return [input_problem("FILE-253", Origin(file=file), found=words[0], found_en=words[1])]


def _found(package: WorkbookPackage, part: str) -> Iterator[Text]:
    book = _Book()
    walk_xml(package.read(part), book.start, book.end, book.data, budget=package.budget)
    targets = {one.id: one.target for one in relations(package, part)}
    for name, relation in book.sheets:
        kinds = dict.fromkeys(_kinds(package, targets.get(relation, "")))
        if kinds:
            listed = Text("、".join(one.zh for one in kinds), ", ".join(one.en for one in kinds))
            yield Text(f"“{name[:100]}”的{listed.zh}", f"{listed.en} of “{name[:100]}”")
    if book.constants:
        shown = ", ".join(name[:40] for name in book.constants[:MOST_SHEETS])
        yield Text(f"{NAMES.zh} {shown}", f"{NAMES.en} {shown}")


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
