"""Doubts are listed ready to be answered; a report before that is a draft, and of a unit slip there is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import yaml

from tanheng.cli import answers as answers_command
from tanheng.cli import report as report_command
from tanheng.documents.input.case_file import read_case_bytes
from tanheng.engine.problems import Problem
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.engine.test_answers import doubt

from .conftest import Tanheng

DOUBT = doubt(code="AL-021")


@pytest.fixture
def doubtful(monkeypatch: pytest.MonkeyPatch) -> Problem:
    """Every run of these commands finds one more thing to be answered, whatever its checks ask."""

    def run_with_doubt(pack, case, problems=None, *, beside=None):
        told = [one for one in problems or () if not one.asks]
        return run_case(pack, case, [*told, DOUBT], beside=beside)

    for module in (answers_command, report_command):
        monkeypatch.setattr(module, "run_case", run_with_doubt)
    return DOUBT


def entry_of(text: str) -> dict[str, object]:
    """The entry that speaks of the doubt."""
    return next(one for one in yaml.safe_load(text)["answers"] if one["digest"] == DOUBT.digest)


def answer_all(sample: Path, text: str) -> None:
    """Fill every entry and append it, as a person would."""
    filled = text.replace('reason: ""', 'reason: "三月大修"').replace('person: ""', 'person: "张三（合成）"')
    sample.write_text(sample.read_text(encoding="utf-8") + filled, encoding="utf-8")


def test_a_doubt_is_listed_as_an_entry_that_wants_a_reason(tanheng: Tanheng, sample: Path, doubtful: Problem) -> None:
    found = tanheng("answers", sample)
    assert found.exit_code == 0
    entry = {"code": "AL-021", "quantity": "anode_t", "facility": "a", "month": 3, "digest": doubtful.digest, "says": "confirmed"}
    assert entry_of(found.stdout) == {**entry, "reason": "", "person": ""}
    assert "# AL-021 [警告·待答复]" in found.stdout and "900.00 偏大" in found.stdout


def test_no_report_of_a_unit_slip_before_its_answer(
    tanheng: Tanheng, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, doubtful: Problem
) -> None:
    slip = replace(DOUBT, unit_slip=True)
    monkeypatch.setattr(report_command, "run_case", lambda pack, case, problems, beside=None: run_case(pack, case, [slip], beside=beside))
    refused = tanheng("report", sample, "-o", tmp_path / "out", "--make-folder", "--lang", "en")
    assert refused.exit_code == 1
    assert "AL-021 [warning, to be answered]" in refused.stderr and "tanheng answers" in refused.stderr
    assert not (tmp_path / "out").exists()


def test_a_draft_before_the_answer_and_a_report_after_it(tanheng: Tanheng, sample: Path, tmp_path: Path, doubtful: Problem) -> None:
    draft = tanheng("report", sample, "-o", tmp_path / "draft", "--make-folder", "--lang", "en")
    assert draft.exit_code == 0
    assert "for an answer (AL-021" in draft.stderr
    cover = openpyxl.load_workbook(tmp_path / "draft" / "official-tables.xlsx").worksheets[0]
    assert str(cover["A4"].value).startswith("Draft: ")
    out = tmp_path / "out"
    answer_all(sample, tanheng("answers", sample).stdout)
    again = tanheng("answers", sample)
    assert (again.exit_code, again.stdout) == (0, "")
    assert "没有待答复的疑问" in again.stderr and "三月大修" in again.stderr
    final = tanheng("report", sample, "-o", out, "--make-folder")
    assert final.exit_code == 0 and "草稿" not in final.stderr
    assert openpyxl.load_workbook(out / "official-tables.xlsx").worksheets[0]["A4"].value in ("", None)


def test_entries_without_a_reason_open_nothing(tanheng: Tanheng, sample: Path, tmp_path: Path, doubtful: Problem) -> None:
    sample.write_text(sample.read_text(encoding="utf-8") + tanheng("answers", sample).stdout, encoding="utf-8")
    refused = tanheng("report", sample, "-o", tmp_path / "out", "--make-folder")
    assert "草稿" in refused.stderr
    assert "CASE-189" in refused.stderr


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_the_doubts_stand_ready_in_the_case_itself(suffix: str, tanheng: Tanheng, sample: Path, tmp_path: Path, doubtful: Problem) -> None:
    ready = tmp_path / f"ready.{suffix}"
    assert tanheng("answers", sample, "-o", ready).exit_code == 0
    case, problems = read_case_bytes(ready.name, ready.read_bytes(), load)
    assert case is not None and case.answers == ()
    assert [one.severity for one in problems if one.code == "CASE-189"] != []


def test_entries_in_a_file_are_those_on_the_screen(tanheng: Tanheng, sample: Path, tmp_path: Path, doubtful: Problem) -> None:
    target = tmp_path / "answers.yaml"
    assert tanheng("answers", sample, "-o", target).stdout == f"{target}\n"
    assert target.read_text(encoding="utf-8") == tanheng("answers", sample).stdout


def test_an_answer_of_a_day_that_has_not_come_is_refused(tanheng: Tanheng, sample: Path, tmp_path: Path, doubtful: Problem) -> None:
    answer_all(sample, tanheng("answers", sample).stdout.replace('person: ""', 'person: ""\n    on: "2100-01-01"'))
    refused = tanheng("calculate", sample)
    assert refused.exit_code == 1
    assert "REC-107" in refused.stderr and "2100-01-01" in refused.stderr


def test_a_receipt_of_an_earlier_day_holds_no_later_answer(tanheng: Tanheng, sample: Path, tmp_path: Path, doubtful: Problem) -> None:
    answer_all(sample, tanheng("answers", sample).stdout.replace('person: ""', 'person: ""\n    on: "2026-06-30"'))
    for day, status in (("2026-06-29", 1), ("2026-06-30", 0)):
        found = tanheng("receipt", sample, "-o", tmp_path / f"{day}.json", "--on", day)
        assert (found.exit_code, "REC-107" in found.stderr) == (status, status == 1), found.stderr


def test_another_kind_of_file_is_wrong_usage(tanheng: Tanheng, sample: Path, tmp_path: Path) -> None:
    assert tanheng("answers", sample, "-o", tmp_path / "answers.docx").exit_code == 2
