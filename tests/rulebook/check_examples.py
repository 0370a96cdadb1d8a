"""Two examples of every check of every edition: a case in which it is asked and silent, and one in which it fires.

A case is a synthetic plant (`plants/`) or a worked case of the pack, with at most a few changes. The examples are looked for by
`python -m tests.rulebook.check_examples [PACK …]` and kept in `check_examples.yaml`; what the search does not find is written there by hand
and stays. `test_every_check.py` computes each example anew and lists the checks that lack one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from decimal import Decimal, localcontext
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tanheng.engine.case.reading import read_case
from tanheng.engine.checks.measures import measured
from tanheng.engine.numbers import exact_context, full_text
from tanheng.engine.pack import Pack
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.running import Parameters, run_case
from tanheng.rulebook import load, pack_ids
from tests.rulebook.slips import plant, plant_files

FILE = Path(__file__).parent / "check_examples.yaml"
FACTORS = ("1.2", "0.8", "2", "0.5", "0.1", "10", "100", "1000", "0.001", "10000", "0")
MONTH = "7"
HEAD = """# Two examples of every check: `passes` names a case in which it is asked and silent, `fires` one in which it fires.
# `plant:` is a file of plants/, `case:` the English title of a worked case; `line` counts the entries of its values from 0, `times`
# multiplies them (`month`: one month alone), `without` leaves quantities out, `sets` writes an entry or attribute over that of its
# place, `year` is another year.
# Found by `python -m tests.rulebook.check_examples`; entries with `by_hand: true` are kept.
"""


@cache
def sources(pack_id: str) -> dict[str, Mapping[str, Any]]:
    """The cases that examples start from, by name."""
    plants = {f"plant: {path.stem}": plant(path) for path in plant_files() if plant(path)["pack"] == pack_id}
    worked = {f"case: {one['title']['en']}": one["given"] for one in load(pack_id).cases}
    return {**plants, **worked}


def document_of(pack_id: str, example: Mapping[str, Any]) -> dict[str, Any]:
    """The case of an example, its changes made."""
    document: dict[str, Any] = deepcopy(dict(sources(pack_id)[example["of"]]))
    if "line" in example:
        _multiplied(document["values"][example["line"]], Decimal(example["times"]), example.get("month"))
    document["year"] = example.get("year", document["year"])
    for name in example.get("without", ()):
        document["values"] = [one for one in document["values"] if one["quantity"] != name]
    for change in example.get("sets", ()):
        _set(document, change)
    return document


def _multiplied(entry: dict[str, Any], factor: Decimal, month: str | None) -> None:
    if "months" in entry:
        for name, text in entry["months"].items():
            if month in (None, str(name)):
                entry["months"][name] = full_text(Decimal(text) * factor)
    else:
        key = "year" if "year" in entry else "each_month"
        entry[key] = full_text(Decimal(entry[key]) * factor)


def _set(document: dict[str, Any], change: Mapping[str, Any]) -> None:
    """A value or attribute as given: over the entry of the same place, else beside the others."""
    block, name = ("attributes", "name") if "name" in change else ("values", "quantity")
    rows = document.setdefault(block, [])
    place = (name, "facility", "item")
    document[block] = [one for one in rows if any(one.get(part) != change.get(part) for part in place)] + [dict(change)]


def outcome(document: Mapping[str, Any]) -> tuple[Run | None, list[Problem]]:
    """The run, None where the reader refused the case, and every problem."""
    case, problems = read_case(document, load)
    if case is None:
        return None, problems
    run = run_case(load(document["pack"]), case, problems)
    return run, run.problems


def asked(run: Run) -> set[str]:
    """The checks whose measure has a value somewhere in the run, and the expectations."""
    found = {str(rule["id"]) for rule in run.pack.expects_any}
    with localcontext(exact_context()):
        parameters = Parameters(run.pack, run.case.year)
        for check in run.pack.checks:
            one = measured(run, check, parameters, {}, None)
            if one is not None and any(value is not None for value in one.values):
                found.add(check.id)
    return found


def told(problems: list[Problem]) -> set[str]:
    """The codes of the problems, and of those that are told with their cause."""
    return {one.code for problem in problems for one in (problem, *problem.also)}


def codes_of(pack: Pack) -> set[str]:
    """Every check and expectation of the pack."""
    return {one.id for one in pack.checks} | {str(rule["id"]) for rule in pack.expects_any}


# ── looking for examples ─────────────────────────────────────────────────────────────────────────


def attempts(pack_id: str) -> Iterator[dict[str, Any]]:
    """Examples to try, the plainest first: the cases themselves, then a line more or less, then a line left out."""
    names = sources(pack_id)
    yield from ({"of": name} for name in names)
    plants = [name for name in names if name.startswith("plant")] or list(names)
    for name in plants:
        values = names[name]["values"]
        for number, entry in enumerate(values):
            for factor in FACTORS:
                yield {"of": name, "line": number, "times": factor}
                if MONTH in map(str, entry.get("months", ())):
                    yield {"of": name, "line": number, "times": factor, "month": MONTH}
        yield from ({"of": name, "without": [quantity]} for quantity in dict.fromkeys(one["quantity"] for one in values))


def search(pack_id: str, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Examples of every check of a pack; a check without one lacks the key."""
    wanted = codes_of(load(pack_id))
    found: dict[str, dict[str, Any]] = {code: dict(kept.get(code) or {}) for code in sorted(wanted)}
    for example in attempts(pack_id):
        if all({"passes", "fires"} <= one.keys() for one in found.values()):
            break
        try:
            run, problems = outcome(document_of(pack_id, example))
        except (ArithmeticError, TypeError, ValueError, KeyError):
            continue
        codes = told(problems) & wanted
        for code in codes:
            found[code].setdefault("fires", example)
        if run is not None and any("passes" not in one for one in found.values()):
            for code in asked(run) - codes:
                found[code].setdefault("passes", example)
    return found


def main(wanted: Sequence[str]) -> None:
    """Write the examples of the packs that are named anew, or of all; those written by hand stay."""
    before = yaml.safe_load(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    examples = {pack_id: before[pack_id] for pack_id in pack_ids() if wanted and pack_id not in wanted}
    for pack_id in wanted or pack_ids():
        written = before.get(pack_id) or {}
        kept = {code: {kind: one for kind, one in kinds.items() if one.get("by_hand")} for code, kinds in written.items()}
        examples[pack_id] = search(pack_id, kept)
        lacking = {code: sorted({"passes", "fires"} - one.keys()) for code, one in examples[pack_id].items()}
        print(pack_id, {code: kinds for code, kinds in lacking.items() if kinds})
    FILE.write_text(HEAD + yaml.safe_dump(examples, allow_unicode=True, sort_keys=True, width=150), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
