"""What became of a task that did not come to its end: for good, with the problems that say why, or for now, because of its surroundings."""

import errno

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError
from django.utils.translation import override

from tanheng.apps.people.access import NotPermittedError
from tanheng.apps.people.models.permissions import VERBS
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import Sentence, problem_of
from tanheng.engine.text import Text
from tanheng.pages.language import in_both
from tanheng.registration.collected import refusals
from tanheng.store.contents import DamagedContentError

SENTENCES: dict[str, Sentence] = {
    "WORK-101": (
        "error",
        "执行时，{person}已没有“{verb}”的权限（{place}）",
        "when it was done, {person} was not permitted any more to: {verb} ({place})",
        "请有此权限的人重新发起，或请管理员恢复权限后再发起",
        "somebody who is permitted asks for it, or an administrator gives the role again first",
    ),
    "WORK-102": (
        "error",
        "{said}",
        "{said}",
        "按所述处理后重新发起",
        "mend what it says, then ask for it again",
    ),
    "WORK-103": (
        "error",
        "执行它的进程中断了 {deaths} 次，不再重试",
        "the process that did it ended {deaths} times without a word; it is not tried again",
        "请系统管理员查看日志（内存是否不足），然后重新发起",
        "the system administrator looks at the log (was memory short?), then it is asked for again",
    ),
    "WORK-104": (
        "error",
        "程序内部出错，什么也没有保存",
        "something went wrong inside; nothing was stored",
        "重新发起；若仍如此，请把时间告诉系统管理员",
        "ask for it again; if it stays, tell the system administrator the time",
    ),
    "WORK-105": (
        "error",
        "上传的文件已不在隔离区，没有读取",
        "the uploaded file is no longer in quarantine; it was not read",
        "重新上传该文件",
        "upload the file again",
    ),
    "WORK-106": (
        "error",
        "本版本的程序不认识这种任务：{name}",
        "this version of the program knows no such task: {name}",
        "重新发起",
        "ask for it again",
    ),
}
FULL = Text("磁盘已满，腾出空间后自动继续", "the disk is full; it goes on by itself once there is room")
DISK = Text("磁盘读写出错，稍后自动再试", "the disk reported an error; it is tried again by itself")
BUSY = Text("数据库正忙，稍后自动再试", "the database is busy; it is tried again by itself")
DAMAGED = Text("留存的文件已损坏或缺失", "a kept file is damaged or missing")
GONE = Text("数据库没有应答，恢复后自动继续", "the database does not answer; it goes on by itself once it does")
OF_THE_DISK = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EFBIG: FULL, errno.EIO: DISK, errno.EROFS: DISK, errno.EMFILE: DISK}


class GoneFileError(Exception):
    """The file of an upload is no longer where it waited."""


def passing(error: BaseException) -> Text | None:
    """What is told where the surroundings failed, which may pass: the disk, the database; None for whatever else."""
    if isinstance(error, OSError):
        return OF_THE_DISK.get(error.errno or 0)
    if not isinstance(error, OperationalError | InterfaceError):
        return None
    code = str(getattr(error.__cause__, "sqlstate", None) or getattr(error.__cause__, "sqlite_errorname", ""))
    if code.startswith("SQLITE_FULL") or code == "53100":
        return FULL
    if code.startswith("SQLITE_IOERR"):
        return DISK
    return BUSY if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "40", "55P03")) else GONE


def problems_of(error: Exception, person: object) -> list[Problem]:
    """Why it failed for good, with the remedy; what nobody foresaw is told as that."""
    if isinstance(error, NotPermittedError):
        words = {"verb": in_both(VERBS[error.verb]), "place": str(error.node), "person": str(person)}
        return [problem_of(SENTENCES, "WORK-101", **words)]
    found = list(getattr(error, "problems", ()))
    if isinstance(error, ValidationError):  # its sentences say what to do, its problems where
        found = [*(problem_of(SENTENCES, "WORK-102", said=sentence) for sentence in _sentences(error)), *found]
    if found:
        return found
    if isinstance(error, GoneFileError):
        return [problem_of(SENTENCES, "WORK-105")]
    if isinstance(error, PermissionDenied):
        return [problem_of(SENTENCES, "WORK-102", said=str(error))]
    if (known := _registered(error)) is not None:
        return [problem_of(SENTENCES, "WORK-102", said=Text(f"{known.zh}：{error}", f"{known.en}: {error}"))]
    return [problem_of(SENTENCES, "WORK-104")]


def _sentences(error: ValidationError) -> list[Text]:
    """What a refusal says in both languages: whoever reads the task may speak another than whoever asked for it."""
    with override("zh-hans"):
        chinese = error.messages
    with override("en"):
        return [Text(*pair) for pair in zip(chinese, error.messages, strict=True)]


def _registered(error: Exception) -> Text | None:
    """What is wrong where an app has said what its exception means, or where a kept content is damaged."""
    if isinstance(error, DamagedContentError):
        return DAMAGED
    return next((in_both(said.title) for kind, said in refusals() if isinstance(error, kind)), None)
