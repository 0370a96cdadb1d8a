"""A write by the API after its permission check, in the two parts that its door joins: what does it, and what its caller is answered.

The door keeps the answer in the same transaction as the change, so that a repeated request gets it again: it is what the actor that it
hands to the service keeps.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Made = TypeVar("Made")


@dataclass(frozen=True)
class Write(Generic[Made]):
    """`do(actor=…)` calls the service; `answer` gives status and body for what it wrote."""

    do: Callable[..., Made]
    answer: Callable[[Made], tuple[int, Any]]
