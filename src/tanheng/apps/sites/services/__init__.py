"""Writes of the organisation: one verb, one transaction, one permission check, one journal event each."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.services import append_event, hold_journal
from tanheng.apps.people.models import User
from tanheng.apps.people.services import create_first_administrator, first_role
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Installation, Node, NodeFact
from tanheng.apps.sites.models.kinds import FACT_KINDS, facility_kinds
from tanheng.apps.sites.services.life import MANAGE, append_life
from tanheng.apps.sites.services.nodes import add_node
from tanheng.pages.actor import Actor
from tanheng.pages.typed_decimal import decimal_fact
from tanheng.store.clock import now, today


def begin_installation(*, actor: Actor) -> Installation:
    """Note who leads the set-up of an empty installation."""
    return change(actor, "", None, lambda: _begun(actor))


def begin_with_administrator(*, email: str, display_name: str, password: str, language: str = "zh-hans") -> User:
    """Create the very first account and note that it leads the set-up: both, or neither. The caller has checked the set-up code."""
    return create_first_administrator(email=email, display_name=display_name, password=password, language=language, within=_begun)


def create_group(*, actor: Actor, name: str, code: str = "") -> Node:
    """Create the group at the top; only whoever leads the set-up may, and becomes its administrator."""

    def write() -> Node:
        _led_by(actor)
        if Node.objects.filter(kind="group").exists():
            raise ValidationError(_("The group is there already."))
        group = add_node(parent=None, kind="group", name=name, code=code or "group")
        _record(actor, "sites.group.created", group, code=group.code)
        first_role(actor=actor, group=group)
        return group

    return change(actor, "", None, write)


def create_company(*, actor: Actor, group: Node, name: str, code: str) -> Node:
    """Create a company of the group; `code` is its unified social credit code."""
    return change(actor, MANAGE, group, lambda: _added(actor, group, "company", name, code))


def create_site(*, actor: Actor, company: Node, name: str, code: str) -> Node:
    """Create a site (plant) of a company."""
    return change(actor, MANAGE, company, lambda: _added(actor, company, "site", name, code))


def create_facility(
    *,
    actor: Actor,
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
    if facility_kind not in facility_kinds():
        raise ValidationError(_("There is no such kind of facility."))

    def write() -> Node:
        facility = add_node(parent=site, kind="facility", name=name, code=code, facility_kind=facility_kind)
        for kind, day in (("built", in_use_from), ("demolished", in_use_to)):
            if day is not None:
                append_life(actor=actor, node=facility, kind=kind, on=day)
        dates = {"in_use_from": in_use_from, "in_use_to": in_use_to}
        texts = {key: day.isoformat() if day else None for key, day in dates.items()}
        _record(actor, "sites.facility.created", facility, code=code, facility_kind=facility_kind, **texts)
        if capacity:
            _fact(actor, facility, capacity_kind, capacity, in_use_from or today())
        return facility

    return change(actor, MANAGE, site, write)


def rename_node(*, actor: Actor, node: Node, name: str) -> Node:
    """Give a node another name; the journal keeps the old one. A company that changed its name on a day is renamed by its date alone."""

    def write() -> Node:
        renamed = Node.objects.get(pk=node.pk)
        if NodeFact.objects.filter(node=renamed, attribute="name").exists():
            raise ValidationError(_("Record the change of name with its day."))
        old_name, renamed.name = renamed.name, name
        renamed.save(update_fields=["name"])
        _record(actor, "sites.node.renamed", renamed, old_name=old_name)
        return renamed

    return change(actor, MANAGE, node, write)


def record_fact(*, actor: Actor, node: Node, attribute: str, value: str, valid_from: date, source: str = "") -> NodeFact:
    """Append a dated fact of a node; numbers are decimal text."""
    return change(actor, MANAGE, node, lambda: _fact(actor, node, attribute, value, valid_from, source))


def keep_draft(*, installation: Installation, step: str, typed: dict[str, str]) -> None:
    """Keep what was typed in a step and not yet stored; it is no fact, so neither a change nor in the journal."""
    with transaction.atomic():
        kept = Installation.objects.select_for_update(no_key=True).get(pk=installation.pk)
        kept.draft = {**kept.draft, step: typed}
        kept.save(update_fields=["draft"])


def finish_installation(*, actor: Actor) -> Installation:
    """Close the set-up; from now on roles alone decide."""
    group = Node.objects.filter(kind="group").first()
    if group is None:
        raise PermissionDenied("there is no set-up to finish")

    def write() -> Installation:
        installation = _led_by(actor)
        installation.finished_at, installation.draft = now(), {}
        installation.save()
        append_event(actor=actor, action="sites.setup.finished", subject=installation, place=group, payload={"name": group.name})
        return installation

    return change(actor, MANAGE, group, write)


def _begun(actor: Actor) -> Installation:
    hold_journal()  # there is no row yet that the next one could wait for
    if Installation.objects.exists() or Node.objects.exists():
        raise PermissionDenied("the installation has been set up already")
    return Installation.objects.create(pk=1, founder=actor.user)


def _led_by(actor: Actor) -> Installation:
    """The unfinished set-up that the actor leads, locked."""
    found = Installation.objects.select_for_update(no_key=True).filter(founder=actor.user, finished_at=None).first()
    if found is None:
        raise PermissionDenied("there is no set-up led by this person")
    return found


def _added(actor: Actor, parent: Node, kind: str, name: str, code: str) -> Node:
    made = add_node(parent=parent, kind=kind, name=name, code=code)
    _record(actor, f"sites.{kind}.created", made, code=code)
    return made


def _fact(actor: Actor, node: Node, attribute: str, value: str, valid_from: date, source: str = "") -> NodeFact:
    kind = FACT_KINDS.get(attribute)
    if kind is None or not kind.typed:
        raise ValidationError(_("There is no such attribute."))
    text = decimal_fact(value) if kind.number else value.strip()
    fact = NodeFact(node=node, attribute=attribute, value=text, valid_from=valid_from, source=source.strip(), recorded_by=actor.user)
    fact.save()
    payload = {"attribute": attribute, "value": text, "name": node.name, "valid_from": valid_from.isoformat()}
    append_event(actor=actor, action="sites.fact.recorded", subject=fact, place=node, payload=payload)
    return fact


def _record(actor: Actor, action: str, node: Node, **payload: Any) -> None:
    append_event(actor=actor, action=action, subject=node, place=node, payload={"name": node.name, **payload})
