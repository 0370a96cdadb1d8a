"""Writes of the organisation: one verb, one transaction, one permission check, one journal event each."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import require
from tanheng.apps.people.models import User
from tanheng.apps.people.services import give_first_role
from tanheng.apps.sites.models import STEP, Installation, Node, NodeFact
from tanheng.apps.sites.models.kinds import FACILITY_KINDS, FACT_KINDS, PARENT_KIND
from tanheng.engine.case.places import UNADDRESSABLE
from tanheng.pages.typed_decimal import decimal_fact


@transaction.atomic
def begin_installation(*, by: User) -> Installation:
    """Note who leads the set-up of an empty installation."""
    if Installation.objects.exists() or Node.objects.exists():
        raise PermissionDenied("the installation has been set up already")
    return Installation.objects.create(pk=1, founder=by)


@transaction.atomic
def create_group(*, by: User, name: str, code: str = "") -> Node:
    """Create the group at the top; only whoever leads the set-up may, and becomes its administrator."""
    if Installation.objects.select_for_update(no_key=True).filter(founder=by, finished_at=None).first() is None:
        raise PermissionDenied("a group is created during the set-up only")
    if Node.objects.filter(kind="group").exists():
        raise ValidationError(_("The group is there already."))
    group = _add_node(parent=None, kind="group", name=name, code=code or "group")
    _record(by, "sites.group.created", group, code=group.code)
    give_first_role(by=by, node=group)
    return group


@transaction.atomic
def create_company(*, by: User, group: Node, name: str, code: str) -> Node:
    """Create a company of the group; `code` is its unified social credit code."""
    require(by, "manage_organisation", group)
    company = _add_node(parent=group, kind="company", name=name, code=code)
    _record(by, "sites.company.created", company, code=code)
    return company


@transaction.atomic
def create_site(*, by: User, company: Node, name: str, code: str) -> Node:
    """Create a site (plant) of a company."""
    require(by, "manage_organisation", company)
    site = _add_node(parent=company, kind="site", name=name, code=code)
    _record(by, "sites.site.created", site, code=code)
    return site


@transaction.atomic
def create_facility(
    *,
    by: User,
    site: Node,
    name: str,
    code: str,
    facility_kind: str,
    in_use_from: date | None = None,
    in_use_to: date | None = None,
    capacity: str = "",
    capacity_kind: str = "capacity_t_per_a",
) -> Node:
    """Create a facility of a site; `code` is its id in case files and workbooks, such as potline-1.

    A stated capacity (decimal text) becomes the first dated fact, valid from the first day of use or from today.
    """
    require(by, "manage_organisation", site)
    if facility_kind not in FACILITY_KINDS:
        raise ValidationError(_("There is no such kind of facility."))
    dates = {"in_use_from": in_use_from, "in_use_to": in_use_to}
    facility = _add_node(parent=site, kind="facility", name=name, code=code, facility_kind=facility_kind, **dates)
    texts = {key: day.isoformat() if day else None for key, day in dates.items()}
    _record(by, "sites.facility.created", facility, code=code, facility_kind=facility_kind, **texts)
    if capacity:
        day = in_use_from or timezone.localdate()
        record_fact(by=by, node=facility, attribute=capacity_kind, value=capacity, valid_from=day)
    return facility


@transaction.atomic
def rename_node(*, by: User, node: Node, name: str) -> Node:
    """Give a node another name; the journal keeps the old one."""
    require(by, "manage_organisation", node)
    old_name = Node.objects.select_for_update(no_key=True).get(pk=node.pk).name
    node.name = name
    node.save(update_fields=["name"])
    _record(by, "sites.node.renamed", node, old_name=old_name)
    return node


@transaction.atomic
def end_facility(*, by: User, facility: Node, in_use_to: date, reason: str) -> Node:
    """Take a facility out of use after a day; its past stays."""
    require(by, "manage_organisation", facility)
    if facility.kind != "facility":
        raise ValidationError(_("Only a facility can be taken out of use."))
    if facility.in_use_from and in_use_to < facility.in_use_from:
        raise ValidationError(_("The last day of use is before the first."))
    facility.in_use_to = in_use_to
    facility.save(update_fields=["in_use_to"])
    _record(by, "sites.facility.ended", facility, in_use_to=in_use_to.isoformat(), reason=reason)
    return facility


@transaction.atomic
def record_fact(*, by: User, node: Node, attribute: str, value: str, valid_from: date, source: str = "") -> NodeFact:
    """Append a dated fact of a node; numbers are decimal text."""
    require(by, "manage_organisation", node)
    kind = FACT_KINDS.get(attribute)
    if kind is None:
        raise ValidationError(_("There is no such attribute."))
    text = decimal_fact(value) if kind.number else value.strip()
    fact = NodeFact(node=node, attribute=attribute, value=text, valid_from=valid_from, source=source.strip(), recorded_by=by)
    fact.save()
    payload = {"attribute": attribute, "value": text, "name": node.name, "valid_from": valid_from.isoformat()}
    append_event(actor=by, action="sites.fact.recorded", subject=fact, place=node, payload=payload)
    return fact


@transaction.atomic
def keep_draft(*, installation: Installation, step: str, typed: dict[str, str]) -> None:
    """Keep what was typed in a step and not yet stored; it is no fact, so the journal does not name it."""
    installation = Installation.objects.select_for_update(no_key=True).get(pk=installation.pk)
    installation.draft = {**installation.draft, step: typed}
    installation.save(update_fields=["draft"])


@transaction.atomic
def finish_installation(*, by: User) -> Installation:
    """Close the set-up; from now on roles alone decide."""
    installation = Installation.objects.select_for_update(no_key=True).filter(founder=by, finished_at=None).first()
    group = Node.objects.filter(kind="group").first()
    if installation is None or group is None:
        raise PermissionDenied("there is no set-up to finish")
    require(by, "manage_organisation", group)
    installation.finished_at, installation.draft = timezone.now(), {}
    installation.save()
    append_event(actor=by, action="sites.setup.finished", subject=installation, place=group, payload={"name": group.name})
    return installation


def _add_node(*, parent: Node | None, kind: str, name: str, code: str, **fields: Any) -> Node:
    name, code = name.strip(), code.strip()
    if not name or not code:
        raise ValidationError(_("Name and code are needed."))
    if kind == "facility" and UNADDRESSABLE.search(code):
        raise ValidationError(_("A facility's code holds no @, / or :, because addresses of numbers are made with them."))
    if (parent.kind if parent else None) != PARENT_KIND.get(kind):
        raise ValidationError(_("This kind of node does not belong there."))
    if parent is not None:
        Node.objects.select_for_update(no_key=True).get(pk=parent.pk)  # one new child at a time, so paths do not collide
    if Node.objects.filter(parent=parent, code=code).exists():
        raise ValidationError(_("The code “%(code)s” is taken here already.") % {"code": code})
    path = _next_path(parent)
    return Node.objects.create(parent=parent, kind=kind, path=path, name=name, code=code, **fields)


def _next_path(parent: Node | None) -> str:
    last = Node.objects.filter(parent=parent).order_by("-path").values_list("path", flat=True).first()
    number = int(last[-STEP:-1]) + 1 if last else 1
    if number > 9999:
        raise ValidationError(_("No more than 9999 nodes fit under one node."))
    return f"{parent.path if parent else ''}{number:04d}/"


def _record(by: User, action: str, node: Node, **payload: Any) -> None:
    append_event(actor=by, action=action, subject=node, place=node, payload={"name": node.name, **payload})
