"""Which suspect of a failing check was probably typed in another unit, found by computing again with it in that unit.

The suspect's figures are multiplied at one place after the other, then at all places, and what comes from them is computed anew
up to the check. So a suspect may lie beneath derived arguments, and stand in several of them. It words nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tanheng.engine.checks.figures import fits
from tanheng.engine.checks.measures import Measured
from tanheng.engine.columns import Column
from tanheng.engine.numbers import ZERO
from tanheng.engine.operands import operands_of
from tanheng.engine.pack import Check, Pack
from tanheng.engine.units.slips import PLAIN_SLIPS, Slip, slips_of

if TYPE_CHECKING:
    from tanheng.engine.places import Key
    from tanheng.engine.run import Run

FAR = 3  # times the only limit of a range: an open range holds anything a thousand times smaller
MOST_PLACES = 40  # tried one by one: a case with more is wrong everywhere alike
Again = Callable[["Run", Any, Mapping[str, Column], Collection[str]], "Run"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A quantity that was probably typed in another unit: its place (the check's, where it is wrong everywhere), the slip, and the
    unit asked, empty where the places ask for several.
    """

    quantity: str
    key: Key
    slip: Slip
    asked: str


def is_inside(check: Check, value: Decimal | None) -> bool:
    """Whether a measure holds the range."""
    return value is not None and (check.low is None or value >= check.low) and (check.high is None or value <= check.high)


def doubts_of(found: Measured, positions: list[int], again: Again) -> dict[int, Doubt]:
    """For the positions outside the range the suspect that fits in another unit; of several one place before all together, a unit that
    is known before a mere power of ten, then the one nearest to the middle.
    """
    far = [position for position in positions if _is_far(found.check, found.values[position] or ZERO)]
    best: dict[int, tuple[tuple[bool, bool, Decimal], Doubt]] = {}
    for name in found.check.suspects if far else ():
        for keys, slip, asked in _trials(found, name, far):
            for position, value in _retyped(found, name, keys, slip, far, again):
                if not _is_likely(found.check, value):
                    continue
                away = (len(keys) > 1, not slip.typed, _from_the_middle(found.check, value))
                if position not in best or away < best[position][0]:
                    own = found.keys[position // len(found.periods)]
                    fitting = [key for key in keys if fits(key, own)]
                    best[position] = (away, Doubt(name, fitting[0] if len(fitting) == 1 else own, slip, asked))
    return {position: doubt for position, (_, doubt) in best.items()}


def _is_likely(check: Check, value: Decimal) -> bool:
    """Whether a measure holds the range, and of an open one does not lie beyond what is likely either."""
    if not is_inside(check, value) or check.likely is None:
        return is_inside(check, value)
    return value <= check.likely if check.high is None else value >= check.likely


def _is_far(check: Check, value: Decimal) -> bool:
    """Whether a measure lies far enough outside for a slip."""
    if check.low is not None and check.high is not None:
        return True
    return value > FAR * check.high if check.high is not None else check.low is not None and value * FAR < check.low


def _from_the_middle(check: Check, value: Decimal) -> Decimal:
    """Twice the distance from the middle of the range; nothing where it is open, so that the first that fits is taken."""
    return ZERO if check.low is None or check.high is None else abs(value * 2 - check.low - check.high)


def _trials(found: Measured, name: str, positions: list[int]) -> Iterator[tuple[tuple[Key, ...], Slip, str]]:
    """The places of a suspect to try with each of its slips and the unit asked there: one by one, then all together."""
    run, width = found.run, len(found.periods)
    wanted = {found.keys[position // width] for position in positions}
    reported = {value.key for value in run.recorded.get(name, ())} or set(run.keys[name])
    keys = [key for key in run.keys[name] if key in reported and any(fits(key, one) for one in wanted)]
    together = [tuple(keys)] if len(keys) > 1 else []
    for places in [*([(key,) for key in keys] if len(keys) <= MOST_PLACES else []), *together]:
        units = {run.pack.unit_of(name, item) for _, item in places}
        asked = units.pop() if len(units) == 1 else ""
        for slip in slips_of(asked) if asked else PLAIN_SLIPS:
            yield places, slip, asked


def _retyped(
    found: Measured, name: str, keys: tuple[Key, ...], slip: Slip, positions: list[int], again: Again
) -> Iterator[tuple[int, Decimal]]:
    """The measure at the positions with the suspect in another unit at these places."""
    run, check, yearly = found.run, found.check, found.periods == (None,)
    column, width = list(run.columns[name]), len(run.periods)
    for key in keys:
        start = run.positions[name][key] * width
        column[start : start + width] = [_scaled(value, slip) for value in column[start : start + width]]
    other = again(run, found.parameters, {name: column}, _between(run.pack, check, name))
    operands = operands_of(other, check.formula, check.index, found.keys, yearly=yearly and run.periods != (None,))
    for position in positions:
        value = _measure(found, [operand[position] for operand in operands])
        if value is not None:
            yield position, value


def _scaled(value: Decimal | None, slip: Slip) -> Decimal | None:
    return None if value is None else value * slip.factor.numerator / slip.factor.denominator


def _between(pack: Pack, check: Check, name: str) -> set[str]:
    """The formulas that lead from a quantity to the arguments of a check."""
    above, found = pack.results_above[name], set[str]()
    for one in reversed(list(pack.formulas)):  # a formula comes after what it reads
        if one in above and (one in check.formula.arguments or any(one in pack.formulas[other].arguments for other in found)):
            found.add(one)
    return found - {name}


def _measure(found: Measured, arguments: list[Any]) -> Decimal | None:
    try:
        value = found.function(*arguments)
    except (ArithmeticError, TypeError, AttributeError):
        return None
    return value if isinstance(value, Decimal) else None
