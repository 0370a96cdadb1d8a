"""A text in Markdown as part of a page: headings, paragraphs, lists, tables, code.

Our own documents are shown so on an installation that has nothing but the program: pictures, and lines that are but a link to another
file, are left out; of other such links the words stay. HTML stays text.
"""

from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TABLE_CLASS = "table table-sm card-table"


def title_and_body(markdown: str) -> tuple[str, SafeString]:
    """The text of the first heading, and the rest as HTML."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(markdown)
    for token in tokens:
        if token.type == "inline":
            token.children = _kept_parts(token.children or [])
        elif token.type == "table_open":
            token.attrSet("class", TABLE_CLASS)
    title, body = (tokens[1].content, tokens[3:]) if tokens and tokens[0].tag == "h1" else ("", tokens)
    rendered = reader.renderer.render(list(_kept_blocks(body)), reader.options, {})
    return title, mark_safe(rendered)  # noqa: S308 - of our own texts, and HTML in them is escaped


def _kept_parts(parts: Sequence[Token]) -> list[Token]:
    """What is left of a line."""
    if parts and _leads_to_a_file(parts[0]) and [part.type for part in parts[1:]] == ["text", "link_close"]:
        return []
    kept: list[Token] = []
    in_such_a_link = False
    for number, part in enumerate(parts):
        in_such_a_link = in_such_a_link or _leads_to_a_file(part)
        if part.type == "softbreak" and _is_wide(parts[number - 1].content[-1:]) and _is_wide(parts[number + 1].content[:1]):
            continue  # Chinese goes on in the next line without a space
        if part.type != "image" and not (in_such_a_link and part.type in ("link_open", "link_close")):
            kept.append(part)
        in_such_a_link = in_such_a_link and part.type != "link_close"
    return kept


def _leads_to_a_file(part: Token) -> bool:
    return part.type == "link_open" and not str(part.attrGet("href")).startswith(("#", "http"))


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in "WF" if character else False


def _kept_blocks(tokens: Sequence[Token]) -> Iterator[Token]:
    """Without the paragraphs in which nothing is left."""
    for number, token in enumerate(tokens):
        line = {"paragraph_open": number + 1, "paragraph_close": number - 1, "inline": number}.get(token.type)
        if line is None or tokens[line].children:
            yield token
