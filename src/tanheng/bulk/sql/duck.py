"""DuckDB as the database of a batch: in this process, in memory, spilling to a folder of its own. It knows SQL and no rules."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tanheng.bulk.problems import table_problem
from tanheng.bulk.schema import SOURCE
from tanheng.bulk.source.extent import check_columns
from tanheng.bulk.source.table_file import PARQUET_SUFFIXES, TableFile, sound_copy, tidy_file
from tanheng.bulk.sql.backend import ColumnType, EngineMissingError, Source, TableFileError, sql_text
from tanheng.bulk.sql.whole import DUCKDB

MEMORY = "1400MB"  # of the 2 GB that a batch may take; what is larger goes to disk
INTEGERS = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}


class DuckBackend:
    """One connection to an empty database in memory."""

    dialect = DUCKDB
    text_type = "VARCHAR"
    shares = True

    def __init__(self, parent: DuckBackend | None = None, word: str = "") -> None:
        self._files = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._error: type[Exception]
        self._spill: str
        self._connection: Any
        if parent is not None:
            self._error, self._spill = parent._error, parent._spill
            self._connection = parent._connection.cursor()
            self._connection.execute(f"CREATE SCHEMA {word}; USE {word}")
            return
        try:
            import duckdb
        except ImportError as error:
            raise EngineMissingError("duckdb is not installed: pip install duckdb / 缺少 duckdb") from error
        self._error = duckdb.Error
        self._folder = tempfile.TemporaryDirectory(prefix="tanheng-batch-")
        self._spill = self._folder.name
        self._connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": self._spill})
        # a table is asked several things: its footers are read once
        self._connection.execute("SET enable_progress_bar = false; SET parquet_metadata_cache = true")

    def child(self, word: str) -> DuckBackend:
        """A cursor with a schema of its own."""
        return DuckBackend(self, word)

    def see(self, words: Sequence[str]) -> None:
        """Its own schema first, then those of the children."""
        self._connection.execute(f"SET search_path = 'main,{','.join(words)}'")

    def interrupt(self) -> None:
        """Stop the running query."""
        self._connection.interrupt()

    def open_source(self, path: Path) -> Source:
        """A view on the Parquet file, or the CSV file as text: read by the database where it is tidy, else its sound rows."""
        self._files += 1
        name = f"file_{self._files}"
        table: TableFile | None = None
        try:
            if path.suffix.lower() in PARQUET_SUFFIXES:
                columns = "* EXCLUDE (file_row_number), file_row_number + 1 AS _row"
                query = f"SELECT {columns} FROM read_parquet({_file(path)}, file_row_number = true)"
                self._connection.execute(f"CREATE VIEW {name} AS {query}")
            else:
                table = self._read_text(path, name)
            self.replace_source(name)
            described = self._connection.execute(f"DESCRIBE {SOURCE}").fetchall()
        except self._error as error:
            raise TableFileError(table_problem("BATCH-108", found=str(error).splitlines()[0])) from error
        found = {row[0]: column_type(row[1]) for row in described if row[0] != "_row"}
        check_columns(len(found))
        return Source(found, table.problems if table else [], table.shown if table else [])

    def _read_text(self, path: Path, name: str) -> TableFile:
        """Tidy as it stands, or row by row into a copy that is deleted once it has been read."""
        table = tidy_file(path)
        if table is None or not self._reads(table, name):
            copy = Path(self._spill) / f"{name}-{id(self)}.csv"
            table = sound_copy(path, copy)
            if not self._reads(table, name):
                raise TableFileError(*table.problems, table_problem("BATCH-108", found=path.name))
            copy.unlink()
        return table

    def _reads(self, table: TableFile, name: str) -> bool:
        """Whether every row could be read and its line is known. Every column is text; rows with nothing in them are none."""
        names = [*(["_row"] if table.numbered else []), *table.names]
        columns = ", ".join(f"{sql_text(one)}: '{'BIGINT' if one == '_row' else 'VARCHAR'}'" for one in names)
        rejects = f"rejects_{name}_{'copy' if table.numbered else 'file'}"
        options = (
            f"header = false, skip = {table.skipped}, auto_detect = false, columns = {{{columns}}}, "
            f"delim = {sql_text(table.separator)}, quote = '\"', escape = '\"', strict_mode = true, store_rejects = true, "
            f"rejects_table = '{rejects}', rejects_scan = '{rejects}_scan'"
        )
        number = "" if table.numbered else f", row_number() OVER () + {table.skipped} AS _row"
        try:
            self.make(name, f"SELECT *{number} FROM read_csv({_file(table.path)}, {options})")
        except self._error:
            if table.numbered:
                raise
            return False
        (rejected,), (count,) = *self.rows(f"SELECT COUNT(*) FROM {rejects}"), *self.rows(f"SELECT COUNT(*) FROM {name}")
        self._connection.execute(f"DELETE FROM {name} WHERE COALESCE({', '.join(self.quoted(one) for one in table.names)}) IS NULL")
        return not rejected and (table.numbered or table.skipped + count == table.last)  # fewer: a blank line, or a row of several

    def replace_source(self, name: str) -> None:
        """A view of that name in the session goes before the one of the file."""
        self._connection.execute(f"CREATE OR REPLACE VIEW {SOURCE} AS SELECT * FROM {name}")

    def make(self, name: str, query: str) -> None:
        """Make or replace a table by a query."""
        with self._disk_errors():
            self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with self._disk_errors():
            found: list[tuple[Any, ...]] = self._connection.execute(query).fetchall()
        return found

    @contextmanager
    def _disk_errors(self, path: Path | None = None) -> Iterator[None]:
        """What the disk refuses is an OSError, of the file written or of the folder that queries spill into."""
        try:
            yield
        except self._error as error:
            text = str(error)
            number = next((one for one in errno.errorcode if text.startswith("IO Error") and os.strerror(one) in text), None)
            if number is None:
                raise
            raise OSError(number, os.strerror(number), str(path or self._spill)) from error

    def put(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """Make or replace a table from rows; a column goes over as one list."""
        types = list(columns.items())
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} ({', '.join(f'{column} {kind}' for column, kind in types)})")
        if rows:
            lists = [[_plain(row[number]) for row in rows] for number in range(len(types))]
            parts = ", ".join(f"unnest(CAST(? AS VARCHAR[]))::{kind}" for _, kind in types)
            self._connection.execute(f"INSERT INTO {name} SELECT {parts}", lists)

    def write(self, query: str, path: Path) -> int:
        """Write the rows of a query as one Parquet file, in the order of the query."""
        options = "FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false"
        with self._disk_errors(path):
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
            self._connection.execute(f"DROP TYPE IF EXISTS words_of_{column}; CREATE TYPE words_of_{column} AS ENUM ({values})")

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
    return ColumnType("date" if upper == "DATE" or upper.startswith("TIMESTAMP") else "other", name)


def _file(path: Path) -> str:
    return sql_text(str(path))


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)
