"""Forms of the organisation and of the set-up."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tanheng.apps.people.forms import PasswordForm
from tanheng.apps.people.models import User
from tanheng.apps.people.models.permissions import ROLE_CHOICES
from tanheng.apps.sites.access.setup_code import code_matches
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.models.kinds import FACT_KINDS, LIFE_KINDS, LISTS, facility_kind_choices
from tanheng.engine.credit_code import fault_of
from tanheng.pages.forms import offer
from tanheng.pages.typed_decimal import decimal_fact

CREDIT_CODE = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")  # GB 32100: no I, O, S, V, Z
FACILITY_CODE = re.compile(r"[a-z][a-z0-9-]{0,48}")


def _day(label: Any, *, required: bool = False) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}))


class NameForm(forms.Form):
    """The name of a group or another name for any node."""

    name = forms.CharField(label=_("Name"), max_length=200)


class CompanyForm(NameForm):
    """A company and its unified social credit code."""

    code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=18,
        help_text=_("18 characters, as on the business licence."),
    )

    as_on_licence = forms.BooleanField(label=_("The code stands so on the business licence"), required=False, widget=forms.HiddenInput())

    def clean_code(self) -> str:
        """18 characters of the code's own alphabet."""
        code = str(self.cleaned_data["code"]).strip().upper()
        if not CREDIT_CODE.fullmatch(code):
            raise ValidationError(_("18 digits and capital letters (none of I, O, S, V, Z) are needed."))
        return code

    def clean(self) -> dict[str, Any]:
        """A code whose check character does not fit is asked about once; whoever has the licence at hand decides."""
        cleaned = super().clean() or {}
        confirmed, fault = cleaned.pop("as_on_licence", False), fault_of(cleaned.get("code", ""))
        if fault is not None:
            self.fields["as_on_licence"].widget = forms.CheckboxInput()
            if not confirmed:
                why = fault.in_(get_language() or "zh-hans")
                advice = _("Compare it with the business licence; if it stands so there, say it below.")
                self.add_error("code", format_lazy(_("It is no code by GB 32100: {why}. {advice}"), why=why, advice=advice))
        return cleaned


class CodeForm(NameForm):
    """A site: a name and a short code."""

    code = forms.CharField(label=_("Code"), max_length=50, help_text=_("Small letters, digits and hyphens."))

    def clean_code(self) -> str:
        """Fit for file names and case files."""
        code = str(self.cleaned_data["code"]).strip().lower()
        if not FACILITY_CODE.fullmatch(code):
            raise ValidationError(_("Begin with a letter; then small letters, digits and hyphens."))
        return code


