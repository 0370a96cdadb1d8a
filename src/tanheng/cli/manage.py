"""`tanheng manage …`: Django's own commands (check, migrate, dbshell …) under Tanheng's settings. It adds nothing."""

import os

import click


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run a command of the web framework, such as check --deploy. 运行网站框架的命令。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanheng.config.settings")
    from django.core.management import execute_from_command_line

    from tanheng.cli.django_start import own_work, start_django

    start_django()
    with own_work():
        execute_from_command_line(["tanheng manage", *(arguments or ("help",))])
