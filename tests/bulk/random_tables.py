"""Random tables of any pack, made from its own quantities, bounds and decimals; and the same rows as cases for the engine."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import duckdb

from tanheng.engine.case.reading import read_case
from tanheng.engine.defaults import cell_of
from tanheng.engine.month_lengths import high_of
from tanheng.engine.numbers import decimal_text
from tanheng.engine.pack import Pack, Quantity
from tanheng.engine.run import Run
from tanheng.engine.running import run_case

PLACE = ("entity", "facility", "kind", "item", "month")
ANYTHING = Decimal("1E+300")
Row = dict[str, str]
Results = dict[tuple[str, str | None, str | None, int | None, str], tuple[str, str]]


def random_rows(pack: Pack, random: Random, entities: int, grain: str = "month") -> list[Row]:
    """Rows of some entities: every place of every input that the entity has, with all its months."""
    return [row for number in range(entities) for row in _entity_rows(pack, random, f"E{number:03d}", grain)]


def _entity_rows(pack: Pack, random: Random, entity: str, grain: str) -> Iterable[Row]:
    periods = [str(month) for month in range(1, 13)] if grain == "month" else [""]
    places = list(dict.fromkeys(_places(pack, random)))
    for facility, kind, item in places:
        inputs = [one for one in pack.inputs() if _fits(pack, one, kind, item, bool(facility))]
        chosen = [one for one in inputs if _is_reported(one, random) or _lacks_default(pack, one, item)]
        attributes = _attributes(pack, random, kind, item)
        away = {one.id: _months_away(one, random) for one in chosen} if grain == "month" else {}
        for period in periods:
            row = {"entity": entity, "facility": facility, "kind": kind, "item": item, "month": period, **attributes}
            told = [one for one in chosen if period not in away.get(one.id, ())]
            length = (pack.valid_from, int(period) if period else None)
            row |= {one.id: _amount(one, random, length) for one in told if not one.yearly_only or grain == "year"}
            yield row
        whole = (pack.valid_from, None)
        yearly = {one.id: _amount(one, random, whole) for one in chosen if one.yearly_only and grain == "month"}
        if yearly:
            yield {"entity": entity, "facility": facility, "kind": kind, "item": item, "month": "", **yearly}


def with_standstill(pack: Pack, random: Random, rows: list[Row]) -> list[Row]:
    """The rows with some entities' plants at a standstill in some months: amounts `/` or 0, contents blank."""
    stopped = {entity for entity in sorted({row["entity"] for row in rows}) if random.random() < 0.7}
    months = {str(month) for month in random.sample(range(1, 13), random.randint(1, 5))}
    found = []
    for row in rows:
        if row["entity"] in stopped and row["month"] in months:
            sign = random.choice(["/", "0"])
            amounts = {name for name in row if name in pack.quantities and pack.quantities[name].is_amount}
            contents = {name for name in row if name in pack.quantities and pack.quantities[name].weight}
            signs = {**dict.fromkeys(amounts, sign), **dict.fromkeys(contents, "")}
            found.append({**row, **signs})
        else:
            found.append(row)
    return found


def _months_away(quantity: Quantity, random: Random) -> set[str]:
    """Months that a plant leaves blank, of what it need not report; some of them are the same for many quantities."""
    if quantity.required or quantity.default is not None or random.random() < 0.6:
        return set()
    months = random.choice([range(1, 4), range(7, 13), random.sample(range(1, 13), random.randint(1, 11))])
    return {str(month) for month in months}


def _places(pack: Pack, random: Random) -> Iterable[tuple[str, str, str]]:
    yield "", "", ""
    at_entity = sorted({one.item_table for one in pack.inputs() if one.item_table and not one.by_facility})
    for table in at_entity:
        for item in random.sample(list(pack.tables[table].rows), min(random.randint(0, 3), len(pack.tables[table].rows))):
            yield "", "", item
    kinds = {one.facility_kind for one in pack.inputs() if one.by_facility}
    for kind in sorted(one for one in kinds if one):
        at_kind = sorted({one.item_table for one in pack.inputs() if one.item_table and one.facility_kind == kind})
        least = 1 if pack.facility_kinds[kind].required else 0
        for number in range(random.randint(least, 2)):
            facility = f"{kind}-{number + 1}"
            yield facility, kind, ""
            for table in at_kind:
                rows = list(pack.tables[table].rows)
                for item in random.sample(rows, min(random.randint(0, 2), len(rows))):
                    yield facility, kind, item


def _fits(pack: Pack, quantity: Quantity, kind: str, item: str, at_facility: bool) -> bool:
    if quantity.by_facility != at_facility or quantity.by_item != bool(item):
        return False
    if at_facility and quantity.facility_kind != kind:
        return False
    return not item or item in pack.tables[quantity.item_table or ""].rows


def _is_reported(quantity: Quantity, random: Random) -> bool:
    if quantity.fixed:
        return False
    if quantity.default is not None:
        return random.random() < 0.6
    return quantity.required or random.random() < 0.6


