"""The pictures of a version of the plan: its own, and those of the version it was made from that it did not take away."""

from collections.abc import Collection

from django.urls import reverse

from tanheng.apps.monitoring.models import PlanDraft, PlanPicture
from tanheng.apps.monitoring.selectors.plans import StandingPlan
from tanheng.engine.plan.lists import PICTURES
from tanheng.registration import StoredFile


def pictures_of(found: StandingPlan) -> list[PlanPicture]:
    """The pictures that count, by kind in the order of the form, then as they came."""
    origins = dict(PlanDraft.objects.filter(node=found.node, edit=1).values_list("plan", "made_from"))
    numbers: list[int] = []
    number: int | None = found.number
    while number is not None and number not in numbers:
        numbers.append(number)
        number = origins.get(number)
    rows = list(PlanPicture.objects.filter(node=found.node, plan__in=numbers).select_related("file", "by").order_by("id"))
    gone = {one.removes_id for one in rows}
    order = list(PICTURES)
    shown = [one for one in rows if one.file_id is not None and one.pk not in gone]
    return sorted(shown, key=lambda one: (order.index(one.kind), one.pk))


def stored_files(sha256s: Collection[str]) -> list[StoredFile]:
    """Pictures with these contents."""
    found = PlanPicture.objects.filter(file__sha256__in=sha256s).select_related("node", "file").order_by("pk")
    rows = [(one, one.file, reverse("monitoring:plan-picture", args=[one.pk])) for one in found]
    return [StoredFile(file.sha256, one.file_name, one.node.path, "view_data", address) for one, file, address in rows if file]
