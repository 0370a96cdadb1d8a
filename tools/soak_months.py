"""Kills whoever saves cells, uploads a file, closes a month or takes typed figures over, in the middle of it: part of `make soak`.

    python -m tools.soak_months [--kills 200] [--database sqlite|postgresql] [--seed N]

On a database of its own. Each act is done by a fork of this process, which is killed at a moment nobody chose between its beginning and
its usual end. Afterwards each act must be there whole or not at all, what was told as done must be there, and the whole proof must hold.
One JSON object is printed; the exit status is 1 where anything is wrong.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support import programs  # noqa: E402 - the path above comes first
from tests.support.served import surroundings  # noqa: E402
from tests.support.soak_database import StoppedDatabase  # noqa: E402

ACTS = {"s": "save", "c": "close", "i": "import", "d": "draw"}
BEGINS = b"b"
WHY = "再次核对"
ANY_AMOUNT = ("molten_aluminium_output_t", "anode_consumption_t")  # of a sound year


class House:
    """A company with a plan in force and its people. What an act needs is done before it; each that has ended is told by a letter."""

    def __init__(self, told=-1):
        from tanheng.apps.people.models import User
        from tanheng.apps.sites.models import Node

        self.company = Node.objects.get(kind="company")
        self.potline = Node.objects.get(kind="facility")
        self.people = {name: User.objects.get(email=f"{name}@example.test") for name in ("alice", "bob", "carol", "grace")}
        self.month, self.told = date(2025, 1, 1), told

    @classmethod
    def built(cls):
        """Whoever writes, reviews and approves, and their plan."""
        from tanheng.apps.people.models import User
        from tanheng.apps.people.services import assign_role
        from tests.support.acting import in_person
        from tests.support.soak_house import made_house

        company, _alice = made_house()
        ada = in_person(User.objects.get(email="ada@example.test"))
        for name, role, node in (
            ("bob", "clerk", company),
            ("carol", "carbon_manager", company),
            ("grace", "group_manager", company.parent),
        ):
            user = User.objects.create_user(f"{name}@example.test", None, display_name=name)
            assign_role(actor=ada, user=user, role=role, node=node)
        house = cls()
        house._plan()
        return house

    def _plan(self):
        from tanheng.apps.monitoring.services.plans import begin_plan
        from tanheng.apps.monitoring.services.steps import move_plan
        from tests.apps.monitoring.planned import ON_THE_WAY, complete, proposal
        from tests.support.acting import in_person

        number = begin_plan(actor=in_person(self.people["bob"]), node=self.company, plan=complete(proposal(self.company, self.month))).plan
        for verb, name in ON_THE_WAY:
            move_plan(actor=in_person(self.people[name]), node=self.company, number=number, verb=verb)

    def act(self, letter, number):
        """Make ready, say that it begins, do it, say that it has ended."""
        wanted = "reviewed" if letter == "c" else "filling"
        self._led_to(wanted)
        if letter == "d":
            self._save(number, months=[2])
        if letter == "i":
            self._taken_over()
        self._say(BEGINS)
        {"s": self._save, "c": self._close, "i": self._import, "d": self._draw}[letter](number)

    def _say(self, word):
        if self.told >= 0:
            os.write(self.told, word)

    def _save(self, number, months=range(1, 13)):
        """The year's cells of the potline's rows, by each of their sources, in one save."""
        self._typed(lambda row: months if row.line.measure in ANY_AMOUNT else (), lambda month: f"{7_000 + number}.{month:02d}")

    def _typed(self, months_of, text_of):
        from tanheng.apps.monitoring.selectors.selection import grid_rows
        from tanheng.apps.monitoring.services.typing import Typed, save_cells
        from tests.support.acting import in_person

        cells = []
        for row in grid_rows(self.company, self.potline, self.month.year):
            for month in months_of(row):
                there = row.cells[month].reading
                seen = there.pk if there else None
                cells.append(Typed(row.line.code, self.month.replace(month=month), text_of(month), row.source, seen=seen))
        saved = save_cells(actor=in_person(self.people["bob"]), node=self.company, cells=cells, reason=WHY)
        if len(saved.readings) != len(cells):
            raise RuntimeError(f"{len(saved.readings)} of {len(cells)} cells were saved: {saved.problems[:3]}")
        self._say(b"s")

    def _import(self, number):
        from tests.apps.smelter import upload

        one = upload(self.people["bob"], self.company, anodes=f"{7000 + number}.00", reason=WHY)
        if not one.accepted:
            raise RuntimeError(one.problems)
        self._say(b"i")

    def _draw(self, _number):
        from tanheng.apps.records.services.drawing import draw_figures
        from tests.apps.smelter import PACK, YEAR
        from tests.support.acting import in_person

        draw_figures(actor=in_person(self.people["bob"]), node=self.company, year=YEAR, pack_id=PACK)
        self._say(b"d")

    def _taken_over(self):
        """What was typed stands in the year's figures, so that the file need not be held against it first."""
        from tanheng.apps.records.services.drawing import drawn_where_typed
        from tests.apps.smelter import PACK, YEAR
        from tests.support.acting import in_person

        words = {"node": self.company, "year": YEAR, "pack_id": PACK, "verb": "upload_data"}
        if drawn_where_typed(actor=in_person(self.people["bob"]), **words) is not None:
            self._say(b"d")

    def _close(self, _number):
        self._step("close", "carol")
        self._say(b"c")

    def _step(self, verb, name):
        from tests.apps.monitoring.closing import step

        step(self.people[name], self.company, self.potline, self.month, verb, reason=WHY)

    def _led_to(self, wanted):
        """The month of the potline, wherever a kill has left it."""
        from tanheng.apps.monitoring.selectors.months import missing_lines, standing_month

        while (state := (found := standing_month(self.company, self.potline, self.month)).state.id) != wanted:
            if state == "filling":
                if codes := {one.code for one in missing_lines(found)}:
                    self._typed(lambda row: [1] if row.line.code in codes and row.source == "main" else (), lambda _month: "/")
                self._step("submit", "bob")
            elif state == "submitted":
                self._step(*(("review", "carol") if wanted == "reviewed" else ("return", "carol")))
            else:
                self._step(*(("reopen", "grace") if state == "closed" else ("return", "carol")))


