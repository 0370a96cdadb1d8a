"""Completes a case with the pack's defaults and says what is missing: months, required quantities, evidence,
fixed values.

A default is a value of kind `default` with its parameter or table row as source; nothing is filled in silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tanheng.engine.case import Case, Key, Origin, Value
from tanheng.engine.case_problems import (
    CONTENT_SENTENCES,
    OTHER_YEAR_SENTENCES,
    PARTIAL_CONTENT_SENTENCES,
    PARTIAL_SENTENCES,
    SENTENCES,
    case_problem,
)
from tanheng.engine.defaults import choices_of
from tanheng.engine.defaults import default_of as default_of  # noqa: PLC0414 - its readers know it from here
from tanheng.engine.errors import Problem, Text, Where, has_errors
from tanheng.engine.numbers import full_text, round_decimal
from tanheng.engine.pack import Pack, Quantity

Periods = tuple[int | None, ...]
MONTHS: Periods = tuple(range(1, 13))
YEAR: Periods = (None,)


def periods_of(case: Case) -> Periods:
    """The months of the case, or the year as one period."""
    return YEAR if case.grain == "year" else MONTHS


def periods_for(case: Case, quantity: Quantity) -> Periods:
    """The periods in which a quantity is reported: the year alone where it lives on the year."""
    return YEAR if quantity.yearly_only else periods_of(case)


def keys_of(case: Case, pack: Pack) -> dict[str, tuple[Key, ...]]:
    """For each quantity of the pack the facilities and items it lives on in this case; an item exists once it
    is reported.
    """
    by_item = pack.by_item
    used: dict[tuple[str, bool], dict[Key, None]] = {}
    series = dict.fromkeys((value.quantity, value.key) for value in case.values if value.quantity in by_item)
    for name, key in series:
        quantity = by_item[name]
        used.setdefault((quantity.item_table or "", quantity.by_facility), {}).setdefault(key)
    items = {group: _in_order(found, case, pack, group[0]) for group, found in used.items()}
    of_kind: dict[str | None, list[Key]] = {}
    for facility in case.facilities:
        of_kind.setdefault(facility.kind, []).append((facility.id, None))
    facilities = {kind: tuple(keys) for kind, keys in of_kind.items()}  # one tuple a kind: columns are told alike by it
    keys: dict[str, tuple[Key, ...]] = {}
    for quantity in pack.quantities.values():
        if quantity.id in by_item:
            keys[quantity.id] = items.get((quantity.item_table or "", quantity.by_facility), ())
        elif quantity.by_facility:
            keys[quantity.id] = facilities.get(quantity.facility_kind, ())
        else:
            keys[quantity.id] = ((None, None),)
    return keys


def _in_order(keys: Iterable[Key], case: Case, pack: Pack, table: str) -> tuple[Key, ...]:
    """By facility as listed, then item as in its table: the order of typing must not change a run."""
    facilities = {one.id: number for number, one in enumerate(case.facilities)}
    items = {item: number for number, item in enumerate(pack.tables[table].rows)}
    return tuple(sorted(keys, key=lambda key: (facilities.get(key[0] or "", -1), items[key[1] or ""])))


def with_defaults_checked(case: Case, pack: Pack) -> tuple[Case, list[Problem]]:
    """The case, and problems of completeness. Defaults are not added to the case: a run takes them from the pack."""
    problems: list[Problem] = []
    reported: dict[tuple[str, Key], dict[int | None, Value]] = {}
    for value in case.values:
        reported.setdefault((value.quantity, value.key), {})[value.month] = value
    keys = keys_of(case, pack)
    for quantity in pack.inputs():
        for key in keys[quantity.id]:
            problems += _missing(case, pack, quantity, key, reported.get((quantity.id, key), {}))
    problems += _fixed_values(case, pack)
    if not has_errors(problems):
        problems += [*_expected(case, pack), *_evidence(case, pack)]
    return case, problems


def _missing(case: Case, pack: Pack, quantity: Quantity, key: Key, found: dict[int | None, Value]) -> Iterator[Problem]:
    if not found and not quantity.required and quantity.default is None:
        return  # a source that this plant may lack
    absent = [period for period in periods_for(case, quantity) if period not in found]
    yield from _returned(quantity, key, found)
    if not absent:
        return
    where = Where(quantity=quantity.id, facility=key[0], item=key[1])
    label: dict[str, Any] = {"name": quantity.label.zh, "name_en": quantity.label.en}
    default, _ = default_of(pack, quantity, case, key)
    if not found:
        choices = choices_of(pack, quantity, case, key) if default is None else []
        if choices and (quantity.required or _is_read(pack, quantity, case)):
            yield _year_without_value(case, pack, quantity, where, choices)
        elif quantity.default and default is None and quantity.required:
            yield case_problem("CASE-152", where, item=key[1] or key[0] or "", **label)
        elif quantity.required and default is None:
            yield case_problem("CASE-151", where, unit=pack.unit_of(quantity.id, key[1]), **label)
        return
    partial: dict[str, Any] = {"found": ", ".join(str(month) for month in absent)}
    sentences = CONTENT_SENTENCES if quantity.year == "mean" else SENTENCES  # nobody's coal has a carbon content of 0
    place = next(iter(found.values())).origin.where(quantity=quantity.id, facility=key[0], item=key[1])
    if default is None and (quantity.required or quantity.default):
        yield case_problem("CASE-150", place, sentences=sentences, **partial, **label)
    elif default is not None and not quantity.fixed and any(value.kind == "measured" for value in found.values()):
        if quantity.keeps_measured is False:
            yield case_problem("CASE-171", place, "warning", default=full_text(default), **partial, **label)
        else:
            yield case_problem("CASE-156", place, **partial, **label)
    elif default is None:
        sentences = PARTIAL_CONTENT_SENTENCES if quantity.year == "mean" else PARTIAL_SENTENCES
        yield case_problem("CASE-150", place, "warning", sentences=sentences, **partial, **label)


def _returned(quantity: Quantity, key: Key, found: dict[int | None, Value]) -> Iterator[Problem]:
    """Months typed as default beside measured ones, where the edition says that what is measured stays measured."""
    typed = [value for value in found.values() if value.kind == "default"]
    if not quantity.keeps_measured or not typed or all(value.kind != "measured" for value in found.values()):
        return
    months = ", ".join(str(value.month) for value in typed)
    where = typed[0].origin.where(quantity=quantity.id, facility=key[0], item=key[1], month=typed[0].month)
    yield case_problem("CASE-172", where, name=quantity.label.zh, name_en=quantity.label.en, found=months)


def _is_read(pack: Pack, quantity: Quantity, case: Case) -> bool:
    """Whether a formula looks the factor up: something it multiplies is reported. What nobody bought needs no factor."""
    reported = {value.quantity for value in case.values}
    for formula in pack.formulas.values():
        if quantity.id in formula.arguments:
            beside = [pack.quantities[name] for name in formula.arguments if name != quantity.id]
            amounts = {one.id for one in beside if one.role == "input" and one.default is None}
            if not amounts or amounts & reported:
                return True
    return False


def _year_without_value(case: Case, pack: Pack, quantity: Quantity, where: Where, choices: list[Text]) -> Problem:
    """A year that the factor set does not cover: the user chooses, the program never takes a neighbour."""
    return case_problem(
        "CASE-160",
        where,
        "error" if quantity.required else "warning",
        sentences=SENTENCES if pack.covers(case.year) else OTHER_YEAR_SENTENCES,
        name=quantity.label.zh,
        name_en=quantity.label.en,
        found=case.year,
        known="；".join(one.zh for one in choices),
        known_en="; ".join(one.en for one in choices),
    )


def _fixed_values(case: Case, pack: Pack) -> Iterator[Problem]:
    told: set[tuple[str, Key, Origin, int | None]] = set()
    for value in case.values:
        quantity = pack.quantities[value.quantity]
        if not quantity.fixed:
            continue
        default, _ = default_of(pack, quantity, case, value.key)
        if default is None or value.amount == _rounded(default, quantity):
            continue
        numbers: dict[str, Any] = {
            "name": quantity.label.zh,
            "name_en": quantity.label.en,
            "found": full_text(value.amount),
            "default": full_text(default),
        }
        month = None if (value.origin.path or "").endswith("each_month") else value.month
        place = (value.quantity, value.key, value.origin, month)
        if place in told:  # one entry for all months (each_month) is one problem
            continue
        told.add(place)
        where = value.origin.where(quantity=value.quantity, facility=value.facility, item=value.item, month=month)
        if value.evidence:
            yield case_problem("CASE-154", where, "warning", evidence=value.evidence, **numbers)
        else:
            yield case_problem("CASE-153", where, **numbers)


def _rounded(number: Decimal, quantity: Quantity) -> Decimal:
    return number if quantity.decimals is None else round_decimal(number, quantity.decimals, quantity.mode)


def _expected(case: Case, pack: Pack) -> Iterator[Problem]:
    """What the pack expects at least one of: `expects_any` in pack.yaml, for the entity or (per: facility) for
    each facility.
    """
    for rule in pack.expects_any:
        wanted = set(rule["any_of"])
        places: Iterable[str | None] = [None]
        if rule.get("per") == "facility":
            kinds = {pack.quantities[name].facility_kind for name in wanted}
            places = [one.id for one in case.facilities if one.kind in kinds]
        for place in places:
            if not any(value.quantity in wanted and place in (None, value.facility) for value in case.values):
                yield Problem(
                    rule["id"],
                    rule["severity"],
                    Where(facility=place),
                    Text(rule["zh"], rule["en"]),
                    Text(rule["remedy_zh"], rule["remedy_en"]),
                )


def _evidence(case: Case, pack: Pack) -> Iterator[Problem]:
    """Measured values without an original record, one problem a series."""
    if not any(value.evidence or value.source for value in case.values):
        return  # a bare case that names no records at all is a calculation, not a report
    bare: dict[tuple[str, Key], list[Value]] = {}
    for value in case.values:
        if (
            value.kind == "measured"
            and not value.evidence
            and pack.quantities[value.quantity].acquisition == "measured"
        ):
            bare.setdefault((value.quantity, value.key), []).append(value)
    for (name, key), values in bare.items():
        months = months_text([value.month for value in values if value.month])
        where = replace(values[0].origin.where(quantity=name, facility=key[0], item=key[1]), path=None)
        label = pack.quantities[name].label
        yield case_problem(
            "CASE-157", where, "warning", name=label.zh, name_en=label.en, found=months or str(case.year)
        )


def months_text(months: Iterable[int]) -> str:
    """Months in short, neighbours as a span: `1–6, 8–12`."""
    spans: list[list[int]] = []
    for month in sorted(months):
        if spans and spans[-1][-1] == month - 1:
            spans[-1].append(month)
        else:
            spans.append([month])
    return ", ".join(f"{span[0]}–{span[-1]}" if len(span) > 1 else str(span[0]) for span in spans)
