"""Pictures of a draft of the plan: attached, or taken away; a version that was submitted keeps those it had."""

from pathlib import PurePath

from tanheng.apps.evidence.services import record_file
from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.models import PlanDraft, PlanPicture
from tanheng.apps.monitoring.selectors.pictures import pictures_of
from tanheng.apps.monitoring.selectors.plans import StandingPlan, standing_plan
from tanheng.apps.monitoring.services.plans import RefusedPlanError
from tanheng.apps.people.access import require
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.documents.pictures import picture_type
from tanheng.engine.plan.lists import PICTURES
from tanheng.engine.sentences import problem_of
from tanheng.pages.actor import Actor
from tanheng.store.contents import store_content
from tanheng.store.one_line import one_line
from tanheng.workflow.plan_sentences import SENTENCES

WRITE = "write_plan"
MOST_MEGABYTES = 10
LONGEST_CAPTION, LONGEST_NAME = 200, 255


def attach_picture(*, actor: Actor, node: Node, number: int, kind: str, file_name: str, content: bytes, caption: str = "") -> PlanPicture:
    """Attach a PNG or JPEG to a draft. Raises RefusedPlanError for what is none, and where the version is no draft."""
    require(actor, WRITE, node)
    name = one_line(PurePath(file_name.replace("\\", "/")).name, LONGEST_NAME) or "picture"
    if kind not in PICTURES or not picture_type(content) or len(content) > MOST_MEGABYTES * 1_000_000:
        raise RefusedPlanError([problem_of(SENTENCES, "PLAN-417", found=name, longest=str(MOST_MEGABYTES))])
    sha256 = store_content(content)

    def write() -> PlanPicture:
        _draft(node, number)
        file = record_file(sha256=sha256, size=len(content))
        said = one_line(caption, LONGEST_CAPTION)
        made = PlanPicture(node=node, plan=number, kind=kind, caption=said, file=file, file_name=name, by=actor.user)
        made.save()
        _tell(actor, made, "picture", made)
        return made

    return change(actor, WRITE, node, write)


def remove_picture(*, actor: Actor, node: Node, number: int, picture: PlanPicture) -> PlanPicture:
    """Take a picture from a draft; versions before keep it. Raises RefusedPlanError where it is no draft or has no such picture."""

    def write() -> PlanPicture:
        if picture.pk not in {one.pk for one in pictures_of(_draft(node, number))}:
            raise RefusedPlanError([problem_of(SENTENCES, "PLAN-418")])
        made = PlanPicture(node=node, plan=number, kind=picture.kind, removes=picture, by=actor.user)
        made.save()
        _tell(actor, made, "picture_removed", picture)
        return made

    return change(actor, WRITE, node, write)


def _draft(node: Node, number: int) -> StandingPlan:
    found = standing_plan(node, number)
    if found is None:
        raise PlanDraft.DoesNotExist(f"no version {number}")
    if not found.is_draft:
        raise RefusedPlanError([problem_of(SENTENCES, "PLAN-411", number=str(number), state=found.state.label)])
    return found


def _tell(actor: Actor, made: PlanPicture, done: str, picture: PlanPicture) -> None:
    payload = {"number": made.plan, "plan_picture": picture.kind, "file_name": picture.file_name}
    payload |= {"sha256": picture.file.sha256} if picture.file else {}
    append_event(actor=actor, action=f"monitoring.plan.{done}", subject=made, place=made.node, payload=payload)
