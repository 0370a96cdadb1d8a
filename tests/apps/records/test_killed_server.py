"""A server killed in the middle of uploads leaves each of them whole or not at all, and a journal whose chain holds.

Real processes: `tanheng serve` on its own folder and database, uploads by the API as fast as they go, SIGKILL at moments
nobody chose. What had been answered must be there; what is there must be complete.
"""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from itertools import count
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings

from tests.apps.smelter import smelter_case

pytestmark = pytest.mark.database  # the servers have one of their own

ROUNDS = 4
UPLOADERS = 2
VALUES = 36
AMOUNTS = count()  # each once: a figure that comes back is asked about
BOUNDARY = "tanheng-boundary"
CONTENT_TYPE = f"multipart/form-data; boundary={BOUNDARY}"

PREPARE = """
import django; django.setup()
from tanheng.apps.people.access.actors import in_person
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tanheng.apps.people.models import User
from tanheng.apps.people.services import assign_role
from tanheng.apps.people.services.tokens import create_token
from tanheng.apps.sites import services
ada = User.objects.create_user("ada@example.test", None, display_name="ada")
services.begin_installation(actor=in_person(ada))
group = services.create_group(actor=in_person(ada), name="合成集团")
company = services.create_company(actor=in_person(ada), group=group, name="合成铝业", code="91640000000000000X")
site = services.create_site(actor=in_person(ada), company=company, name="厂", code="plant")
services.create_facility(actor=in_person(ada), site=site, name="1号", code="potline-1", facility_kind="potline")
alice = User.objects.create_user("alice@example.test", None, display_name="alice")
assign_role(actor=in_person(ada), user=alice, role="carbon_manager", node=company)
services.finish_installation(actor=in_person(ada))
print(company.pk, create_token(actor=in_person(alice), node=company, name="t", scopes=["upload_data", "view_data"])[1])
"""
INSPECT = """
import django, json; django.setup()
from django.db.models import Count
from tanheng.api.models import KeptAnswer
from tanheng.apps.journal.models import Event
from tanheng.apps.journal.selectors import verify_journal
from tanheng.store.contents import read_content
from tanheng.apps.records.models import Import, FileReading
imports = Import.objects.annotate(found=Count("readings"))
for one in imports:
    read_content(one.file.sha256)
print(json.dumps({
    "imports": imports.count(), "readings": sorted({one.found for one in imports}),
    "numbers": sorted(one.number for one in imports), "answers": sorted(KeptAnswer.objects.values_list("key", flat=True)),
    "events": Event.objects.filter(action="records.import.accepted").count(),
    "statuses": sorted(set(KeptAnswer.objects.values_list("status", flat=True))), "holds": verify_journal().holds,
}))
"""


@pytest.fixture
def database_address(database_kind, tmp_path):
    """An own database for the server: a file, or one more database of the test run's PostgreSQL."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'killed.sqlite3'}"
        return
    import psycopg

    parts = urlsplit(os.environ["TANHENG_DATABASE_URL"])
    name = f"killed_{os.getpid()}"
    with closing(psycopg.connect(os.environ["TANHENG_DATABASE_URL"], autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield urlunsplit(parts._replace(path=f"/{name}"))
    with closing(psycopg.connect(os.environ["TANHENG_DATABASE_URL"], autocommit=True)) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def environment(tmp_path, database_address):
    own = {"TANHENG_HOME": str(tmp_path / "home"), "TANHENG_DATABASE_URL": database_address, "TANHENG_WORKERS": "2"}
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "tanheng.config.settings", "PYTHONPATH": str(settings.PACKAGE.parent)}


def program(environment, text):
    done = subprocess.run([sys.executable, "-c", text], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


def started(environment):
    """A server in a process group of its own, and its port, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from tanheng.cli import main; main()", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 40
    while True:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/")
            assert connection.getresponse().status == 200
            return server, port
        except OSError:
            assert time.monotonic() < deadline, "the server did not start"
            assert server.poll() is None
            time.sleep(0.1)


def body_of(case):
    text = json.dumps(case, ensure_ascii=False).encode()
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="case.json"\r\nContent-Type: application/json\r\n\r\n'
    reason = f'\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name="reason"\r\n\r\n台账更正'
    return head.encode() + text + f"{reason}\r\n--{BOUNDARY}--\r\n".encode()


class Uploader(threading.Thread):
    """Uploads one case after another until the server is gone; `answered` are the keys that got their 201."""

    def __init__(self, port, node, token, company, name):
        super().__init__(daemon=True)
        self.port, self.node, self.token, self.company = port, node, token, company
        self.prefix, self.answered, self.other = name, [], []

    def run(self):
        for number in range(10_000):
            key = f"{self.prefix}-{number}"
            body = body_of(smelter_case(self.company, anodes=f"{7000 + next(AMOUNTS) / 100:.2f}"))
            headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key, "Content-Type": CONTENT_TYPE}
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
                connection.request("POST", f"/api/v1/organisations/{self.node}/uploads", body, headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                return
            (self.answered if answer.status == 201 else self.other).append((key, answer.status))


class Company:
    """Name and code as the prepared database has them."""

    name, code = "合成铝业", "91640000000000000X"


def test_sigkill_leaves_every_upload_whole_or_absent(environment):
    node, token = program(environment, PREPARE).split()
    chance, answered, other = random.Random(), [], []
    for turn in range(ROUNDS):
        server, port = started(environment)
        uploaders = [Uploader(port, node, token, Company, f"{turn}-{number}") for number in range(UPLOADERS)]
        try:
            for uploader in uploaders:
                uploader.start()
            while not any(uploader.answered for uploader in uploaders) and server.poll() is None:
                time.sleep(0.01)
            time.sleep(chance.uniform(0.0, 0.6))
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(20)
        for uploader in uploaders:
            uploader.join(30)
            answered += uploader.answered
            other += uploader.other
    found = json.loads(program(environment, INSPECT))
    assert other == []
    assert answered
    assert found["holds"]
    assert found["readings"] == [VALUES]
    assert found["imports"] == found["events"] == len(found["answers"])
    assert found["numbers"] == list(range(1, found["imports"] + 1))
    assert found["statuses"] == [201]
    assert {key for key, _status in answered} <= set(found["answers"])
