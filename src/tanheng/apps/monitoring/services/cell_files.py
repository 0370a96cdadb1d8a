"""Writes of files at cells of the monthly grid: put them there, and take one away with a reason. Nothing is ever deleted."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tanheng.apps.evidence.services import checked_files, record_file
from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.models import CellFile
from tanheng.apps.monitoring.models.series import MONTH
from tanheng.apps.monitoring.selectors.cell_files import CellKey, files_at
from tanheng.apps.monitoring.selectors.cell_places import CellAt, placed, places_by_code
from tanheng.apps.monitoring.selectors.months import Touched, kept_out
from tanheng.apps.monitoring.selectors.selection import PlanOfYear, measured_by
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.pages.actor import Actor
from tanheng.pages.language import reader_language
from tanheng.store.clock import now
from tanheng.store.contents import store_content
from tanheng.store.one_line import one_line

ENTER = "upload_data"
MOST_FILES = 20  # at once
LONGEST_NOTE, LONGEST_REASON = 300, 300


def attach_to_cell(*, actor: Actor, node: Node, cell: CellAt, files: Sequence[tuple[str, bytes]], note: str = "") -> list[CellFile]:
    """Put files (name, content) at a cell of a company's grid: all or none, each with its event; a file that is there already stays one.

    It changes no figure, so that a month takes the evidence it lacks when it is closed, too. ValidationError says what is wrong with the
    cell or with each file.
    """
    require(actor, ENTER, node)
    if len(files) > MOST_FILES:
        raise ValidationError(_("%(most)s files at once at most."), params={"most": MOST_FILES})
    named = checked_files(files=files)
    key = _key_of(node, cell)
    stored = [(name, store_content(content), len(content)) for name, content in named]

    def write() -> list[CellFile]:
        there = {(one.name, one.file.sha256): one for one in files_at(node, key)}
        given = list(dict.fromkeys(stored))
        return [there.get(one[:2]) or _attached(actor, node, (key, cell), one, note) for one in given]

    return change(actor, ENTER, node, write)


def detach_from_cell(*, actor: Actor, attached: CellFile, reason: str) -> CellFile:
    """Say that a file is evidence at its cell no more, and why; both stay in the history. ValidationError without a reason, twice, or in a
    month that was submitted.
    """
    company, why = attached.company, one_line(reason, LONGEST_REASON)
    if not why:
        raise ValidationError(_("Say why the file is taken away."))

    def write() -> CellFile:
        if CellFile.objects.filter(supersedes=attached).exists():
            raise ValidationError(_("The file was taken away already."))
        where = Where(quantity=attached.measure, item=attached.item or None, month=attached.month.month)
        told = kept_out(company, [Touched(attached.place_id, MONTH, attached.month, where)])[0]
        if told is not None:
            raise ValidationError(_said(told))
        same = {one: getattr(attached, one) for one in ("company", "place", "measure", "item", "source", "month", "file", "name", "note")}
        made = CellFile(**same, detached=True, reason=why, supersedes=attached, by=actor.user, at=now())
        made.save()
        payload = {"name": made.name, "month": f"{made.month:%Y-%m}", "sha256": made.file.sha256, "reason": why}
        append_event(actor=actor, action="monitoring.evidence.detached", subject=made, place=made.place, payload=payload)
        return made

    return change(actor, ENTER, company, write)


def _attached(actor: Actor, node: Node, at: tuple[CellKey, CellAt], file: tuple[str, str, int], note: str) -> CellFile:
    (key, (code, _source, month)), (name, sha256, size) = at, file
    place = node if key.place == node.pk else Node.objects.get(pk=key.place)
    said = {"measure": key.measure, "item": key.item, "source": key.source, "month": month, "name": name}
    row = record_file(sha256=sha256, size=size)
    made = CellFile(company=node, place=place, **said, file=row, note=one_line(note, LONGEST_NOTE), by=actor.user, at=now())
    made.save()
    payload = {"name": name, "line": code, "month": f"{month:%Y-%m}", "sha256": sha256}
    append_event(actor=actor, action="monitoring.evidence.attached", subject=made, place=place, payload=payload)
    return made


def _key_of(node: Node, cell: CellAt) -> CellKey:
    plan = PlanOfYear(node, cell[2].year, *measured_by(node, {cell[0]}))
    found = placed(plan, places_by_code(node), cell)
    if isinstance(found, Problem):
        raise ValidationError(_said(found))
    line, source, place = found
    return CellKey(place.pk, line.measure, line.item, source.key, cell[2])


def _said(problem: Problem) -> str:
    lang = reader_language()
    return f"{problem.message.in_(lang)} {problem.remedy.in_(lang)}"
