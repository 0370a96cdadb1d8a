"""The exceptions of the engine, for mistakes of programs and rule packs:

    TanhengError
    ├── PackError          a rule pack is unsound (names, units, indices, cycles, frozen hash)
    │   └── UnknownPackError    no rule pack has this id
    │       └── DisabledPackError   the pack is listed but cannot be calculated, with the reason
    └── UnitError          a unit is not in the closed table, or two units do not fit together

What a user can mend is never raised: it is a `Problem` (`engine.problems`).
"""

from __future__ import annotations

from tanheng.engine.text import Text


class TanhengError(Exception):
    """Root of all errors raised on purpose."""


class PackError(TanhengError):
    """A rule pack is unsound."""


class UnknownPackError(PackError):
    """No rule pack has this id."""


class DisabledPackError(UnknownPackError):
    """The pack is listed, but its facts are too thin to calculate by it; `reason` says why."""

    def __init__(self, pack_id: str, reason: Text) -> None:
        super().__init__(f"{pack_id}: {reason.zh} / {reason.en}")
        self.pack_id = pack_id
        self.reason = reason


class UnitError(TanhengError):
    """A unit is unknown, or two units do not fit together."""
