"""Who acts in a test; asked before Django knows its apps, so the import waits."""

from typing import Any


def in_person(user: Any, door: str = "command") -> Any:
    """The person with all their roles."""
    from tanheng.apps.people.access import actors

    return actors.in_person(user, door)
