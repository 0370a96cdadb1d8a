"""A file read as its company takes it over, and what is stored when it is: the import, what it says, what series are told, one event."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tanheng.apps.evidence.services import record_file
from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.models import Reading
from tanheng.apps.records.models import ACCEPTED, Import
from tanheng.apps.records.selectors import current_import, reading_keys
from tanheng.apps.records.selectors.answers_of_files import answers_proposed, persons_counted
from tanheng.apps.records.selectors.facilities import absent_problems, entity_problems, facility_nodes, life_problems
from tanheng.apps.records.services.asking import Given
from tanheng.apps.records.services.figures import store_figures
from tanheng.apps.sites.models import Node
from tanheng.documents.input.case_file import read_case_bytes
from tanheng.engine.case import Case, case_document
from tanheng.engine.case.register_problems import answers_too_late, year_not_begun
from tanheng.engine.places import Place
from tanheng.engine.problems import Problem, has_errors, sorted_problems
from tanheng.pages.actor import Actor
from tanheng.rulebook import load, pack_ids
from tanheng.store.clock import today


@dataclass(frozen=True)
class FileRead:
    """What a file holds: the case when nothing blocks, the nodes of its facilities, every problem."""

    case: Case | None
    nodes: Mapping[str, Node]
    problems: list[Problem]


def read_file(*, node: Node, file_name: str, content: bytes, proposed_by: str) -> FileRead:
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
        return FileRead(None, {}, problems)
    return FileRead(case, facility_nodes(node, case)[0], problems)


def accept(
    *, actor: Actor, facts: dict[str, Any], given: Given, nodes: Mapping[str, Node], frozen: Mapping[Place, Reading] | None = None
) -> Import:
    """Store a case as the year's figures; part of the caller's change, which holds the company. `frozen` are the typed readings in it."""
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
    store_figures(one=accepted, values=case.values, nodes=nodes, older=older, pack=pack, frozen=frozen or {})
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
