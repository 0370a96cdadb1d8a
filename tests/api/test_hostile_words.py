"""Every address, page or API, met with words that nobody would type: none of them ends in a server error."""

from collections.abc import Iterator
from itertools import cycle

import pytest
from django import forms
from django.test import Client

from tests.api.test_strangers import ARGUMENT, arguments, filled, our_addresses  # noqa: F401 - the fixture is used by name

pytestmark = pytest.mark.django_db
HOSTILE = ["\x00", "99999", "-1", "9" * 40, "中" * 3000, "%00", "[]", "1e999999999", "'; DROP TABLE x; --", "9999-99-99", ""]
WORDS = [
    "pack",
    "year",
    "quantity",
    "facility",
    "item",
    "month",
    "months",
    "page",
    "q",
    "tab",
    "to",
    "before",
    "after",
    "price",
    "supersedes",
]
NUMBERS = ["99999", "9" * 40]
BODIES = ("multipart/form-data", "multipart/form-data; boundary=", "text/plain; charset=nonsense")


def fields() -> list[str]:
    """The name of every field of every form of ours."""

    def below(kind: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    ours = [one for one in below(forms.BaseForm) if one.__module__.startswith("tanheng.")]
    return sorted({name for one in ours for name in getattr(one, "base_fields", ())} | set(WORDS))


def numbered(text: str, number: str, known: dict[str, object]) -> str:
    """The address with every whole number replaced."""
    return "/" + ARGUMENT.sub(lambda match: number if match[1] == "int" else str(known[match[2]]), text)


def asking(client: Client) -> Client:
    """A client that shows an error as people would see it."""
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("who", ["alice", "ada"])
def test_no_word_of_an_address_breaks_a_page(who, signed_in, arguments):  # noqa: F811
    client, hostile = asking(signed_in(who)), cycle(HOSTILE)
    for text in our_addresses():
        query = {name: next(hostile) for name in WORDS}
        assert client.get(filled(text, arguments), query).status_code < 500, (text, query)
        for number in NUMBERS:
            assert client.get(numbered(text, number, arguments)).status_code < 500, (text, number)


@pytest.mark.parametrize("who", ["alice", "ada"])
def test_no_form_breaks_a_page(who, signed_in, arguments):  # noqa: F811
    client, hostile, names, key = asking(signed_in(who)), cycle(HOSTILE), fields(), {"Idempotency-Key": "k"}
    for text in our_addresses():
        address = filled(text, arguments)
        for content_type in BODIES:
            answer = client.generic("POST", address, b"--x\r\nnothing", content_type, headers=key)
            assert answer.status_code < 500, (address, content_type)
        words = {name: next(hostile) for name in names}
        assert client.post(address, words, headers=key).status_code < 500, (address, words)


def named(text: str, word: str, known: dict[str, object]) -> str:
    """The address with every name replaced."""
    return "/" + ARGUMENT.sub(lambda match: str(known[match[2]]) if match[1] == "int" else word, text)


def test_no_name_in_an_address_breaks_a_page(signed_in, arguments):  # noqa: F811
    client = asking(signed_in("alice"))
    for text in our_addresses():
        for word in ("a" * 5000, "a" * 255, "..", "~", "%00"):
            assert client.get(named(text, word, arguments)).status_code < 500, (text, word[:10])


def test_half_a_character_in_a_body_is_refused_with_a_problem(signed_in, arguments):  # noqa: F811
    """No encoding and no database takes it."""
    client = asking(signed_in("alice"))
    body = '{"year": 2025, "pack": "\\ud800", "kind": "\\ud800", "language": "\\ud800", "reason": "\\ud800"}'
    for text in our_addresses():
        if text.startswith("api/"):
            answer = client.generic("POST", filled(text, arguments), body, "application/json", headers={"Idempotency-Key": "k"})
            assert answer.status_code < 500, text
            assert answer.status_code in (404, 405) or "html" not in answer.headers["Content-Type"], text
