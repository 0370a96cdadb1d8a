"""How worker processes are started: deaf to Ctrl-C, which is for the command alone to answer, and gone when it is gone."""

from __future__ import annotations

import ctypes
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, resource_tracker
from typing import Any

DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux
ENDING = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)}


@contextmanager
def deaf_to_interrupts(start: str) -> Iterator[None]:
    """Processes that are started within it, by `fork` or `spawn`, never see Ctrl-C, not even while they start.

    For this process every signal to end waits: what a handler raises within a fork would be swallowed, and the work go on.
    """
    if not hasattr(signal, "pthread_sigmask"):  # another system: `worker_ready` is early enough
        yield
        return
    if start == "spawn":
        resource_tracker.ensure_running()  # as it starts it would take the mask away
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def workers(number: int, start: str, ready: Callable[..., None], *words: Any) -> Iterator[ProcessPoolExecutor]:
    """So many worker processes, each made ready by `ready(*words)`; when it is left, whatever still waits is dropped.

    `start` is `fork` or `spawn`. The first task must be handed in within `deaf_to_interrupts`: it starts the processes.
    """
    pool = ProcessPoolExecutor(number, get_context(start), initializer=ready, initargs=words)
    try:
        yield pool
    finally:  # not the pool's own `with`: that would take back what was said of the waiting tasks
        pool.shutdown(cancel_futures=True)


def worker_ready() -> None:
    """The first thing a worker does: other signals end it as they end any program, and it does not outlive its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for one in ENDING - {signal.SIGINT}:
        signal.signal(one, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)  # blocked while it was started
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGKILL)
