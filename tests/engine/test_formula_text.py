"""What a program of the rule book may say: each text that would not end, or could not be read in every way that formulas are read, is
refused with its line, and none of it is run.
"""

from __future__ import annotations

import pytest

from tanheng.engine.formula_text import MOST_STEPS, Program, program_faults, read_program
from tanheng.engine.records.shapes import Fault

WORDS = "from tanheng.engine.words import total, where\n"
NESTED = "".join(f"def _f{n}(x):\n    return _f{n - 1}(x) + _f{n - 1}(x)\n" for n in range(1, 60))
DOUBLED = [f"x{number} = x{number - 1} + x{number - 1}" for number in range(1, 60)]
MARKED = """from tanheng.engine.checks import Alike, check
SAID: Alike = {"status": "project", "index": ("year",)}

@check("T-1", zh="", en="", **SAID)
def g_t(a_t):
    return a_t
"""
SHARED_TEXTS = {
    "limits": "FEW = 3\n\ndef _twice(x):\n    return x + x\n",
    "circle": "def a(x):\n    return b(x)\n\ndef b(x):\n    return a(x)\n",
}


def shared(file: str) -> Program | None:
    """The program of a shared file of these tests."""
    found = read_program(f"shared/{file}.py", SHARED_TEXTS[file], shared) if file in SHARED_TEXTS else None
    return found if isinstance(found, Program) else None


def faults(text: str) -> list[Fault]:
    found = read_program("toy/formulas.py", text, shared)
    return [found] if isinstance(found, Fault) else list(program_faults(found))


def formula(*body: str, before: str = "") -> str:
    """A file with one formula of two operands and a parameter that says this."""
    return f'{WORDS}{before}def f_t(a_t, b_t, *, p):\n    """Clause."""\n' + "".join(f"    {line}\n" for line in body)


