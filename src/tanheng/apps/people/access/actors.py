"""Who acts, made from a person: in person, with all that their roles open; or nobody of ours, but whoever works on the machine itself."""

import getpass
import os

from django.contrib.auth.models import AnonymousUser

from tanheng.apps.people.access import PersonReach
from tanheng.apps.people.models import User
from tanheng.pages.actor import Actor, Door


def in_person(user: User, door: Door = "command", through: str = "") -> Actor:
    """The person with all their roles; a page or a token makes its own actor, with the session or the token in it."""
    return Actor(user, PersonReach(user), door, through)


def on_the_machine(door: Door = "command") -> Actor:
    """Whoever runs a command (or the worker) on the machine itself: no account, no role; the event names their account of the system."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container whose user has no name
        name = str(os.getuid())
    return Actor(None, PersonReach(AnonymousUser()), door, f"system:{name}"[:80])
