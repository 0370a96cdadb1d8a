"""What the people app registers: people, roles, tokens, one's own account; and its ear at the sign-in library."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import SYSTEM, App, Line, Verb

KEEP_PEOPLE = ("administrator", "security_administrator")


class PeopleConfig(App):
    """People, roles and tokens."""

    name = "tanheng.apps.people"
    label = "people"
    url_prefixes = (
        "people/",
        "account/",
        "invitation/",
        # These pages of the sign-in library are answered here, before it.
        "accounts/login/",
        "accounts/password/",
        "accounts/signup/",
        "accounts/email/",
        "accounts/confirm-email/",
    )
    verbs = (
        Verb("manage_people", _("Invite people, give and end roles"), KEEP_PEOPLE, place=100),
        Verb("decide_separations", _("Decide on the separation of duties"), KEEP_PEOPLE, place=105),
    )
    actions = {
        "people.separation.set_up": _("Set up {node} with one administrator until three are named"),
        "people.separation.decided": _("Decided on {node}: {separation} is {in_force}: {reason}"),
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
    value_labels = {
        "kind": {"totp": _("authenticator app"), "recovery_codes": _("recovery codes")},
        "scopes": "tanheng.apps.people.models.permissions.VERBS",
        "separation": "tanheng.apps.people.models.permissions.SEPARATION_LABELS",
        "in_force": {"True": _("in force"), "False": _("out of force")},
        "role": "tanheng.apps.people.models.permissions.ROLE_LABELS",
    }
    journal_areas = {"people.": _("People"), "people.session.": _("Sign-ins")}
    navigation = (
        Line(
            SYSTEM,
            _("People"),
            "people:list",
            "users",
            "manage_people",
            match=("people:list", "people:invite", "people:person", "people:end"),
        ),
        Line(SYSTEM, _("Permissions"), "people:permissions", "shield-lock", match=("people:permissions", "people:separation"), place=1),
    )

    def ready(self) -> None:
        """Listen to the sign-in library."""
        from tanheng.apps.people.services import sign_in

        sign_in.connect()
