"""A picture of flows (Sankey): bands as wide as their amounts, from what feeds on the left to the total on the right.

Laid out in whole fractions, so that the bands into a node are as wide as the node to the last digit; only the drawing rounds.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from tanheng.analysis.carbon_flows import MATERIAL, ROUNDING, SOURCE, Flow
from tanheng.pages.pictures.svg import (
    COLUMN_PX,
    GREEN,
    GREY,
    INK,
    LINE,
    PALE,
    PAPER,
    Length,
    document,
    element,
    link,
    path,
    text,
    titled,
    wrapped,
)

TALLEST = 320  # pixels of the total
NODE, STEP, MARGIN, GAP, AWAY = 12, 236, 16, 12, 34
SLOT = 3 * LINE + GAP  # what a node needs for its words
WORDS = (STEP - NODE - 16) // COLUMN_PX
COLOURS = ("#175c5c", "#b5651d", "#3a6ea5", "#7a4f9a", "#5f6f1f", "#a33f5e")
PATTERNS = (  # told apart on paper without colours, too
    "M 0 8 L 8 0", "M 0 0 L 8 8", "M 0 4 H 8", "M 4 0 V 8", "M 0 8 L 8 0 M 0 0 L 8 8", "M 0 4 H 8 M 4 0 V 8",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """A flow in its place: left edge, top and height; `branch` counts the sources, each with what feeds it (None: a sum of several),
    `beside` is true of what leaves the picture.
    """

    flow: Flow
    left: Fraction
    top: Fraction
    height: Fraction
    branch: int | None
    beside: bool = False

    @property
    def right(self) -> Fraction:
        """The right edge."""
        return self.left + NODE


@dataclass(frozen=True, slots=True)
class Band:
    """A flow between two nodes: the tops at both ends, and how wide it is all along."""

    start: Node
    end: Node
    start_top: Fraction
    end_top: Fraction
    width: Fraction


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands."""

    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]
    width: Fraction
    height: Fraction


def laid_out(root: Flow) -> Layout:
    """The layout of a total with all that feeds it."""
    placing = _Placing(root)
    extent = placing.extent(root)
    node = placing.place(root, 0, Fraction(MARGIN), None)
    width = node.right + Fraction(max(STEP, AWAY + STEP if root.gives else 0))
    return Layout(tuple(placing.nodes), tuple(placing.bands), width, extent + 2 * MARGIN)


class _Placing:
    """Each node has a slot of its own beside those of the others that feed the same one, and stands in the middle of what feeds it."""

    def __init__(self, root: Flow) -> None:
        self.scale = Fraction(TALLEST) / Fraction(root.through)
        self.deepest = _depth(root)
        self.branches = 0
        self.nodes: list[Node] = []
        self.bands: list[Band] = []

    def tall(self, flow: Flow) -> Fraction:
        return Fraction(flow.through) * self.scale

    def extent(self, flow: Flow) -> Fraction:
        """The height of a node's slot."""
        return max(self.tall(flow) + GAP, Fraction(SLOT), self._below(flow))

    def _below(self, flow: Flow) -> Fraction:
        slots = [self.extent(one) for one in (*flow.feeds, *flow.gives)]
        return sum(slots, Fraction(0))

    def place(self, flow: Flow, depth: int, top: Fraction, branch: int | None) -> Node:
        """Place a node with all that feeds it, in the slot that begins at `top`."""
        column = self.deepest - (self.deepest if flow.kind == MATERIAL and not flow.feeds else depth)
        space, tall = self.extent(flow), self.tall(flow)
        if branch is None and (not flow.feeds or flow.kind == SOURCE):
            branch, self.branches = self.branches, self.branches + 1
        node = Node(flow, Fraction(MARGIN + column * STEP), top + (space - tall) / 2, tall, branch)
        self.nodes.append(node)
        into, slot = node.top, top + (space - self._below(flow)) / 2
        for one in flow.feeds:
            fed = self.place(one, depth + 1, slot, branch)
            width = Fraction(one.value) * self.scale
            self.bands.append(Band(fed, node, fed.top, into, width))
            into, slot = into + width, slot + self.extent(one)
        out = node.top + Fraction(flow.value) * self.scale
        for one in flow.gives:
            width = Fraction(one.value) * self.scale
            stub = Node(one, node.right + AWAY, slot + (self.extent(one) - width) / 2, width, branch, beside=True)
            self.nodes.append(stub)
            self.bands.append(Band(node, stub, out, stub.top, width))
            out, slot = out + width, slot + self.extent(one)
        return node


