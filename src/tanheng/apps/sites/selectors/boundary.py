"""The boundary of a company's report as of a day: its sites, and each facility with what it was on that day."""

from dataclasses import dataclass
from datetime import date

from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.apps.sites.selectors.companies import identity_of
from tanheng.apps.sites.selectors.life import lives_of
from tanheng.engine.life import Life, State


@dataclass(frozen=True)
class Placed:
    """A facility of the company on a day: `state` as `engine.life` has it."""

    node: Node
    life: Life
    state: State

    @property
    def is_inside(self) -> bool:
        """Whether it lies in the boundary: it is in use, or stopped."""
        return self.state in ("in_use", "stopped")


@dataclass(frozen=True)
class Boundary:
    """A company as it was called on a day, and its sites with their facilities, by path."""

    company: Node
    on: date
    name: str
    code: str
    sites: tuple[tuple[Node, tuple[Placed, ...]], ...]

    @property
    def inside(self) -> tuple[Placed, ...]:
        """The facilities that lie in it."""
        return tuple(one for _, placed in self.sites for one in placed if one.is_inside)


def boundary_of(company: Node, on: date) -> Boundary:
    """The boundary as of a day; facilities that are not in use yet, or no longer, stand in the tree with that state."""
    nodes = list(descendants(company))
    facilities = [one for one in nodes if one.kind == "facility"]
    lives = lives_of(facilities)
    below: dict[int, list[Placed]] = {one.pk: [] for one in nodes if one.kind == "site"}
    for node in facilities:
        below[node.parent_id or 0].append(Placed(node, lives[node.pk], lives[node.pk].state(on)))
    name, code = identity_of(company, on)
    return Boundary(company, on, name, code, tuple((one, tuple(below[one.pk])) for one in nodes if one.kind == "site"))
