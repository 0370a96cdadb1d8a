"""Pages of background work: one task with its progress, the list of tasks."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tanheng.apps.work.access import KEEP_WORK, access_task, may_cancel, tasks_of, visible_tasks
from tanheng.apps.work.selectors.shown import ShownTask, shown_task
from tanheng.apps.work.services import cancel_task
from tanheng.pages.language import reader_language
from tanheng.pages.problem_texts import shown_problems
from tanheng.pages.request import PageRequest
from tanheng.store.tasks.queue import LostAttemptError

ROWS_PER_PAGE = 50


def task(request: PageRequest, task_id: int) -> HttpResponse:
    """One task: how far it is, then what it made or why it failed. It can be left; it goes on."""
    found = access_task(request.reach, task_id)
    shown = shown_task(found, request.reach)
    if shown.place is not None:
        request.frame.show(node=shown.place)
    context = {
        "shown": shown,
        "may_cancel": shown.open and may_cancel(request.actor, found),
        "problems": shown_problems(shown.problems, reader_language()),
    }
    return render(request, "work/task.html", context)


def progress(request: PageRequest, task_id: int) -> HttpResponse:
    """The moving part of a task's page; where it has ended the page is told to go on to what was made, or to show the end."""
    shown = shown_task(access_task(request.reach, task_id), request.reach)
    if shown.open:
        return render(request, "work/progress.html", {"shown": shown})
    response = HttpResponse()
    response.headers["HX-Redirect"] = shown.address if _goes_on(shown, request) else reverse("work:task", args=[task_id])
    return response


def _goes_on(shown: ShownTask, request: PageRequest) -> bool:
    return bool(shown.address) and not shown.download and shown.task.user_id == request.user.pk


@require_POST
def cancel(request: PageRequest, task_id: int) -> HttpResponse:
    """Cancel it, unless it was faster."""
    found = access_task(request.reach, task_id)
    try:
        cancel_task(actor=request.actor, task=found)
    except LostAttemptError:
        messages.warning(request, _("It has ended already."))
    return redirect("work:task", task_id)


def tasks(request: PageRequest) -> HttpResponse:
    """One's own tasks, or (`all=1`) every one that one may see."""
    everything = request.GET.get("all") == "1"
    found = visible_tasks(request.reach) if everything else tasks_of(request.reach, request.user)
    page = Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    rows = [shown_task(one, request.reach) for one in page]
    context = {"page": page, "rows": rows, "everything": everything, "keeps": request.reach.anywhere(KEEP_WORK)}
    return render(request, "work/tasks.html", context)
