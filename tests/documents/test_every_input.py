"""Every small input that went wrong once, by its name: what is right of it now. The kinds behind them have tests of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tanheng.analysis.shares import Shares
from tanheng.analysis.totals import total_value
from tanheng.bulk.batch import run_batch
from tanheng.bulk.sql.duck import DuckBackend
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.documents.sample_input import codes, find
from tests.documents.sample_inputs import INPUTS, input_of

TABLE = "c11-batch-refuses-GBK.csv"  # of a batch


def says(code: str, *words: str) -> Callable[[Run], bool]:
    return lambda run: all(word in find(run.problems, code).message.zh for word in words)


def share_of_total(run: Run) -> bool:
    """The total is 100 % of itself."""
    return Shares(run).of(run.pack.total) == 100


@dataclass(frozen=True)
class Right:
    """The total of a file that is read, in t; the errors of one that is refused; what else is told of it, and what else is right."""

    total: int | None = None
    errors: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    not_told: frozenset[str] = frozenset()
    also: Callable[[Run], bool] = lambda run: True


def total(amount: int, *told: str, also: Callable[[Run], bool] = lambda run: True, never: tuple[str, ...] = ()) -> Right:
    return Right(amount, told=frozenset(told), not_told=frozenset(never), also=also)


def refused(*errors: str, never: tuple[str, ...] = ()) -> Right:
    return Right(errors=frozenset(errors), not_told=frozenset(never))


RIGHT = {
    "01-min-backslash.xlsx": total(838918),
    "02-min-workbook22.xlsx": total(838918),
    "04-min-shared-no-index.xlsx": total(838918),
    "06-min-magenta.xlsx": total(838918),
    "06-min-standard.xlsx": total(838918),
    "07-min-percent-cell.xlsx": total(838918),
    "07i-other-fuel-percent-cell-unit-percent.xlsx": total(1267964),
    "08-min-date-source.xlsx": total(838918, also=lambda run: "2025-03-01" in {one.source for one in run.case.values}),
    "09a-facility-id-became-date.xlsx": refused("FILE-261"),
    "10-min-2025nian1yue.xlsx": total(791555),
    "10-min-base.xlsx": total(791555),
    "10-min-blank-headings.xlsx": refused("FILE-239"),
    "11d-number-column-headed-hash.csv": total(842019, "FILE-250"),
    "11e-hash-row-minimal.csv": total(827619, also=lambda run: "#1窑" in run.case.facility_names.values()),
    "12g-utf16-nobom.csv": total(1267964),
    "14-min-total-disagrees.xlsx": total(791555, also=says("FILE-247", "1,260,000", "960,000")),
    "17d-unquoted-minimal.csv": refused("FILE-306"),
    "18-running-days-2025.csv": refused("CASE-142"),
    "23b-unc-months-date.xlsx": refused("FILE-261"),
    "23d-unc-size-percent-text.xlsx": total(1267964, also=lambda run: len(run.case.uncertainties) > 0),
    "32-invisible-marks.csv": total(842019),
    "33-unit-words.csv": total(873855, never=("CASE-148",)),
    "33h-unit-superscript.csv": total(842235, never=("CASE-148",)),
    "c01-slash-before-commissioning.xlsx": total(405416, never=("FILE-219", "CASE-150")),
    "c02-wrong-year-gives-10-problems.xlsx": refused("CASE-107", never=("CASE-160", "FILE-244")),
    "c03-credit-code-not-checked.xlsx": total(405416, also=says("CASE-115", "待办", "18 位")),
    "c04-typed-year-total-ignored.xlsx": total(405416, also=says("FILE-247", "210,000", "200,202.5")),
    "c06-unit-wan-kwh-refused.xlsx": total(405416, never=("CASE-148",)),
    "c07-rated-power-typed-in-year-column.xlsx": refused("CASE-133", "CASE-137", "CASE-160", never=("FILE-223", "PW-004")),
    "c08-cement-RDF-not-expressible.xlsx": total(1346470, never=("CASE-136",)),
    "c09-kiln-stopped-NCV-blank-is-error.xlsx": total(1346470, never=("CASE-150", "CASE-156")),
    "c10-report-share-of-total-over-100-or-57pct.yaml": total(633448, also=share_of_total),
    "c12-natural-gas-in-m3-no-warning.yaml": total(22629968, also=says("AL-065", "Nm³", "10,000 倍")),
    "c13-running-hours-over-month.yaml": refused("CASE-142"),
    "c14-cement-purchased-power-in-kWh-no-warning.yaml": total(35067878, also=says("CE-051", "kWh", "1,000 倍")),
    "c16-anode-plant-fuel-not-per-facility.yaml": refused("CASE-134"),
    "c17-two-grid-entries.yaml": refused("CASE-143"),
    "c18-biomass-no-item.yaml": total(3157646, never=("CASE-136",)),
    "c20-power-stop-warnings-and-C2-not-filled.xlsx": total(2883245, never=("CASE-150", "RUN-201")),
    "c21-cement-C2-not-filled.xlsx": total(1346470),
    "c22-chp-heat-ratio-silently-absent.xlsx": total(2883245, also=says("RUN-204", "供热比", "锅炉产热量")),
    "c23-ctrl-c-traceback.yaml": total(633448),
    "c24-carbon-content-in-percent.xlsx": total(2886927, never=("CASE-148", "PW-015")),
}


def file_of(name: str) -> Path:
    """The file, or a word that it is not here."""
    if not (INPUTS / name).exists():
        pytest.skip(f"{name} is not among the inputs")
    return INPUTS / name


def test_no_file_is_without_its_right_value() -> None:
    assert {path.name for path in INPUTS.iterdir()} <= {*RIGHT, TABLE}


@pytest.mark.parametrize("name", RIGHT)
def test_each_file_is_read_right(name: str) -> None:
    file_of(name)
    right, (case, problems) = RIGHT[name], input_of(name)
    assert codes(problems, "error") == right.errors
    assert (case is None) == bool(right.errors)
    if case is not None:
        run = run_case(load(case.pack_id), case, problems)
        problems = run.problems
        assert total_value(run) == right.total
        assert right.also(run)
    assert right.told <= codes(problems) and not right.not_told & codes(problems)
    assert_told_plainly(problems)


def assert_told_plainly(problems: list[Problem]) -> None:
    """What is told stands once, at a place where there is one."""
    assert len({(one.code, one.message, one.where) for one in problems}) == len(problems)


def test_the_table_of_a_batch_is_read(tmp_path: Path) -> None:
    backend = DuckBackend()
    outcome = run_batch(backend, [(load("cn/aluminium/cets_2024"), file_of(TABLE))], tmp_path / "out.csv", year=2025)
    backend.close()
    assert (outcome.problems, outcome.entities) == ([], 1)
