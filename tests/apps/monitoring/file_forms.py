"""Files at cells and own tables for the tests that walk every form, address and service: a file there, and each form as it is sent."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tanheng.apps.evidence.services import record_file
from tanheng.apps.monitoring.models import CellFile
from tanheng.apps.monitoring.selectors.selection import grid_rows
from tanheng.apps.monitoring.services.cell_files import attach_to_cell
from tanheng.apps.monitoring.services.own_tables import Table
from tanheng.documents.own_table.layout import Column, Layout
from tanheng.store.clock import now
from tanheng.store.contents import store_content
from tests.apps.monitoring.planned import in_force
from tests.apps.smelter import YEAR
from tests.support.acting import in_person

JANUARY = date(YEAR, 1, 1)
CONTENT = "月份,产量\n1月,12.5\n".encode()


def kept_file(company: Any, by: Any, month: date = JANUARY) -> CellFile:
    """A file at a cell of a company's own grid, whatever its plan is."""
    file = record_file(sha256=store_content(b"a"), size=1)
    said = {"measure": "purchased_power_mwh", "source": "main", "month": month, "name": "a.pdf"}
    made = CellFile(company=company, place=company, **said, file=file, by=by, at=now())
    made.save()
    return made


def own_table(place: Any) -> Table:
    """A table of one figure."""
    return Table(place, YEAR, "月报.csv", CONTENT, Layout("", 1, "月份", "month", (Column("产量", "P-001"),)))


def _row(cast: Any, group: Any) -> Any:
    in_force(cast, group.north, JANUARY)
    return grid_rows(group.north, group.north, YEAR)[0]


def _attached(cast: Any, group: Any, _signed_in: Any) -> tuple[str, str, dict[str, Any]]:
    row = _row(cast, group)
    page = reverse("monitoring:cell-files", args=[group.north.pk, YEAR]) + f"?row={row.line.code}&source={row.source}&month={YEAR}-01"
    return "bob", page, {"given": SimpleUploadedFile("a.pdf", b"%PDF-1", "application/pdf"), "note": ""}


def _detached(cast: Any, group: Any, _signed_in: Any) -> tuple[str, str, dict[str, Any]]:
    row = _row(cast, group)
    cell = (row.line.code, row.source, JANUARY)
    (made,) = attach_to_cell(actor=in_person(cast.bob), node=group.north, cell=cell, files=[("a.pdf", b"a")])
    return "bob", reverse("monitoring:cell-file-detach", args=[made.pk]), {"reason": "重复"}


def _taken(cast: Any, group: Any, signed_in: Any) -> tuple[str, str, dict[str, Any]]:
    row = _row(cast, group)
    upload = reverse("monitoring:own-table", args=[group.north.pk, YEAR])
    there = signed_in("bob").post(upload, {"file": SimpleUploadedFile("月报.csv", CONTENT, "text/csv")}).url
    chosen = {"heading_row": "1", "period": "1", "grain": "month", "line-2": f"{row.line.code}|{row.source}"}
    return "bob", there, {**chosen, "do": "save", "name": "月报", "reason": "", "seen_up_to": "0"}


FILE_FORMS = {"monitoring:cell-files": _attached, "monitoring:cell-file-detach": _detached, "monitoring:own-table-layout": _taken}
FILE_CALLS = {
    "evidence.attaching": lambda far: {"node": far.company, "year": YEAR, "files": [("a.pdf", b"a")]},
    "monitoring.attach_to_cell": lambda far: {"node": far.company, "cell": ("P-001", "main", JANUARY), "files": [("a.pdf", b"a")]},
    "monitoring.detach_from_cell": lambda far: {"attached": kept_file(far.company, far.manager), "reason": "重复"},
    "monitoring.look_at_cells": lambda far: {"node": far.company, "cells": []},
    "monitoring.look_at_table": lambda far: {"node": far.company, "table": own_table(far.company)},
    "monitoring.previewed_table": lambda far: {"node": far.company, "table": own_table(far.company)},
    "monitoring.take_table": lambda far: {"node": far.company, "table": own_table(far.company), "seen_up_to": 0},
}
