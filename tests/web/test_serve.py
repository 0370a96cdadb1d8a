"""`tanheng serve` on an empty folder: database, address, set-up code, pages, and a clean end."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

COMMAND = [sys.executable, "-c", "from tanheng.cli import main; main()", "serve"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(address, patience_s=40):
    until = time.monotonic() + patience_s
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return response.status, response.read().decode(), response.headers
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.fixture
def environment(tmp_path):
    variables = {name: value for name, value in os.environ.items() if not name.startswith("TANHENG_")}
    return {**variables, "TANHENG_HOME": str(tmp_path / "home"), "TANHENG_WORKERS": "1", "PYTHONUNBUFFERED": "1"}


def test_the_first_start_makes_everything_and_leads_to_the_set_up(environment, tmp_path):
    port = free_port()
    with (tmp_path / "said").open("w+") as said:
        server = subprocess.Popen([*COMMAND, "--port", str(port)], env=environment, stdout=said, stderr=said)
        try:
            assert json.loads(answer(f"http://127.0.0.1:{port}/health/")[1])["status"] == "ok"
            status, text, headers = answer(f"http://127.0.0.1:{port}/")
            assert status == 200
            assert "系统初始设置" in text
            assert "script-src 'self'" in headers["Content-Security-Policy"]
            style = re.search(r'href="(/static/tanheng/tanheng\.css[^"]*)"', text).group(1)
            assert answer(f"http://127.0.0.1:{port}{style}")[0] == 200
            assert [file.name for file in (tmp_path / "home").rglob("*") if file.lstat().st_mode & 0o077] == []
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
        said.seek(0)
        words = said.read()
    assert f"http://127.0.0.1:{port}" in words
    assert re.search(r"初始设置码: [A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}", words)
    assert (tmp_path / "home").stat().st_mode & 0o077 == 0


def test_a_taken_port_is_said_in_one_line(environment):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run([*COMMAND, "--port", port], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "已被占用" in done.stderr or "is taken" in done.stderr
    assert "Traceback" not in done.stderr
