"""The upload of a plant's own table, and what is said when it is taken over."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TableForm(forms.Form):
    """A workbook or CSV of any layout."""

    file = forms.FileField(
        label=_("Excel or CSV"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt"}),
        help_text=_("A table with a column of months or days; or this grid as it was downloaded."),
    )


class TakeTableForm(forms.Form):
    """Under which name the layout is kept, and why figures of others are changed."""

    name = forms.CharField(
        label=_("Keep this layout as"),
        max_length=100,
        required=False,
        help_text=_("It is offered again when a file has the same headings. Leave it blank to keep nothing."),
    )
    reason = forms.CharField(
        label=_("Reason of the correction"), max_length=300, required=False, help_text=_("Where another told the figure that stands here.")
    )
