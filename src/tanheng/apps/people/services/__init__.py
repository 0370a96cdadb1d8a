"""Writes of people: invite, give and end roles, the first administrator. One verb, one transaction, one event each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.services import append_event, hold_journal
from tanheng.apps.people.access import active_assignments, group_of, home_node
from tanheng.apps.people.access.actors import in_person
from tanheng.apps.people.access.invitations import OneTimeLink, invited_user, may_make_link, one_time_link
from tanheng.apps.people.access.separations import conflicts, kept_apart
from tanheng.apps.people.models import Assignment, AssignmentEnd, User
from tanheng.apps.people.models.permissions import ROLES, UNITED, roles_with
from tanheng.apps.people.services.addresses import known_address
from tanheng.apps.people.services.changes import change
from tanheng.apps.people.services.separations import decided
from tanheng.apps.people.services.tokens import end_all_tokens
from tanheng.pages.actor import Actor
from tanheng.store.clock import today

MANAGE = "manage_people"
KEEPERS_OF_PEOPLE = [role.id for role in roles_with(MANAGE)]


def create_first_administrator(
    *, email: str, display_name: str, password: str, language: str = "zh-hans", within: Callable[[Actor], Any] | None = None
) -> User:
    """Create the very first account; refused as soon as anybody exists. The caller has checked the set-up code.

    `within` is what begins with the account: done last in the same change, for an account that leads to nothing would bar the way.
    """
    user = User(email=known_address(email=email), display_name=display_name, language=language, password=make_password(password))
    founder = in_person(user, "web")

    def write() -> User:
        hold_journal()  # there is no row yet that the next one could wait for
        if User.objects.exists():
            raise PermissionDenied("an account exists already")
        user.save()
        payload = {"name": display_name, "email": user.email}
        append_event(actor=founder, action="people.first_administrator.created", subject=user, place=None, payload=payload)
        if within is not None:
            within(founder)
        return user

    return change(founder, "", None, write)


def first_role(*, actor: Actor, group: Any) -> Assignment:
    """Make the founder administrator of the group just created, in the same change; refused when it has any role already."""
    if Assignment.objects.filter(node__path__startswith=group.path).exists():
        raise PermissionDenied("the group has people already")
    decided(actor=actor, node=group, separation=UNITED["administrator"], in_force=False, reason="")
    return _store_assignment(actor, actor.user, "administrator", group, today())


@dataclass(frozen=True)
class Invited:
    """Who was invited; the one-time link where they have no password yet and whoever invites may make one."""

    user: User
    link: OneTimeLink | None


def invite_person(
    *,
    actor: Actor,
    email: str,
    display_name: str,
    role: str,
    node: Any,
    language: str = "zh-hans",
    password: str | None = None,
) -> Invited:
    """Give a role to the person with this address, making the account when there is none yet.

    Without `password` a new account cannot sign in until its link is used. An account that others keep too gets the role and no link.
    """
    address = known_address(email=email)
    encoded = make_password(password)  # takes its time: before the transaction

    def write() -> Invited:
        user = User.objects.filter(email=address).first()
        known = user is not None
        if user is None:
            user = User.objects.create(email=address, display_name=display_name, language=language, password=encoded)
            payload = {"name": display_name, "email": user.email}
            append_event(actor=actor, action="people.person.invited", subject=user, place=node, payload=payload)
        _append_assignment(actor=actor, user=user, role=role, node=node, starts_on=today())
        made_for = None if known else node.path
        if user.has_usable_password() or not may_make_link(actor.reach, user, made_for):
            return Invited(user, None)
        return Invited(user, _renewed(actor, user) if known else one_time_link(actor, user, made_for))

    return change(actor, MANAGE, node, write, lock=group_of(node))


def assign_role(*, actor: Actor, user: User, role: str, node: Any, starts_on: date | None = None) -> Assignment:
    """Give a role on a part of the group from a day on (today by default)."""
    given = {"user": user, "role": role, "node": node, "starts_on": starts_on or today()}
    return change(actor, MANAGE, node, lambda: _append_assignment(actor=actor, **given), lock=group_of(node))


def end_assignment(*, actor: Actor, assignment: Assignment, reason: str = "", ends_on: date | None = None) -> AssignmentEnd:
    """End a role from a day on (by default today, or the day it begins where that is later); the last administrator stays: somebody else
    is one from that day on, for good.
    """
    day = ends_on or max(today(), assignment.starts_on)

    def write() -> AssignmentEnd:
        if AssignmentEnd.objects.filter(assignment=assignment).exists():
            raise ValidationError(_("This role has been ended already."))
        if day < assignment.starts_on:
            raise ValidationError(_("A role cannot end before the day it begins."))
        if assignment.role in KEEPERS_OF_PEOPLE and not _other_administrators(assignment, day):
            raise ValidationError(_("This is the last administrator here: give the role to somebody else first."))
        end = AssignmentEnd(assignment=assignment, ends_on=day, ended_by=actor.user, reason=reason.strip())
        end.save()
        payload = {
            "name": str(assignment.user),
            "role": assignment.role,
            "node": assignment.node.name,
            "ends_on": end.ends_on.isoformat(),
            "reason": end.reason,
        }
        append_event(actor=actor, action="people.role.ended", subject=assignment, place=assignment.node, payload=payload)
        return end

    return change(actor, MANAGE, assignment.node, write, lock=group_of(assignment.node))


def set_invited_password(*, user: User, key: str, token: str, password: str) -> User | None:
    """Store the password an invited person chose by their one-time link; None when the link is void or was used a moment ago."""
    encoded = make_password(password)  # takes its time: before the transaction
    actor = in_person(user, "web", "invitation")

    def write() -> User | None:
        if invited_user(key, token) != user:
            return None
        user.password = encoded
        user.save(update_fields=["password"])
        end_all_tokens(actor=actor, user=user)
        append_event(actor=actor, action="people.password.set", subject=user, place=home_node(user), payload={"name": str(user)})
        return user

    return change(actor, "", None, write, lock=user)


def renew_invitation(*, actor: Actor, user: User) -> OneTimeLink:
    """Make a new one-time link. Raises LinkRefusedError unless whoever makes it keeps every part the person belongs to."""
    return change(actor, "", None, lambda: _renewed(actor, user), lock=user)


def change_own_profile(*, actor: Actor, display_name: str, language: str) -> User:
    """Change one's own name and language."""
    user = User.objects.get(pk=actor.user.pk)

    def write() -> User:
        user.display_name, user.language = display_name.strip(), language
        user.save(update_fields=["display_name", "language"])
        payload = {"name": user.display_name, "language": language}
        append_event(actor=actor, action="people.profile.changed", subject=user, place=home_node(user), payload=payload)
        return user

    return change(actor, "", None, write, lock=user)


