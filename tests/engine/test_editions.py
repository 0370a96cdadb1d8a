"""An edition that extends another: what merges, what is replaced, what falls away, and what is refused."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from tanheng.engine.case.reading import read_case
from tanheng.engine.checks import check
from tanheng.engine.editions import PackParts, extended, head_of
from tanheng.engine.errors import DisabledPackError, PackError, UnknownPackError
from tanheng.engine.loading import build_pack, content_hash
from tanheng.engine.pack import Pack
from tanheng.engine.pack_sentences import at, told
from tanheng.engine.text import Text
from tanheng.rulebook.declared_sectors import sectors
from tests.engine.toy_pack import HEAD, TABLES, toy_case, toy_parts

CHILD = {
    "id": "toy/child",
    "title": {"zh": "子", "en": "child"},
    "document": {},
    "status": "draft",
    "valid": {"from": 2026},
    "extends": "toy",
}

COUNTED = {"boundary": "process", "cleared": False, "status": "project"}
TABLE = {"kind": "summary", "per": "enterprise", "status": "project"}


def parent(**changes: Any) -> PackParts:
    return toy_parts(
        pack={
            **HEAD,
            "rounding": {"order": "months, then the year", "status": "project"},
            "use_parameters": ["constants.a"],
            "emission_sources": [
                {"id": "fuel", "zh": "燃料", "en": "fuel", "gases": ["CO2"], **COUNTED},
                {"id": "anode", "zh": "阳极", "en": "anode", "gases": ["CO2"], **COUNTED},
            ],
            "attributes": {"kind": {"label": {"zh": "类", "en": "kind"}, "values": {"a": {"zh": "甲", "en": "a"}}}},
        },
        forms={
            "title": {"zh": "旧", "en": "old"},
            "tables": [
                {"id": "t1", "zh": "一", "en": "one", **TABLE, "rows": [{"quantity": "output_t"}, {"quantity": "quoted_tco2"}]},
                {"id": "t2", "zh": "二", "en": "two", **TABLE, "rows": []},
            ],
            "input_sheets": [{"id": "s", "zh": "表", "en": "sheet", "quantities": ["output_t", "quoted_tco2"]}],
        },
        cases=({"title": {"zh": "上级", "en": "of the parent"}, "status": "derived", "given": {}},),
        program_texts={"formulas": "parent's"},
        **changes,
    )


def child(**changes: Any) -> PackParts:
    """An edition that names only what is in `changes`; `pack` adds to its head."""
    head = {**CHILD, **changes.pop("pack", {})}
    empty: dict[str, Any] = {key: {} for key in ("quantities", "parameters", "tables", "forms", "formula_functions", "program_texts")}
    own = PackParts(
        **{**empty, "cases": (), "sources": {"S": "a source"}, "check_functions": (), "sectors": sectors(), **changes, "pack": head}
    )
    above = parent()
    return extended(above, own, head_of(above.pack, head))


def resolved(**changes: Any) -> Pack:
    return build_pack(child(**changes))


def test_an_edition_that_changes_nothing_has_the_parents_rules_and_its_own_name():
    pack = resolved()
    assert (pack.id, pack.title.zh, pack.status, pack.valid_from) == ("toy/child", "子", "draft", 2026)
    assert (pack.sector.id, pack.head["rounding"]["order"]) == ("cement", "months, then the year")
    assert [*pack.quantities] == [*build_pack(parent()).quantities]
    assert [one.id for one in pack.checks] == ["TOY-1"]
    assert pack.cases == ()
    assert pack.hash != build_pack(parent()).hash


def test_a_quantity_changes_key_by_key():
    pack = resolved(quantities={"ash": {"decimals": 3, "fixed": False}, "quoted_tco2": {"default": None, "low": "-5"}})
    assert (pack.quantities["ash"].decimals, pack.quantities["ash"].fixed, pack.quantities["ash"].symbol) == (
        3,
        False,
        "A",
    )
    assert (pack.quantities["quoted_tco2"].default, str(pack.quantities["quoted_tco2"].low)) == (None, "-5")


def test_parameters_tables_and_heads_merge():
    pack = resolved(
        parameters={"ash": {"values": [{"value": "0.003"}]}},
        tables={"fuel": {**TABLES["fuel"], "set": "toy/fuel_2026"}},
        pack={
            "facility_kinds": {"plant": {"required": False}},
            "use_parameters": ["constants.b"],
            "emission_sources": [{"id": "anode", "gases": ["CO2", "CF4"]}],
        },
    )
    assert (pack.parameters["ash"][0].label.zh, str(pack.parameters["ash"][0].value)) == ("灰分", "0.003")
    assert pack.tables["fuel"].set_id == "toy/fuel_2026"
    assert not pack.facility_kinds["plant"].required
    assert pack.head["use_parameters"] == ["constants.a", "constants.b"]
    assert pack.emission_sources[1] == {"id": "anode", "zh": "阳极", "en": "anode", "gases": ["CO2", "CF4"], **COUNTED}


def test_a_function_replaces_that_of_its_name_and_a_check_that_of_its_id():
    def plant_intensity(anode_tco2, output_t):
        """Clause 30: twice."""
        return anode_tco2 / output_t * 2

    @check("TOY-1", index=("month",), unit="tCO2", status="project", zh="a", en="a", remedy_zh="b", remedy_en="b")
    def whole(all_tco2):
        """Clause 31."""
        return all_tco2

    pack = resolved(formula_functions={"plant_intensity": plant_intensity}, check_functions=(whole,))
    assert pack.formulas["plant_intensity"].clause == "Clause 30: twice."
    assert [(one.id, one.formula.quantity) for one in pack.checks] == [("TOY-1", "whole")]


def all_without_quoted(burn_tco2, anode_tco2):
    """Clause 4: everything but quoted figures."""
    from tanheng.engine.words import total

    return total(burn_tco2) + total(anode_tco2)


def test_what_is_removed_leaves_formulas_forms_and_lists():
    pack = resolved(
        formula_functions={"all_tco2": all_without_quoted},
        pack={
            "remove": {
                "quantities": ["quoted_tco2", "counted_quoted_tco2", "plant_intensity"],
                "checks": ["TOY-1"],
                "attributes": ["kind"],
                "emission_sources": ["fuel"],
                "forms": ["t2"],
            }
        },
    )
    assert not {"quoted_tco2", "plant_intensity"} & (set(pack.quantities) | set(pack.formulas))
    assert (pack.checks, pack.attributes) == ((), {})
    assert [one["id"] for one in pack.emission_sources] == ["anode"]
    assert [(one["id"], [row["quantity"] for row in one["rows"]]) for one in pack.forms["tables"]] == [("t1", ["output_t"])]
    assert pack.forms["input_sheets"][0]["quantities"] == ["output_t"]


def test_a_derived_quantity_may_become_an_input():
    pack = resolved(quantities={"plant_intensity": {"role": "input", "year": "none"}})
    assert "plant_intensity" not in pack.formulas


def test_forms_merge_by_id():
    pack = resolved(
        forms={
            "title": {"zh": "新", "en": "new"},
            "tables": [{"id": "t2", "zh": "贰"}, {"id": "t3", **TABLE, "zh": "三", "en": "three", "rows": []}],
            "input_sheets": [{"id": "s", "quantities": ["output_t"]}],
        }
    )
    assert pack.forms["title"]["zh"] == "新"
    assert [(one["id"], one["zh"]) for one in pack.forms["tables"]] == [("t1", "一"), ("t2", "贰"), ("t3", "三")]
    assert pack.forms["input_sheets"][0] == {"id": "s", "zh": "表", "en": "sheet", "quantities": ["output_t"]}


@pytest.mark.parametrize(
    ("remove", "sentence"),
    [
        ({"quantities": ["steam_t"]}, "quantities: steam_t"),
        ({"checks": ["TOY-9"]}, "checks: TOY-9"),
        ({"sheets": ["s"]}, "knows no sheets"),
    ],
)
def test_removing_what_is_not_there_is_refused(remove, sentence):
    with pytest.raises(PackError, match=sentence):
        resolved(pack={"remove": remove})


def test_a_formula_that_reads_what_was_removed_is_refused():
    with pytest.raises(PackError, match="counted_quoted_tco2: reads quoted_tco2, which is no quantity"):
        resolved(pack={"remove": {"quantities": ["quoted_tco2"]}})


def test_the_hash_covers_the_resolved_whole():
    before = content_hash(child())
    above = parent()
    quantities = deepcopy(dict(above.quantities))
    quantities["ash"]["decimals"] = 5
    changed = replace(above, quantities=quantities)
    own = child()
    again = extended(changed, replace(own, quantities={}, formula_functions={}, check_functions=(), program_texts={}, forms={},
                                      parameters={}, tables={}, pack=CHILD), head_of(changed.pack, CHILD))  # fmt: skip
    assert content_hash(again) != before
    assert content_hash(child()) == before
    assert content_hash(child(cases=({"title": "new"},))) == before  # worked cases are no part of it


def test_a_disabled_pack_says_why():
    reason = Text("资料不足", "the facts are too thin")

    def load(name: str) -> Pack:
        raise DisabledPackError(name, reason)

    case, problems = read_case(toy_case(), load, known_packs=("a/b",))
    assert case is None
    assert [one.code for one in problems] == ["CASE-109"]
    assert "资料不足" in problems[0].message.zh
    assert "too thin" in problems[0].message.en
    assert issubclass(DisabledPackError, UnknownPackError)


def test_a_broken_pack_says_why():
    def load(pack_id):
        raise PackError(at(f"{pack_id}/quantities.yaml:2", told("not_utf8")))

    case, problems = read_case(toy_case(), load, known_packs=("a/b",))
    assert case is None
    assert [one.code for one in problems] == ["CASE-117"]
    assert "quantities.yaml:2: 不是 UTF-8" in problems[0].message.zh
    assert "is not UTF-8" in problems[0].message.en
