"""The shapes of a rule book: sections of entries, tables and facts. PDF, HTML and the pages are drawn from them alone.

An anchor names a place of the book for good: `q-…` a quantity, `f-…` a formula, `p-…` a parameter, `t-…` a table, `c-…`
a check, `e-…` an emission source, `a-…` an attribute, `clause-…` a clause, `form-…`, `case-…`, `source-…`, `u-…` what the
pack cannot compute, and the sections by their own names. Nothing here knows a pack.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text: plain, a symbol in mathematics, a code, or a link to another place of the book."""

    text: str
    anchor: str = ""  # where it leads
    kind: str = ""  # "", symbol, code, number
    unconfirmed: str = ""  # the status in words, where it is not an official text


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; with an anchor it is a place of its own."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    title: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows; `wide` columns take the room that is left."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    wide: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what is said under it, piece by piece."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Mathematics:
    """A formula drawn for each kind of page, in words, and in one line of text for whoever reads no mathematics."""

    mathml: str
    typst: str
    text: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of the edition: a quantity, a formula, a check, a table, a worked case."""

    anchor: str
    title: str
    symbol: str = ""
    name: str = ""  # its id in case files
    formula: Mathematics | None = None
    paragraphs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    links: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the book."""

    anchor: str
    title: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    entries: tuple[Entry, ...] = ()

    def places(self) -> Iterator[tuple[str, str]]:
        """Every anchor of the section with its title, in reading order."""
        yield self.anchor, self.title
        for table in self.tables:
            yield from _row_places(table)
        for entry in self.entries:
            yield entry.anchor, f"{entry.title} {entry.symbol}".strip()
            for table in entry.tables:
                yield from _row_places(table)


def _row_places(table: Table) -> Iterator[tuple[str, str]]:
    for row in table.rows:
        if row.anchor:
            yield row.anchor, row.title


@dataclass(frozen=True)
class RuleBook:
    """The whole book of one edition in one language."""

    pack_id: str
    title: str
    lang: str
    number: str
    valid: str
    hash: str
    status: str
    unconfirmed: bool
    words: dict[str, str]
    sections: tuple[Section, ...]
    section_of: dict[str, str] = field(default_factory=dict)  # anchor → anchor of its section
    titles: dict[str, str] = field(default_factory=dict)  # anchor → what stands there

    def section(self, anchor: str) -> Section | None:
        """The section of this name."""
        return next((one for one in self.sections if one.anchor == anchor), None)


def book_of(sections: tuple[Section, ...], **facts: object) -> RuleBook:
    """The book with the index of its places."""
    places = [(anchor, section.anchor, title) for section in sections for anchor, title in section.places()]
    section_of = {anchor: section for anchor, section, _ in places}
    return RuleBook(sections=sections, section_of=section_of, titles={a: title for a, _, title in places}, **facts)  # type: ignore[arg-type]  # fields
