"""Completes a case with the pack's defaults and says what is missing: months, required quantities, evidence, fixed values.

A default is a value of kind `default` with its parameter or table row as source; nothing is filled in silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from typing import Any

from tanheng.engine.activity import Activity
from tanheng.engine.answers import figure_of, figures_digest
from tanheng.engine.case import Case, Value
from tanheng.engine.case.problems import (
    CONTENT_SENTENCES,
    PARTIAL_CONTENT_SENTENCES,
    PARTIAL_SENTENCES,
    SENTENCES,
)
from tanheng.engine.defaults import choices_of
from tanheng.engine.defaults import default_of as default_of  # noqa: PLC0414 - its readers know it from here
from tanheng.engine.numbers import figure, round_decimal
from tanheng.engine.outside_tables import outside_tables
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.place_spans import numbers_text
from tanheng.engine.places import Key, Origin, Where
from tanheng.engine.problems import Problem, Severity
from tanheng.engine.text import Text
from tanheng.engine.units.slips import unit_words
from tanheng.engine.unread import Unread
from tanheng.engine.wording import Wording

# What an unknown year leaves open: the values of the edition are dated.
OF_THE_YEAR = {"CASE-152", "CASE-153", "CASE-154", "CASE-160", "CASE-171"}
NOTHING = Unread()
Periods = tuple[int | None, ...]
MONTHS: Periods = tuple(range(1, 13))
YEAR: Periods = (None,)
MOST_LABELS = 3
SERIES = attrgetter("quantity", "facility", "item")


def periods_of(case: Case) -> Periods:
    """The months of the case, or the year as one period; of a part of a year those that are covered."""
    if case.grain == "year":
        return YEAR
    return MONTHS if case.through_month is None else case.months


def periods_for(case: Case, quantity: Quantity) -> Periods:
    """The periods in which a quantity is reported: the year alone where it lives on the year."""
    return YEAR if quantity.yearly_only else periods_of(case)


def keys_of(case: Case, pack: Pack, unread: Unread = NOTHING) -> dict[str, tuple[Key, ...]]:
    """For each quantity of the pack the facilities and items it lives on in this case; an item exists once it
    is reported, even where it could not be read.
    """
    by_item = pack.by_item
    used: dict[tuple[str, bool], dict[Key, None]] = {}
    series = [(name, (facility, item)) for name, facility, item in dict.fromkeys(map(SERIES, case.values)) if name in by_item]
    for name, key in (*series, *_typed_series(case, by_item, unread)):
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


def _typed_series(case: Case, by_item: Mapping[str, Quantity], unread: Unread) -> Iterator[tuple[str, Key]]:
    """What was typed for a known place and refused."""
    for name, key in unread.series():
        if name in by_item and (not by_item[name].by_facility or key[0] in case.facility_names):
            yield name, key


def _in_order(keys: Iterable[Key], case: Case, pack: Pack, table: str) -> tuple[Key, ...]:
    """By facility as listed, then item as in its table: the order of typing must not change a run."""
    facilities = {one.id: number for number, one in enumerate(case.facilities)}
    items = {item: number for number, item in enumerate(pack.tables[table].rows)}
    return tuple(sorted(keys, key=lambda key: (facilities.get(key[0] or "", -1), items[key[1] or ""])))


def completeness_problems(case: Case, pack: Pack, unread: Unread, wording: Wording) -> list[Problem]:
    """What is missing in a case, and what may not stand in it. Defaults are not added to the case: a run takes them from the pack.
    What is `unread` is not missing.
    """
    problems: list[Problem] = []
    keys = keys_of(case, pack, unread)
    activity = Activity(pack, case, keys)
    for quantity in pack.inputs():
        for key in keys[quantity.id]:
            series = activity.series.get((quantity.id, key), {})
            if not series and (not (quantity.required or quantity.default) or default_of(pack, quantity, case, key)[0] is not None):
                continue  # a source that this plant may lack, or the edition has it: most of a case, and nothing to be said
            problems += _missing(activity, quantity, key, series, unread, wording)
            problems += _never_applicable(activity, quantity, key, series, wording)
            problems += _rounded_away(quantity, series.values(), wording)
    problems += _lacking_for_any_item(case, pack, unread, wording)
    problems += [*_fixed_values(case, pack, wording), *_expected(case, pack, unread), *_evidence(case, pack, wording)]
    problems += outside_tables(case, pack, wording)
    if not unread.year_known:
        return [one for one in problems if one.code not in OF_THE_YEAR]
    return problems


def _missing(
    activity: Activity, quantity: Quantity, key: Key, given: dict[int | None, Value], unread: Unread, wording: Wording
) -> Iterator[Problem]:
    case, pack = activity.case, activity.pack
    # `/` in the place of a content says no more than a blank: whether one is needed, the amount says
    found = given if quantity.is_amount else {month: one for month, one in given.items() if one.amount is not None}
    if not found and not _is_wanted(pack, quantity, case, key, unread):
        return
    absent = unread.uncovered(quantity.id, key, [period for period in periods_for(case, quantity) if period not in found])
    yield from _returned(quantity, key, found, wording)
    default, _ = default_of(pack, quantity, case, key) if absent else (None, "")
    if default is not None and not found:
        return
    absent = activity.not_idle(quantity, key, absent)
    periods = periods_of(case)
    once = set(found) in ({periods[0]}, {periods[-1]})  # a stock that is reported once: at the opening or at the closing of the year
    if not absent or (once and quantity.is_amount and quantity.year != "sum"):
        return
    where = Where(quantity=quantity.id, facility=key[0], item=key[1])
    name = wording.quantity(quantity.id)
    if not found and not unread.covers(quantity.id, *key, None):
        choices = choices_of(pack, quantity, case, key)
        if choices and (quantity.required or _is_read(pack, quantity, case, unread)):
            yield _year_without_value(case, pack, quantity, where, choices, wording)
        elif quantity.default and quantity.required:
            item = wording.item(quantity, key[1]) if key[1] else wording.facility(key[0] or "")
            yield wording.problem("CASE-152", where, item=item, name=name)
        elif quantity.required:
            yield wording.problem("CASE-151", where, unit=unit_words(pack.unit_of(quantity.id, key[1])), name=name)
        return
    partial: dict[str, Any] = {"found": ", ".join(str(month) for month in absent), "name": name}
    sentences = CONTENT_SENTENCES if quantity.year == "mean" else SENTENCES  # nobody's coal has a carbon content of 0
    place = next((one.origin.where(quantity=quantity.id, facility=key[0], item=key[1]) for one in found.values()), where)
    if default is None and (quantity.required or quantity.default):
        yield wording.problem("CASE-150", place, sentences=sentences, **partial)
    elif default is not None and not quantity.fixed and any(value.kind == "measured" for value in found.values()):
        if quantity.keeps_measured is False:
            yield wording.problem("CASE-171", place, default=figure(default), **partial)
        else:
            yield wording.problem("CASE-156", place, **partial)
    elif default is None:
        sentences = PARTIAL_CONTENT_SENTENCES if quantity.year == "mean" else PARTIAL_SENTENCES
        yield wording.problem("CASE-150", place, sentences=sentences, **partial)


def _is_wanted(pack: Pack, quantity: Quantity, case: Case, key: Key, unread: Unread) -> bool:
    """Whether anything is to be said of a series without a number: else it is of a source that this plant may lack."""
    if quantity.required or quantity.default is None:
        return quantity.required
    return unread.covers(quantity.id, *key, None) or bool(choices_of(pack, quantity, case, key))


def _never_applicable(
    activity: Activity, quantity: Quantity, key: Key, found: dict[int | None, Value], wording: Wording
) -> Iterator[Problem]:
    """A required amount that is `/` all year, at a facility (or an entity) that does work."""
    if not quantity.required or quantity.by_item or not found or any(one.amount is not None for one in found.values()):
        return
    others = [one for one in activity.case.values if one.amount and one.facility == key[0]]
    others = [one for one in others if activity.pack.quantities[one.quantity].is_amount]
    if not quantity.is_amount or not others:
        return
    labels = {one.quantity: activity.pack.quantities[one.quantity].label for one in others}
    where = next(iter(found.values())).origin.where(quantity=quantity.id, facility=key[0])
    listed = wording.listed(labels, list(labels)[:MOST_LABELS])
    problem = wording.problem("CASE-174", where, name=wording.quantity(quantity.id), found=listed)
    yield replace(problem, digest=figures_digest("CASE-174", map(figure_of, others)))


def _rounded_away(quantity: Quantity, values: Iterable[Value], wording: Wording) -> Iterator[Problem]:
    """Figures of a series that are not 0 as typed, and 0 with the decimals of the rules: their unit is doubted."""
    gone = [(one, Decimal(one.typed)) for one in values if one.typed and one.amount == 0]
    gone = sorted(((one, typed) for one, typed in gone if typed), key=lambda pair: pair[0].month or 0)
    if not gone:
        return
    places = tuple(one.where for one, _ in gone)
    least, most = min(typed for _, typed in gone), max(typed for _, typed in gone)
    found = figure(least) if least == most else f"{figure(least)}–{figure(most)}"
    words: dict[str, Any] = {"name": wording.quantity(quantity.id), "found": found, "decimals": quantity.decimals}
    problem = wording.problem("CASE-178", places[0], **words)
    digest = figures_digest("CASE-178", ((*figure_of(one)[:4], typed) for one, typed in gone))
    yield replace(problem, places=places if len(places) > 1 else (), digest=digest)


def _returned(quantity: Quantity, key: Key, found: dict[int | None, Value], wording: Wording) -> Iterator[Problem]:
    """Months typed as default beside measured ones, where the edition says that what is measured stays measured."""
    typed = [value for value in found.values() if value.kind == "default"]
    if not quantity.keeps_measured or not typed or all(value.kind != "measured" for value in found.values()):
        return
    months = ", ".join(str(value.month) for value in typed)
    where = typed[0].origin.where(quantity=quantity.id, facility=key[0], item=key[1], month=typed[0].month)
    yield wording.problem("CASE-172", where, name=wording.quantity(quantity.id), found=months)


def _is_read(pack: Pack, quantity: Quantity, case: Case, unread: Unread) -> bool:
    """Whether a formula looks the factor up: something it multiplies is reported. What nobody bought needs no factor."""
    reported = {value.quantity for value in case.values}
    for formula in pack.formulas.values():
        if quantity.id in formula.arguments:
            beside = [pack.quantities[name] for name in formula.arguments if name != quantity.id]
            amounts = {one.id for one in beside if one.role == "input" and one.default is None}
            if not amounts or amounts & reported or any(unread.may_be(name, None, None) for name in amounts):
                return True
    return False


def _lacking_for_any_item(case: Case, pack: Pack, unread: Unread, wording: Wording) -> Iterator[Problem]:
    """A factor that no item of a row without one has for the year: naming the item will not bring it."""
    given = {value.quantity for value in case.values}
    tables = {pack.quantities[name].item_table for name, _, item in unread.unplaced if item is None and pack.quantities[name].by_item}
    for quantity in pack.inputs():
        if quantity.item_table not in tables or quantity.default is None or quantity.id in given or not quantity.required:
            continue
        keys = [(None, row) for row in pack.tables[quantity.item_table or ""].rows]
        if any(default_of(pack, quantity, case, key)[0] is not None for key in keys):
            continue
        choices = next((found for key in keys if (found := choices_of(pack, quantity, case, key))), [])
        if choices:
            yield _year_without_value(case, pack, quantity, Where(quantity=quantity.id), choices, wording)


def _year_without_value(case: Case, pack: Pack, quantity: Quantity, where: Where, choices: list[Text], wording: Wording) -> Problem:
    """A year that the factor set does not cover: the user chooses, the program never takes a neighbour."""
    known = Text("；".join(one.zh for one in choices), "; ".join(one.en for one in choices))
    severity: Severity = "error" if quantity.required else "warning"
    return wording.problem("CASE-160", where, severity, name=wording.quantity(quantity.id), found=case.year, known=known)


def _fixed_values(case: Case, pack: Pack, wording: Wording) -> Iterator[Problem]:
    told: set[tuple[str, Key, Origin, int | None]] = set()
    for value in case.values:
        quantity = pack.quantities[value.quantity]
        if not quantity.fixed or value.amount is None:
            continue
        default, _ = default_of(pack, quantity, case, value.key)
        if default is None or value.amount == _rounded(default, quantity):
            continue
        numbers: dict[str, Any] = {"name": wording.quantity(quantity.id), "found": figure(value.amount), "default": figure(default)}
        month = None if (value.origin.path or "").endswith("each_month") else value.month
        place = (value.quantity, value.key, value.origin, month)
        if place in told:  # one entry for all months (each_month) is one problem
            continue
        told.add(place)
        where = value.origin.where(quantity=value.quantity, facility=value.facility, item=value.item, month=month)
        if value.evidence:
            yield wording.problem("CASE-154", where, evidence=value.evidence, **numbers)
        else:
            yield wording.problem("CASE-153", where, **numbers)


def _rounded(number: Decimal, quantity: Quantity) -> Decimal:
    return number if quantity.decimals is None else round_decimal(number, quantity.decimals, quantity.mode)


def _expected(case: Case, pack: Pack, unread: Unread) -> Iterator[Problem]:
    """What the pack expects at least one of: `expects_any` in pack.yaml, for the entity or (per: facility) for
    each facility. What could not be read is there.
    """
    for rule in pack.expects_any:
        wanted = set(rule["any_of"])
        places: Iterable[str | None] = [None]
        if rule.get("per") == "facility":
            kinds = {pack.quantities[name].facility_kind for name in wanted}
            places = [one.id for one in case.facilities if one.kind in kinds]
        reported = {value.facility for value in case.values if value.quantity in wanted}
        for place in places:
            if any(unread.may_be(name, place, None) for name in wanted):
                continue
            if place not in reported and (place is not None or not reported):
                yield Problem(
                    rule["id"],
                    rule["severity"],
                    Where(facility=place),
                    Text(rule["zh"], rule["en"]),
                    Text(rule["remedy_zh"], rule["remedy_en"]),
                )


def _evidence(case: Case, pack: Pack, wording: Wording) -> Iterator[Problem]:
    """Measured values without an original record, one problem with a place for every series; the months are named where some have one."""
    if not any(value.evidence or value.source for value in case.values):
        return  # a bare case that names no records at all is a calculation, not a report
    bare: dict[tuple[str, Key], list[Value]] = {}
    recorded = {(value.quantity, value.key) for value in case.values if value.evidence}
    for value in case.values:
        if value.kind == "measured" and not value.evidence and pack.quantities[value.quantity].acquisition == "measured":
            bare.setdefault((value.quantity, value.key), []).append(value)
    for (name, key), values in bare.items():
        months = months_text([value.month for value in values if value.month]) if (name, key) in recorded else ""
        words = Text(f"（{months} 月）", f" (month {months})") if months else Text("", "")
        where = replace(values[0].origin.where(quantity=name, facility=key[0], item=key[1]), path=None)
        yield wording.problem("CASE-157", where, found=words)


def months_text(months: Iterable[int]) -> str:
    """Months in short, neighbours as a span: `1–6, 8–12`."""
    return numbers_text(sorted(months))
