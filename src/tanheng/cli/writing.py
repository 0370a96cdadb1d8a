"""The one way in which a command writes files: what may be written where, and every file whole or not at all.

It never writes over what the command reads; what stands already is replaced only with `--overwrite`, a missing folder is made only
with `--make-folder`. It knows no formats: bytes come ready made, or a program writes them itself into a `Staged` file.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import wraps
from itertools import count
from pathlib import Path
from typing import Any

import click

from tanheng.cli.inputs import Word, is_input
from tanheng.cli.language import said
from tanheng.cli.system_errors import CannotUseFileError, cannot_write

_numbers = count(1)
PROBE_BYTES = 65_536  # an empty file may still be made on a full disk
NO_LINKS = (errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK, errno.EACCES)  # a file system without hard links


class OutputFile(Word):
    """The name of a file to write, with one of these endings where any are given."""

    name = "file"

    def __init__(self, *endings: str) -> None:
        self.endings = endings

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path. Whether it may be written is the writer's to say."""
        path = Path(value)
        if self.endings and path.suffix.lower() not in self.endings:
            name = path.name or str(value)
            either = said(" 或 ", " or ").join(self.endings)
            self.fail(said(f"{name}：文件名应以 {either} 结尾", f"{name}: the name must end in {either}"), param, ctx)
        return path


