"""The permission table: which role opens which verb. Apps register their verbs; who holds which role is in `access.py`."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanheng.registration.collected import RegistrationError, home_panels, verbs


@dataclass(frozen=True)
class Role:
    """A role a person may hold on a part of the group."""

    id: str
    label: str | Promise
    meaning: str | Promise

    @property
    def verbs(self) -> frozenset[str]:
        """The verbs it opens."""
        return VERBS_OF[self.id]


ROLES: dict[str, Role] = {
    role.id: role
    for role in (
        Role("clerk", _("Data clerk"), _("Enters this month's figures and attaches the evidence.")),
        Role("carbon_manager", _("Carbon manager"), _("Reviews the figures, runs the accounts, makes the report.")),
        Role("group_manager", _("Group manager"), _("Sees all plants side by side, runs and downloads; enters no figures.")),
        Role("verifier", _("Verifier"), _("External; reads and follows every number, changes nothing.")),
        Role("administrator", _("Administrator"), _("Keeps people and organisation; does not see or touch figures.")),
    )
}
ROLE_LABELS: dict[str, str | Promise] = {role.id: role.label for role in ROLES.values()}
ROLE_CHOICES = list(ROLE_LABELS.items())
VERBS: dict[str, str | Promise] = {verb.id: verb.label for verb in verbs()}
HELD: dict[str, str] = {verb.id: verb.held for verb in verbs()}
VERBS_OF = {role: frozenset(verb.id for verb in verbs() if role in verb.roles) for role in ROLES}


def refuse_unknown_roles(named: Iterable[str]) -> None:
    """Raise `RegistrationError` where a verb or a panel of Home is registered for a role that does not exist."""
    if unknown := set(named) - set(ROLES):
        raise RegistrationError(f"no such role: {', '.join(sorted(unknown))}; the roles are {', '.join(ROLES)}")


refuse_unknown_roles(role for roles in (*(verb.roles for verb in verbs()), *(panel.roles for panel in home_panels())) for role in roles)


def roles_with(verb: str) -> list[Role]:
    """Roles that open the verb, in the table's order."""
    return [role for role in ROLES.values() if verb in role.verbs]
