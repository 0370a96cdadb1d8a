"""The request of a page or of the API: who asks, what they may do, and the frame around what they are shown.

The shapes only: who may do what is the people app's matter, the frame is the shell's. A part of the group is anything with a `path`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from django.http import HttpRequest

from tanheng.pages.actor import Actor, Reach


class Frame(Protocol):
    """The organisation and the year in view, and the switches that lead to others."""

    @property
    def request(self) -> PageRequest:
        """The request it surrounds."""

    @property
    def node(self) -> Any:
        """The organisation in view, or None."""

    @property
    def nodes(self) -> Sequence[Any]:
        """What the organisation switch offers."""

    @property
    def year(self) -> int:
        """The compliance year in view."""

    @property
    def pack(self) -> str:
        """The rule pack last looked at; "" at first."""

    @property
    def reach(self) -> Reach:
        """What the reader may do."""

    def show(self, *, node: Any = None, year: int | None = None, pack: str = "", switch_view: str = "") -> None:
        """Set what the page is about and remember it for the next one."""


class PageRequest(HttpRequest):
    """A request with its reach, its actor and its frame; `user` is the one who signed in, or whose token it is. A page that answers its
    form otherwise than by leading on says to `leads_to` where a repeat is led.
    """

    user: Any
    reach: Reach
    actor: Actor
    frame: Frame
    leads_to: Callable[[str], None]
