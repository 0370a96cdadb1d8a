"""A new app is a folder and a line in the list of apps, nothing else: added to a site that has a group and a journal already, its table,
page, route of the API, verbs, journal action, panel of Home, navigation line and command are all there, in both languages.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import tanheng
from tests.support.installation import running_installation
from tests.support.own_database import own_database

pytestmark = pytest.mark.database
PROGRAM = Path(tanheng.__file__).parent
NOTICES = Path(__file__).parent / "notices"
BEFORE = """
import json, django
django.setup()
from tanheng.apps.people.access.actors import in_person
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tanheng.apps.people.models import User
from tanheng.apps.people.services import invite_person
from tanheng.apps.sites import services
ada = User.objects.create_user("ada@example.test", None, display_name="管理员")
services.begin_installation(actor=in_person(ada))
group = services.create_group(actor=in_person(ada), name="合成集团")
company = services.create_company(actor=in_person(ada), group=group, name="合成铝业", code="91640000000000000X")
services.finish_installation(actor=in_person(ada))
for name, role in (("alice", "carbon_manager"), ("bob", "clerk"), ("vera", "verifier")):
    invite_person(actor=in_person(ada), email=f"{name}@example.test", display_name=name, role=role, node=company)
print(json.dumps(company.pk))
"""
KEYS = """
import json, django
django.setup()
from tanheng.apps.people.access.actors import in_person
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from tanheng.apps.people.models import User
from tanheng.apps.people.services.tokens import create_token
from tanheng.apps.sites.models import Node
store = import_module(settings.SESSION_ENGINE).SessionStore
keys = {}
for user in User.objects.all():
    session = store()
    session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0]})
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    keys[user.email.partition("@")[0]] = session.session_key
alice, company = User.objects.get(email="alice@example.test"), Node.objects.get(kind="company")
keys["token"] = create_token(actor=in_person(alice), node=company, name="board", scopes=["read_notices", "post_notices"])[1]
print(json.dumps(keys))
"""


def program_with_the_app(folder: Path) -> Path:
    """The program as it is, with one more app and one more line in the list; nothing else of it is changed."""
    for path in PROGRAM.iterdir():
        if path.name not in ("apps", "config", "__pycache__"):
            folder.joinpath("tanheng").mkdir(parents=True, exist_ok=True)
            (folder / "tanheng" / path.name).symlink_to(path)
    for name, left_out in (("apps", ""), ("config", "installed.py")):
        (folder / "tanheng" / name).mkdir()
        for path in (PROGRAM / name).iterdir():
            if path.name not in (left_out, "__pycache__"):
                (folder / "tanheng" / name / path.name).symlink_to(path)
    (folder / "tanheng" / "apps" / "notices").symlink_to(NOTICES)
    listed, after = (PROGRAM / "config" / "installed.py").read_text(encoding="utf-8"), '    "tanheng.apps.guidance",\n'
    assert listed.count(after) == 1
    added = listed.replace(after, f'{after}    "tanheng.apps.notices",\n')
    (folder / "tanheng" / "config" / "installed.py").write_text(added, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Site:
    """The site with the app: where it answers, the key of each person's session, and how to run its commands."""

    address: str
    company: int
    keys: dict[str, str]
    environment: dict[str, str]

    def command(self, *words: str) -> str:
        """What a command says."""
        call = [sys.executable, "-c", "from tanheng.cli import main; main()", *words]
        done = subprocess.run(call, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, path: str, name: str, data: bytes | None = None, language: str = "en", **headers: str) -> tuple[int, str]:
        """Status and text of what the site answers: somebody's page, or the API's answer to the token."""
        cookies = f"sessionid={self.keys.get(name, '')}; django_language={language}; csrftoken={'c' * 32}"
        sent = {"Cookie": cookies, "X-CSRFToken": "c" * 32} if name != "token" else {"Authorization": f"Bearer {self.keys['token']}"}
        try:
            with urllib.request.urlopen(urllib.request.Request(self.address + path, data, {**sent, **headers}), timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def post(self, path: str, name: str, **typed: str) -> tuple[int, str]:
        """Somebody sends a form."""
        return self.ask(path, name, urllib.parse.urlencode(typed).encode())


def python(text: str, environment: dict[str, str]) -> Any:
    """What a program prints, read as JSON."""
    call = [sys.executable, "-c", text]
    done = subprocess.run(call, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with a group and its people, to which the app was added afterwards, served."""
    folder = tmp_path_factory.mktemp("site")
    with own_database(folder) as address:
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("TANHENG_", "DJANGO_"))}
        variables = {"TANHENG_DATABASE_URL": address, "TANHENG_HOME": str(folder / "home"), "PYTHONDONTWRITEBYTECODE": "1"}
        settings = {"DJANGO_SETTINGS_MODULE": "tanheng.config.settings"}
        company = python(BEFORE, {**plain, **variables, **settings, "PYTHONPATH": str(PROGRAM.parent)})
        added = {**variables, "PYTHONPATH": str(program_with_the_app(folder / "program"))}
        with running_installation(folder, with_demo=False, variables=added) as running:
            keys = python(KEYS, {**plain, **added, **settings})
            yield Site(running.address, company, keys, {**plain, **added})


def test_its_page_is_read_and_written_by_those_who_may(site: Site) -> None:
    page = f"/notices/{site.company}/"
    assert site.post(page, "alice", text="Kiln 1 stands still on Friday")[0] == 200
    status, text = site.ask(page, "bob")
    assert status == 200
    assert "Kiln 1 stands still on Friday" in text
    status, text = site.post(page, "bob", text="from the clerk")
    assert status == 403
    assert "Post notices" in text
    assert "Carbon manager" in text
    assert site.ask(page, "vera")[0] == 403
    assert "from the clerk" not in site.ask(page, "alice")[1]


def test_its_route_of_the_api_is_open_to_a_token_with_its_verbs(site: Site) -> None:
    path = f"/api/v1/organisations/{site.company}/notices"
    words = json.dumps({"text": "Ladle scale 2 is calibrated", "urgent": True}).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": "once"}
    first, again = (site.ask(path, "token", words, **headers) for _ in range(2))
    assert first[0] == 201
    assert first == again
    assert [one["text"] for one in json.loads(site.ask(path, "token")[1])].count("Ladle scale 2 is calibrated") == 1
    assert "/api/v1/organisations/{node_id}/notices" in json.loads(site.ask("/api/v1/openapi.json", "token")[1])["paths"]


def test_its_event_stands_in_the_journal_with_its_sentence_and_area(site: Site) -> None:
    assert site.post(f"/notices/{site.company}/", "alice", text="Read the meters", urgent="on")[0] == 200
    assert "Posted the notice “Read the meters”, at once" in site.ask("/journal/", "alice")[1]
    assert "发布通知“Read the meters”，立即" in site.ask("/journal/?area=notices.", "alice", language="zh-hans")[1]
    assert "Read the meters" not in site.ask("/journal/?area=sites.", "alice")[1]


def test_its_panel_and_its_line_stand_on_the_home_of_those_who_may(site: Site) -> None:
    assert site.post(f"/notices/{site.company}/", "alice", text="Newest of all")[0] == 200
    for name, language, heading, line in (("bob", "en", "Notice board", "Notices"), ("alice", "zh-hans", "通知栏", "通知")):
        text = site.ask("/", name, language=language)[1]
        assert "Newest of all" in text
        assert f'<li class="nav-section">{heading}</li>' in text
        assert f'<span class="nav-link-title">{line}</span>' in text
    text = site.ask("/", "vera")[1]
    assert "Newest of all" not in text
    assert "Notice board" not in text


def test_its_verbs_stand_on_the_page_of_permissions(site: Site) -> None:
    assert "Post notices" in site.ask("/people/permissions/", "bob")[1]
    assert "发布通知" in site.ask("/people/permissions/", "bob", language="zh-hans")[1]


def test_its_command_counts_and_its_table_is_locked(site: Site) -> None:
    assert "notices " in site.command("--help")
    assert site.command("notices", "--lang", "en").startswith("There are ")
    assert json.loads(site.command("verify-journal", "--json"))["holds"]
    assert "No changes detected" in site.command("manage", "makemigrations", "--check", "--dry-run")
