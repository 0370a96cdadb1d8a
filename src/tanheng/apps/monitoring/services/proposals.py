"""A version begun with a proposal: from the editions that are chosen, the facilities of the company and the usual sources."""

from collections.abc import Sequence
from datetime import date

from tanheng.apps.monitoring.models import PlanDraft
from tanheng.apps.monitoring.selectors.plans import placed_facilities
from tanheng.apps.monitoring.services.plans import begin_plan
from tanheng.apps.sites.models import Node
from tanheng.engine.plan.plan import Plan
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
