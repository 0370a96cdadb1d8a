"""What a batch asks of a database: open a table, make tables from queries, read rows, write Parquet. DuckDB and Spark each do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from tanheng.bulk.problems import TableProblem
from tanheng.bulk.sql.whole import Dialect
from tanheng.documents.reading.cells import Shown
from tanheng.engine.errors import TanhengError


class TableFileError(TanhengError):
    """The file is no table that can be read; `problems` say where and why."""

    def __init__(self, *problems: TableProblem) -> None:
        self.problems = problems
        super().__init__("; ".join(one.as_text("en") for one in problems))


class EngineMissingError(TanhengError):
    """The library or program of a database is not installed; the message says how to get it."""


@dataclass(frozen=True, slots=True)
class ColumnType:
    """The type of a column of the source: text, integer, decimal (with its scale), float, date or other."""

    kind: str
    name: str
    digits: int = 0
    scale: int = 0


class ShownCell(NamedTuple):
    """A number of a sheet whose format says more than the number: its row and heading, its digits, and all texts of the row."""

    row: int
    heading: str
    number: str
    shown: Shown
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Source:
    """A table that was opened: its columns, what is wrong with rows that were left out, and the cells that show more than they hold."""

    columns: dict[str, ColumnType]
    problems: list[TableProblem]
    shown: list[ShownCell]


class Backend(Protocol):
    """A database at work; every name of a table is its own to replace."""

    dialect: Dialect
    text_type: str
    shares: bool  # whether several tables can be worked on at once

    def child(self, word: str) -> Backend:
        """Another worker on the same database, with tables of its own."""
        ...

    def see(self, words: Sequence[str]) -> None:
        """Look at the tables of the children too."""
        ...

    def interrupt(self) -> None:
        """Stop what is being computed."""
        ...

    def open_source(self, path: Path) -> Source:
        """Make `source` from a Parquet file, a CSV or a workbook. _row is the line of a CSV where a row begins, the row of a sheet,
        the number of a row of Parquet from 1; the columns of a CSV or a workbook are text. Raises TableFileError.
        """
        ...

    def replace_source(self, name: str) -> None:
        """Let `source` be another table from now on."""
        ...

    def make(self, name: str, query: str) -> None:
        """Make or replace a table by a query, computed now."""
        ...

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query; whole numbers come as int."""
        ...

    def put(self, name: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """Make or replace a table from rows."""
        ...

    def write(self, query: str, path: Path) -> int:
        """Write the rows of a query as one Parquet file; how many there were."""
        ...

    def quoted(self, name: str) -> str:
        """A column name of the user's table as it is written in a query."""
        ...

    def matches(self, text: str, pattern: str) -> str:
        """The condition that the whole text matches a pattern (character classes and quantifiers only)."""
        ...

    def whole_of(self, cell: str, kind: ColumnType) -> str:
        """The digits of an integer or DECIMAL cell as a whole number."""
        ...

    def stacked(self, place: str, results: Sequence[tuple[str, str, str]], table: str) -> str:
        """A query with one row a result of every row of a table: the place, and quantity, value, unit in their order."""
        ...

    def word_type(self, column: str) -> str:
        """The type of a column of the results that holds few different words."""
        ...

    def set_words(self, words: Mapping[str, Sequence[str]]) -> None:
        """All words of those columns, known before the results are written."""
        ...

    def close(self) -> None:
        """Let go of the database and of all it kept."""
        ...


def sql_text(value: str) -> str:
    """A text as it is written in a query."""
    return "'" + value.replace("'", "''") + "'"
