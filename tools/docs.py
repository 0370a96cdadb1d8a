"""`make docs`: writes the page of commands from the commands' own help, and nothing else, so that it cannot lie."""

from pathlib import Path

import click

from tanheng.cli import COMMANDS, main

COMMANDS_PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "commands.md"
HEAD = """# Commands 命令

Written by `make docs` from the program's own help; do not edit. Exit status of every command: 0 done (warnings
allowed), 1 the data has errors (every problem listed, nothing half done), 2 wrong usage.
"""


def commands_page() -> str:
    """The whole page as Markdown."""
    parts = [HEAD, _block("tanheng", main)]
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        parts += _sections(f"tanheng {name}", command, level=2)
    return "\n".join(parts)


def _sections(path: str, command: click.Command, *, level: int) -> list[str]:
    parts = [f"{'#' * level} {path}\n", _block(path, command)]
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            parts += _sections(f"{path} {name}", inner, level=level + 1)
    return parts


def _block(path: str, command: click.Command) -> str:
    # A fixed width: the page must not depend on the terminal of whoever made it.
    # The program's own settings: click remembers the help option of the first context that asked for it.
    context = click.Context(command, info_name=path, terminal_width=110, max_content_width=110, **main.context_settings)
    text = command.get_help(context).rstrip()
    return f"```\n{text}\n```\n"


if __name__ == "__main__":
    COMMANDS_PAGE.parent.mkdir(parents=True, exist_ok=True)
    COMMANDS_PAGE.write_text(commands_page(), encoding="utf-8")
    click.echo(f"wrote {COMMANDS_PAGE.name}")
