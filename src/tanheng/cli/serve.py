"""`tanheng serve`: bring the database up to date and serve the web application with granian, a worker beside it. It holds no pages."""

import os
import signal
import socket
import sys
import threading
import time
from typing import Any

import click

from tanheng.cli.language import language_option
from tanheng.engine.text import Text

ANY = ("0.0.0.0", "::")  # noqa: S104 - compared with what the user asked for
WORKERS_TOLD_EVERY_S = 0.5
UPDATING = Text("正在更新数据库 …", "Bringing the database up to date …")
ADDRESS = Text("碳衡 Tanheng  {address}   数据: {home}", "Tanheng 碳衡  {address}   data: {home}")
EMPTY = Text("系统尚未设置。初始设置码: {code}", "This installation is empty. Set-up code: {code}")
UNLIMITED = Text(
    "应用以表的所有者身份连接数据库：行级权限不起作用（见 docs/reference/settings.md）",
    "The application works as the owner of the tables: row security does not limit it (docs/reference/settings.md)",
)
NOT_ALLOWED = Text(
    "这个主机名还未放行；请设 TANHENG_ALLOWED_HOSTS={host}",
    "This host name is not allowed yet; set TANHENG_ALLOWED_HOSTS={host}",
)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on. 监听地址。")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port. 端口。")
@click.option("--workers", type=click.IntRange(1, 64), help="Server processes; default TANHENG_WORKERS. 进程数。")
@language_option
def serve(*, host: str, port: int, workers: int | None, lang: str) -> None:
    """Serve the web application; a new installation is led through its set-up. 启动网站。"""
    from tanheng.cli.django_start import start_django, wrong_settings

    start_django()
    if not _free(host, port):
        raise click.UsageError(
            f"{host}:{port} 已被占用或不属于本机，请用 --port 或 --host 另选 / is taken or not of this machine; "
            "choose another with --port or --host."
        )
    with wrong_settings():
        prepare_database(lang)
        announce(host, port, lang)
    run(host, port, workers)


def prepare_database(lang: str) -> None:
    """As the owner of the tables apply what is missing; from then on neither this process nor its children know the owner's address."""
    from django.core.management import call_command
    from django.db import connections

    from tanheng.cli.django_start import migrations_missing, own_work, refuse_unfinished_restore
    from tanheng.registration.limits import ensure_limits, works_as_owner
    from tanheng.store.roles import forget_owner

    with own_work():
        refuse_unfinished_restore()
        if migrations_missing():
            click.echo(UPDATING.in_(lang))
            call_command("migrate", verbosity=0, interactive=False)
        else:
            ensure_limits()
        if works_as_owner(connections["default"]):
            click.echo(UNLIMITED.in_(lang), err=True)
    connections.close_all()
    forget_owner()
    os.environ.pop("TANHENG_DATABASE_OWNER_URL", None)


def announce(host: str, port: int, lang: str) -> None:
    """Print the address and, on an empty installation, the set-up code."""
    from django.conf import settings
    from django.db import connections

    from tanheng.apps.sites.access.setup_code import current_code

    shown = "127.0.0.1" if host in ANY else f"[{host}]" if ":" in host else host
    click.echo(ADDRESS.filled(address=f"http://{shown}:{port}", home=str(settings.HOME)).in_(lang))
    if shown not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        click.echo(NOT_ALLOWED.filled(host=shown).in_(lang), err=True)
    if code := current_code():
        click.echo(EMPTY.filled(code=code).in_(lang))
    sys.stdout.flush()
    connections.close_all()


def run(host: str, port: int, workers: int | None = None) -> None:
    """Serve until interrupted: by Ctrl-C as any command, by the other signals as a service that has done its work."""
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from tanheng.worker.child import AttendedWorker

    server = Granian(
        "tanheng.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or settings.ENVIRONMENT.workers,
        blocking_threads=1,
        log_access=False,
        log_level=LogLevels.warning,  # that it starts and ends is said by `announce` and by the shell
        respawn_failed_workers=True,
    )
    came: list[int] = []
    _listen(server, came)
    attended = AttendedWorker()
    attended.start()
    try:
        server.serve()
    except SystemExit:
        if not came:  # otherwise a worker only ended before it was told to
            raise
    finally:
        attended.stop()
    if signal.SIGINT in came:
        raise KeyboardInterrupt


def _listen(server: Any, came: list[int]) -> None:
    """Note the signal that ends the server. Its workers, until they listen themselves, end as any program does.

    They are copies of this process: with its answer to signals, one that came while they start would end nothing.
    """
    from tanheng.bulk.processes import worker_ready

    ended = server.signal_handler_interrupt

    def note(number: int, *others: Any) -> None:
        came.append(number)
        ended(number, *others)
        threading.Thread(target=_end_workers, args=(server,), daemon=True).start()

    server.signal_handler_interrupt = note
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=worker_ready)


def _end_workers(server: Any) -> None:
    """Tell the workers again until they are gone: what they are told in the moment before they serve, granian forgets."""
    while server.wrks:
        time.sleep(WORKERS_TOLD_EVERY_S)
        for worker in [*server.wrks]:
            worker.terminate()


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
