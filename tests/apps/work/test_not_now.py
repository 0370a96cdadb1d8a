"""A database that does not answer, or a full disk, is told by pages and by the API as what it is, and passes."""

import pytest
from django.db import OperationalError

from tests.apps.people.test_change import collided

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("error", "words"),
    [(OperationalError("gone"), "数据库没有应答"), (collided(), "数据库正忙"), (OSError(28, "No space left on device"), "磁盘已满")],
)
def test_a_page_and_the_api_say_what_fails_for_a_while(error, words, signed_in, monkeypatch):
    def failing(*_args, **_words):
        raise error

    alice = signed_in("alice")
    alice.raise_request_exception = False
    monkeypatch.setattr("tanheng.apps.work.views.tasks_of", failing)
    monkeypatch.setattr("tanheng.apps.work.api.tasks_of", failing)
    page = alice.get("/tasks/")
    assert page.status_code == 503 and words in page.content.decode()
    answer = alice.get("/api/v1/tasks")
    assert (answer.status_code, answer.json()["code"]) == (503, "API-503") and words in answer.json()["detail"]
