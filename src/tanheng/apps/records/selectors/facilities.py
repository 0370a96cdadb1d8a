"""How the facilities of a case become facilities of the company: by their code, kind checked, never created in passing.

The mapping is one rule: `id` in the case = code of a facility node below the company. Whatever does not fit is a problem
with its remedy, so that no figure lands on a facility nobody decided on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date

from tanheng.apps.sites.models import Node
from tanheng.apps.sites.models.kinds import facility_kinds
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.answers import figures_digest
from tanheng.engine.case import Case, Facility
from tanheng.engine.case.register_problems import SENTENCES
from tanheng.engine.pack import Pack
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.rulebook.facility_kinds import OTHER


def facility_nodes(company: Node, case: Case) -> tuple[dict[str, Node], list[Problem]]:
    """Node by facility id of the case, and the problems of those that have none."""
    by_code: dict[str, list[Node]] = {}
    for node in descendants(company, kind="facility"):
        by_code.setdefault(node.code, []).append(node)
    found: dict[str, Node] = {}
    problems: list[Problem] = []
    for facility in case.facilities:
        candidates = by_code.get(facility.id, [])
        problems += _problems_of(facility, candidates, by_code)
        if len(candidates) == 1:
            found[facility.id] = candidates[0]
    return found, problems


def registered_facilities(company: Node, pack: Pack) -> tuple[Facility, ...]:
    """The company's facilities of the kinds a pack knows, as a case lists them."""
    nodes = descendants(company, kind="facility")
    return tuple(Facility(node.code, node.facility_kind, node.name) for node in nodes if node.facility_kind in pack.facility_kinds)


def facility_names(company: Node) -> dict[str, str]:
    """Names of the company's facilities by their codes."""
    return {node.code: node.name for node in descendants(company, kind="facility")}


def entity_problems(company: Node, case: Case) -> list[Problem]:
    """The case must be of this company: the same code, and a warning for another name."""
    here = f"{company.name}（{company.code}）"
    if case.entity_code and case.entity_code != company.code:
        return [problem_of(SENTENCES, "REC-101", found=case.entity_code, known=here)]
    if case.entity_name and (not case.entity_code or case.entity_name != company.name):  # without a name it is told as missing
        code = Text(case.entity_code or "空", case.entity_code or "blank")
        return [problem_of(SENTENCES, "REC-102", name=case.entity_name, found=code, known=here)]
    return []


def absent_problems(company: Node, case: Case, pack: Pack) -> list[Problem]:
    """Facilities in use in the year, of a kind whose figures the pack asks for, that the case does not list: one doubt that names them."""
    if not MINYEAR <= case.year <= MAXYEAR:
        return []
    asked, listed = {one.facility_kind for one in pack.inputs()}, {one.id for one in case.facilities}
    nodes = descendants(company, kind="facility").filter(facility_kind__in=[kind for kind in asked if kind])
    nodes = nodes.exclude(in_use_from__gt=date(case.year, 12, 31)).exclude(in_use_to__lt=date(case.year, 1, 1)).exclude(code__in=listed)
    absent = [f"{node.name}（{node.code}）" for node in nodes]
    if not absent:
        return []
    problem = problem_of(SENTENCES, "REC-108", found="、".join(absent), found_en=", ".join(absent), year=case.year)
    digest = figures_digest("REC-108", (("", node.code, None, None, None) for node in nodes))
    return [replace(problem, digest=digest)]


def _problems_of(facility: Facility, candidates: list[Node], known: Mapping[str, Iterable[Node]]) -> list[Problem]:
    def told(code: str, **words: str | Text) -> list[Problem]:
        return [problem_of(SENTENCES, code, Where(facility=facility.id), found=facility.id, **words)]

    if not candidates:
        return told("REC-103", name=facility.name, known=", ".join(sorted(known)) or "—")
    if len(candidates) > 1:
        return told("REC-104", known=", ".join(node.parent.name for node in candidates if node.parent))
    kind = candidates[0].facility_kind
    if facility.kind in facility_kinds() and kind not in (OTHER, facility.kind):
        return told("REC-105", known=_kind_label(kind), name=_kind_label(facility.kind))
    return []


def _kind_label(kind: str) -> Text:
    return facility_kinds().get(kind, Text(kind, kind))
