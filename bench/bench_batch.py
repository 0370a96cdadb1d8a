"""Batch: ten million activity lines, and a national market of 3 400 entities, file to file, beside what others would write.

Peers: hand-written DuckDB SQL in DECIMAL, plain Python decimals, pandas in float64, OpenFisca-core in float32, bonsai_ipcc. Their
deviation from the exact result is measured in the same run; nothing here is asserted in tests.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path
from statistics import median

import duckdb

from bench.market import YEAR, activity_table, market_tables
from bench.openfisca import openfisca
from bench.result import PEERS_PYTHON, ROOT, Result, command_seconds, most_memory, result, seconds, tanheng
from bench.smelters import smelter_case
from tanheng.bulk.lines.activity import run_activity
from tanheng.bulk.lines.sums import ActivityWish
from tanheng.bulk.sql.duck import DuckBackend
from tanheng.engine.numbers import exact_context
from tanheng.engine.running import run_case
from tanheng.rulebook import load

LINES = 10_000_000
SMELTERS = 3400
PACK = "cn/aluminium/cets_2024"
QUANTITY = "fuel_emission_tco2"
BY = ("entity", "facility", "month")
AMOUNTS = ("fuel_consumption", "fuel_net_calorific_value", "fuel_carbon_content_tc_per_gj", "fuel_oxidation_rate")
BY_HAND = f"""
SELECT entity, facility, month, round(sum({" * ".join(AMOUNTS)})::DECIMAL(38,12) * 44 / 12, 2) AS emission
FROM read_parquet('{{table}}') GROUP BY entity, facility, month
"""  # anyone's first query: its division gives DOUBLE, so its last digit is not sure
SUMS_BY_HAND = f"""
SELECT entity, facility, month, sum({" * ".join(AMOUNTS)}) * 44 AS emission_times_12
FROM read_parquet('{{table}}') GROUP BY entity, facility, month
"""  # exact as far as it goes: the division by 12 and the rounding are left to do


def run() -> Iterator[Result]:
    """Activity lines, then the market, then the peers of the same formulas."""
    with tempfile.TemporaryDirectory(prefix="tanheng-bench-") as home:
        folder = Path(home)
        yield from _activity(folder)
        yield from _market(folder)
    yield from _peers()


# ── ten million activity lines ───────────────────────────────────────────────────────────────────


def _activity(folder: Path) -> Iterator[Result]:
    table, output = folder / "activity.parquet", folder / "sums.parquet"
    activity_table(table, LINES)
    ours, theirs = _side_by_side(table, output)
    name = "batch --by: ten million activity lines in 12 000 groups"
    words = {"unit": "lines/s", "more_is_better": True}
    yield result(
        name,
        LINES / ours,
        limit=0.8 * LINES / theirs,
        peer="hand-written DuckDB DECIMAL SQL",
        peer_value=LINES / theirs,
        **words,
    )
    exact = _groups(output)
    python, sample = _python_decimals(table, folder)
    yield result(
        f"{name}, beside Python decimals",
        LINES / ours,
        limit=15 * python,
        peer="Python decimals, line by line",
        peer_value=python,
        **words,
    )
    if sample != _groups(folder / "sample-sums.parquet"):
        raise RuntimeError("batch and Python decimals differ")
    yield _wrong("hand-written DuckDB SQL with its own division: groups wrong in the last digit", _groups_by_hand(table), exact)
    yield from _pandas(table, folder, ours, exact)
    yield _whole_process(table, folder)
    yield _memory(table, folder)


def _side_by_side(table: Path, output: Path) -> tuple[float, float]:
    """Median seconds of both, taken in turn: file to file, connection included."""
    pack = load(PACK)
    times: dict[str, list[float]] = {"ours": [], "theirs": []}
    for number in range(8):
        started = time.perf_counter()
        backend = DuckBackend()
        run_activity(backend, pack, table, output, ActivityWish((QUANTITY,), BY, YEAR, lines_summed=True))
        backend.close()
        times["ours"].append(time.perf_counter() - started)
        started = time.perf_counter()
        connection = duckdb.connect()
        connection.execute(f"COPY ({SUMS_BY_HAND.format(table=table)}) TO '{output.with_name('hand.parquet')}' (FORMAT parquet)")
        connection.close()
        times["theirs"].append(time.perf_counter() - started)
        if number == 0:
            times = {name: [] for name in times}  # the first pair warms the file cache
    return median(times["ours"]), median(times["theirs"])


def _groups(path: Path) -> dict[str, str]:
    rows = duckdb.connect().execute(f"SELECT entity, facility, month, value FROM '{path}'").fetchall()
    return {f"{entity}|{facility}|{month}": value for entity, facility, month, value in rows}


def _groups_by_hand(table: Path) -> dict[str, str]:
    rows = duckdb.connect().execute(BY_HAND.format(table=table)).fetchall()
    return {f"{entity}|{facility}|{month}": f"{value:.2f}" for entity, facility, month, value in rows}


def _python_decimals(table: Path, folder: Path, number: int = 200_000) -> tuple[float, dict[str, str]]:
    """Lines a second of plain decimals over a part of the lines, and its groups; the rows are in memory when the clock starts."""
    part = folder / "sample.parquet"
    connection = duckdb.connect()
    connection.execute(f"COPY (SELECT * FROM '{table}' LIMIT {number}) TO '{part}' (FORMAT parquet)")
    backend = DuckBackend()
    wish = ActivityWish((QUANTITY,), BY, YEAR, lines_summed=True)
    run_activity(backend, load(PACK), part, folder / "sample-sums.parquet", wish)
    backend.close()
    rows = connection.execute(f"SELECT entity, facility, month, {', '.join(AMOUNTS)} FROM '{part}'").fetchall()
    sums: dict[str, Decimal] = defaultdict(Decimal)
    with localcontext(exact_context()):
        started = time.perf_counter()
        for entity, facility, month, consumption, heat, content, oxidation in rows:
            sums[f"{entity}|{facility}|{month}"] += consumption * heat * content * oxidation
        cent = Decimal("0.01")
        groups = {key: str((value * 44 / 12).quantize(cent, ROUND_HALF_UP)) for key, value in sums.items()}
        spent = time.perf_counter() - started
    return number / spent, groups


def _wrong(name: str, values: dict[str, str], exact: dict[str, str]) -> Result:
    wrong = sum(values.get(key) != value for key, value in exact.items())
    return result(name, 100 * wrong / len(exact), "%")


def _pandas(table: Path, folder: Path, ours: float, exact: dict[str, str]) -> Iterator[Result]:
    floats = folder / "floats.parquet"
    casts = ", ".join(f"{name}::DOUBLE AS {name}" for name in AMOUNTS)
    duckdb.connect().execute(f"COPY (SELECT * REPLACE ({casts}) FROM '{table}') TO '{floats}' (FORMAT parquet)")
    words = [str(PEERS_PYTHON), str(ROOT / "bench" / "pandas_peer.py")]
    wish = json.dumps({"table": str(floats), "repeats": 3})
    done = subprocess.run(words, input=wish, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    answer = json.loads(done.stdout)
    peer, speed = "pandas, float64, from Parquet", LINES / answer["seconds"]
    name = "batch --by: ten million activity lines, beside pandas"
    yield result(name, LINES / ours, "lines/s", more_is_better=True, peer=peer, peer_value=speed)
    yield _wrong("pandas, float64: groups wrong in the last reported digit", answer["values"], exact)


def _words(table: Path, output: Path) -> list[str | Path]:
    wish = ["--year", str(YEAR), "--quantity", QUANTITY, "--by", ",".join(BY), "--lines-summed"]
    return tanheng("batch", PACK, table, "-o", output, *wish, "--overwrite")


def _whole_process(table: Path, folder: Path) -> Result:
    code = f"import duckdb; duckdb.sql(\"COPY ({SUMS_BY_HAND.format(table=table)}) TO '{folder / 'hand.parquet'}' (FORMAT parquet)\")"
    peer = command_seconds([sys.executable, "-c", code.replace("\n", " ")], repeats=3)
    ours = command_seconds(_words(table, folder / "sums.parquet"), repeats=3)
    return result(
        "tanheng batch --by, ten million lines, whole process",
        ours,
        "s",
        peer="python -c with the SQL by hand",
        peer_value=peer,
    )


def _memory(table: Path, folder: Path) -> Result:
    """The most memory that the whole process held."""
    return result("tanheng batch --by, ten million lines: memory", most_memory(_words(table, folder / "sums.parquet")), "MB", limit=2000)


# ── a national market ────────────────────────────────────────────────────────────────────────────


def _market(folder: Path) -> Iterator[Result]:
    output = folder / "results.parquet"
    jobs = market_tables(folder)
    words = tanheng("batch", *jobs, "-o", output, "--year", str(YEAR), "--overwrite")
    spent = command_seconds(words, repeats=5)
    count = duckdb.connect().execute(f"SELECT COUNT(*) FROM '{output}'").fetchall()[0][0]
    yield result("tanheng batch, national market: 3 400 entities × 12 months, three sectors, whole process", spent, "s", limit=3)
    yield result("national market: results a second", count / spent, "results/s", more_is_better=True)
    traced = [*words, "--traces", folder / "traces.jsonl"]
    yield result(
        "the same with full traces and hashes of the engine, all digits compared",
        command_seconds(traced, repeats=1),
        "s",
        limit=20,
    )
    (folder / "traces.jsonl").unlink()
    for times in (2, 5, 10):
        larger = tanheng("batch", *market_tables(folder, times), "-o", output, "--year", str(YEAR), "--overwrite")
        more = seconds(
            lambda larger=larger: subprocess.run([str(word) for word in larger], check=True, capture_output=True),
            repeats=1,
        )
        yield result(
            f"national market × {times}, whole process",
            more,
            "s",
            peer=f"{times} × the time of the market",
            peer_value=times * spent,
        )
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield result("most memory of all these commands", children, "MB")


# ── the same formulas elsewhere ──────────────────────────────────────────────────────────────────


def _peers() -> Iterator[Result]:
    """3 400 potlines × 12 months of the aluminium guide: OpenFisca's time and digits; one equation of IPCC in bonsai_ipcc."""
    case = smelter_case(SMELTERS)
    exact = run_case(load(PACK), case)
    peer = openfisca(exact, repeats=5, tracers=["off"])
    yield result("OpenFisca-core, 3 400 potlines × 12 months, calculation alone, float32", median(peer["seconds"]["off"]), "s")
    yield result(
        "OpenFisca-core: monthly and yearly results wrong in the last digit",
        100 * _openfisca_wrong(exact, peer["values"]),
        "%",
    )
    yield from _bonsai()


