"""Ctrl-C in long work: one line, status 130, no process and no file left behind. Real processes in a group, as in a shell."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bulk.test_bad_tables import smelter, written

PROGRAM = [sys.executable, "-c", "from tanheng.cli import main; main(prog_name='tanheng')"]
CASE = Path(__file__).parents[1] / "documents" / "inputs" / "c23-ctrl-c-traceback.yaml"
ABORTED = "已中止 Aborted!\n"
SECONDS = 60  # the machine may be busy

Started = Callable[..., subprocess.Popen[str]]


def members(group: int) -> list[str]:
    """Every process of the group, but those that have ended and are only not yet buried."""
    found = subprocess.run(["ps", "-ww", "-o", "stat=,args=", "-g", str(group)], capture_output=True, text=True, check=False)
    return [line for line in found.stdout.splitlines() if not line.startswith("Z")]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Started]:
    """`start(*words)` runs the program in a process group of its own, below a folder of its own."""
    running: list[subprocess.Popen[str]] = []

    def started(*words: object) -> subprocess.Popen[str]:
        surroundings = {**os.environ, "TANHENG_HOME": str(tmp_path / "home")}
        surroundings.pop("TANHENG_DATABASE_URL", None)
        process = subprocess.Popen(
            [*PROGRAM, *map(str, words)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, env=surroundings, cwd=tmp_path,
        )  # fmt: skip
        running.append(process)
        return process

    yield started
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < until, "it did not come so far"
        time.sleep(0.05)


def ended(process: subprocess.Popen[str], ending: signal.Signals = signal.SIGINT) -> tuple[int, str]:
    """Status and standard error after a signal to the whole group, as a terminal sends it; nobody of the group is left."""
    os.killpg(process.pid, ending)
    _, said = process.communicate(timeout=SECONDS)
    wait_until(lambda: not members(process.pid))
    return process.returncode, said


def test_draws_end_with_one_line(start: Started) -> None:
    process = start("calculate", CASE, "--uncertainty", "--draws", "50000000", "--json")
    wait_until(lambda: len(members(process.pid)) > 1)  # they draw
    assert ended(process) == (130, ABORTED)


def test_draws_end_when_only_the_command_is_told(start: Started) -> None:
    process = start("calculate", CASE, "--uncertainty", "--draws", "50000000", "--json")
    wait_until(lambda: len(members(process.pid)) > 1)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=SECONDS)
    wait_until(lambda: not members(process.pid))
    assert (process.returncode, said) == (143, "")


def test_no_process_outlives_a_command_that_was_killed(start: Started) -> None:
    process = start("calculate", CASE, "--uncertainty", "--draws", "50000000", "--json")
    wait_until(lambda: len(members(process.pid)) > 2)
    time.sleep(0.5)
    process.kill()
    wait_until(lambda: not members(process.pid))


@pytest.mark.parametrize("seconds", [0.4, 0.8, 1.2])
def test_a_command_that_starts_ends_with_one_line(seconds: float, start: Started) -> None:
    process = start("calculate", CASE, "--uncertainty", "--draws", "50000000", "--json")
    time.sleep(seconds)
    assert ended(process) == (130, ABORTED)


def test_a_batch_ends_with_one_line_and_leaves_no_file(start: Started, tmp_path: Path) -> None:
    rows = [{**row, "entity": f"E{number:04d}"} for number in range(2000) for row in smelter()]
    table = written(rows, tmp_path)
    words = ("-o", tmp_path / "out.parquet", "--traces", tmp_path / "traces.jsonl")
    process = start("batch", "cn/aluminium/cets_2024", table, "--year", "2025", *words)
    wait_until(lambda: any(path.name.startswith(".") for path in tmp_path.iterdir()))  # the first traces are written
    assert ended(process) == (130, ABORTED)
    assert [path.name for path in tmp_path.iterdir()] == [table.name]


def test_a_report_ends_with_one_line_and_leaves_no_file(start: Started, tmp_path: Path) -> None:
    process = start("rules", "book", "cn/aluminium/cets_2024", "-o", tmp_path / "new" / "book.pdf", "--make-folder")
    loaded = Path(f"/proc/{process.pid}/maps")
    if loaded.exists():
        wait_until(lambda: "typst" in loaded.read_text())  # the pages are being set
    else:  # another system than Linux
        time.sleep(0.7)
    assert ended(process) == (130, ABORTED)
    assert not (tmp_path / "new").exists()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_server_ends_with_one_line(start: Started) -> None:
    port = free_port()
    process = start("serve", "--port", port)
    wait_until(lambda: answers(port))
    assert ended(process) == (130, ABORTED)
    assert not answers(port)


@pytest.mark.parametrize("seconds", [0.0, 0.3, 0.6])
def test_the_server_ends_while_its_workers_start(seconds: float, start: Started) -> None:
    """A worker that is told to end before it serves forgot it, and the server waited for it for ever."""
    process = start("serve", "--port", free_port())
    wait_until(lambda: len(members(process.pid)) > 1)
    time.sleep(seconds)
    assert ended(process) == (130, ABORTED)


def test_a_service_that_is_told_to_end_has_done_its_work(start: Started) -> None:
    port = free_port()
    process = start("serve", "--port", port)
    wait_until(lambda: answers(port))
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=SECONDS)
    wait_until(lambda: not members(process.pid))
    assert (process.returncode, said) == (0, "")


def test_the_demo_ends_with_one_line(start: Started, tmp_path: Path) -> None:
    process = start("demo", "--out", tmp_path / "out", "--make-folder", "--port", free_port())
    wait_until((tmp_path / "home").exists)  # the database is being filled
    status, said = ended(process)
    assert status == 130 and said.endswith("\n" + ABORTED) and "Traceback" not in said


@pytest.mark.parametrize(
    "words", [("rules", "list"), ("rules", "show", "cn/aluminium/cets_2024"), ("calculate", CASE, "--json"), ("--help",)]
)
def test_a_reader_who_has_enough_is_no_error(words: tuple[object, ...], start: Started) -> None:
    process = start(*words)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert "Traceback" not in process.stderr.read() and "pipe" not in process.stderr.read()
    assert process.wait(SECONDS) in (0, 1)


SWALLOWS = """
import sys, time
from tanheng.cli.ending import unwound_by_signals
with unwound_by_signals():
    try:
        print("begun", flush=True)
        time.sleep(60)
    except BaseException:
        pass
    try:
        time.sleep(60)
    finally:
        time.sleep(2.5)
        print("put in order", flush=True)
"""


@pytest.mark.parametrize(("ending", "status"), [(signal.SIGINT, -signal.SIGINT), (signal.SIGTERM, 128 + signal.SIGTERM)])
def test_what_a_library_swallowed_comes_again_and_what_is_put_in_order_has_its_time(ending: signal.Signals, status: int) -> None:
    process = subprocess.Popen([sys.executable, "-c", SWALLOWS], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.send_signal(ending)
    heard, _ = process.communicate(timeout=SECONDS)
    assert (heard, process.returncode) == ("put in order\n", status)
