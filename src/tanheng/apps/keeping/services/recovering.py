"""Getting an administrator in again from the machine itself, where nobody else can do it: password and second factor are lost.

Whoever may run it could write into the database anyway; so it needs no permission, but it is refused where an administrator can do the same
on a page, and the journal says that it was done, and by which account of the system.
"""

from dataclasses import dataclass

from django.db.models import QuerySet

from tanheng.apps.journal.services import append_event
from tanheng.apps.people.access import PersonReach, home_node, unended_assignments
from tanheng.apps.people.access.actors import on_the_machine
from tanheng.apps.people.access.invitations import OneTimeLink, link_of_machine, may_make_link
from tanheng.apps.people.models import User, one_writing
from tanheng.apps.people.models.permissions import roles_with
from tanheng.apps.people.services.changes import change
from tanheng.apps.people.services.factors import taken_away
from tanheng.apps.sites.models import Installation, Node
from tanheng.apps.sites.selectors import unfinished_installation
from tanheng.engine.sentences import Sentence, problem_of
from tanheng.store.backups import KeepingError

KEEPERS_OF_PEOPLE = [role.id for role in roles_with("manage_people")]
SENTENCES: dict[str, Sentence] = {
    "KEEP-141": (
        "error",
        "没有账号 {name}",
        "there is no account {name}",
        "核对邮箱地址；管理员的地址：{known}",
        "check the address; administrators have these: {known}",
    ),
    "KEEP-142": (
        "error",
        "{name} 不是管理员，其账号由管理员处理",
        "{name} is no administrator: their account is a matter for one",
        "请管理员在“人员”中重发链接、移除第二因素；管理员的地址：{known}",
        "an administrator makes a new link or takes the second factor away (People); administrators have these addresses: {known}",
    ),
    "KEEP-143": (
        "error",
        "其他管理员可以处理：{known}",
        "other administrators can do it: {known}",
        "请其在“人员”中为 {name} 重发链接、移除第二因素；他们也进不来时，加 --yes",
        "have them make a new link for {name}, or take the second factor away (People); where they cannot get in either, add --yes",
    ),
}


@dataclass(frozen=True)
class Recovered:
    """Who gets in again by which link, and the kinds of second factors that were taken away."""

    user: User
    link: OneTimeLink
    factors: list[str]


def recover_administrator(*, email: str, despite_others: bool = False) -> Recovered:
    """Take away the second factors of an administrator (or of whoever leads an unfinished set-up) and make a one-time link to choose a
    password. A set-up that lost its leader between account and installation goes on with this account. Raises KeepingError.
    """
    user = User.objects.filter(email=one_writing(email), is_active=True).first()
    known = ", ".join(_administrators().values_list("email", flat=True)) or "—"
    if user is None:
        raise KeepingError([problem_of(SENTENCES, "KEEP-141", name=email, known=known)])
    if not _may_be_recovered(user):
        raise KeepingError([problem_of(SENTENCES, "KEEP-142", name=user.email, known=known)])
    if (others := _others(user)) and not despite_others:
        raise KeepingError([problem_of(SENTENCES, "KEEP-143", name=user.email, known=", ".join(others))])
    actor = on_the_machine()

    def write() -> list[str]:
        if not Installation.objects.exists() and not Node.objects.exists():
            Installation.objects.create(pk=1, founder=user)
        taken = taken_away(actor=actor, user=user)
        payload = {"name": str(user), "email": user.email}
        append_event(actor=actor, action="people.administrator.recovered", subject=user, place=home_node(user), payload=payload)
        return taken

    factors = change(actor, "", None, write, lock=user)
    return Recovered(user, link_of_machine(user), factors)


def _administrators() -> QuerySet[User]:
    """People who keep people today or later, by age of their account."""
    held = unended_assignments().filter(role__in=KEEPERS_OF_PEOPLE).values("user")
    return User.objects.filter(pk__in=held, is_active=True).order_by("pk")


def _may_be_recovered(user: User) -> bool:
    """An administrator; whoever leads the set-up; anybody where there is an account, and neither a set-up nor a group."""
    installation = unfinished_installation()
    leads = installation is not None and installation.founder_id == user.pk
    bare = not Installation.objects.exists() and not Node.objects.exists()
    return leads or bare or _administrators().filter(pk=user.pk).exists()


def _others(user: User) -> list[str]:
    """Addresses of administrators who have chosen a password and may make a link for the person."""
    others = [one for one in _administrators().exclude(pk=user.pk) if one.has_usable_password()]
    return [one.email for one in others if may_make_link(PersonReach(one), user)]
