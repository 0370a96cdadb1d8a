"""The programs of the rule book: read as text, held against what formulas may say (`engine.formula_text`), and only then imported.

The hash of a pack covers what it takes: the whole of its own files, of a shared file the functions it names, and of every constant and
function that these use in turn.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import FunctionType, ModuleType

from tanheng.engine.checks import CHECK_MARK
from tanheng.engine.errors import PackError
from tanheng.engine.formula_text import SHARED, Program, program_faults, read_program
from tanheng.engine.pack_sentences import at, listed, told
from tanheng.engine.records.shapes import Fault
from tanheng.engine.text import Text

ROOT = files("tanheng.rulebook")
READ = "programs.txt"  # the files that were held against the grammar when the rule book was sealed, each behind the SHA-256 of its text
TOPIC = re.compile(r"[a-z][a-z_]*")
KINDS = {"formulas": Text("公式", "formulas"), "checks": Text("检查", "checks")}
Functions = dict[str, FunctionType]


def programs_of(folder: Traversable, pack_id: str, kind: str, taken: Iterable[str]) -> tuple[Functions, dict[str, str]]:
    """The functions of a folder's formulas.py or checks.py (checks_<topic>.py, or checks/<topic>.py) and those it takes from shared/,
    with the texts that say what they do. Raises PackError.
    """
    functions, texts = {}, {}
    for name in taken:
        functions[name.rpartition(".")[2]] = _shared_function(name, kind)
        file, _, function = name.partition(".")
        program = _proven(f"shared/{file}")
        texts[name] = program.lines_of(function)
        texts |= program.used_by(function)
    for stem in program_files(folder, kind):
        own = _own_functions(_module(f"{pack_id}/{stem}"))
        if twice := sorted(functions.keys() & own.keys()):
            raise PackError(at(pack_id, told("written_and_taken", names=", ".join(twice), file=f"{stem}.py")))
        functions |= own
        texts[stem] = _text(f"{pack_id}/{stem}")
        if SHARED in texts[stem]:
            texts |= _proven(f"{pack_id}/{stem}").taken_by_all()
    return functions, texts


def program_files(folder: Traversable, kind: str) -> list[str]:
    """The files of formulas or checks of a folder, without their ending: by topic beside each other, or in a folder of their kind."""
    names = [entry.name.removesuffix(".py") for entry in folder.iterdir() if entry.name.endswith(".py")]
    found = [name for name in names if name == kind or (name.startswith(f"{kind}_") and TOPIC.fullmatch(name))]
    within = folder.joinpath(kind)
    if within.is_dir():
        topics = [entry.name.removesuffix(".py") for entry in within.iterdir() if entry.name.endswith(".py")]
        found += [f"{kind}/{topic}" for topic in topics if TOPIC.fullmatch(topic)]
    return sorted(found)


def faults_of_program(place: str) -> list[Fault]:
    """What a file of the rule book (without its ending) says that no program of it may say."""
    found = read_program(f"{place}.py", _text(place), _shared_program)
    return [found] if isinstance(found, Fault) else list(program_faults(found))


def _shared_function(name: str, kind: str) -> FunctionType:
    """`settlement.true_up_tco2e`: a formula (or check) of shared/settlement.py. Raises PackError where there is none."""
    file, _, function = name.partition(".")
    found = _own_functions(_module(f"shared/{file}")) if _is_shared(file) else {}
    if function not in found or hasattr(found[function], CHECK_MARK) != (kind == "checks"):
        raise PackError(told("shared_no_function", name=name, kind=KINDS[kind]))
    return found[function]


def _is_shared(file: str) -> bool:
    return bool(re.fullmatch(r"[a-z0-9_]+", file)) and ROOT.joinpath("shared", f"{file}.py").is_file()


def _own_functions(module: ModuleType) -> Functions:
    own = vars(module).items()
    return {name: f for name, f in own if inspect.isfunction(f) and f.__module__ == module.__name__ and not name.startswith("_")}


@lru_cache(maxsize=128)
def _module(place: str) -> ModuleType:
    """The program of a file. Raises PackError for what it may not say, and for whatever it raises: it is somebody's rules, not ours."""
    if not _is_read(place) and (faults := faults_of_program(place)):
        raise PackError(listed(f"{place}.py", (fault.told for fault in faults)))
    try:
        return import_module(f"tanheng.rulebook.{place.replace('/', '.')}")
    except (Exception, SystemExit) as error:  # whatever the program of an author raises
        raise PackError(at(f"{place}.py", told("no_program", told=f"{type(error).__name__}: {error}"))) from error


@lru_cache(maxsize=128)
def _proven(place: str) -> Program:
    found = read_program(f"{place}.py", _text(place), _shared_program)
    if isinstance(found, Fault):
        raise PackError(found.told)
    return found


def _shared_program(file: str) -> Program | None:
    return _proven(f"shared/{file}") if _is_shared(file) else None


@lru_cache(maxsize=128)
def _text(place: str) -> str:
    content = ROOT.joinpath(*f"{place}.py".split("/")).read_bytes()
    try:
        return content.decode("utf-8").replace("\r\n", "\n")  # one hash, however the files were checked out
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PackError(at(f"{place}.py:{line}", told("not_utf8"))) from error


def _is_read(place: str) -> bool:
    """Whether a file, and all shared ones that it may use, stand as they were when all were held against the grammar: that need not be
    done again each time a command starts.
    """
    return _read().get(place) == text_hash(place) and (SHARED not in _text(place) or all(map(_is_read_itself, _shared_files())))


def _is_read_itself(file: str) -> bool:
    return _read().get(f"shared/{file}") == text_hash(f"shared/{file}")


def _shared_files() -> Iterator[str]:
    return (entry.name.removesuffix(".py") for entry in ROOT.joinpath("shared").iterdir() if entry.name.endswith(".py"))


@lru_cache(maxsize=1)
def _read() -> dict[str, str]:
    lines = ROOT.joinpath(READ).read_text(encoding="utf-8").splitlines()
    return {place: content for content, _, place in (line.partition("  ") for line in lines)}


@lru_cache(maxsize=256)
def text_hash(place: str) -> str:
    """The SHA-256 of the text of a file."""
    return sha256(_text(place).encode()).hexdigest()
