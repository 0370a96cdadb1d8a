"""A bar for work that takes its time: on a terminal, from the second on, on standard error, and gone when the work is done.

In a pipe it does nothing. It knows no work: a command tells it what is done.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

SHOWN_AFTER_S = 1.0


class Bar:
    """What is being done, how much of it is, and of how much; without a total only that it goes on."""

    def __init__(self, what: str, total: int | None) -> None:
        self._what, self._total, self._done = what, total, 0
        self._lock = threading.RLock()
        self._shown: Progress | None = None
        self._task: TaskID | None = None
        self._over = False

    def step(self, number: int = 1) -> None:
        """So much more is done."""
        with self._lock:
            self._done += number
            self._update()

    def now(self, what: str, total: int | None = None, done: int = 0) -> None:
        """Another part of the work begins, or has come so far."""
        with self._lock:
            self._what, self._total, self._done = what, total, done
            self._update()

    def show(self) -> None:
        """Draw it from now on, unless the work is over."""
        with self._lock:
            if self._over:
                return
            # The library starts only here: most work is done before.
            from rich import progress as parts
            from rich.console import Console

            what = parts.TextColumn("{task.description}", markup=False)
            columns = (parts.SpinnerColumn(), what, parts.BarColumn(), parts.TaskProgressColumn(), parts.TimeElapsedColumn())
            self._shown = parts.Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._shown.add_task(self._what, total=self._total, completed=self._done)
            self._shown.start()

    def hide(self) -> None:
        """The work is over: nothing of the bar stays."""
        with self._lock:
            self._over = True
            if self._shown is not None:
                self._shown.stop()

    def _update(self) -> None:
        if self._shown is not None and self._task is not None:
            self._shown.update(self._task, description=self._what, total=self._total, completed=self._done)


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Bar]:
    """A bar for the work done within it, of `total` steps where their number is known. Nothing may be printed meanwhile."""
    bar = Bar(what, total)
    if not sys.stderr.isatty():
        yield bar
        return
    timer = threading.Timer(SHOWN_AFTER_S, bar.show)
    timer.daemon = True
    timer.start()
    try:
        yield bar
    finally:
        timer.cancel()
        bar.hide()
