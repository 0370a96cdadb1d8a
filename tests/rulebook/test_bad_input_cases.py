"""Every formula has a bad-input case: one that is told a problem at something the formula reads.

A total counts as covered by what it sums, a check by what it measures; the list of formulas without a case is the failure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from tanheng.engine.case.reading import read_case
from tanheng.engine.pack import Pack
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids


def told_quantities(pack: Pack, case: Mapping[str, Any]) -> set[str]:
    """The quantities at which the expected problem of a wrong case stands."""
    read, problems = read_case(case["given"], load)
    if read is not None:
        problems = run_case(pack, read, problems).problems
    places = {problem.where.quantity for problem in problems if problem.code == case["expected_problem"]}
    measured = {one.id: one.formula.arguments for one in pack.checks}
    return {name for name in places if name} | set(measured.get(case["expected_problem"], ()))


def reads(pack: Pack, name: str) -> set[str]:
    """The quantity and all that its formula reads, down to the inputs."""
    formula = pack.formulas.get(name)
    return {name}.union(*(reads(pack, argument) for argument in formula.arguments)) if formula else {name}


def without_bad_input(pack: Pack, told: Iterable[str]) -> list[str]:
    """The formulas that no wrong case concerns."""
    told = set(told)
    return [name for name in pack.formulas if not reads(pack, name) & told]


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_formula_has_a_bad_input_case(pack_id):
    pack = load(pack_id)
    wrong = [case for case in pack.cases if "expected_problem" in case]
    told = set().union(*(told_quantities(pack, case) for case in wrong))
    assert without_bad_input(pack, told) == []


def test_a_formula_without_a_bad_input_case_is_listed():
    pack = load("intl/aluminium/iai_slope")
    assert "c2f6_emission_t" in without_bad_input(pack, {"anode_effect_overvoltage_minutes"})
    assert without_bad_input(pack, pack.quantities) == []
