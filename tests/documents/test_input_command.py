"""The template command and broken files at the command line: problems on standard error, status 1, nothing written."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tanheng.cli import main
from tests.documents.malformed_inputs import ALL, Malformed, content_of
from tests.documents.sample_input import PACK_ID, case_text, codes, read, sample_workbook


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


ERRORS = [one for one in ALL if one.code != "FILE-303"]  # a head line nobody knows is only a warning


@pytest.mark.parametrize("broken", ERRORS, ids=[one.id for one in ERRORS])
def test_a_broken_file_ends_with_status_one_and_writes_nothing(broken: Malformed, tmp_path: Path) -> None:
    file = tmp_path / broken.file
    file.write_bytes(content_of(broken))
    done = run("calculate", file)
    assert done.exit_code == 1, done.output
    assert isinstance(done.exception, SystemExit)
    assert broken.code in done.stderr
    assert "办法" in done.stderr
    assert done.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == [broken.file]


def test_the_same_year_gives_the_same_run_from_yaml_and_from_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "year.yaml").write_text(case_text(), encoding="utf-8")
    (tmp_path / "year.xlsx").write_bytes(sample_workbook())
    first, second = run("calculate", tmp_path / "year.yaml", "--json"), run("calculate", tmp_path / "year.xlsx", "--json")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout == second.stdout


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_template_has_the_facilities_and_items_it_was_asked_for(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"new.{suffix}"
    done = run("template", PACK_ID, "--year", 2025, "-o", file, "--facility", "A1:potline:一系列", "--item", "lng", "--entity", "合成铝业")
    assert done.exit_code == 0, done.output
    _, problems = read(file.read_bytes(), file.name)
    assert codes(problems, "error") == {"CASE-151"}
    assert {problem.where.facility for problem in problems if problem.code == "CASE-151"} == {"A1"}


@pytest.mark.parametrize(
    "words",
    [
        ("no/such/pack", "--year", 2025, "-o", "x.xlsx"),
        (PACK_ID, "--year", 25, "-o", "x.xlsx"),
        (PACK_ID, "--year", 2025, "-o", "x.doc"),
        (PACK_ID, "--year", 2025, "-o", "x.xlsx", "--facility", "P1"),
        (PACK_ID, "--year", 2025, "-o", "x.xlsx", "--facility", "P1:kiln"),
        (PACK_ID, "--year", 2025, "-o", "x.xlsx", "--item", "wood"),
        (PACK_ID, "--year", 2025),
    ],
)
def test_a_wrong_word_ends_with_status_two(words: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("template", *words).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_made_when_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ("template", PACK_ID, "--year", 2025, "-o", "new/folder/x.xlsx")
    refused = run(*words)
    assert refused.exit_code == 2 and "--make-folder" in refused.stderr and list(tmp_path.iterdir()) == []
    assert run(*words, "--make-folder").exit_code == 0
    assert (tmp_path / "new" / "folder" / "x.xlsx").stat().st_size > 0
