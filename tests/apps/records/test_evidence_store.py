"""Contents are written once, whole, and proven when read."""

import pytest

from tanheng.store.contents import DamagedContentError, content_path, read_content, store_content


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.EVIDENCE_FOLDER = tmp_path / "evidence"


def test_the_same_content_is_stored_once():
    first = store_content(b"ledger")
    stamp = content_path(first).stat().st_mtime_ns
    assert store_content(b"ledger") == first
    assert content_path(first).stat().st_mtime_ns == stamp
    assert read_content(first) == b"ledger"


def test_a_changed_content_is_not_handed_out():
    sha256 = store_content(b"ledger")
    content_path(sha256).chmod(0o600)
    content_path(sha256).write_bytes(b"forged")
    with pytest.raises(DamagedContentError):
        read_content(sha256)


def test_nothing_half_written_stays(monkeypatch):
    def fail(handle):
        raise OSError("disk full")

    monkeypatch.setattr("tanheng.store.contents.os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        store_content(b"ledger")
    folder = content_path("00").parent.parent
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_only_the_owner_reads():
    assert content_path(store_content(b"ledger")).stat().st_mode & 0o777 == 0o400
