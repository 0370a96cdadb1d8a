"""Several files that a command puts in their places together: where one cannot have its own, what stood there before is lost nowhere."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from tanheng.cli.system_errors import CannotUseFileError
from tanheng.cli.writing import Writer

OLD = {"a.txt": b"old a", "b.txt": b"old b"}
NEW = {"a.txt": b"new a", "b.txt": b"new b"}


@pytest.fixture(params=["links", "no links"], autouse=True)
def file_system(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With hard links, or without them, as on exFAT and on many shares."""
    if request.param == "no links":
        monkeypatch.setattr(os, "link", refusing(errno.EPERM))
    return str(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files of last month stand."""
    for name, content in OLD.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def refusing(number: int) -> Callable[..., None]:
    """A call that the system refuses."""

    def refused(source: object, *_: object, **__: object) -> None:
        if not Path(str(source)).exists():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(source))
        raise OSError(number, os.strerror(number))

    return refused


def refuse_replace(monkeypatch: pytest.MonkeyPatch, *refused: tuple[str, bytes]) -> None:
    """No content of these takes the place of its name."""
    replace = Path.replace

    def replaced(source: Path, target: Path) -> Path:
        if (Path(target).name, source.read_bytes()) in refused:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", replaced)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file by its name, hidden ones too."""
    return {one.name: one.read_bytes() for one in folder.iterdir()}


def written(folder: Path, *, overwrite: bool = True) -> None:
    Writer(overwrite=overwrite).write({folder / name: content for name, content in NEW.items()})


def test_all_are_there(folder: Path) -> None:
    written(folder)
    assert contents(folder) == NEW


def test_the_second_has_no_room_and_both_old_ones_stand(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_replace(monkeypatch, ("b.txt", b"new b"))
    with pytest.raises(CannotUseFileError):
        written(folder)
    assert contents(folder) == OLD


def test_where_nothing_stood_nothing_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b.txt").write_bytes(OLD["b.txt"])
    refuse_replace(monkeypatch, ("b.txt", b"new b"))
    with pytest.raises(CannotUseFileError):
        written(tmp_path)
    assert contents(tmp_path) == {"b.txt": OLD["b.txt"]}


def test_what_came_in_between_stays_and_the_first_is_taken_back(tmp_path: Path) -> None:
    writer = Writer()
    with writer.staged(tmp_path / "a.txt", tmp_path / "b.txt") as ready:
        for one, content in zip(ready, NEW.values(), strict=True):
            one.fill(content)
        (tmp_path / "b.txt").write_bytes(b"of somebody else")
        with pytest.raises(click.UsageError):
            writer.put(ready)
    assert contents(tmp_path) == {"b.txt": b"of somebody else"}


def test_no_room_to_keep_the_old_one_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch, file_system: str) -> None:
    def half(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(shutil, "copy2", half)
    if file_system == "links":
        written(folder)
        assert contents(folder) == NEW
        return
    with pytest.raises(CannotUseFileError):
        written(folder)
    assert contents(folder) == OLD


def test_an_old_one_that_cannot_go_back_is_told_where_it_lies(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refuse_replace(monkeypatch, ("b.txt", b"new b"), ("a.txt", b"old a"))
    with pytest.raises(CannotUseFileError):
        written(folder)
    found = contents(folder)
    (kept,) = (name for name in found if name.startswith(".tanheng-"))
    assert found == {"a.txt": b"new a", "b.txt": OLD["b.txt"], kept: OLD["a.txt"]}
    assert str(folder / kept) in capsys.readouterr().err


def test_one_file_alone_is_replaced_without_a_copy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "copy2", refusing(errno.ENOSPC))
    Writer(overwrite=True).write({folder / "a.txt": NEW["a.txt"]})
    assert contents(folder) == {**OLD, "a.txt": NEW["a.txt"]}
