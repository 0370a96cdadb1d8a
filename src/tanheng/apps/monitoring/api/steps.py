"""Steps of plans and months by the API: one that is wanted, one that was taken, those that a state permits."""

from typing import Any

from ninja import Field, Schema

from tanheng.apps.monitoring.models import MonthStep, PlanStep
from tanheng.apps.people.access import opens
from tanheng.apps.sites.models import Node
from tanheng.pages.language import reader_language
from tanheng.pages.request import PageRequest
from tanheng.workflow.tables import Table

MOST_NUMBER = 2_147_483_647


class StepWanted(Schema):
    """A step: `reason` where it needs one, `seen`: the number of the last step that was there (0: none)."""

    verb: str = Field(..., max_length=20)
    reason: str = Field("", max_length=300)
    seen: int | None = Field(None, ge=0, le=MOST_NUMBER)


class StepTaken(Schema):
    """A step that was taken."""

    number: int
    verb: str
    state: str
    reason: str
    by: str
    at: str


class StepOpen(Schema):
    """A step that the state permits, and whether the caller's roles open it."""

    verb: str
    label: str
    permission: str
    permitted: bool
    reason: bool


def open_steps(request: PageRequest, table: Table, state: str, company: Node) -> list[dict[str, Any]]:
    """What a state permits, as plain data."""
    return [
        {
            "verb": move.verb,
            "label": move.label.in_(reader_language()),
            "permission": move.permission,
            "permitted": opens(request.reach, move.permission, company),
            "reason": move.reason,
        }
        for move in table.open(state)
    ]


def step_out(one: PlanStep | MonthStep) -> dict[str, Any]:
    """A step as plain data."""
    return {**{name: getattr(one, name) for name in ("number", "verb", "state", "reason")}, "by": str(one.by), "at": one.at.isoformat()}
