"""The generated house: making it, the whole proof, backup and restore, pages and API under eight connections, twenty writers at once.

The house itself is only read; writers and readers meet a copy of it, restored from the backup that was timed. BENCH_COMPANIES (50) makes
a smaller one, BENCH_POSTGRESQL_COMPANIES (3) that on PostgreSQL. Servers are real processes on loopback.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.apart import environment, postgresql, said, timed, told
from bench.house import FOLDER
from bench.load import Answers, Question, asked
from bench.result import ROOT, Result, result, tanheng
from tests.support.served import Served, free_port, wait_until

COMPANIES = int(os.environ.get("BENCH_COMPANIES", "50"))
ON_POSTGRESQL = int(os.environ.get("BENCH_POSTGRESQL_COMPANIES", "3"))
MINUTE_S, MAKING_S, TIMES_PLAIN = 60, 600, 4
WRITERS, WRITES = 20, 8
CONNECTIONS, ASKED_EACH = 8, 40


def run() -> Iterator[Result]:
    """One part after the other."""
    house = whole_house()
    yield from _made(house)
    with tempfile.TemporaryDirectory(prefix="bench-house-", dir=FOLDER.parent) as folder:
        copy = Path(folder) / "restored"
        yield from _proof(house)
        yield from _kept(house, Path(folder) / "backup", copy)
        yield from _pages(copy)
        yield from _writers("SQLite", environment(copy), COMPANIES)
        with postgresql() as address:
            if address is not None:
                small = Path(folder) / "postgresql"
                house_of(small, ON_POSTGRESQL, address)
                yield from _writers("PostgreSQL", environment(small, address), ON_POSTGRESQL)


def whole_house() -> Path:
    """Where the house of these benchmarks is kept."""
    return FOLDER if COMPANIES == 50 else FOLDER.with_name(f"house-{COMPANIES}")


def _made(house: Path) -> Iterator[Result]:
    """The seconds that making it took, today or when it was made."""
    counts = house_of(house, COMPANIES, "")
    what = ", ".join(f"{counts[name]:,} {name}" for name in ("companies", "facilities", "runs", "readings", "evidence records", "users"))
    yield result(f"generated house made ({what})", counts["seconds"], "s", limit=MAKING_S)


def house_of(folder: Path, companies: int, database: str) -> dict[str, Any]:
    """Have a house made where it is missing; what stands in it."""
    words = ["--companies", str(companies), "--folder", folder, "--database", database]
    counts: dict[str, Any] = told("house", *words, surrounding=environment(folder, database))
    return counts


def _proof(house: Path) -> Iterator[Result]:
    evidence = sorted(str(path) for path in (house / "evidence").rglob("?" * 64))
    peer = timed(["xargs", "-0", "sha256sum"], os.environ, "\0".join(evidence))
    value = timed(tanheng("verify"), environment(house))
    beside = {"peer": "sha256sum of the evidence alone", "peer_value": peer}
    yield result(f"tanheng verify of the generated house, {len(evidence):,} files", value, "s", limit=MINUTE_S, **beside)


def _kept(house: Path, backup: Path, copy: Path) -> Iterator[Result]:
    packed, unpacked = backup.with_name("packed.tar"), backup.with_name("unpacked")
    tar = timed(["tar", "-cf", packed, "-C", house, "."], os.environ)
    value = timed(tanheng("backup", backup), environment(house))
    yield result("tanheng backup of the generated house", value, "s", limit=MINUTE_S, peer="tar of the same folder", peer_value=tar)
    unpacked.mkdir()
    untar = timed(["tar", "-xf", packed, "-C", unpacked], os.environ)
    packed.unlink()
    shutil.rmtree(unpacked)
    said(tanheng("backup-keys", backup.with_name("keys.json")), environment(house))
    said(tanheng("restore-keys", backup.with_name("keys.json")), environment(copy))
    value = timed(tanheng("restore", backup), environment(copy))
    beside = {"peer": "tar that unpacks it, nothing proven", "peer_value": untar}
    yield result("tanheng restore of the generated house, all of it proven", value, "s", limit=MINUTE_S, **beside)
    shutil.rmtree(backup)


def _pages(home: Path) -> Iterator[Result]:
    """95th percentiles under eight connections: ours, and a list page of plain Django on the same rows by the same server."""
    surrounding = environment(home)
    people = _people(surrounding, 1)
    with _plain(home) as port:
        plain = _percentile(port, people["plain"], {})
    cookie = {"Cookie": f"sessionid={people['reader']['session']}; django_language=zh-hans"}
    bearer = {"Authorization": f"Bearer {people['reader']['token']}"}
    with served(surrounding) as port:
        for name, addresses, headers in (("results page", people["results"], cookie), ("run by the API", people["api"], bearer)):
            value = _percentile(port, addresses, headers)
            beside = {"peer": "list page of plain Django", "peer_value": plain, "limit": round(TIMES_PLAIN * plain, 4)}
            yield result(f"{name} of the generated house, {CONNECTIONS} connections, 95th percentile", value, "s", **beside)


def _percentile(port: int, addresses: Sequence[str], headers: Mapping[str, str]) -> float:
    """After every process of the server has shown every address."""
    questions = [Question(address, headers) for address in addresses]
    asked(port, [questions] * CONNECTIONS)
    each = [[questions[(start + number) % len(questions)] for number in range(ASKED_EACH)] for start in range(CONNECTIONS)]
    answered = asked(port, each)
    if answered.count(lambda status: status != 200):
        raise RuntimeError(f"{addresses[0]}: {sorted(set(answered.statuses))}")
    return answered.percentile_95


def _writers(database: str, surrounding: Mapping[str, str], companies: int) -> Iterator[Result]:
    """Twenty people who attach evidence at once, eight times each, and what has become of it; one person alone with as many beside it."""
    people = _people(surrounding, WRITERS)
    with served(surrounding) as port:
        alone = asked(port, [[_write(people["writers"][0], "alone", number) for number in range(WRITERS * WRITES)]])
        before = _counts(surrounding)
        each = [[_write(one, f"{place}", number) for number in range(WRITES)] for place, one in enumerate(people["writers"])]
        answered = asked(port, each)
    after = _counts(surrounding)
    stored, errors = after["attachments"] - before["attachments"], answered.count(lambda status: status != 201)
    name = f"{WRITERS} writers × {WRITES} on {database}, {companies} companies"
    peer = {"peer": "one writer alone", "peer_value": _a_second(alone), "more_is_better": True}
    yield result(f"{name}: writes a second", _a_second(answered), "1/s", **peer)
    yield result(f"{name}: errors", errors + alone.count(lambda status: status != 201), "", limit=0)
    lost = answered.count(lambda status: status == 201) - stored
    yield result(f"{name}: lost or doubled, or the journal broken", abs(lost) + (not after["holds"]), "", limit=0)


def _write(writer: Mapping[str, Any], name: str, number: int) -> Question:
    """A small file attached to the writer's company."""
    mark = "benchmark-of-the-house"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="year"\r\n\r\n2025\r\n',
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="slip-{name}-{number}.csv"\r\nContent-Type: text/csv\r\n\r\n',
        f"{name},{number},{time.time_ns()}\r\n--{mark}--\r\n",
    ]
    headers = {
        "Authorization": f"Bearer {writer['token']}",
        "Content-Type": f"multipart/form-data; boundary={mark}",
        "Idempotency-Key": f"{name}-{number}",
    }
    return Question(f"/api/v1/organisations/{writer['company']}/evidence", headers, "POST", "".join(parts).encode())


