"""Writes of records: import a case, attach evidence. One verb, one transaction, one permission check, one event each."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.models import User
from tanheng.apps.records.access import require_covered
from tanheng.apps.records.evidence_store import sha256_hex, store_content
from tanheng.apps.records.facilities import entity_problems, facility_nodes
from tanheng.apps.records.models import ACCEPTED, REFUSED, Attachment, EvidenceFile, Import, Reading
from tanheng.apps.records.problem_texts import error_count, problems_text
from tanheng.apps.records.selectors import current_import, place_of, reading_keys
from tanheng.apps.sites.models import Node
from tanheng.documents.case_file import read_case_bytes
from tanheng.engine.case import Case, Value, case_document
from tanheng.engine.errors import Problem, has_errors, sorted_problems
from tanheng.rulebook import load, pack_ids

READINGS_PER_STATEMENT = 200


@dataclass(frozen=True)
class _Read:
    """What a file holds: the case when nothing blocks, the nodes of its facilities, every problem."""

    case: Case | None
    nodes: Mapping[str, Node]
    problems: list[Problem]


def upload_case(*, by: User, node: Node, file_name: str, content: bytes, reason: str = "") -> Import:
    """Take over a case file as the year's readings, or refuse all of it with its problems; both leave an import.

    The file is read and its content stored before the transaction; a crash in between leaves a content that nothing
    refers to, and no record.
    """
    if node.kind != "company":
        raise ValidationError(_("A case belongs to a company."))
    require_covered(by, "upload_data", node)
    name = _line(PurePath(file_name.replace("\\", "/")).name, 255) or "case"
    read = _read(node, name, content)
    sha256 = sha256_hex(content) if read.case is None else store_content(content)
    with transaction.atomic():
        Node.objects.select_for_update().get(pk=node.pk)  # one import of a company at a time, so numbers have no gaps
        facts: dict[str, Any] = {"node": node, "number": _next_number(node), "by": by, "reason": _line(reason, 300)}
        facts |= {"file_name": name, "sha256": sha256, "size": len(content), "problems": problems_text(read.problems)}
        if read.case is None:
            return _refuse(facts, read.problems)
        return _accept(facts, read.case, read.nodes)


def attach_evidence(*, by: User, node: Node, year: int, file_name: str, content: bytes, note: str = "") -> Attachment:
    """Attach a file to a company's year under its name; a newer file of the same name stands beside the older one."""
    name = _line(PurePath(file_name.replace("\\", "/")).name, 255)
    if node.kind != "company" or not name:
        raise ValidationError(_("Evidence needs a company and a name."))
    require_covered(by, "upload_data", node)
    sha256 = store_content(content)
    with transaction.atomic():
        return _attach(by, node, year, name, _line(note, 300), record_file(sha256=sha256, size=len(content)))


def _attach(by: User, node: Node, year: int, name: str, note: str, file: EvidenceFile) -> Attachment:
    attachment = Attachment(node=node, year=year, name=name, file=file, note=note, by=by)
    attachment.save()
    payload = {"name": name, "year": year, "sha256": file.sha256}
    append_event(actor=by, action="records.evidence.attached", subject=attachment, place=node, payload=payload)
    return attachment


def record_file(*, sha256: str, size: int) -> EvidenceFile:
    """The record of a stored content, made once; belongs into the caller's transaction."""
    return EvidenceFile.objects.get_or_create(sha256=sha256, defaults={"size": size})[0]


def _line(text: str, longest: int) -> str:
    """One printable line: PostgreSQL takes no NUL, a download's header no line break."""
    return "".join(character for character in text if character.isprintable()).strip()[:longest]


def _read(node: Node, file_name: str, content: bytes) -> _Read:
    case, problems = read_case_bytes(file_name, content, load, tuple(pack_ids()))
    if case is None:
        return _Read(None, {}, problems)
    nodes, more = facility_nodes(node, case)
    problems = sorted_problems([*problems, *entity_problems(node, case), *more])
    return _Read(None if has_errors(problems) else case, nodes, problems)


def _refuse(facts: dict[str, Any], problems: list[Problem]) -> Import:
    refused = Import(**facts, state=REFUSED)
    refused.save()
    payload = {"file_name": refused.file_name, "sha256": refused.sha256, "errors": error_count(problems)}
    append_event(actor=refused.by, action="records.import.refused", subject=refused, place=refused.node, payload=payload)
    return refused


def _accept(facts: dict[str, Any], case: Case, nodes: Mapping[str, Node]) -> Import:
    before = current_import(facts["node"], case.year, case.pack_id)
    head = {name: part for name, part in case_document(case).items() if name != "values"}
    accepted = Import(
        **facts, state=ACCEPTED, year=case.year, pack=case.pack_id, file=record_file(sha256=facts["sha256"], size=facts["size"]),
        head=json.dumps(head, ensure_ascii=False, sort_keys=True), snapshot_hash=case.snapshot_hash,
        value_count=len(case.values),
    )
    accepted.save()
    older = reading_keys(before) if before else {}
    pack = load(case.pack_id)
    readings = [_reading(accepted, value, nodes, pack.unit_of(value.quantity, value.item)) for value in case.values]
    for reading in readings:
        reading.supersedes_id = older.get(place_of(reading))
    Reading.objects.bulk_create(readings, batch_size=READINGS_PER_STATEMENT)
    payload = {
        "file_name": accepted.file_name, "sha256": accepted.sha256, "values": len(readings), "year": case.year,
        "pack": case.pack_id, "number": accepted.number, "snapshot_hash": case.snapshot_hash, "reason": accepted.reason,
    }
    append_event(actor=accepted.by, action="records.import.accepted", subject=accepted, place=accepted.node, payload=payload)
    return accepted


def _reading(accepted: Import, value: Value, nodes: Mapping[str, Node], unit: str) -> Reading:
    origin = value.origin
    return Reading(
        source_import=accepted, quantity=value.quantity, facility=nodes.get(value.facility or ""),
        facility_code=value.facility or "", item=value.item or "", month=value.month, amount=value.amount, unit=unit,
        kind=value.kind, source=value.source, evidence=value.evidence, uncertainty=value.uncertainty, note=value.note,
        typed=value.typed, origin_sheet=(origin.sheet or "")[:255], origin_cell=origin.cell or "", origin_path=(origin.path or "")[:255],
        origin_line=origin.line,
    )


def _next_number(node: Node) -> int:
    last = Import.objects.filter(node=node).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1
