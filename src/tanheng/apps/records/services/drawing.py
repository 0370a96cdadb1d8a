"""The figures of a year drawn from what was typed: a case of the file's figures with the typed ones in their places, written and taken over
as a file is, so that whatever holds of files holds of them (decision 17).
"""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.models.series import WITHDRAWN
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.records.models import GRID, Import
from tanheng.apps.records.selectors import current_import, place_of, readings_of
from tanheng.apps.records.selectors.case_facts import Facts, facts_since
from tanheng.apps.records.selectors.drawn import Drawn, Typed, drawn_from, last_month_of, within
from tanheng.apps.records.selectors.typed_figures import has_typed, typed_over
from tanheng.apps.records.services.accepting import accept
from tanheng.apps.records.services.asking import Given
from tanheng.apps.sites.models import Node
from tanheng.engine.problems import Problem
from tanheng.pages.actor import Actor
from tanheng.pages.problem_texts import problems_text
from tanheng.store.contents import sha256_hex, store_content
from tanheng.store.numbering import next_number


class FiguresRefusedError(ValidationError):
    """What was typed makes no figures of a year yet; `problems` say all that is missing or wrong."""

    def __init__(self, problems: list[Problem], sentence: str = "") -> None:
        super().__init__(sentence or _("What was typed makes no sound year yet: look at the typed figures under the monthly data."))
        self.problems = problems


class _OthersCameError(Exception):
    """Something else was typed or taken over meanwhile."""


def draw_figures(*, actor: Actor, node: Node, year: int, pack_id: str, through_month: int | None = None) -> Import:
    """Draw the figures of a year by a rule pack anew from what was typed since; `through_month` as below.

    Raises FiguresRefusedError with every problem, and where nothing was typed since.
    """
    facts: dict[str, Any] = {"node": node, "year": year, "pack_id": pack_id, "through_month": through_month}
    made = drawn_where_typed(actor=actor, verb="upload_data", **facts)
    if made is None:
        raise FiguresRefusedError([], _("Nothing was typed since the figures that count: there is nothing to take over."))
    return made


def drawn_where_typed(*, actor: Actor, node: Node, year: int, pack_id: str, verb: str, through_month: int | None = None) -> Import | None:
    """The same where something was typed since, else None; `verb` is what it is done for: entering figures, or running the accounts.
    `through_month` is the last month to be covered (12: the whole year); without one it is that of the figures that count.

    It is read before the transaction, and again where something else was typed by then. Raises FiguresRefusedError with every problem.
    """
    require(actor, verb, node)
    while True:
        before = current_import(node, year, pack_id)
        last = through_month or last_month_of(before)
        typed = within(typed_over(before, node, year, pack_id), last) if has_typed(node) else {}
        facts = facts_since(before, node, year, pack_id)
        _refuse_fewer_months(before, last, through_month)
        if not typed and (before is None or (last == last_month_of(before) and not facts)):
            return None
        drawn = drawn_from(before, typed, node, year, pack_id, last)
        if drawn.read.case is None:
            raise FiguresRefusedError(drawn.read.problems)
        store_content(drawn.content)
        try:
            return change(actor, verb, node, partial(_taken_over, actor, node, before, (typed, facts, last), drawn))
        except _OthersCameError:
            continue


def _refuse_fewer_months(before: Import | None, last: int, asked: int | None) -> None:
    """What counts is not left out again: a part of the year reaches at least as far as the figures that are there."""
    if before is None or asked is None or last >= last_month_of(before):
        return
    told = readings_of(before).filter(month__gt=last, amount__isnull=False).order_by("-month").values_list("month", flat=True).first()
    if told:
        words = {"last": last, "told": told}
        said = _(
            "The figures that count reach month %(told)s: no part of the year ends at month %(last)s. Run the whole year: its results "
            "stand month by month."
        )
        raise FiguresRefusedError([], said % words)


def _taken_over(actor: Actor, node: Node, before: Import | None, told: tuple[Typed, Facts, int], drawn: Drawn) -> Import:
    typed, said, last = told
    name, content, read = drawn.file_name, drawn.content, drawn.read
    assert read.case is not None
    present = current_import(node, read.case.year, read.case.pack_id)
    if present != before or within(typed_over(present, node, read.case.year, read.case.pack_id), last) != typed:
        raise _OthersCameError
    if facts_since(present, node, read.case.year, read.case.pack_id) != said:
        raise _OthersCameError
    given_reasons = [*(one.reason for one in typed.values()), *(one.reason for one in said.values())]
    reasons = list(dict.fromkeys(filter(None, given_reasons)))
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
