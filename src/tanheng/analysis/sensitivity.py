"""What one percent would change: the run again with one input or parameter one percent higher, exactly, nothing else moved."""

from dataclasses import dataclass, replace
from decimal import Decimal

from tanheng.analysis.totals import leaves_below
from tanheng.engine.case import Case, Value
from tanheng.engine.defaults import default_of
from tanheng.engine.numbers import Number, Ratio
from tanheng.engine.one_percent import one_percent_more
from tanheng.engine.pack import UNIT_CONVERSION, Pack
from tanheng.engine.places import Place
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.text import Text


@dataclass(frozen=True)
class Sensitivity:
    """Effect of one percent more of `name` on the number asked about."""

    name: str
    label: Text
    parameter: bool
    difference: Decimal
    percent: Decimal | None


def sensitivities(run: Run, place: Place) -> list[Sensitivity]:
    """Effects of every input quantity (all its places and months together) and parameter on a number, the largest first."""
    before = run.value(*place)
    if before is None or place.quantity not in run.pack.formulas:
        return []
    effects = []
    for name, parameter in leaves_below(run.pack, place.quantity):
        if parameter and run.pack.parameters[name][0].source == UNIT_CONVERSION:
            continue
        if not parameter and run.pack.quantities[name].yearly_only and run.case.grain != "year":
            continue
        found = _effect(run, place, name, parameter, before)
        if found is not None:
            effects.append(found)
    return sorted(effects, key=lambda one: abs(one.difference), reverse=True)


def effect_of(run: Run, place: Place, name: str, *, parameter: bool) -> Sensitivity | None:
    """Effect of one input or parameter on a number."""
    before = run.value(*place)
    return None if before is None else _effect(run, place, name, parameter, before)


def _effect(run: Run, place: Place, name: str, parameter: bool, before: Decimal) -> Sensitivity | None:
    pack = _raised_parameter(run.pack, name) if parameter else run.pack
    case = run.case if parameter else _raised_input(run, name)
    after = run_case(_without_checks(pack), case).value(*place)
    if after is None:
        return None
    row = run.pack.parameters[name][0] if parameter else run.pack.quantities[name]
    percent = (after - before) * 100 / before if before else None
    return Sensitivity(name, row.label, parameter, after - before, percent)


def _without_checks(pack: Pack) -> Pack:
    return replace(pack, checks=())


def _raised(number: Number) -> Number:
    return Ratio(one_percent_more(number.numerator), number.denominator) if isinstance(number, Ratio) else one_percent_more(number)


def _raised_parameter(pack: Pack, name: str) -> Pack:
    dated = tuple(replace(one, value=_raised(one.value)) for one in pack.parameters[name])
    return replace(pack, parameters={**pack.parameters, name: dated})


def _raised_input(run: Run, name: str) -> Case:
    """The case with every value of a quantity one percent higher, defaults included."""
    quantity = run.pack.quantities[name]
    others = [value for value in run.case.values if value.quantity != name]
    raised = []
    for key in run.keys[name]:
        default, _ = default_of(run.pack, quantity, run.case, key)
        for month in run.periods:
            reported = run.reported.get(Place(name, *key, month))
            if reported is not None and reported.amount is None and quantity.is_amount:
                raised.append(reported)
                continue
            amount = reported.amount if reported and reported.amount is not None else default
            if amount is not None:
                raised.append(Value(name, *key, month, one_percent_more(amount), reported.kind if reported else "default"))
    return replace(run.case, values=(*others, *raised))
