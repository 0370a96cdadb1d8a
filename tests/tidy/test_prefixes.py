"""Inside a floor a prefix shared by more than three files is a folder: what belongs together stands together, under one name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tests.tidy.sources import PACKAGE, is_migration, name_of, python_files

MOST = 3


def prefixes(names: Iterable[str]) -> dict[str, list[str]]:
    """The prefixes that more than three files of a folder share, with the files: `checks.py`, `checks_months.py` … share `checks`."""
    shared: dict[str, list[str]] = defaultdict(list)
    for name in names:
        folder, _, file = name.rpartition("/")
        prefix = file.removesuffix(".py").lstrip("_").partition("_")[0]
        if prefix:
            shared[f"{folder}/{prefix}"].append(file)
    return {prefix: files for prefix, files in shared.items() if len(files) > MOST}


def test_a_prefix_of_many_files_is_a_folder() -> None:
    """Programs alone: tables of data are named as packs name them, and test files as pytest wants them."""
    assert prefixes(name_of(path) for path in python_files(PACKAGE) if not is_migration(path)) == {}


def test_a_shared_prefix_is_found() -> None:
    four = ["a/of_one.py", "a/of_two.py", "a/of.py", "a/of_three.py"]
    assert prefixes(four) == {"a/of": ["of_one.py", "of_two.py", "of.py", "of_three.py"]}
    assert prefixes([*four[:3], "b/of_three.py", "a/often.py"]) == {}
