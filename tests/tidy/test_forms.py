"""Every form of a page that changes anything carries a key, so that five clicks do it once; one without says why it needs none."""

import re
from pathlib import Path

import pytest

from tests.tidy.sources import PACKAGE, is_vendored, name_of, project_files

TEMPLATES = [path for path in project_files() if path.suffix == ".html" and PACKAGE in path.parents and not is_vendored(path)]
FORM = re.compile(r"<form\b(?P<head>(?:\{%.*?%\}|\{\{.*?\}\}|[^>])*)>(?P<body>.*?)</form>", re.DOTALL)
POST = re.compile(r"""method=["']?post""", re.IGNORECASE)
NEED_NONE = {
    "account/login.html": "signing in changes nothing that a second time would change again",
    "people/accept.html": "the link itself opens once",
    "tanheng/topbar.html": "a session that has ended ends no second time",
    "tanheng/language_switch.html": "it says which language is read: said twice it is the same",
}


def without_key(text: str) -> list[str]:
    """The heads of the forms that are posted and carry no key."""
    return [form["head"].strip() for form in FORM.finditer(text) if POST.search(form["head"]) and "{% once %}" not in form["body"]]


def known(path: Path) -> str:
    return "/".join(path.parts[-2:])


def test_every_posted_form_carries_its_key() -> None:
    found = [name_of(path) for path in TEMPLATES if known(path) not in NEED_NONE and without_key(path.read_text(encoding="utf-8"))]
    assert found == []


def test_the_exceptions_are_needed() -> None:
    left = {known(path) for path in TEMPLATES if without_key(path.read_text(encoding="utf-8"))}
    assert left == set(NEED_NONE)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('<form method="post">{% csrf_token %}{% once %}</form>', 0),
        ('<form method="post" action="{% url \'x\' %}">{% csrf_token %}</form>', 1),
        ('<form class="a" {% if a > b %}data-x{% endif %} method="post">{% csrf_token %}</form>', 1),
        ('<form method="get"></form><form method=POST></form>', 1),
    ],
)
def test_a_form_without_a_key_is_found(text: str, count: int) -> None:
    assert len(without_key(text)) == count
