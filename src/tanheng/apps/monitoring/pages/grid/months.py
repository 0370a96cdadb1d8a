"""The months of the grid: what stands in the head of each, and in which of them nothing is typed, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.selectors.months import newest_steps
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors.life import life_of
from tanheng.engine.life import MONTHS, Life
from tanheng.pages.language import reader_language
from tanheng.store.clock import today
from tanheng.workflow.months import CLOSED, FILLING, MONTH

SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class ShownMonth:
    """A column: "2026-01" and its heading; its state by id and in words, with the month's page, where it has begun and is asked for."""

    key: str
    label: str
    state: str = ""
    state_label: str = ""
    address: str = ""


@dataclass(frozen=True)
class GridMonths:
    """The columns of a place's year, and the months that take no figure: why."""

    shown: tuple[ShownMonth, ...]
    fixed: Mapping[int, str]


def grid_months(company: Node, place: Node, year: int) -> GridMonths:
    """The columns: months to come and those without the facility have no state, and neither takes a figure nor does one that is on its way
    to closed.
    """
    now, life = today(), life_of(place) if place.kind == "facility" else Life()
    ahead = {month for month in MONTHS if date(year, month, 1) > now}
    absent = set(life.not_applicable_months(year))
    found = newest_steps([company], date(year, 1, 1), date(year, 12, 1))
    taken = {month: state for month in MONTHS if (state := found.get((place.pk, date(year, month, 1))))}
    states = {month: taken.get(month, "" if month in ahead | absent else FILLING) for month in MONTHS}
    fixed = {month: str(_("This month has not begun.")) for month in ahead}
    said = _("Not applicable: %(dates)s") % {"dates": dates_of(life, year)} if absent else ""
    fixed |= dict.fromkeys(absent, said)
    fixed |= {month: _locked(state) for month, state in taken.items() if state != FILLING}
    return GridMonths(tuple(_shown(place, year, month, states[month]) for month in MONTHS), fixed)


def month_heading(month: int) -> str:
    """A month as the head of a narrow column."""
    return f"{month}月" if reader_language() == "zh" else SHORT_MONTHS[month - 1]


def dates_of(life: Life, year: int) -> str:
    """The first and last day of use and the stops that touch a year."""
    said = [_("in use from %(day)s") % {"day": life.first}] if life.first else []
    said += [_("in use to %(day)s") % {"day": life.last}] if life.last else []
    stops = (one for one in life.stops if one.first.year <= year and (one.last is None or one.last.year >= year))
    said += [_("stopped from %(first)s to %(last)s") % {"first": one.first, "last": one.last or "…"} for one in stops]
    return ("，" if reader_language() == "zh" else ", ").join(said)


def _shown(place: Node, year: int, month: int, state: str) -> ShownMonth:
    key, label = f"{year}-{month:02d}", month_heading(month)
    if not state:
        return ShownMonth(key, label)
    address = reverse("monitoring:month", args=[place.pk, year, month])
    return ShownMonth(key, label, state, MONTH.state(state).label.in_(reader_language()), address)


def _locked(state: str) -> str:
    words = {"state": MONTH.state(state).label.in_(reader_language())}
    if state == CLOSED:
        return str(_("%(state)s: it takes no figure unless it is reopened.") % words)
    return str(_("%(state)s: it takes no figure unless it is returned or withdrawn.") % words)
