"""The exceptions of the engine, for mistakes of programs and rule packs:

    TanhengError
    └── RuleError              says what is wrong in both languages: `engine.pack_sentences` has the sentences
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


class RuleError(TanhengError):
    """Something is wrong with the rules; `told` says what in both languages."""

    def __init__(self, told: Text) -> None:
        super().__init__(told.both)
        self.told = told


class PackError(RuleError):
    """A rule pack is unsound."""


class UnknownPackError(PackError):
    """No rule pack has this id."""

    def __init__(self, pack_id: str, told: Text | None = None) -> None:
        super().__init__(told or Text(f"没有规则包 {pack_id}", f"there is no rule pack {pack_id}"))
        self.pack_id = pack_id


class DisabledPackError(UnknownPackError):
    """The pack is listed, but its facts are too thin to calculate by it; `reason` says why."""

    def __init__(self, pack_id: str, reason: Text) -> None:
        super().__init__(pack_id, Text(f"{pack_id}: {reason.zh}", f"{pack_id}: {reason.en}"))
        self.reason = reason


class UnitError(RuleError):
    """A unit is unknown, or two units do not fit together."""
