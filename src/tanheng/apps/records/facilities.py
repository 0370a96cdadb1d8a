"""How the facilities of a case become facilities of the company: by their code, kind checked, never created in passing.

The mapping is one rule: `id` in the case = code of a facility node below the company. Whatever does not fit is a problem
with its remedy, so that no figure lands on a facility nobody decided on.
"""

from collections.abc import Iterable, Mapping

from tanheng.apps.sites.kinds import FACILITY_KINDS
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.case import Case, Facility
from tanheng.engine.errors import Problem, Text, Where
from tanheng.engine.pack import Pack


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
    if case.entity_code and case.entity_code != company.code:
        return [_problem(
            "REC-101", "error", Where(path="entity.code"),
            f"文件属于代码为 {case.entity_code} 的单位，这里是 {company.name}（{company.code}）",
            f"the file belongs to the entity with code {case.entity_code}; this is {company.name} ({company.code})",
            "核对文件，或在正确的企业页面上传", "check the file, or upload it at the right company",
        )]
    if not case.entity_code or case.entity_name != company.name:
        return [_problem(
            "REC-102", "warning", Where(path="entity"),
            f"文件写明的单位是“{case.entity_name}”（代码 {case.entity_code or '空'}），数据记入 {company.name}",
            f"the file names the entity “{case.entity_name}” (code {case.entity_code or 'blank'}); the data go to {company.name}",
            f"在文件中写 {company.name} 和 {company.code}", f"write {company.name} and {company.code} in the file",
        )]
    return []


def _problems_of(facility: Facility, candidates: list[Node], known: Mapping[str, Iterable[Node]]) -> list[Problem]:
    where = Where(facility=facility.id)
    codes = ", ".join(sorted(known)) or "—"
    if not candidates:
        return [_problem(
            "REC-103", "error", where,
            f"企业下没有编号为 {facility.id} 的设施（{facility.name}）",
            f"the company has no facility with the code {facility.id} ({facility.name})",
            f"改用已登记的编号：{codes}；或请管理员在“组织”中增加该设施",
            f"use a registered code: {codes}; or ask an administrator to add the facility under Organisation",
        )]
    if len(candidates) > 1:
        sites = ", ".join(node.parent.name for node in candidates if node.parent)
        return [_problem(
            "REC-104", "error", where,
            f"编号 {facility.id} 在多个厂区都有：{sites}", f"the code {facility.id} exists at several sites: {sites}",
            "请管理员使各设施编号在企业内唯一", "ask an administrator to give the facilities codes that are unique in the company",
        )]
    kind = candidates[0].facility_kind
    if facility.kind in FACILITY_KINDS and kind != facility.kind:
        return [_problem(
            "REC-105", "error", where,
            f"设施 {facility.id} 登记为 {kind}，文件写的是 {facility.kind}",
            f"facility {facility.id} is registered as {kind}; the file says {facility.kind}",
            "核对设施编号", "check the code of the facility",
        )]
    return []


def _problem(code: str, severity: str, where: Where, zh: str, en: str, remedy_zh: str, remedy_en: str) -> Problem:
    return Problem(code, severity, where, Text(zh, en), Text(remedy_zh, remedy_en))  # type: ignore[arg-type]
