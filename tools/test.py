"""`make test`: the outside programs found or installed, then style, types, floors, templates, tests on both databases.

It goes on after a failure, so that one run shows everything, and ends with pytest's closing line. `--lint` stops before
the tests. Options after `--` go to pytest. In continuous integration (CI=true) a missing program is a failure.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support import programs  # noqa: E402 - the path above comes first

BIN = Path(sys.executable).parent
LINT_STEPS = [
    ("style", ["ruff", "check", "--quiet", "--output-format", "concise", "."]),
    ("format", ["ruff", "format", "--check", "--quiet", "."]),
    ("types", ["mypy"]),
    ("floors", ["lint-imports", "--no-cache"]),
]
PYTEST = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup"]


class Steps:
    """Runs the steps one after the other and remembers how each ended."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.failed = False

    def run(self, name: str, words: list[str], **environment: str) -> None:
        """Run one step and say how it ended."""
        started = time.monotonic()
        failed = self.run_silently(name, words, **environment)
        self.say(f"{'FAILED ' if failed else 'passed '} {name} ({time.monotonic() - started:.0f} s)")

    def run_silently(self, name: str, words: list[str], **environment: str) -> bool:
        """Run one step whose own last line is enough; true when it failed."""
        print(f"\n── {name}: {' '.join(Path(word).name if '/' in word else word for word in words)}", flush=True)
        path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
        done = subprocess.run(words, cwd=ROOT, env={**os.environ, "PATH": path, **environment}, check=False)
        self.failed = self.failed or bool(done.returncode)
        return bool(done.returncode)

    def say(self, line: str, *, failed: bool = False) -> None:
        """Print a line now and again at the end."""
        print(line, flush=True)
        self.lines.append(line)
        self.failed = self.failed or failed


def find_programs(steps: Steps) -> None:
    """Install what is missing where that is possible; say loudly what will not be tested."""
    wanted = [package for program in programs.missing() for package in program.packages]
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        install(wanted)
    install_spark()
    for program in programs.missing():
        left_out = f"{program.name} is missing (Debian: {' '.join(program.packages)}): {program.without}"
        if programs.in_continuous_integration():
            steps.say(f"FAILED  {left_out}", failed=True)
        else:
            steps.say(f"NOT RUN {left_out}")


def install_spark() -> None:
    """Spark is an extra of its own size, so only a test run takes it into the environment."""
    if programs.PROGRAMS["pyspark"].find():
        return
    print("── installing pyspark", flush=True)
    words = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--require-hashes"]
    subprocess.run([*words, "--no-build-isolation", "-r", "requirements-spark.lock"], cwd=ROOT, check=False)


def install(packages: list[str]) -> None:
    """Debian packages, without recommended ones; a failure is shown and found out by looking again."""
    print(f"── installing {' '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-q=2"], ["install", "-q=2", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(["apt-get", *words], env=quiet, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"apt-get {words[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}", flush=True)


def templates() -> list[str]:
    """Folders that hold Django templates, for djlint; it fails when it is given none."""
    return sorted({str(path.relative_to(ROOT)) for path in (ROOT / "src").glob("**/templates") if path.is_dir()})


def lint(steps: Steps) -> None:
    """Style, types, floors, templates."""
    for name, words in LINT_STEPS:
        steps.run(name, words)
    if templates():
        steps.run("templates", ["djlint", "--lint", "--quiet", *templates()])


def test(steps: Steps, more: list[str]) -> None:
    """The tests of the database on PostgreSQL, then all tests on SQLite: the last line is pytest's."""
    if programs.PROGRAMS["postgresql"].find():
        on_postgresql = [*PYTEST, "-m", "database and not browser", *(more or programs.ON_DATABASE)]
        steps.run("tests on PostgreSQL", on_postgresql, TANHENG_TEST_DATABASE="postgresql")
    earlier = "\n".join(["", "before these tests:", *steps.lines])
    steps.run_silently("tests on SQLite", [*PYTEST, *more], TANHENG_TEST_DATABASE="sqlite", TANHENG_EARLIER_STEPS=earlier)


def main(words: list[str]) -> int:
    """Run all; give the exit status."""
    (ROOT / "out").mkdir(exist_ok=True)
    steps = Steps()
    if "--lint" in words:
        lint(steps)
        return int(steps.failed)
    find_programs(steps)
    lint(steps)
    test(steps, words[words.index("--") + 1 :] if "--" in words else [])
    return int(steps.failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
