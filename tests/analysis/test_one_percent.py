"""What one percent changes is found by computing only what follows: the same digits as a whole run of a case with that percent in it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tanheng.analysis.sensitivity import effect_of, sensitivities
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.case.reading import read_case
from tanheng.engine.one_percent import one_percent_more
from tanheng.engine.places import Place
from tanheng.engine.running import run_case
from tanheng.rulebook import load

CASE, PROBLEMS = read_case(synthetic_case(2025), load)
assert CASE is not None, PROBLEMS
RUN = run_case(load(CASE.pack_id), CASE, PROBLEMS)


@pytest.mark.parametrize(
    "place",
    [
        Place("enterprise_emission_tco2e"),
        Place("electrolysis_intensity_tco2e_per_t", "potline-1"),
        Place("fuel_emission_tco2", None, "diesel", 3),
        Place("anode_emission_tco2", "potline-1", None, 5),
    ],
)
def test_one_percent_more_is_the_run_with_one_percent_more(place: Place) -> None:
    effects, before = sensitivities(RUN, place), RUN.value(*place)
    assert before is not None and effects
    for one in effects:
        if one.parameter:
            dated = tuple(
                replace(row, value=one_percent_more(row.value)) for row in RUN.pack.parameters[one.name] if row.value.__class__ is Decimal
            )
            if not dated:
                continue  # a ratio
            other = run_case(replace(RUN.pack, parameters={**RUN.pack.parameters, one.name: dated}), RUN.case)
        elif one.name in RUN.recorded:
            values = [
                value._replace(amount=one_percent_more(value.amount)) if value.quantity == one.name and value.amount is not None else value
                for value in RUN.case.values
            ]
            other = run_case(RUN.pack, replace(RUN.case, values=tuple(values)))
        else:
            continue  # a default
        after = other.value(*place)
        assert after is not None and str(after - before) == str(one.difference), one.name


def test_constants_are_not_varied() -> None:
    """44/12 and a GWP are not a plant's to better; what the plant or the edition chose is."""
    constants = {name for name, dated in RUN.pack.parameters.items() if dated[0].nature == "constant"}
    total = Place(RUN.pack.total)
    told = {one.name for one in sensitivities(RUN, total)}
    assert {"co2_per_carbon", "gwp_cf4", "kg_per_t"} <= constants
    assert not told & constants and {"anode_consumption_t", "anode_loss_rate"} <= told
    assert all(effect_of(RUN, total, name, parameter=True) is None for name in constants)
