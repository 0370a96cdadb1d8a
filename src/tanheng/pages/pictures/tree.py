"""A picture of what a thing rests on: boxes from left to right, each beside those that it rests on, with arrows that lead back to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from tanheng.pages.pictures.svg import (
    AMBER,
    COLUMN_PX,
    GREEN,
    GREY,
    INK,
    LINE,
    PALE,
    PAPER,
    document,
    element,
    link,
    path,
    text,
    wrapped,
)

WIDTH, STEP, MARGIN, GAP, PADDING = 208, 244, 12, 14, 10
WORDS = (WIDTH - 2 * PADDING) // COLUMN_PX - 1
EDGE = 5  # width of the coloured edge of a box
FOLD = 2 * PADDING + LINE  # height of the box that stands for those that are folded


@dataclass(frozen=True, slots=True)
class Box:
    """What is said in a box: its kind in a word, its name, further lines (the first stands out), what is missing or wrong on the way; the
    page it leads to, and where it is opened further: address and words ("" nowhere). `more` stands for those that are folded below it.
    """

    kind: str
    name: str
    lines: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    address: str = ""
    colour: str = GREY
    open_address: str = ""
    open_words: str = ""
    below: tuple[Box, ...] = ()
    more: str = ""
    more_address: str = ""

    @property
    def said(self) -> str:
        """All of it in one line, for a pointer and a screen reader."""
        return " · ".join(one for one in (self.kind, self.name, *self.lines, *self.marks) if one)


@dataclass(frozen=True, slots=True)
class Placed:
    """A box in its place, in pixels; `rests` are those below it. Without a box it stands for the folded ones of the box before it."""

    box: Box | None
    left: int
    top: int
    height: int
    rests: tuple[Placed, ...] = ()

    @property
    def joint(self) -> int:
        """Where arrows begin and end: at the height of its first lines, the same in a row."""
        return self.top + FOLD // 2

    def walk(self) -> Iterator[Placed]:
        """Itself and all that it rests on."""
        yield self
        for one in self.rests:
            yield from one.walk()


def laid_out(root: Box) -> Placed:
    """The root with all that it rests on, a column for each step of the way."""
    return _Skyline().place(root, 0, MARGIN)


def tree(root: Box, *, title: str, description: str) -> str:
    """The picture."""
    placed = laid_out(root)
    every = list(placed.walk())
    width = max(one.left for one in every) + WIDTH + MARGIN
    height = max(one.top + one.height for one in every) + MARGIN
    arrows = [_arrow(one, rest) for one in every for rest in one.rests]
    boxes = [_box(one.box, one) if one.box else "" for one in every]
    folds = [_fold(one.box, rest) for one in every if one.box for rest in one.rests if rest.box is None]
    return document([*arrows, *boxes, *folds], width, height, title=title, description=description, name="chain")


def _lines(box: Box) -> list[tuple[str, str, str]]:
    """The lines of a box: words, colour, weight."""
    rows = [(box.kind, GREY, "400"), *((one, INK, "600") for one in wrapped(box.name, WORDS - 2, 2))]
    for count, line in enumerate(box.lines):
        rows += [(one, INK if count == 0 else GREY, "600" if count == 0 else "400") for one in wrapped(line, WORDS, 1 if count == 0 else 2)]
    for mark in box.marks:
        rows += [(one, AMBER, "600") for one in wrapped(f"⚠ {mark}", WORDS - 2, 3)]
    return rows


def _tall(box: Box) -> int:
    return 2 * PADDING + LINE * (len(_lines(box)) + bool(box.open_address)) - 4


class _Skyline:
    """Where the next box of each column may begin. A box stands in one row with the first of those that it rests on, the largest, so that
    the way of this one to its end is seen without scrolling down; the others stand below, as high as they can.
    """

    def __init__(self) -> None:
        self.free: dict[int, int] = {}

    def place(self, box: Box, column: int, top: int) -> Placed:
        """A box with all that it rests on, at `top` or below it."""
        at, tall = max(top, self._row(box, column)), _tall(box)
        self.free[column] = at + tall + GAP
        rests = [self.place(one, column + 1, at) for one in box.below]
        if box.more:
            rests.append(self._fold(column + 1, at))
        return Placed(box, MARGIN + column * STEP, at, tall, tuple(rests))

    def _row(self, box: Box, column: int) -> int:
        """Where the row of a box may begin: free in every column through which it runs."""
        free = self.free.get(column, MARGIN)
        return max(free, self._row(box.below[0], column + 1)) if box.below else free

    def _fold(self, column: int, top: int) -> Placed:
        at = max(top, self.free.get(column, MARGIN))
        self.free[column] = at + FOLD + GAP
        return Placed(None, MARGIN + column * STEP, at, FOLD)


def _box(box: Box, at: Placed) -> str:
    ground = element("rect", x=at.left, y=at.top, width=WIDTH, height=at.height, rx=5, fill=PAPER, stroke=GREY)
    edge = element("rect", x=at.left, y=at.top, width=EDGE, height=at.height, rx=2, fill=box.colour)
    words = _written(_lines(box), at.left + PADDING + 3, at.top + PADDING)
    opened = ""
    if box.open_address:
        said = f"{box.open_words} {box.name}"
        foot = text(f"⊕ {box.open_words}", at.left + PADDING + 3, at.top + at.height - PADDING, fill=GREEN, text_decoration="underline")
        opened = link(box.open_address, foot, said)
    return link(box.address, ground + edge + words, box.said) + opened


def _written(rows: list[tuple[str, str, str]], x: int, top: int) -> str:
    lines = (
        element("text", escape(said), x=x, y=top + LINE * (count + 1) - 5, fill=colour, font_weight=weight)
        for count, (said, colour, weight) in enumerate(rows)
    )
    return "".join(lines)


def _fold(box: Box, at: Placed) -> str:
    ground = element("rect", x=at.left, y=at.top, width=WIDTH, height=FOLD, rx=5, fill=PALE, stroke=GREY, stroke_dasharray="4 3")
    foot = text(f"⊕ {box.more}", at.left + PADDING + 3, at.top + PADDING + LINE - 5, fill=GREEN, text_decoration="underline")
    return link(box.more_address, ground + foot, f"{box.more} · {box.name}")


def _arrow(one: Placed, rest: Placed) -> str:
    """From what a box rests on back to it."""
    start, end = rest.left, one.left + WIDTH + 2
    bend = (start + end) // 2
    way = path("M", start, rest.joint, "C", bend, rest.joint, bend, one.joint, end + 7, one.joint)
    head = path("M", end, one.joint, "L", end + 8, one.joint - 4, "L", end + 8, one.joint + 4, "Z")
    dashed = "4 3" if rest.box is None else None
    return element("path", d=way, fill="none", stroke=GREY, stroke_dasharray=dashed) + element("path", d=head, fill=GREY)
