"""Every key of every record of a pack is held: what is misspelt, of another type or an unknown word is refused when the pack loads, with
the file, the key and the nearest right word; all of a pack at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tanheng.engine.checks import CHECK_MARK
from tanheng.engine.editions import PackParts
from tanheng.engine.errors import PackError
from tanheng.engine.loading import build_pack
from tanheng.engine.records.faults import faults_of, head_faults
from tanheng.engine.records.of.bridges import BRIDGES, TYPICAL_VALUE, map_faults
from tanheng.engine.records.of.day_books import DAY_BOOK
from tanheng.engine.records.of.forms import FORMS
from tanheng.engine.records.of.packs import FREEZE_RULE, HEAD, PARAMETER, QUANTITY, TABLE, WORKED_CASE
from tanheng.engine.records.of.sectors import SECTOR, sector_faults
from tanheng.engine.records.shapes import Key, Shape
from tanheng.engine.sectors import business_first, power_first
from tanheng.rulebook import _parts, disabled_packs, pack_ids, raw_head
from tanheng.rulebook.declared_sectors import sectors
from tools.docs import packs_page

PACK = "cn/power/cets_2022"
GUIDE = "cn/cement/cets_2024"
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "packs.md"
WRONG = {  # of each type, what is none
    "text": 7, "pair": {"zh": "只有中文"}, "decimal": 0.5, "number": "44:12", "whole": "2", "flag": "true", "names": "one",
    "record": ["no"], "records": {"no": 1}, "by id": ["no"], "map": "no", "texts": {"one": 1}, "lists": {"one": "no list"},
}  # fmt: skip


def shapes_in(shape: Shape, found: dict[int, Shape] | None = None) -> dict[int, Shape]:
    """A shape and all within it."""
    found = {} if found is None else found
    if id(shape) not in found:
        found[id(shape)] = shape
        for key in shape.keys:
            if key.shape is not None:
                shapes_in(key.shape, found)
    return found


TOPS = (HEAD, QUANTITY, PARAMETER, TABLE, FORMS, WORKED_CASE, SECTOR, BRIDGES, TYPICAL_VALUE, DAY_BOOK)
SHAPES = [shape for top in TOPS for shape in shapes_in(top).values()]
KEYS = [pytest.param(shape, key, id=f"{shape.title.en}-{key.name}") for shape in SHAPES for key in shape.keys]


def planted(key: Key) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Records with one fault of the key, and what must be told."""
    yield {f"{key.name}x": "?"}, f"unknown key {key.name + 'x'!r}; did you mean"
    if key.type in WRONG:
        yield {key.name: WRONG[key.type]}, f"{key.name}: {WRONG[key.type]!r}"
    if not key.empty:
        yield {key.name: None}, f"{key.name}: has no value"
    if key.words:
        word = key.words[0] + "x"
        yield {key.name: [word] if key.type == "names" else word}, f"unknown word {word!r}"


@pytest.mark.parametrize(("shape", "key"), KEYS)
def test_one_fault_a_key(shape, key):
    for row, told in planted(key):
        found = [fault.told.en for fault in shape.faults(row, "a file: a record")]
        assert len(found) == 1, (row, found)
        assert found[0].startswith("a file: a record") and told in found[0]


@pytest.mark.parametrize(("shape", "key"), [one for one in KEYS if one.values[1].required])
def test_what_is_required_is_missed(shape, key):
    row = {one.name: "x" for one in shape.keys if one.name != key.name and one.shape is None}
    assert f"x: {key.name!r} is missing" in [fault.told.en for fault in shape.lacking(row, "x")]


@pytest.mark.parametrize("pack_id", pack_ids())
def test_no_pack_has_a_fault(pack_id):
    assert list(faults_of(_parts(pack_id))) == []


@pytest.mark.parametrize("pack_id", disabled_packs())
def test_a_disabled_pack_has_a_sound_head(pack_id):
    assert list(head_faults(raw_head(pack_id), sectors())) == []


def refused(**changes: Any) -> str:
    """What is said of a real pack with other parts."""
    with pytest.raises(PackError) as told:
        build_pack(replace(_parts(PACK), **changes))
    return str(told.value)


