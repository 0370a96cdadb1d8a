"""What a pack is stands in its pack.yaml: kind, total, what is cleared. No id, folder or prefix of a name says it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import tanheng
from tanheng.engine.graph import prove
from tanheng.engine.numbers import Ratio
from tanheng.rulebook import load, pack_ids

SOURCES = [path for path in Path(tanheng.__file__).parent.rglob("*.py") if "rulebook" not in path.parts]
NAMES_AS_MEANING = re.compile(r"""(?:startswith|endswith|removeprefix|removesuffix)\(["'](?:gwp|total|allowance|cets|cn/|eu/|intl/|tCO2)""")
NATIONAL = ("listed_power_emission_tco2", "total_electrolysis_emission_tco2e", "total_line_emission_tco2")


def test_the_code_reads_no_meaning_out_of_names():
    found = [f"{path.name}: {line}" for path in SOURCES for line in path.read_text("utf-8").splitlines() if NAMES_AS_MEANING.search(line)]
    assert found == []


@pytest.mark.parametrize("pack_id", pack_ids())
def test_the_total_is_of_the_kind(pack_id):
    pack = load(pack_id)
    assert pack.total in pack.formulas
    assert pack.is_allowance == ("allowance" in pack.quantities[pack.total].label.en)


@pytest.mark.parametrize("pack_id", [one for one in pack_ids() if load(one).cleared])
def test_what_is_cleared_is_named(pack_id):
    pack = load(pack_id)
    cleared = pack.cleared
    assert cleared is not None and pack.jurisdiction == "cn"
    assert pack.is_allowance or cleared.emission in NATIONAL
    if cleared.ccer_limit:
        assert "ccer_share" in pack.parameters and pack.formulas[cleared.ccer_limit].uses_parameters
        assert [one.value for one in pack.parameters["ccer_share"]] == [cleared.ccer_share]


def test_every_plan_and_every_current_guide_states_an_obligation():
    plans = {one for one in pack_ids() if load(one).is_allowance}
    guides = {one for one in pack_ids() if load(one).cleared} - plans
    assert all(load(one).cleared for one in plans)
    assert guides == {"cn/aluminium/cets_2024", "cn/cement/cets_2024", "cn/power/cets_2022", "cn/power/cets_2026"}


@pytest.mark.parametrize("pack_id", pack_ids())
def test_exact_ratios_and_warming_potentials_are_constants(pack_id):
    pack = load(pack_id)
    ratios = [one for dated in pack.parameters.values() for one in dated if isinstance(one.value, Ratio) or one.source == "SI"]
    named = (*pack.quantities.values(), *(dated[0] for dated in pack.parameters.values()))
    warming = [one for one in named if "全球变暖潜势" in one.label.zh]
    assert {one.nature for one in (*ratios, *warming)} <= {"constant"}


def test_names_of_nothing_are_refused():
    pack = load("cn/power/allowance_2023_2024")
    assert pack.cleared is not None
    doctored = replace(pack, total="nothing_t", cleared=replace(pack.cleared, emission="nothing", obligation="nil", ccer_limit="none"))
    assert [fault.told.en for fault in prove(doctored)] == [
        "total: nothing_t has no formula",
        "cleared: emission: nothing is no quantity",
        "cleared: obligation: nil is no quantity",
        "cleared: ccer_limit: none is no quantity",
    ]
