"""What stands around the steps of a month: the days by which it is due, reminders, and substitutes for absence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tanheng.apps.journal.services import append_event
from tanheng.apps.monitoring.models import MonthReminder, MonthTimetable, Substitute
from tanheng.apps.monitoring.models.months import LAST_DAY
from tanheng.apps.monitoring.selectors.months import standing_month
from tanheng.apps.monitoring.selectors.timetable import next_move, waited_for, with_substitutes
from tanheng.apps.monitoring.services.months import RefusedMonthError
from tanheng.apps.people.access import PersonReach, opens, require
from tanheng.apps.people.models import User
from tanheng.apps.people.services.changes import change
from tanheng.apps.sites.models import Node
from tanheng.engine.sentences import problem_of
from tanheng.pages.actor import Actor
from tanheng.store.clock import today
from tanheng.store.one_line import one_line
from tanheng.workflow.month_sentences import SENTENCES

KEEP = "close_month"  # whoever closes sets the days and reminds
LONGEST_NOTE, LONGEST_DEPARTMENT = 300, 200


@dataclass(frozen=True)
class Days:
    """Days of the month after: until when figures are there, reviewed, closed."""

    report: int
    review: int
    close: int

    @property
    def in_order(self) -> bool:
        """Whether they follow each other within every month."""
        return 1 <= self.report <= self.review <= self.close <= LAST_DAY


def set_timetable(*, actor: Actor, company: Node, from_month: date, days: Days, department: str = "") -> MonthTimetable:
    """Say by which days months are due from a month (its first day) on; "" for every department without its own."""
    require(actor, KEEP, company)
    if not days.in_order:
        raise RefusedMonthError([problem_of(SENTENCES, "MONTH-411", last=str(LAST_DAY))])

    def write() -> MonthTimetable:
        row = MonthTimetable(
            company=company,
            department=one_line(department, LONGEST_DEPARTMENT),
            from_month=from_month.replace(day=1),
            report_day=days.report,
            review_day=days.review,
            close_day=days.close,
            by=actor.user,
        )
        row.save()
        payload: dict[str, Any] = {"month": f"{row.from_month:%Y-%m}", "department": row.department or "*"}
        payload |= {"report_day": row.report_day, "review_day": row.review_day, "close_day": row.close_day}
        append_event(actor=actor, action="monitoring.month.timetable", subject=row, place=company, payload=payload)
        return row

    return change(actor, KEEP, company, write)


def remind(*, actor: Actor, company: Node, place: Node, month: date, persons: Sequence[User], note: str = "") -> list[MonthReminder]:
    """Remind persons of the next step of a month, and whoever stands in for one of them today.

    Raises RefusedMonthError where no step is open, or it is not open to one of them.
    """
    require(actor, KEEP, company)

    def write() -> list[MonthReminder]:
        found = standing_month(company, place, month)
        if next_move(found) is None:
            raise RefusedMonthError([problem_of(SENTENCES, "MONTH-414")])
        known = {one.pk for one in waited_for(found)}
        others = [one for one in persons if one.pk not in known]
        if others or not persons:
            raise RefusedMonthError([problem_of(SENTENCES, "MONTH-412", person="、".join(map(str, others)) or "—")])
        pairs = with_substitutes(company, persons, today())
        told = list({one.pk: one for pair in pairs.items() for one in pair if one is not None}.values())
        words = {"company": company, "place": place, "month": month, "step": found.step_number, "by": actor.user}
        made = [MonthReminder(**words, person=one, note=one_line(note, LONGEST_NOTE)) for one in told]
        MonthReminder.objects.bulk_create(made)
        payload = {"month": f"{month:%Y-%m}", "place_name": place.name, "persons": "、".join(map(str, told)), "note": made[0].note}
        append_event(actor=actor, action="monitoring.month.reminded", subject=made[0], place=company, payload=payload)
        return made

    return change(actor, KEEP, company, write)


def name_substitute(*, actor: Actor, company: Node, substitute: User | None, first: date, last: date) -> Substitute:
    """Say who stands in for oneself from a day to a day; None: one is back. Roles stay as they are: the substitute is shown and reminded.

    Raises RefusedMonthError where that is oneself, somebody without a role in the company, or the days are not in order.
    """
    require(actor, "view_data", company)
    me = actor.user
    fits = substitute is None or (substitute.pk != me.pk and opens(PersonReach(substitute), "view_data", company))
    if not fits or last < first:
        raise RefusedMonthError([problem_of(SENTENCES, "MONTH-413")])

    def write() -> Substitute:
        require(actor, "view_data", company)
        row = Substitute(company=company, person=me, substitute=substitute, first=first, last=last, by=me)
        row.save()
        payload = {"person": str(me), "substitute": str(substitute or ""), "first": first.isoformat(), "last": last.isoformat()}
        action = "monitoring.month.substitute" if substitute else "monitoring.month.back"
        append_event(actor=actor, action=action, subject=row, place=company, payload=payload)
        return row

    return change(actor, "", company, write)