def with_row(section: str, name: str, **more: Any) -> dict[str, Any]:
    """A section with one record changed."""
    rows = deepcopy(dict(getattr(_parts(PACK), section)))
    rows[name] = {**rows[name], **more}
    return {section: rows}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"decimels": 2}, "unknown key 'decimels'; did you mean 'decimals'?"),
        ({"requierd": True}, "unknown key 'requierd'; did you mean 'required'?"),
        ({"mode": "halfup"}, "mode: unknown word 'halfup'; did you mean 'half_up'?"),
        ({"status": "oficial"}, "status: unknown word 'oficial'; did you mean 'official'?"),
        ({"role": "imput"}, "role: unknown word 'imput'; did you mean 'input'?"),
        ({"acquisition": "mesured"}, "acquisition: unknown word 'mesured'; did you mean 'measured'?"),
        ({"nature": "facter"}, "nature: unknown word 'facter'; did you mean 'factor'?"),
        ({"required": "true"}, "required: 'true' is not true or false, unquoted; write true"),
        ({"low": 0}, "low: 0 is not quoted decimal text"),
        ({"high": "month_hour"}, "did you mean 'month_hours'?"),
        ({"index": ["facilty", "month"]}, "index: unknown word 'facilty'; did you mean 'facility'?"),
        ({"default": {"parametr": "x"}}, "unknown key 'parametr'; did you mean 'parameter'?"),
    ],
)
def test_a_quantity_is_refused_with_file_key_and_the_nearest_word(more, told):
    said = refused(**with_row("quantities", "fuel_consumption", **more))
    assert f"{PACK}/quantities.yaml: fuel_consumption" in said
    assert told in said


def test_a_sector_is_refused():
    said = refused(pack={**_parts(PACK).pack, "sector": "pover"})
    assert f"{PACK}/pack.yaml: sector: unknown word 'pover'; did you mean 'power'?" in said


def test_all_mistakes_of_a_pack_are_told_at_once():
    """Misspelt keys with what the proof finds; of records that cannot be read, all of them."""
    quantities = with_row("quantities", "fuel_consumption", decimels=2)["quantities"]
    quantities["rated_capacity_mw"]["requierd"] = True
    quantities["unit_emission_tco2"]["unit"] = "t"
    said = refused(quantities=quantities)
    assert "'decimels'" in said and "'requierd'" in said and "the formula gives tCO2, declared is t" in said


def test_a_table_names_its_shared_file():
    parts = _parts(PACK)
    table = deepcopy(parts.tables["fuel"])
    item = next(iter(table["items"]))
    table["items"][item]["nvc"] = "20"
    said = refused(tables={**parts.tables, "fuel": table})
    assert f"shared/{parts.pack['tables']['fuel']}.yaml: items.{item}: unknown key 'nvc'; did you mean 'ncv'?" in said


def test_what_a_parent_has_wrong_is_told_of_its_own_file():
    child = _parts("cn/power/cets_2026")
    parent, own = child.layers
    assert (parent.pack["id"], own.pack["id"]) == ("cn/power/cets_2022", "cn/power/cets_2026")
    bad: PackParts = replace(parent, quantities={**parent.quantities, "fuel_consumption": {"decimels": 2}})
    with pytest.raises(PackError) as told:
        build_pack(replace(child, layers=(bad, own)))
    assert "cn/power/cets_2022/quantities.yaml: fuel_consumption: unknown key 'decimels'" in str(told.value)


@pytest.mark.parametrize(("key", "word"), [("severity", "warnning"), ("status", "projekt"), ("low", 0.5), ("index", ("facilty", "month"))])
def test_a_check_says_known_words(key, word):
    function = _parts(GUIDE).check_functions[0]

    def doctored(*arguments: Any) -> Any:
        """Clause."""

    setattr(doctored, CHECK_MARK, {**getattr(function, CHECK_MARK), key: word})
    found = [fault.told.en for fault in faults_of(replace(_parts(GUIDE), check_functions=(doctored,)))]
    assert len(found) == 1 and f"{GUIDE}/checks.py: {getattr(function, CHECK_MARK)['id']}: {key}" in found[0]


def test_the_reference_of_packs_is_printed_from_the_shapes():
    page = REFERENCE.read_text(encoding="utf-8")
    assert page == packs_page()
    assert all(f"| `{key.name}` |" in page for shape in SHAPES for key in shape.keys)


# ── the maps between editions ────────────────────────────────────────────────────────────────────

SOUND = {
    "concepts": {"anode_t": {"kind": "data", "zh": "阳极", "en": "anodes"}},
    "sources": {"anode": {"zh": "阳极", "en": "anodes"}},
    "packs": {"cn/aluminium/cets_2024": {"sources": {"anode": ["anode_emission_tco2"]}, "gives": {"anode_t": "anode_consumption_t"}}},
}


