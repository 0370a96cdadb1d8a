"""What surrounds a page: the reader's reach, the organisation and year in view, navigation and switches.

A view may say `request.frame.show(node=…, year=…)`; pages that do not are framed by what was last looked at.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property

from tanheng.apps.people.access import PersonReach
from tanheng.apps.people.access.scopes import within
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import ancestors
from tanheng.pages.actor import Actor
from tanheng.pages.request import PageRequest
from tanheng.registration import Line, Section
from tanheng.registration.collected import navigation
from tanheng.store.clock import today

COOKIE = "tanheng_seen"  # not the session: whoever reads a page writes nothing
SEEN_FOR_S = 90 * 24 * 3600
PACK = re.compile(r"[a-z0-9_/]{1,100}")
FIRST_YEAR = 2024  # first compliance year of the sector in the national market


@dataclass(frozen=True)
class ShownLine:
    """A line of the navigation ready to be shown; the first of a section comes with the section."""

    line: Line
    section: Section | None
    address: str
    current: bool


class Seen(NamedTuple):
    """What was last looked at, as the browser brings it back: hints alone, that open nothing."""

    node: int | None = None
    year: int | None = None
    pack: str = ""

    @classmethod
    def of(cls, text: str) -> "Seen":
        """As a cookie says; whatever is no number or no name of a pack is nothing."""
        node, year, pack = (*text.split("|"), "", "", "")[:3]
        return cls(_number(node), _number(year), pack if PACK.fullmatch(pack) else "")

    @property
    def text(self) -> str:
        """As a cookie holds it."""
        return f"{self.node or ''}|{self.year or ''}|{self.pack}"


class Frame:
    """The frame of one request; everything is computed when a template asks for it."""

    def __init__(self, request: PageRequest) -> None:
        self.request = request
        self.reach = PersonReach(request.user)
        self.seen = Seen.of(request.COOKIES.get(COOKIE, ""))
        self._node: Node | None = None
        self._year: int | None = None
        self._switch_view = ""

    def show(self, *, node: Node | None = None, year: int | None = None, pack: str = "", switch_view: str = "") -> None:
        """Set what the page is about and remember it for the next one; a blank pack leaves the remembered one.

        `switch_view` names the page the switches lead to, for pages about one object of the organisation or year.
        """
        if node is not None:
            self._node = node
            self.seen = self.seen._replace(node=node.pk)
        if year is not None:
            self._year = year
            self.seen = self.seen._replace(year=year)
        if pack:
            self.seen = self.seen._replace(pack=pack)
        self._switch_view = switch_view or self._switch_view

    @cached_property
    def nodes(self) -> list[Node]:
        """What the organisation switch offers: everything in one's part except facilities."""
        return [node for node in self.reach.nodes("view_organisation") if node.kind != "facility"]

    @property
    def node(self) -> Node | None:
        """The organisation in view: of the page, of the address, last looked at, else the first company."""
        if self._node is None:
            wanted = _number(self.request.GET.get("organisation")) or self.seen.node
            chosen = next((node for node in self.nodes if node.pk == wanted), None)
            self._node = chosen or next((node for node in self.nodes if node.kind == "company"), None) or self._first()
        return self._node

    @property
    def year(self) -> int:
        """The compliance year in view."""
        if self._year is None:
            wanted = _number(self.request.GET.get("year")) or self.seen.year
            self._year = wanted if wanted in self.years else today().year - 1
        return self._year

    @property
    def pack(self) -> str:
        """The rule pack last looked at; "" at first. Whether it is in use here, the page decides."""
        return self.seen.pack

    @property
    def years(self) -> list[int]:
        """Compliance years offered, newest first."""
        return list(range(today().year, FIRST_YEAR - 1, -1))

    @property
    def trail(self) -> list[Node]:
        """The organisation in view with everything above it that the reader may see."""
        return [node for node in ancestors(self.node) if self.reach.sees(node)] if self.node else []

    @property
    def node_choices(self) -> list[tuple[Node, str]]:
        """Every organisation of the switch with the address it leads to."""
        return [(node, self.address_for(node=node)) for node in self.nodes]

    @property
    def year_choices(self) -> list[tuple[int, str]]:
        """Every year of the switch with the address it leads to."""
        return [(year, self.address_for(year=year)) for year in self.years]

    def address_for(self, *, node: Node | None = None, year: int | None = None) -> str:
        """The present page for another organisation or year; where the page has neither, Home."""
        match = self.request.resolver_match
        in_view = node or self.node
        chosen = {"node_id": in_view.pk if in_view else None, "year": year or self.year}
        if self._switch_view:
            return reverse(self._switch_view, kwargs=chosen)
        kwargs = match.kwargs if match else {}
        changed = "node_id" if node else "year"
        if match and changed in kwargs:
            return reverse(match.view_name, kwargs={**kwargs, changed: chosen[changed]})
        return f"{reverse('web:home')}?organisation={chosen['node_id']}&year={chosen['year']}"

    @property
    def lines(self) -> list[ShownLine]:
        """Navigation lines the reader's roles open."""
        name = self.request.resolver_match.view_name if self.request.resolver_match else ""
        shown = [(section, line) for section, line in navigation() if not line.verb or self.reach.anywhere(line.verb)]
        available = [(section, line) for section, line in shown if "node_id" not in line.takes or self.node]
        return [ShownLine(line, section, self._address(line), name.startswith(line.match)) for section, line in available]

    def _address(self, line: Line) -> str:
        values = {"node_id": self.node.pk if self.node else None, "year": self.year}
        return reverse(line.view, kwargs={key: values[key] for key in line.takes})

    def _first(self) -> Node | None:
        return self.nodes[0] if self.nodes else None


class FrameMiddleware:
    """Gives every request its frame, its reach and its actor; the database shows it, until it is answered, what it reaches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach them."""
        page = cast("PageRequest", request)
        page.frame = Frame(page)
        page.reach = page.frame.reach
        page.actor = Actor(page.user, page.reach, "web", _session_name(page))
        before = page.frame.seen
        with within(page.reach):
            response = self.get_response(page)
        if page.frame.seen != before:
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(COOKIE, page.frame.seen.text, max_age=SEEN_FOR_S, secure=secure, httponly=True, samesite="Lax")
        return response


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `frame` in every template, None where nobody is signed in."""
    signed_in = getattr(request, "user", None) is not None and request.user.is_authenticated
    return {"frame": getattr(request, "frame", None) if signed_in else None}


def _session_name(request: HttpRequest) -> str:
    """What the journal calls the session: enough to tell two apart, nothing that opens one."""
    key = request.session.session_key
    return f"session:{hashlib.sha256(key.encode()).hexdigest()[:12]}" if key else ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
