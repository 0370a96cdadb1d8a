"""The sentences by which this app's actions appear in the journal."""

from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.actions import register_actions, register_value_labels
from tanheng.apps.people.models.permissions import ROLES, VERBS


def register() -> None:
    """Called once when Django starts."""
    register_value_labels("kind", {"totp": _("authenticator app"), "recovery_codes": _("recovery codes")})
    register_value_labels("scopes", VERBS)
    register_value_labels("role", {role.id: role.label for role in ROLES.values()})
    register_actions(
        {
            "people.first_administrator.created": _("Set up the first administrator {name} ({email})"),
            "people.person.invited": _("Invited {name} ({email})"),
            "people.role.given": _("Gave {name} the role {role} on {node} from {starts_on}"),
            "people.role.ended": _("Ended the role {role} of {name} on {node} from {ends_on}: {reason}"),
            "people.password.set": _("{name} set a password by invitation"),
            "people.password.changed": _("{name} changed the password"),
            "people.profile.changed": _("{name} changed the own name or language"),
            "people.session.opened": _("{name} signed in"),
            "people.factor.added": _("{name} added a second factor ({kind})"),
            "people.factor.removed": _("{name} removed a second factor ({kind})"),
            "people.invitation.renewed": _("Made a new invitation link for {name}"),
            "people.token.created": _("Created the API token “{name}” on {node}: {scopes}"),
            "people.token.ended": _("Ended the API token “{name}”"),
        }
    )
