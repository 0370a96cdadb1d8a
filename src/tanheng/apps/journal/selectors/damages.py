"""What a proof found: each place at which the database no longer is what the journal sealed, with what is wrong there and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass

from tanheng.engine.text import Text

COMPARE = Text("与备份比对这一条，查明是谁、何时改动", "Compare it with a backup and find out who changed it, and when")
RESTORE = Text("从备份恢复", "Restore it from a backup")
WORDS: dict[str, tuple[Text, Text]] = {
    "row_differs": (Text("{fields} 与日志封存的不同", "{fields} differs"), COMPARE),
    "row_missing": (Text("已不存在（{ids}）", "missing ({ids})"), RESTORE),
    "row_surplus": (
        Text("日志中没有它：不是本系统写入的", "no event tells of it: it was not written by the program"),
        Text("查明来源；不要采用", "Find out where it comes from; do not rely on it"),
    ),
    "one_of": (Text("{ids} 中有与封存不同的", "one of {ids} differs"), COMPARE),
    "sealed_again": (Text("已由第 {earlier} 条封存，又被封存一次", "sealed again; event {earlier} had sealed it"), COMPARE),
    "event_gap": (Text("日志缺少第 {ids} 条", "the journal lacks {ids}"), RESTORE),
    "event_link": (Text("与前一条不相连", "it does not follow its predecessor"), COMPARE),
    "event_content": (Text("内容被改动", "its content differs"), COMPARE),
    "event_facts": (Text("所封存内容的清单被改动", "the list of what it sealed differs"), COMPARE),
    "head_other": (Text("日志末端的记号与日志不符", "the end of the journal is not where the head says"), COMPARE),
    "tree_other": (Text("日志末端的树与日志不符", "the tree of the head is not that of the events"), COMPARE),
    "lock_missing": (Text("防改动的锁不在", "the lock is missing"), Text("恢复：tanheng manage migrate", "Run tanheng manage migrate")),
    "lock_altered": (
        Text("防改动的锁已停用或被换掉", "the lock is off, or another of its name stands in its place"),
        Text("恢复：tanheng manage migrate；再查表中是否有改动", "Put it back: tanheng manage migrate; then look for what was changed"),
    ),
    "rows_open": (
        Text("行级权限或应用角色的权限与声明的不同", "row security, or what the application's role may do, is not as declared"),
        Text("恢复：tanheng manage migrate", "Put it back: tanheng manage migrate"),
    ),
    "function_missing": (
        Text("本系统的数据库函数不在", "the function is missing"),
        Text("恢复：tanheng manage migrate", "Put it back: tanheng manage migrate"),
    ),
    "function_altered": (
        Text(
            "数据库函数的内容、权限、查找路径或所有者与程序的不同",
            "its text, rights, search path or owner are not those of the program",
        ),
        Text("恢复：tanheng manage migrate；再查数据是否有改动", "Put it back: tanheng manage migrate; then look for what was changed"),
    ),
    "function_foreign": (
        Text("不是本系统的数据库函数", "a function that is none of the program's"),
        Text("查明来源并删除", "Find out where it comes from and remove it"),
    ),
    "role_unbound": (
        Text(
            "应用角色不受行级权限约束：它是或可成为此角色",
            "the application is or can become this role, which nothing limits",
        ),
        Text(
            "收回：ALTER ROLE … NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION，或 REVOKE 该角色",
            "Take it back: ALTER ROLE … NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION, or REVOKE the role",
        ),
    ),
    "table_foreign": (
        Text("表上有不是本系统的规则、继承表或策略", "a rule, inherited table or policy on it that is none of the program's"),
        Text("查明来源并删除", "Find out where it comes from and remove it"),
    ),
    "constraint_missing": (
        Text("声明的约束或唯一索引不在，或未生效", "a declared constraint or unique index is missing, or does not hold"),
        Text(
            "从备份恢复，或按迁移文件重建；再查是否有重复或不合规的行",
            "Restore it from a backup, or make it anew; then look for rows that break it",
        ),
    ),
    "lock_foreign": (
        Text("不是本系统的触发器", "a trigger that is none of the program's"),
        Text("查明来源并删除", "Find out where it comes from and remove it"),
    ),
}


@dataclass(frozen=True)
class Damage:
    """One place: the kind of thing, its id, the event that sealed it (None: no event speaks of it), what was found, what to do."""

    what: str
    id: int | str
    event: int | None
    found: Text
    remedy: Text

    def as_json(self, lang: str = "en") -> dict[str, object]:
        """The place of `verify/1`; what was found is said in English whatever the language, the remedy in the reader's."""
        return {"what": self.what, "id": self.id, "event": self.event, "found": self.found.en, "remedy": self.remedy.in_(lang)}


def damage(word: str, what: str, key: int | str, event: int | None = None, **told: object) -> Damage:
    """A place by the word of what was found."""
    found, remedy = WORDS[word]
    return Damage(what, key, event, found.filled(**{name: str(one) for name, one in told.items()}), remedy)


def differing(what: str, key: int | str, event: int | None, fields: Iterable[str]) -> Damage:
    """A row of which these parts of its document differ; of none that is known: its content."""
    names = ", ".join(fields)
    found, remedy = WORDS["row_differs"]
    told = found.filled(fields=names) if names else Text(found.zh.format(fields="内容"), found.en.format(fields="content"))
    if ", " in names:
        told = Text(told.zh, f"{names} differ")
    return Damage(what, key, event, told, remedy)


def ids_text(first: int, last: int) -> str:
    """A range of ids as it is told."""
    return str(first) if first == last else f"{first}–{last}"
