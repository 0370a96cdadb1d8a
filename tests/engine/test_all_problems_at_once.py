"""Whatever is wrong in a case is told in one round: no fault hides another, none is told twice, and none makes up a false one."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import Problem
from tanheng.engine.running import run_case
from tanheng.engine.unread import UNREAD
from tanheng.rulebook import load

Document = dict[str, Any]
PACK = "cn/cement/cets_2024"
KILNS = ("k1", "k2")


def value(quantity: str, amount: str, **more: Any) -> Document:
    return {"quantity": quantity, "months": dict.fromkeys(range(1, 13), amount), **more}


def sound() -> Document:
    """Two kilns with coal and a year of everything the edition asks for. Synthetic."""
    return {
        "tanheng": "case/1",
        "pack": PACK,
        "year": 2025,
        "grain": "month",
        "entity": {"name": "合成水泥厂"},
        "facilities": [{"id": one, "kind": "kiln_line", "name": f"{one}号窑"} for one in KILNS],
        "attributes": [{"name": "clinker_class", "facility": one, "value": "portland"} for one in KILNS],
        "values": [
            *(value("clinker_output_t", "90000", facility=one) for one in KILNS),
            *(value("fuel_consumption", "12600", facility=one, item="bituminous_coal") for one in KILNS),
            *(value("fuel_net_calorific_value", "23.076", facility=one, item="bituminous_coal") for one in KILNS),
            value("other_fuel_consumption", "10", item="diesel"),
            value("net_purchased_electricity_mwh", "5000"),
        ],
        "overrides": [],
        "uncertainties": [],
    }


def row(document: Document, quantity: str, facility: str | None = None) -> tuple[int, Document]:
    rows = enumerate(document["values"])
    return next((n, one) for n, one in rows if one["quantity"] == quantity and one.get("facility") == facility)


def plant(quantity: str, facility: str | None, change: Callable[[Document], None], part: str) -> Callable[[Document], str]:
    """Spoils one row; gives the path of its problem."""

    def planted(document: Document) -> str:
        number, found = row(document, quantity, facility)
        change(found)
        return f"values[{number}]{part}"

    return planted


def months(changes: dict[int, Any]) -> Callable[[Document], None]:
    return lambda found: found["months"].update(changes)


def without_month(found: Document) -> None:
    del found["months"][6]


def in_the_entity(document: Document) -> str:
    document["entity"]["name"] = ""
    return "entity.name"


def in_an_attribute(document: Document) -> str:
    document["attributes"][1]["value"] = "portlend"
    return "attributes[1].value"


def in_an_override(document: Document) -> str:
    entry = {"table": "fuel", "item": "diesel", "column": "ncv", "value": "42.9", "unit": "GJ/t", "document": "检测报告.pdf"}
    document["overrides"].append(entry)
    return f"overrides[{len(document['overrides']) - 1}]"


def in_a_statement(document: Document) -> str:
    document["uncertainties"].append({"parameter": "no_such", "relative": "0.01"})
    return f"uncertainties[{len(document['uncertainties']) - 1}].parameter"


def once_more(document: Document) -> str:
    document["values"].append({"quantity": "net_purchased_electricity_mwh", "months": {1: "5000"}})
    return f"values[{len(document['values']) - 1}].months[1]"


FAULTS: dict[str, tuple[str, Callable[[Document], str]]] = {
    "no number": ("CASE-141", plant("clinker_output_t", "k1", months({3: "九万"}), ".months[3]")),
    "no quotes": ("CASE-140", plant("other_fuel_consumption", None, months({2: 10}), ".months[2]")),
    "no unit of it": ("CASE-148", plant("fuel_consumption", "k1", lambda one: one.update(unit="m3"), ".unit")),
    "out of bounds": ("CASE-142", plant("fuel_net_calorific_value", "k1", months({5: "-1"}), ".months[5]")),
    "no month 6": ("CASE-150", plant("clinker_output_t", "k2", without_month, ".months[1]")),
    "no month 13": ("CASE-144", plant("fuel_net_calorific_value", "k2", months({13: "23"}), ".months[13]")),
    "unknown key": ("CASE-103", plant("fuel_consumption", "k2", lambda one: one.update(evidnce="磅单"), ".evidnce")),
    "unknown kind": ("CASE-147", plant("net_purchased_electricity_mwh", None, lambda one: one.update(kind="read"), ".kind")),
    "twice": ("CASE-143", once_more),
    "no name": ("CASE-104", in_the_entity),
    "no such class": ("CASE-121", in_an_attribute),
    "nobody's word": ("CASE-162", in_an_override),
    "no such parameter": ("UNC-102", in_a_statement),
}


def problems_of(document: Document) -> list[Problem]:
    return read_case(document, load)[1]


def errors(problems: list[Problem]) -> list[tuple[str, str | None]]:
    return sorted((one.code, where.path) for one in problems if one.severity == "error" for where in one.all_places)


def planted(names: list[str]) -> tuple[Document, list[tuple[str, str]]]:
    document = deepcopy(sound())
    return document, sorted((FAULTS[name][0], FAULTS[name][1](document)) for name in names)


def test_the_sound_case_has_no_errors() -> None:
    assert errors(problems_of(sound())) == []


@pytest.mark.parametrize("name", FAULTS)
def test_one_fault_is_one_error(name: str) -> None:
    document, expected = planted([name])
    assert errors(problems_of(document)) == expected


def test_all_faults_are_told_in_one_round() -> None:
    document, expected = planted(list(FAULTS))
    assert len({code for code, _ in expected}) == len(FAULTS)
    assert errors(problems_of(document)) == expected


HELD_BACK = "CASE-177"  # checks wait for the errors


def warnings_of_the_sound_case() -> set[tuple[str, str]]:
    case, problems = read_case(sound(), load)
    assert case is not None
    return {(one.code, one.message.en) for one in run_case(load(PACK), case, problems).problems}


@pytest.mark.fuzz
@settings(deadline=None)
@given(names=st.sets(st.sampled_from(sorted(FAULTS)), min_size=5))
def test_any_faults_together_are_told_and_nothing_false(names: set[str]) -> None:
    document, expected = planted(sorted(names))
    problems = problems_of(document)
    assert errors(problems) == expected
    warnings = {(one.code, one.message.en) for one in problems if one.severity != "error" and one.code != HELD_BACK}
    assert warnings <= warnings_of_the_sound_case()


# ── what only follows from a fault is not told ───────────────────────────────────────────────────


def changed(quantity: str, facility: str | None, /, **words: Any) -> Document:
    document = deepcopy(sound())
    row(document, quantity, facility)[1].update(words)
    return document


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (changed("clinker_output_t", "k1", quantity="clinker_outptu_t"), "CASE-130"),
        (changed("fuel_consumption", "k1", item="bituminous"), "CASE-136"),
        (changed("clinker_output_t", "k2", facility="k3"), "CASE-132"),
        (changed("clinker_output_t", "k2", facility=None), "CASE-133"),
        (changed("clinker_output_t", "k2", facility=2), "CASE-106"),
        (changed("clinker_output_t", "k2", months=["1"]), "CASE-106"),
        (changed("clinker_output_t", "k2", months=None), "CASE-145"),
        (changed("clinker_output_t", "k2", each_month="90000"), "CASE-145"),
        ({**sound(), "facilities": [*sound()["facilities"][:1], {"id": "k2", "kind": "kiln"}]}, "CASE-112"),
        ({**sound(), "facilities": [*sound()["facilities"][:1], {"kind": "kiln_line"}]}, "CASE-104"),
        ({**sound(), "facilities": []}, "CASE-113"),
        ({**sound(), "facilities": "k1, k2"}, "CASE-106"),
        ({**sound(), "values": "none"}, "CASE-106"),
        ({**sound(), "attributes": "none"}, "CASE-106"),
        ({**sound(), "grain": "quarter"}, "CASE-108"),
        ({**sound(), "year": "2025"}, "CASE-106"),
        ({**sound(), "year": None}, "CASE-104"),
        ({**sound(), "attributes": [{"name": "clinker_clas", "value": "portland"}]}, "CASE-120"),
        ({**sound(), "attributes": [{"name": "clinker_class", "facility": "k9", "value": "portland"}]}, "CASE-132"),
        ({**sound(), "uncertainties": [{"quantity": "clinker_output_t", "facility": "k9", "relative": "0.01"}]}, "CASE-132"),
    ],
)
def test_a_cause_is_told_and_what_follows_from_it_is_not(document: Document, code: str) -> None:
    problems = problems_of(document)
    assert [found for found, _ in errors(problems)] == [code]
    warnings = {(one.code, one.message.en) for one in problems if one.severity != "error" and one.code != HELD_BACK}
    assert warnings <= warnings_of_the_sound_case()


@pytest.mark.parametrize("part", ["values", "facilities", "entity", "year", "grain", "attributes"])
def test_what_a_reader_of_files_refused_is_not_told_again(part: str) -> None:
    assert errors(problems_of({**sound(), part: UNREAD})) == []


def test_a_month_that_a_reader_of_files_refused_is_not_missing() -> None:
    document = sound()
    row(document, "clinker_output_t", "k1")[1]["months"][4] = UNREAD
    assert errors(problems_of(document)) == []
    del row(document, "clinker_output_t", "k1")[1]["months"][4]
    told = read_case(document, load, unread=[("clinker_output_t", "k1", None, 4)])[1]
    assert errors(told) == []
    assert errors(problems_of(document)) == [("CASE-150", "values[0].months[1]")]


def test_an_item_that_could_not_be_read_asks_for_what_belongs_to_it() -> None:
    document = sound()
    document["values"].append(value("fuel_consumption", "zwölf", facility="k1", item="coke"))
    found = problems_of(document)
    assert {code for code, _ in errors(found)} == {"CASE-141"}  # its heating value has a default of the edition


# ── checks of the places that no error touches ───────────────────────────────────────────────────


def doubtful(facility: str) -> Document:
    """Coal for a tenth of the clinker: the check of heat per tonne doubts it."""
    document = sound()
    row(document, "fuel_consumption", facility)[1]["months"] = dict.fromkeys(range(1, 13), "1260")
    return document


def doubts(problems: list[Problem], facility: str) -> set[str]:
    return {one.code for one in problems for where in one.all_places if where.facility == facility and not one.code.startswith("CASE")}


def test_an_error_at_one_kiln_leaves_the_doubts_of_the_other() -> None:
    case, problems = read_case(doubtful("k2"), load)
    assert case is not None
    alone = doubts(run_case(load(PACK), case, problems).problems, "k2")
    document = doubtful("k2")
    FAULTS["no number"][1](document)
    told = problems_of(document)
    assert alone and doubts(told, "k2") == alone
    assert ("CASE-141", "values[0].months[3]") in errors(told)


def test_nothing_is_doubted_that_is_computed_from_a_refused_figure() -> None:
    document = doubtful("k1")
    row(document, "fuel_consumption", "k1")[1]["unit"] = "m3"
    at_once = doubts(problems_of(document), "k1")
    case, problems = read_case(doubtful("k1"), load)
    assert case is not None
    alone = doubts(run_case(load(PACK), case, problems).problems, "k1")
    assert at_once < alone


@pytest.mark.parametrize("unknown", [{}, {"quantity": "nobody_knows_this_t"}])
def test_a_row_of_an_unknown_quantity_silences_only_what_it_may_be(unknown: Document) -> None:
    document = doubtful("k2")
    case, problems = read_case(document, load)
    assert case is not None
    alone = doubts(run_case(load(PACK), case, problems).problems, "k2")
    document["values"].append({**unknown, "months": {1: "4711"}})
    found = problems_of(document)
    assert [code for code, _ in errors(found)] in (["CASE-104"], ["CASE-130"])
    assert doubts(found, "k2") == alone - {"CE-025", "CE-031"} != set(), "a sum over fuels may lack one more"
    del document["values"][[one["quantity"] for one in document["values"][:-1]].index("fuel_net_calorific_value")]
    assert not doubts(problems_of(document), "k1") - doubts(found, "k1"), "the row may be what the kiln lacks"
