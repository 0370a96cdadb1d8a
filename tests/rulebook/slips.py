"""Slips of magnitude: a line of a plant's year typed ten to ten thousand times too large or too small, and who notices.

A plant is a realistic year of one rule pack (`tests/rulebook/plants/*.yaml`, synthetic), quiet as it stands. Every slip of every line that
moves a total by 5 % must bring a problem that the plant did not have. The worked cases of the packs, which have doubts of their own, are
tried as well: there a doubt counts when it is new or its text is another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tanheng.analysis.totals import leaves_below
from tanheng.engine.case.reading import read_case
from tanheng.engine.numbers import full_text
from tanheng.engine.pack import Pack
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load

FOLDER = Path(__file__).parent / "plants"
FACTORS = tuple(map(Decimal, ("1000", "10000", "0.001", "0.0001", "100", "0.01", "10", "0.1")))
CASE_FACTORS = FACTORS[:4]
MONTH_FACTORS = (Decimal(1000), Decimal("0.001"))
ODD_MONTH = "7"
FACILITY_SUMS = ("allowance_tco2e", "approved_allowance_tco2e", "unit_emission_tco2", "line_emission_tco2", "anode_effect_emission_tco2e")
MOVED = Decimal("0.05")
Key = tuple[str | None, ...]


@dataclass(frozen=True)
class Slip:
    """One line typed wrongly: its quantity, facility and item, the factor, and the month (None: the whole line)."""

    quantity: str
    line: str
    factor: Decimal
    month: str | None
    document: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.line} × {full_text(self.factor)}" + (f" in month {self.month}" if self.month else "")


def plant_files() -> list[Path]:
    """Every plant, by pack."""
    return sorted(FOLDER.glob("*.yaml"))


@cache
def plant(path: Path) -> dict[str, Any]:
    """A plant as a `case/1` document; months are keys of text."""
    return with_months(yaml.safe_load(path.read_text(encoding="utf-8")))


def with_months(document: dict[str, Any]) -> dict[str, Any]:
    """The document with every month written out; months are keys of text."""
    for entry in document["values"]:
        if "each_month" in entry:
            entry["months"] = dict.fromkeys(map(str, range(1, 13)), entry.pop("each_month"))
        elif "months" in entry:
            entry["months"] = {str(month): text for month, text in entry["months"].items()}
    return document


def slips(document: Mapping[str, Any]) -> Iterator[Slip]:
    """Every line with every factor, whole and in one month."""
    for number, entry in enumerate(document["values"]):
        for factor in FACTORS:
            yield _slip(document, number, factor, None)
        if ODD_MONTH in entry.get("months", {}):
            for factor in MONTH_FACTORS:
                yield _slip(document, number, factor, ODD_MONTH)


def _slip(document: Mapping[str, Any], number: int, factor: Decimal, month: str | None) -> Slip:
    changed = {**document, "values": list(document["values"])}
    entry = changed["values"][number] = deepcopy(document["values"][number])
    if month is not None:
        entry["months"][month] = _times(entry["months"][month], factor)
    elif "months" in entry:
        entry["months"] = {name: _times(text, factor) for name, text in entry["months"].items()}
    else:
        entry["year"] = _times(entry["year"], factor)
    line = " ".join(str(entry[name]) for name in ("quantity", "facility", "item") if entry.get(name))
    return Slip(entry["quantity"], line, factor, month, changed)


def _times(text: str, factor: Decimal) -> str:
    return full_text(Decimal(text) * factor)


def computed(document: Mapping[str, Any], rules: Callable[[str], Pack] = load) -> tuple[Run | None, list[Problem]]:
    """The run, None where the reader refused the case, and every problem."""
    case, problems = read_case(document, rules)
    if case is None:
        return None, problems
    run = run_case(rules(document["pack"]), case, problems)
    return run, run.problems


def keys(problems: list[Problem]) -> set[Key]:
    """What is told, and where."""
    found: set[Key] = set()
    for one in problems:
        for where in getattr(one, "places", ()) or (one.where,):
            found.add((one.code, one.severity, where.quantity, where.facility, where.item, str(where.month)))
    return found


def sayings(problems: list[Problem]) -> set[tuple[Key, str]]:
    """The warnings and errors with their text: what says the same of a slip as it said without it, says nothing of it."""
    return {(key, one.message.zh) for one in problems if one.severity != "note" for key in keys([one])}


def silent_in_case(pack_id: str, given: Mapping[str, Any]) -> list[Slip]:
    """The slips of a worked case that move a total and neither add a doubt nor change one; none where it has an error: it has no result."""

    def rules(_: str) -> Pack:
        return load(pack_id)

    document = with_months(deepcopy(dict(given)))
    base, problems = computed(document, rules)
    if base is None or any(one.severity == "error" for one in problems):
        return []
    before, told, silent = totals(base), sayings(problems), []
    for number in range(len(document["values"])):
        for factor in CASE_FACTORS:
            slip = _slip(document, number, factor, None)
            run, more = computed(slip.document, rules)
            if run is not None and moved(before, totals(run)) and sayings(more) <= told:
                silent.append(slip)
    return silent


def left_open(problems: list[Problem]) -> list[str]:
    """The sentences that still hold a place for a word."""
    texts = [text for one in problems for text in (one.message, one.remedy, *(part.message for part in one.also))]
    return [text.zh for text in texts if set("{}") & set(text.zh + text.en)]


def totals(run: Run) -> dict[tuple[str, Any], Decimal | None]:
    """The yearly totals of a run, at each of their places."""
    return {(name, key): run.value(name, *key) for name in watched(run.pack) for key in run.keys[name]}


def watched(pack: Pack) -> list[str]:
    """The total, what is cleared, and the sums of facilities that stand beside them."""
    cleared = [pack.cleared.emission] if pack.cleared else []
    return list(dict.fromkeys((pack.total, *cleared, *(name for name in FACILITY_SUMS if name in pack.formulas))))


def moved(before: Mapping[Any, Decimal | None], after: Mapping[Any, Decimal | None]) -> bool:
    """Whether a total differs by 5 % or is gone."""
    for name, old in before.items():
        new = after.get(name)
        if old is None or old == 0:
            continue
        if new is None or abs(new - old) >= MOVED * abs(old):
            return True
    return False


def tried(document: Mapping[str, Any]) -> tuple[list[Slip], list[str]]:
    """The slips that move a total and bring no new warning or error, and the sentences that keep a word open."""
    base, problems = computed(document)
    assert base is not None, [one.as_text() for one in problems]
    before, told = totals(base), keys(problems)
    silent, left = [], []
    for slip in slips(document):
        run, more = computed(slip.document)
        left += [f"{slip}: {text}" for text in left_open(more)]
        new = {key for key in keys(more) - told if key[1] != "note"}
        if not new and run is not None and moved(before, totals(run)):
            silent.append(slip)
    return silent, left


def inputs_that_count(pack: Pack) -> set[str]:
    """The inputs below any total of the pack."""
    return {one for name in watched(pack) for one, parameter in leaves_below(pack, name) if not parameter}