def _depth(flow: Flow) -> int:
    return 1 + max((_depth(one) for one in flow.feeds), default=-1)


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a flow: its name, its amount with unit, and the page that explains it ("" none)."""

    name: str
    amount: str
    address: str


def sankey(root: Flow, words: Callable[[Flow], Words], *, title: str, description: str) -> str:
    """The picture; what each flow is called is asked of `words`."""
    layout = laid_out(root)
    parts = [_patterns(), *(_band(one, words) for one in layout.bands), *(_node(one, words(one.flow)) for one in layout.nodes)]
    return document(parts, layout.width, layout.height, title=title, description=description, name="carbon")


def _patterns() -> str:
    lines = (
        element(
            "pattern",
            element("rect", width=8, height=8, fill=colour, fill_opacity="0.3")
            + element("path", d=way, stroke=colour, stroke_opacity="0.45"),
            id=f"carbon-{count}",
            width=8,
            height=8,
            patternUnits="userSpaceOnUse",
        )
        for count, (colour, way) in enumerate(zip(COLOURS, PATTERNS, strict=True))
    )
    return element("defs", "".join(lines))


def _band(one: Band, words: Callable[[Flow], Words]) -> str:
    start, end = (one.start.right, one.end.left)
    middle = (start + end) / 2
    low_start, low_end = one.start_top + one.width, one.end_top + one.width
    way = path(
        "M", start, one.start_top, "C", middle, one.start_top, middle, one.end_top, end, one.end_top,
        "L", end, low_end, "C", middle, low_end, middle, low_start, start, low_start, "Z",
    )  # fmt: skip
    said = words(one.end.flow if one.end.beside else one.start.flow)
    title = titled(f"{said.name} {said.amount}")
    aside = one.end.beside or one.start.flow.kind == ROUNDING
    if aside or one.start.branch is None:
        fill, edge = (PAPER if aside else PALE), GREY
    else:
        fill, edge = f"url(#carbon-{_colour(one.start)})", COLOURS[_colour(one.start)]
    return element("path", title, d=way, fill=fill, stroke=edge, stroke_width="0.5", stroke_dasharray="3 3" if aside else None)


def _node(one: Node, said: Words) -> str:
    aside = one.beside or one.flow.kind == ROUNDING
    fill = GREY if aside else GREEN if one.branch is None else COLOURS[_colour(one)]
    block = element("rect", x=one.left, y=one.top, width=NODE, height=max(one.height, Fraction(1)), fill=fill)
    return link(said.address, block + "".join(_words(one, said)), f"{said.name} {said.amount}")


def _words(one: Node, said: Words) -> Iterator[str]:
    """The name in at most two lines and the amount below it, in the middle of the node's height, readable on its band."""
    lines = [*wrapped(said.name, WORDS, 2), said.amount]
    x: Length = one.right + 6
    first = one.top + one.height / 2 - Fraction(LINE * (len(lines) - 1), 2) + 4
    for count, line in enumerate(lines):
        last = count == len(lines) - 1
        yield text(
            line, x, first + count * LINE, stroke=PAPER, stroke_width=4, paint_order="stroke", stroke_linejoin="round", fill=INK,
            font_weight="600" if last else None,
        )  # fmt: skip


def _colour(one: Node) -> int:
    return (one.branch or 0) % len(COLOURS)
