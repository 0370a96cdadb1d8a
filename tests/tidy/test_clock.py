"""The time is read in one place and handed down; a door that starts without Django has its own."""

import ast
import re

from tests.tidy.sources import PACKAGE, is_migration, name_of, python_files, tree

CLOCKS = {"timezone.now", "timezone.localdate", "timezone.localtime", "datetime.now", "datetime.today", "date.today", "time.time"}
CLOCKS |= {
    "datetime.utcnow",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.ctime",
    "time.strftime",
    "timezone.datetime.now",
    "Now",
}
# Fields that the framework stamps by its own clock, from before the store had one: times for people, which decide nothing. None is added.
STAMPED_BY_THE_FRAMEWORK = 16
MOMENT = re.compile(r"-?(\w+__)?(at|time|moment|\w+_at)")
OF_THE_DATABASE = re.compile(r"\b(clock_timestamp|statement_timestamp|CURRENT_TIMESTAMP|julianday|datetime\('now')", re.IGNORECASE)
OWN = {"src/tanheng/store/clock.py", "src/tanheng/cli/case_input.py", "src/tanheng/cli/receipt.py", "src/tanheng/cli/witness.py"}


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


def test_the_clock_of_the_database_is_read_there_too() -> None:
    asking = {name_of(path) for path in python_files(PACKAGE) if OF_THE_DATABASE.search(path.read_text(encoding="utf-8"))}
    assert asking == {"src/tanheng/store/clock.py"}


def test_order_is_by_number_and_no_moment_decides_what_is_the_newest() -> None:
    """A clock may be set back. Days that somebody states (`valid_from`, `done_on`) order what they are of."""
    by_moment = [
        f"{name_of(path)}:{node.lineno} {word.value}"
        for path in python_files(PACKAGE)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("order_by", "latest", "earliest")
        for word in node.args
        if isinstance(word, ast.Constant) and isinstance(word.value, str) and MOMENT.fullmatch(word.value)
    ]
    assert by_moment == []


def test_no_further_field_is_stamped_by_the_framework() -> None:
    models = [path for path in python_files(PACKAGE) if not is_migration(path)]
    stamped = [
        f"{name_of(path)}:{node.lineno}"
        for path in models
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and any(word.arg in ("auto_now", "auto_now_add") for word in node.keywords)
    ]
    assert len(stamped) <= STAMPED_BY_THE_FRAMEWORK, stamped
