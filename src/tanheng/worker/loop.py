"""The life of a worker: it asks for a task that waits, does it, and asks again; a database that does not answer it waits for."""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django.db import InterfaceError, OperationalError, connections

from tanheng.apps.work.services.performing import give_back, perform
from tanheng.apps.work.services.schedule import begin_due
from tanheng.engine.text import Text
from tanheng.store.clock import shared_now
from tanheng.store.tasks.presence import lives, present
from tanheng.store.tasks.queue import Held, claim
from tanheng.worker.beat import beating

IDLE_S = 0.3  # how often it looks for what waits: as long as small work may seem to do nothing
SCHEDULE_EVERY_S = 20.0
LONGEST_IDLE_S = 5.0  # where the database does not answer
GIVEN_BACK = Text("执行它的进程已退出，等待继续", "the process that did it has ended; it waits to be taken up again")
logger = logging.getLogger(__name__)


class Worker:
    """One task at a time, the oldest first. `clock` is handed down to all that is done; `over` says when to end; with `schedule` it begins
    what is due, too.
    """

    def __init__(
        self, clock: Callable[[], datetime] = shared_now, over: Callable[[], bool] = lambda: False, *, schedule: bool = False
    ) -> None:
        self.clock, self.over = clock, over
        self._pause = IDLE_S
        self._looks_at = 0.0 if schedule else float("inf")

    def run(self) -> None:
        """Until `over` says so, or a signal raises."""
        while not self.over():
            if not self.once():
                time.sleep(self._pause)

    def once(self) -> bool:
        """Begin what is due, do one task; False where none waits or the database does not answer."""
        try:
            self._begin_due()
            held = claim(worker=present("worker"), at=self.clock(), lives=lives)
            self._pause = IDLE_S
        except (OperationalError, InterfaceError, OSError) as error:
            self._wait_for_it(error)
            return False
        if held is None:
            return False
        self._do(held)
        return True

    def _begin_due(self) -> None:
        if time.monotonic() >= self._looks_at:
            self._looks_at = time.monotonic() + SCHEDULE_EVERY_S
            begin_due(at=self.clock())

    def _do(self, held: Held) -> None:
        try:
            with beating(held, self.clock) as beat:
                perform(held=held, tell=beat.tell)
        except (KeyboardInterrupt, SystemExit):
            self._give_back(held)
            raise

    def _give_back(self, held: Held) -> None:
        """So that the next worker takes it up at once; where that cannot be written, it finds that this one lives no more."""
        connections.close_all()  # whatever was begun is rolled back
        try:
            give_back(held=held, words=GIVEN_BACK, at=self.clock())
        except (OperationalError, InterfaceError):
            logger.debug("task %s could not be given back", held.task.pk)

    def _wait_for_it(self, error: Exception) -> None:
        if self._pause == IDLE_S:
            logger.warning("the worker waits for the database: %s", str(error).strip())
        self._pause = min(self._pause * 2, LONGEST_IDLE_S)
        connections.close_all()
