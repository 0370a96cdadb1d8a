"""Tables of records: imports, readings, and answers to doubts about a company's year."""

import json

from django.conf import settings
from django.db import models
from django.db.models import Q

from tanheng.engine.absences import NOT_APPLICABLE_KIND
from tanheng.engine.answer import CONFIRMED, CORRECTED
from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.clock import now
from tanheng.store.decimal_text import DecimalTextField

ACCEPTED, REFUSED = "accepted", "refused"
FILE, GRID = "file", "grid"  # the ways of a year's figures: somebody's file, or one drawn from what was typed (decision 17)


MOST_NUMBER = 2**31 - 1  # that a column of whole numbers holds


class Import(AppendOnlyModel):
    """One uploaded case: who, when, for which company, which file, and what became of it."""

    node = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="imports")
    number = models.PositiveIntegerField()  # counts the imports of a company
    state = models.CharField(max_length=10, choices=[(ACCEPTED, ACCEPTED), (REFUSED, REFUSED)])
    year = models.PositiveSmallIntegerField(null=True)  # absent when a refused file did not tell
    pack = models.CharField(max_length=100, blank=True)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    file = models.ForeignKey("evidence.EvidenceFile", on_delete=models.PROTECT, null=True)  # the content of refused files is not kept
    head = models.TextField(blank=True)  # canonical JSON: the case without its values
    snapshot_hash = models.CharField(max_length=71, blank=True)
    answers_count = models.BooleanField(default=True)  # those in the file settle doubts: who uploaded it may answer them
    value_count = models.PositiveIntegerField(default=0)
    problems = models.TextField()  # JSON, each text in zh and en
    reason = models.CharField(max_length=300, blank=True)
    base_number = models.PositiveIntegerField(null=True)  # the import its file was made from; absent where nobody said
    way = models.CharField(max_length=10, default=FILE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    problem_count: int  # both where imports are listed, counted by the database
    error_count: int

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["node", "number"], name="records_import_number_unique"),
            models.CheckConstraint(
                condition=Q(state=REFUSED, file=None) | Q(state=ACCEPTED, file__isnull=False, year__isnull=False),
                name="records_import_accepted_has_file_and_year",
            ),
        ]
        indexes = [models.Index(fields=["node", "year", "pack", "state", "-number"])]

    @property
    def through_month(self) -> int | None:
        """The last month, where its figures are of a part of the year; the head that says so is sealed by the hash of the case."""
        found: int | None = json.loads(self.head).get("through_month") if '"through_month"' in self.head else None
        return found

    @property
    def accepted(self) -> bool:
        """Whether its values were taken over."""
        return self.state == ACCEPTED


class FileReading(AppendOnlyModel):
    """One number as a file states it: where it stands there, and which one of the file before it supersedes.

    What was measured, whoever told of it, is a `monitoring.Reading` (decision 16); this is what the file said, and stays.
    """

    source_import = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="readings")
    quantity = models.CharField(max_length=100)
    facility = models.ForeignKey("sites.Node", on_delete=models.PROTECT, null=True, related_name="readings")
    facility_code = models.CharField(max_length=100, blank=True)
    item = models.CharField(max_length=100, blank=True)
    month = models.PositiveSmallIntegerField(null=True)  # absent: the year taken as one period
    amount = DecimalTextField(null=True)  # absent: not applicable
    unit = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=500, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    uncertainty = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=500, blank=True)
    typed = models.CharField(max_length=100, blank=True)  # as typed, where recording converted or rounded it
    origin_sheet = models.CharField(max_length=255, blank=True)
    origin_cell = models.CharField(max_length=40, blank=True)
    origin_path = models.CharField(max_length=255, blank=True)
    origin_line = models.PositiveIntegerField(null=True)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    # the typed reading that it froze; absent where a file said it
    frozen = models.ForeignKey("monitoring.Reading", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        db_table = "records_reading"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_import", "quantity", "facility_code", "item", "month"],
                condition=Q(month__isnull=False),
                name="records_reading_once_a_month",
            ),
            models.UniqueConstraint(
                fields=["source_import", "quantity", "facility_code", "item"],
                condition=Q(month=None),
                name="records_reading_once_a_year",
            ),
            models.CheckConstraint(
                condition=Q(amount=None, kind=NOT_APPLICABLE_KIND) | (~Q(kind=NOT_APPLICABLE_KIND) & Q(amount__isnull=False)),
                name="records_reading_amount_or_none",
            ),
        ]


class WarningAnswer(AppendOnlyModel):
    """What a person said to a warning about a year's figures; the newest to the same figures counts, the older ones are history."""

    node = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="warning_answers")
    year = models.PositiveSmallIntegerField()
    pack = models.CharField(max_length=100)
    code = models.CharField(max_length=40)
    quantity = models.CharField(max_length=100, blank=True)
    facility_code = models.CharField(max_length=100, blank=True)
    item = models.CharField(max_length=100, blank=True)
    month = models.PositiveSmallIntegerField(null=True)  # absent: of the year
    digest = models.CharField(max_length=71)  # of the figures it speaks of
    doubt = models.TextField()  # JSON: the problem as it was told then, in zh and en
    says = models.CharField(max_length=10, choices=[(CONFIRMED, CONFIRMED), (CORRECTED, CORRECTED)])
    reason = models.CharField(max_length=500)
    person = models.CharField(max_length=100)  # the name as it was then
    on = models.DateField()
    printed = models.BooleanField()  # in the report for the authority
    import_number = models.PositiveIntegerField(null=True)  # the import that counted then; unknown of answers from before it was kept
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["node", "year", "pack", "-id"], name="records_answer_of_year")]


class CaseFact(AppendOnlyModel):
    """What is said of a year beside its figures, without a file: an attribute, a replaced parameter, an uncertainty; the newest to the same
    key counts, and a blank entry takes it back. A file that is taken over later tells all of it anew.
    """

    node = models.ForeignKey("sites.Node", on_delete=models.PROTECT, related_name="case_facts")
    year = models.PositiveSmallIntegerField()
    pack = models.CharField(max_length=100)
    block = models.CharField(max_length=20)  # of the case: attributes, overrides, uncertainties
    key = models.CharField(max_length=500)  # canonical JSON of what it speaks of
    entry = models.TextField(blank=True)  # canonical JSON, as the block has it
    reason = models.CharField(max_length=300, blank=True)
    import_number = models.PositiveIntegerField()  # the import that counted then, 0 for none
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["node", "year", "pack", "-id"], name="records_fact_of_year")]
