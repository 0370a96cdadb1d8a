"""`tanheng batch` as a whole process: exit status, files that appear or do not, reports, traces, several tables in one run."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import duckdb
import pytest

from tanheng.engine.pack import Pack
from tanheng.engine.run import Run
from tanheng.rulebook import load
from tests.bulk.random_tables import Row, accepted, engine_run, random_rows, without_checks, write_csv
from tests.bulk.test_bad_tables import changed, smelter, written

PACK = "cn/aluminium/cets_2024"
TANHENG = Path(sys.executable).with_name("tanheng")


def tanheng(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(TANHENG), *map(str, words)], capture_output=True, text=True, check=False)


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_results_appear_whole_and_alone(tmp_path: Path) -> None:
    table = written(smelter(), tmp_path)
    done = tanheng("batch", PACK, table, "-o", tmp_path / "out.parquet", "--year", "2025", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 entities" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("Note: whether the figures are plausible was not looked at")
    assert files(tmp_path) == {"table.csv", "out.parquet"}
    described = duckdb.connect().execute(f"DESCRIBE SELECT * FROM '{tmp_path / 'out.parquet'}'").fetchall()
    columns = [row[0] for row in described]
    assert columns == ["pack", "year", "entity", "facility", "item", "month", "quantity", "value", "unit"]


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    table = written(smelter(), tmp_path)
    for name in ("one.parquet", "two.parquet"):
        assert tanheng("batch", PACK, table, "-o", tmp_path / name, "--year", "2025").returncode == 0
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


@pytest.mark.parametrize("suffix", [".csv", ".json"])
def test_a_bad_table_gives_a_report_and_no_results(suffix: str, tmp_path: Path) -> None:
    table = written(changed(4, anode_consumption_t="四百七十")(smelter()), tmp_path)
    report = tmp_path / f"problems{suffix}"
    words = ("batch", PACK, table, "-o", tmp_path / "out.parquet", "--year", "2025", "--problems", report)
    done = tanheng(*words)
    assert done.returncode == 1
    assert "第 5 行" in done.stderr
    assert "Traceback" not in done.stderr
    assert files(tmp_path) == {"table.csv", report.name}
    text = report.read_text(encoding="utf-8-sig")
    rows = json.loads(text) if suffix == ".json" else list(csv.DictReader(text.splitlines()))
    assert [(str(row["row"]), row["column"], row["value"]) for row in rows] == [("5", "anode_consumption_t", "四百七十")]
    assert rows[0]["reason"]
    assert rows[0]["remedy"]


def test_an_older_result_stays_when_the_table_is_bad(tmp_path: Path) -> None:
    output = tmp_path / "out.parquet"
    output.write_bytes(b"of last month")
    table = written(changed(4, month="13")(smelter()), tmp_path)
    assert tanheng("batch", PACK, table, "-o", output, "--year", "2025", "--overwrite").returncode == 1
    assert output.read_bytes() == b"of last month"


@pytest.mark.parametrize(
    "words",
    [
        ["no/such/pack", "{table}", "--year", "2025"],
        [PACK, "no_such_table.csv", "--year", "2025"],
        [PACK, "{table}"],
        [PACK, "{table}", "--year", "2025", "--quantity", "no_such_quantity"],
        [PACK, "{table}", "--year", "2025", "--lines-summed"],
        [PACK, "{table}", "--year", "2025", "--by", "entity"],
        [PACK, "{table}", "--year", "2025", "--by", "colour", "--quantity", "fuel_emission_tco2"],
        [PACK, "{table}", "--year", "2025", "--by", "entity", "--quantity", "enterprise_emission_tco2e"],
        [PACK, "{table}", "--year", "2025", "--problems", "problems.docx"],
        [PACK, "{table}", PACK, "--year", "2025"],
        ["eu/cement/cbam_2025", "{table}", "--year", "2025"],
    ],
)
def test_wrong_usage_ends_with_status_2(words: list[str], tmp_path: Path) -> None:
    table = written(smelter(), tmp_path)
    filled = [word.replace("{table}", str(table)) for word in words]
    done = tanheng("batch", *filled, "-o", tmp_path / "out.parquet")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert files(tmp_path) == {"table.csv"}


@pytest.mark.parametrize("option", ["--output", "--problems"])
def test_no_table_is_written_over(option: str, tmp_path: Path) -> None:
    table = written(smelter(), tmp_path)
    if option == "--output":
        table = table.rename(tmp_path / "table.parquet")
    before = table.read_bytes()
    others = [] if option == "--output" else ["-o", tmp_path / "out.parquet"]
    done = tanheng("batch", PACK, table, "--year", "2025", option, table, *others)
    assert (done.returncode, files(tmp_path)) == (2, {table.name})
    assert table.read_bytes() == before


def test_several_tables_in_one_run_with_traces(tmp_path: Path) -> None:
    jobs: list[str | Path] = []
    expected: dict[str, int] = {}
    for pack_id in (PACK, "cn/cement/ndrc_2013", "intl/aluminium/iai_slope"):
        rows = _accepted_rows(pack_id)
        table = tmp_path / f"{len(jobs)}.csv"
        write_csv(rows, table)
        jobs += [pack_id, table]
        expected[pack_id] = len({row["entity"] for row in rows})
    output, traces = tmp_path / "out.parquet", tmp_path / "traces.jsonl"
    done = tanheng("batch", *jobs, "-o", output, "--year", "2024", "--traces", traces)
    assert done.returncode == 0, done.stderr
    found = duckdb.connect().execute(f"SELECT pack, COUNT(DISTINCT entity) FROM '{output}' GROUP BY pack").fetchall()
    assert dict(found) == expected
    lines = [json.loads(line) for line in traces.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == sum(expected.values())
    assert all(line["run_hash"].startswith("sha256:") and line["snapshot_hash"] != line["run_hash"] for line in lines)
    assert all(step["value"] for line in lines for step in line["steps"] if step["places"])


def _accepted_rows(pack_id: str) -> list[Row]:
    """Random plants that the engine accepts with all its checks."""
    pack = load(pack_id)
    for seed in range(100, 200):
        rows = accepted(pack, 2024, random_rows(without_checks(pack), Random(seed), 4))
        good = {name for name in {row["entity"] for row in rows} if _has_no_errors(pack, name, rows)}
        if good:
            return [row for row in rows if row["entity"] in good]
    raise AssertionError(f"no plant of {pack_id} is accepted")


def _has_no_errors(pack: Pack, entity: str, rows: list[Row]) -> bool:
    run = engine_run(pack, 2024, [row for row in rows if row["entity"] == entity])
    return isinstance(run, Run) and all(problem.severity != "error" for problem in run.problems)


@pytest.mark.parametrize(("ending", "seconds"), [(signal.SIGTERM, 0.4), (signal.SIGTERM, 1.1), (signal.SIGINT, 0.9), (signal.SIGKILL, 1.0)])
def test_nothing_is_left_when_it_is_stopped(ending: signal.Signals, seconds: float, tmp_path: Path) -> None:
    rows = [{**row, "entity": f"E{number:04d}"} for number in range(1500) for row in smelter()]
    table = written(rows, tmp_path)
    words = [str(TANHENG), "batch", PACK, str(table), "-o", str(tmp_path / "out.parquet"), "--year", "2025"]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)  # while it starts, reads or computes
    process.send_signal(ending)
    process.wait(timeout=60)
    left = {name for name in files(tmp_path) if ending != signal.SIGKILL or not name.startswith(".")}
    if "out.parquet" in left:  # the signal came after the file had its name: then all of it is there
        left.remove("out.parquet")
        counted = duckdb.sql(f"SELECT count(DISTINCT entity) FROM '{tmp_path / 'out.parquet'}'").fetchall()
        assert counted == [(1500,)]
    assert left == {"table.csv"}


def test_no_folder_is_left_where_nothing_is_written(tmp_path: Path) -> None:
    table = written(changed(4, month="13")(smelter()), tmp_path)
    words = ("batch", PACK, table, "-o", tmp_path / "new" / "folder" / "out.parquet", "--year", "2025")
    assert tanheng(*words).returncode == 2
    assert tanheng(*words, "--make-folder").returncode == 1
    assert files(tmp_path) == {"table.csv"}