def acted(letter, number, pause):
    """One act by a fork, killed once `pause` is over (None: never); how it ended, the letters that it told, and how long it took."""
    from django.db import connections

    connections.close_all()
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.close(reads)
            House(writes).act(letter, number)
            status = 0
        except BaseException:  # noqa: BLE001 - told by the parent, who sees the status
            traceback.print_exc()
        os._exit(status)
    os.close(writes)
    said = b""
    while BEGINS not in said and (more := os.read(reads, 64)):
        said += more
    began = time.monotonic()
    if pause is not None:
        time.sleep(pause)
        os.kill(child, signal.SIGKILL)
    while more := os.read(reads, 64):
        said += more
    os.close(reads)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return status, said.decode(), time.monotonic() - began


def soaked(words, folder, database):
    """All of it; what was found, as plain data."""
    os.environ.update(surroundings(folder / "home", database.address))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    House.built()
    began, before = time.monotonic(), made()
    chance, letters = random.Random(words.seed), list(ACTS)
    begun, ended, kills, wrong, usual = Counter(), Counter(), Counter(), [], {}
    for number in range(1, 40 * words.kills + 40):
        if sum(kills.values()) == words.kills:
            break
        letter = letters[number % len(letters)]
        pause = chance.uniform(0.0, usual[letter]) if letter in usual else None
        status, said, took = acted(letter, number, pause)
        begun[letter] += 1
        ended.update(one for one in said if one in ACTS)
        kills[ACTS[letter]] += status == -signal.SIGKILL
        usual |= {letter: took} if pause is None else {}
        wrong += [f"{ACTS[letter]} {number} failed: {status}"] if status not in (0, -signal.SIGKILL) else []
    found = {"database": words.database, "kills": +kills, "seconds": round(time.monotonic() - began)}
    found["ended"], found["there"] = +ended, made() - before
    return {**found, "wrong": wrong + lost(begun, ended, found["there"]) + torn()}


def made():
    """How many of each act the database holds."""
    from tanheng.apps.monitoring.models import Entry, MonthStep
    from tanheng.apps.records.models import GRID, Import

    files = Import.objects.exclude(way=GRID)
    counts = {"s": Entry.objects.filter(kind="grid"), "c": MonthStep.objects.filter(verb="close"), "i": files}
    return Counter({name: rows.count() for name, rows in {**counts, "d": Import.objects.filter(way=GRID)}.items()})


def lost(begun, ended, there):
    """Acts that were told as done and are not there, or are there without having begun. A file takes over first what was typed."""
    most = begun + Counter({"s": begun["d"] + begun["c"], "d": begun["i"]})
    return [
        f"{ACTS[one]}: {ended[one]} ended, {there[one]} are there, {most[one]} began"
        for one in ACTS
        if not ended[one] <= there[one] <= most[one]
    ]


def torn():
    """What is half there, and what the whole proof finds."""
    from tanheng.apps.journal.models import Event
    from tanheng.apps.journal.selectors.verification import verify
    from tanheng.apps.monitoring.models import Entry, MonthStep
    from tanheng.apps.records.models import Import

    told = {}
    for one in Event.objects.filter(action__in=["monitoring.readings.typed", "monitoring.month.close"]):
        payload = json.loads(one.payload)
        told[one.action.rpartition(".")[2], one.object_id] = payload.get("figures", payload.get("readings"))
    kept = {("typed", str(one.pk)): one.readings.count() for one in Entry.objects.filter(kind="grid")}
    kept |= {("close", str(one.pk)): one.selected.count() for one in MonthStep.objects.filter(verb="close")}
    wrong = [f"{key}: its event tells {told.get(key)}, {kept.get(key)} are there" for key in told | kept if told.get(key) != kept.get(key)]
    for one in Import.objects.all():
        entries = Entry.objects.filter(kind__in=["file", "drawn"], key=str(one.number)).count()
        if one.readings.count() != one.value_count or entries != 1:
            wrong.append(f"import {one.number} is not whole")
    numbers = [*Import.objects.order_by("number").values_list("number", flat=True)]
    wrong += [] if numbers == [*range(1, len(numbers) + 1)] else ["numbers of imports have gaps"]
    places = verify(lambda _name: lambda _step: None).places
    return wrong + [str(one) for one in places if one.what != "user"]  # they were not invited


def main():
    """Soak, print, and end with 1 where anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=None)
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, StoppedDatabase(words.database, Path(folder), programs.postgresql_folder()) as database:
        found = soaked(words, Path(folder), database)
    print(json.dumps(found, ensure_ascii=False))
    sys.exit(1 if found["wrong"] else 0)


if __name__ == "__main__":
    main()
