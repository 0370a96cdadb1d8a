"""Asked in the environment of the generated house (`python -m bench.house_clerks measure|clerks|lost …`), one JSON document each.

`measure`: the pages of the months' matrix, the seconds of a snapshot. `clerks NUMBER CELLS`: whoever types, with the cells
that nobody has typed yet.
`lost`: of the cells on standard input how many are not there as they were sent, once each.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from datetime import date
from itertools import count
from statistics import median
from typing import Any

import django

YEARS = {"all months open": 2024, "half the year closed": 2025}
NEXT_YEAR = 2026  # nobody has typed anything of it yet


def main() -> None:
    """Print the document."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanheng.config.settings")
    django.setup()
    words = sys.argv[2:]
    answers = {"measure": measured, "clerks": lambda: clerks(*map(int, words)), "lost": lambda: lost(json.load(sys.stdin))}
    sys.stdout.write(json.dumps(answers[sys.argv[1]]()) + "\n")


def measured() -> dict[str, Any]:
    """The matrices of the group with a session of its manager; the snapshot, each time after another figure was typed."""
    from django.urls import reverse

    from bench.house_people import session
    from tanheng.apps.people.models import User
    from tanheng.apps.sites.models import Node

    group = Node.objects.get(kind="group")
    return {
        "places": Node.objects.filter(kind__in=("company", "facility")).count(),
        "matrices": {name: reverse("monitoring:months", args=[group.pk, year]) for name, year in YEARS.items()},
        "session": session(User.objects.get(email="group@house.example")),
        "snapshot": _snapshot(),
    }


def _snapshot() -> float:
    """Taking over what was typed of a smelter's year: its figures frozen, each naming its reading, checked and stored as a file is."""
    from tanheng.apps.monitoring.selectors.selection import grid_rows
    from tanheng.apps.people.models import User
    from tanheng.apps.records.services.drawing import draw_figures
    from tanheng.apps.sites.models import Node
    from tanheng.demo.synthetic_smelter import PACK_ID
    from tests.support.acting import in_person

    company, year, numbers = Node.objects.filter(kind="company").order_by("pk")[0], YEARS["all months open"], count(1)
    clerk = in_person(User.objects.get(email="p0-001@house.example"))
    potline = Node.objects.get(parent__parent=company, code="potline-1")

    def typed() -> None:
        from tanheng.apps.monitoring.services.typing import Typed, save_cells

        row = next(one for one in grid_rows(company, potline, year) if one.measured[1] == "anode_consumption_t" and one.role == "main")
        there = row.cells[1].reading
        cell = Typed(row.line.code, date(year, 1, 1), f"{7_000 + next(numbers)}.50", row.source, seen=there.pk if there else None)
        if not save_cells(actor=clerk, node=company, cells=[cell], reason="核对（合成）").readings:
            raise RuntimeError("nothing was typed")

    return _after(typed, lambda: draw_figures(actor=clerk, node=company, year=year, pack_id=PACK_ID))


def _after(before: Any, work: Any) -> float:
    """The median of a call, each time after another that does not count."""
    times = []
    for _ in range(6):
        before()
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return median(times[1:])


def clerks(number: int, cells: int) -> list[dict[str, Any]]:
    """One who types alone, then so many, of one company after the other, each with a token and cells of their own."""
    from bench.house_people import writers
    from tanheng.apps.sites.models import Node

    found: list[dict[str, Any]] = []
    free: dict[int, Any] = {}
    for one in writers(number + 1):
        left = free.setdefault(one["company"], iter(_free_cells(Node.objects.get(pk=one["company"]))))
        wanted = cells if not found else cells // number * 2
        found.append({**one, "cells": [cell for cell, _at in zip(left, range(wanted), strict=False)]})
    return found


def _free_cells(company: Any) -> list[tuple[str, str, str]]:
    """Cells of the year after the house's years: rows whose figures may be any, by each of their sources."""
    from tanheng.apps.monitoring.selectors.selection import grid_rows
    from tanheng.apps.sites.selectors import descendants

    rows = [row for place in descendants(company, kind="facility") for row in grid_rows(company, place, NEXT_YEAR)]
    return [(row.line.code, row.source, f"{NEXT_YEAR}-{month:02d}") for month in range(1, 7) for row in rows if row.unit in ("t", "MWh")]


def lost(sent: list[list[Any]]) -> int:
    """How many of these are not there once as they were sent, or are there and were not sent; one more where the journal does not hold."""
    from tanheng.apps.journal.selectors import verify_journal
    from tanheng.apps.monitoring.models import PlanLine, Reading
    from tanheng.engine.numbers import decimal_text

    companies = {company for company, *_cell in sent}
    lines = {
        (node, code): (place, measure, item)
        for node, code, place, measure, item in PlanLine.objects.filter(version__node__in=companies, version__number=2).values_list(
            "version__node_id", "code", "place", "measure", "item"
        )
    }
    there: Counter[Any] = Counter()
    names = ("company_id", "series__place__code", "series__measure", "series__item", "series__source", "start", "amount")
    for company, *place, source, start, amount in Reading.objects.filter(start__year=NEXT_YEAR).values_list(*names):
        there[company, *place, source, f"{start:%Y-%m}", decimal_text(amount)] += 1
    wanted = Counter((company, *lines[company, line], f"plan:{source}", month, text) for company, line, source, month, text in sent)
    differing = (wanted - there) + (there - wanted)
    return differing.total() + (not verify_journal().holds)


if __name__ == "__main__":
    main()
