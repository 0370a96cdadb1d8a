"""Home: the panels that answer the question of each role, about the organisation and year in view.

Panels read and arrange; they write nothing. An area registers its panel with its app; its page stays the place for the whole.
"""

from django.utils.module_loading import import_string

from tanheng.pages.panel import Panel
from tanheng.pages.request import Frame
from tanheng.registration.collected import home_panels


def panels(frame: Frame) -> list[Panel]:
    """The panels for the roles the reader holds at the organisation in view."""
    held = roles_in_view(frame)
    makers = [import_string(one.maker) for one in home_panels() if held & set(one.roles)]
    return [panel for maker in makers if (panel := maker(frame)) is not None]


def roles_in_view(frame: Frame) -> set[str]:
    """Roles held on the organisation in view, above it, or on a part of it."""
    if frame.node is None:
        return set()
    path = frame.node.path
    return {grant.role for grant in frame.reach.grants if path.startswith(grant.path) or grant.path.startswith(path)}
