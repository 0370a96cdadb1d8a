"""`tanheng completion SHELL`: the few lines with which a shell completes commands and options at the tab key."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from tanheng.cli.language import language_option

VARIABLE = "_TANHENG_COMPLETE"  # the shell asks through it


@click.command()
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@language_option
def completion(shell: str, lang: str) -> None:
    """Print the completion of a shell, to be kept where it looks. 命令补全。

    bash: tanheng completion bash > ~/.local/share/bash-completion/completions/tanheng

    zsh: tanheng completion zsh > ~/.zfunc/_tanheng (with fpath+=~/.zfunc before compinit in ~/.zshrc)

    fish: tanheng completion fish > ~/.config/fish/completions/tanheng.fish
    """
    from tanheng.cli import main

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(main, {}, "tanheng", VARIABLE).source())
