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
        Role(
            "group_manager",
            _("Group manager"),
            _("Sees all plants side by side, runs and downloads, approves a year as final; enters no figures."),
        ),
        Role("verifier", _("Verifier"), _("External; reads and follows every number, changes nothing.")),
        Role("administrator", _("Administrator"), _("Keeps people and organisation; does not see or touch figures.")),
        Role("system_administrator", _("System administrator"), _("Keeps the organisation; neither people nor figures.")),
        Role("security_administrator", _("Security administrator"), _("Keeps people, roles and tokens; neither organisation nor figures.")),
        Role("audit_administrator", _("Audit administrator"), _("Reads the journal and proves it; changes nothing.")),
    )
}
ROLE_LABELS: dict[str, str | Promise] = {role.id: role.label for role in ROLES.values()}
ROLE_CHOICES = list(ROLE_LABELS.items())
VERBS: dict[str, str | Promise] = {verb.id: verb.label for verb in verbs()}
HELD: dict[str, str] = {verb.id: verb.held for verb in verbs()}
VERBS_OF = {role: frozenset(verb.id for verb in verbs() if role in verb.roles) for role in ROLES}


@dataclass(frozen=True)
class Separation:
    """Duties that one person does not hold together on the same part of the group: roles of one of `sides` only.

    `fixed`: no decision of the company puts it out of force.
    """

    id: str
    label: str | Promise
    meaning: str | Promise
    sides: tuple[frozenset[str], ...]
    fixed: bool = False

    def conflict(self, held: str, wanted: str) -> bool:
        """Whether whoever holds the one role may not be given the other."""
        return any(held in one and wanted in other for one in self.sides for other in self.sides if one is not other)


ADMINISTRATION = frozenset({"administrator", "system_administrator", "security_administrator", "audit_administrator"})
FIGURES = frozenset({"clerk", "carbon_manager", "group_manager"})
SEPARATIONS: dict[str, Separation] = {
    separation.id: separation
    for separation in (
        Separation(
            "preparation",
            _("Preparation, review and approval"),
            _("Whoever enters figures does not review them, and whoever reviews them does not approve them."),
            (frozenset({"clerk"}), frozenset({"carbon_manager"}), frozenset({"group_manager"})),
        ),
        Separation(
            "administration",
            _("Administration and figures"),
            _("Whoever keeps people, organisation or journal has nothing to do with figures."),
            (ADMINISTRATION, FIGURES),
        ),
        Separation(
            "three_administrators",
            _("Three administrators"),
            _("System, security and audit are kept by three persons; none can do the others' work."),
            (frozenset({"system_administrator"}), frozenset({"security_administrator"}), frozenset({"audit_administrator"})),
        ),
        Separation(
            "verification",
            _("Verification"),
            _("Whoever verifies a company holds no other role in it."),
            (frozenset({"verifier"}), ADMINISTRATION | FIGURES),
            fixed=True,
        ),
    )
}
SEPARATION_LABELS: dict[str, str | Promise] = {one.id: one.label for one in SEPARATIONS.values()}
UNITED = {"administrator": "three_administrators"}  # a role that is what a separation keeps apart: given where that is out of force


def refuse_unknown_roles(named: Iterable[str]) -> None:
    """Raise `RegistrationError` where a verb or a panel of Home is registered for a role that does not exist."""
    if unknown := set(named) - set(ROLES):
        raise RegistrationError(f"no such role: {', '.join(sorted(unknown))}; the roles are {', '.join(ROLES)}")


refuse_unknown_roles(role for roles in (*(verb.roles for verb in verbs()), *(panel.roles for panel in home_panels())) for role in roles)


def roles_with(verb: str) -> list[Role]:
    """Roles that open the verb, in the table's order."""
    return [role for role in ROLES.values() if verb in role.verbs]
