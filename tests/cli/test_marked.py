"""`calculate --marked`: the refused or doubted workbook beside its problems, from a file or a pipe, whatever else is printed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from tanheng.cli import main
from tanheng.documents.marks.words import PROBLEM_SHEET
from tests.documents.marked_input import NEGATIVE, WORDS, comments, refused
from tests.documents.sample_input import ENTITY, POTLINES, edited, sample_workbook

from .conftest import Tanheng

MARKED = {(POTLINES, WORDS), (POTLINES, NEGATIVE), (ENTITY, "B9")}  # what waits for the errors stands at the name


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "input.xlsx"
    path.write_bytes(refused()[0])
    return path


@pytest.mark.parametrize("more", [[], ["--json"], ["--months"], ["--explain", "enterprise_emission_tco2e"]], ids=" ".join)
def test_a_refused_workbook_is_written_marked(more: list[str], tanheng: Tanheng, workbook: Path, tmp_path: Path) -> None:
    found = tanheng("calculate", workbook, "--marked", tmp_path / "marked.xlsx", *more)
    assert found.exit_code == 1
    assert f"标注后的工作簿：{tmp_path / 'marked.xlsx'}" in found.stderr
    assert set(comments((tmp_path / "marked.xlsx").read_bytes())) == MARKED
    if more == ["--json"]:
        assert {one["code"] for one in json.loads(found.stdout)["problems"]} == {"FILE-219", "CASE-142", "CASE-177"}


def test_the_marked_workbook_is_refused_alike_and_marked_in_its_place(tanheng: Tanheng, workbook: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first" / "input.xlsx", tmp_path / "second" / "input.xlsx"
    told = tanheng("calculate", workbook, "--marked", first, "--make-folder")
    again = tanheng("calculate", first, "--marked", second, "--make-folder", "--lang", "en")
    assert again.exit_code == 1
    assert told.stderr.splitlines()[0].partition("[")[0] == again.stderr.splitlines()[0].partition("[")[0]
    assert openpyxl.load_workbook(second).sheetnames.count(PROBLEM_SHEET) == 1
    assert all("Remedy: " in text for text in comments(second.read_bytes()).values())


def test_doubts_of_a_run_are_marked_too(tanheng: Tanheng, tmp_path: Path) -> None:
    path, target = tmp_path / "input.xlsx", tmp_path / "marked.xlsx"
    path.write_bytes(edited(lambda book: book[POTLINES].__setitem__("G6", 80_000), sample_workbook()))
    found = tanheng("calculate", path, "--marked", target)
    assert found.exit_code == 0
    sheet = openpyxl.load_workbook(target)[PROBLEM_SHEET]
    codes = {row[3].value for row in sheet.iter_rows(min_row=5)}
    assert codes == {line.partition(" ")[0] for line in found.stderr.splitlines() if " [" in line}
    assert (POTLINES, "G6") in comments(target.read_bytes())


def test_what_comes_through_a_pipe_is_marked(workbook: Path, tmp_path: Path) -> None:
    target = tmp_path / "marked.xlsx"
    words = ["calculate", "-", "--marked", str(target)]
    found = CliRunner().invoke(main, words, input=workbook.read_bytes())
    assert found.exit_code == 1
    assert set(comments(target.read_bytes())) == MARKED


@pytest.mark.parametrize("name", ["case.yaml", "case.json"])
def test_only_tables_are_marked(name: str, tanheng: Tanheng, sample: Path, tmp_path: Path) -> None:
    path = sample.rename(tmp_path / name) if name != sample.name else sample
    found = tanheng("calculate", path, "--marked", tmp_path / "marked.xlsx")
    assert found.exit_code == 2
    assert "--marked" in found.stderr
    assert not (tmp_path / "marked.xlsx").exists()


def test_a_workbook_that_cannot_be_opened_is_told_and_not_marked(tanheng: Tanheng, tmp_path: Path) -> None:
    path = tmp_path / "input.xlsx"
    path.write_bytes(io.BytesIO(refused()[0]).read()[:2000])
    found = tanheng("calculate", path, "--marked", tmp_path / "marked.xlsx")
    assert found.exit_code == 1
    assert "FILE-201" in found.stderr
    assert "无法标注" in found.stderr
    assert not (tmp_path / "marked.xlsx").exists()
