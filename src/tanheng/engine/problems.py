"""What a user can mend: a `Problem`, never raised, collected and shown together, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from tanheng.engine.answer import Answer
from tanheng.engine.numbers import figure
from tanheng.engine.place_spans import spans_text
from tanheng.engine.places import Where
from tanheng.engine.text import Text

Severity = Literal["error", "warning", "note"]
SEVERITY_ORDER = {"error": 0, "warning": 1, "note": 2}
MOST_PLACES = 1_000  # of one code and severity in a list of problems: a file made to fail must not make a page that nobody can open


@dataclass(frozen=True, slots=True)
class Supposed:
    """What may be wrong: the figures of a quantity at a place, in some months (none named: in all), would be right that many times,
    or where there is no figure as this `amount`.
    """

    quantity: str
    key: tuple[str | None, str | None]  # facility, item
    months: tuple[int, ...]
    times: Decimal
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a doubt holds, so that doubts can be held against each other (`engine.checks.one_cause`): one mark for every month (or the
    year) of what it measures, what it supposes to be wrong, and the doubt in its place where not its month but the others are wrong.
    """

    marks: tuple[Any, ...]
    supposed: tuple[Supposed, ...] = ()
    others: Supposed | None = None
    turned: Problem | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a user can mend: what, where, and the remedy. One that repeats has all its `places`, `where` first. With a `digest`
    it asks for an answer before a report is issued: corrected, or confirmed with a reason; the digest is that of the figures it
    speaks of (`engine.answers`). `also` are the doubts that have the same cause: they ask nothing of their own.
    """

    code: str
    severity: Severity
    where: Where
    message: Text
    remedy: Text
    digest: str = ""
    answer: Answer | None = None
    places: tuple[Where, ...] = ()  # empty where it stands at one place alone
    unit_slip: bool = False  # it names the unit that was probably typed: no report is made of such a figure unanswered
    also: tuple[Problem, ...] = ()
    unlisted: int = 0  # it stands for so many further places of its code that are not listed
    subject: Subject | None = field(default=None, compare=False, repr=False)

    @property
    def asks(self) -> bool:
        """Whether it wants an answer: an error is mended, a note is only told."""
        return bool(self.digest) and self.severity == "warning"

    @property
    def all_places(self) -> tuple[Where, ...]:
        """Every place it stands at; at least `where`."""
        return self.places or (self.where,)

    def at(self, **parts: Any) -> Problem:
        """The problem with these parts of every place replaced."""
        return replace(self, where=replace(self.where, **parts), places=tuple(replace(one, **parts) for one in self.places))

    def as_json(self, lang: str = "zh") -> dict[str, Any]:
        """The shape of `run/1` problems."""
        return {
            "code": self.code,
            "severity": self.severity,
            "where": self.where.as_json(),
            "message": self.message.in_(lang),
            "remedy": self.remedy.in_(lang),
            **({"places": [one.as_json() for one in self.places]} if self.places else {}),
            **({"digest": self.digest} if self.digest else {}),
            **({"unit_slip": True} if self.unit_slip else {}),
            **({"also": [one.code for one in self.also]} if self.also else {}),
            **({"unlisted": self.unlisted} if self.unlisted else {}),
            **({"answer": self.answer.as_document()} if self.answer else {}),
        }

    def as_text(self, lang: str = "zh") -> str:
        """Two lines: code, severity, place and sentence, how many more places; then the remedy, or the answer that was given."""
        words = {"error": Text("错误", "error"), "warning": Text("警告", "warning"), "note": Text("提示", "note")}
        place = self.where.as_text(lang)
        state = (ANSWERED if self.answer else TO_BE_ANSWERED).in_(lang) if self.asks else ""
        head = f"{self.code} [{words[self.severity].in_(lang)}{state}] " + (f"{place}: " if place else "")
        arrow, rest = Text("办法：", "remedy: ").in_(lang), self.remedy.in_(lang)
        if self.answer:
            arrow, rest = Text("答复：", "answer: ").in_(lang), self.answer.as_text(lang)
        return f"{head}{self.message.in_(lang)}{self._more(lang)}\n    {arrow}{rest}"

    def _more(self, lang: str) -> str:
        if not self.places:
            return ""
        count, spans = len(self.places) - 1, spans_text(self.places[1:], self.where, lang)
        return Text(f"（另有 {count} 处：{spans}）", f" (and {count} more: {spans})").in_(lang)


UNLISTED = Text("同类问题另有 {count} 处，没有列出", "{count} more of the same kind are not listed")
MEND_LISTED = Text("改正列出的各处后再试", "mend those that are listed and try again")
TO_BE_ANSWERED, ANSWERED = Text("·待答复", ", to be answered"), Text("·已答复", ", answered")


def has_errors(problems: Iterable[Problem]) -> bool:
    """True when at least one problem blocks the calculation."""
    return any(problem.severity == "error" for problem in problems)


def gathered(problems: Iterable[Problem]) -> list[Problem]:
    """The same problem at many places as one with its places, where it was found first.

    Of one code and severity MOST_PLACES are kept and the rest is counted in a problem of its own. What asks for an answer stays whole.
    """
    found: dict[tuple[Any, ...], list[Problem]] = {}
    rest: dict[tuple[str, Severity], int] = {}
    for one in problems:
        if one.unlisted:
            rest[one.code, one.severity] = rest.get((one.code, one.severity), 0) + one.unlisted
        else:
            found.setdefault((one.code, one.severity, one.message, one.remedy, one.digest), []).append(one)
    return _limited([_with_places(same) for same in found.values()], rest)


def _limited(problems: Iterable[Problem], rest: dict[tuple[str, Severity], int]) -> list[Problem]:
    """As many as are listed of each code, then what stands for those that are not; `rest` is how many were left out before."""
    kept: list[Problem] = []
    listed: dict[tuple[str, Severity], int] = {}
    files: dict[tuple[str, Severity], str | None] = {}
    for one in problems:
        kind, count = (one.code, one.severity), len(one.all_places)
        files.setdefault(kind, one.where.file)
        room = count if one.digest else min(MOST_PLACES - listed.get(kind, 0), count)
        listed[kind] = listed.get(kind, 0) + (0 if one.digest else room)
        if room < count:
            rest[kind] = rest.get(kind, 0) + count - room
        if room:
            kept.append(one if room == count else replace(one, places=one.places[:room]))
    return [*kept, *(unlisted_problem(*kind, files.get(kind), count) for kind, count in rest.items())]


def unlisted_problem(code: str, severity: Severity, file: str | None, count: int) -> Problem:
    """What stands for so many further problems of a code."""
    return Problem(code, severity, Where(file=file), UNLISTED.filled(count=figure(count)), MEND_LISTED, unlisted=count)


def _with_places(same: list[Problem]) -> Problem:
    if len(same) == 1:
        return same[0]
    places = tuple(dict.fromkeys(place for one in same for place in one.all_places))
    return same[0] if len(places) == 1 else replace(same[0], places=places)


def sorted_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Repeats gathered, and what blocks first; within a severity the order in which they were found."""
    return sorted(gathered(problems), key=lambda problem: SEVERITY_ORDER[problem.severity])
