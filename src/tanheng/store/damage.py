"""What is told of a stored content that is missing or damaged: a problem for each way, with its remedy. It knows no app."""

from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import Sentence, problem_of
from tanheng.store.contents import CHANGED, LINK, MISSING, TRUNCATED, UNREADABLE

REMEDY = (
    "在本页重新提供同一文件（校验值须相同）；没有的话，请系统管理员由备份补回：tanheng restore --evidence-only",
    "give the same file again here (its hash must be the same); or have it brought back from a backup: tanheng restore --evidence-only",
)
SENTENCES: dict[str, Sentence] = {
    "KEEP-121": ("error", "文件内容不在磁盘上", "the content is not on the disk", *REMEDY),
    "KEEP-122": ("error", "文件内容读不出来，磁盘可能有故障", "the content cannot be read: the disk may be failing", *REMEDY),
    "KEEP-123": ("error", "文件内容被换成了链接", "the content was replaced by a link", *REMEDY),
    "KEEP-124": ("error", "文件内容缺了一截", "the content is cut off", *REMEDY),
    "KEEP-125": ("error", "文件内容被改动过，不是当初存入的", "the content was changed: it is not what was stored", *REMEDY),
}
CODES = {MISSING: "KEEP-121", UNREADABLE: "KEEP-122", LINK: "KEEP-123", TRUNCATED: "KEEP-124", CHANGED: "KEEP-125"}


def damage_problem(found: str, name: str = "") -> Problem:
    """The problem of a damage as `contents.damage_of` found it; `name` is what the file is called, where one is known."""
    return problem_of(SENTENCES, CODES[found], Where(file=name or None))
