"""Where the text of a version comes from: a proposal from editions, facilities and usual sources; a document; a workbook."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tanheng.apps.monitoring.models import PlanDraft
from tanheng.apps.monitoring.selectors.plans import placed_facilities
from tanheng.apps.monitoring.services.plans import RefusedPlanError, begin_plan
from tanheng.apps.sites.models import Node
from tanheng.documents.plan.reading import read_plan_workbook
from tanheng.engine.plan.plan import Plan, read_plan
from tanheng.pages.actor import Actor
from tanheng.rulebook import sound_pack
from tanheng.rulebook.plans import proposed_plan
from tanheng.store.clock import today


def propose_plan(*, actor: Actor, node: Node, packs: Sequence[str], from_month: date | None) -> PlanDraft:
    """Begin a version with the plan that is proposed for these editions from a month (else this one's)."""
    return begin_plan(actor=actor, node=node, plan=proposal(node=node, packs=packs, from_month=from_month or today().replace(day=1)))


def proposal(*, node: Node, packs: Sequence[str], from_month: date) -> Plan:
    """The plan that is proposed to a company; nothing is written. Unknown editions are left out."""
    known = [pack for one in packs if (pack := sound_pack(one))]
    return proposed_plan(
        packs=known,
        facilities=placed_facilities(node),
        name=node.name,
        code=node.code,
        from_month=from_month,
        written_on=today(),
    )


def read_document(*, document: Mapping[str, Any]) -> Plan:
    """The plan in a document `plan/1`. Raises RefusedPlanError with all that cannot be read."""
    plan, problems = read_plan(document)
    if problems:
        raise RefusedPlanError(problems)
    return plan


def read_file(*, content: bytes, file_name: str) -> Plan:
    """The plan in a workbook's bytes. Raises RefusedPlanError with all that cannot be read, each at its cell."""
    plan, problems = read_plan_workbook(content, file_name)
    if plan is None or problems:
        raise RefusedPlanError(problems)
    return plan
