"""What the command parser says about wrong usage, in the one language of the command. It knows the parser's sentences, not the commands."""

from __future__ import annotations

import re
from typing import IO, Any

import click

from tanheng.cli.language import language

SENTENCES: tuple[tuple[str, str], ...] = (
    (r"Missing argument '(.+)'", "缺少参数 {0}"),
    (r"Missing option '(.+)'", "缺少选项 {0}"),
    (r"Missing command", "缺少命令"),
    (r"No such option:? '?(-[\w-]*)'?", "没有选项 {0}"),
    (r"No such command '(.+)'", "没有命令 {0}"),
    (r"Option '(.+)' requires an argument", "选项 {0} 后面要写值"),
    (r"Option '(.+)' does not take a value", "选项 {0} 后面不写值"),
    (r"Got unexpected extra arguments? \((.+)\)", "多余的参数：{0}"),
    (r"'([^']+)' is not a valid (?:integer|int|float)", "{0} 不是整数"),
    (r"(\S+) is not in the range (\S+)\.", "{0} 超出范围 {1}"),
    (r"'([^']+)' is not one of (.+)\.", "{0} 不可用，可选：{1}"),
)
INVALID = re.compile(r"Invalid value(?: for (.+?))?: (.*)", re.DOTALL)
NEAREST = re.compile(r"Did you mean (?:one of: )?(.+?)\??\)?$")
BOTH = " / "  # between the Chinese and the English of a sentence that other floors say in both


class UsageErrorInOneLanguage(click.UsageError):
    """A usage error of any origin, with the lines around it, in the language of the command."""

    def __init__(self, error: click.UsageError) -> None:
        super().__init__(in_one_language(error.format_message(), language()), ctx=error.ctx)

    def show(self, file: IO[Any] | None = None) -> None:
        """Usage, where help is, the sentence."""
        if language() != "zh":
            super().show(file)
            return
        if self.ctx is not None:
            click.echo(self.ctx.get_usage().replace("Usage: ", "用法：", 1), err=True)
            if self.ctx.command.get_help_option(self.ctx) is not None:
                click.echo(f"帮助：{self.ctx.command_path} {self.ctx.help_option_names[-1]}\n", err=True)
        click.echo(f"错误：{self.format_message()}", err=True)


def in_one_language(sentence: str, lang: str) -> str:
    """A sentence of the parser translated; one of our own floors that is said in both languages, halved."""
    invalid = INVALID.fullmatch(sentence)
    inner = invalid[2] if invalid else sentence
    chinese, both, english = inner.partition(BOTH)
    if both and _is_chinese(chinese) and not _is_chinese(english):
        inner = chinese if lang == "zh" else english
    if lang != "zh":
        return f"{sentence[: invalid.start(2)]}{inner}" if invalid else inner
    inner = _chinese_of(inner)
    return f"{invalid[1]}：{inner}" if invalid and invalid[1] else inner


def _chinese_of(sentence: str) -> str:
    found = NEAREST.search(sentence)
    nearest = "；最接近：" + found[1].replace("'", "") if found else ""
    for pattern, chinese in SENTENCES:
        found = re.search(pattern, sentence)
        if found:
            return chinese.format(*found.groups()) + nearest
    return sentence


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)
