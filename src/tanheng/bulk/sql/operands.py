"""What the columns reading reads a formula with: columns of whole numbers, sums and means over series, parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tanheng.bulk.sql.whole import Whole
from tanheng.engine.numbers import Number


@dataclass(frozen=True, slots=True)
class Operand:
    """A column of whole numbers, `scale` of their digits standing after the point; `nullable` where some are absent,
    `never` where all are.
    """

    whole: Whole
    scale: int
    nullable: bool
    never: bool = False


@dataclass(frozen=True, slots=True)
class Mean:
    """The two sums of a weighted mean over a series."""

    weighted: Operand
    weights: Operand


@dataclass(frozen=True)
class Operands:
    """What the names of a formula stand for: columns, sums over series, means over series, and parameters."""

    columns: Mapping[str, Operand]
    totals: Mapping[str, Operand]
    means: Mapping[tuple[str, str], Mean]
    parameters: Mapping[str, Number]
