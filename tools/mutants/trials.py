"""A fault planted in a copy of the project, and the tests that reach it run there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

from tools.mutants.mutations import Mutation, mutated
from tools.mutants.reach import FOLDER, MOST_SECONDS, ROOT

LONGEST_SECONDS = 2 * MOST_SECONDS  # a fault that never ends is found


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a fault: `found`, `missed`, or `unreached` where no test runs its line; and the line before and after."""

    mutation: Mutation
    end: str
    before: str
    after: str


class Copy:
    """A copy of the project's files, one for each process, so that nothing is ever planted in the project itself."""

    def __init__(self, number: int) -> None:
        self.folder = FOLDER / f"copy-{number}"
        shutil.rmtree(self.folder, ignore_errors=True)
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in filter(None, listed.split("\0")):
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)

    def try_out(self, mutation: Mutation, tests: list[str]) -> Outcome | None:
        """Plant a fault, run its tests, take it out again; None where the fault comes to nothing."""
        path = self.folder / mutation.file
        source = path.read_text(encoding="utf-8")
        faulty = mutated(source, mutation)
        if faulty is None:
            return None
        before, after = _difference(source, faulty)
        if not tests:
            return Outcome(mutation, "unreached", before, after)
        path.write_text(faulty, encoding="utf-8")
        try:
            return Outcome(mutation, "found" if self._is_found(tests) else "missed", before, after)
        finally:
            path.write_text(source, encoding="utf-8")

    def _is_found(self, tests: list[str]) -> bool:
        words = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *tests]
        environment = {**os.environ, "PYTHONPATH": str(self.folder / "src"), "PYTHONDONTWRITEBYTECODE": "1", "HYPOTHESIS_PROFILE": "ci"}
        try:
            done = subprocess.run(words, cwd=self.folder, env=environment, capture_output=True, timeout=LONGEST_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return True
        return done.returncode != 0


def _difference(source: str, faulty: str) -> tuple[str, str]:
    for before, after in zip(source.splitlines(), faulty.splitlines(), strict=False):
        if before != after:
            return before.strip(), after.strip()
    return "", ""
