"""A task as it is shown: what it is called, how far it is, what it made, to whoever may see as much."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.module_loading import import_string

from tanheng.apps.people.access import opens
from tanheng.apps.sites.models import Node
from tanheng.apps.work.access import place_of, sees_all
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text
from tanheng.pages.actor import Reach
from tanheng.pages.problem_texts import stored_problems
from tanheng.registration import TaskKind
from tanheng.registration.collected import jobs, task_kinds
from tanheng.store.tasks.models import DONE, FAILED, Task

WAITING = Text("等待执行", "it waits for its turn")


@dataclass(frozen=True)
class ShownTask:
    """A task for one reader. `address` of the page of what it made, `api` in the API; both blank where there is none (for them)."""

    task: Task
    label: str
    place: Node | None
    problems: list[Problem]
    address: str
    api: str
    download: bool
    whole: bool  # not only who, what and when
    refused: bool = False  # it was done, and what it made says that nothing was taken over

    @property
    def goes_on_with(self) -> str:
        """What asking for it again needs, where it was refused for the want of that; "" else, and for whoever does not see all of it."""
        return self.task.end.result if self.whole and self.state == FAILED else ""

    @property
    def said(self) -> str:
        """What became of it in people's words: as `state`, but `asks` where it waits for their answer, `answered` once they have given the
        file again, `refused` where what it made is a refusal.
        """
        if self.state == FAILED and self.task.end.result:
            return "answered" if _asked_again(self.task) else "asks"
        return "refused" if self.refused else self.state

    @property
    def answer_address(self) -> str:
        """The page on which what it waits for is said; "" where it waits for nothing."""
        kind = task_kinds().get(self.task.name)
        return reverse(kind.answered_at, args=[self.place.pk]) if kind and self.whole and self.place and self.said == "asks" else ""

    @property
    def state(self) -> str:
        """`waiting`, `running`, `done`, `failed`, `cancelled`."""
        return self.task.state

    @property
    def open(self) -> bool:
        """Whether it has not ended."""
        return self.state in ("waiting", "running")

    @property
    def percent(self) -> int:
        """0 to 100."""
        return self.task.progress.percent

    @property
    def words(self) -> Text:
        """What is being done, or why it waits."""
        return self.task.progress.words if self.task.progress.words.en else WAITING


def _said(kind: TaskKind, words: Mapping[str, Any]) -> str:
    """The label with the task's words in it as people call them; a task of another version of the program may lack one."""
    called = {key: str(import_string(labels).get(words.get(key), words.get(key, ""))) for key, labels in kind.called.items()}
    return str(kind.label).format_map(defaultdict(str, {**words, **called}))


def shown_task(task: Task, reach: Reach) -> ShownTask:
    """The task as the reader may see it."""
    whole, place, kind = sees_all(reach, task), place_of(task), task_kinds().get(task.name)
    made = task.end.result if kind and whole and task.state == DONE else ""
    address = reverse(kind.view, args=[int(made)]) if kind and made else ""
    label = _said(kind, task.words) if kind and whole else title_of(task)
    problems = stored_problems(task.end.problems) if whole and not _is_open(task) else []
    shown_place = place if place is not None and (whole or opens(reach, "view_organisation", place)) else None
    api = kind.api.format(id=made) if kind and made else ""
    refused = bool(made and kind and kind.refused and import_string(kind.refused)(int(made)))
    return ShownTask(task, label, shown_place, problems, address, api, bool(kind and kind.download), whole, refused)


def _asked_again(task: Task) -> bool:
    """Whether the same person has asked for the like since, at the same place: then nothing of this one waits any more."""
    return Task.objects.filter(name=task.name, user=task.user_id, place=task.place, pk__gt=task.pk).exists()


def title_of(task: Task) -> str:
    """What a task is called, without what it is about."""
    known = task_kinds().get(task.name)
    job = jobs().get(task.name)
    return str(known.title if known else job.label if job else task.name)


def _is_open(task: Task) -> bool:
    return task.state in ("waiting", "running")
