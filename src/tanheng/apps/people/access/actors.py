"""Who acts, made from a person: in person, with all that their roles open."""

from tanheng.apps.people.access import PersonReach
from tanheng.apps.people.models import User
from tanheng.pages.actor import Actor, Door


def in_person(user: User, door: Door = "command", through: str = "") -> Actor:
    """The person with all their roles; a page or a token makes its own actor, with the session or the token in it."""
    return Actor(user, PersonReach(user), door, through)
