"""Whether the plan in force still fits the company: what makes a revision necessary today, or on another day."""

from datetime import date

from tanheng.apps.monitoring.selectors.plans import placed_facilities, plan_of, version_in_force
from tanheng.apps.sites.models import Node
from tanheng.engine.problems import Problem, gathered
from tanheng.rulebook.plan_triggers import revision_triggers


def triggers_of(node: Node, on: date) -> list[Problem]:
    """Why the plan that counts on a day should be revised; none where none counts."""
    version = version_in_force(node, on)
    return gathered(revision_triggers(plan_of(version.document), placed_facilities(node), on)) if version else []
