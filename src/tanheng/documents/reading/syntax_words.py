"""What the parsers of YAML, JSON, CSV and zip say of a broken text, in Chinese; they say it in English, each in its own words.

A sentence that is not known here stays as the parser wrote it.
"""

from __future__ import annotations

import re
from typing import Any

PHRASES: tuple[tuple[str, str], ...] = (
    # CSV
    (r"unexpected end of data", "引号没有配对，一直到文件的末尾"),
    (r"'(?P<mark>.)' expected after '\"'", "引号的后面应是分隔符 {mark}"),
    (r"field larger than field limit.*", "一格的内容太长，多半是引号没有配对"),
    # YAML
    (r"mapping values are not allowed.*", "这里不能再写“键: 值”，检查缩进，含冒号的文本要加引号"),
    (r"(did not find )?expected ',' or '[\]}]'.*", "方括号或花括号没有配对，或少了逗号"),
    (r"found unexpected end of stream", "引号没有配对"),
    (r"found character.* that cannot start any token", "这个字符不能放在开头，文本要加引号"),
    (r"found unknown escape character.*", "双引号里有不认识的转义符 \\"),
    (r"did not find expected '-' indicator|expected <block end>.*", "这一行的缩进与上面的列表对不上"),
    (r"did not find expected key", "这一行的缩进与上面的键对不上"),
    (r"did not find expected <document start>|expected '<document start>'.*", "值的后面还有多余的内容"),
    (r"could not find expected ':'", "键的后面少了冒号"),
    (r"block sequence entries are not allowed.*", "这里不能写“- ”开头的列表项"),
    (r"did not find expected comment or line break|expected chomping.*", "“|”或“>”的后面要换行"),
    # JSON
    (r"expected (?P<wanted>.+), found the end", "应是 {wanted}，文件却到头了"),
    (r"expected (?P<wanted>.+), found (?P<found>.+)", "应是 {wanted}，却是 {found}"),
    (r"extra data after the end", "结尾后面还有多余的内容"),
    (r"unexpected end", "文件没有写完"),
    (r"unexpected (?P<found>.+)", "没有想到的 {found}"),
    (r"Unterminated string.*", "文本的引号没有配对"),
    (r"Invalid control character.*", "文本里有控制字符，换行写成 \\n"),
    (r"Invalid \\.*", "文本里有不认识的转义符 \\"),
    # zip
    (r"File is not a zip file|Bad magic number.*", "压缩包损坏或没有下载完整"),
)  # fmt: skip
KNOWN = [(re.compile(pattern, re.DOTALL), chinese) for pattern, chinese in PHRASES]


def in_chinese(sentence: str) -> str:
    """The sentence in Chinese, or as it is."""
    for pattern, chinese in KNOWN:
        found = pattern.fullmatch(sentence)
        if found is not None:
            return chinese.format(**{name: (text or "").replace(" or ", " 或 ") for name, text in found.groupdict().items()})
    return sentence


def both_languages(sentence: str, most: int) -> dict[str, Any]:
    """The words `found` and `found_en` of a problem."""
    return {"found": in_chinese(sentence)[:most], "found_en": sentence[:most]}
