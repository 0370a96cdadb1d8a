"""Five clicks at the same moment: what a form does is done once, whoever of the five is answered first."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from tanheng.apps.accounting.models import Run
from tanheng.apps.journal.models import Event
from tanheng.apps.people.models import SentForm
from tanheng.apps.records.models import Import
from tanheng.apps.sites.models import Node
from tests.apps.cast import close_connections
from tests.apps.test_forms_once import FORMS


def five_at_once(cast, name: str, address: str, data: dict[str, Any]) -> list[int]:
    """The same form five times at the same moment, each in a browser window of its own."""
    start = threading.Barrier(5)

    def click(_number: int) -> int:
        client = Client()
        client.force_login(getattr(cast, name))
        try:
            with suppress(threading.BrokenBarrierError):
                start.wait(timeout=20)
            return client.post(address, {**data, "once": "k"}).status_code
        except OperationalError:
            return 0  # a busy SQLite: told to whoever clicked
        finally:
            close_connections()

    with ThreadPoolExecutor(5) as pool:
        return list(pool.map(click, range(5)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["people:separation", "sites:add", "accounting:run"])
def test_five_clicks_at_the_same_moment_do_it_once(name, cast, group, signed_in):
    who, address, data = FORMS[name](cast, group, signed_in)
    before = Event.objects.count()
    answers = five_at_once(cast, who, address, data)
    assert answers == [302] * 5
    made = {
        "people:separation": Event.objects.filter(action="people.separation.decided", place=group.north.path),
        "sites:add": Node.objects.filter(code="potline-2"),
        "accounting:run": Run.objects.all(),
    }
    assert made[name].count() == 1
    assert Event.objects.count() == before + 1
    assert Import.objects.count() <= 1 and SentForm.objects.count() == 1
    assert settings.MIDDLEWARE[-1] == "tanheng.apps.people.views.once.OnceMiddleware", "what an exception becomes is asked of it first"