class FacilityForm(CodeForm):
    """A facility; its code is its id in case files and workbooks."""

    facility_kind = forms.ChoiceField(label=_("Kind of facility"), choices=facility_kind_choices)
    capacity = forms.CharField(label=_("Capacity"), max_length=30, required=False, help_text=_("A number."))
    capacity_kind = forms.ChoiceField(
        label=_("Unit of the capacity"),
        required=False,
        choices=[
            (kind.id, f"{kind.unit}")
            for kind in FACT_KINDS.values()
            if kind.id in ("capacity_t_per_a", "rated_capacity_mw", "clinker_capacity_t_per_d")
        ],
    )
    in_use_from = _day(_("In use from"))
    in_use_to = _day(_("In use to"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].help_text = _("Its id in case files and workbooks, such as potline-1.")
        self.order_fields(["name", "facility_kind", "code"])

    def clean_capacity(self) -> str:
        """Blank stays blank; else exact decimal text."""
        text = str(self.cleaned_data["capacity"]).strip()
        return decimal_fact(text) if text else ""

    def clean(self) -> dict[str, Any]:
        """The last day of use is not before the first."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("in_use_from"), cleaned.get("in_use_to")
        if first and last and last < first:
            self.add_error("in_use_to", _("The last day of use is before the first."))
        return cleaned


class FactForm(forms.Form):
    """A dated fact of a facility."""

    attribute = forms.ChoiceField(label=_("Attribute"))
    value = forms.CharField(label=_("Value"), max_length=200)
    valid_from = _day(_("Valid from"), required=True)
    source = forms.CharField(label=_("Source"), max_length=200, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        labels = ((kind.id, f"{kind.label} ({kind.unit})" if kind.unit else kind.label) for kind in FACT_KINDS.values() if kind.typed)
        offer(self, "attribute", labels)

    def clean(self) -> dict[str, Any]:
        """Numbers are numbers."""
        cleaned = super().clean() or {}
        kind = FACT_KINDS.get(cleaned.get("attribute", ""))
        if kind and kind.number and cleaned.get("value"):
            try:
                cleaned["value"] = decimal_fact(cleaned["value"])
            except ValidationError as refused:
                self.add_error("value", refused)
        return cleaned


class LifeForm(forms.Form):
    """What happened to a facility on a day."""

    kind = forms.ChoiceField(label=_("What happened"))
    on = _day(_("On"), required=True)
    until = _day(_("Until"))
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    source = forms.CharField(label=_("Source"), max_length=200, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        typed = [kind for kind in LIFE_KINDS.values() if kind.typed]
        offer(self, "kind", [(kind.id, format_lazy("{} ({})", kind.label, kind.on)) for kind in typed])
        self.fields["until"].help_text = _("The last day of a stop, where it is known.")


class IdentityForm(CompanyForm):
    """Another name or code of a company, from a day on."""

    on = _day(_("From"), required=True)
    source = forms.CharField(label=_("Source"), max_length=200)


class HandOverForm(forms.Form):
    """Facilities of a company that belong to another from a day on."""

    facilities = forms.TypedMultipleChoiceField(label=_("Facilities"), coerce=int, widget=forms.CheckboxSelectMultiple)
    site = forms.TypedChoiceField(label=_("Site of the receiver"), coerce=int)
    on = _day(_("First day that is the receiver's"), required=True)
    reason = forms.CharField(label=_("Reason"), max_length=300)
    source = forms.CharField(label=_("Source"), max_length=200)
    split = forms.BooleanField(label=_("As part of a split of the company"), required=False)

    def __init__(self, *args: Any, facilities: Iterable[Node], sites: Iterable[Node], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "facilities", [(one.pk, f"{one.name} ({one.code})") for one in facilities])
        offer(self, "site", [(one.pk, f"{one.parent} · {one.name}") for one in sites])


class MergeForm(forms.Form):
    """The company into which another one is merged from a day on."""

    into = forms.TypedChoiceField(label=_("Into"), coerce=int)
    on = _day(_("First day of the merger"), required=True)
    reason = forms.CharField(label=_("Reason"), max_length=300)
    source = forms.CharField(label=_("Source"), max_length=200)

    def __init__(self, *args: Any, companies: Iterable[Node], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "into", [(one.pk, one.name) for one in companies])


class MembershipForm(forms.Form):
    """Whether a company is on the list of key emitters of a sector in a year."""

    sector = forms.ChoiceField(label=_("List"), choices=[*LISTS.items()])
    year = forms.IntegerField(label=_("Year"), min_value=2013, max_value=2100)
    listed = forms.TypedChoiceField(
        label=_("State"), choices=[("1", _("on the list")), ("0", _("not on the list"))], coerce=lambda typed: typed == "1"
    )
    source = forms.CharField(label=_("Source"), max_length=200, help_text=_("The document that says so, with its number."))


class ReasonForm(forms.Form):
    """Why a record is withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class AdministratorForm(PasswordForm):
    """The first administrator, with the set-up code."""

    code = forms.CharField(
        label=_("Set-up code"),
        max_length=30,
        help_text=_("It was printed where the server was started."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    display_name = forms.CharField(label=_("Your name"), max_length=100)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("It is the name for signing in; no mail is sent."))
    field_order = ["code", "display_name", "email", "password", "repeated"]

    def clean_code(self) -> str:
        """Only who can read the server's console has it."""
        if not code_matches(self.cleaned_data["code"]):
            raise ValidationError(_("This is not the code of this installation."))
        return str(self.cleaned_data["code"])

    def clean(self) -> dict[str, Any]:
        """The password must not resemble the name or the address."""
        typed = self.cleaned_data
        self.user = User(email=typed.get("email", ""), display_name=typed.get("display_name", ""))
        return super().clean()


class SetupPersonForm(forms.Form):
    """Somebody to invite at the set-up, on the whole group or one part."""

    display_name = forms.CharField(label=_("Name"), max_length=100)
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES, initial="carbon_manager")
    node = forms.TypedChoiceField(label=_("Part of the group"), coerce=int)

    def __init__(self, *args: Any, nodes: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "node", [(node.pk, "\u3000" * (node.depth - 1) + node.name) for node in nodes])