def _a_second(answered: Answers) -> float:
    return len(answered.statuses) / answered.took


@contextmanager
def served(surrounding: Mapping[str, str]) -> Iterator[int]:
    """`tanheng serve` on a port of its own, a server process a core."""
    server = Served({**surrounding, "TANHENG_LOG_LEVEL": "ERROR"})
    try:
        yield server.port
    finally:
        server.end()


@contextmanager
def _plain(home: Path) -> Iterator[int]:
    """Granian with the plain project, as many processes and threads as `tanheng serve` has."""
    port = free_port()
    words = ["--interface", "wsgi", "--workers", "2", "--blocking-threads", "1", "--port", str(port), "--log-level", "warning"]
    environment = {**os.environ, "PLAIN_DATABASE": str(home / "tanheng.sqlite3"), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [Path(sys.executable).with_name("granian"), *words, "bench.plain_list:application"], env=environment, cwd=ROOT
    )
    try:
        wait_until(lambda: process.poll() is not None or _listens(port))
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _listens(port: int) -> bool:
    try:
        return asked(port, [[Question("/runs/1/")]]).statuses == [200]
    except OSError:
        return False


def _people(surrounding: Mapping[str, str], writers: int) -> dict[str, Any]:
    found: dict[str, Any] = told("house_people", str(writers), surrounding=surrounding)
    return found


def _counts(surrounding: Mapping[str, str]) -> dict[str, int]:
    text = "import json, django; django.setup()\nfrom bench.house_people import counts\nprint(json.dumps(counts()))"
    found: dict[str, int] = json.loads(said([sys.executable, "-c", text], surrounding).splitlines()[-1])
    return found
