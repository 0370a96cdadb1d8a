"""What a check of a rule pack says of figures of the monthly grid: made by the app that runs checks, shown by that of the grid."""

from collections.abc import Iterable
from dataclasses import dataclass

from tanheng.engine.places import Place
from tanheng.engine.problems import Problem


@dataclass(frozen=True)
class CellCheck:
    """A problem with the figures it speaks of, by a rule pack's names (month None: the whole year), and the page on which it is answered;
    an answer that holds stands with the problem.
    """

    pack: str
    problem: Problem
    places: tuple[Place, ...]
    address: str

    @classmethod
    def of(cls, pack: str, problem: Problem, places: Iterable[Place], address: str) -> "CellCheck":
        """Each place once, in their order."""
        return cls(pack, problem, tuple(dict.fromkeys(places)), address)
