"""Forms of day-books: a row, a correction, a file or pasted lines, a figure that is taken over. What is typed, the service judges."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.monitoring.forms.meters import day_field
from tanheng.documents.day_book import headings
from tanheng.pages.language import reader_language
from tanheng.rulebook.day_books import Column, DayBook

MOST_PASTED = 500_000  # characters
LONGEST_TYPED = 100
NOT_TYPED = ("day", "reason")


class RowForm(forms.Form):
    """A row of a book: its day, and a field for each column."""

    day = day_field(_("Day"))

    def __init__(self, *args: Any, book: DayBook, corrects: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        words = headings(book)
        for name, column in book.columns.items():
            self.fields[name] = _field(column, words[name].in_(reader_language()))
        if corrects:
            self.fields["reason"] = forms.CharField(label=_("Reason"), max_length=300)

    def typed(self) -> dict[str, str]:
        """The texts by column."""
        return {name: text for name, text in self.cleaned_data.items() if name not in NOT_TYPED}


def _field(column: Column, label: str) -> forms.Field:
    if column.is_choice:
        lang = reader_language()
        words = [(name, word.label.in_(lang)) for name, word in column.choices.items()]
        return forms.ChoiceField(label=label, choices=[("", "—"), *words], required=column.required)
    attributes = {"inputmode": "decimal", "autocomplete": "off"} if column.is_number else {}
    return forms.CharField(label=label, max_length=LONGEST_TYPED, required=column.required, widget=forms.TextInput(attrs=attributes))


class BookFileForm(forms.Form):
    """A filled book, or lines copied from a spreadsheet with their headings."""

    file = forms.FileField(
        label=_("File (Excel or CSV)"), required=False, widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv"})
    )
    pasted = forms.CharField(
        label=_("Or paste lines"),
        required=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Copied from a spreadsheet with the row of headings."),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        found = super().clean() or self.cleaned_data
        if bool(found.get("file")) == bool(found.get("pasted")):
            raise ValidationError(_("Choose a file, or paste lines: one of the two."))
        return found


class TakeOverForm(forms.Form):
    """A figure of the month into a cell of the plan; `seen` is the reading that stood there."""

    figure = forms.CharField(max_length=100)
    line = forms.CharField(max_length=200)
    source = forms.CharField(max_length=200)
    seen = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    reason = forms.CharField(max_length=300, required=False)
