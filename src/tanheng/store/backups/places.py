"""Where a backup lies: a folder, or one file (tar, compressed where its name ends in gz). Writing one, and reading it file by file."""

import gzip
import hashlib
import io
import lzma
import os
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Protocol

from tanheng.engine.text import Text
from tanheng.store.backups import refused
from tanheng.store.backups.databases import Told, private
from tanheng.store.backups.manifest import DATABASES, NAME, Found
from tanheng.store.file_names import give_free_name

KNOWN = re.compile(rf"{re.escape(NAME)}|{'|'.join(map(re.escape, DATABASES.values()))}|evidence/([0-9a-f]{{2}})/\1[0-9a-f]{{62}}")
BLOCK = 1 << 20
NO_FILE = " →"  # a link or a device: nothing of ours
# What reading a file that is none, or was cut or changed, ends with; the last two: a time that no disk can hold.
NO_BACKUP = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, lzma.LZMAError, ValueError, OverflowError)


class Writing(Protocol):
    """A backup that is being written under another name."""

    @property
    def room(self) -> Path:
        """A folder for what is made beside it."""

    def add_file(self, name: str, made: Path) -> Found:
        """Take over a file of the room."""

    def add(self, name: str, content: bytes, modified: float) -> Found:
        """Add a file; `modified` in seconds since 1970."""


def content_name(sha256: str) -> str:
    """Where a content stands in a backup."""
    return f"evidence/{sha256[:2]}/{sha256}"


def is_folder(target: Path) -> bool:
    """Whether a name asks for a folder: it is one, or has no ending."""
    return target.is_dir() or (not target.exists() and not target.suffix)


def writing(target: Path) -> AbstractContextManager[Writing]:
    """A backup that gets its name when the block ends well, and is gone where it does not. FileExistsError where something stands there."""
    return _folder(target) if is_folder(target) else _file(target)


@contextmanager
def _folder(target: Path) -> Iterator[Writing]:
    if target.exists() and any(target.iterdir()):
        raise FileExistsError(f"{target}")
    with _partial(target) as room:
        yield _InFolder(room)
        _flushed(room.parent)
        room.rename(target)  # over an empty folder too; refused where somebody has filled it meanwhile
    _flushed(target.parent)


@contextmanager
def _file(target: Path) -> Iterator[Writing]:
    if target.exists():
        raise FileExistsError(f"{target}")
    with _partial(target) as room:
        ready = room / "whole"
        private(ready)
        with tarfile.open(ready, "w:gz" if target.name.endswith(("gz", "GZ")) else "w", format=tarfile.PAX_FORMAT) as tar:
            yield _InFile(room, tar)
        _flushed(room)
        give_free_name(ready, target)
    _flushed(target.parent)


@contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """A folder beside the place, whose name says that it is not whole; gone at the end, if it still has that name."""
    room = target.parent / f".{target.name}.partial-{os.getpid()}"
    room.mkdir(mode=0o700)
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)


class _InFolder:
    def __init__(self, room: Path) -> None:
        self.room = room

    def add_file(self, name: str, made: Path) -> Found:
        if made != self.room / name:
            made.replace(self.room / name)
        return found_in(self.room / name)

    def add(self, name: str, content: bytes, modified: float) -> Found:
        place = _room_for(self.room, name)
        place.write_bytes(content)
        os.utime(place, (modified, modified))
        return _found_of(content)


class _InFile:
    def __init__(self, room: Path, tar: tarfile.TarFile) -> None:
        self.room, self._tar = room, tar

    def add_file(self, name: str, made: Path) -> Found:
        found = found_in(made)
        with made.open("rb") as content:
            self._tar.addfile(_head(name, found.size, made.stat().st_mtime), content)
        made.unlink()
        return found

    def add(self, name: str, content: bytes, modified: float) -> Found:
        self._tar.addfile(_head(name, len(content), modified), io.BytesIO(content))
        return _found_of(content)


def _room_for(room: Path, name: str) -> Path:
    """An empty file of this name, and its folders, for their owner only."""
    place = room / name
    for folder in reversed(place.relative_to(room).parents):
        (room / folder).mkdir(exist_ok=True, mode=0o700)
    place.unlink(missing_ok=True)
    private(place)
    return place


def _head(name: str, size: int, modified: float) -> tarfile.TarInfo:
    head = tarfile.TarInfo(name)
    head.size, head.mtime, head.mode = size, modified, 0o600
    return head


def unpack(backup: Path, room: Path, told: Told) -> dict[str, Found]:
    """Copy every file of a backup into a folder, with its time; gives what was read, by name. KeepingError where it is no backup."""
    found: dict[str, Found] = {}
    if not backup.exists():
        raise refused("KEEP-101", name=str(backup), why=Text("没有这个文件或文件夹", "there is no such file or folder"))
    try:
        for name, content, modified in (_of_folder if backup.is_dir() else _of_file)(backup, told):
            found[name] = _taken_over(room, name, content, modified)
    except NO_BACKUP as error:
        said = Text(f"文件读到一半就断了，或不是备份文件（{error}）", f"it ends in the middle, or is no backup ({error})")
        raise refused("KEEP-101", name=str(backup), why=said) from error
    return found


def _taken_over(room: Path, name: str, content: IO[bytes], modified: float) -> Found:
    """A file of the backup beside its place; of one that is not ours nothing but that it is there."""
    if not KNOWN.fullmatch(name):
        return Found("", 0)
    place = _room_for(room, name)
    found = _poured(content, place)
    os.utime(place, (modified, modified))
    return found


def _of_folder(backup: Path, told: Told) -> Iterator[tuple[str, IO[bytes], float]]:
    files = sorted(path for path in backup.rglob("*") if path.is_symlink() or not path.is_dir())
    total, done = sum(path.lstat().st_size for path in files), 0
    for path in files:
        name = path.relative_to(backup).as_posix()
        if path.is_symlink() or not path.is_file():
            yield name + NO_FILE, io.BytesIO(), 0.0
            continue
        with path.open("rb") as content:
            yield name, content, path.stat().st_mtime
        done += path.stat().st_size
        told(done, total)


def _of_file(backup: Path, told: Told) -> Iterator[tuple[str, IO[bytes], float]]:
    total = backup.stat().st_size
    with backup.open("rb") as raw, tarfile.open(fileobj=raw, mode="r:*") as tar:
        for head in tar:
            name = head.name.removeprefix("./")  # as tar calls what it packs from within a folder
            content = tar.extractfile(head) if head.isfile() else None
            if content is not None:
                yield name, content, float(head.mtime)
            elif not head.isdir():
                yield name + NO_FILE, io.BytesIO(), 0.0
            told(raw.tell(), total)


def found_in(file: Path) -> Found:
    """Hash and size of a file."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as opened:
        while block := opened.read(BLOCK):
            digest.update(block)
            size += len(block)
    return Found(digest.hexdigest(), size)


def _found_of(content: bytes) -> Found:
    return Found(hashlib.sha256(content).hexdigest(), len(content))


def _poured(content: IO[bytes], place: Path) -> Found:
    digest, size = hashlib.sha256(), 0
    with place.open("wb") as file:
        while block := content.read(BLOCK):
            digest.update(block)
            file.write(block)
            size += len(block)
    return Found(digest.hexdigest(), size)


def _flushed(folder: Path) -> None:
    """All that was written is on the disk: one call for thousands of files."""
    os.sync()
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
