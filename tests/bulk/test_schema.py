"""The tables that the steps of a batch hand to each other: they have the columns that are said of them, and no query names one itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tanheng.bulk import schema
from tanheng.bulk.sql.duck import DuckBackend
from tests.bulk.test_bad_tables import batch, smelter, written
from tests.tidy.sources import PACKAGE, python_files, tree

NAMED_IN_A_QUERY = re.compile(rf"\b(?:FROM|JOIN) (?:{'|'.join((schema.SOURCE, *schema.COLUMNS))})\b")
COLUMN_OF_A_NAME = re.compile(r"\b(?:FORMATTED_(?:row|none|given|default|zero)|a_FORMATTED)\b")


def queries(path: Path) -> Iterator[str]:
    """The texts of a file that may be queries, with FORMATTED where a value is put in."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.JoinedStr):
            yield "".join(part.value if isinstance(part, ast.Constant) else "FORMATTED" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_a_query_takes_the_names_from_the_schema() -> None:
    texts = [(path.name, text) for path in python_files(PACKAGE / "bulk") if path.name != "schema.py" for text in queries(path)]
    assert [one for one in texts if NAMED_IN_A_QUERY.search(one[1]) or COLUMN_OF_A_NAME.search(one[1])] == []


def test_the_tables_have_the_columns_that_are_said_of_them(tmp_path: Path) -> None:
    names = ("molten_aluminium_output_t", "anode_consumption_t", "fuel_consumption")
    keys = ("entity", "facility", "item", "month")
    rows = [
        {**{key: row.get(key, "") for key in keys}, "quantity": name, "value": row[name]}
        for row in smelter()
        for name in names
        if name in row
    ]
    backend = DuckBackend()
    try:
        assert not batch(backend, written(rows, tmp_path)).problems
        for table, columns in schema.COLUMNS.items():
            found = backend.rows(f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'")
            assert set(columns) <= {row[0] for row in found}, table
    finally:
        backend.close()