def _lacks_default(pack: Pack, quantity: Quantity, item: str) -> bool:
    """Whether the edition has no default for this row of its table, so that a plant must report it."""
    default = quantity.default
    if quantity.fixed or not item or default is None or default.table is None or default.row or default.attribute:
        return False
    cell = cell_of(pack, default, item, pack.valid_from)
    return cell is None or cell.value is None


def _attributes(pack: Pack, random: Random, kind: str, item: str) -> Row:
    if item:
        return {}
    return {
        one.id: random.choice(list(one.values))
        for one in pack.attributes.values()
        if (one.facility_kind or "") == kind and (one.required or random.random() < 0.5)
    }


def _amount(quantity: Quantity, random: Random, length: tuple[int, int | None]) -> str:
    """An amount within the bounds of that month or year, of any magnitude; now and then the bound itself."""
    decimals = random.randint(0, 4) if quantity.decimals is None else quantity.decimals
    low = Decimal(0) if quantity.low is None else quantity.low
    bound = high_of(quantity, *length)
    high = low + 10 ** random.randint(1, 7) if bound is None else bound
    share = random.choice([0, 1]) if random.random() < 0.03 else Decimal(random.randint(0, 10**9)) / 10**9
    number = round(low + (high - low) * share, decimals)
    return decimal_text(min(max(number, low), high))


def write_csv(rows: list[Row], path: Path) -> None:
    """The rows as a CSV file."""
    columns = list(dict.fromkeys([*PLACE, *(name for row in rows for name in row)]))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def engine_run(pack: Pack, year: int, rows: list[Row]) -> Run | list[str]:
    """The engine's run of one entity's rows, or the codes of what it refuses."""
    grain = "month" if any(row["month"] for row in rows) else "year"
    document: dict[str, Any] = {
        "tanheng": "case/1",
        "pack": pack.id,
        "year": year,
        "grain": grain,
        "entity": {"name": rows[0]["entity"]},
        "facilities": _facilities(rows),
        "attributes": _attribute_entries(pack, rows),
        "values": _value_entries(pack, rows, grain),
    }
    case, problems = read_case(document, lambda _: pack)
    if case is None:
        return [problem.code for problem in problems if problem.severity == "error"]
    return run_case(pack, case, causes=False)


def _facilities(rows: list[Row]) -> list[dict[str, str]]:
    found = {row["facility"]: row["kind"] for row in rows if row["facility"]}
    return [{"id": name, "kind": found[name]} for name in sorted(found)]


def _attribute_entries(pack: Pack, rows: list[Row]) -> list[dict[str, str]]:
    found = {(name, row["facility"]): row[name] for row in rows for name in pack.attributes if row.get(name)}
    return [{"name": name, "value": value, **({"facility": facility} if facility else {})} for (name, facility), value in found.items()]


def _value_entries(pack: Pack, rows: list[Row], grain: str) -> list[dict[str, Any]]:
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        for name, value in row.items():
            if name in PLACE or name in pack.attributes or value == "":
                continue
            entry = found.setdefault((name, row["facility"], row["item"]), {"quantity": name})
            if row["facility"]:
                entry["facility"] = row["facility"]
            if row["item"]:
                entry["item"] = row["item"]
            if grain == "year" or pack.quantities[name].yearly_only:
                entry["year"] = value
            else:
                entry.setdefault("months", {})[int(row["month"])] = value
    return list(found.values())


def without_checks(pack: Pack) -> Pack:
    """The pack without its checks and the bounds of its results: random plants break physics, and what they give is compared all the
    same.
    """
    unbound = {name: replace(one, low=-ANYTHING, high=ANYTHING) for name, one in pack.quantities.items() if one.role == "derived"}
    return replace(pack, checks=(), expects_any=(), quantities={**pack.quantities, **unbound})


def with_bounds_alone(pack: Pack) -> Pack:
    """The pack without its checks."""
    return replace(pack, checks=(), expects_any=())


def accepted(pack: Pack, year: int, rows: list[Row]) -> list[Row]:
    """The rows of the entities that the engine accepts."""
    names = dict.fromkeys(row["entity"] for row in rows)
    own = {name: [row for row in rows if row["entity"] == name] for name in names}
    return [row for name in names if isinstance(engine_run(pack, year, own[name]), Run) for row in own[name]]


def batch_results(path: Path) -> Results:
    """The results that a batch wrote."""
    query = "SELECT entity, facility, item, month, quantity, value, unit FROM read_parquet(?)"
    found = duckdb.connect().execute(query, [str(path)]).fetchall()
    results = {tuple(row[:5]): (row[5], row[6]) for row in found}
    assert len(results) == len(found), "a result stands twice"
    return results


def engine_results(pack: Pack, year: int, rows: list[Row]) -> Results:
    """What the engine gives for every entity. AssertionError where it refuses one."""
    by_entity: dict[str, list[Row]] = {}
    for row in rows:
        by_entity.setdefault(row["entity"], []).append(row)
    found: Results = {}
    for entity, own in by_entity.items():
        run = engine_run(pack, year, own)
        assert isinstance(run, Run), (entity, run)
        for one in run.results:
            found[entity, one.facility, one.item, one.month, one.quantity] = (decimal_text(one.value), one.unit)
    return found
