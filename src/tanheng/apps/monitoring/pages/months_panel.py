"""What Home says of months: reminders, for whom one stands in, and what is late in the company in view."""

from django.urls import reverse

from tanheng.apps.monitoring.pages.months import month_address, month_label
from tanheng.apps.monitoring.selectors.timetable import late_months, pending_reminders, substitutes_on
from tanheng.apps.people.access import opens
from tanheng.apps.sites.access.in_view import company_in_view
from tanheng.apps.sites.selectors import descendants
from tanheng.pages.panel import Panel
from tanheng.pages.request import Frame
from tanheng.store.clock import today


def months_panel(frame: Frame) -> Panel | None:
    """None where there is nothing to say."""
    user, company = frame.request.user, company_in_view(frame, "view_data")
    reminders = [one for one in pending_reminders(user) if opens(frame.reach, "view_data", one.company)]
    late = late_months([company], list(descendants(company, kind="facility")), today()) if company else []
    found = substitutes_on(company, today()).values() if company else ()
    shown = {
        "reminders": [
            {"row": one, "month": month_label(one.month), "address": month_address("month", one.place, one.month)} for one in reminders
        ],
        "stands_in": [one for one in found if one.substitute_id == user.pk],
        "late": len(late),
    }
    if late and company:
        first = late[0]
        shown |= {"days": (today() - first.due).days, "first": f"{first.place} {month_label(first.month)}"}
        shown |= {"address": reverse("monitoring:month-late", args=[company.pk])}
    return Panel("monitoring/months/panel.html", shown) if any((reminders, shown["stands_in"], late)) else None
