"""Runs the checks of a pack over a run: ranges, the spread of months, and stocks that go on where they ended.

A check never raises: a measure whose operands are absent is skipped. Months of one place that fail alike are one problem
with its places and one digest. Answers to doubts are read elsewhere (`engine.answers`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tanheng.engine.answers import figure_of, figures_digest
from tanheng.engine.checks.figures import series_place, values_beneath
from tanheng.engine.checks.measures import Known, Measured, measured
from tanheng.engine.checks.month_spread import Fences, beyond_sigma, uneven_series
from tanheng.engine.checks.months import item_name
from tanheng.engine.checks.unit_doubts import Again, Doubt, doubts_of, is_inside
from tanheng.engine.columns import Column, rounded_column
from tanheng.engine.numbers import ZERO, figure, shown
from tanheng.engine.pack import Check
from tanheng.engine.part_of_year import said_of_part
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem, Subject, Supposed
from tanheng.engine.text import Text
from tanheng.engine.units.slips import slip_sentence

if TYPE_CHECKING:
    from tanheng.engine.places import Key
    from tanheng.engine.run import Run

OTHERS = Text("本年其余各月", "the other months")
OTHERS_AND_LAST_YEAR = Text("本年其余各月和上年各月", "the other months and last year's")


def check_problems(run: Run, parameters: Any, again: Again | None, beside: Run | None = None) -> Iterator[Problem]:
    """What the checks of the pack find. `again` computes a part of the run with other figures, to try other units (None: no unit is
    guessed); `beside` is last year's run. Decimals need `exact_context` around it.
    """
    measures = list(_measures(run, parameters, beside, run.pack.checks))
    refused = _Refused(measures)
    for found in measures:
        yield from _told_spread(found, beside) if found.check.kind == "spread" else _told_range(found, again, refused)


def check_marks(run: Run, parameters: Any, beside: Run | None, checks: Iterable[Check]) -> dict[str, set[Any]]:
    """By the code of each of these checks the marks of the doubts it would tell, as `Subject` has them."""
    marks: dict[str, set[Any]] = {}
    measures = list(_measures(run, parameters, beside, checks))
    refused = _Refused(measures)
    for found in measures:
        check, width = found.check, len(found.periods)
        if _asks(check):
            spread = check.kind == "spread"
            outside = [number for number, _, _ in _beyond(found, beside)] if spread else refused.spare(found, _outside(found))
            marks[check.id] = {(check.id, found.keys[one // width], found.periods[one % width]) for one in outside}
    return marks


def _measures(run: Run, parameters: Any, beside: Run | None, checks: Iterable[Check]) -> Iterator[Measured]:
    known: Known = {}
    for check in checks:
        found = measured(run, check, parameters, known, beside)
        if found is not None:
            yield found


def _asks(check: Check) -> bool:
    """Whether what a check finds wants an answer."""
    return check.asks and check.severity == "warning"


# ── ranges ───────────────────────────────────────────────────────────────────────────────────────


def _all_inside(check: Check, values: Column) -> bool:
    """The usual case, told by the extremes; False where a value is absent."""
    try:
        return bool(values) and is_inside(check, min(values)) and is_inside(check, max(values))  # type: ignore[type-var]  # None is caught
    except TypeError:
        return False


def _outside(found: Measured) -> list[int]:
    """The positions beyond the range."""
    check = found.check
    if _all_inside(check, found.values):
        return []
    return [number for number, value in enumerate(found.values) if value is not None and not is_inside(check, value)]


class _Refused:
    """What blocking checks found out of their range: a doubt that measures the same there only says it again."""

    def __init__(self, measures: Iterable[Measured]) -> None:
        blocking = [one for one in measures if one.check.severity == "error" and one.check.kind != "spread"]
        self.found = [(one.check, dict(_at(one, outside))) for one in blocking if (outside := _outside(one))]

    def spare(self, found: Measured, outside: list[int]) -> list[int]:
        """The positions that no blocking check has refused by the same measure."""
        if found.check.severity == "error":
            return outside
        for check, refused in self.found if outside else ():
            if check.unit == found.check.unit and {*found.check.formula.arguments} <= {*check.formula.arguments}:
                outside = [number for number, at in zip(outside, _at(found, outside), strict=True) if refused.get(at[0]) != at[1]]
        return outside


def _at(found: Measured, positions: Iterable[int]) -> Iterator[tuple[tuple[Key, int | None], Decimal | None]]:
    """Place and value of each position."""
    width = len(found.periods)
    return (((found.keys[one // width], found.periods[one % width]), found.values[one]) for one in positions)


def _told_range(found: Measured, again: Again | None, refused: _Refused) -> Iterator[Problem]:
    check, width, outside = found.check, len(found.periods), refused.spare(found, _outside(found))
    if not outside:
        return
    doubts = doubts_of(found, outside, again) if check.suspects and again is not None else {}
    groups: dict[tuple[int, Doubt | None], list[int]] = {}
    for position in outside:
        alike = position if check.severity == "error" else position // width  # what blocks stands alone, as in batches
        groups.setdefault((alike, doubts.get(position)), []).append(position)
    for (_, doubt), positions in groups.items():
        numbers = {
            "low": _both("−∞" if check.low is None else figure(check.low)),
            "high": _both("∞" if check.high is None else figure(check.high)),
        }
        yield _problem(found, positions, doubt, numbers)


# ── the spread of months ─────────────────────────────────────────────────────────────────────────


def _beyond(found: Measured, beside: Run | None) -> Iterator[tuple[int, Fences, bool]]:
    """The positions of months beyond the fences, those fences, and whether last year's months counted."""
    check, width = found.check, len(found.periods)
    if width == 1:
        return
    last_year = measured(beside, check, found.parameters, {}) if beside and _reads(beside, check) else None
    others = dict(_series(last_year)) if last_year and len(last_year.periods) > 1 else {}
    for number in range(len(found.keys)) if others else uneven_series(found.values, width, check.least):
        key, series = found.keys[number], found.values[number * width : (number + 1) * width]
        beyond, fences = beyond_sigma(series, others.get(key, []), check.sigma or ZERO, check.least)
        if fences is None:
            continue
        for month in beyond:
            yield number * width + month, fences, bool(others.get(key))


