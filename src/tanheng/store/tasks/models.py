"""Tables of tasks: what was asked, each attempt at it and its end are written once; how far it has come is a projection of the moment."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from tanheng.engine.text import Text
from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.clock import now

DONE, FAILED, CANCELLED = "done", "failed", "cancelled"
OUTCOMES = [(one, one) for one in (DONE, FAILED, CANCELLED)]


class Task(AppendOnlyModel):
    """Something that is to be done: what, with what, by whom it was asked through which door, and for which part of the group."""

    name = models.CharField(max_length=100)  # as the apps register it: "accounting.run"
    arguments = models.TextField()  # canonical JSON
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")  # absent: the schedule
    door = models.CharField(max_length=10, blank=True)
    through = models.CharField(max_length=80, blank=True)  # session or token, never its secret
    language = models.CharField(max_length=10, blank=True)  # of whoever asked, for what is told them
    place = models.CharField(max_length=200, blank=True)  # path of the organisation node
    key = models.CharField(max_length=250, unique=True, null=True)  # asked again under the same key it is the same task  # noqa: DJ001
    at = models.DateTimeField(default=now)

    end: "TaskEnd"  # only where it has ended
    progress: "Progress"

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["place", "-id"], name="tasks_task_of_place"),
            models.Index(fields=["user", "-id"], name="tasks_task_of_user"),
        ]

    @property
    def words(self) -> dict[str, Any]:
        """The arguments."""
        found: dict[str, Any] = json.loads(self.arguments)
        return found

    @property
    def file(self) -> str:
        """The upload in quarantine that belongs to it; "" where none does."""
        return str(self.words.get("file", ""))

    @property
    def state(self) -> str:
        """`waiting`, `running`, or how it ended: `done`, `failed`, `cancelled`. Read with `end` and `progress`."""
        if hasattr(self, "end"):
            return self.end.outcome
        return "running" if self.progress.held_by else "waiting"


class Attempt(AppendOnlyModel):
    """One attempt at a task: the how manieth, by which worker."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    worker = models.CharField(max_length=100)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["task", "number"], name="tasks_attempt_number_unique")]


class TaskEnd(AppendOnlyModel):
    """How a task ended, once: done with what it made, failed with the problems, or cancelled by somebody."""

    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="end")
    outcome = models.CharField(max_length=10, choices=OUTCOMES)
    attempt = models.PositiveIntegerField()  # 0: ended before anybody took it in hand
    result = models.CharField(max_length=100, blank=True)  # key of what it made; where it failed, what its page needs to go on with it
    problems = models.TextField(default="[]")  # JSON, each text in zh and en
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")  # who cancelled it
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome=CANCELLED) | Q(by=None), name="tasks_end_cancelled_by_somebody"),
        ]


class Progress(models.Model):
    """How far a task has come and who has it in hand until when: the one row of it that changes, made anew from the others at any time."""

    task = models.OneToOneField(Task, on_delete=models.PROTECT, primary_key=True, related_name="progress")
    attempt = models.PositiveIntegerField(default=0)  # the attempt that counts
    held_by = models.CharField(max_length=100, blank=True)  # the worker that has it in hand
    lease_until = models.DateTimeField(null=True)  # it has it in hand until then, unless it says so again
    not_before = models.DateTimeField(default=now)  # waits until then for another attempt
    deaths = models.PositiveIntegerField(default=0)  # attempts that ended without a word
    percent = models.PositiveSmallIntegerField(default=0)
    words_zh = models.CharField(max_length=200, blank=True)
    words_en = models.CharField(max_length=200, blank=True)
    ended = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["task"], condition=Q(ended=False), name="tasks_progress_open")]

    def __str__(self) -> str:
        return f"{self.task_id}: {self.percent} %"

    @property
    def words(self) -> Text:
        """What is being done at the moment."""
        return Text(self.words_zh, self.words_en)
