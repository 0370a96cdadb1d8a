"""Forms of people: invitation, another role, the end of a role, a new token, the chosen password."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.people.models import Assignment, User
from tanheng.apps.people.models.permissions import ROLE_CHOICES, VERBS
from tanheng.pages.actor import Reach
from tanheng.pages.forms import offer, offer_rows


class NodeField(forms.ModelChoiceField):
    """Choice among the parts of the group on which a verb is open, indented like the tree."""

    def __init__(self, **options: Any) -> None:
        node_model = Assignment._meta.get_field("node").related_model
        super().__init__(node_model._default_manager.none(), empty_label=None, **options)

    def label_from_instance(self, obj: Any) -> str:
        """The name, indented by depth."""
        name: str = "\u3000" * (obj.depth - 1) + obj.name
        return name


class PersonForm(forms.Form):
    """Who is invited, with which role on which part."""

    display_name = forms.CharField(label=_("Name"), max_length=100)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("It is the name for signing in; no mail is sent."))
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    node = NodeField(label=_("Part of the group"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="zh-hans")

    def __init__(self, *args: Any, reach: Reach, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_rows(self, "node", reach.nodes("manage_people"))


class RoleForm(forms.Form):
    """Another role for somebody known."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    node = NodeField(label=_("Part of the group"))
    starts_on = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, reach: Reach, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_rows(self, "node", reach.nodes("manage_people"))


class EndForm(forms.Form):
    """Why a role ends."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class SeparationForm(forms.Form):
    """Why a separation of duties is put out of force, or into force again."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Reports and verifiers see it."))
    in_force = forms.BooleanField(required=False, widget=forms.HiddenInput)  # the wish, so that a second click does not undo the first


class PasswordForm(forms.Form):
    """A password typed twice and checked by the rules of the settings."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=_("At least 10 characters, not only digits, none of the common ones."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(label=_("Password again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def __init__(self, *args: Any, user: User | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Both alike, and good enough."""
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password and password != cleaned.get("repeated"):
            self.add_error("repeated", _("The two passwords differ."))
        if password:
            try:
                validate_password(password, self.user)
            except ValidationError as refused:
                self.add_error("password", refused)
        return cleaned


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(label=_("What the token is for"), max_length=100)
    node = NodeField(label=_("Part of the group"))
    scopes = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(label=_("Good until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, reach: Reach, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_rows(self, "node", reach.nodes("view_organisation"))
        open_verbs = [(verb, label) for verb, label in VERBS.items() if reach.anywhere(verb)]
        offer(self, "scopes", open_verbs)


class LanguageForm(forms.ModelForm):
    """One's own name and language."""

    class Meta:
        model = User
        fields = ["display_name", "language"]

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class PermissionQuestion(forms.Form):
    """Who, what, where: the question the permission page answers."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Who"), empty_label=None)
    verb = forms.ChoiceField(label=_("What"), choices=list(VERBS.items()))
    node = NodeField(label=_("Where"))

    def __init__(self, *args: Any, reach: Reach, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_rows(self, "person", people)
        offer_rows(self, "node", reach.nodes("view_organisation"))