@pytest.mark.parametrize(
    "text",
    [
        formula("return a_t * 2 / p.k - -b_t"),
        formula("c = total(a_t)", "return where(c > 0, c, LEAST)", before="LEAST = 5\n"),
        formula("return _sum(a_t, b_t, p=p)", before="def _sum(x, y, *, p):\n    return x + y * p.k\n"),
        formula("return _later(a_t)") + "def _later(x):\n    return x\n",
        "from tanheng.rulebook.shared.limits import FEW, _twice\n" + formula("return _twice(a_t) * FEW"),
        MARKED,
        "",
        '"""Nothing yet."""\n',
    ],
)
def test_arithmetic_is_let_through(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "told", "line"),
    [
        # what would not end
        (formula("while 1:", "    pass"), "holds no loop and no comprehension (while 1: pass)", 4),
        ("while True:\n    pass\n", "holds no loop", 1),
        (formula("for x in range(10 ** 12):", "    pass", "return a_t"), "holds no loop", 4),
        (formula("return total([x for x in a_t])"), "([x for x in a_t])", 4),
        (formula("return total(x for x in a_t)"), "holds no loop", 4),
        (formula("return (lambda f: f(f))(lambda f: f(f))"), "holds no (lambda f: f(f))", 4),
        (formula("return _f(a_t)", before="def _f(x):\n    return _f(x)\n"), "_f calls itself", 2),
        ("from tanheng.rulebook.shared.circle import a\n" + formula("return a(a_t)"), "f_t calls itself", 3),
        (formula("x0 = a_t", *DOUBLED, "return x59"), f"more than {MOST_STEPS:,} steps", 2),
        (formula("return _f59(a_t)", before="def _f0(x):\n    return x\n" + NESTED), f"more than {MOST_STEPS:,} steps", 26),
        (formula("return " + " + ".join(["a_t"] * 3_000)), "cannot be read as a program (RecursionError", None),
        (formula("return 9 ** 9 ** 9 ** 9"), "a formula holds no 9 ** 9 ** 9 ** 9", 4),
        (formula("return a_t * (1 << 99999999999)"), "holds no 1 << 99999999999", 4),
        (formula("return a_t * " + "9" * 99), "the whole number 99999999999999999999 is too large", 4),
        ("A = 10 ** 10 ** 10\n", "holds no 10 ** 10 ** 10", 1),
        (formula("return " + "(" * 500 + "a_t" + ")" * 500), "cannot be read as a program", None),
        # what could not be read in every way
        (formula("if a_t > 0:", "    return b_t", "return a_t"), "does not branch and joins no conditions (if a_t > 0:", 4),
        (formula("return a_t or b_t"), "use where(), both(), either()", 4),
        (formula("return a_t if b_t > 0 else b_t"), "does not branch", 4),
        (formula("return where(a_t == 0, 1, 2)"), "a formula holds no a_t == 0", 4),
        (formula("return a_t * 0.5"), "a formula holds no 0.5", 4),
        (formula("return a_t.__class__"), "a formula holds no a_t.__class__", 4),
        (formula("return 'a'"), "a formula holds no 'a'", 4),
        (formula("return True"), "a formula holds no True", 4),
        (formula("return"), "holds no return", 4),
        # names that are none
        (formula("return eval(a_t)"), "'eval' is no argument, no constant and no word of the engine", 4),
        (formula("return totl(a_t)"), "did you mean 'total'?", 4),
        (formula("return k + p"), "'k' is no argument", 4),
        ("def f_t(a_t):\n    return p.k\n", "a formula holds no p.k", 2),
        # programs that are no formulas
        ("import os\n", "holds no import os", 1),
        ("from os import path\n", "alone, not os", 1),
        ("from . import words\n", "alone, not .", 1),
        ("from tanheng.engine.words import totl\n", "not tanheng.engine.words.totl", 1),
        ("from tanheng.engine.words import total as t\n", "not tanheng.engine.words.total", 1),
        ("from tanheng.rulebook.shared.nothing import x\n", "alone, not tanheng.rulebook.shared.nothing", 1),
        ("from tanheng.rulebook.cn.cement.cets_2024.formulas import x\n", "alone, not tanheng.rulebook.cn", 1),
        ("class A:\n    pass\n", "holds no class A: pass", 1),
        ("A: int = 1\n", "holds no A: int = 1", 1),
        ("A = 1\nA = 2\n", "'A' is written twice", 2),
        ("def a(x=[]):\n    return x\n", "holds no *args", 1),
        ("def a(*x):\n    return x\n", "holds no *args", 1),
        ("@property\ndef a(x):\n    return x\n", "holds no property", 1),
        ("raise SystemExit(0)\n", "holds no raise SystemExit(0)", 1),
        ("def a(:\n", "cannot be read as a program (SyntaxError", 1),
        ("a = '\0'\n", "cannot be read as a program", None),
    ],
)
def test_anything_else_is_refused_with_its_line(text: str, told: str, line: int | None) -> None:
    found = faults(text)
    assert any(told in fault.text.en for fault in found), [fault.told.en for fault in found]
    assert line is None or f"toy/formulas.py:{line}" in {fault.place for fault in found}
    assert all(max(fault.text.zh) >= "\u4e00" for fault in found)


def test_what_a_function_uses_is_found_in_turn() -> None:
    text = (
        "from tanheng.rulebook.shared.limits import FEW, _twice\nLEAST = 7\nOTHER = 8\n\n"
        "def _low(x):\n    return x * LEAST\n\ndef f_t(a_t):\n    return _low(_twice(a_t))\n\ndef g_t(OTHER):\n    return OTHER * FEW\n"
    )
    program = read_program("shared/toy.py", text, shared)
    assert isinstance(program, Program)
    assert list(program.used_by("f_t")) == ["shared/toy.py: _low", "shared/toy.py: LEAST", "shared/limits.py: _twice"]
    assert program.used_by("f_t")["shared/toy.py: LEAST"] == "LEAST = 7\n"
    assert list(program.used_by("g_t")) == ["shared/limits.py: FEW"]  # its operand is no constant of the file
    assert list(program.taken_by_all()) == ["shared/limits.py: FEW", "shared/limits.py: _twice"]
