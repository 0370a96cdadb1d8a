"""`tanheng worker`: do what waits in the background, until it is ended. `tanheng serve` starts one by itself."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

import click

from tanheng.cli.language import language_option
from tanheng.engine.text import Text

DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux
READY = Text("后台任务进程已启动，Ctrl-C 结束", "The worker does what waits in the background; Ctrl-C ends it")


@click.command()
@click.option("--attended", is_flag=True, hidden=True, help="Started by `tanheng serve`: ends with it.")
@language_option
def worker(*, attended: bool, lang: str) -> None:
    """Do what waits in the background: imports, runs, reports, the schedule. 执行后台任务。"""
    over = _end_with_parent() if attended else lambda: False
    from tanheng.cli.django_start import require_database, start_django, wrong_settings

    start_django()
    with wrong_settings():
        require_database()
    from tanheng.worker.loop import Worker

    if not attended:
        click.echo(READY.in_(lang))
    Worker(over=over, schedule=True).run()


def _end_with_parent() -> Callable[[], bool]:
    """Deaf to Ctrl-C, told to end where the server is gone whatever ended it; gives what asks whether it is."""
    parent = os.getppid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGTERM)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})  # blocked while it was started
    return lambda: os.getppid() != parent
