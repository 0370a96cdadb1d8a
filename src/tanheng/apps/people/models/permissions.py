"""The permission table: which role opens which verb. Data only; who holds which role is in `access.py`."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Role:
    """A role a person may hold on a part of the group."""

    id: str
    label: str | Promise
    meaning: str | Promise
    verbs: frozenset[str]


VERBS: dict[str, str | Promise] = {
    "view_organisation": _("See the organisation tree"),
    "view_data": _("See figures, results and explanations"),
    "upload_data": _("Upload and enter figures and evidence"),
    "answer_warnings": _("Answer doubts about figures"),
    "run_accounts": _("Run the accounts"),
    "download_report": _("Download reports and recomputation kits"),
    "view_journal": _("Read the journal"),
    "clarify_rules": _("Record clarifications in the rulebook"),
    "manage_organisation": _("Change companies, sites and facilities"),
    "manage_people": _("Invite people, give and end roles"),
}
ROLES: dict[str, Role] = {
    role.id: role
    for role in (
        Role(
            "clerk",
            _("Data clerk"),
            _("Enters this month's figures and attaches the evidence."),
            frozenset({"view_organisation", "view_data", "upload_data", "answer_warnings"}),
        ),
        Role(
            "carbon_manager",
            _("Carbon manager"),
            _("Reviews the figures, runs the accounts, makes the report."),
            frozenset(
                {
                    "view_organisation",
                    "view_data",
                    "upload_data",
                    "answer_warnings",
                    "run_accounts",
                    "download_report",
                    "view_journal",
                    "clarify_rules",
                }
            ),
        ),
        Role(
            "group_manager",
            _("Group manager"),
            _("Sees all plants side by side, runs and downloads; enters no figures."),
            frozenset({"view_organisation", "view_data", "answer_warnings", "run_accounts", "download_report", "view_journal"}),
        ),
        Role(
            "verifier",
            _("Verifier"),
            _("External; reads and follows every number, changes nothing."),
            frozenset({"view_organisation", "view_data", "download_report", "view_journal"}),
        ),
        Role(
            "administrator",
            _("Administrator"),
            _("Keeps people and organisation; does not see or touch figures."),
            frozenset({"view_organisation", "manage_organisation", "manage_people", "view_journal", "clarify_rules"}),
        ),
    )
}
ROLE_CHOICES = [(role.id, role.label) for role in ROLES.values()]


def roles_with(verb: str) -> list[Role]:
    """Roles that open the verb, in the table's order."""
    return [role for role in ROLES.values() if verb in role.verbs]
