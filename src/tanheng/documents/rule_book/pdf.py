"""The rule book as PDF, set by typst from `typst/rule_book.typ` with the fonts of the package. The same bytes every time."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import as_file, files
from typing import Any

import typst

from tanheng.documents.report.pdf import FIXED_TIME
from tanheng.documents.rule_book.mathematics import typst_symbol
from tanheng.documents.rule_book.shapes import RuleBook


def rule_book_pdf(book: RuleBook) -> bytes:
    """The book as PDF bytes."""
    package = files("tanheng.documents")
    data = json.dumps(_data(book), ensure_ascii=False).encode()
    sources: Any = {"main": package.joinpath("typst", "rule_book.typ").read_bytes(), "content.json": data}
    with as_file(package.joinpath("fonts")) as fonts:
        made = typst.compile(sources, font_paths=[str(fonts)], ignore_system_fonts=True, timestamp=FIXED_TIME)
    assert isinstance(made, bytes)
    return made


def _data(book: RuleBook) -> dict[str, Any]:
    """The book as plain data, its symbols drawn for typst; `anchors` are the places a link may lead to."""
    content = asdict(book)
    drawn: dict[str, str] = {}
    _collect_symbols(content["sections"], drawn)
    return {**content, "anchors": sorted(book.section_of), "symbols": drawn}


def _collect_symbols(value: Any, drawn: dict[str, str]) -> None:
    if isinstance(value, list | tuple):
        for part in value:
            _collect_symbols(part, drawn)
    elif isinstance(value, dict):
        for symbol in (value.get("symbol"), value.get("text") if value.get("kind") == "symbol" else None):
            if isinstance(symbol, str) and symbol:
                drawn[symbol] = typst_symbol(symbol)
        for part in value.values():
            _collect_symbols(part, drawn)
