"""Programs in processes of their own that need not load the libraries anew: forks of one process that has loaded them.

What is loaded before is no code of an app and reads no environment, so each program reads its own settings as if it had been started.
Most of what a short command takes is the loading; tests that kill a command, or begin it in a group, start it for themselves.
"""

import atexit
import contextlib
import importlib
import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple, NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent
LIBRARIES = (
    "click", "rich.progress", "pydantic", "psycopg", "cryptography.hazmat.primitives.asymmetric.ed25519", "argon2", "yaml",
    "django.urls", "django.http", "django.forms", "django.template", "django.core.management", "django.core.serializers.json",
    "django.contrib.auth", "django.db.models", "django.db.migrations.executor", "django.db.backends.sqlite3.base", "django.test",
    "django.db.backends.postgresql.base", "tanheng.engine.running", "tanheng.engine.case.reading", "tanheng.rulebook", "tanheng.seal.notes",
)  # fmt: skip
TANHENG = "import sys; sys.argv[0] = 'tanheng'\nfrom tanheng.cli import main; main(prog_name='tanheng')"


class Ended(NamedTuple):
    """How a program ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


def run(text: str, *words: str, environment: Mapping[str, str], seconds: float = 180) -> Ended:
    """Run a program with words of its own under an environment, in the folder of the project; after `seconds` it is killed."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        asked = {"text": text, "words": words, "environment": dict(environment), "out": str(out), "err": str(err)}
        status = _prepared().ask(asked, seconds)
        return Ended(status, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


class _Prepared:
    """The process that forks, of this one's own; it ends with its standard input."""

    def __init__(self) -> None:
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("TANHENG_", "DJANGO_"))}
        plain["PYTHONPATH"] = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
        words = [sys.executable, "-c", "from tests.support.prepared import serve; serve()"]
        self.process = subprocess.Popen(words, cwd=ROOT, env=plain, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        atexit.register(self.end)

    def ask(self, asked: Mapping[str, object], seconds: float) -> int:
        """The exit status of a program; negative: the signal that ended it, as `subprocess` says it."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        begun = int(self.process.stdout.readline())
        timer = Timer(seconds, os.kill, (begun, 9))
        timer.start()
        try:
            return int(self.process.stdout.readline())
        finally:
            timer.cancel()

    def end(self) -> None:
        """Nobody asks any more."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


@cache
def _prepared() -> _Prepared:
    return _Prepared()


def serve() -> None:
    """Load the libraries, then fork for each line that comes in."""
    for name in LIBRARIES:
        importlib.import_module(name)
    while line := sys.stdin.readline():
        child = os.fork()
        if not child:
            _become(json.loads(line))
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


def _become(asked: Any) -> NoReturn:
    """Run the program that was asked for, with nothing of the parent's but what is loaded."""
    for number, path, how in ((0, os.devnull, os.O_RDONLY), (1, asked["out"], os.O_WRONLY), (2, asked["err"], os.O_WRONLY)):
        opened = os.open(path, how | os.O_CREAT, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = ["-c", *asked["words"]]
    status: object = 1
    try:
        exec(asked["text"], {"__name__": "__main__"})
        status = 0
    except SystemExit as ended:
        status = ended.code
    except BaseException:  # as the interpreter tells it
        traceback.print_exc()
    if isinstance(status, str):
        sys.stderr.write(f"{status}\n")
    with contextlib.suppress(BaseException):
        atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else int(status is not None))
