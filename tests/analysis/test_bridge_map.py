"""The maps between editions name only what the packs have, and their arithmetic is nothing but arithmetic."""

from decimal import Decimal

import pytest

from tanheng.analysis.arithmetic_text import Term, arithmetic
from tanheng.analysis.bridge.map import read_bridge_map
from tanheng.engine.errors import PackError
from tanheng.engine.numbers import parse_number
from tanheng.rulebook import load, pack_ids
from tanheng.rulebook.bridge_maps import bridge_maps, typical_values

MAPS = read_bridge_map(bridge_maps())
SOURCES_OF_CHILDREN = {"optional_emission_tco2"}  # an edition that extends the mapped one has it


@pytest.mark.parametrize("pack_id", [one for one in MAPS.packs if one in pack_ids()])
def test_every_name_of_a_map_is_known(pack_id):
    pack, part = load(pack_id), MAPS.of(pack_id)
    assert set(part.sources.values()) <= set(MAPS.sources)
    assert {name for name, _ in part.sources} - SOURCES_OF_CHILDREN <= set(pack.formulas)
    assert {name for name, _ in part.takes} <= {one.id for one in pack.inputs()}
    for text in part.gives.values():
        assert {term.name for term in text.terms if not term.parameter} <= set(pack.quantities), text.text
        assert {term.name for term in text.terms if term.parameter} <= set(pack.parameters), text.text
    for text in part.takes.values():
        known = set(pack.quantities) | set(MAPS.concepts)
        assert {term.name for term in text.terms if not term.parameter} <= known, text.text


def test_every_mapped_pack_is_one_of_the_rulebook():
    assert set(MAPS.packs) <= set(pack_ids())


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


def test_a_concept_needs_its_kind():
    with pytest.raises(PackError, match="kind"):
        read_bridge_map({"concepts": {"x": {"zh": "甲", "en": "x"}}, "sources": {}, "packs": {}})
