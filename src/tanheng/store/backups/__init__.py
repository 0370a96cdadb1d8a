"""A backup: one moment of the database, every content that this moment records, and a manifest with the hash of each file.

What is copied is a whole or nothing: it is made under another name beside its place and gets its own at the end, its manifest last. It
knows no app: what the moment of the database records is told by whoever asks for the copy.
"""

from tanheng.engine.errors import TanhengError
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import Sentence, problem_of
from tanheng.engine.text import Text

SENTENCES: dict[str, Sentence] = {
    "KEEP-101": (
        "error",
        "{name} 不是完整的备份：{why}",
        "{name} is no whole backup: {why_en}",
        "换用另一份备份；名称里有 .partial 的是中断的备份，可以删除",
        "use another backup; one with .partial in its name was interrupted and may be removed",
    ),
    "KEEP-102": (
        "error",
        "清单中的文件 {name} 不在备份里",
        "the file {name} of the manifest is not in the backup",
        "换用另一份备份；或加 --despite-damage，恢复还在的部分",
        "use another backup, or add --despite-damage to restore what is there",
    ),
    "KEEP-103": (
        "error",
        "文件 {name} 与清单不符：清单为 {known}，实为 {found}",
        "the file {name} is not the one of the manifest: {found} instead of {known}",
        "换用另一份备份；或加 --despite-damage，恢复其余部分",
        "use another backup, or add --despite-damage to restore the rest",
    ),
    "KEEP-104": (
        "error",
        "文件 {name} 不在清单里",
        "the file {name} does not stand in the manifest",
        "核对是否有人改动过备份；或加 --despite-damage，不取这个文件",
        "find out who changed the backup, or add --despite-damage to leave this file out",
    ),
    "KEEP-105": (
        "error",
        "备份取自 {known}，而这里的数据库是 {found}",
        "the backup is of {known}; the database here is {found}",
        "把 TANHENG_DATABASE_URL 改为 {known} 的空数据库后再恢复",
        "set TANHENG_DATABASE_URL to an empty database of {known} and restore again",
    ),
    "KEEP-106": (
        "error",
        "备份由更新的版本 {known} 制作，这里是 {found}：不认识 {name}",
        "the backup was made by the newer version {known}, this is {found}: {name} is unknown",
        "安装版本 {known} 或更新的版本后再恢复",
        "install version {known} or a newer one and restore again",
    ),
    "KEEP-107": (
        "error",
        "备份中的日志不成立：{why}",
        "the journal of the backup does not hold: {why_en}",
        "换用另一份备份，并与近期的备份比对；或加 --despite-damage，仍然恢复",
        "use another backup and compare it with recent ones, or add --despite-damage to restore it nevertheless",
    ),
    "KEEP-108": (
        "error",
        "数据库记录的 {count} 份文件内容找不到：{names}",
        "{count} contents that the database records are nowhere: {names}",
        "从另一份备份补回：tanheng restore --evidence-only；或在原处重新上传同一文件；加 --despite-damage 则先恢复其余部分",
        "bring them from another backup (tanheng restore --evidence-only) or upload them again; --despite-damage restores the rest first",
    ),
    "KEEP-109": (
        "error",
        "凭证比数据库旧：{since} 以后记录的 {count} 份文件内容全部没有",
        "the evidence is older than its database: of {count} contents recorded since {since} none is there",
        "找出与数据库同时备份的凭证；加 --despite-damage 则先恢复其余部分",
        "find the evidence that was backed up together with the database; with --despite-damage the rest is restored first",
    ),
    "KEEP-110": (
        "warning",
        "数据库比凭证旧：{since}（备份中最后一条日志）以后存入的 {count} 份文件内容，数据库没有记录",
        "the database is older than its evidence: {count} contents stored after {since}, the last event of the backup, are unknown to it",
        "如有更新的数据库备份请用它；否则这段时间的填报须重新上传，文件内容仍在",
        "use a newer backup of the database if there is one; else upload again what was uploaded since: the contents are still there",
    ),
    "KEEP-111": (
        "warning",
        "这里的密钥不是备份时的密钥：备份前发出的一次性链接作废，已设置的第二因素打不开",
        "the keys here are not those of the backup: one-time links made before it are void, and second factors cannot be opened",
        "停止服务，用 tanheng restore-keys --overwrite 取回密钥；没有密钥时，由管理员重发链接、移除第二因素",
        "stop the server and bring them (tanheng restore-keys --overwrite); else an administrator makes new links and takes factors away",
    ),
    "KEEP-112": (
        "error",
        "这里已有数据（{found}），恢复不会覆盖",
        "there are data here already ({found_en}): a restore writes over nothing",
        "指定空的 TANHENG_HOME 和数据库；只补回缺损的凭证用 --evidence-only",
        "name an empty TANHENG_HOME and database; to bring back missing or damaged evidence alone, use --evidence-only",
    ),
    "KEEP-113": (
        "error",
        "{name} 失败：{why}",
        "{name} failed: {why}",
        "按所述原因处理后重试；没有留下任何半成品",
        "mend what it says and try again; nothing half done was left",
    ),
    "KEEP-114": (
        "error",
        "这台机器上没有 {name}",
        "there is no {name} on this machine",
        "安装 PostgreSQL {known} 或更新版本的客户端程序，如 apt-get install postgresql-client-{known}",
        "install the client programs of PostgreSQL {known} or newer, as with apt-get install postgresql-client-{known}",
    ),
    "KEEP-115": (
        "error",
        "{name} 的版本 {found} 比数据库服务器（{known}）旧",
        "{name} is of version {found}, older than the database server ({known})",
        "安装 PostgreSQL {known} 或更新版本的客户端程序，如 apt-get install postgresql-client-{known}",
        "install the client programs of PostgreSQL {known} or newer, as with apt-get install postgresql-client-{known}",
    ),
    "KEEP-116": (
        "error",
        "数据库文件 {name} 损坏：{why}",
        "the database file {name} is damaged: {why}",
        "换用上一份完好的备份；硬盘可能有故障，请检查",
        "use the last backup that was sound; the disk may be failing: have it checked",
    ),
    "KEEP-117": (
        "error",
        "找不到数据库 {name}",
        "there is no database {name}",
        "核对 TANHENG_HOME 和 TANHENG_DATABASE_URL",
        "check TANHENG_HOME and TANHENG_DATABASE_URL",
    ),
    "KEEP-118": (
        "error",
        "凭证内容 {name} {why}",
        "the evidence content {name} {why_en}",
        "在原处重新上传同一文件；或从较早的备份补回：tanheng restore --evidence-only",
        "upload the same file again where it was, or bring it from an earlier backup: tanheng restore --evidence-only",
    ),
    "KEEP-119": (
        "error",
        "备份中的{where}与日志封存的不符：{found}",
        "{where_en} of the backup does not hold: {found_en}",
        "换用另一份备份，并与近期的备份比对；或加 --despite-damage，仍然恢复",
        "use another backup and compare it with recent ones, or add --despite-damage to restore it nevertheless",
    ),
    "KEEP-120": (
        "error",
        "另一次恢复仍在写入这个数据库",
        "another restore is still writing into this database",
        "等它结束后重试；若是被中断的恢复，稍等片刻它会自行结束",
        "try again when it has ended; one that was interrupted ends by itself in a while",
    ),
    "KEEP-130": (
        "error",
        "数据库里是一次中途结束的恢复留下的，尚未校验",
        "the database holds what a restore left that did not come to its end; it is not proven",
        "重新运行 tanheng restore，它会从头开始",
        "run tanheng restore again: it begins anew",
    ),
}  # fmt: skip
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class KeepingError(TanhengError):
    """A backup or a restore cannot be done; `problems` say why and what to do. Nothing half done was left."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(f"{one.as_text('zh')}\n{one.as_text('en')}" for one in problems))
        self.problems = problems


def refused(code: str, /, **words: str | Text) -> KeepingError:
    """The error of one problem."""
    return KeepingError([problem_of(SENTENCES, code, **words)])
