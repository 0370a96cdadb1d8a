"""What a page answers after it has asked for a task: what was made, where it is small enough to be made at once; else the task's page."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tanheng.apps.work.services.performing import perform_at_once
from tanheng.pages.language import reader_language
from tanheng.pages.problem_texts import stored_problems
from tanheng.pages.request import PageRequest
from tanheng.registration.collected import task_kinds
from tanheng.store.tasks.models import DONE, FAILED, Task, TaskEnd


@dataclass(frozen=True)
class Answered:
    """Where to go on; the key of what was made, where it was; what the task failed with, where it did so at once."""

    response: HttpResponse
    made: str
    error: Exception | None


def after_asking(
    request: PageRequest, task: Task, *, small: bool, back: HttpResponse | None = None, own: type[Exception] | None = None
) -> Answered:
    """Do small work now. Then on to what was made, to the task's page, or `back` with the reasons why it was refused; `own`: what the page
    that asked tells itself.
    """
    request.leads_to(reverse("work:task", args=[task.pk]))  # where whoever clicks again meanwhile sees how far it is
    kind = task_kinds()[task.name]
    error = perform_at_once(task=task) if small else None
    ended = TaskEnd.objects.filter(task=task).first()
    if ended is not None and ended.outcome == DONE and ended.result:
        return Answered(redirect(kind.view, int(ended.result)), ended.result, error)
    if ended is None or ended.outcome != FAILED or back is None:
        return Answered(redirect("work:task", task.pk), "", error)
    for problem in () if own and isinstance(error, own) else stored_problems(ended.problems):
        messages.error(request, problem.message.in_(reader_language()))
    return Answered(back, "", error)
