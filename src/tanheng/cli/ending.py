"""How a command ends before its time: Ctrl-C and the signals to end unwind it, so that nothing half done stays. It knows no command."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ABORTED = "已中止 Aborted!"  # all that Ctrl-C says
SHOW_CURSOR = b"\x1b[?25h"
ENDING = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_OURS_TO_TAKE = (signal.SIG_DFL, signal.default_int_handler)  # whoever started us deaf (nohup) stays so
ASKED_AGAIN_AFTER_S = 1.0
_came: list[int] = []


@contextmanager
def ended_at_once() -> Iterator[None]:
    """Within it, while nothing is done yet that would have to be undone, Ctrl-C ends the program at once."""
    deaf = threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) not in _OURS_TO_TAKE
    before = None if deaf else signal.signal(signal.SIGINT, _say_and_end)
    try:
        yield
    finally:
        if not deaf:
            signal.signal(signal.SIGINT, before)


@contextmanager
def unwound_by_signals() -> Iterator[None]:
    """Within it a signal to end raises: KeyboardInterrupt for Ctrl-C, SystemExit for the others. A second one ends at once.

    Where that was swallowed (Python does, in a callback of its garbage collector; some libraries do as they are imported), it raises again.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _came.clear()
    before = {one: signal.getsignal(one) for one in ENDING}
    taken = [one for one, handler in before.items() if handler in _OURS_TO_TAKE]
    for one in taken:
        signal.signal(one, _unwind)
    try:
        yield
    finally:
        _ask_again(after=0)
        for one in taken:
            signal.signal(one, before[one])


def ended_by() -> int | None:
    """The exit status of the signal that came, 128 and its number; None while none came.

    A library may turn the interruption into an error of its own, or swallow it: this tells.
    """
    return 128 + _came[0] if _came else None


def _unwind(number: int, _: FrameType | None) -> None:
    _came.append(number)
    for one in ENDING:
        if signal.getsignal(one) is _unwind:
            signal.signal(one, _end_at_once)
    if hasattr(signal, "SIGALRM"):  # not on Windows
        signal.signal(signal.SIGALRM, _unless_it_unwinds)
        _ask_again(after=ASKED_AGAIN_AFTER_S)
    raise _ending(number)


def _ending(number: int) -> BaseException:
    return KeyboardInterrupt() if number == signal.SIGINT else SystemExit(128 + number)


def _ask_again(*, after: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, after, after)


def _unless_it_unwinds(_: int, __: FrameType | None) -> None:
    """Raise again what was swallowed; while what it raised is being handled, however long that lasts, nothing."""
    handled = sys.exception()
    while handled is not None:
        if isinstance(handled, KeyboardInterrupt | SystemExit):
            return
        handled = handled.__context__
    raise _ending(_came[0])


def _say_and_end(number: int, _: FrameType | None) -> None:
    os.write(2, f"{ABORTED}\n".encode())
    os._exit(128 + number)


def _end_at_once(number: int, _: FrameType | None) -> None:
    if os.isatty(2):
        os.write(2, SHOW_CURSOR)  # a progress bar hides it
    os._exit(128 + number)
