"""Marks put into an xlsx workbook of whatever program: comments and colours at the cells, a sheet of problems in front.

Old marks go first, so marking again gives the marks of now. Every part that has nothing to do with marks is left as it came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from posixpath import dirname, join

from tanheng.documents.marks.comments import Comments, drawn
from tanheng.documents.marks.package import EditedPackage, Element, in_space, local, parsed, space_of, written
from tanheng.documents.marks.problem_sheet import Listed, free_sheet_name, recorded_fills, sheet_xml
from tanheng.documents.marks.sheet import SheetWish, edited_sheet, legacy_drawing
from tanheng.documents.marks.styles import Looks
from tanheng.documents.marks.words import base_of_marks, comment_text, is_problem_sheet, worst
from tanheng.documents.reading.cells import Corner, Sheet
from tanheng.engine.problems import Problem, Severity

TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
OFFICE_TYPE = "application/vnd.openxmlformats-officedocument."
SHEET_TYPE = f"{OFFICE_TYPE}spreadsheetml.worksheet+xml"
COMMENTS_TYPE = f"{OFFICE_TYPE}spreadsheetml.comments+xml"
STYLES_TYPE = f"{OFFICE_TYPE}spreadsheetml.styles+xml"
DRAWING_TYPE = f"{OFFICE_TYPE}vmlDrawing"
Marks = Mapping[str, Mapping[Corner, Sequence[Problem]]]  # sheet → cell → its problems


@dataclass
class WorkbookMarker:
    """One marking of one workbook. `sheets` are its cells as the reader has them."""

    package: EditedPackage
    sheets: Sequence[Sheet]
    lang: str
    record: dict[tuple[str, Corner], str] = field(default_factory=dict)

    def mark(self, marks: Marks, listed: Sequence[Listed], remark: str = "", base: str = "") -> bytes:
        """The bytes of the workbook with these marks and this list; `base` is what its figures were taken from, where that is not what
        it says. Raises UnreadableWorkbook.
        """
        self.book_part = self.package.workbook()
        self.book = parsed(self.package.read(self.book_part))
        self.listing = next(one for one in self.book if local(one) == "sheets")
        styles = self.package.related(self.book_part, "styles")
        self.space = space_of(self.book)
        self.office = STRICT if self.space.startswith("http://purl") else TRANSITIONAL
        known = self.package.read(styles[0][1]) if styles and styles[0][1] in self.package else None
        self.looks = Looks(known, self.space)
        old = [one for one in self.sheets if is_problem_sheet(one)]
        self.old_sheets = [one.name for one in old]
        self.old_fills = {at: fill for one in old for at, fill in recorded_fills(one).items()}
        for entry in self.listing:
            self._mark_sheet(entry, marks)
        self._list_problems(listed, remark, base or base_of_marks(old))
        self._put_styles(styles)
        self.package.put(self.book_part, written(self.book))
        return self.package.content()

    def _put_styles(self, styles: Sequence[tuple[str, str]]) -> None:
        if styles:
            self.package.put(styles[0][1], self.looks.content(), "" if styles[0][1] in self.package else STYLES_TYPE)
            return
        name = join(dirname(self.package.file_name(self.book_part)), "styles.xml")  # some programs look for this very name
        self.package.put(name, self.looks.content(), STYLES_TYPE)
        self.package.relate(self.book_part, f"{self.office}/styles", name)

    # ── sheets of the user ───────────────────────────────────────────────────────────────────────

    def _part_of(self, entry: Element) -> str | None:
        relation = next((value for key, value in entry.attrib.items() if key.rpartition("}")[2] == "id" and "}" in key), "")
        part = next((part for one, part in self.package.related(self.book_part, "worksheet") if one == relation), None)
        return part if part is not None and part in self.package else None

    def _mark_sheet(self, entry: Element, marks: Marks) -> None:
        name = (entry.get("name") or "")[:100]
        part = self._part_of(entry)
        if part is None or name in self.old_sheets:
            return
        wanted = marks.get(name, {})
        comments = self.package.related(part, "comments")
        if not wanted and not comments and not self.old_fills and b"tabSelected" not in self.package.read(part):
            return
        relation, had_ours = self._comment(part, comments, wanted)
        wish = SheetWish(
            {corner: worst(problems) for corner, problems in wanted.items()},
            partial(self._restyled, name, had_ours),
            relation,
            self.office,
        )
        self.package.put(part, edited_sheet(self.package.read(part), wish))

    def _restyled(self, name: str, had_ours: set[Corner], style: int, corner: Corner, severity: Severity | None) -> int:
        """The style a cell shall have; its own first where it has a colour of ours from before."""
        old = self.old_fills.get((name, corner))
        if self.looks.is_marked(style) and (self.old_fills or corner in had_ours):
            style = self.looks.restored(style, old or "")
            behind = old or ""
        else:
            behind = self.looks.record(style) if severity else ""
        if severity is None:
            return style
        self.record[name, corner] = behind
        return self.looks.marked(style, severity)

    def _comment(
        self, part: str, comments: Sequence[tuple[str, str]], wanted: Mapping[Corner, Sequence[Problem]]
    ) -> tuple[str, set[Corner]]:
        """Puts the comments in; the relation of a drawing that the sheet must name now, and where we had commented."""
        known = comments[0][1] if comments and comments[0][1] in self.package else None
        if known is None and not wanted:
            return "", set()
        texts = Comments(self.package.read(known) if known else None, self.space)
        texts.take_ours_out()
        for corner, problems in sorted(wanted.items()):
            texts.add(corner, comment_text(problems, self.lang))
        if not texts.had_ours and not wanted:
            return "", set()
        if known is None:
            known = self.package.free_name("comments{}.xml")
            self.package.put(known, texts.content(), COMMENTS_TYPE)
            self.package.relate(part, f"{self.office}/comments", known)
        else:
            self.package.put(known, texts.content())
        return self._draw(part, texts), texts.had_ours

    def _draw(self, part: str, texts: Comments) -> str:
        named = legacy_drawing(self.package.read(part))
        drawing = self.package.by_id(part, named) if named else None
        if drawing is not None and drawing in self.package:
            self.package.put(drawing, drawn(self.package.read(drawing), texts.gone, texts.new))
            return ""
        drawing = self.package.free_name("drawings/vmlDrawing{}.vml")
        self.package.tell_suffix("vml", DRAWING_TYPE)
        self.package.put(drawing, drawn(None, set(), texts.new))
        return self.package.relate(part, f"{self.office}/vmlDrawing", drawing)

    # ── the sheet of problems ────────────────────────────────────────────────────────────────────

    def _list_problems(self, listed: Sequence[Listed], remark: str, base: str) -> None:
        """The sheet in front of all others; an older one gives its place and its name."""
        order = list(self.listing)
        ours = next((one for one in order if (one.get("name") or "")[:100] in self.old_sheets), None)
        part = self._part_of(ours) if ours is not None else None
        if ours is None or part is None:
            ours, part = self._new_sheet()
        else:
            self.listing.remove(ours)
        ours.attrib.pop("state", None)
        self.listing.insert(0, ours)
        content = sheet_xml(listed, self.record, self.looks, self.lang, self.space, remark, base)
        self.package.put(part, content)
        moved = {order.index(one): number for number, one in enumerate(self.listing) if one in order}
        self._renumber(moved)

    def _new_sheet(self) -> tuple[Element, str]:
        part = self.package.free_name("worksheets/tanheng-problems{}.xml")
        self.package.put(part, b"", SHEET_TYPE)
        relation = self.package.relate(self.book_part, f"{self.office}/worksheet", part)
        like = self.listing[0]
        entry = like.makeelement(in_space(self.book, "sheet"))
        entry.set("name", free_sheet_name(one.get("name") or "" for one in self.listing))
        numbers = [int(one.get("sheetId")) for one in self.listing if (one.get("sheetId") or "").isdigit()]
        entry.set("sheetId", str(max(numbers, default=0) + 1))
        entry.set(f"{{{self.office}}}id", relation)
        return entry, part

    def _renumber(self, moved: Mapping[int, int]) -> None:
        """Names that belong to one sheet count the sheets, and so does the view."""
        for one in self.book.iter():
            kind = local(one)
            if kind == "definedName" and (one.get("localSheetId") or "").isdigit():
                number = int(one.get("localSheetId"))
                one.set("localSheetId", str(moved.get(number, number)))
            elif kind == "workbookView":
                one.attrib.pop("firstSheet", None)
                one.set("activeTab", "0")
