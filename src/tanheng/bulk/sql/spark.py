"""Apache Spark as the database of a batch: the same queries in DECIMAL(38,0), on a cluster or, without one, in local mode.

The session is the one that is running, or the one that Spark's own settings name; only a bare start is local, on loopback.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from tanheng.bulk.problems import table_problem
from tanheng.bulk.schema import SOURCE
from tanheng.bulk.source.extent import check_columns
from tanheng.bulk.source.table_file import PARQUET_SUFFIXES, TableFile, sound_copy, tidy_file
from tanheng.bulk.sql.backend import ColumnType, EngineMissingError, Source, TableFileError, sql_text
from tanheng.bulk.sql.whole import SPARK

INTEGERS = ("tinyint", "smallint", "int", "bigint")
QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.log.level": "ERROR",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",  # many small queries: compiling each costs more than running it
}


class SparkBackend:
    """A session of Spark; one that this batch started is stopped with it."""

    dialect = SPARK
    text_type = "STRING"
    shares = False  # one table after the other, each on all of the cluster

    def __init__(self) -> None:
        if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
            raise EngineMissingError(
                "Spark 需要 Java 17（Debian: openjdk-17-jre-headless）/ Spark needs Java 17 (Debian: openjdk-17-jre-headless)"
            )
        try:
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise EngineMissingError("缺少 pyspark：pip install 'tanheng[spark]' / pyspark is not installed") from error
        self._error = PySparkException
        self._folder = tempfile.TemporaryDirectory(prefix="tanheng-spark-")
        self._owned = SparkSession.getActiveSession() is None
        self._session = self._started(SparkSession)
        self._views: set[str] = set()
        self._session.conf.set("spark.sql.ansi.enabled", "true")  # what overflows is an error, never a null

    def _started(self, session: Any) -> Any:
        from pyspark import SparkConf

        builder = session.builder.appName("tanheng-batch")
        if not SparkConf().contains("spark.master") and self._owned:
            settings = {**QUIET, "spark.local.dir": self._folder.name, "spark.sql.warehouse.dir": self._folder.name}
            builder = builder.master("local[2]")
            for name, value in settings.items():
                builder = builder.config(name, value)
        return builder.getOrCreate()

    def child(self, word: str) -> SparkBackend:
        """The same session."""
        return self

    def see(self, words: Sequence[str]) -> None:
        """All tables are seen."""

    def interrupt(self) -> None:
        """Cancel the running jobs."""
        self._session.sparkContext.cancelAllJobs()

    def open_source(self, path: Path) -> Source:
        """The file with its rows numbered in their order."""
        table: TableFile | None = None
        try:
            if path.suffix.lower() in PARQUET_SUFFIXES:
                frame = self._session.read.parquet(str(path.resolve()))
                self._number(frame)
            else:
                frame, table = self._read_text(path)
        except self._error as error:
            raise TableFileError(table_problem("BATCH-108", found=str(error).splitlines()[0])) from error
        self.replace_source("file")
        columns = {name: column_type(kind) for name, kind in frame.dtypes if name != "_row"}
        check_columns(len(columns))
        return Source(columns, table.problems if table else [], table.shown if table else [])

    def _read_text(self, path: Path) -> tuple[Any, TableFile]:
        """A tidy CSV whose headings are its first line as it stands; any other row by row into a copy."""
        table = tidy_file(path)
        if table is not None and table.skipped == 1:
            try:
                frame = self._frame(table)
                filled = " OR ".join(f"{self.quoted(name)} <> ''" for name in table.names)
                if self._number(frame, filled, skipped=table.skipped) == table.last:
                    return frame, table
            except self._error:
                pass  # told row by row
        table = sound_copy(path, Path(self._folder.name) / "rows.csv")
        frame = self._frame(table)
        self.make("file", "SELECT * FROM file_of_rows")
        return frame, table

    def _frame(self, table: TableFile) -> Any:
        """The rows of a CSV as text."""
        columns = ", ".join(f"{self.quoted(name)} STRING" for name in table.names)
        schema = f"_row BIGINT, {columns}" if table.numbered else columns
        options = {"header": not table.numbered, "mode": "FAILFAST", "multiLine": True, "escape": '"', "sep": table.separator}
        frame = self._session.read.schema(schema).options(**options).csv(str(table.path.resolve()))
        frame.createOrReplaceTempView("file_of_rows")
        return frame

    def _number(self, frame: Any, filled: str = "1 = 1", *, skipped: int = 0) -> int:
        """The number of the last row; rows with nothing in them are counted and left out."""
        frame.createOrReplaceTempView("file_of_rows")
        numbered = f"SELECT *, ROW_NUMBER() OVER (ORDER BY MONOTONICALLY_INCREASING_ID()) + {skipped} AS _row FROM file_of_rows"
        self.make("file_numbered", numbered)
        self.make("file", f"SELECT * FROM file_numbered r WHERE {filled}")
        return int(self.rows("SELECT MAX(_row) FROM file_numbered")[0][0] or skipped)

    def replace_source(self, name: str) -> None:
        """Another name for a table."""
        self._session.table(name).createOrReplaceTempView(SOURCE)

    def make(self, name: str, query: str) -> None:
        """Compute the query now and keep its rows, so that nothing is computed twice."""
        self._session.sql(query).localCheckpoint(eager=True).createOrReplaceTempView(name)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query; whole decimals as int."""
        return [tuple(_plain(value) for value in row) for row in self._session.sql(query).collect()]

    def put(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """Make or replace a table from rows."""
        schema = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        wide = [kind == self.dialect.wide_type for kind in columns.values()]
        typed = [
            tuple(Decimal(value) if is_wide and value is not None else value for value, is_wide in zip(row, wide, strict=True))
            for row in rows
        ]
        self._session.createDataFrame(typed, schema).createOrReplaceTempView(name)

    def write(self, query: str, path: Path) -> int:
        """One Parquet file: Spark writes a folder beside it, its only part takes the place."""
        frame = self._session.sql(query)
        number = int(frame.count())
        folder = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
        try:
            frame.coalesce(1).write.mode("overwrite").option("compression", "zstd").parquet(str(folder))
            (part,) = folder.glob("part-*.parquet")
            part.replace(path)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return number

    def quoted(self, name: str) -> str:
        """A column name in backticks."""
        return "`" + name.replace("`", "``") + "`"

    def matches(self, text: str, pattern: str) -> str:
        """The condition that the whole text matches; a literal of Spark reads backslashes itself."""
        return f"({text}) RLIKE {sql_text('^(' + pattern.replace(chr(92), chr(92) * 2) + ')$')}"

    def whole_of(self, cell: str, kind: ColumnType) -> str:
        """Narrow decimals are multiplied; of wide ones the point is taken out of the text."""
        if kind.scale == 0:
            return f"CAST({cell} AS DECIMAL(38,0))"
        if kind.digits + kind.scale < 37:
            return f"CAST({cell} * CAST({10**kind.scale}BD AS DECIMAL({kind.scale + 1},0)) AS DECIMAL(38,0))"
        return f"CAST(REPLACE(CAST({cell} AS STRING), '.', '') AS DECIMAL(38,0))"

    def stacked(self, place: str, results: Sequence[tuple[str, str, str]], table: str) -> str:
        """Spark's own word for it."""
        parts = ", ".join(", ".join(one) for one in results)
        return f"SELECT {place}, STACK({len(results)}, {parts}) AS (quantity, value, unit) FROM {table}"

    def word_type(self, column: str) -> str:
        """Text: Spark finds repeated words itself."""
        return self.text_type

    def set_words(self, words: Mapping[str, Sequence[str]]) -> None:
        """Nothing to prepare."""

    def close(self) -> None:
        """Stop the session that this batch started."""
        if self._owned:
            self._session.stop()
        self._folder.cleanup()


def column_type(name: str) -> ColumnType:
    """A type of Spark by its short name."""
    if name == "string":
        return ColumnType("text", name)
    if name in INTEGERS:
        return ColumnType("integer", name, digits=20)
    if name in ("double", "float"):
        return ColumnType("float", name)
    if name.startswith("decimal("):
        digits, scale = name.removeprefix("decimal(").removesuffix(")").split(",")
        return ColumnType("decimal", name, digits=int(digits), scale=int(scale))
    return ColumnType("date" if name == "date" or name.startswith("timestamp") else "other", name)


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() and value.as_tuple().exponent == 0 else value
