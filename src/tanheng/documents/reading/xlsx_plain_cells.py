"""The plain cells of a sheet, taken out of its XML before the XML is parsed: blank ones, plain numbers, shared texts.

A sheet of a hundred thousand cells is nearly all of these, and each is one fixed string of XML. Whatever is written in any other way
(formulas, dates, other types, no place, a place met before) is left for `documents.reading.xlsx_cells`, which reads the same cells alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tanheng.documents.reading.cells import ODD, Cell, Sheet, corner_of
from tanheng.documents.reading.xlsx_book import XlsxBook

BLANK_CELL = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,6}")? ?(?:/>|></c>)')
PLAIN_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?( t="s")?(?: t="n")?><v>(-?[0-9]{1,17}(?:\.[0-9]{1,17})?)</v></c>'
)
# A comment, CDATA or an instruction may hold what looks like cells, and go on in what follows; the declaration of the XML is none.
HOLDS_OTHERS = re.compile(rb"<!|<\?(?!xml[ \t\r\n])")
UNUSUAL = re.compile(rb"<(?:c|row)(?:[>\t\r\n/]| (?!r=))")  # what names no place is counted by those before it, so all must stay
ROW_END = b"</row>"
LONGEST_WAIT_BYTES = 4 * 1024 * 1024
LONGEST_SIGN_BYTES = 8  # of `<?xml `: what is seen again where pieces are cut


class PlainCells:
    """Takes the plain cells of one sheet."""

    def __init__(self, sheet: Sheet, book: XlsxBook) -> None:
        self.sheet = sheet
        self.cells = sheet.cells
        self.book = book
        self.texts = book.texts
        self.special = {style.encode() for style in book.formats}
        self.columns: dict[bytes, int] = {}
        self.rows: dict[bytes, int] = {}

    def rest(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """What is left of the XML of the sheet, in pieces of whole rows. Raises UnreadableWorkbook."""
        rest = b""
        usual = True
        for piece in pieces:
            rest += piece
            end = rest.rfind(ROW_END) + len(ROW_END)
            usual = usual and HOLDS_OTHERS.search(rest) is None
            if end >= len(ROW_END):
                whole, rest = rest[:end], rest[end:]
                yield self._left(whole) if usual and not UNUSUAL.search(whole) else whole
            elif len(rest) > LONGEST_WAIT_BYTES:
                yield rest[:-LONGEST_SIGN_BYTES]
                rest = rest[-LONGEST_SIGN_BYTES:]
        yield rest

    def _left(self, xml: bytes) -> bytes:
        left = PLAIN_CELL.sub(self._taken, BLANK_CELL.sub(b"", xml))
        self.book.count(self.sheet)
        return left

    def _taken(self, found: re.Match[bytes]) -> bytes:
        """Nothing where the cell was taken, its XML where it was left."""
        letters, digits, style, shared, stored = found.groups()
        column = self.columns.get(letters) or self._column(letters)
        place = (self.rows.get(digits) or self._row(digits), column)
        if not column or not place[0] or style in self.special or place in self.cells:
            return found.group()
        if shared is None:
            self.cells[place] = Cell("number", stored.decode())
            return b""
        if len(stored) > 8 or not stored.isdigit() or int(stored) >= len(self.texts):
            return found.group()
        text = self.texts[int(stored)]
        if text is ODD:
            return found.group()
        if text is not None:
            self.cells[place] = text
        return b""

    def _column(self, letters: bytes) -> int:
        corner = corner_of(f"{letters.decode()}1")
        self.columns[letters] = corner[1] if corner else 0
        return self.columns[letters]

    def _row(self, digits: bytes) -> int:
        corner = corner_of(f"A{digits.decode()}")
        self.rows = {digits: corner[0] if corner else 0}  # cells come row by row
        return self.rows[digits]
