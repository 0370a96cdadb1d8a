"""What the system says when a file cannot be read or written, as a sentence in the user's language. It raises and decides nothing."""

from __future__ import annotations

import errno
from pathlib import Path

import click

from tanheng.cli.language import language, said
from tanheng.engine.text import Text

REASONS = {
    errno.ENOSPC: Text("磁盘已满，请腾出空间", "the disk is full: make room"),
    errno.EDQUOT: Text("超出磁盘配额", "the disk quota is used up"),
    errno.EFBIG: Text("超出允许的文件大小", "the file would be larger than is allowed here"),
    errno.EROFS: Text("所在的文件系统只读", "its file system is read-only"),
    errno.EACCES: Text("没有权限", "permission is denied"),
    errno.EPERM: Text("不允许这样做", "this is not permitted"),
    errno.EISDIR: Text("是文件夹，不是文件", "it is a folder, not a file"),
    errno.ENOTDIR: Text("路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.ENOENT: Text("没有这个文件或文件夹", "there is no such file or folder"),
    errno.EEXIST: Text("已存在", "it exists already"),
    errno.ENAMETOOLONG: Text("名称太长", "the name is too long"),
    errno.ELOOP: Text("符号链接绕成了圈", "its links lead in a circle"),
    errno.EBUSY: Text("正被其他程序使用", "another program is using it"),
    errno.ETXTBSY: Text("正被其他程序使用", "another program is using it"),
    errno.EINVAL: Text("名称不可用", "the name cannot be used"),
    errno.EIO: Text("磁盘读写出错", "the disk reported an error"),
    errno.EMFILE: Text("打开的文件太多", "too many files are open"),
    errno.ENOMEM: Text("内存不足", "there is not enough memory"),
}  # fmt: skip


class ToldError(click.ClickException):
    """What ends a command that was rightly called, told in its language: exit status 1."""

    exit_code = 1

    def show(self, file: object = None) -> None:
        """One line on standard error."""
        click.echo(said("错误：", "Error: ") + self.format_message(), err=True)


class CannotUseFileError(ToldError):
    """A file that cannot be read or written although it was named rightly."""


def reason(error: OSError) -> str:
    """Why, in the language of the command."""
    text = REASONS.get(error.errno or 0)
    return text.in_(language()) if text else error.strerror or str(error)


def cannot_write(path: Path, error: OSError) -> CannotUseFileError:
    """The error to raise where a file cannot be written."""
    return CannotUseFileError(said(f"写不了 {path}：{reason(error)}", f"cannot write {path}: {reason(error)}"))


def cannot_use(error: OSError) -> CannotUseFileError:
    """The same for any file the system names, and for standard output, which it does not name."""
    name = str(error.filename or "")
    return CannotUseFileError(said(f"{name}：{reason(error)}", f"{name}: {reason(error)}") if name else reason(error))
