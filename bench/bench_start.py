"""How fast the command line answers: `tanheng --help`, beside Django's own command for the same question."""

import sys
from collections.abc import Iterator
from pathlib import Path

from bench.result import Result, command_seconds, result, tanheng


def run() -> Iterator[Result]:
    """Wall time of the help text, start of the interpreter included."""
    ours = command_seconds(tanheng("--help"), repeats=9)
    django = command_seconds([Path(sys.executable).with_name("django-admin"), "help"], repeats=9)
    yield result("tanheng --help", ours, "s", limit=0.25, peer="django-admin help", peer_value=django)
