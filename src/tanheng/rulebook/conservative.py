"""What stands behind the treatment of missing data, by the name of a quantity in any edition: which side is conservative, and which figures
make up its stock balance. Data of `conservative.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tanheng.rulebook.rule_yaml import read_record

FILE = "conservative.yaml"
UP, DOWN, DUAL, NO_DIRECTION = "up", "down", "dual", ""


def direction_of(quantity: str) -> str:
    """`up` where a figure too low would make the emission too low, `down` where one too high would make output, allowance or a deduction
    too high, `dual` of output that is both; NO_DIRECTION where nothing is said.
    """
    return _read()[0].get(quantity, NO_DIRECTION)


def stock_terms(quantity: str) -> Mapping[str, bool]:
    """The quantities whose balance gives this one, each with whether it is subtracted; none where it has no stock."""
    return _read()[1].get(quantity, {})


@lru_cache(maxsize=1)
def _read() -> tuple[dict[str, str], dict[str, dict[str, bool]]]:
    found: Mapping[str, Any] = read_record(files("tanheng.rulebook").joinpath(FILE), FILE)
    sides = {name: side for side, row in found["sides"].items() for name in row["quantities"]}
    stocks = {name: dict.fromkeys(row["plus"], False) | dict.fromkeys(row["minus"], True) for name, row in found["stock_balances"].items()}
    return sides, stocks
