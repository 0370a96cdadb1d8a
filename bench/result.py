"""The shape of one benchmark result, and the ways of timing that all benchmarks share. It knows no benchmark."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import TypedDict

ROOT = Path(__file__).resolve().parent.parent
STARTER = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(done.returncode)
"""
PEERS_PYTHON = ROOT / ".venv-bench" / "bin" / "python"  # made by `make bench`; peers' libraries live only there


class Result(TypedDict, total=False):
    """One line of `make bench`. `ratio` above 1 means: better than the peer. `limit` is what was promised."""

    name: str
    value: float
    unit: str
    peer: str | None
    peer_value: float | None
    ratio: float | None
    limit: float | None
    kept: bool | None


def result(
    name: str,
    value: float,
    unit: str,
    *,
    peer: str | None = None,
    peer_value: float | None = None,
    limit: float | None = None,
    more_is_better: bool = False,
) -> Result:
    """A result with its ratio to the peer and whether the promised limit was kept."""
    ratio = None
    if peer_value and value:
        ratio = round(value / peer_value if more_is_better else peer_value / value, 2)
    kept = None
    if limit is not None:
        kept = value >= limit if more_is_better else value <= limit
    return Result(
        name=name,
        value=_short(value),
        unit=unit,
        peer=peer,
        peer_value=_short(peer_value) if peer_value is not None else None,
        ratio=ratio,
        limit=limit,
        kept=kept,
    )


def seconds(work: Callable[[], object], *, repeats: int = 5) -> float:
    """Median wall time of a call in seconds; one call before does not count."""
    work()
    return median(_once(work) for _ in range(repeats))


def cpu_seconds(work: Callable[[], object], *, repeats: int = 5) -> float:
    """Median processor time of a call on the one core it runs on; other work on the machine hardly enters it."""
    work()
    times = []
    for _ in range(repeats):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return median(times)


def percentile_95(work: Callable[[], object], *, repeats: int = 60) -> float:
    """The 95th percentile of a call's wall time in seconds; three calls before do not count."""
    for _ in range(3):
        work()
    return quantiles([_once(work) for _ in range(repeats)], n=20, method="inclusive")[-1]


def command_seconds(words: Sequence[str | Path], *, repeats: int = 5, statuses: tuple[int, ...] = (0,)) -> float:
    """Median wall time of a command from start to end, start of the interpreter included. RuntimeError if it fails."""

    def call() -> None:
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, cwd=ROOT)
        if done.returncode not in statuses:
            raise RuntimeError(f"{words}: {done.stderr[-2000:]}")

    return seconds(call, repeats=repeats)


def most_memory(words: Sequence[str | Path]) -> float:
    """The most memory in MB that a command held. RuntimeError if it fails.

    A small process starts it: Linux counts to a new process what the one that started it held.
    """
    done = subprocess.run([sys.executable, "-S", "-c", STARTER, *map(str, words)], capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        raise RuntimeError(f"{words}: {done.stderr[-2000:]}")
    return float(done.stdout) / (1024 if sys.platform != "darwin" else 1024**2)


def tanheng(*words: str | Path) -> list[str | Path]:
    """The command `tanheng …` of the environment that runs the benchmarks."""
    return [Path(sys.executable).with_name("tanheng"), *words]


def _once(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _short(value: float) -> float:
    return float(f"{value:.4g}")
