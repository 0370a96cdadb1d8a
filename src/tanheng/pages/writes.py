"""A write by the API after its permission check, in the two parts that its door joins: what does it, and what its caller is answered.

The door keeps the answer in the same transaction as the change, so that a repeated request gets it again. The service opens that
transaction, for it reads and computes before it, and calls `within` last inside it, with what it wrote.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Made = TypeVar("Made")


@dataclass(frozen=True)
class Write(Generic[Made]):
    """`do(within=…)` calls the service; `answer` gives status and body for what it wrote."""

    do: Callable[..., Made]
    answer: Callable[[Made], tuple[int, Any]]


def nothing_more(_made: object) -> None:
    """Where nobody has anything to add to the transaction of a write."""
