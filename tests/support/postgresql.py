"""A PostgreSQL server of the test run itself: made in a folder of its own, reached by its socket, gone at the end.

It never touches a server that already runs on the machine. Durability is switched off, as nobody needs the data
after the run; everything else is as PostgreSQL ships it.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

OWNER = "tanheng"
APPLICATION = "tanheng_application"  # a role that owns nothing, for tests of what it may
START_SECONDS = 60


class PostgresqlServer:
    """Start with `start()`, which gives the address; end with `stop()`. Raises RuntimeError with the server's log.

    `durable` leaves everything as PostgreSQL ships it, for whoever measures.
    """

    def __init__(self, programs_folder: str, *, durable: bool = False) -> None:
        self.programs = Path(programs_folder)
        self.quick = [] if durable else ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        self.folder = Path(tempfile.mkdtemp(prefix="tanheng-postgresql-"))
        self.account = _unprivileged_account()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The value for TANHENG_DATABASE_URL."""
        return f"postgres://{OWNER}@/postgres?host={quote(str(self.folder), safe='')}"

    def start(self) -> str:
        """Make the cluster, start the server, wait until it answers; give its address."""
        if "user" in self.account:
            shutil.chown(self.folder, self.account["user"])
        self._run("initdb", "-D", self._data, "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        self.again()
        self._run("psql", "-q", "-h", str(self.folder), "-U", OWNER, "-d", "postgres", "-c", f"CREATE ROLE {APPLICATION} LOGIN")
        return self.address

    def again(self) -> None:
        """Start the server on the cluster that is there."""
        settings = ["listen_addresses=", "max_connections=60", *self.quick]
        options = [word for setting in settings for word in ("-c", setting)]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [self.programs / "postgres", "-D", self._data, "-k", self.folder, *options],
                cwd=self.folder, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - one system call, before any thread of ours runs
                **self.account,
            )  # fmt: skip
        self._wait()

    def stop(self) -> None:
        """End the server (fast shutdown, by its own process id) and remove its folder."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)
                self.process.wait(timeout=20)
        self.process = None
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [self.programs / program, *words], cwd=self.folder, capture_output=True, text=True, check=False,
            **self.account,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr or done.stdout}")

    def _wait(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + START_SECONDS
        ask = [self.programs / "pg_isready", "-q", "-h", str(self.folder)]
        while subprocess.run(ask, check=False).returncode:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start: {(self.folder / 'log').read_text(errors='replace')}")
            time.sleep(0.1)


def _end_with_parent() -> None:
    """Ask Linux to shut the server down when the test run dies without a word (a time limit, SIGKILL)."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGINT)


def _unprivileged_account() -> dict[str, object]:
    """PostgreSQL refuses to run as root: then as the package's own account, else as whoever runs the tests."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("no unprivileged account to run PostgreSQL as")
