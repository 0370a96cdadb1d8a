"""The rule book as HTML: pieces that the pages of the web application take over, and one file that needs nothing else.

The pieces hold no styles and no scripts; the file carries its own style sheet and a small search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from importlib.resources import files

from tanheng.documents.rule_book.mathematics import mathml_symbol
from tanheng.documents.rule_book.shapes import Cell, Entry, Fact, Row, RuleBook, Section, Table

Address = Callable[[str], str]  # anchor → address of the place
Addition = Callable[[str, str], str]  # anchor and title → HTML to stand there


def _nothing(anchor: str, title: str) -> str:
    return ""


class HtmlWriter:
    """Writes the parts of a book; `tools` stands beside a title, `notes` below what it concerns, `marks` behind a link to it."""

    def __init__(
        self,
        book: RuleBook,
        address: Address | None = None,
        tools: Addition = _nothing,
        notes: Addition = _nothing,
        *,
        marks: Addition = _nothing,
        heading: int = 3,
    ) -> None:
        self.book, self.words, self.heading = book, book.words, f"h{heading}"
        self.address: Address = address or (lambda anchor: f"#{anchor}")
        self.tools, self.notes, self.marks = tools, notes, marks

    def section(self, one: Section) -> str:
        """A chapter with everything in it, without its own heading."""
        parts = [f"<p>{escape(text)}</p>" for text in one.paragraphs]
        parts += [self.facts(one.facts), self.notes(one.anchor, one.title)]
        parts += [self.table(table) for table in one.tables]
        parts += [self.entry(entry) for entry in one.entries]
        return "\n".join(part for part in parts if part)

    def entry(self, one: Entry) -> str:
        """A quantity, formula, check, table or case."""
        title = escape(one.title) + (f" {mathml_symbol(one.symbol)}" if one.symbol else "")
        code = f" <code>{escape(one.name)}</code>" if one.name else ""
        here = escape(self.words["link_here"])
        link = f'<a class="book-here" href="{escape(self.address(one.anchor))}" aria-label="{here}: {escape(one.title)}">#</a>'
        tools = self.tools(one.anchor, one.title)
        head = f'<{self.heading} id="{escape(one.anchor)}">{title}{code} {link} {tools}</{self.heading}>'
        parts = [head, *(f"<p>{escape(text)}</p>" for text in one.paragraphs), self._formula(one)]
        parts += [self.table(table) for table in one.tables] if one.formula else []
        parts += [self.facts(one.facts)]
        parts += [] if one.formula else [self.table(table) for table in one.tables]
        if one.links:
            parts.append("<p>" + " · ".join(self.cell(cell) for cell in one.links) + "</p>")
        parts.append(self.notes(one.anchor, one.title))
        return '<article class="book-entry">' + "\n".join(part for part in parts if part) + "</article>"

    def _formula(self, one: Entry) -> str:
        if one.formula is None:
            return ""
        label = escape(one.formula.text)
        drawn = f'<div class="book-math" tabindex="0" role="group" aria-label="{label}">{one.formula.mathml}</div>'
        words = f'<p class="book-words"><span>{escape(self.words["in_words"])}</span> {escape(one.formula.words)}</p>'
        return drawn + words

    def facts(self, facts: tuple[Fact, ...]) -> str:
        """Names and what is said under them."""
        if not facts:
            return ""
        rows = "".join(f"<dt>{escape(one.name)}</dt><dd>{self._cells(one)}</dd>" for one in facts if any(c.text for c in one.cells))
        return f'<dl class="book-facts">{rows}</dl>'

    def _cells(self, one: Fact) -> str:
        return "<br>".join(self.cell(cell) for cell in one.cells)

    def cell(self, one: Cell) -> str:
        """A text with its link and its mark."""
        drawn = mathml_symbol(one.text) if one.kind == "symbol" and one.text else escape(one.text)
        if one.kind == "code" and one.text:
            drawn = f"<code>{drawn}</code>"
        if one.anchor:
            spoken = f' aria-label="{escape(one.text)}"' if one.kind == "symbol" else ""  # mathematics alone names no link
            drawn = f'<a href="{escape(self.address(one.anchor))}"{spoken}>{drawn}</a>{self.marks(one.anchor, one.text)}'
        if not one.unconfirmed:
            return drawn
        if one.unconfirmed == one.text:
            return f'<span class="book-unconfirmed">{drawn}</span>'
        return f'{drawn} <span class="book-unconfirmed" title="{escape(one.unconfirmed)}">{escape(self.words["unconfirmed"])}</span>'

    def table(self, one: Table) -> str:
        """A table; on a narrow screen it scrolls by itself."""
        heads = "".join(f'<th scope="col"{self._class(one, column)}>{escape(text)}</th>' for column, text in enumerate(one.headings))
        body = "".join(self._row(row, one) for row in one.rows)
        caption = f"<caption>{escape(one.caption)}</caption>" if one.caption else ""
        label = escape(one.caption or " · ".join(one.headings))
        return (
            f'<div class="book-table" tabindex="0" role="group" aria-label="{label}"><table>{caption}'
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def _class(self, table: Table, column: int) -> str:
        numbers = bool(table.rows) and all(len(r.cells) > column and r.cells[column].kind == "number" for r in table.rows)
        return ' class="book-number"' if numbers else ' class="book-wide"' if column in table.wide else ""

    def _row(self, row: Row, table: Table) -> str:
        cells = "".join(
            f"<td{' class=book-number' if cell.kind == 'number' else ''}>{self.cell(cell)}"
            f"{self._row_end(row) if column == self._title_column(row) else ''}</td>"
            for column, cell in enumerate(row.cells)
        )
        place = f' id="{escape(row.anchor)}"' if row.anchor else ""
        notes = self.notes(row.anchor, row.title) if row.anchor else ""
        below = f'<tr class="book-below"><td colspan="{len(table.headings)}">{notes}</td></tr>' if notes else ""
        return f"<tr{place}>{cells}</tr>{below}"

    def _title_column(self, row: Row) -> int:
        """The first column that names the row: not its symbol."""
        return next((column for column, cell in enumerate(row.cells) if cell.kind in ("", "code")), 0)

    def _row_end(self, row: Row) -> str:
        note = f"<small>{escape(row.note)}</small>" if row.note else ""
        return note + (f" {tools}" if row.anchor and (tools := self.tools(row.anchor, row.title)) else "")


def rule_book_html(book: RuleBook) -> bytes:
    """The book as one file: contents, search, anchors, printable; it loads nothing from anywhere."""
    return "\n".join(_document(book, HtmlWriter(book))).encode()


def _document(book: RuleBook, writer: HtmlWriter) -> Iterator[str]:
    w, assets = book.words, files("tanheng.documents").joinpath("rule_book")
    style = assets.joinpath("book.css").read_text(encoding="utf-8")
    script = assets.joinpath("search.js").read_text(encoding="utf-8")
    title = escape(f"{book.title} · {w['book']}")
    yield f'<!DOCTYPE html>\n<html lang="{"zh-CN" if book.lang == "zh" else "en"}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n<style>\n{style}</style>\n</head>'
    yield f'<body>\n<a class="skip" href="#book">{escape(w["skip"])}</a>\n<header>\n<h1>{escape(book.title)}</h1>'
    number = f"{escape(book.number)} · " if book.number else ""
    mark = ' class="book-unconfirmed"' if book.unconfirmed else ""
    status = f"<span{mark}>{escape(book.status)}</span>"
    yield f"<p>{number}<code>{escape(book.pack_id)}</code> · {escape(w['valid'])} {escape(book.valid)} · {status}</p>"
    yield f'<form role="search" id="search"><label for="wanted">{escape(w["search"])}</label>'
    yield f'<input id="wanted" type="search" placeholder="{escape(w["search_hint"])}" autocomplete="off">'
    yield f'<p id="found" role="status" data-found="{escape(w["found"])}" data-none="{escape(w["none_found"])}"></p></form>'
    yield f'</header>\n<nav id="contents" aria-label="{escape(w["contents"])}">\n<h2>{escape(w["contents"])}</h2>\n<ol>'
    for one in book.sections:
        yield f'<li><a href="#{one.anchor}">{escape(one.title)}</a></li>'
    yield '</ol>\n</nav>\n<main id="book">'
    for one in book.sections:
        yield f'<section aria-labelledby="{one.anchor}">\n<h2 id="{one.anchor}">{escape(one.title)}</h2>'
        yield writer.section(one)
        yield f'<p class="book-top"><a href="#contents">{escape(w["top"])}</a></p>\n</section>'
    yield f"</main>\n<script>\n{script}</script>\n</body>\n</html>\n"
