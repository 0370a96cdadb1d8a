"""An installation of a test's own: data folder, database, and the commands run as a user runs them, each in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support import prepared
from tests.support.installation import ROOT
from tests.support.own_database import own_database
from tests.support.prepared import Ended

COMMAND = [sys.executable, "-c", "from tanheng.cli import main; main(prog_name='tanheng')"]
BEGIN = "import django, json; django.setup()\n"
FILL = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.evidence.services import attach_evidence
from tanheng.apps.people.access.actors import in_person
from tanheng.apps.people.services import invite_person
from tanheng.apps.sites import services
from tests.apps.smelter import PACK, YEAR, upload
ada = in_person(services.begin_with_administrator(email="ada@example.test", display_name="管理员", password="平衡-every-tonne-weighed"))
group = services.create_group(actor=ada, name="合成集团")
company = services.create_company(actor=ada, group=group, name="合成铝业", code="91640000000000000X")
site = services.create_site(actor=ada, company=company, name="厂", code="plant")
services.create_facility(actor=ada, site=site, name="1号", code="potline-1", facility_kind="potline")
told = {"email": "alice@example.test", "display_name": "alice", "password": "平衡-every-tonne-weighed"}
alice = invite_person(actor=ada, role="carbon_manager", node=company, **told).user
services.finish_installation(actor=ada)
for number in range(3):
    upload(alice, company, anodes=f"{7500 + number}.00", reason="更正")
    attach_evidence(actor=in_person(alice), node=company, year=YEAR, file_name=f"台账-{number}.csv", content=f"台账 {number}".encode())
run_accounts(actor=in_person(alice), node=company, year=YEAR, pack_id=PACK)
"""
LOOK = """
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.selectors import recomputed
from tanheng.apps.evidence.models import EvidenceFile
from tanheng.apps.journal.models import Event
from tanheng.apps.journal.selectors import verify_journal
from tanheng.apps.records.models import Import, FileReading
from tanheng.store.contents import damage_of
from django.contrib.sessions.models import Session
print(json.dumps({
    "imports": Import.objects.count(), "readings": FileReading.objects.count(), "events": Event.objects.count(),
    "contents": EvidenceFile.objects.count(), "sessions": Session.objects.count(), "holds": verify_journal().holds,
    "damaged": [one.sha256 for one in EvidenceFile.objects.all() if damage_of(one.sha256, one.size)],
    "runs": [[one.run_hash, recomputed(one).run_hash] for one in Run.objects.all()],
    "last": Event.objects.order_by("-sequence").first().action,
}))
"""


EACH = """
from click.testing import CliRunner
from tanheng.cli import main
def told(words):
    done = CliRunner().invoke(main, words)
    return done.exit_code, done.stdout, done.stderr
"""


@dataclass(frozen=True)
class House:
    """An installation by its data folder and the address of its database."""

    home: Path
    address: str
    path: str = ""  # instead of the machine's own search path

    @property
    def environment(self) -> dict[str, str]:
        """What its commands read."""
        own = {"TANHENG_HOME": str(self.home), "TANHENG_DATABASE_URL": self.address, "PATH": self.path or os.environ["PATH"]}
        kept = {name: value for name, value in os.environ.items() if name != "TANHENG_SECRET_KEY"}
        return {**kept, **own, "DJANGO_SETTINGS_MODULE": "tanheng.config.settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}

    def tanheng(self, *words: object) -> Ended:
        """Run a command."""
        return prepared.run(prepared.TANHENG, *map(str, words), environment=self.environment)

    def each(self, *commands: Sequence[object]) -> list[Ended]:
        """Run several commands one after the other in one process, for those that leave nothing behind in it."""
        words = json.dumps([[str(word) for word in command] for command in commands])
        told = json.loads(self.python(f"{EACH}\nprint(json.dumps([told(words) for words in json.loads({words!r})]))"))
        return [Ended(*one) for one in told]

    def begun(self, *words: object) -> subprocess.Popen[bytes]:
        """Begin a command."""
        return subprocess.Popen([*COMMAND, *map(str, words)], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def python(self, text: str) -> str:
        """Run a program under its settings; gives the last line that it printed."""
        done = prepared.run(BEGIN + text, environment=self.environment)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout.strip().rpartition("\n")[2]

    def fill(self) -> None:
        """A group with a company, three imports, three files of evidence and a run."""
        self.python(FILL)

    def look(self) -> dict[str, Any]:
        """What it holds, and whether it holds."""
        found: dict[str, Any] = json.loads(self.python(LOOK))
        return found


@contextmanager
def own_house(folder: Path) -> Iterator[House]:
    """An empty installation in a folder, its database of the kind that this run stands on."""
    folder.mkdir(parents=True, exist_ok=True)
    with own_database(folder) as address:
        yield House(folder / "home", address)
