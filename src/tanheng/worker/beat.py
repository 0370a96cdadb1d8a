"""While a task is done: its lease is prolonged and its progress written, by a thread with a connection of its own."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection

from tanheng.apps.work.services.performing import StoppedError
from tanheng.engine.text import Text
from tanheng.store.tasks.queue import LEASE, Held, hold

LOOKED_EVERY_S = 0.4
PROLONGED_EVERY_S = 2.0
LONGEST_GOODBYE_S = 2.0  # it may wait for a database that is busy; it holds nothing up
logger = logging.getLogger(__name__)


class Beat:
    """What the work tells of itself; `tell` raises StoppedError once nobody wants it any more."""

    def __init__(self, held: Held) -> None:
        self.held = held
        self.lost = False
        self.told: tuple[int, Text] = (0, Text("", ""))

    def tell(self, percent: int, words: Text) -> None:
        """How far it has come, 0 to 100, and what is being done."""
        if self.lost:
            raise StoppedError
        self.told = (min(max(percent, 0), 100), words)


@contextmanager
def beating(held: Held, clock: Callable[[], datetime]) -> Iterator[Beat]:
    """Within it the task stays in hand; a database that does not answer for a while only delays the word."""
    beat, over = Beat(held), threading.Event()
    thread = threading.Thread(target=_until_over, args=(beat, over, clock), daemon=True)
    thread.start()
    try:
        yield beat
    finally:
        over.set()
        thread.join(LONGEST_GOODBYE_S)


def _until_over(beat: Beat, over: threading.Event, clock: Callable[[], datetime]) -> None:
    written, due = beat.told, time.monotonic() + PROLONGED_EVERY_S
    try:
        while not beat.lost and not over.wait(LOOKED_EVERY_S):
            told = beat.told
            if told is written and time.monotonic() < due:
                continue
            try:
                beat.lost = not hold(held=beat.held, until=clock() + LEASE, percent=told[0], words=told[1])
                written, due = told, time.monotonic() + PROLONGED_EVERY_S
            except (OperationalError, InterfaceError) as error:
                logger.debug("the lease of task %s could not be prolonged: %s", beat.held.task.pk, error)
                connection.close()
    finally:
        connection.close()
