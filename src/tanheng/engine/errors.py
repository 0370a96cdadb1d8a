"""Errors and problems of the engine.

The exception tree, for mistakes of programs and rule packs:

    TanhengError
    ├── PackError          a rule pack is unsound (names, units, indices, cycles, frozen hash)
    │   └── UnknownPackError    no rule pack has this id
    │       └── DisabledPackError   the pack is listed but cannot be calculated, with the reason
    └── UnitError          a unit is not in the closed table, or two units do not fit together

What a user can mend is never raised: it is a `Problem`, collected and shown together, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]
SEVERITY_ORDER = {"error": 0, "warning": 1, "note": 2}


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


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Chinese and in English."""

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """The sentence in `lang` (`zh…` gives Chinese, anything else English)."""
        return self.zh if lang.startswith("zh") else self.en

    def filled(self, **numbers: str) -> Text:
        """The sentence with its numbers put in."""
        return Text(self.zh.format(**numbers), self.en.format(**numbers))


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a problem: in the domain (facility, item, month, quantity) and in a file (sheet, cell,
    path, line).
    """

    quantity: str | None = None
    facility: str | None = None
    item: str | None = None
    month: int | None = None
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    path: str | None = None
    line: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Only the parts that are known."""
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in pairs if value is not None}

    def as_text(self) -> str:
        """One short line, file first, then the domain place."""
        in_file = [str(part) for part in (self.file, self.sheet, self.cell) if part]
        if self.line is not None:
            in_file.append(f"line {self.line}")
        if self.path:
            in_file.append(self.path)
        month = None if self.month is None else f"{self.month:02d}"
        in_domain = "/".join(part for part in (self.facility, self.item, month) if part)
        name = (self.quantity or "") + (f"@{in_domain}" if in_domain else "")
        return " · ".join(part for part in (" ".join(in_file), name) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a user can mend: what, where, and the remedy."""

    code: str
    severity: Severity
    where: Where
    message: Text
    remedy: Text

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """The shape of `run/1` problems."""
        return {
            "code": self.code,
            "severity": self.severity,
            "where": self.where.as_json(),
            "message": self.message.in_(lang),
            "remedy": self.remedy.in_(lang),
        }

    def as_text(self, lang: str = "zh") -> str:
        """Two lines: code, severity, place and sentence; then the remedy."""
        words = {"error": Text("错误", "error"), "warning": Text("警告", "warning"), "note": Text("提示", "note")}
        place = self.where.as_text()
        head = f"{self.code} [{words[self.severity].in_(lang)}] " + (f"{place}: " if place else "")
        arrow = Text("办法：", "remedy: ").in_(lang)
        return f"{head}{self.message.in_(lang)}\n    {arrow}{self.remedy.in_(lang)}"


def has_errors(problems: Iterable[Problem]) -> bool:
    """True when at least one problem blocks the calculation."""
    return any(problem.severity == "error" for problem in problems)


def sorted_problems(problems: Iterable[Problem]) -> list[Problem]:
    """What blocks first; within a severity the order in which they were found."""
    return sorted(problems, key=lambda problem: SEVERITY_ORDER[problem.severity])
