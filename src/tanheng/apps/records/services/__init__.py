"""Writes of records: import a case, answer warnings. One verb, one transaction, one permission check, one event each."""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import opens, require
from tanheng.apps.people.services.changes import change
from tanheng.apps.records.models import REFUSED, Import, WarningAnswer
from tanheng.apps.records.selectors import current_import
from tanheng.apps.records.selectors.doubts import unanswered_problems
from tanheng.apps.records.selectors.file_reads import FileRead, read_file
from tanheng.apps.records.selectors.files import plain_name
from tanheng.apps.records.selectors.since_base import Waited
from tanheng.apps.records.services.accepting import accept
from tanheng.apps.records.services.asking import Given, asked
from tanheng.apps.records.services.closed import closed_changes
from tanheng.apps.records.services.drawing import FiguresRefusedError, drawn_where_typed
from tanheng.apps.sites.models import Node
from tanheng.documents.marks.file import is_markable
from tanheng.engine.answer import SAYS, says_why
from tanheng.engine.case import Case
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text
from tanheng.pages.actor import Actor
from tanheng.pages.problem_texts import error_count, problems_text
from tanheng.store.clock import today
from tanheng.store.contents import sha256_hex, store_content
from tanheng.store.numbering import next_number
from tanheng.store.one_line import one_line
from tanheng.store.refused_files import forget_refused, keep_refused

LONGEST_REASON = 500  # as in a case
READING = Text("读取并检查文件", "reading and checking the file")
STORING = Text("保存数据", "storing the figures")


def upload_case(
    *,
    actor: Actor,
    node: Node,
    file_name: str,
    content: bytes,
    reason: str = "",
    base: int | None = None,
    confirm: int | None = None,
    waited: Waited | None = None,
) -> Import:
    """Take over a case file as the year's readings, or refuse all of it with its problems; both leave an import.

    A file that takes back or changes figures that count is refused without a reason (ReasonNeededError), and so is one that would change
    what others have changed since it was made (OthersChangedError), until that is confirmed; either leaves nothing. `base` is the number
    of the import it was made from, where it does not say so itself; `confirm` that of the import whose figures shall give way.

    `waited` tells of a file that was not read at once what its giver knew when they gave it.

    Answers in the file count where `answer_warnings` is open to the actor; else they are proposals.

    The file is read and its content stored before the transaction; a crash in between leaves a content that nothing
    refers to, and no record. A refused workbook is kept for a day, to be given back marked.
    """
    if node.kind != "company":
        raise ValidationError(_("A case belongs to a company."))
    require(actor, "upload_data", node)
    name = plain_name(file_name)
    actor.tell(5, READING)
    answers_count, sees = opens(actor.reach, "answer_warnings", node), opens(actor.reach, "view_data", node)
    read = read_file(node, name, content, "" if answers_count else str(actor.user))
    said, given = one_line(reason, 300), None
    if read.case is not None:
        _draw_first(actor, node, read.case)
        given = asked(given=Given(node, read.case, actor.user, said, base, confirm, sees, waited))
    facts: dict[str, Any] = {"node": node, "by": actor.user, "reason": said, "answers_count": answers_count, "file_name": name}
    facts |= {"sha256": sha256_hex(content) if given is None else store_content(content), "size": len(content)}
    facts["problems"] = problems_text(read.problems)
    actor.tell(75, STORING)

    one = change(actor, "upload_data", node, partial(_written, actor, facts, given, read))  # one at a time, so numbers have no gaps
    _keep_if_refused(one, content)
    return one


def _written(actor: Actor, facts: dict[str, Any], given: Given | None, read: FileRead) -> Import:
    """The import as it stands under the company's lock: another may have come in between, and months may have been closed."""
    numbered = {**facts, "number": next_number(Import.objects.filter(node=facts["node"]))}
    if given is None:
        return _refuse(actor, numbered, read.problems)
    if closed := closed_changes(node=given.node, case=given.case):
        return _refuse(actor, {**numbered, "problems": problems_text(closed)}, closed)
    return accept(actor=actor, facts=numbered, given=asked(given=given), nodes=read.nodes)


