"""A server with its worker as real processes, on a database of their own: to be killed, and asked over HTTP."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.support import prepared

PROGRAM = [sys.executable, "-c", "from tanheng.cli import main; main(prog_name='tanheng')"]
SOURCE = Path(__file__).resolve().parents[2] / "src"
SECONDS = 60  # the machine may be busy


def surroundings(home: Path, address: str) -> dict[str, str]:
    """The environment of every process that stands on this home and database."""
    own = {"TANHENG_HOME": str(home), "TANHENG_DATABASE_URL": address, "TANHENG_WORKERS": "2", "TANHENG_LOG_LEVEL": "WARNING"}
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "tanheng.config.settings", "PYTHONPATH": str(SOURCE)}


def said_by(environment: dict[str, str], text: str) -> str:
    """The last line that a program of a few lines prints; it must end well."""
    done = prepared.run(text, environment=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


def wait_until(true: Callable[[], object], seconds: float = SECONDS) -> None:
    """Until it holds; AssertionError where it does not in time."""
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come so far"
        time.sleep(0.05)


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answers(port: int) -> bool:
    """Whether the server answers at its health check."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/health/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class Served:
    """`tanheng serve` in a process group of its own, once it answers."""

    def __init__(self, environment: dict[str, str], log: Path | None = None) -> None:
        self.port = free_port()
        with (log or Path(os.devnull)).open("ab") as told:
            words = [*PROGRAM, "serve", "--port", str(self.port)]
            self.process = subprocess.Popen(words, env=environment, start_new_session=True, stdout=told, stderr=told)
        wait_until(lambda: self.process.poll() is not None or answers(self.port))
        assert self.process.poll() is None, "the server did not start"

    def worker(self) -> int | None:
        """The process id of its worker; None while there is none."""
        listed = subprocess.run(
            ["ps", "-ww", "-o", "pid=", "-o", "stat=", "-o", "args=", "--ppid", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=False,
        )
        found = [line.split() for line in listed.stdout.splitlines() if "--attended" in line]
        return next((int(pid) for pid, state, *_ in found if not state.startswith("Z")), None)

    def kill(self) -> None:
        """Server, its processes and its worker, at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(SECONDS)

    def end(self, ending: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to end; its exit status."""
        self.process.send_signal(ending)
        return self.process.wait(SECONDS)
