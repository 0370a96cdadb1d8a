"""`tanheng kit` and `tanheng report`: whole files or none, the exit status, every problem on standard error."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tanheng.demo.synthetic_smelter import synthetic_case

from .conftest import Tanheng, answered

NAMES = {"official-tables.xlsx", "report.docx", "report.pdf"}


def broken(path: Path) -> Path:
    """A case with two mistakes."""
    document = synthetic_case(2025)
    document["values"][0]["months"][1] = "twelve"
    document["values"][1]["quantity"] = "no_such_quantity"
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return path


def test_the_kit_is_written(tanheng: Tanheng, sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "new folder" / "kit.xlsx"
    found = tanheng("kit", sample, "-o", target, "--make-folder")
    assert found.exit_code == 0
    assert target.read_bytes().startswith(b"PK")
    assert "AL-021" in found.stderr


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_is_three_files(lang: str, tanheng: Tanheng, sample: Path, tmp_path: Path) -> None:
    found = tanheng("report", answered(sample), "-o", tmp_path / "out", "--lang", lang, "--make-folder")
    assert found.exit_code == 0
    assert {file.name for file in (tmp_path / "out").iterdir()} == NAMES
    assert (tmp_path / "out" / "report.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("command", "target"), [("kit", "kit.xlsx"), ("report", "out")])
def test_a_case_with_errors_lists_them_all_and_writes_nothing(command: str, target: str, tanheng: Tanheng, tmp_path: Path) -> None:
    found = tanheng(command, broken(tmp_path / "broken.yaml"), "-o", tmp_path / target, "--make-folder")
    assert found.exit_code == 1
    assert "CASE-141" in found.stderr and "CASE-130" in found.stderr
    assert [file.name for file in tmp_path.iterdir()] == ["broken.yaml"]


@pytest.mark.parametrize(("command", "target"), [("kit", "kit.pdf"), ("kit", None), ("report", None)])
def test_wrong_usage_is_status_two(command: str, target: str | None, tanheng: Tanheng, sample: Path, tmp_path: Path) -> None:
    words = ["-o", tmp_path / target] if target else []
    assert tanheng(command, sample, *words).exit_code == 2


@pytest.mark.parametrize(("command", "name"), [("kit", "kit.xlsx"), ("report", "out")])
def test_a_place_that_cannot_be_written_is_told_and_no_traceback(
    command: str, name: str, tanheng: Tanheng, sample: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    found = tanheng(command, answered(sample), "-o", tmp_path / "file" / name)
    assert found.exit_code == 1
    assert found.stderr.startswith("错误：写不了") and "不是文件夹" in found.stderr


def test_an_existing_file_is_replaced_whole(tanheng: Tanheng, sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "kit.xlsx"
    target.write_bytes(b"old" * 100_000)
    assert tanheng("kit", sample, "-o", target).exit_code == 2
    assert target.read_bytes() == b"old" * 100_000
    assert tanheng("kit", sample, "-o", target, "--overwrite").exit_code == 0
    first = target.read_bytes()
    tanheng("kit", sample, "-o", target, "--overwrite")
    assert target.read_bytes() == first
    assert sorted(file.name for file in tmp_path.iterdir()) == ["case.yaml", "kit.xlsx"]
