"""Writes of changes of companies: another name or code, facilities handed over, a merger, a split; each from a day on, the past as it was.

A facility that is handed over goes on as another one below the receiver, and both name each other: whatever was reported of it stays with
the company that reported it.
"""

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import group_of
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import LifeEvent, Node, NodeFact
from tanheng.apps.sites.selectors import company_of, descendants, facts
from tanheng.apps.sites.selectors.companies import chain_of
from tanheng.apps.sites.selectors.life import life_of
from tanheng.apps.sites.services.life import MANAGE, append_life, tell_life
from tanheng.apps.sites.services.nodes import add_node
from tanheng.engine.life import DAY, Stop
from tanheng.pages.actor import Actor
from tanheng.store.clock import today

LONG_AGO = date(1900, 1, 1)  # from when on the first known name and code are taken to hold


def change_identity(*, actor: Actor, company: Node, name: str, code: str, on: date, source: str) -> Node:
    """From a day on the company has another name or code; reports of years before keep the old ones. Raises ValidationError for a day that
    has not come, a code that another company has or had, and where nothing changes.
    """
    name, code, source = name.strip(), code.strip(), source.strip()
    if company.kind != "company" or on > today() or not (name and code and source):
        raise ValidationError(_("A company changes its name or code on a day that has come, by a document."))

    def write() -> Node:
        held = Node.objects.get(pk=company.pk)
        old = {"name": held.name, "code": held.code}
        new = {key: value for key, value in (("name", name), ("code", code)) if value != old[key]}
        _check_identity(held, new, on)
        made = [_identity(actor, held, key, old[key], value, on, source) for key, value in new.items()]
        held.name, held.code = name, code
        held.save(update_fields=["name", "code"])
        payload = {"old_name": old["name"], "old_code": old["code"], "name": name, "code": code, "on": on.isoformat(), "source": source}
        append_event(actor=actor, action="sites.company.changed", subject=made[-1], place=held, payload=payload)
        return held

    return change(actor, MANAGE, company, write)


def hand_over(
    *, actor: Actor, facilities: Iterable[Node], site: Node, on: date, reason: str, source: str, split: bool = False
) -> list[Node]:
    """From a day on facilities belong to the company of `site`; `split`: as part of a split of their company. Gives the facilities as they
    go on there. Raises ValidationError where one is not in use then, or belongs to that company already.
    """
    given, receiver = list(facilities), company_of(site)
    owners = {owner.pk: owner for one in given if (owner := company_of(one))}
    if not given or receiver is None or site.kind != "site" or receiver.pk in owners or any(one.kind != "facility" for one in given):
        raise ValidationError(_("Choose facilities of other companies, and the site of the receiver."))
    _need_words(reason, source)

    def write() -> list[Node]:
        made = [_handed_over(actor, one, site, receiver, on, reason.strip(), source.strip()) for one in given]
        if split:
            for owner in owners.values():
                _of_company(actor, owner, "split", receiver, on, reason.strip(), source.strip())
        return made

    return change(actor, MANAGE, group_of(site), write)


def merge_company(*, actor: Actor, company: Node, into: Node, on: date, reason: str, source: str) -> list[Node]:
    """From a day on a company is part of another: its facilities go on below sites of the same names there. Its past stays as it is."""
    if company.kind != "company" or into.kind != "company" or company.pk == into.pk:
        raise ValidationError(_("Choose another company."))
    _need_words(reason, source)

    def write() -> list[Node]:
        if LifeEvent.objects.filter(node=company, kind="merged", corrected_by=None).exists():
            raise ValidationError(_("This company has been merged already."))
        made = []
        for site in descendants(company, kind="site"):
            living = [one for one in descendants(site, kind="facility") if life_of(one).span_on(on - DAY)]
            if living:
                target = add_node(parent=into, kind="site", name=site.name, code=_free_code(into, site.code))
                told = {"name": target.name, "code": target.code}
                append_event(actor=actor, action="sites.site.created", subject=target, place=target, payload=told)
                made += [_handed_over(actor, one, target, into, on, reason.strip(), source.strip()) for one in living]
        _of_company(actor, company, "merged", into, on, reason.strip(), source.strip())
        return made

    return change(actor, MANAGE, group_of(company), write)


def _need_words(reason: str, source: str) -> None:
    if not reason.strip() or not source.strip():
        raise ValidationError(_("A reason and a document are needed."))


def _check_identity(company: Node, new: dict[str, str], on: date) -> None:
    if not new:
        raise ValidationError(_("Nothing changes."))
    if "code" in new:
        code = new["code"]
        others = Node.objects.filter(kind="company", code=code).exclude(pk=company.pk)
        if others.exists() or NodeFact.objects.filter(attribute="code", value=code).exclude(node=company).exists():
            raise ValidationError(_("The code “%(code)s” is taken here already."), params={"code": code})
    last = NodeFact.objects.filter(node=company, attribute__in=list(new)).order_by("-valid_from").first()
    if last is not None and on < last.valid_from:
        raise ValidationError(_("A later change is recorded already."))


def _identity(actor: Actor, company: Node, attribute: str, old: str, new: str, on: date, source: str) -> NodeFact:
    known = {"node": company, "attribute": attribute, "recorded_by": actor.user}
    if not NodeFact.objects.filter(node=company, attribute=attribute).exists():
        NodeFact(**known, value=old, valid_from=LONG_AGO).save()
    fact = NodeFact(**known, value=new, valid_from=on, source=source)
    fact.save()
    return fact


def _handed_over(actor: Actor, facility: Node, site: Node, receiver: Node, on: date, reason: str, source: str) -> Node:
    """One facility as it goes on below the receiver: the one it was there before, or a new one with the facts that hold."""
    stop = life_of(facility).stop_on(on - DAY)
    before = next((one for one in chain_of(facility) if one.parent_id == site.pk), None)
    if before is None:
        told = {"name": facility.name, "facility_kind": facility.present_kind}
        before = add_node(parent=site, kind="facility", code=_free_code(receiver, facility.code), **told)
        for fact in facts(facility, on=on).values():
            same = {"attribute": fact.attribute, "value": fact.value, "valid_from": on, "source": source}
            NodeFact(node=before, recorded_by=actor.user, **same).save()
    words: dict[str, Any] = {"reason": reason, "source": source}
    tell_life(actor=actor, event=append_life(actor=actor, node=facility, kind="handed_over", on=on, partner=before, **words))
    tell_life(actor=actor, event=append_life(actor=actor, node=before, kind="taken_over", on=on, partner=facility, **words))
    if stop is not None and (stop.last is None or stop.last >= on):
        _carry(actor, stop, facility, before, on)
    return before


def _carry(actor: Actor, stop: Stop, facility: Node, taken: Node, on: date) -> None:
    """A stop that goes on is one of the receiver's too; `partner` says that it stood still all of the month until then."""
    whole = facility if stop.first <= on.replace(day=1) else None
    append_life(actor=actor, node=taken, kind="stopped", on=on, until=stop.last, reason=stop.reason, partner=whole)


def _of_company(actor: Actor, company: Node, kind: str, partner: Node, on: date, reason: str, source: str) -> None:
    words: dict[str, Any] = {"reason": reason, "source": source}
    tell_life(actor=actor, event=append_life(actor=actor, node=company, kind=kind, on=on, partner=partner, **words))


def _free_code(company: Node, code: str) -> str:
    """The code, or the next one of it that no part of the company has."""
    taken = set(descendants(company).values_list("code", flat=True))
    return next(one for number in count(1) if (one := code if number == 1 else f"{code}-{number}") not in taken)
