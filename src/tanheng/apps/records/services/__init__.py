"""Writes of records: import a case, answer warnings. One verb, one transaction, one permission check, one event each."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.evidence.services import record_file
from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import opens, require
from tanheng.apps.people.services.changes import change
from tanheng.apps.records.models import (
    ACCEPTED,
    REFUSED,
    Import,
    WarningAnswer,
)
from tanheng.apps.records.selectors import current_import, reading_keys
from tanheng.apps.records.selectors.answers_of_files import answers_proposed, persons_counted
from tanheng.apps.records.selectors.doubts import unanswered_problems
from tanheng.apps.records.selectors.facilities import absent_problems, entity_problems, facility_nodes, life_problems
from tanheng.apps.records.selectors.files import plain_name
from tanheng.apps.records.selectors.since_base import Waited
from tanheng.apps.records.services.asking import Given, asked
from tanheng.apps.records.services.figures import store_figures
from tanheng.apps.sites.models import Node
from tanheng.documents.input.case_file import read_case_bytes
from tanheng.documents.marks.file import is_markable
from tanheng.engine.answer import SAYS, says_why
from tanheng.engine.case import Case, case_document
from tanheng.engine.case.register_problems import answers_too_late, year_not_begun
from tanheng.engine.problems import Problem, has_errors, sorted_problems
from tanheng.engine.text import Text
from tanheng.pages.actor import Actor
from tanheng.pages.problem_texts import error_count, problems_text
from tanheng.rulebook import load, pack_ids
from tanheng.store.clock import today
from tanheng.store.contents import sha256_hex, store_content
from tanheng.store.numbering import next_number
from tanheng.store.one_line import one_line
from tanheng.store.refused_files import forget_refused, keep_refused

LONGEST_REASON = 500  # as in a case
READING = Text("读取并检查文件", "reading and checking the file")
STORING = Text("保存数据", "storing the figures")


@dataclass(frozen=True)
class _Read:
    """What a file holds: the case when nothing blocks, the nodes of its facilities, every problem."""

    case: Case | None
    nodes: Mapping[str, Node]
    problems: list[Problem]


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
    read = _read(node, name, content, "" if answers_count else str(actor.user))
    said = one_line(reason, 300)
    given = None if read.case is None else asked(given=Given(node, read.case, actor.user, said, base, confirm, sees, waited))
    sha256 = sha256_hex(content) if read.case is None else store_content(content)
    facts: dict[str, Any] = {"node": node, "by": actor.user, "reason": said, "answers_count": answers_count, "file_name": name}
    facts |= {"sha256": sha256, "size": len(content), "problems": problems_text(read.problems)}
    actor.tell(75, STORING)

    def write() -> Import:
        numbered = {**facts, "number": next_number(Import.objects.filter(node=node))}
        if given is None:
            return _refuse(actor, numbered, read.problems)
        return _accept(actor, numbered, asked(given=given), read.nodes)  # another import may have come in between

    one = change(actor, "upload_data", node, write)  # one import of a company at a time, so numbers have no gaps
    if not one.accepted and is_markable(name):
        keep_refused(node.pk, one.pk, content)
    else:
        forget_refused(node.pk)
    return one


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


def _read(node: Node, file_name: str, content: bytes, proposed_by: str) -> _Read:
    """The file as this company takes it over; `proposed_by`: who uploads it and may not answer doubts."""

    def register(case: Case) -> list[Problem]:
        found = [*entity_problems(node, case), *year_not_begun(case, today()), *facility_nodes(node, case)[1]]
        if has_errors(found):
            return found
        pack = load(case.pack_id)
        return [*found, *absent_problems(node, case, pack), *life_problems(node, case, pack)]

    case, problems = read_case_bytes(file_name, content, load, tuple(pack_ids()), register)
    if case is not None and case.answers:
        proposed = [answers_proposed(case, proposed_by)] if proposed_by else []
        problems = sorted_problems([*problems, *answers_too_late(case, today()), *proposed])
    if case is None or has_errors(problems):
        return _Read(None, {}, problems)
    return _Read(case, facility_nodes(node, case)[0], problems)


def _refuse(actor: Actor, facts: dict[str, Any], problems: list[Problem]) -> Import:
    refused = Import(**facts, state=REFUSED)
    refused.save()
    payload = {"file_name": refused.file_name, "sha256": refused.sha256, "errors": error_count(problems)}
    append_event(actor=actor, action="records.import.refused", subject=refused, place=refused.node, payload=payload)
    return refused


def _accept(actor: Actor, facts: dict[str, Any], given: Given, nodes: Mapping[str, Node]) -> Import:
    case = given.case
    before = current_import(facts["node"], case.year, case.pack_id)
    head = {name: part for name, part in case_document(case).items() if name != "values"}
    accepted = Import(
        **facts,
        state=ACCEPTED,
        year=case.year,
        pack=case.pack_id,
        file=record_file(sha256=facts["sha256"], size=facts["size"]),
        head=json.dumps(head, ensure_ascii=False, sort_keys=True),
        snapshot_hash=case.snapshot_hash,
        value_count=len(case.values),
        base_number=given.base,
    )
    accepted.save()
    older = reading_keys(before) if before else {}
    pack = load(case.pack_id)
    store_figures(one=accepted, values=case.values, nodes=nodes, older=older, pack=pack)
    payload = {
        "file_name": accepted.file_name,
        "sha256": accepted.sha256,
        "values": len(case.values),
        "year": case.year,
        "pack": case.pack_id,
        "number": accepted.number,
        "snapshot_hash": case.snapshot_hash,
        "reason": accepted.reason,
        "answers": len(case.answers),
        "base": given.base,
        "confirmed": given.confirm,
    }
    action = "records.import.accepted"
    if case.answers:
        action = "records.import.answered"
        payload |= {"uploader": str(accepted.by), "persons": persons_counted(case), "answers_count": accepted.answers_count}
    append_event(actor=actor, action=action, subject=accepted, place=accepted.node, payload=payload)
    return accepted