def of_maps(**more: Any) -> list[str]:
    """What is said of a map with other sections, and of a second file beside it."""
    first = {name: more.get(name, row) for name, row in SOUND.items()}
    documents = {"bridges/a.yaml": first, **({"bridges/b.yaml": more["second"]} if "second" in more else {})}
    return [fault.told.en for fault in map_faults(documents, tuple(pack_ids()))]


def part(**keys: Any) -> dict[str, Any]:
    """The section of one edition."""
    return {"packs": {"cn/aluminium/cets_2024": keys}}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (part(give={}), "packs.cn/aluminium/cets_2024: unknown key 'give'; did you mean 'gives'?"),
        (part(gives={"anode_tt": "x"}), "gives: unknown concept 'anode_tt'; did you mean 'anode_t'?"),
        (part(sources={"anod": ["x"]}), "sources: unknown source 'anod'; did you mean 'anode'?"),
        (part(sources={"anode": "x"}), "sources: {'anode': 'x'} is not lists of names by name"),
        ({"packs": {"cn/aluminium/cets_2025": {}}}, "unknown pack 'cn/aluminium/cets_2025'; did you mean 'cn/aluminium/cets_2024'?"),
        (
            {"concepts": {"anode_t": {"kind": "dat", "zh": "甲", "en": "a"}}},
            "concepts.anode_t: kind: unknown word 'dat'; did you mean 'data'?",
        ),
        ({"concepts": {"anode_t": {"kind": "data", "zh": "甲"}}}, "concepts.anode_t: 'en' is missing"),
        (
            {"second": {"concepts": {"anode_t": {"kind": "factor", "zh": "甲", "en": "a"}}, "packs": {}}},
            "b.yaml: concepts.anode_t: stands in",
        ),
        ({"second": {"packs": SOUND["packs"]}}, "bridges/b.yaml: packs.cn/aluminium/cets_2024: stands in bridges/a.yaml too"),
    ],
)
def test_a_map_is_refused_with_file_key_and_the_nearest_word(more, told):
    (said,) = of_maps(**more)
    assert said.startswith(("bridges/a.yaml", "bridges/b.yaml")) and told in said


def test_a_sound_map_has_no_fault():
    assert of_maps() == [] == of_maps(second={"sources": SOUND["sources"], "packs": {}})


# ── the sectors ──────────────────────────────────────────────────────────────────────────────────

LIME = {"zh": "石灰", "en": "Lime", "order": 9, "role": "industry"}


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ({"lime": {**LIME, "rol": "x"}}, "sectors/lime.yaml: unknown key 'rol'; did you mean 'role'?"),
        (
            {"lime": {**LIME, "role": "industrie"}},
            "sectors/lime.yaml: role: unknown word 'industrie'; did you mean 'industry'?",
        ),
        ({"lime": {**LIME, "order": "9"}}, "sectors/lime.yaml: order: '9' is not a whole number"),
        ({"lime": {**LIME, "list_name": {"zh": "石灰行业"}}}, "list_name: {'zh': '石灰行业'} is not {zh: …, en: …}"),
        ({"lime": {key: value for key, value in LIME.items() if key != "en"}}, "sectors/lime.yaml: 'en' is missing"),
        ({"lime": LIME, "gypsum": LIME}, "sectors/gypsum.yaml: order: 9 stands in sectors/lime.yaml too"),
    ],
)
def test_a_sector_is_declared_by_its_record_type(rows, told):
    (said,) = (fault.told.en for fault in sector_faults(rows))
    assert told in said


def test_a_kind_of_facility_belongs_to_one_sector():
    kiln = {"facility_kinds": {"lime_kiln": {"zh": "石灰窑", "en": "Lime kiln"}}}
    (said,) = (fault.told.en for fault in sector_faults({"lime": {**LIME, **kiln}, "gypsum": {**LIME, **kiln, "order": 8}}))
    assert said == "sectors/gypsum.yaml: facility_kinds: lime_kiln stands in sectors/lime.yaml too"


def test_the_sectors_stand_as_lists_need_them():
    found = sectors().values()
    assert [one.id for one in found] == ["aluminium", "power", "cement"]
    assert [one.id for one in sorted(found, key=business_first)] == ["aluminium", "cement", "power"]
    assert [one.id for one in sorted(found, key=power_first)] == ["power", "aluminium", "cement"]


def test_a_misspelt_key_of_a_freeze_rule_is_told() -> None:
    row = {"zh": "甲", "en": "A", "years_after": 1, "month_day": "03-31", "date": {2024: "2025-06-30"}, "status": "project"}
    told = [str(one) for one in FREEZE_RULE.faults(row, "shared/factor_freeze.yaml: a")]
    assert len(told) == 1 and "did you mean 'dates'" in told[0]
