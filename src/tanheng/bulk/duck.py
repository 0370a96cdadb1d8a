"""DuckDB as the database of a batch: in this process, in memory, spilling to a folder of its own. It knows SQL and no rules."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tanheng.bulk.backend import ColumnType, EngineMissingError, TableFileError, sql_text
from tanheng.bulk.csv_head import CsvHead, csv_head
from tanheng.bulk.problems import TableProblem, table_problem
from tanheng.bulk.row_checks import MOST_ROWS
from tanheng.engine.query_whole import DUCKDB

MEMORY = "1400MB"  # of the 2 GB that a batch may take; what is larger goes to disk
INTEGERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
REJECTED = {
    "INVALID ENCODING": "BATCH-128",
    "MISSING COLUMNS": "BATCH-129",
    "TOO MANY COLUMNS": "BATCH-129",
    "UNQUOTED VALUE": "BATCH-130",
}
PARQUET_SUFFIXES = (".parquet", ".pq")


class DuckBackend:
    """One connection to an empty database in memory."""

    dialect = DUCKDB
    text_type = "VARCHAR"
    shares = True

    def __init__(self, parent: DuckBackend | None = None, word: str = "") -> None:
        self._files = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._error: type[Exception]
        self._connection: Any
        if parent is not None:
            self._error = parent._error
            self._connection = parent._connection.cursor()
            self._connection.execute(f"CREATE SCHEMA {word}; USE {word}")
            return
        try:
            import duckdb
        except ImportError as error:
            raise EngineMissingError("duckdb is not installed: pip install duckdb / 缺少 duckdb") from error
        self._error = duckdb.Error
        self._folder = tempfile.TemporaryDirectory(prefix="tanheng-batch-")
        self._connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": self._folder.name})
        self._connection.execute("SET enable_progress_bar = false")

    def child(self, word: str) -> DuckBackend:
        """A cursor with a schema of its own."""
        return DuckBackend(self, word)

    def see(self, words: Sequence[str]) -> None:
        """Its own schema first, then those of the children."""
        self._connection.execute(f"SET search_path = 'main,{','.join(words)}'")

    def interrupt(self) -> None:
        """Stop the running query."""
        self._connection.interrupt()

    def open_source(self, path: Path) -> dict[str, ColumnType]:
        """A view on the Parquet file, or the CSV file as text."""
        try:
            self._files += 1
            if path.suffix.lower() in PARQUET_SUFFIXES:
                columns = "* EXCLUDE (file_row_number), file_row_number + 1 AS _row"
                query = f"SELECT {columns} FROM read_parquet({_file(path)}, file_row_number = true)"
                self._connection.execute(f"CREATE VIEW file_{self._files} AS {query}")
            else:
                self._read_csv(path, csv_head(path))
            self.replace_source(f"file_{self._files}")
            described = self._connection.execute("DESCRIBE source").fetchall()
        except self._error as error:
            raise TableFileError(table_problem("BATCH-108", found=str(error).splitlines()[0])) from error
        return {row[0]: column_type(row[1]) for row in described if row[0] != "_row"}

    def _read_csv(self, path: Path, head: CsvHead) -> None:
        """Every column as text; rows that are none are told together."""
        columns = ", ".join(f"{sql_text(name)}: 'VARCHAR'" for name in head.headings)
        rejects = f"rejects_{self._files}"
        options = (
            f"header = true, auto_detect = false, columns = {{{columns}}}, delim = {sql_text(head.separator)}, quote = '\"', "
            f"escape = '\"', strict_mode = true, store_rejects = true, rejects_table = '{rejects}', "
            f"rejects_scan = '{rejects}_scan'"
        )
        rows = f"SELECT *, row_number() OVER () AS _row FROM read_csv({_file(path)}, {options})"
        self.make(f"file_{self._files}", rows)
        found = self.rows(
            f"SELECT line - 1, any_value(error_type), any_value(error_message) FROM {rejects} "
            f"GROUP BY line ORDER BY line LIMIT {MOST_ROWS}"
        )
        if found:
            raise TableFileError(*(_rejected(row, str(kind), text, head) for row, kind, text in found))

    def replace_source(self, name: str) -> None:
        """A view of that name in the session goes before the one of the file."""
        self._connection.execute(f"CREATE OR REPLACE VIEW source AS SELECT * FROM {name}")

    def make(self, name: str, query: str) -> None:
        """Make or replace a table by a query."""
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        found: list[tuple[Any, ...]] = self._connection.execute(query).fetchall()
        return found

    def put(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """Make or replace a table from rows; a column goes over as one list."""
        types = list(columns.items())
        self._connection.execute(
            f"CREATE OR REPLACE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in types)})"
        )
        if rows:
            lists = [[_plain(row[number]) for row in rows] for number in range(len(types))]
            parts = ", ".join(f"unnest(CAST(? AS VARCHAR[]))::{kind}" for _, kind in types)
            self._connection.execute(f"INSERT INTO {name} SELECT {parts}", lists)

    def write(self, query: str, path: Path) -> int:
        """Write the rows of a query as one Parquet file, in the order of the query."""
        options = "FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false"
        written = self._connection.execute(f"COPY ({query}) TO {_file(path)} ({options})").fetchone()
        return int(written[0]) if written else 0

    def quoted(self, name: str) -> str:
        """A column name in double quotes."""
        return '"' + name.replace('"', '""') + '"'

    def matches(self, text: str, pattern: str) -> str:
        """The condition that the whole text matches."""
        return f"regexp_full_match({text}, {sql_text(pattern)})"

    def whole_of(self, cell: str, kind: ColumnType) -> str:
        """Narrow decimals are multiplied; of wide ones, which could overflow, the point is taken out of the text."""
        if kind.scale == 0:
            return f"CAST({cell} AS HUGEINT)"
        if kind.digits + kind.scale < 38:
            target = "BIGINT" if kind.digits <= 18 else "HUGEINT"
            return f"CAST({cell} * CAST({10**kind.scale} AS DECIMAL({kind.scale + 1}, 0)) AS {target})"
        return f"CAST(REPLACE(CAST({cell} AS VARCHAR), '.', '') AS HUGEINT)"

    def stacked(self, place: str, results: Sequence[tuple[str, str, str]], table: str) -> str:
        """Three lists side by side, unnested together."""
        lists = [f"[{', '.join(parts)}]" for parts in zip(*results, strict=True)]
        columns = zip(lists, ("quantity", "value", "unit"), strict=True)
        return f"SELECT {place}, {', '.join(f'unnest({one}) AS {name}' for one, name in columns)} FROM {table}"

    def word_type(self, column: str) -> str:
        """An enumeration: Parquet takes its words once, which halves the time of writing."""
        return f"words_of_{column}"

    def set_words(self, words: Mapping[str, Sequence[str]]) -> None:
        """Make the enumerations anew."""
        for column, listed in words.items():
            values = ", ".join(sql_text(word) for word in listed) or "''"
            self._connection.execute(
                f"DROP TYPE IF EXISTS words_of_{column}; CREATE TYPE words_of_{column} AS ENUM ({values})"
            )

    def close(self) -> None:
        """Close the connection and remove the folder."""
        self._connection.close()
        if self._folder is not None:
            self._folder.cleanup()


def column_type(name: str) -> ColumnType:
    """A type of DuckDB or of Parquet as DuckDB reads it."""
    upper = name.upper()
    if upper == "VARCHAR" or upper.startswith("ENUM"):
        return ColumnType("text", name)
    if upper in INTEGERS:
        return ColumnType("integer", name, digits=20)
    if upper in ("DOUBLE", "FLOAT"):
        return ColumnType("float", name)
    decimal = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", upper)
    if decimal:
        return ColumnType("decimal", name, digits=int(decimal[1]), scale=int(decimal[2]))
    return ColumnType("other", name)


def _rejected(row: int, kind: str, text: str, head: CsvHead) -> TableProblem:
    code = REJECTED.get(kind, "BATCH-131")
    return table_problem(code, row=row, found=text.splitlines()[0], wanted=len(head.headings))


def _file(path: Path) -> str:
    return sql_text(str(path))


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)
