"""The demo replaces the files that it wrote itself, and none that somebody else put in their place."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tanheng.cli.demo_files import FILES
from tanheng.documents.report.package import FILE_NAMES

from .conftest import Tanheng
from .test_writing import contents

demo = importlib.import_module("tanheng.cli.demo")  # the command of that name stands in it


@pytest.fixture(autouse=True)
def _no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_SERVE", "0")


@pytest.fixture
def _small_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its database, and with small files for its documents."""
    monkeypatch.setattr(demo, "_fill_database", lambda folder: ([], ""))
    monkeypatch.setattr(demo, "filled_template", lambda *_: b"workbook")
    monkeypatch.setattr(demo, "recomputation_kit", lambda *_: b"kit")
    monkeypatch.setattr(demo, "report_package", lambda *_: {one: one.encode() for one in FILE_NAMES})


@pytest.mark.usefixtures("_small_demo")
def test_the_demo_replaces_its_own_files_and_no_other(tanheng: Tanheng, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tanheng("demo", "--out", tmp_path).exit_code == 0
    first = contents(tmp_path)
    assert set(first) == set(FILES)
    monkeypatch.setattr(demo, "recomputation_kit", lambda *_: b"of the next version")
    assert tanheng("demo", "--out", tmp_path, "--lang", "en").exit_code == 0
    assert contents(tmp_path)["recomputation-kit-2025.xlsx"] == b"of the next version"
    (tmp_path / "report.docx").write_bytes(b"of somebody")
    before = contents(tmp_path)
    found = tanheng("demo", "--out", tmp_path)
    assert (found.exit_code, contents(tmp_path)) == (2, before)
    assert "report.docx" in found.stderr and "--overwrite" in found.stderr
    assert tanheng("demo", "--out", tmp_path, "--overwrite").exit_code == 0


@pytest.mark.usefixtures("_small_demo")
@pytest.mark.parametrize("stranger", ["case-2025.yaml", "report.pdf", ".tanheng-demo"])
@pytest.mark.parametrize("content", [b"", b"of somebody", bytes(range(256)), b"00  case-2025.yaml\n"])
def test_a_file_that_no_demo_wrote_stays(stranger: str, content: bytes, tanheng: Tanheng, tmp_path: Path) -> None:
    (tmp_path / stranger).write_bytes(content)
    found = tanheng("demo", "--out", tmp_path)
    assert (found.exit_code, contents(tmp_path)) == (2, {stranger: content})
