"""Runs every `bench/bench_*.py`, prints one JSON object a line and writes docs/benchmarks.md with the machine named.

A benchmark module has `run()`, which gives dictionaries made by `bench.result.result`. Names on the command line choose
modules (`python -m bench engine report`); then the page is left as it is. A module that fails is said on standard error,
the others still run, and the exit status is 1.
"""

import compileall
import importlib
import json
import sys
import traceback
from pathlib import Path

from bench.page import write_page, yardstick_s
from bench.result import Result

FOLDER = Path(__file__).resolve().parent


def module_names(wanted: list[str]) -> list[str]:
    """Names of the benchmark modules, in alphabetical order; unknown names end the program with status 2."""
    names = sorted(path.stem for path in FOLDER.glob("bench_*.py"))
    unknown = [name for name in wanted if f"bench_{name}" not in names]
    if unknown:
        known = ", ".join(name.removeprefix("bench_") for name in names)
        print(f"unknown benchmark {', '.join(unknown)}; known: {known}", file=sys.stderr)
        sys.exit(2)
    return [name for name in names if not wanted or name.removeprefix("bench_") in wanted]


def measured(name: str) -> tuple[list[Result], bool]:
    """The results of one module, printed as they come, and whether it ran to its end."""
    results: list[Result] = []
    try:
        for result in importlib.import_module(f"bench.{name}").run():
            print(json.dumps(result, ensure_ascii=False), flush=True)
            results.append(result)
    except Exception:  # noqa: BLE001 - one failing benchmark must not hide the others
        print(f"{name} failed:", file=sys.stderr)
        traceback.print_exc()
        return results, False
    return results, True


def main(wanted: list[str]) -> int:
    """Run the benchmarks; 0 when all ran and every limit was kept. The package is compiled first, as pip left its peers."""
    compileall.compile_dir(FOLDER.parent / "src", quiet=1)
    before_s = yardstick_s()
    done = [measured(name) for name in module_names(wanted)]
    results = [result for some, _ in done for result in some]
    if not wanted:
        write_page(results, (before_s, yardstick_s()))
    missed = [result["name"] for result in results if result.get("kept") is False]
    if missed:
        print(f"limits missed: {', '.join(missed)}", file=sys.stderr)
    return int(bool(missed) or not all(complete for _, complete in done))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
