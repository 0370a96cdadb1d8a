"""Writes docs/benchmarks.md: the results as a table and the machine they were measured on."""

import os
import platform
import re
import sqlite3
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.result import ROOT, Result

PAGE = ROOT / "docs" / "benchmarks.md"
HEAD = """# Benchmarks 性能

Written by `make bench`. Each line was measured in one run on the machine named below, the peer in the same run on the
same formulas or files. *Ratio* above 1 means better than the peer; *promise* is the limit the project holds itself to.

"""

NOTES = """
## What is compared

- The *yardstick* above tells machines apart, and a machine that others used meanwhile: the two figures then differ.
- *Engine*: everything `run_case` does to a case already read (inputs, defaults, formulas, rounding, yearly values, checks,
  the trace of every operand), counted as evaluations of formulas; sums, means and checks are work that is not counted.
  Exact decimals, processor time of one core.
- *OpenFisca-core* computes the same formulas, rounded alike, over the same inputs. It works on float32 vectors: with a
  thousand potlines one call of numpy serves them all and it is several times faster; with the two potlines of a smelter
  its cost a call counts and it is many times slower. Its digits are not the exact ones, which the line *results wrong in
  the last reported digit* measures. Its inputs are set before its clock starts.
- *LibreOffice* opens, recalculates and saves the recomputation kit, whose cells hold the same formulas; its start is in its
  time, as for anyone who checks a kit. That its digits agree is tested in `tests/documents/test_kit.py`.
- *Commands* are whole processes from start to end; the OpenFisca script beside `calculate` reads plain JSON, checks
  nothing and explains nothing.
- *Reading*: python-calamine gives the values of the cells; our reader also gives formulas, hidden rows, merged cells, percentages and
  what cannot be read, and the whole case is checked against the rules. Processor time of one core, the file in memory. That both
  agree is tested in `tests/documents/test_other_readers.py`.
- *Monte Carlo* is a whole process that reads the case, proves the pack, propagates, draws every input and evaluates all yearly
  results with their intervals and statistical errors, on all cores. The script beside it computes the enterprise's total
  alone, on one core; both must agree or nothing is reported.
- *Batch* is file to file. The SQL by hand multiplies and sums the same DECIMAL columns and stops before the division by 12 and the
  rounding, which DuckDB would do in DOUBLE; batch checks every column and rounds exactly in that time. Python decimals have their rows in
  memory when their clock starts. The market is 120 smelters, 1 080 cement works and 2 200 power plants with two units each, as three
  Parquet files; the line with traces runs the engine for every entity on all cores and compares every digit.
- *bonsai_ipcc* is called as a plain Python function on floats, one equation, nothing read or written.
- *Pages* are asked of Django's own client, as many numbers in turn, signed in, on the demo group in SQLite.
- The *generated house* is made through the services that pages use, sealed as any other, the same every time, and kept in `out/`; the line
  says how long making it took. `sha256sum` reads the evidence and nothing else, tar copies the folder and proves nothing. Under *eight
  connections* and by *twenty writers* `tanheng serve` is asked over HTTP on loopback, two processes, on SQLite and on a PostgreSQL as it is
  shipped; the list page of plain Django shows fifty rows of the same table by the same server. Writers attach small files by the API.
- *Months*: the generated house has plans in force and its readings typed beside what files tell, a year of a company as one change; in
  the last year months are submitted, reviewed and closed. The matrix is asked over HTTP, one answer after the other; a snapshot takes
  over a smelter's typed year once another figure was typed; twenty clerks type each their own cells by the API.
- *Readings of workbooks* are taken over whole: the file read, checked against rules and register, what it says and what the series are told
  stored, both sealed. The peers store the readings alone, as rows that are there already; of 34 workbooks theirs are all summed.
"""


def write_page(results: Sequence[Result], yardsticks_s: Sequence[float]) -> None:
    """Write the page anew."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(HEAD + machine(yardsticks_s) + "\n" + table(results) + NOTES, encoding="utf-8")


def yardstick_s() -> float:
    """Seconds for ten million additions by Python: how quick this core is at this moment, whatever stands beside it."""
    started, total = time.perf_counter(), 0
    for number in range(10_000_000):
        total += number
    return time.perf_counter() - started


def machine(yardsticks_s: Sequence[float]) -> str:
    """The machine as a short list."""
    facts = {
        "processor": f"{_field('/proc/cpuinfo', 'model name') or platform.processor()}, {os.cpu_count()} cores",
        "memory": _memory(),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": f"{platform.python_version()} ({platform.python_implementation()})",
        "SQLite": sqlite3.sqlite_version,
        "yardstick": f"ten million additions by Python in {' s, '.join(f'{one:.2f}' for one in yardsticks_s)} s (before, after)",
        "date": datetime.now(tz=UTC).date().isoformat(),
    }
    return "".join(f"- {name}: {value}\n" for name, value in facts.items())


def table(results: Sequence[Result]) -> str:
    """The results as a Markdown table."""
    lines = [
        "| what | value | unit | promise | kept | peer | peer's value | ratio |",
        "|---|--:|---|--:|---|---|--:|--:|",
    ]
    for one in results:
        kept = {True: "yes", False: "**no**", None: ""}[one.get("kept")]
        cells = [one["name"], _number(one["value"]), one["unit"], _number(one.get("limit")), kept]
        cells += [one.get("peer") or "", _number(one.get("peer_value")), _number(one.get("ratio"))]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:g}"


def _memory() -> str:
    kilobytes = _field("/proc/meminfo", "MemTotal")
    return f"{int(kilobytes.split()[0]) / 1024 / 1024:.0f} GiB" if kilobytes else "unknown"


def _field(file: str, name: str) -> str:
    path = Path(file)
    found = re.search(rf"^{name}\s*:\s*(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE) if path.exists() else None
    return found[1].strip() if found else ""
