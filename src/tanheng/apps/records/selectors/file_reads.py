"""A file read as its company would take it over."""

from collections.abc import Mapping
from dataclasses import dataclass

from tanheng.apps.records.selectors.answers_of_files import answers_proposed
from tanheng.apps.records.selectors.case_meters import meters_beside_ledger
from tanheng.apps.records.selectors.facilities import absent_problems, entity_problems, facility_nodes, life_problems
from tanheng.apps.sites.models import Node
from tanheng.documents.input.case_file import read_case_bytes
from tanheng.engine.case import Case
from tanheng.engine.case.register_problems import answers_too_late, year_not_begun
from tanheng.engine.problems import Problem, has_errors, sorted_problems
from tanheng.rulebook import load, pack_ids
from tanheng.store.clock import today


@dataclass(frozen=True)
class FileRead:
    """What a file holds: the case when nothing blocks, the nodes of its facilities, every problem."""

    case: Case | None
    nodes: Mapping[str, Node]
    problems: list[Problem]


def read_file(node: Node, file_name: str, content: bytes, proposed_by: str) -> FileRead:
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
    problems = sorted_problems([*problems, *meters_beside_ledger(node, case)])
    return FileRead(case, facility_nodes(node, case)[0], problems)
