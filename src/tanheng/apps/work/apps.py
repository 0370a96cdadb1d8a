"""What the work app registers: tasks in the background and who keeps them."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import SYSTEM, App, Fact, HomePanel, Job, Line, Refusal, Verb

KEEPERS = ("administrator", "system_administrator")
EVERYBODY = ("clerk", "carbon_manager", "group_manager", "verifier", *KEEPERS)


class WorkConfig(App):
    """Tasks in the background and the schedule."""

    name = "tanheng.apps.work"
    label = "work"
    url_prefixes = ("tasks/", "schedule/")
    api = True
    refusals = (Refusal("tanheng.store.tasks.queue.LostAttemptError", 409, "WORK-409", _("It has ended already")),)
    verbs = (Verb("keep_work", _("See and cancel background work of others, see the schedule"), KEEPERS, place=95),)
    actions = {
        "work.task.cancelled": _("Cancelled the background task {number} ({task})"),
        "work.calendar.said": _("Said of {day}: {working} ({source})"),
    }
    value_labels = {"working": {"True": _("working day"), "False": _("day off")}}
    navigation = (
        Line(SYSTEM, _("Background work"), "work:tasks", "list-details", match=("work:task",), place=2),
        Line(SYSTEM, _("Schedule"), "work:schedule", "calendar", "keep_work", match=("work:schedule",), place=3),
    )
    jobs = (
        Job(
            "work.sweep_quarantine", _("Sweep what is left over in quarantine"), "tanheng.apps.work.tasks.sweep_quarantine", "day", "01:30"
        ),
    )
    home_panels = (HomePanel("tanheng.apps.work.pages.panel.work_panel", EVERYBODY, place=5),)
    journal_areas = {"work.": _("Background work")}
    facts = (
        Fact(
            "work.CalendarDay",
            {
                "calendar_day/1": {
                    "group": "group_id",
                    "day": "day",
                    "working": "working",
                    "source": "source",
                    "by": "by_id",
                    "at": "at",
                }
            },
        ),
    )
    unlimited = {
        "tasks.Task": "a worker takes the oldest of all; pages alone limit who sees it",
        "tasks.Attempt": "of a task",
        "tasks.TaskEnd": "of a task; its problems hold figures, and pages alone limit who sees them",
        "tasks.Progress": "of a task",
        "work.CalendarDay": "working days, no figures",
    }
    unsealed = {
        "tasks.Task": "asks for work; what the work wrote is sealed by its own change",
        "tasks.Attempt": "of a task",
        "tasks.TaskEnd": "of a task; a cancellation has its event",
        "tasks.Progress": "a projection of the moment",
    }
