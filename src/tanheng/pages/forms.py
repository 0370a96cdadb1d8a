"""What forms of several apps do with their fields: choices that are known only when a page is asked for."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import QuerySet


def offer(form: forms.BaseForm, name: str, choices: Iterable[Any]) -> None:
    """Let the field offer these choices."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let the field offer these rows of a table."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows
