"""Writes of a plant's own tables: what a file says is saved cell by cell, and the layout by which it was read is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from tanheng.apps.evidence.services import attaching
from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.models import Reading, TableLayout
from tanheng.apps.monitoring.models.series import GRID
from tanheng.apps.monitoring.selectors.own_tables import OwnTable, own_table
from tanheng.apps.monitoring.services.typing import ENTER, MOST_CELLS, Looked, Saved, Typed, look_at_cells, save_within
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.documents.own_table.layout import LONGEST_NAME, Layout
from tanheng.engine.problems import Problem
from tanheng.pages.actor import Actor
from tanheng.seal.canonical import canonical_bytes
from tanheng.store.clock import now
from tanheng.store.contents import sha256_hex
from tanheng.store.one_line import one_line


class TableRefusedError(ValidationError):
    """Nothing of a table can be taken; `problems` say all that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(_("Nothing of the table was taken over."))
        self.problems = problems


@dataclass(frozen=True)
class Table:
    """A file of a place's year, and the layout by which it is read; none where it is a grid that was downloaded."""

    place: Node
    year: int
    file_name: str
    content: bytes
    layout: Layout | None


@dataclass(frozen=True)
class LookedAt:
    """A table as it would be taken over: each cell, the problems of the file, and the newest reading that was seen with it."""

    cells: list[Looked]
    problems: list[Problem]
    seen_up_to: int


def look_at_table(*, actor: Actor, node: Node, table: Table) -> LookedAt:
    """What taking a table over would find, at once: figures old and new, and everything that is wrong."""
    seen = newest_reading(company=node)
    told = _read(node, table)
    return LookedAt(look_at_cells(actor=actor, node=node, cells=_typed(told, table)), told.problems, seen)


def previewed_table(*, actor: Actor, node: Node, table: Table) -> LookedAt:
    """The same under the company's lock, as a change that changes nothing: a program that repeats its request gets the same answer."""
    require(actor, ENTER, node)
    return change(actor, ENTER, node, lambda: look_at_table(actor=actor, node=node, table=table))


def newest_reading(*, company: Node) -> int:
    """The key of a company's newest reading; 0 of none."""
    return Reading.objects.filter(company=company).aggregate(last=Max("pk"))["last"] or 0


def take_table(*, actor: Actor, node: Node, table: Table, seen_up_to: int, reason: str = "", name: str = "") -> Saved:
    """Save what a table says into the cells of the grid, with all that holds of cells; what stands there already is left as it is. The file
    is attached to the year, and the layout is kept under `name` where one is given.

    `seen_up_to`: the newest reading at the time of the preview. Raises TableRefusedError where nothing can be read of it.
    """
    require(actor, ENTER, node)
    told = _read(node, table)
    cells = _typed(told, table)
    if not cells:
        raise TableRefusedError(told.problems)
    attach = attaching(actor=actor, node=node, year=table.year, files=[(table.file_name, table.content)])
    why, kept_as = one_line(reason, 300), one_line(name, LONGEST_NAME)

    def write() -> Saved:
        looked = look_at_cells(actor=actor, node=node, cells=cells)
        wanted = [one.typed for one in looked if not one.same]
        if table.layout and kept_as:
            _keep(actor, node, table, table.layout, kept_as)
        saved = save_within(actor=actor, node=node, cells=wanted, reason=why, kind=GRID, seen_up_to=seen_up_to)
        if saved.readings:
            attach()
            _tell(actor, node, table, saved, why)
        same = [(one.typed, one.there) for one in looked if one.same]
        return Saved(saved.readings, [*saved.same, *same], saved.problems, saved.merges)

    return change(actor, ENTER, node, write)


def _read(node: Node, table: Table) -> OwnTable:
    told = own_table(node, table.place, table.year, (one_line(table.file_name, 255), table.content), table.layout)
    if len(told.cells) > MOST_CELLS:
        raise ValidationError(_("%(most)s figures at once at most: hand the table in in several steps."), params={"most": MOST_CELLS})
    return told


def _typed(told: OwnTable, table: Table) -> list[Typed]:
    name = one_line(table.file_name, 255)
    cells: Sequence[Typed] = [Typed(one.line, one.month, one.text, one.source, words=one.words, evidence=name) for one in told.cells]
    return list({(one.line, one.source, one.month): one for one in cells}.values())


def _keep(actor: Actor, node: Node, table: Table, layout: Layout, name: str) -> None:
    """A version of the layout, unless the newest one says the same."""
    document = canonical_bytes(layout.document()).decode()
    last = TableLayout.objects.filter(place=table.place, name=name).order_by("-version").first()
    if last is not None and last.document == document:
        return
    version = last.version + 1 if last else 1
    made = TableLayout(company=node, place=table.place, name=name, version=version, document=document, by=actor.user, at=now())
    made.save()
    payload = {"name": name, "version": version}
    append_event(actor=actor, action="monitoring.layout.kept", subject=made, place=table.place, payload=payload)


def _tell(actor: Actor, node: Node, table: Table, saved: Saved, why: str) -> None:
    entry, months = saved.readings[0][1].entry, sorted({f"{cell.month:%Y-%m}" for cell, _reading in saved.readings})
    file = {"file_name": one_line(table.file_name, 255), "sha256": sha256_hex(table.content)}
    payload = {"entry": entry.key, "figures": len(saved.readings), "months": months, "reason": why, **file}
    append_event(actor=actor, action="monitoring.table.taken", subject=entry, place=node, payload=payload)
