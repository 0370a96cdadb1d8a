"""The words a person reads or hears on a page, each with the element it stands in: text, and attributes that are read out."""

from __future__ import annotations

import re
from html.parser import HTMLParser

SPOKEN = ("title", "aria-label", "alt", "placeholder")
SILENT = {"script", "style", "code", "pre", "math", "textarea"}  # ids, formulas, what a person typed
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class PageWords(HTMLParser):
    """Feed it a page: `words` are (element, text), `links` the addresses the page leads to.

    What an element says is in another language (`lang`) is none of them.
    """

    def __init__(self) -> None:
        super().__init__()
        self.words: list[tuple[str, str]] = []
        self.links: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        silent = self._is_silent() or tag in SILENT or ("lang" in found and tag != "html")
        if tag == "a" and found.get("href"):
            self.links.append(found["href"] or "")
        if not silent:
            self.words += [(f"{tag} {name}", found[name] or "") for name in SPOKEN if found.get(name)]
        if tag not in VOID:
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_silent():
            self.words.append((self._open[-1][0] if self._open else "", re.sub(r"\s+", " ", data.strip())))

    def _is_silent(self) -> bool:
        return bool(self._open) and self._open[-1][1]
