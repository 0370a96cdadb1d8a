"""The programs of PostgreSQL that copy and fill a database: which of them is young enough, and running them. It knows no backup."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection

from tanheng.store.backups import refused

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
LOOKED_AT_EVERY_S = 0.2
RESTORING = "tanheng restore"  # how the server calls the program that fills it, so that another attempt sees it
# What the settings of the connection are called where a program reads them: a password on its command line would be seen by everybody.
VARIABLES = {"HOST": "PGHOST", "PORT": "PGPORT", "NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
OPTIONS = {
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY", "passfile": "PGPASSFILE",
    "service": "PGSERVICE", "options": "PGOPTIONS", "connect_timeout": "PGCONNECT_TIMEOUT",
}  # fmt: skip


@dataclass(frozen=True)
class Program:
    """A program and the major version it is of."""

    path: str
    major: int


def program(name: str, server_major: int) -> Program:
    """The program to use with a server: of its own version, else the oldest that is newer. KeepingError where there is none."""
    found = sorted(_of_machine(name), key=lambda one: one.major)
    if not found:
        raise refused("KEEP-114", name=name, known=str(server_major))
    young = [one for one in found if one.major >= server_major]
    if not young:
        raise refused("KEEP-115", name=name, found=str(found[-1].major), known=str(server_major))
    return young[0]


def dump(by: Program, target: Path, snapshot: str, look: Callable[[], None]) -> None:
    """Write the database as it is in an exported snapshot; `look` is called while it lasts."""
    words = ["--format=custom", "--compress=1", "--no-owner", "--no-acl", f"--snapshot={snapshot}", f"--file={target}"]
    _run(by.path, words, look)


def restore(by: Program, source: Path) -> None:
    """Fill the database of the settings: all in one transaction."""
    words = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-acl", f"--dbname={connection.settings_dict['NAME']}"]
    _run(by.path, [*words, str(source)], lambda: None)


def _of_machine(name: str) -> list[Program]:
    on_path = shutil.which(name)
    folders = [str(file) for place in PLACES for file in Path("/").glob(f"{place[1:]}/{name}")]
    asked = [(path, _major_of(path)) for path in dict.fromkeys([*([on_path] if on_path else []), *folders])]
    return [Program(path, major) for path, major in asked if major]


def _major_of(path: str) -> int:
    """The version that a program tells of itself; 0 where it tells none."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=20).stdout  # noqa: S603
        return int(said.split("(PostgreSQL)")[1].split()[0].split(".")[0])
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired):
        return 0


def _run(path: str, words: Sequence[str], look: Callable[[], None]) -> None:
    """Our own words to a program of the machine; KeepingError with what it says where it fails. It ends when we do."""
    environment = {**os.environ, **_variables(), "PGAPPNAME": RESTORING if path.endswith("pg_restore") else "tanheng backup"}
    with tempfile.TemporaryFile() as heard:
        running = subprocess.Popen([path, "--no-password", *words], env=environment, stdout=subprocess.DEVNULL, stderr=heard)  # noqa: S603
        try:
            while not _ended(running):
                look()
        except BaseException:
            running.kill()
            running.wait()
            raise
        heard.seek(0)
        said = heard.read().decode(errors="replace")
    if running.returncode:
        raise refused("KEEP-113", name=Path(path).name, why=" ".join(said.split())[-600:] or f"status {running.returncode}")


def _ended(running: subprocess.Popen[bytes]) -> bool:
    try:
        running.wait(LOOKED_AT_EVERY_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def _variables() -> dict[str, str]:
    given: dict[str, Any] = connection.settings_dict
    named = {variable: str(given[name]) for name, variable in VARIABLES.items() if given.get(name)}
    return {**named, **{OPTIONS[name]: str(value) for name, value in given["OPTIONS"].items() if name in OPTIONS}}