def _told_spread(found: Measured, beside: Run | None) -> Iterator[Problem]:
    check, width = found.check, len(found.periods)
    for position, fences, with_last_year in _beyond(found, beside):
        words = {name: _both(_shown(check, getattr(fences, name))) for name in ("mean", "low", "high")}
        words["others"] = OTHERS_AND_LAST_YEAR if with_last_year else OTHERS
        problem = _problem(found, [position], None, words, fences.mean)
        times = fences.mean / (found.values[position] or ZERO)
        yield replace(problem, subject=_of_spread(problem, check, found.keys[position // width], times))


def _series(found: Measured) -> Iterator[tuple[Key, Column]]:
    width = len(found.periods)
    for number, key in enumerate(found.keys):
        yield key, found.values[number * width : (number + 1) * width]


def _reads(run: Run, check: Check) -> bool:
    """Whether another run has all arguments of a check, at the same indices."""
    return all(name in run.pack.quantities and name in run.columns for name in check.formula.arguments)


def _both(text: str) -> Text:
    return Text(text, text)


def _filled(sentence: Text, words: dict[str, Text]) -> Text:
    zh, en = {name: word.zh for name, word in words.items()}, {name: word.en for name, word in words.items()}
    return Text(sentence.zh.format(**zh), sentence.en.format(**en))


def _shown(check: Check, value: Decimal) -> str:
    rounded = rounded_column([value], check.decimals, "half_up")[0] or ZERO
    return figure(rounded) if check.decimals is None else shown(rounded, check.decimals)


# ── telling ──────────────────────────────────────────────────────────────────────────────────────


def _problem(found: Measured, positions: list[int], doubt: Doubt | None, numbers: dict[str, Text], usual: Decimal | None = None) -> Problem:
    """One problem of a place with all its periods, so that one answer settles them; `usual` is what they are held against."""
    check, run, periods = found.check, found.run, found.periods
    key = found.keys[positions[0] // len(periods)]
    months = [periods[position % len(periods)] for position in positions]
    values = sorted({value for one in positions if (value := found.values[one]) is not None})
    least, most = _shown(check, values[0]), _shown(check, values[-1])
    words = {**numbers, "value": _both(least if least == most else f"{least}–{most}")}
    message, remedy = _filled(check.message, words), _filled(check.remedy, words)
    if doubt is not None:
        more = slip_sentence(item_name(run, run.pack.quantities[doubt.quantity], doubt.key[1]), doubt.slip, doubt.asked)
        message = Text(message.zh + more.zh, message.en + more.en)
    if months == [None]:
        message = said_of_part(run.case, message)
    digest = _digest(found, key, [month for month in months if month is not None], usual)
    places = tuple(_where(found, key, month, doubt) for month in months)
    several = places if len(places) > 1 else ()
    subject = Subject(tuple((check.id, key, month) for month in months), _supposed(doubt, months)) if digest else None
    slip = doubt is not None
    return Problem(check.id, check.severity, places[0], message, remedy, digest, places=several, unit_slip=slip, subject=subject)


def _supposed(doubt: Doubt | None, months: list[int | None]) -> tuple[Supposed, ...]:
    if doubt is None:
        return ()
    times = Decimal(doubt.slip.factor.numerator) / doubt.slip.factor.denominator
    return (Supposed(doubt.quantity, doubt.key, tuple(month for month in months if month is not None), times),)


def _of_spread(problem: Problem, check: Check, key: Key, times: Decimal) -> Subject | None:
    """Any of the suspects may be wrong, above or below the line of the measure."""
    if problem.subject is None or problem.where.month is None or not times:
        return problem.subject
    month = (problem.where.month,)
    return replace(
        problem.subject,
        supposed=tuple(Supposed(name, key, month, one) for name in check.suspects for one in (times, 1 / times)),
    )


def _digest(found: Measured, key: Key, months: list[int], usual: Decimal | None) -> str:
    check = found.check
    if not _asks(check):
        return ""
    spoken = {*months, *(month - 1 for month in months)} if check.before else set(months)
    values = values_beneath(found.run, check.formula.arguments, key, spoken)
    december = values_beneath(found.beside, check.before, key, {12}) if found.beside and 1 in months else ()
    derived = any(found.run.pack.quantities[name].role == "derived" for name in check.formula.arguments)
    return figures_digest(
        check.id,
        map(figure_of, values),
        usual,
        before=map(figure_of, december),
        replaced=found.run.case.overrides if derived else (),
    )


def _read_at(place: Where, found: Measured, key: Key, month: int | None) -> Where:
    for name in found.check.formula.arguments if found.run.given.has_cells else ():
        for value in values_beneath(found.run, (name,), key, () if month is None else (month,)):
            if value.origin.cell is not None:
                return replace(place, file=value.origin.file, sheet=value.origin.sheet, cell=value.origin.cell)
    return place


def _where(found: Measured, key: Key, month: int | None, doubt: Doubt | None) -> Where:
    """The place of a check; where it doubts an argument, that argument's, with the cell it was read from. Of one that doubts none the
    cell of the first figure it speaks of.
    """
    if not found.check.suspects:
        return _read_at(Where(found.check.formula.quantity, *key, month), found, key, month)
    name, place = (doubt.quantity, doubt.key) if doubt else (found.check.suspects[0], key)
    values = list(values_beneath(found.run, (name,), place, () if month is None else (month,)))
    if not values:
        return Where(name, *place, month)
    if len({value.key for value in values}) == 1:
        place = values[0].key  # of a sum the only row there is
    return series_place(values[0], month).of(name, place)