def _openfisca_wrong(exact, values) -> float:
    from bench.bench_engine import _wrong_digits

    return _wrong_digits(exact, values) / sum(len(column) for columns in values.values() for column in columns)


def _bonsai() -> Iterator[Result]:
    """Anode emission of tier 2/3, 3 400 × 12 times, in floats; its second decimal against exact decimals."""
    from tests.oracles.bonsai import equations

    equation = equations("metal").e_co2_anode
    rows = [
        (
            Decimal(400 + n % 97) / 1000,
            Decimal(10_000_00 + 7 * n) / 100,
            Decimal(150 + n % 53) / 10000,
            Decimal(30 + n % 11) / 10000,
        )
        for n in range(SMELTERS * 12)
    ]
    floats = [tuple(float(value) for value in row) for row in rows]

    spent = seconds(lambda: [equation(*row) for row in floats], repeats=3)
    with localcontext(exact_context()):
        exact = [
            str((net * output * (1 - sulphur - ash) * 44 / 12).quantize(Decimal("0.01"), ROUND_HALF_UP))
            for net, output, sulphur, ash in rows
        ]
    wrong = sum(f"{equation(*row):.2f}" != text for row, text in zip(floats, exact, strict=True))
    yield result("bonsai_ipcc: anode emission of 3 400 × 12 smelter-months, floats", spent, "s")
    yield result("bonsai_ipcc: results wrong in the second decimal", 100 * wrong / len(exact), "%")
