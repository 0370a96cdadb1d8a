"""Which tests run a line, and how long they take: coverage of the tests with the test as its context, kept until the code changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from coverage import CoverageData

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "out" / "mutants"
TESTS = [
    f"tests/{one}"
    for one in ("seal", "workflow", "engine", "rulebook", "analysis", "documents", "bulk", "store", "pages", "apps", "api", "web", "cli")
]
LEFT_OUT = ("tests/bulk/test_spark.py", "tests/store/test_kept_databases.py")  # too long to be the quickest of any line
MOST_SECONDS = 80.0  # of the tests of one fault: the quickest that reach its line


class Reach:
    """The tests of every line of every file, the quickest first."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = json.loads((FOLDER / "durations.json").read_text(encoding="utf-8"))
        self.tests: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        data = CoverageData(str(FOLDER / "coverage"))
        data.read()
        for file in data.measured_files():
            for line, contexts in data.contexts_by_lineno(file).items():
                names = {one.rpartition("|")[0] for one in contexts if one}
                self.tests[str(Path(file).resolve().relative_to(ROOT))][line] |= names

    def of(self, file: str, line: int) -> list[str]:
        """The tests to run for a fault in this line; of one that runs at import those of the whole file. Where none is known (a file of
        values alone, a line that runs in a process of its own) those of its floor or app. Empty: none reaches it.
        """
        at_import = line in self.tests[file]
        found = self.tests[file].get(line) or (set().union(*self.tests[file].values()) if at_import else set()) or self._of_folder(file)
        chosen, spent = [], 0.0
        for test in sorted(found, key=lambda one: self.seconds.get(one, 0.0)):
            spent += self.seconds.get(test, 0.0)
            if chosen and spent > MOST_SECONDS:
                break
            chosen.append(test)
        return chosen

    def _of_folder(self, file: str) -> set[str]:
        """The tests that stand where a file's own would."""
        parts = file.split("/")[2:-1]
        while parts:
            if found := {one for one in self.seconds if one.startswith(f"tests/{'/'.join(parts)}/")}:
                return found
            parts.pop()
        return set()


def is_target(path: Path) -> bool:
    """Whether faults are planted in a file: access, services, selectors and permissions of the apps, the engine, the ledger."""
    parts = path.relative_to(ROOT / "src" / "tanheng").parts
    if parts[0] in ("engine", "ledger", "workflow", "seal"):
        return True
    shelf = parts[2].removesuffix(".py") if parts[0] == "apps" and len(parts) > 2 else ""
    return shelf in ("access", "services", "selectors") or "permissions" in path.stem


def targets() -> list[Path]:
    """The files in which faults are planted."""
    return [path for path in sorted((ROOT / "src" / "tanheng").rglob("*.py")) if is_target(path)]


def measure(more: Sequence[str] = ()) -> None:
    """Run the tests once on SQLite with coverage, or `more` tests in addition to what was measured before. A failing test ends the
    program: faults are not told from failures then.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    settings = FOLDER / "coveragerc"
    files = "\n    ".join(str(path) for path in targets())  # nothing else is traced: half the time
    settings.write_text(f"[run]\ninclude =\n    {files}\ndata_file = {FOLDER / 'coverage'}\nparallel = true\n", encoding="utf-8")
    words = ["-m", "pytest", *(more or TESTS), *[f"--ignore={one}" for one in LEFT_OUT]]
    words += ["-q", "-n", "2", "--dist", "loadgroup", "-m", "not browser", "-p", "tools.mutants.durations"]
    more = ["--cov", "--cov-config", str(settings), "--cov-context", "test", "--cov-report", "", *(["--cov-append"] if more else [])]
    environment = {**os.environ, "TANHENG_DURATIONS": str(FOLDER / "durations.json"), "TANHENG_TEST_DATABASE": "sqlite"}
    if subprocess.run([sys.executable, *words, *more], cwd=ROOT, env=environment, check=False).returncode:
        sys.exit("the tests fail without any fault: mend them first")
