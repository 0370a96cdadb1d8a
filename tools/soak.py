"""Kills server and worker again and again in the middle of imports, runs and reports, and counts what is lost or done twice: `make soak`.

    python -m tools.soak [--kills 200] [--database sqlite|postgresql] [--seed N]

On a database of its own, in a folder of its own. Callers ask by the API in the background, each under its Idempotency-Key, and give up
where the server is gone. Afterwards all that was asked must have been done once. Then a full disk and a stopped database must only delay.
One JSON object is printed; the exit status is 1 where anything is wrong.
"""

import argparse
import http.client
import itertools
import json
import os
import random
import resource
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support import programs  # noqa: E402 - the path above comes first
from tests.support.served import Served, surroundings, wait_until  # noqa: E402
from tests.support.soak_database import StoppedDatabase  # noqa: E402

CALLERS = 2
MOST_OPEN = 6  # tasks that wait at a time
BEGUN_WITH = {"records.import": [1], "accounting.run": [1], "reporting.issue": []}  # of the house, before anybody asks
BOUNDARY = "soak"
GIVEN_UP_AFTER_S = 300


class Caller(threading.Thread):
    """Asks for one thing after the other; `answered` are the keys that got their 202, by the address of the task."""

    def __init__(self, house, name):
        super().__init__(daemon=True)
        self.house, self.caller, self.answered, self.other = house, name, {}, Counter()
        self.over = threading.Event()

    def run(self):
        """Until it is told to end; where the server is gone it tries the next thing."""
        for number in itertools.count():
            while self.house.open_tasks() >= MOST_OPEN and not self.over.is_set():
                time.sleep(0.1)
            if self.over.is_set():
                return
            self._ask(f"{self.caller}-{number}", self.house.wish(number))

    def _ask(self, key, wish):
        address, content_type, body = wish
        headers = {
            "Authorization": f"Bearer {self.house.token}",
            "Idempotency-Key": key,
            "Prefer": "respond-async",
            "Content-Type": content_type,
        }
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=60)
            connection.request("POST", f"/api/v1{address}", body, headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            time.sleep(0.2)
            return
        if answer.status == 202:
            self.answered[key] = json.loads(text)["id"]
        else:
            self.other[answer.status] += 1


class House:
    """A company on a database of its own, with whoever may upload, run and report in it."""

    def __init__(self, chance):
        from tanheng.apps.people.services.tokens import create_token
        from tests.support.soak_house import made_house

        self.chance, self.port = chance, 0
        self.company, self.alice = made_house()
        scopes = ["upload_data", "run_accounts", "view_data", "download_report"]
        self.token = create_token(actor=self.alice, node=self.company, name="soak", scopes=scopes)[1]
        self.numbers = itertools.count(1)

    def wish(self, number):
        """An address with what is sent there: a file (every fourth over 1 MB), a run, a report of the newest run."""
        from tanheng.apps.accounting.models import Run
        from tests.apps.smelter import PACK, YEAR, smelter_case

        newest = asked(lambda: Run.objects.order_by("-pk")[0])
        if number % 3 == 1:
            return f"/organisations/{self.company.pk}/runs", "application/json", json.dumps({"year": YEAR, "pack": PACK})
        if number % 3 == 2:
            return f"/runs/{newest.pk}/reports", "application/json", json.dumps({"kind": "kit", "language": "zh"})
        case = smelter_case(self.company, anodes=f"{7000 + next(self.numbers)}.00")
        text = json.dumps(case, ensure_ascii=False).encode() + b" " * (1_100_000 if number % 4 == 0 else 0)
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="reason"\r\n\r\ncounted anew\r\n'
        head += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="c.json"\r\nContent-Type: application/json\r\n\r\n'
        body = head.encode() + text + f"\r\n--{BOUNDARY}--\r\n".encode()
        return f"/organisations/{self.company.pk}/uploads", f"multipart/form-data; boundary={BOUNDARY}", body

    def open_tasks(self):
        """How many have not ended."""
        return asked(lambda: _progress().filter(ended=False).count())

    def in_hand(self):
        """Whether a worker has one in hand."""
        return asked(lambda: _progress().exclude(held_by="").exists())


def _progress():
    from tanheng.store.tasks.models import Progress

    return Progress.objects


def asked(question):
    """What the database answers; again where it is busy or gone for a moment."""
    from django.db import DatabaseError, InterfaceError, connection

    until = time.monotonic() + GIVEN_UP_AFTER_S
    while True:
        try:
            return question()
        except (DatabaseError, InterfaceError):
            connection.close()
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def killed(house, environment, kills, log):
    """Kill so often, the worker alone or all at once, each time once something is in hand; gives how often which."""
    counts, server = Counter(), Served(environment, log)
    house.port = server.port
    callers = [Caller(house, f"c{number}") for number in range(CALLERS)]
    for caller in callers:
        caller.start()
    try:
        while sum(counts.values()) < kills:
            with suppress(AssertionError):
                wait_until(house.in_hand, 15)
            time.sleep(house.chance.uniform(0.0, 0.5))
            worker = server.worker()
            if worker is not None and house.chance.random() < 0.7:
                with suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
                    counts["worker"] += 1
                continue
            server.kill()
            counts["server and worker"] += 1
            server = Served(environment, log)
            house.port = server.port
    finally:
        for caller in callers:
            caller.over.set()
        for caller in callers:
            caller.join(90)
    try:
        wait_until(lambda: house.open_tasks() == 0, GIVEN_UP_AFTER_S)
    except AssertionError:
        server.end()
        left = asked(lambda: list(_progress().filter(ended=False).values()))
        raise AssertionError(f"still open: {left}\n{log.read_text(errors='replace')[-5000:]}") from None
    return counts, callers, server


def found_wrong(callers):
    """What is lost, twice or torn, in words; nothing where all is well. And how much there is."""
    from tanheng.api.models import KeptAnswer
    from tanheng.apps.accounting.models import Run
    from tanheng.apps.journal.models import Event
    from tanheng.apps.records.models import Import
    from tanheng.apps.reporting.models import IssuedReport
    from tanheng.store.contents import read_content
    from tanheng.store.tasks.models import Task, TaskEnd

    ends = TaskEnd.objects.select_related("task")
    kept = {one.key: json.loads(one.content)["id"] for one in KeptAnswer.objects.filter(status=202)}
    promised = {key: task for caller in callers for key, task in caller.answered.items()}
    wrong = [f"answered, and not kept: {key}" for key, task in promised.items() if kept.get(key) != task]
    wrong += [
        f"no task of an answer: {task}"
        for task in set(kept.values()) ^ set(Task.objects.filter(user__isnull=False).values_list("pk", flat=True))
    ]
    wrong += [f"{one.task.name} {one.outcome}: {one.problems}" for one in ends if one.outcome != "done" and not overtaken(one, ends)]
    wrong += [f"answered {status}: {count} times" for caller in callers for status, count in caller.other.items()]
    made = {"records.import": Import, "accounting.run": Run, "reporting.issue": IssuedReport}
    events = {"records.import": "records.import.", "accounting.run": "accounting.run.", "reporting.issue": "reporting.report."}
    for name, model in made.items():
        results = sorted([*BEGUN_WITH[name], *(int(one.result) for one in ends if one.task.name == name and one.outcome == "done")])
        if results != sorted(model.objects.values_list("pk", flat=True)):
            wrong.append(f"{name}: {len(results)} tasks done made {len(set(results))}, {model.objects.count()} are there")
        if Event.objects.filter(action__startswith=events[name]).count() != len(results):
            wrong.append(f"{name}: another number of events")
    torn = {one.pk for one in Import.objects.all() if one.readings.count() != one.value_count}
    wrong += [f"import {pk} is not whole" for pk in torn]
    for model in (Import, IssuedReport):
        for one in model.objects.select_related("file"):
            read_content(one.file.sha256)
    numbers = list(Run.objects.order_by("number").values_list("number", flat=True))
    wrong += [] if numbers == list(range(1, len(numbers) + 1)) else ["numbers of runs have gaps"]
    return wrong, dict(Counter(one.task.name for one in ends))


def overtaken(end, ends):
    """Whether a kill held an upload back until one that was asked for later had been taken over: it is asked about, and undoes nothing."""
    later = (one for one in ends if one.task.name == end.task.name and one.outcome == "done" and one.task_id > end.task_id)
    return "REC-109" in end.problems and any(one.at <= end.at for one in later)


def journal_and_quarantine():
    """What is wrong with the chain of the journal; what kills left over in quarantine, and what the daily sweep then leaves of it."""
    from django.conf import settings

    from tanheng.apps.journal.selectors import verify_journal
    from tanheng.store.clock import shared_now
    from tanheng.store.quarantine import LEFT_OVER_AFTER, sweep

    wrong = [] if verify_journal().holds else ["the journal does not hold"]
    swept = sweep(wanted=(), at=shared_now() + 2 * LEFT_OVER_AFTER)
    return wrong, swept, len(list(Path(settings.QUARANTINE_FOLDER).glob("held-*")))


def ask_each(house):
    """One file, one run, one report; the addresses of their tasks."""
    caller = Caller(house, f"d{time.monotonic_ns()}")
    for number in (3, 1, 2):
        caller._ask(f"{caller.caller}-{number}", house.wish(number))
    return caller


def full_disk(house, server, log):
    """The worker may write no more: what is asked waits with a message, and is done once there is room."""
    worker = server.worker()
    os.truncate(log, 0)  # what the kills filled it with: the worker writes its message into a file too
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    caller = ask_each(house)
    told = False
    with suppress(AssertionError):
        wait_until(lambda: "waits" in log.read_text(errors="replace"), 60)
        told = True
    same = server.worker() == worker
    resource.prlimit(worker, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    wait_until(lambda: house.open_tasks() == 0, GIVEN_UP_AFTER_S)
    return {"told": told, "the worker lived": same, "asked": len(caller.answered)}, caller


def stopped_database(house, server, database, log):
    """The database stops, or is locked for longer than its timeout: the worker waits, and goes on."""
    worker = server.worker()
    before = log.read_text(errors="replace").count("waits")
    caller = ask_each(house)
    with database.stopped():
        time.sleep(database.seconds)
        told = log.read_text(errors="replace").count("waits") > before
    wait_until(lambda: house.open_tasks() == 0, GIVEN_UP_AFTER_S)
    return {"told": told, "the worker lived": server.worker() == worker, "asked": len(caller.answered)}, caller


def soaked(words, folder, database):
    """All of it; what was found, as plain data."""
    environment, log = surroundings(folder / "home", database.address), folder / "log"
    os.environ.update(environment)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    house, began = House(random.Random(words.seed)), time.monotonic()
    counts, callers, server = killed(house, environment, words.kills, log)
    found = {"database": words.database, "kills": dict(counts), "seconds": round(time.monotonic() - began)}
    try:
        if words.more:
            found["full disk"], one = full_disk(house, server, log)
            found["stopped database"], other = stopped_database(house, server, database, log)
            callers += [one, other]
    finally:
        server.end()
    wrong, found["done"] = found_wrong(callers)
    more, found["swept from quarantine"], found["left in quarantine"] = journal_and_quarantine()
    found["attempts cut short"] = sum(_progress().values_list("deaths", flat=True))
    return {**found, "asked and answered": sum(len(one.answered) for one in callers), "wrong": wrong + more}


def main():
    """Soak, print, and end with 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--no-more", dest="more", action="store_false", help="kills alone, no full disk and no stopped database")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, StoppedDatabase(words.database, Path(folder), programs.postgresql_folder()) as database:
        found = soaked(words, Path(folder), database)
        if found["wrong"] and (log := Path(folder) / "log").exists():
            sys.stderr.write(log.read_text(errors="replace")[-5000:])
    print(json.dumps(found, ensure_ascii=False))
    sys.exit(1 if found["wrong"] else 0)


if __name__ == "__main__":
    main()
