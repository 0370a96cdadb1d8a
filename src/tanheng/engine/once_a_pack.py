"""What a module says of a rule pack and never changes: found once, and remembered by the pack itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from tanheng.engine.pack import Pack

Found = TypeVar("Found")


def once_a_pack(work: Callable[[Pack], Found]) -> Callable[[Pack], Found]:
    """Remembered as the pack's own cached properties are: a changed pack (`dataclasses.replace`) starts anew."""
    name = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def found(pack: Pack) -> Found:
        known = vars(pack)
        if name not in known:
            known[name] = work(pack)
        return cast("Found", known[name])

    return found