class OutputFolder(Word):
    """The name of a folder to write into."""

    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path."""
        return Path(value)


def writes_files(command: Callable[..., Any]) -> Callable[..., Any]:
    """The two options of every command that writes files; the command takes what they allow as `writer`."""

    @wraps(command)
    def with_writer(*args: Any, overwrite: bool, make_folder: bool, **named: Any) -> Any:
        return command(*args, writer=Writer(overwrite, make_folder), **named)

    for option in (
        click.option("--make-folder", is_flag=True, help="Make the folder where it is missing. 文件夹不存在时新建。"),
        click.option("--overwrite", is_flag=True, help="Replace files that stand already. 覆盖已有文件。"),
    ):
        with_writer = option(with_writer)
    return with_writer


@dataclass
class Staged:
    """A file on its way: what is written under the name `ready`, beside its place, until it is put there."""

    target: Path
    ready: Path
    made: tuple[Path, ...] = ()  # folders that did not stand before, the innermost first
    _put: bool = False
    _free: bool = False  # nothing stood there
    _before: Path | None = None  # what stood there

    def fill(self, content: bytes, rights: int = 0o666) -> None:
        """All of it."""
        handle = os.open(self.ready, os.O_WRONLY | os.O_CREAT | os.O_EXCL, rights)
        with os.fdopen(handle, "wb") as file:
            file.write(content)

    def settle(self) -> None:
        """Down to the disk, with the rights of the file whose place it takes."""
        with self.ready.open("r+b") as file:
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            self.ready.chmod(stat.S_IMODE(self.target.stat().st_mode))

    def put(self, *, overwrite: bool, last: bool = False) -> None:
        """Give it its name. Without `overwrite` a file that came in between stays as it is, and FileExistsError is raised. Nothing is
        undone after the `last` of several.
        """
        if overwrite:
            self._keep_old(copied=not last)
            self.ready.replace(self.target)
        else:
            self._put_if_free()
            self._free = True
        self._put = True

    def undo(self) -> None:
        """What stood there before stands there again; where the system refuses that, it is told where the old file lies now."""
        if not self._put:
            return
        if self._before is not None:
            try:
                self._before.replace(self.target)
            except OSError:
                told = said(f"{self.target} 的原内容在 {self._before}", f"what stood at {self.target} lies at {self._before}")
                click.echo(told, err=True)
            self._before = None
        elif self._free:
            self.target.unlink(missing_ok=True)
        self._put = False

    def clear(self) -> None:
        """Nothing stays beside the file; of one that was not put, no new folder either."""
        for one in (self.ready, self._before):
            if one is not None:
                one.unlink(missing_ok=True)
        for folder in () if self._put else self.made:
            with suppress(OSError):
                folder.rmdir()

    def _keep_old(self, *, copied: bool) -> None:
        """A second name for what stands there; a copy where the file system has no links."""
        kept = beside(self.target)
        try:
            os.link(self.target, kept)
        except FileNotFoundError:
            self._free = True
            return
        except OSError:
            if not copied:
                return
            self._before = kept  # cleared away, too, where the disk has no room for all of it
            shutil.copy2(self.target, kept)
        self._before = kept

    def _put_if_free(self) -> None:
        try:
            os.link(self.ready, self.target)
        except FileExistsError:
            raise
        except OSError as error:
            if error.errno not in NO_LINKS:
                raise
            if self.target.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(self.target)) from error
            self.ready.replace(self.target)


def beside(target: Path) -> Path:
    """A short hidden name in the same folder: the name of the file may already be as long as a name can be."""
    return target.with_name(f".tanheng-{os.getpid()}-{next(_numbers)}")


@dataclass(frozen=True)
class Writer:
    """What the user allows a command to write, and the writing. `own` are files that the command knows to be its own."""

    overwrite: bool = False
    make_folder: bool = False
    own: frozenset[Path] = frozenset()

    def knowing(self, own: Iterable[Path]) -> Writer:
        """The same, which may replace these files too: the command wrote them and nobody has changed them."""
        return replace(self, own=frozenset(map(_real, own)))

    def may_replace(self, target: Path) -> bool:
        """Whether what stands there may be replaced."""
        return self.overwrite or _real(target) in self.own

    def check(self, *targets: Path) -> None:
        """Say now, before the work, what cannot be written: wrong usage for what the rules forbid, else what the system says."""
        seen: set[str] = set()
        for target in targets:
            with _told(target):
                place = str(_real(target)).casefold()
                if place in seen:
                    raise click.UsageError(said(f"{target} 写了两次，请换一个文件名", f"{target} is named twice: name another file"))
                seen.add(place)
                self._check(target)

    def write(self, files: Mapping[Path, bytes]) -> None:
        """All files appear complete, or none: all are made before the first gets its name."""
        with self.staged(*files) as ready:
            for target, one in zip(files, ready, strict=True):
                with _told(target):
                    one.fill(files[target])
            self.put(ready)

    @contextmanager
    def staged(self, *targets: Path) -> Iterator[list[Staged]]:
        """Files to be written by others under their `ready` names; what is not put in the end is gone, and the folders made for it."""
        self.check(*targets)
        with ExitStack() as stack:
            yield [stack.enter_context(self._staged(target)) for target in targets]

    def put(self, ready: Sequence[Staged]) -> None:
        """Give all their names. Where one cannot have it, those before are undone."""
        done: list[Staged] = []
        try:
            for one in ready:
                with _told(one.target):
                    one.settle()
            for one in ready:
                with _told(one.target):
                    done.append(one)
                    one.put(overwrite=self.may_replace(one.target), last=one is ready[-1])
        except BaseException:
            for one in reversed(done):
                one.undo()
            raise
        for folder in dict.fromkeys(one.target.parent for one in ready):
            _settle_folder(folder)

    def _check(self, target: Path) -> None:
        try:
            found = target.stat()
        except FileNotFoundError:
            self._check_folder(_real(target).parent)
            return
        except NotADirectoryError:
            if target.parent.is_file() and is_input(target.parent.stat()):
                raise _own_input(target.parent) from None
            raise
        if is_input(found):
            raise _own_input(target)
        if stat.S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
        if not stat.S_ISREG(found.st_mode):
            raise CannotUseFileError(said(f"写不了 {target}：它不是普通文件", f"cannot write {target}: it is no ordinary file"))
        if not self.may_replace(target):
            raise _exists(target)
        _check_writable(_real(target).parent)

    def _check_folder(self, folder: Path) -> None:
        if not self.make_folder and not folder.exists():
            raise click.UsageError(
                said(
                    f"没有文件夹 {folder}；请检查拼写，或加 --make-folder 新建",
                    f"there is no folder {folder}: check its spelling, or add --make-folder",
                )
            )
        _check_writable(next(one for one in (folder, *folder.parents) if one.exists()))

    @contextmanager
    def _staged(self, target: Path) -> Iterator[Staged]:
        place = _real(target)
        made = tuple(folder for folder in (place.parent, *place.parent.parents) if not folder.exists())
        with _told(target):
            if made:
                place.parent.mkdir(parents=True, exist_ok=True)
        one = Staged(place, beside(place), made)
        try:
            yield one
        finally:
            one.clear()


def write_secret(target: Path, text: str, *, overwrite: bool = False) -> None:
    """A key, whole or not at all, that only its owner may read, in a folder that only its owner may open where it is missing."""
    with _told(target):
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        one = Staged(_real(target), beside(target))
        try:
            one.fill(text.encode(), rights=0o600)
            with one.ready.open("rb") as file:
                os.fsync(file.fileno())
            one.put(overwrite=overwrite, last=True)
        finally:
            one.clear()
    _settle_folder(target.parent)


def _real(target: Path) -> Path:
    """Where the file itself stands or would stand: a link is followed, never replaced."""
    try:
        return target.resolve()
    except RuntimeError as error:  # of older Pythons, for links in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(target)) from error


def _check_writable(folder: Path) -> None:
    """Writes a little and takes it away again: the rights, and whether the disk has any room."""
    probe = Staged(folder, beside(folder / "probe"))
    try:
        probe.fill(bytes(PROBE_BYTES))
    finally:
        probe.clear()


def _settle_folder(folder: Path) -> None:
    """The names too must be on the disk; not every system can say so of a folder."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """What the system refuses is told of the file by the name that the user gave it."""
    try:
        yield
    except FileExistsError as error:
        raise _exists(target) from error
    except OSError as error:
        raise cannot_write(target, error) from error


def _own_input(target: Path) -> click.UsageError:
    return click.UsageError(
        said(
            f"{target} 是本命令要读的文件，不能覆盖；请换一个文件名",
            f"{target} is what this command reads, and is never written over: name another file",
        )
    )


def _exists(target: Path) -> click.UsageError:
    return click.UsageError(
        said(
            f"{target} 已存在；请换一个文件名，或加 --overwrite 覆盖",
            f"{target} exists: name another file, or add --overwrite to replace it",
        )
    )
