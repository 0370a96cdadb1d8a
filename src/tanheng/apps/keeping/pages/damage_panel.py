"""The system administrator's question on Home: is anything of what is stored damaged? Where nothing is, nothing is said."""

from tanheng.apps.keeping.selectors.contents import state_of_contents
from tanheng.pages.panel import Panel
from tanheng.pages.request import Frame


def damage_panel(frame: Frame) -> Panel | None:
    """How many stored files are damaged."""
    if not frame.reach.anywhere("keep_installation"):
        return None
    damaged = state_of_contents().damaged
    return Panel("keeping/damage_panel.html", {"count": len(damaged)}) if damaged else None
