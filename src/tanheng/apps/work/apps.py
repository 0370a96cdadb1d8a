"""What the work app registers: tasks in the background and who keeps them."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import App, Verb

KEEPERS = ("administrator", "system_administrator")


class WorkConfig(App):
    """Tasks in the background and the schedule."""

    name = "tanheng.apps.work"
    label = "work"
    verbs = (Verb("keep_work", _("See and cancel background work of others, see the schedule"), KEEPERS, place=95),)
    actions = {"work.task.cancelled": _("Cancelled the background task {number} ({task})")}
    journal_areas = {"work.": _("Background work")}
    unsealed = {
        "tasks.Task": "asks for work; what the work wrote is sealed by its own change",
        "tasks.Attempt": "of a task",
        "tasks.TaskEnd": "of a task; a cancellation has its event",
        "tasks.Progress": "a projection of the moment",
    }
