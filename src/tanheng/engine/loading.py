"""Builds a `Pack` from the parsed parts of a rule-pack folder. Disk and YAML stay with the rulebook; this sees
plain data.

Every mistake of an author is collected and raised once as a `PackError`, each line naming the entry it concerns.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from decimal import Decimal
from types import FunctionType
from typing import Any

from tanheng.engine.checks import CHECK_MARK
from tanheng.engine.editions import PackParts
from tanheng.engine.errors import PackError, Text
from tanheng.engine.graph import order_formulas, prove
from tanheng.engine.numbers import parse_decimal, parse_number
from tanheng.engine.pack import (
    Attribute,
    CellFact,
    Check,
    Default,
    FacilityKind,
    Formula,
    ItemTable,
    Pack,
    Parameter,
    Quantity,
    TableRow,
)
from tanheng.engine.uncertainty_forms import Form, forms_of
from tanheng.seal.canonical import sha256_of

FREE_NAMES = {"p"}


def build_pack(parts: PackParts) -> Pack:
    """The pack, resolved, ordered, proven and hashed. Raises PackError with every mistake found."""
    head = parts.pack
    absent = [
        key for key in ("id", "title", "document", "sector", "status", "valid", "facility_kinds") if key not in head
    ]
    if absent:
        raise PackError(f"{head.get('id', 'pack.yaml')}: {', '.join(absent)} missing")
    quantities = {name: _quantity(name, row) for name, row in parts.quantities.items()}
    formulas = {name: _formula(name, function) for name, function in parts.formula_functions.items()}
    pack = Pack(
        id=head["id"],
        title=_text(head["title"], "title"),
        document=head["document"],
        sector=head["sector"],
        status=head["status"],
        valid_from=head["valid"]["from"],
        valid_to=head["valid"].get("to"),
        hash=content_hash(parts),
        quantities=quantities,
        parameters={name: _parameters(name, row) for name, row in parts.parameters.items()},
        tables={name: _table(name, row) for name, row in parts.tables.items()},
        formulas=order_formulas(quantities, formulas),
        checks=tuple(sorted((_check(function) for function in parts.check_functions), key=lambda one: one.id)),
        attributes={name: _attribute(name, row) for name, row in (head.get("attributes") or {}).items()},
        facility_kinds={
            name: FacilityKind(name, _text(row, name), bool(row.get("required")))
            for name, row in head["facility_kinds"].items()
        },
        forms=parts.forms,
        sources=parts.sources,
        cases=parts.cases,
        emission_sources=tuple(head.get("emission_sources", ())),
        expects_any=tuple(head.get("expects_any", ())),
        factor_freeze=parts.factor_freeze,
        head=head,
    )
    mistakes = prove(pack)
    if mistakes:
        raise PackError(f"{pack.id} is unsound:\n" + "\n".join(f"- {mistake}" for mistake in mistakes))
    return pack


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
        raise PackError(f"{name}: a text needs zh and en") from error


def _decimal(value: Any, name: str) -> Decimal | None:
    if value is None:
        return None
    number = parse_decimal(value) if isinstance(value, str) else None
    if number is None:
        raise PackError(f"{name}: {value!r} is not quoted decimal text")
    return number


def _quantity(name: str, row: Mapping[str, Any]) -> Quantity:
    try:
        return Quantity(
            id=name,
            symbol=row["symbol"],
            label=_text(row["label"], name),
            unit=row["unit"],
            index=tuple(row["index"]),
            role=row["role"],
            decimals=row.get("decimals"),
            mode=row.get("mode", "half_up"),
            year=row["year"],
            weight=row.get("weight"),
            year_decimals=row.get("year_decimals", row.get("decimals")),
            default=Default(**row["default"]) if row.get("default") else None,
            fixed=bool(row.get("fixed")),
            required=bool(row.get("required")),
            acquisition=row.get("acquisition", "calculated"),
            low=_decimal(row.get("low"), name),
            high=_decimal(row.get("high"), name),
            item_table=row.get("item_table"),
            facility_kind=row.get("facility_kind"),
            level=row.get("level", "process"),
            status=row["status"],
            source=row.get("source", ""),
            clause=row.get("clause", ""),
            keeps_measured=row.get("keeps_measured"),
        )
    except KeyError as error:
        raise PackError(f"quantity {name}: {error.args[0]} is missing") from error


def _parameters(name: str, row: Mapping[str, Any]) -> tuple[Parameter, ...]:
    try:
        return tuple(
            Parameter(
                id=name,
                symbol=row.get("symbol", name),
                label=_text(row["label"], name),
                unit=row["unit"],
                value=parse_number(dated["value"]),
                clause=row.get("clause", ""),
                status=dated.get("status", row.get("status")),
                source=dated.get("source", row.get("source", "")),
                valid_from=dated.get("from"),
                valid_to=dated.get("to"),
                fixed=bool(row.get("fixed")),
                note=row.get("note", ""),
                replaceable=row.get("replaceable", True),
                uncertainty=_stated(dated.get("uncertainty", row.get("uncertainty")), name),
            )
            for dated in row["values"]
        )
    except (KeyError, ValueError, AttributeError) as error:
        raise PackError(f"parameter {name}: {error}") from error


def _table(name: str, row: Mapping[str, Any]) -> ItemTable:
    absent = [key for key in ("set", "label", "columns", "status", "source", "items") if key not in row]
    if absent:
        raise PackError(f"table {name}: {', '.join(absent)} missing")

    def one(item: str, entry: Mapping[str, Any]) -> TableRow:
        return TableRow(
            id=item,
            label=_text(entry, item),
            unit=entry.get("unit", "1"),
            values={column: _decimal(entry.get(column), f"{name}.{item}.{column}") for column in row["columns"]},
            status=entry.get("status", row["status"]),
            source=entry.get("source", row["source"]),
            note=entry.get("note", ""),
        )

    facts = {column: _fact(entry, row) for column, entry in (row.get("facts") or {}).items()}
    for item, entry in row["items"].items():
        for column, cell in (entry.get("facts") or {}).items():
            facts[f"{item}.{column}"] = _fact({**((row.get("facts") or {}).get(column) or {}), **cell}, row)
    strange = {key.rpartition(".")[2] for key in facts} - set(row["columns"])
    if strange:
        raise PackError(f"table {name}: facts of unknown columns {', '.join(sorted(strange))}")
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
        raise PackError(f"{name}: uncertainty: {'; '.join(mistakes)}")
    return forms


def _formula(name: str, function: FunctionType) -> Formula:
    signature = inspect.signature(function)
    if "p" in signature.parameters and signature.parameters["p"].kind is not inspect.Parameter.KEYWORD_ONLY:
        raise PackError(f"{name}: parameters are given by name: write `*, p`")
    arguments = tuple(parameter for parameter in signature.parameters if parameter not in FREE_NAMES)
    clause = (inspect.getdoc(function) or "").partition("\n")[0]
    return Formula(name, function, arguments, "p" in signature.parameters, clause)


def _check(function: FunctionType) -> Check:
    declared = getattr(function, CHECK_MARK)
    formula = _formula(function.__name__, function)
    name = declared["id"]
    return Check(
        id=name,
        formula=formula,
        index=declared["index"],
        unit=declared["unit"],
        severity=declared["severity"],
        low=_decimal(declared["low"], name),
        high=_decimal(declared["high"], name),
        decimals=declared["decimals"],
        clause=formula.clause,
        status=declared["status"],
        label=Text(declared["zh"], declared["en"]),
        message=Text(declared["zh"], declared["en"]),
        remedy=Text(declared["remedy_zh"], declared["remedy_en"]),
        source=declared["source"],
    )


def _attribute(name: str, row: Mapping[str, Any]) -> Attribute:
    return Attribute(
        id=name,
        label=_text(row["label"], name),
        values={word: _text(entry, word) for word, entry in row["values"].items()},
        facility_kind=row.get("facility_kind"),
        default=row.get("default"),
        required=bool(row.get("required")),
    )
