"""The picture of a table of states as SVG: states in a row, what leads on above the line, what leads back below it.

Drawn from the table alone, so that no picture can say something else than what is permitted. The same bytes for the same table.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from tanheng.engine.text import Text
from tanheng.workflow.tables import State, Table, Transition

BOX_WIDTH, BOX_HEIGHT, GAP, MARGIN, LEVEL, LINE = 104, 40, 112, 16, 44, 18
INK, PALE, HERE = "#1f2937", "#eef2f7", "#cfe3fb"
REASON_MARK = "*"
NEEDS_REASON = Text("* 须写明原因", "* with a reason")


@dataclass(frozen=True)
class _Arc:
    """One arrow: from and to as places in the row, the words on it, and how many levels away from the row it runs."""

    start: int
    end: int
    words: str
    level: int


def svg(table: Table, lang: str, *, current: str = "") -> str:
    """The picture with its words in a language; the state `current` stands out. A document of its own that may stand in a page, too."""
    order = [one.id for one in table.states]
    arcs = _arcs(table, order, lang)
    above = max((one.level for one in arcs if one.end > one.start), default=0)
    below = max((one.level for one in arcs if one.end <= one.start), default=0)
    top = MARGIN + LINE + above * LEVEL
    width = 2 * MARGIN + len(order) * BOX_WIDTH + (len(order) - 1) * GAP
    reasons = any(one.reason for one in table.transitions)
    height = top + BOX_HEIGHT + below * LEVEL + LINE + MARGIN + (LINE if reasons else 0)
    title = escape(table.label.in_(lang))
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    look = f'role="img" aria-label="{title}" font-family="sans-serif" font-size="14" fill="{INK}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {look}>',
        f"<title>{title}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *(_box(place, one, top, lang, here=one.id == current) for place, one in enumerate(table.states)),
        *(_arrow(one, top) for one in arcs),
    ]
    if reasons:
        parts.append(f'<text x="{MARGIN}" y="{height - MARGIN}">{NEEDS_REASON.in_(lang)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _arcs(table: Table, order: list[str], lang: str) -> list[_Arc]:
    """Moves between the same two states share an arrow; the farther apart, the farther away from the row."""
    pairs: dict[tuple[int, int], list[Transition]] = {}
    for one in table.transitions:
        pairs.setdefault((order.index(one.state), order.index(one.then)), []).append(one)
    return [_Arc(start, end, _words(moves, lang), _level(start, end)) for (start, end), moves in pairs.items()]


def _level(start: int, end: int) -> int:
    return end - start - 1 if end > start else start - end + (start == end)


def _words(moves: list[Transition], lang: str) -> str:
    return " · ".join(one.label.in_(lang) + (REASON_MARK if one.reason else "") for one in moves)


def _left(place: int) -> int:
    return MARGIN + place * (BOX_WIDTH + GAP)


def _box(place: int, state: State, top: int, lang: str, *, here: bool) -> str:
    left, fill = _left(place), HERE if here else PALE
    weight = ' font-weight="bold"' if here else ""
    return (
        f'<rect x="{left}" y="{top}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="8" fill="{fill}" stroke="{INK}"/>'
        f'<text x="{left + BOX_WIDTH // 2}" y="{top + 25}" text-anchor="middle"{weight}>{escape(state.label.in_(lang))}</text>'
    )


def _arrow(arc: _Arc, top: int) -> str:
    if arc.end == arc.start + 1:
        left, right, middle = _left(arc.start) + BOX_WIDTH, _left(arc.end), top + BOX_HEIGHT // 2
        return _line(f"M {left} {middle} H {right - 2}", _head(right - 2, middle, -7, -4, -7, 4)) + _text(left + GAP // 2, middle - 8, arc)
    on = arc.end > arc.start
    # Arrows leave a box on the side they go to and reach it on the side they come from, so that none covers another.
    shift = BOX_WIDTH // 4 if on or arc.start == arc.end else -BOX_WIDTH // 4
    start, end = _left(arc.start) + BOX_WIDTH // 2 + shift, _left(arc.end) + BOX_WIDTH // 2 - shift
    edge = top if on else top + BOX_HEIGHT
    away = edge + arc.level * LEVEL * (-1 if on else 1)
    tip, back = (edge - 2, -7) if on else (edge + 2, 7)
    return _line(f"M {start} {edge} V {away} H {end} V {tip}", _head(end, tip, -4, back, 4, back)) + _text(
        (start + end) // 2, away - 6, arc
    )


def _line(path: str, head: str) -> str:
    return f'<path d="{path}" fill="none" stroke="{INK}"/><path d="{head}" stroke="{INK}"/>'


def _head(x: int, y: int, *sides: int) -> str:
    one_x, one_y, other_x, other_y = sides
    return f"M {x} {y} L {x + one_x} {y + one_y} L {x + other_x} {y + other_y} Z"


def _text(x: int, y: int, arc: _Arc) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="middle" font-size="13">{escape(arc.words)}</text>'
