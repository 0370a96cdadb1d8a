"""The looks of marked cells: each cell keeps its own look but for the colour behind it, and gets it back when the mark goes."""

from __future__ import annotations

import re
from copy import deepcopy

from lxml import etree

from tanheng.documents.marks.package import Element, in_space, local, parsed, written
from tanheng.documents.marks.words import COLOURS
from tanheng.documents.reading.workbook_package import UnreadableWorkbook
from tanheng.engine.problems import Severity

MAIN_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MINIMAL = """<styleSheet xmlns="{space}"><fonts count="1"><font><sz val="10"/><name val="Arial"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>"""
ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst",
)  # fmt: skip
FIRST_FILLS = ("none", "gray125")  # a spreadsheet takes the first two for these, whatever they say
LONGEST_RECORD = 2_000
NO_FILL = '<patternFill patternType="none"/>'


class Looks:
    """The styles of a workbook; new ones are added at the end, so that no number of an old one moves."""

    def __init__(self, content: bytes | None, space: str = MAIN_SPACE) -> None:
        self.root = parsed(content or MINIMAL.format(space=space).encode())
        self.fonts, self.fills, self.formats = (self._list(name) for name in ("fonts", "fills", "cellXfs"))
        # The same in lists: lxml counts from the first one each time it is asked for the n-th.
        self._fills_listed, self._formats_listed = list(self.fills), list(self.formats)
        if not self._fills_listed:
            for pattern in FIRST_FILLS:
                self._fill(f'<patternFill patternType="{pattern}"/>')
        if not self._formats_listed:
            self._format(fillId="0")
        self._fills: dict[str, int] = {}
        self._made: dict[tuple[int, str], int] = {}
        self._fills_known: dict[str, str] = {}  # records, each with the fill it stands for
        self._records: dict[int, str] = {}  # by the number of a fill
        self._ours = {number: fill for number, fill in enumerate(self._fills_listed) if _colour(fill) in COLOURS.values()}

    def _list(self, name: str) -> Element:
        """A list of the styles, made at its place where there is none."""
        found = next((one for one in self.root if local(one) == name), None)
        if found is not None:
            return found
        later = ORDER[ORDER.index(name) + 1 :]
        made = etree.Element(in_space(self.root, name))
        at = next((number for number, one in enumerate(self.root) if local(one) in later), len(self.root))
        self.root.insert(at, made)
        return made

    # ── cells of the user ────────────────────────────────────────────────────────────────────────

    def marked(self, style: int, severity: Severity) -> int:
        """The look with the colour of a severity behind it."""
        return self._filled(style, f'<patternFill patternType="solid"><fgColor rgb="{COLOURS[severity]}"/></patternFill>')

    def restored(self, style: int, record: str) -> int:
        """The look with the fill that a record describes: what stood there before the cell was marked."""
        if record not in self._fills_known:
            self._fills_known[record] = record if _readable(record) is not None else NO_FILL
        return self._filled(style, self._fills_known[record])

    def is_marked(self, style: int) -> bool:
        """Whether a look has one of our colours."""
        return bool(self._ours) and _number(self._format_at(style).get("fillId")) in self._ours

    def record(self, style: int) -> str:
        """The fill of a look as text, from which `restored` makes it again."""
        number = _number(self._format_at(style).get("fillId"))
        if number not in self._records:
            self._records[number] = self._record_of(number)
        return self._records[number]

    def _record_of(self, fill: int) -> str:
        if fill >= len(self._fills_listed) or not len(self._fills_listed[fill]):
            return ""
        text = etree.tostring(self._fills_listed[fill][0], encoding="unicode", with_tail=False)
        text = re.sub(r'\sxmlns(:\w+)?="[^"]*"', "", text)
        return text if len(text) <= LONGEST_RECORD and _readable(text) is not None else ""

    def _filled(self, style: int, fill: str) -> int:
        key = (style, fill)
        if key not in self._made:
            made = deepcopy(self._format_at(style))
            made.set("fillId", str(self._fill_number(fill)))
            made.set("applyFill", "1")
            self.formats.append(made)
            self._formats_listed.append(made)
            self._made[key] = len(self._formats_listed) - 1
        return self._made[key]

    def _format_at(self, style: int) -> Element:
        return self._formats_listed[style if 0 <= style < len(self._formats_listed) else 0]

    def _fill_number(self, fill: str) -> int:
        if fill not in self._fills:
            self._fills[fill] = self._fill(fill)
        return self._fills[fill]

    def _fill(self, text: str) -> int:
        entry = etree.SubElement(self.fills, in_space(self.root, "fill"))
        entry.append(_in_space_of(self.root, _readable(text)))
        self._fills_listed.append(entry)
        return len(self._fills_listed) - 1

    # ── cells of the problem sheet ───────────────────────────────────────────────────────────────

    def own(self, *, fill: str = "", bold: bool = False, colour: str = "", underlined: bool = False, wrapped: bool = True) -> int:
        """A look of the problem sheet."""
        font = etree.SubElement(self.fonts, in_space(self.root, "font"))
        for name, value in (("b", bold), ("u", underlined)):
            if value:
                etree.SubElement(font, in_space(self.root, name))
        etree.SubElement(font, in_space(self.root, "sz")).set("val", "10")
        if colour:
            etree.SubElement(font, in_space(self.root, "color")).set("rgb", colour)
        etree.SubElement(font, in_space(self.root, "name")).set("val", "Microsoft YaHei")
        number = self._fill_number(f'<patternFill patternType="solid"><fgColor rgb="{fill}"/></patternFill>') if fill else 0
        made = self._format(fillId=str(number), fontId=str(len(self.fonts) - 1), applyFont="1", applyFill="1", applyAlignment="1")
        alignment = etree.SubElement(self._formats_listed[made], in_space(self.root, "alignment"))
        alignment.set("vertical", "top")
        if wrapped:
            alignment.set("wrapText", "1")
        return made

    def _format(self, **more: str) -> int:
        entry = etree.SubElement(self.formats, in_space(self.root, "xf"))
        for name, value in {"numFmtId": "0", "fontId": "0", "fillId": "0", "borderId": "0", **more}.items():
            entry.set(name, value)
        self._formats_listed.append(entry)
        return len(self._formats_listed) - 1

    def content(self) -> bytes:
        """The part with what was added."""
        for one in (self.fonts, self.fills, self.formats):
            one.set("count", str(len(one)))
        return written(self.root)


def _readable(text: str) -> Element | None:
    """A fill in a record; None for anything else, as people may change the record."""
    try:
        found = parsed(text.encode())
    except (UnreadableWorkbook, ValueError):
        return None
    return found if local(found) in ("patternFill", "gradientFill") else None


def _in_space_of(root: Element, element: Element) -> Element:
    """A copy in the namespace of the root."""
    made = etree.Element(in_space(root, local(element)), dict(element.attrib))
    for child in element:
        if local(child):
            made.append(_in_space_of(root, child))
    return made


def _colour(fill: Element) -> str:
    solid = next((one for one in fill.iter() if local(one) == "patternFill" and one.get("patternType") == "solid"), None)
    shown = None if solid is None else next((one for one in solid if local(one) == "fgColor"), None)
    return "" if shown is None else str(shown.get("rgb") or "").upper()


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 0
