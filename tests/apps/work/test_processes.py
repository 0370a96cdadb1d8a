"""Real processes: the server keeps a worker, another where it dies, and none when it ends; a killed attempt is taken up again."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.support.own_database import own_database
from tests.support.served import PROGRAM, Served, said_by, surroundings, wait_until

pytestmark = pytest.mark.database
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tanheng.apps.people.access.actors import in_person
from tanheng.apps.people.models import User
from tanheng.apps.people.services import assign_role
from tanheng.apps.sites import services
from tests.apps.smelter import upload
ada = User.objects.create_user("ada@example.test", None, display_name="ada")
services.begin_installation(actor=in_person(ada))
group = services.create_group(actor=in_person(ada), name="合成集团")
company = services.create_company(actor=in_person(ada), group=group, name="合成铝业", code="91640000000000000X")
site = services.create_site(actor=in_person(ada), company=company, name="厂", code="plant")
services.create_facility(actor=in_person(ada), site=site, name="1号", code="potline-1", facility_kind="potline")
alice = User.objects.create_user("alice@example.test", None, display_name="alice")
assign_role(actor=in_person(ada), user=alice, role="carbon_manager", node=company)
services.finish_installation(actor=in_person(ada))
upload(alice, company)
print(company.pk)
"""
ASK = """
import django, sys; django.setup()
from tanheng.apps.people.access.actors import in_person
from tanheng.apps.people.models import User
from tanheng.apps.sites.models import Node
from tanheng.apps.work.services import ask_task
company = Node.objects.get(kind="company")
for number in range({number}):
    words = {{"node": company.pk, "year": 2025, "pack": "cn/aluminium/cets_2024"}}
    alice = in_person(User.objects.get(display_name="alice"))
    from tanheng.store.tasks.queue import enqueue
    from django.db import transaction
    with transaction.atomic():
        enqueue(name="accounting.run", arguments=words, user=alice.user, door="web", through="", language="zh-hans", place=company.path)
print("asked")
"""
STANDS = """
import django, json; django.setup()
from tanheng.apps.accounting.models import Run
from tanheng.apps.journal.models import Event
from tanheng.apps.journal.selectors import verify_journal
from tanheng.store.tasks.models import Progress, Task, TaskEnd
asked, ended = Task.objects.exclude(user=None), TaskEnd.objects.exclude(task__user=None)  # the jobs of the schedule come beside them
print(json.dumps({
    "tasks": asked.count(), "done": ended.filter(outcome="done").count(), "runs": Run.objects.count(),
    "made": len(set(ended.values_list("result", flat=True))), "open": Progress.objects.filter(ended=False, task__in=asked).count(),
    "numbers": sorted(Run.objects.values_list("number", flat=True)), "holds": verify_journal().holds,
    "events": Event.objects.filter(action="accounting.run.stored").count(),
    "deaths": sum(Progress.objects.values_list("deaths", flat=True)),
}))
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    folder = tmp_path_factory.mktemp("processes")
    with own_database(folder) as address:
        found = surroundings(folder / "home", address)
        found["PYTHONPATH"] += os.pathsep + os.getcwd()
        said_by(found, PREPARE)
        yield found


def stands(environment):
    import json

    return json.loads(said_by(environment, STANDS))


def test_the_server_keeps_a_worker_and_takes_it_along(environment):
    before, server = stands(environment)["done"], Served(environment)
    try:
        wait_until(server.worker)
        first = server.worker()
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: server.worker() not in (None, first))
        said_by(environment, ASK.format(number=2))
        wait_until(lambda: stands(environment)["done"] == before + 2)
        last = server.worker()
        assert server.end() == 0
        wait_until(lambda: not os.path.exists(f"/proc/{last}"))
    finally:
        if server.process.poll() is None:
            server.kill()


def test_a_server_that_was_killed_leaves_no_worker(environment):
    server = Served(environment)
    wait_until(server.worker)
    worker = server.worker()
    server.process.kill()
    server.process.wait()
    wait_until(lambda: not os.path.exists(f"/proc/{worker}"))


def test_ctrl_c_ends_a_worker_with_one_line(environment):
    worker = subprocess.Popen([*PROGRAM, "worker"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    assert "Ctrl-C" in worker.stdout.readline()
    worker.send_signal(signal.SIGINT)
    _, said = worker.communicate(timeout=60)
    assert (worker.returncode, said) == (130, "已中止 Aborted!\n")


def test_what_a_killed_worker_had_in_hand_is_done_once(environment):
    """Three workers one after the other, killed wherever they are, then one that lives."""
    before = stands(environment)["tasks"]
    said_by(environment, ASK.format(number=6))
    for pause in (0.0, 0.25, 0.5):
        worker = subprocess.Popen([*PROGRAM, "worker"], env=environment, stdout=subprocess.PIPE, text=True)
        assert worker.stdout is not None
        worker.stdout.readline()
        time.sleep(pause)
        worker.kill()
        worker.wait()
    last = subprocess.Popen([*PROGRAM, "worker"], env=environment, stdout=sys.stderr)
    try:
        wait_until(lambda: stands(environment)["open"] == 0)
    finally:
        last.terminate()
        assert last.wait(60) == 143
    found = stands(environment)
    assert found["holds"]
    assert found["tasks"] == found["done"] == found["made"] == found["runs"] == found["events"] == before + 6
    assert found["numbers"] == list(range(1, before + 7))
