"""What is stored when a file is taken over: the import, what it says, what the series are told, one event."""

import json
from collections.abc import Mapping
from typing import Any

from tanheng.apps.evidence.services import record_file
from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.models import Reading
from tanheng.apps.records.models import ACCEPTED, Import
from tanheng.apps.records.selectors import current_import, reading_keys
from tanheng.apps.records.selectors.answers_of_files import persons_counted
from tanheng.apps.records.services.asking import Given
from tanheng.apps.records.services.figures import store_figures
from tanheng.apps.sites.models import Node
from tanheng.engine.case import case_document
from tanheng.engine.places import Place
from tanheng.pages.actor import Actor
from tanheng.rulebook import load


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
