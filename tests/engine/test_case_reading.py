"""Bad cases give problems with code, place and remedy; nothing is guessed and nothing raises."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.engine.case.reading import read_case
from tanheng.engine.case.values import PERIOD_KEYS
from tanheng.engine.errors import UnknownPackError
from tanheng.engine.pack import Pack
from tanheng.engine.problems import Problem
from tanheng.engine.records.of.cases import VALUE, names
from tests.engine.toy_pack import HEAD, QUANTITIES, toy_case, toy_pack

PACK = toy_pack()


def pack_of(name: str) -> Pack:
    if name != "toy":
        raise UnknownPackError(name)
    return PACK


def with_value(**row: Any) -> dict[str, Any]:
    return toy_case(values=toy_case()["values"] + [row])


def changed(position: int, **row: Any) -> dict[str, Any]:
    values = toy_case()["values"]
    values[position] = {name: value for name, value in {**values[position], **row}.items() if value is not ...}
    return toy_case(values=values)


BAD: list[tuple[str, object, str]] = [
    ("not a mapping", ["a"], "CASE-101"),
    ("no version mark", toy_case(tanheng="case/2"), "CASE-102"),
    ("unknown key", toy_case(colour="red"), "CASE-103"),
    ("unknown pack", toy_case(pack="cn/none"), "CASE-105"),
    ("pack is no text", toy_case(pack=3), "CASE-106"),
    ("year as text", toy_case(year="2025"), "CASE-106"),
    ("unknown grain", toy_case(grain="week"), "CASE-108"),
    ("no entity", toy_case(entity=None), "CASE-104"),
    ("facility twice", toy_case(facilities=toy_case()["facilities"] * 2), "CASE-111"),
    ("unknown kind of facility", toy_case(facilities=[{"id": "a", "kind": "mine"}]), "CASE-112"),
    ("no plant at all", toy_case(facilities=[{"id": "o", "kind": "other"}]), "CASE-113"),
    ("unknown attribute", toy_case(attributes=[{"name": "shade", "value": "x"}]), "CASE-120"),
    ("unknown quantity", with_value(quantity="outputs_t", facility="a", each_month="1"), "CASE-130"),
    ("derived quantity", with_value(quantity="anode_tco2", facility="a", each_month="1"), "CASE-131"),
    ("unknown facility", changed(0, facility="c"), "CASE-132"),
    ("facility missing", changed(0, facility=...), "CASE-133"),
    ("facility where none belongs", changed(4, facility="a"), "CASE-134"),
    (
        "facility of another kind",
        toy_case(
            facilities=[*toy_case()["facilities"], {"id": "o", "kind": "other"}],
            values=[*toy_case()["values"], {"quantity": "output_t", "facility": "o", "each_month": "1.00"}],
        ),
        "CASE-135",
    ),
    ("unknown item", changed(4, item="wood"), "CASE-136"),
    ("item missing", changed(4, item=...), "CASE-137"),
    ("item where none belongs", changed(0, item="coal"), "CASE-138"),
    ("unquoted number", changed(0, each_month=100.0), "CASE-140"),
    ("unquoted whole number", changed(0, each_month=100), "CASE-140"),
    ("true is no number", changed(0, each_month=True), "CASE-141"),
    ("exponent", changed(0, each_month="1e5"), "CASE-141"),
    ("not a number", changed(0, each_month="NaN"), "CASE-141"),
    ("thousands separator", changed(0, each_month="1,000.00"), "CASE-141"),
    ("too many digits", changed(0, each_month="1" * 30), "CASE-141"),
    ("empty text", changed(0, each_month=""), "CASE-141"),
    ("negative", changed(0, each_month="-1.00"), "CASE-142"),
    ("percent for a fraction", with_value(quantity="ash", facility="a", each_month="15.18"), "CASE-142"),
    ("a value twice", with_value(quantity="output_t", facility="a", months={3: "1.00"}), "CASE-143"),
    ("month 13", with_value(quantity="quoted_tco2", months={13: "1.00"}), "CASE-144"),
    ("two ways at once", changed(0, months={1: "1.00"}), "CASE-145"),
    ("year with grain month", changed(0, each_month=..., year="1200.00"), "CASE-146"),
    ("unknown kind of value", changed(0, kind="guessed"), "CASE-147"),
    ("unit of another kind", changed(0, unit="MWh"), "CASE-148"),
    ("uncertainty of 150 %", changed(0, uncertainty="1.5"), "CASE-149"),
    ("a month missing", changed(0, each_month=..., months=dict.fromkeys(range(2, 13), "1.00")), "CASE-150"),
    ("required quantity missing", toy_case(values=toy_case()["values"][1:]), "CASE-151"),
    ("no default for this fuel", with_value(quantity="fuel_t", item="peat", each_month="1.00"), "CASE-152"),
    ("fixed default changed", with_value(quantity="ash", facility="a", each_month="0.01"), "CASE-153"),
    (
        "measured in some months only",
        with_value(quantity="fuel_carbon", item="coal", months={1: "0.61"}, kind="measured"),
        "CASE-156",
    ),
    ("text too long", changed(0, source="x" * 600), "CASE-158"),
    ("months is a list", changed(0, each_month=..., months=["1.00"]), "CASE-106"),
    ("values is a mapping", toy_case(values={"a": 1}), "CASE-106"),
    ("a value row is a list", toy_case(values=[["a"]]), "CASE-106"),
]


@pytest.mark.parametrize(("title", "document", "code"), BAD, ids=[row[0] for row in BAD])
def test_a_bad_case_is_refused_with_place_and_remedy(title: str, document: object, code: str) -> None:
    case, problems = read_case(document, pack_of, file="case.yaml")
    assert case is None
    problem = next(one for one in problems if one.code == code)
    assert problem.severity == "error"
    assert problem.where.as_text()
    assert problem.message.zh and problem.message.en and problem.remedy.zh and problem.remedy.en


def test_all_problems_come_at_once() -> None:
    document = changed(0, each_month="1e5")
    document["values"][1]["facility"] = "c"
    document["grain"] = "week"
    _, problems = read_case(document, pack_of)
    assert {"CASE-141", "CASE-132", "CASE-108"} <= {problem.code for problem in problems}


def test_a_percentage_is_told_how_to_be_written() -> None:
    _, problems = read_case(with_value(quantity="ash", facility="a", each_month="15.18"), pack_of)
    assert "0.1518" in problems[0].remedy.en


def test_units_convert_exactly_and_the_typed_number_is_kept() -> None:
    case, _ = read_case(changed(0, each_month="100000", unit="kg"), pack_of)
    assert case is not None
    value = next(one for one in case.values if one.quantity == "output_t" and one.facility == "a")
    assert (str(value.amount), value.typed) == ("100.00", "100000")


def test_a_documented_change_of_a_fixed_default_is_a_warning() -> None:
    case, problems = read_case(with_value(quantity="ash", facility="a", each_month="0.01", evidence="letter 7"), pack_of)
    assert case is not None
    assert {problem.severity for problem in problems} == {"warning"}


def test_more_decimals_than_the_rule_are_rounded_with_a_warning() -> None:
    case, problems = read_case(changed(0, each_month="100.005"), pack_of)
    assert case is not None and {problem.code for problem in problems} == {"CASE-155"}
    assert str(case.values[0].amount) == "100.01" and case.values[0].typed == "100.005"


@pytest.mark.parametrize("months", [{}, {1: None, 2: None}])
def test_what_is_written_in_an_entry_without_amounts_is_told(months: dict[int, None]) -> None:
    entry = {"quantity": "output_t", "facility": "a", "months": months, "note": "另有 98765 t", "evidence": "98766.pdf"}
    document = {**changed(0, each_month="100.00")}
    document["values"] = [*document["values"], entry]
    case, problems = read_case(document, pack_of)
    (told,) = [one for one in problems if one.code == "CASE-179"]
    assert case is not None and told.severity == "note"
    assert told.where.path == f"values[{len(document['values']) - 1}]"
    assert "evidence, note" in told.message.zh and "evidence, note" in told.message.en
    document["values"][-1] = {**entry, "note": "", "evidence": ""}
    assert "CASE-179" not in {one.code for one in read_case(document, pack_of)[1]}


@pytest.mark.parametrize("key", sorted(set(names(VALUE)) - {"quantity", "facility", "item", *PERIOD_KEYS}))
def test_every_key_of_an_entry_without_amounts_is_told(key: str) -> None:
    words = {"unit": "kg", "kind": "estimated", "uncertainty": "0.02"}
    document = {**changed(0, each_month="100.00")}
    entry = {"quantity": "output_t", "facility": "a", "months": {}, key: words.get(key, "另有 98765 t")}
    document["values"] = [*document["values"], entry]
    (told,) = [one for one in read_case(document, pack_of)[1] if one.code == "CASE-179"]
    assert key in told.message.zh and key in told.message.en


def test_digits_that_a_conversion_made_are_told_as_those_of_the_conversion() -> None:
    case, problems = read_case(changed(0, each_month="100005.5", unit="kg"), pack_of)
    assert case is not None and str(case.values[0].amount) == "100.01"
    (told,) = [one for one in problems if one.code == "CASE-155"]
    assert (told.severity, told.where.path) == ("note", "values[0].each_month")
    assert "由 kg 换算为 t 后有 4 位小数" in told.message.zh and "once kg became t" in told.message.en
    assert "CASE-155" not in {one.code for one in read_case(changed(0, each_month="100010", unit="kg"), pack_of)[1]}


def test_a_figure_that_the_decimals_round_to_nothing_asks() -> None:
    case, problems = read_case(changed(0, each_month="0.00121"), pack_of)
    assert case is not None and (str(case.values[0].amount), case.values[0].typed) == ("0.00", "0.00121")
    (doubt,) = [one for one in problems if one.code == "CASE-178"]
    assert doubt.asks and len(doubt.places) == 12 and "0.00121" in doubt.message.zh
    assert "CASE-155" not in {one.code for one in problems}
    assert doubt.digest != next(one for one in read_case(changed(0, each_month="0.00122"), pack_of)[1] if one.code == "CASE-178").digest
    assert "CASE-178" not in {one.code for one in read_case(changed(0, each_month="0"), pack_of)[1]}


WORDS = st.sampled_from(
    [
        "tanheng",
        "case/1",
        "toy",
        "values",
        "quantity",
        "output_t",
        "facility",
        "a",
        "each_month",
        "1.00",
        "months",
        "fuel_t",
        "coal",
    ]
)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(-5, 3000), st.floats(), st.text(max_size=8), WORDS)
DOCUMENTS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=5)),
    max_leaves=25,
)


@given(DOCUMENTS)
def test_no_document_makes_the_reader_raise(document: object) -> None:
    case, problems = read_case(document, pack_of)
    assert case is not None or problems


@given(st.dictionaries(st.sampled_from(list(toy_case())), DOCUMENTS, max_size=3))
def test_no_damaged_case_makes_the_reader_raise(damage: dict[str, object]) -> None:
    case, problems = read_case({**toy_case(), **damage}, pack_of)
    assert case is not None or any(problem.severity == "error" for problem in problems)


@given(st.integers(0, 5), st.sampled_from(["quantity", "facility", "item", "each_month", "unit", "kind"]), LEAVES)
def test_no_damaged_value_makes_the_reader_raise(position: int, key: str, damage: object) -> None:
    read_case(changed(position, **{key: damage}), pack_of)


def test_the_order_of_typing_does_not_change_a_run() -> None:
    from tanheng.engine.case import case_document
    from tanheng.engine.running import run_case
    from tanheng.rulebook import load

    pack = load("cn/aluminium/cets_2024")
    document = next(one["given"] for one in pack.cases if "two potlines" in one["title"]["en"])
    case, _ = read_case(document, load)
    turned, _ = read_case({**document, "values": document["values"][::-1]}, load)
    again, _ = read_case(case_document(case), load)
    runs = [run_case(pack, one).run_hash for one in (case, turned, again)]
    assert runs[0] == runs[1] == runs[2]


# ── measured and default months side by side ────────────────────────────────────────────────────


def with_carbon(keeps: bool | None, *rows: dict[str, Any]) -> tuple[Any, list[Problem]]:
    quantities = deepcopy(QUANTITIES)
    if keeps is not None:
        quantities["fuel_carbon"]["keeps_measured"] = keeps
    values = [*toy_case()["values"], *({"quantity": "fuel_carbon", "item": "coal", **row} for row in rows)]
    pack = toy_pack(quantities=quantities)
    return read_case(toy_case(values=values), lambda _: pack)


MEASURED = {"months": dict.fromkeys(range(1, 12), "0.61000"), "kind": "measured"}


@pytest.mark.parametrize(("keeps", "code"), [(None, "CASE-156"), (True, "CASE-156")])
def test_a_blank_month_beside_measured_ones_does_not_return_to_the_default(keeps: bool | None, code: str) -> None:
    case, problems = with_carbon(keeps, MEASURED)
    assert case is None
    assert code in {one.code for one in problems}


def test_an_edition_may_let_its_default_stand_in_for_a_month_that_was_not_measured() -> None:
    case, problems = with_carbon(False, MEASURED)
    assert case is not None
    told = next(one for one in problems if one.code == "CASE-171")
    assert (told.severity, "0.6" in told.message.zh) == ("warning", True)


def test_a_month_typed_as_default_beside_measured_ones_is_refused_where_measuring_binds() -> None:
    typed = {"months": {12: "0.60000"}, "kind": "default"}
    assert with_carbon(None, MEASURED, typed)[0] is not None
    case, problems = with_carbon(True, MEASURED, typed)
    assert case is None
    assert "CASE-172" in {one.code for one in problems}
    assert with_carbon(True, MEASURED, {**typed, "kind": "estimated"})[0] is not None


# ── what is quoted of a case ─────────────────────────────────────────────────────────────────────


def quoted(code: str, **changes: Any) -> list[tuple[str, str]]:
    """The message of the problem in both languages."""
    return [(one.message.zh, one.message.en) for one in read_case(toy_case(**changes), pack_of)[1] if one.code == code]


def test_of_a_text_for_the_year_eighty_characters_are_quoted_with_its_name() -> None:
    ((zh, en),) = quoted("CASE-106", year="龘" * 200)
    assert [text.rindex("龘") + 1 for text in (zh, en)] == [80, 80]


def test_of_a_mark_that_is_no_version_forty_characters_are_quoted() -> None:
    ((zh, en),) = quoted("CASE-102", tanheng="case/" + "9" * 200)
    assert [text.count("9") for text in (zh, en)] == [35, 35]


@pytest.mark.parametrize(("valid", "told"), [({"from": 2020}, "2020–"), ({"from": 2020, "to": 2024}, "2020–2024")])
def test_a_year_outside_the_edition_is_told_the_years_it_covers(valid: dict[str, int], told: str) -> None:
    pack = toy_pack(pack={**HEAD, "valid": valid})
    (problem,) = [one for one in read_case(toy_case(year=2025 if "to" in valid else 2019), lambda _: pack)[1] if one.code == "CASE-107"]
    assert f"（{told}）" in problem.message.zh and f"({told})" in problem.message.en
