"""What a form is told speaks its headings and labels, in both languages and for every edition; none of our ids comes to light."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest

from tanheng.documents.input import headings as input_headings
from tanheng.documents.input.uncertainties import FORM_WORDS
from tanheng.engine.case import Case
from tanheng.engine.case.form_sentences import FIELDS, FORM_SENTENCES
from tanheng.engine.case.reading import read_case
from tanheng.engine.pack import Pack
from tanheng.engine.places import Origin
from tanheng.engine.problems import Problem
from tanheng.engine.running import run_case
from tanheng.engine.wording import KINDS
from tanheng.rulebook import load, pack_ids

Document = dict[str, Any]
OUR_ID = re.compile(r"[a-z]+_[a-z_]+")
OUR_KEY = re.compile(r"\b(?:each_month|kind:|facility:|item:|months\b(?=,)|uncertainty:|grain:)")


def plain(text: str, pack: Pack) -> str:
    """The text without the id of the rule pack, which stands in the form."""
    return text.replace(pack.id, "")


def texts(problem: Problem) -> Iterator[str]:
    for language in ("zh", "en"):
        yield problem.as_text(language)
        yield from (place.as_text(language) for place in problem.all_places)


def given(pack: Pack) -> Document:
    """The first worked case that is computed, its facilities called as plants call them."""
    document = deepcopy(next(one["given"] for one in pack.cases if not one.get("expected_problem")))
    names = {one["id"]: f"设施{number}" for number, one in enumerate(document.get("facilities", ()), start=1)}
    for block in ("facilities", "attributes", "values", "uncertainties"):
        for row in document.get(block, ()):
            for key in ("id", "facility"):
                if row.get(key) in names:
                    row[key] = names[row[key]]
    return document


def each_row(change: Callable[[Document], None]) -> Callable[[Document], None]:
    def broken(document: Document) -> None:
        for row in document["values"]:
            change(row)

    return broken


def other_periods(row: Document) -> None:
    amount = next((row[key] for key in ("year", "each_month") if key in row), "1")
    for key in ("year", "each_month", "months"):
        row.pop(key, None)
    row["year" if isinstance(amount, str) and len(amount) % 2 else "each_month"] = amount


def without(block: str) -> Callable[[Document], None]:
    return lambda document: document.pop(block, None)


def appended(block: str, row: Document) -> Callable[[Document], None]:
    return lambda document: document.setdefault(block, []).append(row)


def half_gone(document: Document) -> None:
    document["values"] = document["values"][::2]
    for row in document["values"]:
        months = row.get("months") or (dict.fromkeys(range(1, 13), row.pop("each_month")) if "each_month" in row else None)
        if months:
            row["months"] = {month: text for month, text in months.items() if int(month) < 7}


BREAKS: dict[str, Callable[[Document], None]] = {
    "amounts": each_row(lambda row: row.update({key: "abc" for key in ("year", "each_month") if key in row})),
    "negative": each_row(lambda row: row.update({key: "-1" for key in ("year", "each_month") if key in row})),
    "huge": each_row(lambda row: row.update({key: "99999999999999999999" for key in ("year", "each_month") if key in row})),
    "digits": each_row(lambda row: row.update({key: "0.12345678912" for key in ("year", "each_month") if key in row})),
    "units": each_row(lambda row: row.update(unit="斤")),
    "kinds": each_row(lambda row: row.update(kind="typed")),
    "defaults": each_row(lambda row: row.update(kind="default", evidence="")),
    "sources": each_row(lambda row: row.update(kind="measured", source="台账", evidence="")),
    "uncertainty": each_row(lambda row: row.update(uncertainty="7")),
    "facilities of rows": each_row(lambda row: row.update(facility="别处")),
    "no facilities of rows": each_row(lambda row: row.pop("facility", None)),
    "facilities where none belong": each_row(lambda row: row.setdefault("facility", "设施1")),
    "items": each_row(lambda row: row.update(item="什么")),
    "no items": each_row(lambda row: row.pop("item", None)),
    "quantities": each_row(lambda row: row.update(quantity="什么量")),
    "periods": each_row(other_periods),
    "months": each_row(lambda row: row.update(months={13: "1"}) if "months" in row else None),
    "twice": lambda document: document["values"].extend(deepcopy(document["values"])),
    "half": half_gone,
    "no values": without("values"),
    "no facilities": without("facilities"),
    "no attributes": without("attributes"),
    "no year": without("year"),
    "no entity": without("entity"),
    "odd year": lambda document: document.update(year="2o25"),
    "early year": lambda document: document.update(year=1991),
    "odd grain": lambda document: document.update(grain="季"),
    "kinds of facilities": lambda document: [row.update(kind="什么") for row in document.get("facilities", ())] and None,
    "no kinds of facilities": lambda document: [row.pop("kind", None) for row in document.get("facilities", ())] and None,
    "facilities twice": lambda document: document.get("facilities", []).extend(deepcopy(document.get("facilities", []))),
    "choices": lambda document: [row.update(value="什么") for row in document.get("attributes", ())] and None,
    "attributes": lambda document: [row.update(name="什么") for row in document.get("attributes", ())] and None,
    "attributes twice": lambda document: document.get("attributes", []).extend(deepcopy(document.get("attributes", []))),
    "an empty override": appended("overrides", {"reason": "试"}),
    "an unknown override": appended("overrides", {"parameter": "什么", "value": "1", "unit": "t", "document": "文件", "person": "合成"}),
    "an empty statement": appended("uncertainties", {"source": "证书"}),
    "an unknown statement": appended("uncertainties", {"parameter": "什么", "relative": "0.01", "k": "2"}),
    "an empty answer": appended("answers", {"reason": "试"}),
    "an odd answer": appended("answers", {"code": "X-1", "digest": "1", "says": "嗯", "reason": "试", "person": "合成", "month": 0}),
}


BLOCKS = ("year", "grain", "entity", "facilities", "attributes", "values", "overrides", "uncertainties", "answers")
CELLS = {(block,): Origin(file="厂.xlsx", sheet="表", cell=f"B{number}") for number, block in enumerate(BLOCKS, start=1)}


def read(document: Document) -> tuple[Case | None, list[Problem]]:
    """The document as if the blocks of a form had been in one cell each."""
    return read_case(document, load, places=CELLS, file="厂.xlsx", form=True)


def told(pack: Pack, document: Document) -> Iterator[Problem]:
    case, problems = read(document)
    yield from problems
    if case is not None and case.values:  # without a single cell nobody knows that it was a form
        yield from run_case(pack, case).problems


def parameters_of(pack: Pack) -> Iterator[Document]:
    """An override and a statement of each parameter, with mistakes that name it."""
    for name in pack.parameters:
        yield {"parameter": name, "value": "1", "unit": "斤", "document": "文件", "person": "合成"}
    for table in pack.tables.values():
        row = next(iter(table.rows))
        for column in table.columns:
            entry = {"table": table.id, "item": row, "column": column, "value": "1", "unit": "斤", "document": "文件", "person": "合成"}
            yield entry


@pytest.mark.parametrize("pack_id", pack_ids())
def test_a_broken_form_is_told_in_labels(pack_id: str) -> None:
    pack = load(pack_id)
    found: dict[str, str] = {}
    for name, spoil in BREAKS.items():
        document = given(pack)
        spoil(document)
        for problem in told(pack, document):
            for text in texts(problem):
                if OUR_ID.search(plain(text, pack)) or OUR_KEY.search(text):
                    found.setdefault(f"{name}: {problem.code}", text)
    assert found == {}


@pytest.mark.parametrize("pack_id", pack_ids())
def test_replaced_and_stated_values_go_by_their_names(pack_id: str) -> None:
    pack = load(pack_id)
    overrides = list(parameters_of(pack))
    statements = [{"parameter": name, "relative": "x", "facility": "别处"} for name in pack.parameters]
    statements += [{"quantity": one.id, "limits": "x", "item": "什么"} for one in pack.quantities.values()]
    document = {**given(pack), "overrides": [*overrides, *overrides], "uncertainties": statements}
    problems = read(document)[1]
    assert {one.code for one in problems} >= {"CASE-164", "UNC-104"}
    assert [text for one in problems for text in texts(one) if OUR_ID.search(plain(text, pack))] == []


@pytest.mark.parametrize("pack_id", pack_ids())
def test_no_sentence_of_an_edition_holds_an_id(pack_id: str) -> None:
    pack = load(pack_id)
    sentences = [text for check in pack.checks for pair in (check.message, check.remedy, check.label) for text in (pair.zh, pair.en)]
    sentences += [str(rule[key]) for rule in pack.expects_any for key in ("zh", "en", "remedy_zh", "remedy_en")]
    labels = [one.label for one in (*pack.quantities.values(), *pack.attributes.values(), *pack.tables.values())]
    labels += [row.label for table in pack.tables.values() for row in table.rows.values()]
    labels += [one.label for dated in pack.parameters.values() for one in dated]
    sentences += [text for label in labels for text in (label.zh, label.en)]
    assert [text for text in sentences if OUR_ID.search(text)] == []


def test_a_file_with_ids_meets_its_ids_behind_the_names() -> None:
    document = given(load("cn/cement/cets_2024"))
    document["values"][0]["quantity"] += "_x"
    problem = next(one for one in read_case(document, load)[1] if one.code == "CASE-130")
    assert "（clinker_output_t）" in problem.remedy.zh and "(clinker_output_t)" in problem.remedy.en


def test_the_headings_of_sentences_are_those_of_the_form() -> None:
    headings = {
        "": input_headings.FACTS, "entity": input_headings.FACTS, "facilities": input_headings.FACILITY_HEADINGS,
        "attributes": input_headings.ATTRIBUTE_HEADINGS, "values": input_headings.DATA_HEADINGS,
        "overrides": input_headings.OVERRIDE_HEADINGS, "uncertainties": input_headings.UNCERTAINTY_HEADINGS,
        "answers": input_headings.ANSWER_HEADINGS,
    }  # fmt: skip
    others = {"tanheng": "version", "parameter": "target", "table": "target"}
    for (block, key), label in FIELDS.items():
        name = "label" if (block, key) == ("values", "quantity") else others.get(key, key)
        name = "target" if (block, key) == ("uncertainties", "quantity") else name
        assert headings[block][name][0] == label, (block, key)
    assert KINDS == input_headings.KIND_WORDS
    assert set(FORM_WORDS) == {"relative", "absolute", "limits", "meter_class", "calibration", "repeatability"}


def test_sentences_of_forms_name_no_keys() -> None:
    assert [one for entry in FORM_SENTENCES.values() for one in entry if OUR_KEY.search(one) or OUR_ID.search(one)] == []


@pytest.mark.parametrize("pack_id", pack_ids())
def test_a_remedy_that_names_a_unit_typed_too_large_names_one_too_small(pack_id):
    """Where a check doubts either way, its remedy fits either way."""
    for check in load(pack_id).checks:
        zh, en = check.remedy.zh, check.remedy.en
        if "kWh" in zh and "大一千倍" in zh:
            assert "小" in zh, check.id
            assert "small" in en, check.id
