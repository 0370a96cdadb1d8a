"""The time is read in one place; a door that starts without Django has its own."""

import ast

from tests.tidy.sources import PACKAGE, name_of, python_files, tree

CLOCKS = {"timezone.now", "timezone.localdate", "timezone.localtime", "datetime.now", "datetime.today", "date.today", "time.time"}
OWN = {"src/tanheng/store/clock.py", "src/tanheng/cli/receipt.py"}  # the clock itself; a command that starts without Django


def readings() -> set[str]:
    """Files that ask for the time."""
    return {
        name_of(path)
        for path in python_files(PACKAGE)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS
    }


def test_the_time_is_asked_of_the_clock() -> None:
    assert readings() == OWN
