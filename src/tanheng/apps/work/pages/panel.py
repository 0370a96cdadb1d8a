"""What Home says of background work: what is being done, and what failed since yesterday."""

from datetime import timedelta

from django.db.models import Q

from tanheng.apps.work.access import KEEP_WORK, tasks_of, visible_tasks
from tanheng.apps.work.selectors.shown import shown_task
from tanheng.pages.panel import Panel
from tanheng.pages.request import Frame
from tanheng.store.clock import now
from tanheng.store.tasks.models import FAILED

MOST_ROWS = 5
MOST_LOOKED_AT = 20  # those answered since are no news
TOLD_FOR = timedelta(days=1)


def work_panel(frame: Frame) -> Panel | None:
    """One's own tasks; of those who keep the work, everybody's. None where there is nothing to say."""
    reach = frame.reach
    found = visible_tasks(reach) if reach.anywhere(KEEP_WORK) else tasks_of(reach, frame.request.user)
    rows = found.filter(Q(end=None) | Q(end__outcome=FAILED, end__at__gt=now() - TOLD_FOR))[:MOST_LOOKED_AT]
    shown = [one for task in rows if (one := shown_task(task, reach)).said != "answered"]
    return Panel("work/panel.html", {"rows": shown[:MOST_ROWS]}) if shown else None
