"""`tanheng serve`: bring the database up to date and serve the web application with granian. It holds no pages."""

import socket
import sys

import click

ANY = ("0.0.0.0", "::")  # noqa: S104 - compared with what the user asked for


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on. 监听地址。")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port. 端口。")
@click.option("--workers", type=click.IntRange(1, 64), help="Server processes; default TANHENG_WORKERS. 进程数。")
def serve(*, host: str, port: int, workers: int | None) -> None:
    """Serve the web application; a new installation is led through its set-up. 启动网站。"""
    from tanheng.cli.django_start import start_django, wrong_settings

    start_django()
    if not _free(host, port):
        raise click.UsageError(f"{host}:{port} is taken or not of this machine; choose another with --port or --host.")
    with wrong_settings():
        prepare_database()
        announce(host, port)
    run(host, port, workers)


def prepare_database() -> None:
    """Apply the migrations that are missing, if any."""
    from django.core.management import call_command
    from django.db import connections

    from tanheng.cli.django_start import migrations_missing

    if migrations_missing():
        click.echo("Bringing the database up to date … 正在更新数据库")
        call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()


def announce(host: str, port: int) -> None:
    """Print the address and, on an empty installation, the set-up code."""
    from django.conf import settings
    from django.db import connections

    from tanheng.apps.sites.setup_code import current_code

    shown = "127.0.0.1" if host in ANY else f"[{host}]" if ":" in host else host
    click.echo(f"Tanheng 碳衡  http://{shown}:{port}   data 数据: {settings.HOME}")
    if shown not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        click.echo(f"This host name is not allowed yet; set TANHENG_ALLOWED_HOSTS={shown}", err=True)
    if code := current_code():
        click.echo(f"This installation is empty. Set-up code 初始设置码: {code}")
    sys.stdout.flush()
    connections.close_all()


def run(host: str, port: int, workers: int | None = None) -> None:
    """Serve until interrupted."""
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "tanheng.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers or settings.ENVIRONMENT.workers,
        blocking_threads=1,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
