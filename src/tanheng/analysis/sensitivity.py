"""What one percent would change: the number again with one input or parameter one percent higher, exactly, nothing else moved."""

from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import Any

from tanheng.analysis.totals import leaves_below
from tanheng.engine.numbers import Number, Ratio, exact_context, full_text
from tanheng.engine.one_percent import one_percent_more
from tanheng.engine.pack import UNIT_CONVERSION, Pack
from tanheng.engine.part_of_year import year_entries
from tanheng.engine.parts import beneath_all
from tanheng.engine.places import Place
from tanheng.engine.run import Run
from tanheng.engine.running import Parameters, recomputed_by, recomputed_with
from tanheng.engine.text import Text

VERSION = "sensitivity/1"


@dataclass(frozen=True)
class Sensitivity:
    """Effect of one percent more of `name` on the number asked about."""

    name: str
    label: Text
    parameter: bool
    difference: Decimal
    percent: Decimal | None


def sensitivities(run: Run, place: Place) -> list[Sensitivity]:
    """Effects of every input quantity (all its places and months together) and non-constant parameter on a number, the largest first."""
    before = run.value(*place)
    if before is None or place.quantity not in run.pack.formulas:
        return []
    effects = []
    for name, parameter in leaves_below(run.pack, place.quantity):
        if parameter and is_constant(run.pack, name):
            continue
        if not parameter and run.pack.quantities[name].yearly_only and run.case.grain != "year":
            continue
        found = _effect(run, place, name, parameter, before)
        if found is not None:
            effects.append(found)
    return sorted(effects, key=lambda one: abs(one.difference), reverse=True)


def sensitivity_document(run: Run, place: Place, effects: list[Sensitivity], lang: str) -> dict[str, Any]:
    """The effects as `sensitivity/1`: exact decimal text, in the unit of the number asked about; null where the number is 0."""
    value = run.value(*place)
    rows = [
        {
            "name": one.name,
            "label": one.label.in_(lang),
            "parameter": one.parameter,
            "difference": full_text(one.difference),
            "percent": None if one.percent is None else full_text(one.percent),
        }
        for one in effects
    ]
    return {
        "tanheng": VERSION,
        "pack": run.pack.id,
        **year_entries(run.case),
        "run_hash": run.run_hash,
        "place": place._asdict(),
        "value": None if value is None else full_text(value),
        "unit": run.pack.unit_of(place.quantity, place.item),
        "effects": rows,
    }


def effect_of(run: Run, place: Place, name: str, *, parameter: bool) -> Sensitivity | None:
    """Effect of one input or parameter on a number; None where the number is unknown or the parameter is a constant."""
    before = run.value(*place)
    if before is None or (parameter and is_constant(run.pack, name)):
        return None
    return _effect(run, place, name, parameter, before)


def is_constant(pack: Pack, name: str) -> bool:
    """Whether a parameter is a constant of nature or of the rules (44/12, a GWP) or a conversion of units: no better data would move it."""
    return any(one.nature == "constant" or one.source == UNIT_CONVERSION for one in pack.parameters[name])


def _effect(run: Run, place: Place, name: str, parameter: bool, before: Decimal) -> Sensitivity | None:
    pack = run.pack
    needed = beneath_all([place.quantity], pack.quantities, pack.formulas)
    if parameter:
        other = recomputed_by(run, _raised_parameter(pack, name), needed)
    else:
        raised = [None if value is None else one_percent_more(value) for value in run.columns[name]]
        with localcontext(exact_context()):
            other = recomputed_with(run, Parameters(pack, run.case.year), {name: raised}, pack.results_above[name] & needed)
    after = other.value(*place)
    if after is None:
        return None
    row = run.pack.parameters[name][0] if parameter else run.pack.quantities[name]
    percent = (after - before) * 100 / before if before else None
    return Sensitivity(name, row.label, parameter, after - before, percent)


def _raised(number: Number) -> Number:
    return Ratio(one_percent_more(number.numerator), number.denominator) if isinstance(number, Ratio) else one_percent_more(number)


def _raised_parameter(pack: Pack, name: str) -> Pack:
    dated = tuple(replace(one, value=_raised(one.value)) for one in pack.parameters[name])
    return replace(pack, parameters={**pack.parameters, name: dated})
