"""What a meter's register says was used: from the differences of its readings, through zero and over replacements, times its multiplier.

Exact decimals in and out. What cannot be told is refused as problems that name meter and moment; nothing is guessed. A reading of the day
of a replacement belongs to the old meter where it is of the old, and to the new where it is of the new.

A register that stands lower than before has passed zero. That is taken as so by itself only where it moved on by less than half of its
size: what moved on further could as well have been a slip of the pen, so whoever read it says how often it passed zero (`passes`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Context, Decimal, localcontext

from tanheng.engine.numbers import ZERO, figure
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import Sentence, problem_of

Moment = date | datetime  # of one kind in one question
EXACTLY = Context(prec=200)  # of the numbers of a table (20 digits before the point, 30 after it) every product is whole

SENTENCES: dict[str, Sentence] = {
    "METER-101": (
        "error",
        "{meter}：{at} 的表底 {found} 低于 {before_at} 的 {before}，无法判断用量",
        "{meter}: the register stood at {found} on {at}, below {before} on {before_at}: what was used cannot be told",
        "请核对两次表底；若其间表底过零，请写明过零次数；若换过表，请登记换表",
        "check both registers; if it passed zero, state how often; if the meter was replaced, record the replacement",
    ),
    "METER-102": (
        "error",
        "{at} 抄的是 {found}，该计量点此时在用的是 {meter}",
        "the reading of {at} is of {found}, while {meter} is in place at this metering point",
        "请核对器具编号；若已换表，请先登记换表（换表日、旧表止码、新表起码）",
        "check the meter's code; if it was replaced, record the replacement with both registers first",
    ),
    "METER-103": (
        "error",
        "{meter}：{at} 有两个表底 {before} 和 {found}",
        "{meter}: two registers on {at}, {before} and {found}",
        "同一时刻只保留一个；不同时刻的请写明时刻",
        "keep one of a moment; of different moments state the times",
    ),
    "METER-104": (
        "error",
        "{meter}：{at} 的表底 {found} 不在 0 与满量程 {size} 之间",
        "{meter}: the register {found} on {at} is not between zero and its size {size}",
        "请核对表底；满量程填错的请更正器具台账",
        "check the register; if its size is wrong, correct the meter ledger",
    ),
    "METER-105": (
        "error",
        "只有一个表底（{meter}，{at}），算不出用量",
        "there is one register only ({meter}, {at}): nothing was used that could be told",
        "请补抄期初和期末表底",
        "read the register at the beginning and at the end",
    ),
    "METER-106": (
        "error",
        "{at} 登记由 {found} 换下 {before}，该计量点此时在用的却是 {meter}",
        "on {at} {found} is recorded in place of {before}, while {meter} is at this metering point",
        "请核对各次换表的日期和器具编号",
        "check days and codes of the replacements",
    ),
    "METER-107": (
        "error",
        "没有任何表底",
        "there is no register at all",
        "请抄录期初和期末表底",
        "read the register at the beginning and at the end",
    ),
    "METER-108": (
        "error",
        "{meter} 不在器具台账中，满量程和倍率不明",
        "{meter} is not in the ledger: neither its size nor its multiplier is known",
        "请先在器具台账登记",
        "enter it in the meter ledger first",
    ),
    "METER-109": (
        "error",
        "{meter}：至 {at} 写明过零 {found} 次，但满量程不明",
        "{meter}: it is said to have passed zero {found} times until {at}, but its size is not known",
        "请在器具台账填写满量程",
        "state the register's size in the meter ledger",
    ),
}


@dataclass(frozen=True, slots=True)
class Register:
    """A meter's register: what a difference is multiplied by, and where it begins at zero again (None: nobody has said)."""

    meter: str
    multiplier: Decimal = Decimal(1)
    size: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A register as it stood. `passes`: how often it is said to have passed zero since the reading before; None where nobody said."""

    meter: str
    at: Moment
    amount: Decimal
    passes: int | None = None


@dataclass(frozen=True, slots=True)
class Replacement:
    """One meter in another's place, with both registers."""

    at: Moment
    old: str
    new: str
    closing: Decimal
    opening: Decimal


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one meter measured between two registers: `amount` is the difference, with `passes` through zero, times the multiplier."""

    meter: str
    start: Moment
    end: Moment
    first: Decimal
    last: Decimal
    passes: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Used:
    """What was used: the stretches in order; without any where there are problems."""

    stretches: tuple[Stretch, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def total(self) -> Decimal | None:
        """The sum; None where it cannot be told."""
        if self.problems:
            return None
        with localcontext(EXACTLY):
            return sum((one.amount for one in self.stretches), ZERO)


def used(registers: Mapping[str, Register], readings: Sequence[Reading], replacements: Sequence[Replacement] = ()) -> Used:
    """What was used at a metering point from its first reading to its last, over the replacements between them.

    `registers` by meter; the readings in any order. Every split at a reading sums to the whole.
    """
    if not readings:
        return Used(problems=(problem_of(SENTENCES, "METER-107"),))
    ordered = sorted(readings, key=lambda one: one.at)
    first, last = ordered[0].at, ordered[-1].at
    changes = sorted((one for one in replacements if first <= one.at <= last), key=lambda one: one.at)
    point = _Point(registers)
    for one in _in_order(ordered, changes):
        if isinstance(one, Reading):
            point.read(one)
        else:
            point.replace(one)
    if len(ordered) == 1 and not point.problems:
        point.tell("METER-105", ordered[0])
    return Used(() if point.problems else tuple(point.stretches), tuple(point.problems))


def _in_order(readings: list[Reading], changes: list[Replacement]) -> Iterator[Reading | Replacement]:
    """By moment; of the moment of a replacement the old meter's readings, the replacement, then all others. What comes after the last
    reading belongs to the time after it.
    """
    left = list(readings)
    for change in changes:
        before = [one for one in left if one.at < change.at or (one.at == change.at and one.meter == change.old)]
        yield from before
        left = [one for one in left if one not in before]
        if not left:
            return
        yield change
    yield from left


class _Point:
    """A metering point walked through time: the meter in place and its register as last known."""

    def __init__(self, registers: Mapping[str, Register]) -> None:
        self.registers = registers
        self.last: Reading | None = None
        self.at_change = False  # whether that is the register with which a meter began
        self.stretches: list[Stretch] = []
        self.problems: list[Problem] = []

    def read(self, one: Reading, *, closing: bool = False) -> None:
        """Take a reading: a stretch from the one before, or what is wrong with it. On the day of a replacement a meter has two."""
        before, at_change = self.last, self.at_change or closing
        if before is not None and before.meter != one.meter:
            self.tell("METER-102", one, meter=before.meter, found=one.meter)
            return
        register = self._sound(one)
        if register is None:
            return
        self.last, self.at_change = one, False
        if before is not None and before.at == one.at and before.amount != one.amount and not at_change:
            self.tell("METER-103", one, before=figure(before.amount))
        elif before is not None:
            self._move(register, before, one)

    def replace(self, change: Replacement) -> None:
        """The old meter's last stretch, and the new one at its opening; before the first reading nothing is asked."""
        before = self.last
        if before is None:
            return
        if before.meter != change.old:
            closing = Reading(change.old, change.at, change.closing)
            self.tell("METER-106", closing, meter=before.meter, before=change.old, found=change.new)
            return
        self.read(Reading(change.old, change.at, change.closing), closing=True)
        opening = Reading(change.new, change.at, change.opening)
        if self._sound(opening) is not None:
            self.last, self.at_change = opening, True

    def tell(self, code: str, one: Reading, **words: str) -> None:
        """Note what is wrong at a reading."""
        self.problems.append(problem_of(SENTENCES, code, **{"meter": one.meter, "at": str(one.at), "found": figure(one.amount), **words}))

    def _sound(self, one: Reading) -> Register | None:
        """The register of a reading that can stand on it; None after telling why not."""
        register = self.registers.get(one.meter)
        if register is None:
            self.tell("METER-108", one)
        elif one.amount < 0 or (register.size is not None and one.amount >= register.size):
            self.tell("METER-104", one, size=figure(register.size) if register.size is not None else "…")
        elif one.passes and register.size is None:
            self.tell("METER-109", one, found=str(one.passes))
        else:
            return register
        return None

    def _move(self, register: Register, before: Reading, one: Reading) -> None:
        passes = _passes(register, before, one)
        if passes is None:
            self.tell("METER-101", one, before=figure(before.amount), before_at=str(before.at))
            return
        with localcontext(EXACTLY):
            moved = one.amount - before.amount + passes * (register.size or ZERO)
            amount = moved * register.multiplier
        self.stretches.append(Stretch(one.meter, before.at, one.at, before.amount, one.amount, passes, amount))


def _passes(register: Register, before: Reading, one: Reading) -> int | None:
    """How often the register passed zero between two readings; None where that cannot be told."""
    lower = one.amount < before.amount
    if one.passes is not None:
        return None if lower and not one.passes else one.passes
    if not lower:
        return 0
    if register.size is None:
        return None
    with localcontext(EXACTLY):
        moved = one.amount - before.amount + register.size
        return 1 if 2 * moved < register.size else None