def _renewed(actor: Actor, user: User) -> OneTimeLink:
    link = one_time_link(actor, user)
    place = home_node(user) or home_node(actor.user)
    append_event(actor=actor, action="people.invitation.renewed", subject=user, place=place, payload={"name": str(user)})
    return link


def _append_assignment(*, actor: Actor, user: User, role: str, node: Any, starts_on: date) -> Assignment:
    if role not in ROLES:
        raise ValidationError(_("There is no such role."))
    if active_assignments(starts_on).filter(user=user, role=role, node=node).exists():
        raise ValidationError(_("This person holds the role here already."))
    _refuse_together(actor, user, role, node, starts_on)
    return _store_assignment(actor, user, role, node, starts_on)


def _refuse_together(actor: Actor, user: User, role: str, node: Any, starts_on: date) -> None:
    """ValidationError with every reason why this person may not be given this role here."""
    found: list[ValidationError] = []
    if actor.user.pk == user.pk:
        found.append(ValidationError(_("Nobody gives a role to themselves: ask another administrator.")))
    if united := kept_apart(role, node):
        needed = _("“%(separation)s” is in force here: give its roles one by one, or record a decision (Permissions).")
        found.append(ValidationError(needed, params={"separation": united.label}))
    for one in conflicts(user, role, node, starts_on):
        told = _("This person is %(role)s on %(node)s, and “%(separation)s” is in force: end that role or record a decision (Permissions).")
        said = _("This person is %(role)s on %(node)s; “%(separation)s” keeps the two apart: end that role first.")
        words = {"role": one.held.get_role_display(), "node": one.held.node, "separation": one.separation.label}
        found.append(ValidationError(said if one.separation.fixed else told, params=words))
    if found:
        raise ValidationError(found)


def _store_assignment(actor: Actor, user: User, role: str, node: Any, starts_on: date) -> Assignment:
    assignment = Assignment(user=user, role=role, node=node, starts_on=starts_on, given_by=actor.user)
    assignment.save()
    payload = {"name": str(user), "role": role, "node": node.name, "starts_on": starts_on.isoformat()}
    append_event(actor=actor, action="people.role.given", subject=assignment, place=node, payload=payload)
    return assignment


def _other_administrators(assignment: Assignment, ends_on: date) -> bool:
    """Is anybody else administrator on this node or above it from that day on, without an end?"""
    above = [assignment.node.path[:end] for end in range(5, len(assignment.node.path) + 1, 5)]
    day = max(ends_on, today())
    others = Assignment.objects.filter(role__in=KEEPERS_OF_PEOPLE, node__path__in=above, user__is_active=True, starts_on__lte=day, end=None)
    return others.exclude(pk=assignment.pk).exists()
