"""Forms of the plan: a row of any of its tables, its head, how a version is begun, a step. The columns of the tables are their source."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.engine.plan.columns import YES_NO, Column, ColumnFault, Value, in_words, read_value
from tanheng.engine.plan.plan import FROM_MONTH, REFERENCES, Plan, read_row
from tanheng.engine.plan.rows import Row
from tanheng.engine.plan.sentences import SENTENCES
from tanheng.engine.plan.tables import BY_NAME, PlanTable
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.pages.language import reader_language
from tanheng.workflow.tables import Transition

CHECK = {"class": "form-check-input"}
WORKBOOKS = {"accept": ".xlsx,.ods"}
BLANK = [("", "—")]
SHORT_TEXT = {"date": "2026-01-05", "month": "2026-01", "percent": "0.2%"}
Choices = list[tuple[str, str]]


class RowForm(forms.Form):
    """One row of a table; what is blank may stay so in a draft, what cannot be read is told at its field and stays as it was typed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)

    def __init__(self, table: PlanTable, plan: Plan, row: Row, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.table = table
        for column in table.columns:
            for name, field in _fields(table, column, getattr(row, column.id), plan):
                self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """The row that was typed, under `row`."""
        told = {column.id: self._told(column) for column in self.table.columns}
        row, problems = read_row(self.table, told)
        places = {column.label: self._field_of(column) for column in self.table.columns}
        for one in problems:
            self.add_error(places.get(one.where.spoken) if one.where.spoken else None, _sentence(one))
        return {**self.cleaned_data, "row": row}

    def _told(self, column: Column) -> Any:
        if column.kind == "choices":
            return [said for number in range(len(column.choices)) if (said := self.cleaned_data.get(f"{column.id}_{number}"))]
        said = str(self.cleaned_data.get(column.id) or "").strip()
        return f"{said}%" if column.kind == "percent" and said and not said.endswith(("%", "％")) else said

    def _field_of(self, column: Column) -> str:
        return f"{column.id}_0" if column.kind == "choices" else column.id


def _sentence(one: Problem) -> ValidationError:
    lang = reader_language()
    return ValidationError(f"{one.message.in_(lang)}{'；' if lang == 'zh' else ': '}{one.remedy.in_(lang)}")


def _fields(table: PlanTable, column: Column, value: Value, plan: Plan) -> Iterable[tuple[str, forms.Field]]:
    lang = reader_language()
    common: dict[str, Any] = {"label": column.label.in_(lang), "help_text": column.hint.in_(lang) if column.hint else "", "required": False}
    if column.kind == "choices":
        given = list(value) if isinstance(value, tuple) else []
        for number in range(len(column.choices)):
            label = common["label"] if not number else f"{common['label']} {number + 1}"
            initial = given[number] if number < len(given) else ""
            choices = [*BLANK, *((name, one.in_(lang)) for name, one in column.choices.items())]
            yield f"{column.id}_{number}", forms.ChoiceField(**{**common, "label": label}, choices=choices, initial=initial)
        return
    common["required"] = column.id in table.key and column.needed
    offered = _choices(table, column, plan)
    if offered is not None:
        known = [name for name, _label in offered]
        initial = str(value).lower() if isinstance(value, bool) else str(value or "")
        more = [(initial, initial)] if initial and initial not in known else []
        yield column.id, forms.ChoiceField(**common, choices=[*BLANK, *offered, *more], initial=initial)
    else:
        yield column.id, forms.CharField(**common, initial=in_words(column, value, lang), widget=_widget(column))


def _widget(column: Column) -> forms.Widget:
    if column.kind == "long":
        return forms.Textarea(attrs={"rows": 3})
    attrs = {"placeholder": SHORT_TEXT[column.kind]} if column.kind in SHORT_TEXT else {}
    return forms.TextInput(attrs={**attrs, **({"inputmode": "numeric"} if column.kind == "whole" else {})})


def _choices(table: PlanTable, column: Column, plan: Plan) -> Choices | None:
    """What a field offers: a closed list, what another table of the plan holds, or nothing but what is typed."""
    lang = reader_language()
    if column.kind == "choice":
        return [(name, one.in_(lang)) for name, one in column.choices.items()]
    if column.kind == "yes_no":
        return [(str(name).lower(), one.in_(lang)) for name, one in YES_NO.items()]
    if (table.name, column.id) == ("uses", "pack"):
        return [(one, one) for one in plan.packs]
    for name, column_id, target in REFERENCES:
        if (name, column_id) == (table.name, column.id):
            return [(BY_NAME[target].key_of(one), f"{BY_NAME[target].key_of(one)} {one.name}") for one in plan.rows(BY_NAME[target])]
    return None


class HeadForm(forms.Form):
    """From which month the plan is meant to count, and for which editions."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    from_month = forms.CharField(
        label=_("In force from"), required=False, max_length=20, widget=forms.TextInput(attrs={"placeholder": "2026-01"})
    )
    packs = forms.MultipleChoiceField(label=_("Guide editions"), required=False, widget=forms.CheckboxSelectMultiple(attrs=CHECK))

    def __init__(self, packs: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = self.fields["packs"]
        assert isinstance(offered, forms.MultipleChoiceField)
        offered.choices = list(packs)

    def clean_from_month(self) -> Value:
        """The first day of the month; None where nothing was typed."""
        try:
            return read_value(FROM_MONTH, self.cleaned_data["from_month"])
        except ColumnFault as fault:
            raise _sentence(problem_of(SENTENCES, fault.code, **fault.words)) from fault


class BeginForm(HeadForm):
    """How a version is begun: from a proposal, from an earlier version, or from an Excel."""

    made_from = forms.TypedChoiceField(label=_("Begin with"), coerce=int, empty_value=None, required=False)
    file = forms.FileField(
        label=_("Or with an Excel of the plan"),
        required=False,
        widget=forms.ClearableFileInput(attrs=WORKBOOKS),
        help_text=_("As downloaded here and filled in further."),
    )

    field_order = ("made_from", "file", "from_month", "packs")

    def __init__(self, versions: Sequence[tuple[int, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = self.fields["made_from"]
        assert isinstance(offered, forms.TypedChoiceField)
        offered.choices = [("", _("A proposal from editions and facilities")), *versions]


class PlanFileForm(forms.Form):
    """An Excel of the plan that takes the place of a draft's text."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, required=False)
    file = forms.FileField(
        label=_("Excel of the plan"),
        widget=forms.ClearableFileInput(attrs=WORKBOOKS),
        help_text=_("As downloaded here and filled in further."),
    )


class PlanStepForm(forms.Form):
    """One step of a version: the last step that was seen, a reason where the step asks for one."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, move: Transition, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if move.reason:
            self.fields["reason"] = forms.CharField(label=_("Reason"), max_length=300)
