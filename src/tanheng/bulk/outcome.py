"""What came of a batch, and the error of asking for something a pack does not serve. Shapes only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tanheng.bulk.problems import TableProblem
from tanheng.engine.errors import TanhengError
from tanheng.engine.numbers import Number
from tanheng.engine.pack import Pack

# A step (read, compute, trace, write), and how much of how much of it is done; 0 of 0 where nobody knows.
Told = Callable[[str, int, int], None]


def silent(step: str, done: int, total: int) -> None:
    """Nobody listens."""


class BatchUsageError(TanhengError):
    """The wish cannot be served, whatever the table holds: an unknown quantity, a missing year, a pack that batch cannot read."""


@dataclass
class Outcome:
    """Rows written, entities, and every problem; nothing is written where one of them blocks."""

    rows: int = 0
    entities: int = 0
    years: list[int] = field(default_factory=list)
    problems: list[TableProblem] = field(default_factory=list)
    doubted: int | None = None  # entities with doubts about figures, where the engine ran on each
    in_decimals: list[str] = field(default_factory=list)  # quantities that the engine's decimals finished

    @property
    def is_refused(self) -> bool:
        """Whether the table has errors."""
        return any(one.is_error for one in self.problems)


def parameters_of(pack: Pack, year: int) -> dict[str, Number]:
    """The parameters that have a value in a year."""
    found: dict[str, Number] = {}
    for name in pack.parameters:
        try:
            found[name] = pack.parameter(name, year).value
        except KeyError:
            continue
    return found
