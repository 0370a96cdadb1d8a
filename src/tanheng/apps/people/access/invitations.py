"""One-time links by which an invited person chooses a password: who may make one, and whether one is still good.

A link is signed for its maker, ends after three days and is void once the password changes. It opens an account only while every part
in which the person has a role, had or will have one, lies within the maker's reach: asked when the link is made and again when it is used.
An administrator hands it over; no mail server is needed. Where none can sign in any more, one is made on the machine itself.
"""

from dataclasses import dataclass

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from tanheng.apps.journal.models import Event
from tanheng.apps.people.access import PersonReach
from tanheng.apps.people.models import Assignment, User
from tanheng.pages.actor import Actor, Reach

LARGEST_KEY = 2**62
MACHINE = 0  # in the place of a maker's key: made on the machine, by whoever could write into the database anyway


class LinkRefusedError(PermissionDenied):
    """No link from this maker; it does not say which part of the group lies beyond their reach."""


@dataclass(frozen=True)
class OneTimeLink:
    """The two parts of the address to hand over."""

    key: str
    token: str


class _TokensOf(PasswordResetTokenGenerator):
    """Tokens of one maker: they speak for nobody else."""

    def __init__(self, maker_key: int) -> None:
        super().__init__()
        self.key_salt = f"tanheng.invitation.{maker_key}"


def may_make_link(reach: Reach, user: User, made_for: str | None = None) -> bool:
    """Whether somebody keeps the part for which the account was made and every part in which the person has, had or will have a role.

    Otherwise an administrator of one plant could take over the account of somebody who also serves, or served, another. `made_for` is the
    path of an account that is made in the same change, whose event is not written yet.
    """
    held = list(Assignment.objects.filter(user=user).select_related("node"))
    made_for = made_for or made_for_path(user)
    paths = reach.paths("manage_people")
    kept = made_for is not None and any(made_for.startswith(path) for path in paths)
    return kept and bool(held) and all(reach.permits("manage_people", assignment.node) for assignment in held)


def made_for_path(user: User) -> str | None:
    """Path of the part of the group for which the account was made, by its event; None for the first account, which nobody made."""
    made = Event.objects.filter(action="people.person.invited", object_id=str(user.pk)).order_by("sequence").first()
    return made.place if made else None


def one_time_link(by: Actor, user: User, made_for: str | None = None) -> OneTimeLink:
    """A new link to somebody's account. Raises LinkRefusedError."""
    if not may_make_link(by.reach, user, made_for):
        raise LinkRefusedError("not every part of this person's roles is kept by the maker")
    return _link(user, by.user.pk)


def link_of_machine(user: User) -> OneTimeLink:
    """A new link to somebody's account, made on the machine itself; whether it may be made is asked by whoever makes it."""
    return _link(user, MACHINE)


def invitation_address(request: HttpRequest, link: OneTimeLink) -> str:
    """The whole address to hand over."""
    return request.build_absolute_uri(reverse("people:accept", args=[link.key, link.token]))


def invited_user(key: str, token: str) -> User | None:
    """The person a link belongs to, or None when it is void."""
    try:
        numbers = [int(part) for part in force_str(urlsafe_base64_decode(key)).split(".")]
    except (ValueError, OverflowError):
        return None
    if len(numbers) != 2 or max(numbers) >= LARGEST_KEY:
        return None
    found = User.objects.filter(is_active=True).in_bulk(numbers)
    user, maker = (found.get(number) for number in numbers)
    if user is None or not _TokensOf(numbers[1]).check_token(user, token):
        return None
    if numbers[1] == MACHINE:
        return user
    return user if maker is not None and may_make_link(PersonReach(maker), user) else None


def _link(user: User, maker_key: int) -> OneTimeLink:
    return OneTimeLink(urlsafe_base64_encode(f"{user.pk}.{maker_key}".encode()), _TokensOf(maker_key).make_token(user))
