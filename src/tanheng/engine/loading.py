"""Builds a `Pack` from the parsed parts of a rule-pack folder. Disk and YAML stay with the rulebook; this sees plain data.

Every mistake of an author is collected and raised once as a `PackError`, each line naming the entry it concerns.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import FunctionType
from typing import Any

from tanheng.engine.checks import CHECK_MARK
from tanheng.engine.editions import PackParts
from tanheng.engine.errors import PackError
from tanheng.engine.graph import order_formulas, prove
from tanheng.engine.month_lengths import LONGEST
from tanheng.engine.numbers import ZERO, parse_decimal, parse_number
from tanheng.engine.pack import (
    Attribute,
    Calendar,
    CellFact,
    Check,
    Cleared,
    Default,
    FacilityKind,
    Formula,
    ItemTable,
    Pack,
    Parameter,
    Quantity,
    TableRow,
)
from tanheng.engine.pack_sentences import NOTHING, at, listed, told
from tanheng.engine.records.faults import faults_of
from tanheng.engine.records.of.packs import ATTRIBUTE, CLEARED, DEFAULT, FACILITY_KIND, HEAD, PARAMETER, QUANTITY
from tanheng.engine.records.shapes import Fault
from tanheng.engine.sentence_labels import Labels, labelled, labelled_rule, labels_of
from tanheng.engine.text import Text
from tanheng.engine.uncertainty.forms import Form, forms_of
from tanheng.seal.canonical import sha256_of

FREE_NAMES = {"p"}


def build_pack(parts: PackParts) -> Pack:
    """The pack, resolved, ordered, proven and hashed. Raises PackError with every mistake found."""
    faults = list(faults_of(parts))
    if any(fault.blocks for fault in faults):
        raise _unsound(parts, faults)
    pack = _built(parts)
    faults += prove(pack)
    if faults:
        raise _unsound(parts, faults)
    return pack


def _unsound(parts: PackParts, faults: Iterable[Fault]) -> PackError:
    return PackError(listed(str(parts.pack.get("id", "pack.yaml")), (fault.told for fault in faults)))


def _built(parts: PackParts) -> Pack:
    head = HEAD.read(parts.pack)
    quantities = {name: _quantity(name, row) for name, row in parts.quantities.items()}
    formulas = {name: _formula(name, function) for name, function in parts.formula_functions.items()}
    attributes = {name: _attribute(name, row) for name, row in (head["attributes"] or {}).items()}
    kinds = {name: FACILITY_KIND.read(row) for name, row in head["facility_kinds"].items()}
    labels = labels_of(quantities, attributes)
    return Pack(
        **{key: head[key] for key in ("id", "title", "document", "kind", "jurisdiction", "total", "status", "main_output")},
        sector=parts.sectors[head["sector"]],
        valid_from=head["valid"]["from"],
        valid_to=head["valid"].get("to"),
        hash=content_hash(parts),
        quantities=quantities,
        parameters={name: _parameters(name, row) for name, row in parts.parameters.items()},
        tables={name: _table(name, row) for name, row in parts.tables.items()},
        formulas=order_formulas(quantities, formulas),
        checks=tuple(sorted((_check(function, labels) for function in parts.check_functions), key=lambda one: one.id)),
        attributes=attributes,
        facility_kinds={name: FacilityKind(name, Text(row["zh"], row["en"]), row["required"]) for name, row in kinds.items()},
        forms=parts.forms,
        sources=parts.sources,
        cases=parts.cases,
        emission_sources=tuple(head["emission_sources"] or ()),
        expects_any=tuple(labelled_rule(rule, labels) for rule in head["expects_any"] or ()),
        factor_freeze=parts.factor_freeze,
        untranslatable=tuple(head["untranslatable"] or ()),
        cleared=Cleared(**CLEARED.read(head["cleared"])) if head["cleared"] else None,
        head=parts.pack,
    )


def content_hash(parts: PackParts) -> str:
    """The hash of the resolved whole: what a rule says, not its worked cases nor the titles of its sources."""
    content: dict[str, Any] = {
        "pack": parts.pack,
        "quantities": parts.quantities,
        "parameters": parts.parameters,
        "tables": parts.tables,
        "forms": parts.forms,
        "programs": parts.program_texts,
    }
    if parts.factor_freeze:
        content["factor_freeze"] = parts.factor_freeze
    return sha256_of(_plain(content))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _text(row: Mapping[str, Any], name: str) -> Text:
    try:
        return Text(row["zh"], row["en"])
    except (KeyError, TypeError) as error:
        raise PackError(at(name, told("no_text_pair"))) from error


def _decimal(value: Any, name: str) -> Decimal | None:
    if value is None:
        return None
    number = parse_decimal(value) if isinstance(value, str) else None
    if number is None:
        raise PackError(at(name, told("no_decimal", value=value)))
    return number


def _quantity(name: str, row: Mapping[str, Any]) -> Quantity:
    said = QUANTITY.read(row)
    default = said["default"]
    return Quantity(
        id=name,
        **{
            **said,
            "year_decimals": row.get("year_decimals", said["decimals"]),
            "default": Default(**DEFAULT.read(default)) if default else None,
            "high": _high(row.get("high"), name),
        },
        calendar=_calendar(row.get("high"), name),
    )


def _calendar(high: Any, name: str) -> Calendar | None:
    """`high: month_hours`, `high: month_days`, or `high: {calendar: hours, times: "2"}`."""
    row = {"calendar": high.removeprefix("month_")} if high in ("month_hours", "month_days") else high
    if not isinstance(row, Mapping):
        return None
    unit, times = row.get("calendar"), _decimal(row.get("times", "1"), name)
    if unit not in LONGEST or times is None or set(row) - {"calendar", "times"}:
        raise PackError(at(name, told("no_bound", value=high, near=NOTHING)))
    return Calendar(unit, times)


def _high(high: Any, name: str) -> Decimal | None:
    """The upper bound as one number; by the calendar that of the longest year, which no month may pass either."""
    calendar = _calendar(high, name)
    return _decimal(high, name) if calendar is None else LONGEST[calendar.unit] * calendar.times


def _parameters(name: str, row: Mapping[str, Any]) -> tuple[Parameter, ...]:
    said = PARAMETER.read(row)
    kept = {key: said[key] for key in ("label", "unit", "nature", "clause", "fixed", "note", "replaceable")}
    return tuple(
        Parameter(
            id=name,
            symbol=said["symbol"] or name,
            value=parse_number(dated["value"]),
            status=dated.get("status", said["status"]),
            source=dated.get("source", said["source"]),
            valid_from=dated.get("from"),
            valid_to=dated.get("to"),
            uncertainty=_stated(dated.get("uncertainty", said["uncertainty"]), name),
            **kept,
        )
        for dated in said["values"]
    )


def _table(name: str, row: Mapping[str, Any]) -> ItemTable:
    def one(item: str, entry: Mapping[str, Any]) -> TableRow:
        return TableRow(
            id=item,
            label=_text(entry, item),
            unit=entry.get("unit", "1"),
            values={column: _decimal(entry.get(column), f"{name}.{item}.{column}") for column in row["columns"]},
            status=entry.get("status", row["status"]),
            source=entry.get("source", row["source"]),
            note=entry.get("note", ""),
            aliases=tuple(entry.get("aliases", ())),
            open=entry.get("open", False),
        )

    facts = {column: _fact(entry, row) for column, entry in (row.get("facts") or {}).items()}
    for item, entry in row["items"].items():
        for column, cell in (entry.get("facts") or {}).items():
            facts[f"{item}.{column}"] = _fact({**((row.get("facts") or {}).get(column) or {}), **cell}, row)
    return ItemTable(
        id=name,
        set_id=row["set"],
        label=_text(row["label"], name),
        columns=row["columns"],
        rows={item: one(item, entry) for item, entry in row["items"].items()},
        clause=row.get("clause", ""),
        facts=facts,
        replaceable=row.get("replaceable", True),
    )


def _fact(entry: Mapping[str, Any], table: Mapping[str, Any]) -> CellFact:
    return CellFact(
        status=entry.get("status", table["status"]),
        source=entry.get("source", table["source"]),
        published=entry.get("published", ""),
        note=entry.get("note", ""),
        uncertainty=_stated(entry.get("uncertainty"), "a fact of a table"),
    )


def _stated(row: Mapping[str, Any] | None, name: str) -> tuple[Form, ...]:
    """What the document states about the uncertainty of a value, in the words of a case."""
    mistakes: list[str] = []
    forms = forms_of(row, lambda code, key, **words: mistakes.append(f"{code} {key} {words}")) if row else ()
    if mistakes:
        raise PackError(at(name, told("uncertainty", mistakes="; ".join(mistakes))))
    return forms


def _formula(name: str, function: FunctionType) -> Formula:
    signature = inspect.signature(function)
    if "p" in signature.parameters and signature.parameters["p"].kind is not inspect.Parameter.KEYWORD_ONLY:
        raise PackError(at(name, told("parameters_by_name")))
    arguments = tuple(parameter for parameter in signature.parameters if parameter not in FREE_NAMES)
    clause = (inspect.getdoc(function) or "").partition("\n")[0]
    return Formula(name, function, arguments, "p" in signature.parameters, clause)


def _check(function: FunctionType, labels: Labels) -> Check:
    declared = getattr(function, CHECK_MARK)
    formula = _formula(function.__name__, function)
    name, (zh, en, remedy_zh, remedy_en) = declared["id"], declared["texts"]
    return Check(
        id=name,
        formula=formula,
        index=declared["index"],
        unit=declared["unit"],
        severity=declared["severity"],
        low=_decimal(declared.get("low"), name),
        high=_decimal(declared.get("high"), name),
        decimals=declared["decimals"],
        clause=formula.clause,
        status=declared["status"],
        label=labelled(Text(zh, en), labels),
        message=labelled(Text(zh, en), labels),
        remedy=labelled(Text(remedy_zh, remedy_en), labels),
        source=declared["source"],
        kind=declared["kind"],
        suspects=declared["suspects"],
        likely=_decimal(declared.get("likely"), name),
        asks=declared["asks"],
        before=declared.get("before", ()),
        sigma=_decimal(declared.get("sigma"), name),
        least=_decimal(declared.get("least"), name) or ZERO,
    )


def _attribute(name: str, row: Mapping[str, Any]) -> Attribute:
    said = ATTRIBUTE.read(row)
    return Attribute(
        id=name,
        label=said["label"],
        values={word: _text(entry, word) for word, entry in said["values"].items()},
        facility_kind=said["facility_kind"],
        default=said["default"],
        required=said["required"],
    )
