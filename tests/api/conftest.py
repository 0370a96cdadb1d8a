"""The cast of the apps, and callers with a token or a session."""

import itertools
from collections.abc import Callable

import pytest
from django.test import Client

from tests.apps.cast import _database_can_be_emptied, cast, group, signed_in  # noqa: F401
from tests.support.acting import in_person

KEYS = itertools.count(1)


class Caller:
    """A program with a bearer token."""

    def __init__(self, secret: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path, **query):
        return self.client.get(f"/api/v1{path}", query)

    def post(self, path, data=None, *, key=None, content_type="application/json"):
        headers = {"Idempotency-Key": key or f"key-{next(KEYS)}"}
        options = {} if content_type is None else {"content_type": content_type}
        return self.client.post(f"/api/v1{path}", data or {}, headers=headers, **options)


@pytest.fixture
def caller(cast, group) -> Callable[..., Caller]:  # noqa: F811
    """`caller("alice")` may what alice may; `scopes` and `node` narrow it."""
    from tanheng.apps.people.models.permissions import ROLES, VERBS  # the models stand only after Django's start
    from tanheng.apps.people.services.tokens import create_token

    def make(name: str, scopes=None, node=None) -> Caller:
        user = getattr(cast, name)
        part = node or {"charlie": group.elsewhere, "grace": group.group}.get(name, group.north)
        held = {verb for assignment in user.assignments.all() for verb in ROLES[assignment.role].verbs}
        wanted = scopes if scopes is not None else [verb for verb in VERBS if verb in held]
        return Caller(create_token(actor=in_person(user), node=part, name="test", scopes=wanted)[1])

    return make
