"""The administrator's question on Home: is the organisation whole, who works in it, and is the journal in order."""

from collections import Counter
from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise

from tanheng.apps.journal.selectors import visible_events
from tanheng.apps.people.access import active_assignments
from tanheng.apps.people.models.permissions import ROLES
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import ancestors, descendants
from tanheng.pages.panel import Panel
from tanheng.pages.request import Frame
from tanheng.store.append_only import missing_locks


@dataclass(frozen=True)
class CompanyLine:
    """A company with how much of it is entered, and its people by role."""

    company: Node
    sites: int
    facilities: int
    people: int
    without: tuple[str | Promise, ...]  # roles nobody holds there, without which a year does not get done


def keeping_panel(frame: Frame) -> Panel | None:
    """Companies with sites, facilities and people; people by role; the journal's last event and its locks."""
    if frame.node is None or not frame.reach.permits("manage_people", frame.node):
        return None
    top = next(node for node in ancestors(frame.node) if frame.reach.permits("manage_people", node))
    held = active_assignments().filter(node__path__startswith=top.path).select_related("user", "node")
    by_role = Counter(role for role, _user in {(one.role, one.user_id) for one in held})
    events = visible_events(actor_id=frame.request.user.pk, paths=frame.reach.paths("view_journal"))
    shown = {
        "top": top,
        "companies": [_company_line(company) for company in descendants(top, kind="company")],
        "roles": [(role, by_role[role.id]) for role in ROLES.values()],
        "people_count": len({one.user_id for one in held}),
        "uninvited": [one.user for one in held if not one.user.has_usable_password()],
        "event_count": events.count(),
        "last_event": events.first(),
        "missing_locks": missing_locks(connection),
    }
    return Panel("sites/keeping_panel.html", shown)


def _company_line(company: Node) -> CompanyLine:
    on_top = active_assignments().filter(node__path__in=company.ancestor_paths)
    held = {(one.role, one.user_id) for one in on_top | active_assignments().filter(node__path__startswith=company.path)}
    roles = {role for role, _user in held}
    needed = [role for role in ("clerk", "carbon_manager") if role not in roles]
    return CompanyLine(
        company,
        descendants(company, kind="site").count(),
        descendants(company, kind="facility").count(),
        len({user for _role, user in held}),
        tuple(ROLES[role].label for role in needed),
    )
