"""The small inputs that go wrong: files as users sent them, written for this project."""

from pathlib import Path

from tanheng.engine.case import Case
from tanheng.engine.problems import Problem
from tanheng.engine.results import result_rows
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.documents.sample_input import read

INPUTS = Path(__file__).parent / "inputs"


def input_of(name: str) -> tuple[Case | None, list[Problem]]:
    """The case of one of the files, and its problems."""
    return read((INPUTS / name).read_bytes(), name)


def total_of(case: Case | None, quantity: str) -> str:
    """The year of a result of the whole entity, as text."""
    assert case is not None
    found = result_rows(run_case(load(case.pack_id), case))
    return str(next(one["value"] for one in found if (one["quantity"], one["month"], one["facility"]) == (quantity, None, None)))
