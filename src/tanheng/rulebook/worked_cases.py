"""The worked cases of a rule pack's folder. No number and no hash rests on them, so that they are read when somebody asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import Any, overload

from tanheng.engine.errors import PackError
from tanheng.engine.pack_sentences import listed
from tanheng.engine.records.faults import faults_of_cases

Row = Mapping[str, Any]


class WorkedCases(Sequence[Row]):
    """The cases in the order of their files. Reading them raises PackError where one is not written as a worked case is."""

    def __init__(self, pack_id: str, folder: Traversable, read: Callable[[Traversable, str], Any]) -> None:
        self._pack_id = pack_id
        self._folder = folder
        self._read = read

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        cases = self._folder.joinpath("cases")
        entries = [entry for entry in cases.iterdir() if entry.name.endswith(".yaml")] if cases.is_dir() else []
        rows = tuple(self._read(entry, f"{self._pack_id}/cases/{entry.name}") for entry in sorted(entries, key=lambda entry: entry.name))
        if faults := [fault.told for fault in faults_of_cases(self._pack_id, rows)]:
            raise PackError(listed(self._pack_id, faults))
        return rows

    @overload
    def __getitem__(self, number: int) -> Row: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[Row]: ...

    def __getitem__(self, number: int | slice) -> Row | Sequence[Row]:
        return self._rows[number]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)
