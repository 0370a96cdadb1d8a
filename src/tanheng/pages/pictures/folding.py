"""What is shown of a large tree: the way of the largest contributor down to its end, then the next largest while there is room. Large fans
show their first few and how many more there are; what is opened by hand is shown whole. Pure, and the same for the same tree.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from typing import Generic, Protocol, TypeVar

FAN = 4  # of each fan before the rest is folded
ROOM = 24  # boxes of a picture, unless more are opened by hand
DEEPEST, WIDEST = 40, 9_999  # what an address may ask to be opened
Key = tuple[int, ...]  # the way from the root: which of each fan


class Shared(Protocol):
    """Something that stands for a share of the root."""

    @property
    def share(self) -> Fraction:
        """How much of the root it stands for, at most 1."""


Step = TypeVar("Step", bound=Shared)


@dataclass(frozen=True, slots=True)
class Shown(Generic[Step]):
    """A step with what is shown below it; `folded` more are not shown, and of a `closed` one nothing that is below."""

    key: Key
    step: Step
    below: tuple[Shown[Step], ...] = ()
    folded: int = 0
    closed: bool = False

    def walk(self) -> Iterator[Shown[Step]]:
        """Itself and all that is shown below it, in the order of a table."""
        yield self
        for one in self.below:
            yield from one.walk()


def folded(
    root: Step, below: Callable[[Step], Sequence[Step]], opened: Collection[Key] = (), *, room: int = ROOM, fan: int = FAN
) -> Shown[Step]:
    """What is shown of a tree; `below` is asked for no more of it than is needed."""
    tree = _Tree(root, below, frozenset(opened), fan)
    tree.follow(())
    for key in sorted(tree.opened):
        tree.reach(key)
    while tree.count < room and tree.expand_largest():
        pass
    return tree.shown(())


def key_text(key: Key) -> str:
    """A key as an address holds it."""
    return "-".join(map(str, key))


def key_of(text: str) -> Key | None:
    """The key in an address; None for what is none."""
    parts = text.split("-") if text else []
    if len(parts) > DEEPEST or not all(one.isdecimal() and one.isascii() and len(one) <= len(str(WIDEST)) for one in parts):
        return None
    return tuple(map(int, parts))


class _Tree(Generic[Step]):
    """A tree as far as it was looked at, and which of its steps are expanded."""

    def __init__(self, root: Step, below: Callable[[Step], Sequence[Step]], opened: frozenset[Key], fan: int) -> None:
        self.steps: dict[Key, Step] = {(): root}
        self.below, self.opened, self.fan = below, opened, fan
        self.fans: dict[Key, int] = {}
        self.expanded: set[Key] = set()
        self.closed: list[tuple[Fraction, int, Key]] = []  # a heap of those that are shown, the largest first
        self.count = 1

    def look(self, key: Key) -> int:
        """How many steps are below one, the largest first."""
        if key not in self.fans:
            ranked = sorted(self.below(self.steps[key]), key=lambda one: -one.share)
            self.fans[key] = len(ranked)
            self.steps |= {(*key, place): one for place, one in enumerate(ranked)}
        return self.fans[key]

    def visible(self, key: Key) -> int:
        """How many of a fan are shown; one that would be alone in its fold is."""
        whole = self.look(key)
        return whole if key in self.opened or whole <= self.fan + 1 else self.fan

    def expand(self, key: Key) -> None:
        """Show the fan of a step, as far as it is not folded."""
        if key in self.expanded or not self.look(key):
            return
        self.expanded.add(key)
        for place in range(self.visible(key)):
            self.count += 1
            below = (*key, place)
            heappush(self.closed, (-self.steps[below].share, len(below), below))

    def follow(self, key: Key) -> None:
        """Expand a step, the largest below it, and so on to the end."""
        while self.look(key):
            self.expand(key)
            key = (*key, 0)

    def reach(self, key: Key) -> None:
        """Expand the way to a step, and from there on."""
        for depth in range(len(key)):
            if key[depth] >= self.visible(key[:depth]):
                return
            self.expand(key[:depth])
        self.follow(key)

    def expand_largest(self) -> bool:
        """Expand that of the shown steps with something below it which has the largest share; False where there is none any more."""
        while self.closed:
            key = heappop(self.closed)[2]
            if key not in self.expanded and self.look(key):
                self.expand(key)
                return True
        return False

    def shown(self, key: Key) -> Shown[Step]:
        """A step as it is shown."""
        if key not in self.expanded:
            return Shown(key, self.steps[key], closed=bool(self.look(key)))
        visible = self.visible(key)
        below = tuple(self.shown((*key, place)) for place in range(visible))
        return Shown(key, self.steps[key], below, self.look(key) - visible)
