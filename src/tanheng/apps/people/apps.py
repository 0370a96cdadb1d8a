"""What the people app registers: people, roles, tokens, one's own account; and its ear at the sign-in library."""

from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from tanheng.registration import SYSTEM, App, Fact, Job, Line, Verb

FACTOR_KINDS = {"totp": _("authenticator app"), "recovery_codes": _("recovery codes")}
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
        "people.factors.removed": _("Took away the second factors of {name} ({kinds})"),
        "people.administrator.recovered": _("Made a link on the machine itself by which the administrator {name} gets in again"),
        "people.invitation.renewed": _("Made a new invitation link for {name}"),
        "people.token.created": _("Created the API token “{name}” on {node}: {scopes}"),
        "people.token.ended": _("Ended the API token “{name}”"),
    }
    value_labels = {
        "kind": FACTOR_KINDS,
        "kinds": FACTOR_KINDS,
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
    unlimited = {
        **dict.fromkeys(("people.User", "account.EmailAddress", "account.EmailConfirmation", "mfa.Authenticator"), "who somebody is"),
        **dict.fromkeys(
            ("people.Assignment", "people.AssignmentEnd", "people.SeparationDecision"), "from them it is told what anybody reaches"
        ),
        "people.SentForm": "asked of its user alone, and holds a hash and an address",
        "people.ApiToken": "found by its secret before it is known what it reaches",
        "sessions.Session": "found by its key before it is known whose it is",
        **dict.fromkeys(("auth.Group", "auth.Permission", "contenttypes.ContentType"), "of the web framework; holds nothing of ours"),
    }
    unsealed = {"people.SentForm": "nobody's figures or rights rest on it, and it goes after thirty days"}
    facts = (
        Fact(
            "people.User",
            {
                "user/1": {
                    "email": "email",
                    "name": "display_name",
                    "active": "is_active",
                    "password": "#password",
                }
            },
        ),
        Fact(
            "people.Assignment",
            {"role/1": {"user": "user_id", "role": "role", "node": "node_id", "from": "starts_on", "by": "given_by_id", "at": "given_at"}},
        ),
        Fact(
            "people.AssignmentEnd",
            {"role_end/1": {"role": "assignment_id", "on": "ends_on", "by": "ended_by_id", "at": "ended_at", "reason": "reason"}},
        ),
        Fact(
            "people.SeparationDecision",
            {
                "separation/1": {
                    "node": "node_id",
                    "separation": "separation",
                    "in_force": "in_force",
                    "reason": "reason",
                    "by": "by_id",
                    "at": "at",
                }
            },
        ),
        Fact("mfa.Authenticator", {"factor/1": {"user": "user_id", "type": "type"}}),
        Fact(
            "people.ApiToken",
            {
                "token/1": {
                    "user": "user_id",
                    "node": "node_id",
                    "name": "name",
                    "scopes": "scopes",
                    "secret": "#secret_hash",
                    "created_at": "created_at",
                    "expires_on": "expires_on",
                    "ended_at": "ended_at",
                }
            },
        ),
    )

    jobs = (
        Job("people.end_expired", _("End expired API tokens"), "tanheng.apps.people.tasks.end_expired", "day", "01:10"),
        Job("people.forget_forms", _("Forget forms that were sent"), "tanheng.apps.people.tasks.forget_forms", "day", "01:15"),
    )

    def ready(self) -> None:
        """Listen to the sign-in library; after each migrate limit what a request reaches of the database."""
        from tanheng.apps.people.services import sign_in
        from tanheng.registration.limits import ensure_limits, lift_limits

        sign_in.connect()
        pre_migrate.connect(lift_limits, sender=self)
        post_migrate.connect(ensure_limits, sender=self)
