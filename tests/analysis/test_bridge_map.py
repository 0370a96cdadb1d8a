"""The maps between editions name only what the packs have, and their arithmetic is nothing but arithmetic."""

from decimal import Decimal

import pytest

from tanheng.analysis.arithmetic_text import Term, arithmetic
from tanheng.analysis.bridge.map import read_bridge_map
from tanheng.analysis.bridge.map_faults import part_faults, prove_parts
from tanheng.engine.errors import PackError
from tanheng.engine.numbers import parse_number
from tanheng.rulebook import load, pack_ids
from tanheng.rulebook.bridge_maps import bridge_maps, typical_values

MAPS = read_bridge_map(bridge_maps())
GUIDE = "cn/aluminium/cets_2024"


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_name_of_a_map_is_known(pack_id):
    assert list(part_faults(MAPS, load(pack_id))) == []


@pytest.mark.parametrize(
    ("part", "told"),
    [
        (
            {"sources": {"anode": ["anode_emision_tco2"]}},
            "sources: unknown result 'anode_emision_tco2'; did you mean 'anode_emission_tco2'?",
        ),
        ({"sources": {"anode": ["anode_consumption_t"]}}, "sources: unknown result 'anode_consumption_t'"),
        ({"sources": {"fuel": ["fuel_emission_tco2[disel]"]}}, "unknown item of fuel_emission_tco2 'disel'; did you mean 'diesel'?"),
        ({"gives": {"limestone_t": "anode_consumpion_t"}}, "gives.limestone_t: unknown name 'anode_consumpion_t'; did you mean"),
        ({"gives": {"limestone_t": "p.co2_per_carbo * 1"}}, "unknown parameter 'co2_per_carbo'; did you mean 'co2_per_carbon'?"),
        ({"takes": {"anode_emission_tco2": "limestone_t"}}, "takes: unknown input 'anode_emission_tco2'"),
        (
            {"takes": {"anode_consumption_t": "limestone"}},
            "takes.anode_consumption_t: unknown name 'limestone'; did you mean 'limestone_t'?",
        ),
        ({"parameters": {"gwp_cf5": "limestone_t"}}, "parameters: unknown parameter 'gwp_cf5'; did you mean 'gwp_cf4'?"),
        ({"items": {"disel": "diesel"}}, "items: unknown item 'disel'; did you mean 'diesel'?"),
        ({"facility_kinds": {"potlin": "potline"}}, "facility_kinds: unknown kind of facility 'potlin'; did you mean 'potline'?"),
    ],
)
def test_what_the_pack_does_not_have_is_told_with_the_nearest_name(part, told):
    document = {**bridge_maps(), "packs": {GUIDE: part}}
    maps = read_bridge_map(document)
    (said,) = (one.told.en for one in part_faults(maps, load(GUIDE)))
    assert said.startswith(f"bridges/aluminium.yaml: packs.{GUIDE}: ") and told in said
    with pytest.raises(PackError, match="the map between editions is unsound"):
        prove_parts(maps, load(GUIDE))


def test_typical_values_belong_to_quantities_that_some_pack_has():
    known = {name for pack_id in pack_ids() for name in load(pack_id).quantities}
    assert set(typical_values()) <= known
    assert all(row.get("status") and row.get("zh") and row.get("en") for rows in typical_values().values() for row in rows)


@pytest.mark.parametrize(
    ("text", "value"),
    [("a * (1 - b)", "7.5"), ("a / 3 * 3", "10"), ("first_present(missing, a)", "10"), ("if_reported(missing) + a", "10"),
     ("a * p.ratio", "36.66666666666666666666666666666666666666666666667"), ("fuel[coal] - a", "-4")],
)  # fmt: skip
def test_arithmetic_is_exact(text, value):
    numbers = {
        Term("a"): Decimal(10),
        Term("b"): Decimal("0.25"),
        Term("ratio", parameter=True): parse_number("44/12"),
        Term("fuel", "coal"): Decimal(6),
    }
    found = arithmetic(text).value(numbers.get)
    assert abs(found - Decimal(value)) < Decimal("1e-45")


def test_what_is_missing_or_divides_by_zero_gives_nothing():
    assert arithmetic("a / b").value({Term("a"): Decimal(1), Term("b"): Decimal(0)}.get) is None
    assert arithmetic("a + b").value({Term("a"): Decimal(1)}.get) is None


@pytest.mark.parametrize("text", ["", "a **  2", "__import__('os')", "a.b", "1.5 * a", "a if b else c", "[a]", "a[0]", "f(a)", "a; b"])
def test_anything_but_arithmetic_is_refused(text):
    with pytest.raises(PackError):
        arithmetic(text)
