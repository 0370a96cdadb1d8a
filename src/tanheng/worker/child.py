"""A worker as the child of the server: started with it, started again where it dies, ended with it."""

import logging
import subprocess
import sys
import threading
import time

from tanheng.bulk.processes import deaf_to_interrupts

WORDS = [sys.executable, "-c", "from tanheng.cli import main; main(prog_name='tanheng')", "worker", "--attended"]
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 30.0
SETTLED_S = 10.0  # a worker that lived as long did not die of its start
GOODBYE_S = 5.0
logger = logging.getLogger(__name__)


class AttendedWorker:
    """Starts a worker and another in its place until it is told to stop."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._attend, daemon=True)

    def start(self) -> None:
        """From now on there is one."""
        self._thread.start()

    def stop(self) -> None:
        """Tell it to end; it gives back what it has in hand. One that does not listen is killed."""
        self._over.set()
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
            try:
                process.wait(GOODBYE_S)
            except subprocess.TimeoutExpired:
                process.kill()
        self._thread.join(GOODBYE_S)

    def _attend(self) -> None:
        pause = FIRST_PAUSE_S
        while not self._over.is_set():
            begun = time.monotonic()
            with deaf_to_interrupts("fork"):  # from its first moment: Ctrl-C is for the server alone to answer
                # By posix_spawn, which open files make possible (ours are closed at exec anyway): a fork waits until its child has begun,
                # and waits for ever where the server forks in the same moment and its child holds the pipe that it listens to.
                self._process = subprocess.Popen(WORDS, close_fds=False)  # noqa: S603 - our own words
            status = self._process.wait()
            if self._over.is_set():
                return
            pause = FIRST_PAUSE_S if time.monotonic() - begun > SETTLED_S else min(pause * 2, LONGEST_PAUSE_S)
            logger.warning("the worker has ended (%s); another starts in %.1f s", status, pause)
            self._over.wait(pause)
