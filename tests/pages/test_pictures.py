"""Pictures drawn by the server: laws of their layouts for any tree, and that they are safe and whole as documents."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from tanheng.analysis.carbon_flows import DEDUCTION, MATERIAL, SOURCE, SUM, TOTAL, Flow
from tanheng.documents.text_sizes import text_width
from tanheng.engine.text import Text
from tanheng.pages.pictures import sankey, tree
from tanheng.pages.pictures.folding import folded, key_of, key_text
from tanheng.pages.pictures.svg import number, wrapped

HOSTILE = '<script>alert(1)</script> & "quoted"'
AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(10**7), places=2)


def leaf(kind: str, value: Decimal) -> Flow:
    return Flow(kind, Text(HOSTILE, HOSTILE), value)


def node(feeds: Sequence[Flow], part: int) -> Flow:
    """What several feed; `part` per cent of it is given away beside."""
    total = sum((one.value for one in feeds), Decimal(0))
    given_away = total * part / 100
    gives = (leaf(DEDUCTION, given_away),) if given_away else ()
    kind = SOURCE if all(one.kind == MATERIAL for one in feeds) else SUM
    return Flow(kind, Text("和", "sum"), total - given_away, None, tuple(feeds), gives)


FLOWS = st.recursive(
    AMOUNTS.map(lambda value: leaf(MATERIAL, value)),
    lambda below: st.builds(node, st.lists(below, min_size=1, max_size=4), st.integers(0, 60)),
    max_leaves=14,
)


def apart(spans: Sequence[tuple[Fraction | int, Fraction | int]]) -> bool:
    """Whether spans overlap nowhere."""
    ordered = sorted(spans)
    return all(before[1] <= after[0] for before, after in pairwise(ordered))


@given(FLOWS)
def test_bands_are_as_wide_as_their_nodes_and_nothing_lies_on_another(flow):
    layout = sankey.laid_out(Flow(TOTAL, flow.label, flow.value, None, flow.feeds, flow.gives))
    for one in layout.nodes:
        into = [band.width for band in layout.bands if band.end is one]
        out = [band.width for band in layout.bands if band.start is one]
        if one.flow.feeds:
            assert sum(into) == one.height
        if one.flow.kind != TOTAL and not one.beside:
            assert sum(out) == one.height
        assert one.top >= 0 and one.top + one.height <= layout.height and one.right <= layout.width
    columns = {one.left for one in layout.nodes if not one.beside}
    assert all(apart([(one.top, one.top + one.height) for one in layout.nodes if one.left == left and not one.beside]) for left in columns)
    assert layout.nodes[0].flow.kind == TOTAL and layout.nodes[0].height == sankey.TALLEST


def boxes(chance: random.Random, depth: int) -> tree.Box:
    """A tree of boxes of every height."""
    below = tuple(boxes(chance, depth - 1) for _ in range(chance.randint(0, 4))) if depth else ()
    lines, marks = chance.choice(((), (HOSTILE,), ("1", HOSTILE))), chance.choice(((), ("缺失",)))
    return tree.Box("输入", "数" * chance.randint(1, 40), lines, marks, below=below, more=chance.choice(("", "3")) if below else "")


BOXES = st.integers(0, 10_000).map(lambda seed: boxes(random.Random(seed), 4))


@given(BOXES)
def test_boxes_of_a_column_lie_apart_and_each_stands_in_a_row_with_its_first(root):
    placed = list(tree.laid_out(root).walk())
    for left in {one.left for one in placed}:
        assert apart([(one.top, one.top + one.height) for one in placed if one.left == left])
    for one in placed:
        assert all(rest.left == one.left + tree.STEP and rest.top >= one.top for rest in one.rests)
        assert not one.rests or one.rests[0].top == one.top
    shown = [one.box for one in placed if one.box]
    assert len(shown) == _count(root) and len(placed) - len(shown) == sum(bool(one.more) for one in shown)


def _count(box: tree.Box) -> int:
    return 1 + sum(map(_count, box.below))


@dataclass(frozen=True)
class Step:
    """A step of a made tree."""

    name: int
    share: Fraction
    below: tuple["Step", ...] = ()


def grown(chance: random.Random, depth: int) -> Step:
    """A tree with fans of every width, as deep as asked at most."""
    fan = chance.choice((0, 1, 2, 3, 4, 5, 9)) if depth else 0
    return Step(chance.randint(0, 99), Fraction(chance.randint(0, 9), 9), tuple(grown(chance, depth - 1) for _ in range(fan)))


STEPS = st.integers(0, 10_000).map(lambda seed: grown(random.Random(seed), 3))
KEYS = st.lists(st.lists(st.integers(0, 9), max_size=4).map(tuple), max_size=3)


@given(STEPS, KEYS, st.integers(1, 30))
def test_what_is_folded_is_counted_and_the_largest_way_is_shown_to_its_end(root, opened, room):
    shown = folded(root, lambda one: one.below, opened, room=room, fan=3)
    for one in shown.walk():
        ranked = sorted(one.step.below, key=lambda step: -step.share)
        if one.closed:
            assert ranked and not one.below and not one.folded
        else:
            assert [below.step for below in one.below] == ranked[: len(one.below)] and len(one.below) + one.folded == len(ranked)
        assert one.folded != 1
        if one.key in opened:
            assert not one.folded and not one.closed
    way = shown
    while way.below:
        way = way.below[0]
    assert not way.step.below
    assert Counter(one.key for one in shown.walk()).most_common(1)[0][1] == 1


@given(STEPS)
def test_with_room_and_wide_fans_all_of_a_tree_is_shown(root):
    shown = folded(root, lambda one: one.below, room=10_000, fan=9)
    assert sum(1 for _ in shown.walk()) == _steps(root) and not any(one.closed or one.folded for one in shown.walk())


def _steps(step: Step) -> int:
    return 1 + sum(map(_steps, step.below))


@given(st.lists(st.integers(0, 9_999), max_size=40).map(tuple))
def test_a_key_comes_back_from_its_address(key):
    assert key_of(key_text(key)) == key


def test_what_is_no_key_is_none():
    assert [key_of(one) for one in ("x", "1--2", "-1", "99999", "²", "-".join("1" * 41))] == [None] * 6


@given(st.text(max_size=80), st.integers(4, 40), st.integers(1, 3))
def test_wrapped_lines_are_short_and_few_and_say_when_something_is_left_out(said, columns, most):
    lines = wrapped(said, columns, most)
    assert len(lines) <= most and all(text_width(one) <= columns for one in lines)
    whole = "".join("".join(lines).split())
    assert whole == "".join(said.split()) or lines[-1].endswith("…")


def test_lengths_are_said_in_hundredths():
    assert [number(one) for one in (0, 12, Fraction(1, 3), Fraction(-5, 2), Fraction(199999, 1000))] == ["0", "12", "0.33", "-2.5", "200"]


def documents() -> list[str]:
    flow = node([leaf(MATERIAL, Decimal("60.5")), node([leaf(MATERIAL, Decimal("39.5"))], 10)], 0)
    words = sankey.Words(HOSTILE, HOSTILE, '/x?a=1&b="2"')
    box = tree.Box(
        "k", HOSTILE, (HOSTILE,), (HOSTILE,), "/a?b=1&c=2", below=(tree.Box("k", "n", open_address="/o", open_words="open"),), more="7"
    )
    return [
        sankey.sankey(flow, lambda _one: words, title=HOSTILE, description=HOSTILE),
        tree.tree(box, title=HOSTILE, description=HOSTILE),
    ]


def test_pictures_are_documents_of_links_with_names_without_script_or_style():
    for picture in documents():
        found = list(ET.fromstring(picture).iter())
        tags = Counter(one.tag.rpartition("}")[2] for one in found)
        assert not tags["script"] and tags["a"] >= 2 and tags["title"] > tags["a"] and tags["desc"] == 1
        names = {name for one in found for name in one.attrib}
        assert "style" not in names and not any(name.startswith("on") for name in names)
        ids = {one.attrib["id"] for one in found if "id" in one.attrib}
        assert set(found[0].attrib["aria-labelledby"].split()) <= ids
        assert all(one.attrib["href"] and one.attrib["aria-label"] for one in found if one.tag.endswith("}a"))
