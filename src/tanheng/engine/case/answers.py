"""Reads the `answers` of a case: which warning with which figures, what is said to it, why and by whom; never whether it holds.

Whether it holds is known only when the checks have run (`engine.answers`). A code that this edition does not know is told and kept:
an answer given under an older text of the rules is still part of its case.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from tanheng.engine.answer import SAYS, WAITS, Answer, says_why
from tanheng.engine.pack import Pack
from tanheng.engine.problems import has_errors
from tanheng.engine.records.of.cases import ANSWER, names
from tanheng.engine.sentences import Sentence
from tanheng.engine.text import Text

if TYPE_CHECKING:
    from tanheng.engine.case.reader import Path, Reader

KEYS = names(ANSWER)
NEEDED = ("code", "digest", "says", "reason", "person")
LISTED = Text(
    "（编号和数值校验由 tanheng answers 列出，在“数值疑问”页面也可直接答复）",
    " (`tanheng answers` lists codes and digests; the page of doubts takes an answer without them)",
)
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
DAY = re.compile(r"(?:(?P<year>\d{4})\s*[-/.年]\s*)?(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?(?:\s+0?0:00(?::00)?)?")
OWN_CODES = re.compile(r"(CASE|FILE|REC|RUN)-\d{3}")  # warnings of the readers and of the run, beside those of the checks
SENTENCES: dict[str, Sentence] = {
    "CASE-181": (
        "error",
        "答复缺少{found}",
        "the answer lacks {found_en}",
        "写明{found}{listed}；还不能答复时，删去这一条，或把理由和答复人都留空",
        "give {found_en}{listed_en}; where it cannot be answered yet, remove the entry or leave both reason and person blank",
    ),
    "CASE-182": (
        "error",
        "答复写的是 {found}",
        "the answer says {found}",
        "写 confirmed（确认无误）或 corrected（已更正）",
        "write `confirmed` or `corrected`",
    ),
    "CASE-183": (
        "warning",
        "本版规则没有编号为 {found} 的检查，这条答复不起作用",
        "no check of this edition has the code {found}: the answer has no effect",
        "核对编号：{known}",
        "check the code: {known}",
    ),
    "CASE-184": (
        "error",
        "对 {found} 的同一组数值答复了两次",
        "{found} is answered twice for the same figures",
        "只保留一条",
        "keep one",
    ),
    "CASE-185": (
        "error",
        "数值校验 {found} 不完整",
        "the digest {found} is not whole",
        "照原样复制 sha256: 开头的 71 个字符，由 tanheng answers 列出",
        "copy the 71 characters that begin with sha256: as `tanheng answers` lists them",
    ),
    "CASE-186": (
        "error",
        "月份 {found} 不是 1 至 12",
        "the month {found} is not 1 to 12",
        "写 1 至 12；全年的留空",
        "write 1 to 12; blank for the year",
    ),
    "CASE-187": (
        "error",
        "日期 {found} 无法识别",
        "{found} is not a day",
        "写成 2026-03-31、2026/3/31、2026年3月31日 或 3月31日 的形式",
        "write it like 2026-03-31 or 2026/3/31",
    ),
    "CASE-190": (
        "note",
        "日期 {found} 没有写年份，按 {known} 记录",
        "the day {found} has no year and is kept as {known}",
        "不是这一年的，写成 2026-03-31 的形式",
        "where it is another year, write it like 2026-03-31",
    ),
    "CASE-191": (
        "error",
        "答复日期 {found} 早于数据年度 {known}",
        "the answer is dated {found}, before the year of the data, {known}",
        "写实际答复的日期",
        "give the day on which it was answered",
    ),
    "CASE-192": (
        "error",
        "答复的理由“{found}”没有文字",
        "the reason of the answer, “{found}”, has no words",
        "用文字写明数值为何无误，或更正了什么",
        "say in words why the figures are right, or what was mended",
    ),
    "CASE-188": (
        "error",
        "是否打印（printed）写的是 {found}",
        "printed is {found}",
        "写 true（打印，缺省）或 false（不打印）",
        "write true (the default) or false",
    ),
    "CASE-189": (
        "note",
        "{found} 尚未答复：理由和答复人是空的",
        "{found} is not answered yet: reason and person are blank",
        "填写理由和答复人；在此之前该疑问视为未答复",
        "fill in reason and person; until then the doubt is open",
    ),
}


def read_answers(reader: Reader, document: Mapping[str, Any], pack: Pack, *, stored: bool = False) -> tuple[Answer, ...]:
    """The answers of a case in their fixed order; each mistake is a problem at its place. `stored`: it was read before, and a rule that
    came since asks nothing of it.
    """
    found: dict[tuple[Any, ...], Answer] = {}
    for path, row in reader.rows(document, "answers"):
        one = _read(reader, pack, path, row, document.get("year"), stored)
        if one is None:
            continue
        if one.key in found:
            _note(reader, "CASE-184", path, found=one.code)
        found.setdefault(one.key, one)
    return tuple(found[key] for key in sorted(found))


def _note(reader: Reader, code: str, path: Path, **words: Any) -> None:
    where = reader.origin(path).where()
    reader.problems.append(reader.wording.problem(code, where, sentences=SENTENCES, **words))


def _note_waiting(reader: Reader, path: Path, texts: Mapping[str, str]) -> None:
    """An entry without its words. It carries the digest of its doubt: whether that still stands is known when the checks have run."""
    _note(reader, WAITS, path, found=texts["code"])
    reader.problems[-1] = replace(reader.problems[-1], digest=texts["digest"])


def _read(reader: Reader, pack: Pack, path: Path, row: Mapping[str, Any], case_year: Any, stored: bool) -> Answer | None:
    before = len(reader.problems)
    reader.known_keys(row, KEYS, path)
    texts = {key: reader.text(row, key, path) for key in KEYS if key not in ("month", "printed")}
    if len(reader.problems) == before and texts["code"] and not (texts["reason"] or texts["person"]):
        _note_waiting(reader, path, texts)
        return None
    if lacking := [key for key in NEEDED if not texts[key]]:
        fields = [reader.field(path, key) for key in lacking]
        found = Text("、".join(one.zh for one in fields), ", ".join(one.en for one in fields))
        listed = LISTED if {"code", "digest"} & set(lacking) else Text("", "")
        _note(reader, "CASE-181", (*path, lacking[0]), found=found, listed=listed)
    texts["on"] = _day(reader, path, texts["on"], case_year)
    if not stored and isinstance(case_year, int) and texts["on"] and texts["on"] < f"{case_year}-01-01":
        _note(reader, "CASE-191", (*path, "on"), found=texts["on"], known=case_year)
    if not stored and texts["reason"] and not says_why(texts["reason"]):
        _note(reader, "CASE-192", (*path, "reason"), found=texts["reason"][:40])
    _judge(reader, path, texts)
    month, printed = _month(reader, path, row.get("month")), _printed(reader, path, row.get("printed"))
    if has_errors(reader.problems[before:]):
        return None
    _judge_code(reader, pack, path, texts["code"])
    place = {key: texts.pop(key) or None for key in ("quantity", "facility", "item")}
    return Answer(**place, **texts, month=month, printed=printed, origin=reader.origin(path))  # type: ignore[arg-type]  # texts by name


def _judge(reader: Reader, path: Path, texts: Mapping[str, str]) -> None:
    if texts["says"] and texts["says"] not in SAYS:
        _note(reader, "CASE-182", (*path, "says"), found=texts["says"][:40])
    if texts["digest"] and not DIGEST.fullmatch(texts["digest"]):
        _note(reader, "CASE-185", (*path, "digest"), found=texts["digest"][:80])


def _judge_code(reader: Reader, pack: Pack, path: Path, code: str) -> None:
    """A code that no check has is told with the nearest ones; it blocks nothing, for the doubt it meant stays open."""
    known = [check.id for check in pack.checks]
    if code not in known and not OWN_CODES.fullmatch(code):
        near = get_close_matches(code, known, 3, 0.4) or known[:12]
        _note(reader, "CASE-183", (*path, "code"), found=code[:40], known=", ".join(near) or "–")


def _day(reader: Reader, path: Path, text: str, case_year: Any) -> str:
    """A day as YYYY-MM-DD, however people write it. One without a year is of the year after the case's, in which it is answered for,
    and that is told.
    """
    if not text:
        return ""
    found, day = DAY.fullmatch(text), ""
    if found:
        year = int(found["year"]) if found["year"] else case_year + 1 if isinstance(case_year, int) else 0
        with suppress(ValueError):
            day = date(year, int(found["month"]), int(found["day"])).isoformat()
    if not day:
        _note(reader, "CASE-187", (*path, "on"), found=text[:40])
    elif found and not found["year"]:
        _note(reader, "CASE-190", (*path, "on"), found=text, known=day)
    return day


def _month(reader: Reader, path: Path, month: Any) -> int | None:
    if month is None or month == "":
        return None
    if isinstance(month, bool) or not isinstance(month, int) or not 1 <= month <= 12:
        _note(reader, "CASE-186", (*path, "month"), found=str(month)[:40])
        return None
    return month


def _printed(reader: Reader, path: Path, printed: Any) -> bool:
    if printed is None or isinstance(printed, bool):
        return printed is not False
    _note(reader, "CASE-188", (*path, "printed"), found=str(printed)[:40])
    return True