def answer_warnings(
    *,
    actor: Actor,
    node: Node,
    year: int,
    pack_id: str,
    digests: Sequence[str],
    says: str,
    reason: str,
    printed: bool = True,
) -> list[WarningAnswer]:
    """Say one thing to one or several doubts about the figures that count now: confirmed with a reason, or corrected.

    A digest that no doubt has (any more) is refused, so that nobody confirms a figure they did not see.
    """
    require(actor, "answer_warnings", node)
    said = one_line(reason, LONGEST_REASON + 1)
    if says not in SAYS or not says_why(said) or len(said) > LONGEST_REASON:
        needed = _("Say that it is confirmed or corrected, and why, in words of at most %(longest)s characters.")
        raise ValidationError(needed, params={"longest": LONGEST_REASON})
    _asked(node, year, pack_id, digests)  # computed here, before the transaction, and kept in the process
    person = {"by": actor.user, "person": str(actor.user)[:100]}

    def write() -> list[WarningAnswer]:
        doubts = _asked(node, year, pack_id, digests)
        facts: dict[str, Any] = {"node": node, "year": year, "pack": pack_id, **person, "on": today()}
        facts["import_number"] = getattr(current_import(node, year, pack_id), "number", None)
        made = [_answer(doubt, **facts, says=says, reason=said, printed=printed) for doubt in doubts]
        payload = {
            "code": doubts[0].code,
            "year": year,
            "pack": pack_id,
            "doubts": len(made),
            "says": says,
            "printed": printed,
            "reason": said,
            "digests": [doubt.digest for doubt in doubts],
        }
        append_event(actor=actor, action="records.warning.answered", subject=made[0], place=node, payload=payload)
        return made

    return change(actor, "answer_warnings", node, write)  # under the company's lock no import comes in between


def _asked(node: Node, year: int, pack_id: str, digests: Sequence[str]) -> list[Problem]:
    one = current_import(node, year, pack_id)
    asking = {problem.digest: problem for problem in unanswered_problems(one) if problem.asks} if one else {}
    wanted = list(dict.fromkeys(digests))
    if not wanted or any(digest not in asking for digest in wanted):
        raise ValidationError(_("The figures have changed: this doubt is no longer the one you saw. Look at the list again."))
    return [asking[digest] for digest in wanted]


def _answer(doubt: Problem, **facts: Any) -> WarningAnswer:
    where = doubt.where
    answer = WarningAnswer(
        **facts,
        code=doubt.code,
        quantity=where.quantity or "",
        facility_code=where.facility or "",
        item=where.item or "",
        month=where.month,
        digest=doubt.digest,
        doubt=problems_text([doubt]),
    )
    answer.save()
    return answer


def _keep_if_refused(one: Import, content: bytes) -> None:
    if not one.accepted and is_markable(one.file_name):
        keep_refused(one.node_id, one.pk, content)
    else:
        forget_refused(one.node_id)


def _draw_first(actor: Actor, node: Node, case: Case) -> None:
    """What was typed enters the year's figures before a file takes their place, so that the file is held against it as against any import;
    what makes no sound year yet is asked for by itself.
    """
    with suppress(FiguresRefusedError):
        drawn_where_typed(actor=actor.beforehand(), node=node, year=case.year, pack_id=case.pack_id, verb="upload_data")


def _refuse(actor: Actor, facts: dict[str, Any], problems: list[Problem]) -> Import:
    refused = Import(**facts, state=REFUSED)
    refused.save()
    payload = {"file_name": refused.file_name, "sha256": refused.sha256, "errors": error_count(problems)}
    append_event(actor=actor, action="records.import.refused", subject=refused, place=refused.node, payload=payload)
    return refused
