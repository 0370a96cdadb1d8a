"""Every pattern of the readers takes time in proportion to its text: a cell of blanks, commas or brackets holds nobody up.

Each is run in the ways the code runs it, over long texts of one kind that begin or end as no match does. What takes the processor's
time is run again on a quarter of the text: where the whole takes much more than four times as long, it looks again and again.
"""

import ast
import importlib
import re
import signal
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

import tanheng

ROOT = Path(tanheng.__file__).parent
FLOORS = ("documents", "engine", "bulk")
WAYS = ("match", "fullmatch", "search", "sub", "findall", "finditer", "split")
LENGTH = 16_000
LIMIT_SECONDS, LONGEST_SECONDS = 0.06, 2
MOST_TIMES = 8  # four would be in proportion, sixteen is as the square
BLANKS = (" ", "\n", "\u3000")
ATOMS = (
    *BLANKS, "1", "1,", "1.", "1 ", "-", "1月", "2025年1月", "a", "一", "m³", "t/", "(", "·", "%", "_x0041_", '"', "<", '<a b="', "/>",
    "{a", "\\",
)  # fmt: skip
MOST_OWN = 8
Found = tuple[str, "re.Pattern[str] | re.Pattern[bytes]", frozenset[str]]


class TooSlowError(Exception):
    """The processor was busy for longer than a sound pattern takes."""


def seconds(pattern: re.Pattern[str], way: str, text: str, limit: float) -> float | None:
    """The processor's time that it takes; None where it is more than the limit."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    before, began = signal.signal(signal.SIGVTALRM, stop), time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    try:
        run(pattern, way, text)
    except TooSlowError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - began


def is_slow(pattern: re.Pattern[str], way: str, text: str) -> bool:
    if seconds(pattern, way, text, LIMIT_SECONDS) is not None:
        return False
    part = seconds(pattern, way, text[: len(text) // 4] + text[-1:], LONGEST_SECONDS)
    whole = seconds(pattern, way, text, LONGEST_SECONDS)
    return part is None or whole is None or whole > MOST_TIMES * part


def patterns() -> Iterator[Found]:
    """The patterns of the floors by name, each with the ways it is run: those that modules keep, and those in the midst of code."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for floor in FLOORS for path in sorted((ROOT / floor).rglob("*.py"))}
    ways: dict[str, set[str]] = {}
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in WAYS:
                name = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
                ways.setdefault(name, set()).add(node.attr)
    for path, tree in trees.items():
        module = importlib.import_module(".".join(path.relative_to(ROOT.parent).with_suffix("").parts))
        for name, kept in vars(module).items():
            if isinstance(kept, re.Pattern):
                yield f"{module.__name__}.{name}", kept, frozenset(ways.get(name, {"match", "fullmatch"}))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {f"re.{way}" for way in WAYS}:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield f"{path.name}:{node.lineno}", re.compile(first.value), frozenset([ast.unparse(node.func)[3:]])


def run(pattern: re.Pattern[str], way: str, text: str) -> None:
    if way == "sub":
        pattern.sub("", text)
    elif way == "finditer":
        deque(pattern.finditer(text), maxlen=0)
    else:
        getattr(pattern, way)(text)


def texts(pattern: str) -> Iterator[str]:
    """Long texts of one kind: those that trouble most patterns, and the characters that this one names."""
    own = [part for part in re.split(r"[\\^$.|?*+()\[\]{}]+", pattern) if 0 < len(part) < 40]
    own = list(dict.fromkeys((*own, *(character for part in own for character in part))))[:MOST_OWN]
    for atom in dict.fromkeys((*ATOMS, *own)):
        run_of_it = atom * (LENGTH // len(atom))
        yield from (f"{run_of_it}!", f"a{run_of_it}a", f"1{run_of_it}(")


def slow_text(pattern: re.Pattern[str] | re.Pattern[bytes], ways: frozenset[str]) -> str | None:
    """The start of a text that the pattern is slow on; None where there is none."""
    source = pattern.pattern
    for text in texts(source if isinstance(source, str) else source.decode("latin-1")):
        for way in ways:
            if is_slow(pattern, way, text if isinstance(source, str) else text.encode("utf-8")):  # type: ignore[arg-type]
                return f"{way}: {text[:20]!r} … {text[-5:]!r}"
    return None


def test_every_pattern_takes_time_in_proportion_to_its_text() -> None:
    found = list({pattern: (name, pattern, ways) for name, pattern, ways in patterns()}.values())
    assert len(found) > 60
    slow = {name: text for name, pattern, ways in found if (text := slow_text(pattern, ways))}
    assert slow == {}


@pytest.mark.parametrize("source", [r".*?\s*\(", r"(a|a)*b", r"\s+$", r"(\d+,?)+;"])
def test_a_pattern_that_looks_again_and_again_is_found(source: str) -> None:
    assert slow_text(re.compile(source), frozenset(["search"]))
