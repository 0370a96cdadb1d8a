"""Runs of versions that were given out keep their digits: each hash of then leads to the revision, and the reading, that gives them."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tanheng.engine.case.reading import read_case
from tanheng.engine.numbers import decimal_text
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import ROOT, load, load_as, pack_ids, revisions_of

POWER = "cn/power/cets_2022"
SEALED = yaml.safe_load(ROOT.joinpath("sealed.yaml").read_text(encoding="utf-8"))
AS_THEN = {version["version"]: version["defaults_for_nothing"] for version in SEALED}
HASHES = [(version["version"], name, content) for version in SEALED for name, content in version["packs"].items()]


def sealed_hash(pack_id: str) -> str:
    """The hash by which the first version that was given out sealed runs of an edition."""
    return next(content for _, name, content in HASHES if name in (pack_id, *revisions_of(pack_id)))


def worked(title: str) -> dict[str, Any]:
    """A worked case of the power guide."""
    return next(case["given"] for case in load(POWER).cases if title in case["title"]["en"])


def computed(given: dict[str, Any], content: str) -> Run:
    case, problems = read_case(given, lambda one: load_as(one, content), stored=True)
    assert case is not None, [one.code for one in problems]
    return run_case(load_as(given["pack"], content), case)


@pytest.mark.parametrize(("version", "name", "content"), HASHES)
def test_a_sealed_hash_leads_to_its_revision(version, name, content):
    edition = next(one for one in pack_ids() if name in (one, *revisions_of(one)))
    found = load_as(edition, content)
    assert (found.id, found.hash, found.defaults_for_nothing) == (edition, load(name).hash, AS_THEN[version])


def test_every_hash_stands_once_and_every_edition_of_then_is_there():
    assert len({content for _, _, content in HASHES}) == len(HASHES)
    editions = {name.partition("/revision_")[0] for _, name, _ in HASHES}
    assert editions == set(pack_ids())


def test_the_present_hash_and_an_unknown_one_lead_to_the_present_rules():
    assert load_as(POWER, load(POWER).hash) is load(POWER)
    assert load_as(POWER, "sha256:unknown") is load(POWER)


def test_a_ratio_of_nothing_is_zero_where_it_was_and_none_where_it_is_now():
    given = worked("four batches weighted by coal")
    before, now = computed(given, sealed_hash(POWER)), computed(given, load(POWER).hash)
    shown = decimal_text(before.value("heat_intensity_tco2_per_gj", "unit-1"))
    assert (shown, now.value("heat_intensity_tco2_per_gj", "unit-1")) == ("0.0000", None)
    assert before.value("unit_emission_tco2", "unit-1") == now.value("unit_emission_tco2", "unit-1")


def test_a_default_stands_in_for_a_content_of_nothing_where_it_did():
    """May to December burn nothing; their heating values were the default then and are blank now (decision 8)."""
    given = worked("month by month")
    before, now = computed(given, sealed_hash(POWER)), computed(given, load(POWER).hash)
    place = ("counted_net_calorific_value", "unit-1", "bituminous_coal", 5)
    assert (decimal_text(before.value(*place)), now.value(*place)) == ("26.700", None)
    assert before.value("total_unit_emission_tco2") == now.value("total_unit_emission_tco2")


def test_a_sealed_case_is_not_refused_by_bounds_set_since():
    given = worked("month by month")
    given = {**given, "values": [dict(row) for row in given["values"]]}
    given["values"][0]["months"] = dict.fromkeys(range(1, 13), "80000000000.00")
    refused, problems = read_case(given, load)
    assert refused is None and "CASE-142" in {one.code for one in problems}
    assert computed(given, sealed_hash(POWER)).value("total_unit_emission_tco2") > 0


def test_a_sealed_case_is_not_asked_whether_it_is_complete():
    given = worked("month by month")
    rows = [dict(row) for row in given["values"] if row["quantity"] != "fuel_consumption"]
    refused, _ = read_case({**given, "values": rows}, load)
    kept, _ = read_case({**given, "values": rows}, load, stored=True)
    assert refused is None and kept is not None


def test_a_revision_says_only_what_differs_and_is_its_edition_in_all_else():
    present, first = load(POWER), load(f"{POWER}/revision_1")
    same = ("id", "title", "document", "kind", "total", "cleared", "status", "valid_from", "valid_to", "facility_kinds", "attributes")
    assert {name: getattr(first, name) for name in same} == {name: getattr(present, name) for name in same}
    changed = {name for name in first.formulas if first.formulas[name].function is not present.formulas[name].function}
    assert changed == {
        "sampled_carbon_content", "sampled_net_calorific_value_gj_per_t", "fuel_measured_carbon_content", "counted_net_calorific_value",
        "secondary_energy_heat_share", "heat_coal_rate_t_per_gj", "heat_intensity_tco2_per_gj",
    }  # fmt: skip
