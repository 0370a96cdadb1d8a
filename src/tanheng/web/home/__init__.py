"""Home: which panels answer the question of each role, about the organisation and year in view.

Panels read and arrange; they write nothing. A new area adds its panel to PANELS; its page stays the place for the whole.
"""

from collections.abc import Callable, Mapping

from tanheng.pages.request import Frame
from tanheng.web.home.accounts import accounts_panel
from tanheng.web.home.companies import companies_panel
from tanheng.web.home.input import input_panel
from tanheng.web.home.keeping import keeping_panel
from tanheng.web.home.panel import Panel
from tanheng.web.home.verification import verification_panel

PANELS: Mapping[str, tuple[Callable[[Frame], Panel | None], ...]] = {
    "group_manager": (companies_panel, accounts_panel),
    "carbon_manager": (companies_panel, accounts_panel, input_panel),
    "clerk": (companies_panel, input_panel),
    "verifier": (companies_panel, verification_panel),
    "administrator": (keeping_panel,),
}


def panels(frame: Frame) -> list[Panel]:
    """The panels for the roles the reader holds at the organisation in view, in the order of the table."""
    held = roles_in_view(frame)
    makers = dict.fromkeys(maker for role, found in PANELS.items() if role in held for maker in found)
    return [panel for maker in makers if (panel := maker(frame)) is not None]


def roles_in_view(frame: Frame) -> set[str]:
    """Roles held on the organisation in view, above it, or on a part of it."""
    if frame.node is None:
        return set()
    path = frame.node.path
    return {grant.role for grant in frame.reach.grants if path.startswith(grant.path) or grant.path.startswith(path)}
