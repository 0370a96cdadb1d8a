"""How wide a text is in a cell, and how high a row of wrapped texts must be; not every office program finds this by itself."""

from __future__ import annotations

from collections.abc import Sequence

LINE_POINTS = 14
FIRST_WIDE_SIGN = 0x2E80  # from here on signs are as wide as two


def text_width(text: str) -> int:
    """How many columns of small letters a text takes; a Chinese character takes two."""
    return sum(2 if ord(sign) >= FIRST_WIDE_SIGN else 1 for sign in text)


def row_height(texts: Sequence[str], widths: Sequence[float]) -> int:
    """Points a row needs for its texts, each wrapped in a column of that width."""
    lines = (
        sum(max(-(-text_width(line) // max(int(width) - 1, 1)), 1) for line in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return LINE_POINTS * max(lines, default=1) + 4
