"""The results of a batch in the kind of file that was asked for: Parquet as a database wrote it, CSV, or a workbook.

A number goes over digit by digit; one of more digits than a spreadsheet keeps stands in the workbook as text. A text stays one, whatever
it looks like.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tanheng.bulk.outcome import BatchUsageError
from tanheng.documents.formula_signs import as_text

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # lets spreadsheet programs see that a CSV file is UTF-8
TOO_MANY = (
    "结果有 {rows} 行，一张工作表放不下（上限 {most}）；请写成 .csv 或 .parquet，或用 --quantity 少选几个量 / "
    "{rows} results do not fit into a worksheet ({most} at most): write .csv or .parquet, or choose fewer with --quantity"
)


def rewrite(path: Path, ending: str) -> None:
    """Turns the Parquet file at `path` into one with the ending `.csv` or `.xlsx`, in its place.

    BatchUsageError where a workbook cannot hold so many rows; OSError where the disk refuses.
    """
    if ending == ".parquet":
        return
    import duckdb

    from tanheng.documents.rows_workbook import MOST_ROWS, rows_workbook

    written = path.with_name(path.name + ending)
    try:
        with duckdb.connect() as connection:
            found = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
            names = [str(column[0]) for column in found.description]
            if ending == ".csv":
                _write_csv(written, names, _rows(found))
            else:
                number = sum(one for (one,) in connection.execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchall())
                if number > MOST_ROWS:
                    raise BatchUsageError(TOO_MANY.format(rows=f"{number:,}", most=f"{MOST_ROWS:,}"))
                rows = _rows(connection.execute("SELECT * FROM read_parquet(?)", [str(path)]))
                written.write_bytes(rows_workbook("结果 Results", names, rows, names.index("value")))
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)


def _rows(found: Any) -> Iterator[tuple[Any, ...]]:
    while rows := found.fetchmany(10_000):
        yield from rows


def _write_csv(path: Path, names: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(MARK)
        writer = csv.writer(file)
        writer.writerow(names)
        exact = names.index("value")
        for row in rows:
            writer.writerow([as_text(cell) if isinstance(cell, str) and at != exact else cell for at, cell in enumerate(row)])
