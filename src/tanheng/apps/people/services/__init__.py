"""Writes of people: invite, give and end roles, the first administrator. One verb, one transaction, one event each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tanheng.apps.journal.services import append_event, hold_journal
from tanheng.apps.people.access import active_assignments, home_node, require
from tanheng.apps.people.access.invitations import OneTimeLink, invited_user, may_make_link, one_time_link
from tanheng.apps.people.models import Assignment, AssignmentEnd, User
from tanheng.apps.people.models.permissions import ROLES


@transaction.atomic
def create_first_administrator(*, email: str, display_name: str, password: str, language: str = "zh-hans") -> User:
    """Create the very first account; refused as soon as anybody exists. The caller has checked the set-up code."""
    hold_journal()  # there is no row yet that the next one could wait for
    if User.objects.exists():
        raise PermissionDenied("an account exists already")
    user = User.objects.create_user(email, password, display_name=display_name, language=language)
    append_event(
        actor=user,
        action="people.first_administrator.created",
        subject=user,
        place=None,
        payload={"name": display_name, "email": user.email},
    )
    return user


@transaction.atomic
def give_first_role(*, by: User, node: Any) -> Assignment:
    """Make the founder administrator of the group just created; refused when the group has any role already."""
    if Assignment.objects.filter(node__path__startswith=node.path).exists():
        raise PermissionDenied("the group has people already")
    return _append_assignment(by=by, user=by, role="administrator", node=node, starts_on=timezone.localdate())


@dataclass(frozen=True)
class Invited:
    """Who was invited; the one-time link where they have no password yet and whoever invites may make one."""

    user: User
    link: OneTimeLink | None


@transaction.atomic
def invite_person(
    *,
    by: User,
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
    _hold_group(node)
    require(by, "manage_people", node)
    user = User.objects.filter(email=email.lower()).first()
    known = user is not None
    if user is None:
        user = User.objects.create_user(email, password, display_name=display_name, language=language)
        append_event(
            actor=by,
            action="people.person.invited",
            subject=user,
            place=node,
            payload={"name": display_name, "email": user.email},
        )
    _append_assignment(by=by, user=user, role=role, node=node, starts_on=timezone.localdate())
    if user.has_usable_password() or not may_make_link(by, user):
        return Invited(user, None)
    return Invited(user, renew_invitation(by=by, user=user) if known else one_time_link(by, user))


@transaction.atomic
def assign_role(*, by: User, user: User, role: str, node: Any, starts_on: date | None = None) -> Assignment:
    """Give a role on a part of the group from a day on (today by default)."""
    _hold_group(node)
    require(by, "manage_people", node)
    return _append_assignment(by=by, user=user, role=role, node=node, starts_on=starts_on or timezone.localdate())


@transaction.atomic
def end_assignment(*, by: User, assignment: Assignment, reason: str = "", ends_on: date | None = None) -> AssignmentEnd:
    """End a role from a day on (today by default); the last administrator stays: somebody else is one from that day on, for good."""
    day = ends_on or timezone.localdate()
    _hold_group(assignment.node)
    require(by, "manage_people", assignment.node)
    if AssignmentEnd.objects.filter(assignment=assignment).exists():
        raise ValidationError(_("This role has been ended already."))
    if assignment.role == "administrator" and not _other_administrators(assignment, day):
        raise ValidationError(_("This is the last administrator here: give the role to somebody else first."))
    end = AssignmentEnd(assignment=assignment, ends_on=day, ended_by=by, reason=reason.strip())
    end.save()
    append_event(
        actor=by,
        action="people.role.ended",
        subject=assignment,
        place=assignment.node,
        payload={
            "name": str(assignment.user),
            "role": assignment.role,
            "node": assignment.node.name,
            "ends_on": end.ends_on.isoformat(),
            "reason": end.reason,
        },
    )
    return end


def set_invited_password(*, user: User, key: str, token: str, password: str) -> User | None:
    """Store the password an invited person chose by their one-time link; None when the link is void or was used a moment ago."""
    encoded = make_password(password)  # takes its time: before the transaction
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if invited_user(key, token) != user:
            return None
        user.password = encoded
        user.save(update_fields=["password"])
        append_event(actor=user, action="people.password.set", subject=user, place=home_node(user), payload={"name": str(user)})
    return user


@transaction.atomic
def renew_invitation(*, by: User, user: User) -> OneTimeLink:
    """Make a new one-time link. Raises LinkRefusedError unless whoever makes it keeps every part the person belongs to."""
    link = one_time_link(by, user)
    append_event(
        actor=by,
        action="people.invitation.renewed",
        subject=user,
        place=home_node(user) or home_node(by),
        payload={"name": str(user)},
    )
    return link


@transaction.atomic
def change_own_profile(*, by: User, display_name: str, language: str) -> User:
    """Change one's own name and language."""
    by.display_name, by.language = display_name.strip(), language
    by.save(update_fields=["display_name", "language"])
    payload = {"name": by.display_name, "language": language}
    append_event(actor=by, action="people.profile.changed", subject=by, place=home_node(by), payload=payload)
    return by


def _hold_group(node: Any) -> None:
    """Writes about people of a group queue here, before they ask anything: what one has asked, no other changes until it is written."""
    group = node.path.partition("/")[0] + "/"
    Assignment._meta.get_field("node").related_model._default_manager.select_for_update(no_key=True).get(path=group)


def _append_assignment(*, by: User, user: User, role: str, node: Any, starts_on: date) -> Assignment:
    if role not in ROLES:
        raise ValidationError(_("There is no such role."))
    if active_assignments(starts_on).filter(user=user, role=role, node=node).exists():
        raise ValidationError(_("This person holds the role here already."))
    assignment = Assignment(user=user, role=role, node=node, starts_on=starts_on, given_by=by)
    assignment.save()
    append_event(
        actor=by,
        action="people.role.given",
        subject=assignment,
        place=node,
        payload={"name": str(user), "role": role, "node": node.name, "starts_on": starts_on.isoformat()},
    )
    return assignment


def _other_administrators(assignment: Assignment, ends_on: date) -> bool:
    """Is anybody else administrator on this node or above it from that day on, without an end?"""
    above = [assignment.node.path[:end] for end in range(5, len(assignment.node.path) + 1, 5)]
    day = max(ends_on, timezone.localdate())
    others = Assignment.objects.filter(role="administrator", node__path__in=above, user__is_active=True, starts_on__lte=day, end=None)
    return others.exclude(pk=assignment.pk).exists()
