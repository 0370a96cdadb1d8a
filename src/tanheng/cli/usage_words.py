"""The Chinese of what the command parser says about wrong usage. It knows the parser's sentences and nothing of the commands."""

from __future__ import annotations

import re

SENTENCES: tuple[tuple[str, str], ...] = (
    (r"(?:File|Path|Directory) '(.+)' does not exist", "没有文件 {0}"),
    (r"(?:File|Path) '(.+)' is a directory", "{0} 是文件夹，不是文件"),
    (r"Directory '(.+)' is a file", "{0} 是文件，不是文件夹"),
    (r"'([^']+)' is not readable", "{0} 读不了，请检查权限"),
    (r"'([^']+)' is not writable", "{0} 写不了，请检查权限"),
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


def in_both(sentence: str) -> str:
    """The sentence of the parser with its Chinese before it; any other as it is: our own speak both languages."""
    for pattern, chinese in SENTENCES:
        found = re.search(pattern, sentence)
        if found:
            return f"{chinese.format(*found.groups())} / {sentence}"
    return sentence
