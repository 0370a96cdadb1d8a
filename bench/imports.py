"""Asked on an empty home and database (`python -m bench.imports WORKBOOKS`): the seconds of one workbook and of many by the worker.

One JSON document. The companies and their thousand facilities are made by few statements, sealed as any other; the workbooks are synthetic.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import django

from bench.readings import MONTHS, POTLINES, ROWS, year_of_readings
from bench.result import ROOT, tanheng

YEARS = (2024, 2025)
NAME = "合成铝业"  # as the workbooks say
COPIED = ("company_id", "series_id", "entry_id", "start", "end", "amount", "kind", "words", "evidence")
REST = ("typed", "uncertainty", "note", "reason")
PATIENCE_S = 600


def main() -> None:
    """Print the document."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanheng.config.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    number = int(sys.argv[1])
    clerk, companies = _companies(1 + -(-number // len(YEARS)))
    with tempfile.TemporaryDirectory() as folder:
        books = {year: year_of_readings(Path(folder) / f"{year}.xlsx", year).read_bytes() for year in YEARS}
    _upload(clerk, companies[0], books, YEARS[0])  # the program has read its rules once
    took = {"one": _upload(clerk, companies[0], books, YEARS[1])}
    wanted = [(company, year) for company in companies[1:] for year in YEARS][:number]
    took["worker"] = _by_the_worker(clerk, wanted, books)
    took["peer"] = sum(map(_peer, _imports()[-number:]))
    sys.stdout.write(json.dumps(took) + "\n")


def _companies(number: int) -> tuple[Any, list[Any]]:
    """A clerk of a group and its companies with a thousand potlines each."""
    from bench.house import founded
    from tanheng.apps.people.access.actors import in_person
    from tanheng.apps.people.services import invite_person
    from tanheng.apps.people.services.changes import change
    from tanheng.apps.sites.services import create_company, create_site

    admin, group = founded()
    words = {"email": "clerk@house.example", "display_name": "填报人（合成）", "role": "clerk"}
    clerk = in_person(invite_person(actor=admin, node=group, **words).user)
    companies = []
    for at in range(1, number + 1):
        company = create_company(actor=admin, group=group, name=NAME, code=f"91640000BENCH{at:05d}")
        site = create_site(actor=admin, company=company, name="厂区", code="site-1")
        change(admin, "manage_organisation", site, lambda company=company, site=site: _facilities(admin, company, site))
        companies.append(company)
    return clerk, companies


def _facilities(admin: Any, company: Any, site: Any) -> None:
    from tanheng.apps.journal.services import append_event
    from tanheng.apps.sites.models import LifeEvent, Node
    from tanheng.store.clock import now

    day = date(2010, 1, 1)
    told = {"parent": site, "kind": "facility", "facility_kind": "potline", "in_use_from": day}
    names = [(f"{site.path}{at:04d}/", f"{at}号系列", f"P{at}") for at in range(1, POTLINES + 1)]
    nodes = Node.objects.bulk_create([Node(**told, path=path, name=name, code=code) for path, name, code in names])
    by = {"company": company, "kind": "built", "on": day, "recorded_by": admin.user, "recorded_at": now()}
    LifeEvent.objects.bulk_create([LifeEvent(node=node, **by) for node in nodes])
    payload = {"code": "P1", "facility_kind": "potline", "in_use_from": day.isoformat(), "in_use_to": None}
    append_event(actor=admin, action="sites.facility.created", subject=nodes[0], place=nodes[0], payload=payload)


def _upload(clerk: Any, company: Any, books: dict[int, bytes], year: int) -> float:
    from tanheng.apps.records.services import upload_case

    started = time.perf_counter()
    one = upload_case(actor=clerk, node=company, file_name=f"{year}.xlsx", content=books[year])
    took = time.perf_counter() - started
    if one.value_count != ROWS * MONTHS:
        raise RuntimeError(f"{one.value_count} readings: {one.problems[:1000]}")
    return took


def _by_the_worker(clerk: Any, wanted: Sequence[tuple[Any, int]], books: dict[int, bytes]) -> float:
    """From the worker's start until the last workbook is stored."""
    from django.core.files.base import File

    from tanheng.apps.records.services.waiting import ask_for_import
    from tanheng.store.tasks.models import TaskEnd

    for company, year in wanted:
        file = File(BytesIO(books[year]), name=f"{company.pk}-{year}.xlsx")
        ask_for_import(actor=clerk, place=company, file=file, reason="")
    started = time.perf_counter()
    worker = subprocess.Popen(list(map(str, tanheng("worker"))), stdout=subprocess.DEVNULL, cwd=ROOT)
    try:
        while TaskEnd.objects.count() < len(wanted):
            if worker.poll() is not None or time.perf_counter() > started + PATIENCE_S:
                raise RuntimeError(f"the worker did not do it all: {TaskEnd.objects.count()} of {len(wanted)}")
            time.sleep(0.05)
        took = time.perf_counter() - started
    finally:
        worker.terminate()
        worker.wait(30)
    if bad := list(TaskEnd.objects.exclude(outcome="done").values_list("problems", flat=True)):
        raise RuntimeError(f"{len(bad)} were not taken over: {bad[0][:1000]}")
    return took


def _imports() -> list[int]:
    from tanheng.apps.monitoring.models import Entry

    return list(Entry.objects.filter(kind="file").order_by("pk").values_list("pk", flat=True))


def _peer(key: int) -> float:
    """The seconds of the readings of one import as rows of another decade, which are rolled back."""
    from django.db import connection, transaction

    from tanheng.apps.monitoring.models import Entry, Reading

    entry = Entry.objects.get(pk=key)
    with transaction.atomic():
        other = Entry(company=entry.company, kind="peer", key=entry.key, by=entry.by, at=entry.at)
        other.save()
        rows = list(_rows(Reading.objects.filter(entry=entry), other.pk))
        started = time.perf_counter()
        if connection.vendor == "postgresql":
            _copied(rows)
        else:
            Reading.objects.bulk_create(rows, batch_size=5_000)
        took = time.perf_counter() - started
        if Reading.objects.filter(entry=other).count() != ROWS * MONTHS:
            raise RuntimeError("the peer has stored another number of readings")
        transaction.set_rollback(True)
    return took


def _rows(readings: Any, entry: int) -> Iterator[Any]:
    for one in readings:
        one.pk, one._state.adding, one.entry_id = None, True, entry
        one.start, one.end = one.start.replace(year=one.start.year - 10, day=1), one.start.replace(year=one.start.year - 10, day=28)
        yield one


def _copied(rows: Sequence[Any]) -> None:
    """Each row as text to COPY, as a program would that does nothing else."""
    from django.db import connection

    from tanheng.engine.numbers import decimal_text

    names = ", ".join(f'"{one}"' for one in (*COPIED, *REST))
    with connection.cursor() as cursor, cursor.copy(f"COPY monitoring_reading ({names}) FROM STDIN") as copy:
        for one in rows:
            values = (decimal_text(value) if name == "amount" else value for name in COPIED for value in (getattr(one, name),))
            copy.write_row((*values, *("" for _ in REST)))


if __name__ == "__main__":
    main()
