"""A running Tanheng of its own: a data folder, `tanheng serve` on a free port, stopped by its process number.

Used by the browser journeys and by `tools/pictures.py`; what stands in the database is told by `demo_stage`.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_S = 60


@dataclass(frozen=True)
class Installation:
    """Where the server answers, and what it has said so far."""

    address: str
    said: Path

    @property
    def setup_code(self) -> str:
        """The code an empty installation prints."""
        found = re.search(r"[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", self.said.read_text(encoding="utf-8"))
        assert found, self.said.read_text(encoding="utf-8")
        return found[0]


@contextmanager
def running_installation(folder: Path, *, with_demo: bool, variables: Mapping[str, str] | None = None) -> Iterator[Installation]:
    """Serve from a data folder, empty or with the demo stage, until the block ends; `variables` are set for the server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TANHENG_", "DJANGO_"))}
    given = {"TANHENG_HOME": str(folder / "home"), "TANHENG_WORKERS": "1", "PYTHONUNBUFFERED": "1", **(variables or {})}
    environment = {**kept, **given}
    if with_demo:
        subprocess.run([sys.executable, "-m", "tests.support.demo_stage"], cwd=ROOT, env=environment, check=True)
    port, said = _free_port(), folder / "said.txt"
    with said.open("w") as output:
        command = [sys.executable, "-c", "from tanheng.cli import main; main()", "serve", "--port", str(port)]
        server = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        try:
            found = Installation(f"http://127.0.0.1:{port}", said)
            _wait(f"{found.address}/health/", server)
            yield found
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server at {address} did not answer")
