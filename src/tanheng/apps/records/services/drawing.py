"""The figures of a year drawn from what was typed: a case of the file's figures with the typed ones in their places, written and taken over
as a file is, so that whatever holds of files holds of them (decision 17).
"""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.monitoring.models import Reading
from tanheng.apps.monitoring.models.series import WITHDRAWN
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.records.models import GRID, Import
from tanheng.apps.records.selectors import case_of, current_import, place_of, readings_of
from tanheng.apps.records.selectors.facilities import registered_facilities
from tanheng.apps.records.selectors.typed_figures import has_typed, typed_over, value_of
from tanheng.apps.records.services.accepting import FileRead, accept, read_file
from tanheng.apps.records.services.asking import Given
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors.companies import identity_in
from tanheng.engine.case import Case, case_document, natural_order
from tanheng.engine.places import Place
from tanheng.engine.problems import Problem
from tanheng.pages.actor import Actor
from tanheng.pages.problem_texts import problems_text
from tanheng.rulebook import load
from tanheng.seal.canonical import canonical_bytes
from tanheng.store.contents import sha256_hex, store_content
from tanheng.store.numbering import next_number

Typed = dict[Place, Reading]


class FiguresRefusedError(ValidationError):
    """What was typed makes no figures of a year yet; `problems` say all that is missing or wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(_("The typed figures of the year cannot be taken over yet."))
        self.problems = problems


class _OthersCameError(Exception):
    """Something else was typed or taken over meanwhile."""


def draw_figures(*, actor: Actor, node: Node, year: int, pack_id: str, verb: str = "upload_data") -> Import | None:
    """Draw the figures of a year by a rule pack anew where something was typed since; None where nothing was.

    `verb` is what it is done for: entering figures, or running the accounts on them. Raises FiguresRefusedError with every problem; it is
    read before the transaction, and again where something else was typed by then.
    """
    require(actor, verb, node)
    while has_typed(node):
        before = current_import(node, year, pack_id)
        typed = typed_over(before, node, year, pack_id)
        if not typed:
            return None
        content = canonical_bytes(case_document(_case(before, typed, node, year, pack_id)))
        name = f"{year}-{pack_id.rpartition('/')[2]}-{len(typed)}.json"
        read = read_file(node=node, file_name=name, content=content, proposed_by="")
        if read.case is None:
            raise FiguresRefusedError(read.problems)
        store_content(content)
        try:
            return change(actor, verb, node, lambda: _taken_over(actor, node, before, typed, (name, content, read)))  # noqa: B023
        except _OthersCameError:
            continue
    return None


def _case(before: Import | None, typed: Typed, node: Node, year: int, pack_id: str) -> Case:
    """The figures of the import that counts, or the head from the register, with what was typed in its places."""
    pack = load(pack_id)
    if before is not None:
        case = case_of(before) if before.answers_count else replace(case_of(before), answers=())
    else:
        name, code = identity_in(node, year)
        case = Case(pack_id=pack_id, year=year, grain="month", entity_name=name, entity_code=code, facilities=(), attributes=(), values=())
    values = {one.place: one for one in case.values}
    for place, reading in typed.items():
        if reading.kind == WITHDRAWN:
            values.pop(place, None)
        else:
            values[place] = value_of(reading, place, pack)
    needed = {one.facility for one in values.values()} - {one.id for one in case.facilities}
    more = [one for one in registered_facilities(node, pack, year) if before is None or one.id in needed]
    return replace(case, facilities=(*case.facilities, *more), values=tuple(sorted(values.values(), key=_order)))


def _order(value: Any) -> tuple[Any, ...]:
    """Series by series, month by month, as a document groups them."""
    return value.quantity, natural_order(value.facility or ""), value.item or "", value.month or 0


def _taken_over(actor: Actor, node: Node, before: Import | None, typed: Typed, file: tuple[str, bytes, FileRead]) -> Import:
    name, content, read = file
    assert read.case is not None
    present = current_import(node, read.case.year, read.case.pack_id)
    if present != before or typed_over(present, node, read.case.year, read.case.pack_id) != typed:
        raise _OthersCameError
    reasons = list(dict.fromkeys(one.reason for one in typed.values() if one.reason))
    facts: dict[str, Any] = {
        "node": node, "by": actor.user, "reason": "；".join(reasons)[:300], "answers_count": True, "file_name": name,
        "sha256": sha256_hex(content), "size": len(content), "problems": problems_text(read.problems), "way": GRID,
        "number": next_number(Import.objects.filter(node=node)),
    }  # fmt: skip
    given = Given(node, read.case, actor.user, facts["reason"], before.number if before else None, None, True)
    frozen = _frozen(before) | {place: one for place, one in typed.items() if one.kind != WITHDRAWN}
    return accept(actor=actor, facts=facts, given=given, nodes=read.nodes, frozen=frozen)


def _frozen(before: Import | None) -> Typed:
    """The typed readings that the figures before it had frozen."""
    if before is None or before.way != GRID:
        return {}
    return {place_of(one): one.frozen for one in readings_of(before).exclude(frozen=None).select_related("frozen") if one.frozen}
