"""A database that is a file is its owner's alone, wherever it lies and whoever made it."""

import stat
from types import SimpleNamespace

import pytest

from tanheng.store.private_database import keep_private


def test_a_database_of_an_earlier_version_is_narrowed_with_its_logs(tmp_path):
    place = tmp_path / "carbon.sqlite3"
    for file in (place, tmp_path / "carbon.sqlite3-wal", tmp_path / "carbon.sqlite3-shm", tmp_path / "others"):
        file.touch()
        file.chmod(0o644)
    keep_private(SimpleNamespace(settings_dict={"NAME": place}))
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == {"carbon.sqlite3": 0o600, "carbon.sqlite3-wal": 0o600, "carbon.sqlite3-shm": 0o600, "others": 0o644}


@pytest.mark.parametrize("name", [":memory:", "file:memorydb_default?mode=memory&cache=shared"])
def test_a_database_without_a_file_has_nothing_to_narrow(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    keep_private(SimpleNamespace(settings_dict={"NAME": name}))
    assert list(tmp_path.iterdir()) == []
