"""The programs of the rule book as text: what a file of formulas may say, before any of it runs.

A formula is arithmetic on its arguments. So a file holds constants, functions and the marks of checks, and a function names results
and gives one back: no loop, no branch, no call but of the engine's words and of functions that do not come back to themselves.
What it works out is therefore known by reading it, and it ends. Texts in, faults out; nothing is imported or run here.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from tanheng.engine import checks, words
from tanheng.engine.pack_sentences import nearest, told
from tanheng.engine.records.shapes import Fault

WORDS = frozenset(
    name for name, one in vars(words).items() if not name.startswith("_") and getattr(one, "__module__", "") == words.__name__
)
MARKS = frozenset({"check", "spread", "continuity"})
ALIKE = "Alike"  # the type of what several checks say alike
ENGINE = {words.__name__: WORDS, checks.__name__: MARKS | {ALIKE}}
SHARED = "tanheng.rulebook.shared."
MOST_STEPS = 2_000  # of one formula with all that it calls written out; the longest of the rule book has some hundred
LARGEST_WHOLE = 10**15
PARAMETERS = "p"
LOOPS = (
    ast.For, ast.While, ast.AsyncFor, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Lambda,
    ast.Yield, ast.YieldFrom, ast.Await,
)  # fmt: skip
BRANCHES = (ast.If, ast.IfExp, ast.BoolOp, ast.Match, ast.Try, ast.Assert, ast.NamedExpr)
SIGNS = (ast.Add, ast.Sub, ast.Mult, ast.Div)
COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


@dataclass(frozen=True)
class Program:
    """A file of formulas or checks as it was read; `shared` gives the program of another file of shared/, None where there is none."""

    place: str  # file, as people are told it
    text: str
    tree: ast.Module
    shared: Callable[[str], Program | None]

    @cached_property
    def own(self) -> Mapping[str, ast.stmt]:
        """Its functions and constants by name."""
        return {name: node for node in self.tree.body for name in _names_of(node)}

    @cached_property
    def taken(self) -> Mapping[str, tuple[str, str]]:
        """What it takes from shared files: the name here, then the file and the name there."""
        imports = (node for node in self.tree.body if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(SHARED))
        return {one.name: ((node.module or "").removeprefix(SHARED), one.name) for node in imports for one in node.names}

    def lines_of(self, name: str) -> str:
        """The lines of a function with its marks, or of a constant."""
        node = self.own[name]
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
        return "".join(self.text.splitlines(keepends=True)[first - 1 : node.end_lineno])

    def used_by(self, name: str) -> dict[str, str]:
        """The lines of all that one of its functions says beside its own text: constants and functions of this file and of shared ones,
        and what those say in turn. By file and name.
        """
        found: dict[str, str] = {}
        self._add_all(name, found)
        found.pop(f"{self.place}: {name}", None)
        return found

    def taken_by_all(self) -> dict[str, str]:
        """The lines of all that the file takes from shared ones, and of what those say in turn."""
        found: dict[str, str] = {}
        for name in self.taken:
            self._add(name, found)
        return found

    def _add_all(self, name: str, found: dict[str, str]) -> None:
        lines = self.lines_of(name)
        if not any(one in lines for one in (*self.own, *self.taken) if one != name):
            return  # as of most: nothing to look for among its names
        for used in _used_in(self.own[name]):
            self._add(used, found)

    def _add(self, name: str, found: dict[str, str]) -> None:
        program, there = self, name
        if name in self.taken:
            file, there = self.taken[name]
            program = self.shared(file) or self
        key = f"{program.place}: {there}"
        if there in program.own and key not in found:
            found[key] = program.lines_of(there)
            program._add_all(there, found)


def read_program(place: str, text: str, shared: Callable[[str], Program | None]) -> Program | Fault:
    """The program of a text, or why it is none."""
    try:
        return Program(place, text, ast.parse(text), shared)
    except SyntaxError as error:
        return Fault(f"{place}:{error.lineno}" if error.lineno else place, told("no_program", told=f"SyntaxError: {error.msg}"))
    except (ValueError, RecursionError, MemoryError) as error:  # a null byte, a nesting deeper than the parser's stack
        return Fault(place, told("no_program", told=f"{type(error).__name__}: {error}"))


def program_faults(program: Program) -> Iterator[Fault]:
    """What a program may not say, each with file and line."""
    try:
        faults = list(_Grammar(program).faults())
        yield from faults or _Steps(program).faults()
    except RecursionError:
        yield Fault(program.place, told("endless_formula", name=program.place, most=MOST_STEPS))


def _names_of(node: ast.stmt) -> list[str]:
    match node:
        case ast.FunctionDef(name=name):
            return [name]
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def _used_in(node: ast.stmt) -> list[str]:
    """The names that are looked up in the file: those of the marks, and those of the body that are neither operands nor named in it."""
    if not isinstance(node, ast.FunctionDef):
        value = getattr(node, "value", None)
        return _read_in(value) if isinstance(value, ast.expr) else []
    named = {one.arg for one in (*node.args.args, *node.args.kwonlyargs)}
    named |= {target.id for inner in node.body if isinstance(inner, ast.Assign) for target in inner.targets if isinstance(target, ast.Name)}
    body = [name for inner in node.body for name in _read_in(inner) if name not in named]
    return list(dict.fromkeys([*(name for mark in node.decorator_list for name in _read_in(mark)), *body]))


def _read_in(node: ast.AST) -> list[str]:
    return [one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)]


class _Grammar:
    """Holds every statement and expression against what formulas are made of."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.known: set[str] = set()

    def faults(self) -> Iterator[Fault]:
        for number, node in enumerate(self.program.tree.body):
            yield from self._statement(node, number)
            for name in _names_of(node):
                if name in self.known:
                    yield self._fault(node, "name_twice", name=name)
                self.known.add(name)

    def _statement(self, node: ast.stmt, number: int) -> Iterator[Fault]:
        match node:
            case ast.Expr(value=ast.Constant(value=str())) if number == 0:
                return
            case ast.ImportFrom():
                yield from self._imported(node)
            case ast.Assign(targets=[ast.Name()], value=value):
                yield from self._literal(value)
            case ast.AnnAssign(target=ast.Name(), annotation=ast.Name(id=kind), value=ast.expr() as value) if kind == ALIKE:
                yield from self._literal(value)
            case ast.FunctionDef():
                yield from self._function(node)
            case _:
                yield self._strange(node, "strange_statement")

    def _imported(self, node: ast.ImportFrom) -> Iterator[Fault]:
        module = node.module or ""
        if module == "__future__":
            return
        names = ENGINE.get(module)
        if names is None:
            shared = self.program.shared(module.removeprefix(SHARED)) if module.startswith(SHARED) else None
            if shared is None or node.level:
                yield self._fault(node, "strange_import", name=f"{'.' * node.level}{module}")
                return
            names = frozenset(shared.own)
        for one in node.names:
            if one.asname or one.name not in names:
                yield self._fault(node, "strange_import", name=f"{module}.{one.name}")
            self.known.add(one.name)

    def _literal(self, node: ast.expr) -> Iterator[Fault]:
        """A constant: words, whole numbers, and tuples, lists and tables of them."""
        match node:
            case ast.Constant(value=str() | int() | None):
                yield from self._whole(node)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int())):
                yield from self._whole(node.operand)
            case ast.Tuple(elts=inner) | ast.List(elts=inner):
                for one in inner:
                    yield from self._literal(one)
            case ast.Dict(keys=keys, values=values):
                for one in (*filter(None, keys), *values):
                    yield from self._literal(one)
            case ast.Name(id=name):
                yield from self._known(node, name, self.known)
            case _:
                yield self._strange(node, "strange_expression")

    def _whole(self, node: ast.expr) -> Iterator[Fault]:
        if isinstance(node, ast.Constant) and isinstance(node.value, int) and abs(node.value) > LARGEST_WHOLE:
            yield self._fault(node, "long_literal", value=str(node.value)[:20])

    def _function(self, node: ast.FunctionDef) -> Iterator[Fault]:
        for mark in node.decorator_list:
            yield from self._mark(mark)
        arguments = node.args
        if arguments.vararg or arguments.kwarg or arguments.defaults or any(arguments.kw_defaults):
            yield self._fault(node, "strange_statement", word="*args, **kwargs, =")
        known = self.known | set(self.program.own) | {one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
        for number, inner in enumerate(node.body):
            match inner:
                case ast.Expr(value=ast.Constant(value=str())) if number == 0:
                    pass
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    yield from self._expression(value, known)
                    known.add(name)
                case ast.Return(value=ast.expr() as value):
                    yield from self._expression(value, known)
                case _:
                    yield self._strange(inner, "strange_statement")

    def _mark(self, node: ast.expr) -> Iterator[Fault]:
        match node:
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=keywords) if name in MARKS:
                for one in (*arguments, *(keyword.value for keyword in keywords)):
                    yield from self._literal(one)
            case _:
                yield self._strange(node, "strange_expression")

    def _expression(self, node: ast.expr, known: set[str]) -> Iterator[Fault]:
        match node:
            case ast.Constant(value=bool()):
                yield self._strange(node, "strange_expression")
            case ast.Constant(value=int()):
                yield from self._whole(node)
            case ast.Name(id=name):
                yield from self._known(node, name, known)
            case ast.Attribute(value=ast.Name(id=name)) if name == PARAMETERS and PARAMETERS in known:
                return
            case ast.BinOp(left=left, right=right, op=sign) if isinstance(sign, SIGNS):
                yield from self._expression(left, known)
                yield from self._expression(right, known)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=inner):
                yield from self._expression(inner, known)
            case ast.Compare(left=left, ops=[sign], comparators=[right]) if isinstance(sign, COMPARISONS):
                yield from self._expression(left, known)
                yield from self._expression(right, known)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=keywords):
                yield from self._known(node, name, known)
                for one in (*arguments, *(keyword.value for keyword in keywords)):
                    yield from self._expression(one, known)
            case _:
                yield self._strange(node, "strange_expression")

    def _known(self, node: ast.expr, name: str, known: set[str]) -> Iterator[Fault]:
        if name not in known:
            yield self._fault(node, "unknown_name", name=name, near=nearest(name, sorted({*known, *WORDS})))

    def _strange(self, node: ast.AST, otherwise: str) -> Fault:
        """What may not stand here, by its nature: a loop, a branch, or anything else."""
        inner = getattr(node, "op", None)
        sentence = (
            "loop" if isinstance(node, LOOPS) else "branch" if isinstance(node, BRANCHES) or isinstance(inner, ast.Not) else otherwise
        )
        return self._fault(node, sentence, word=_word_of(node))

    def _fault(self, node: ast.AST, sentence: str, **words: object) -> Fault:
        return Fault(f"{self.program.place}:{getattr(node, 'lineno', 1)}", told(sentence, **words))


def _word_of(node: ast.AST) -> str:
    """What stands there, in a few signs of its own text."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 40 else f"{text[:39]}…"


class _Steps:
    """How long a formula is when all that it calls and names is written out, as its explanation and its units read it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.left = 0

    def faults(self) -> Iterator[Fault]:
        for name, node in self.program.own.items():
            if isinstance(node, ast.FunctionDef):
                self.left = MOST_STEPS
                try:
                    self._called(self.program, node, (), [])
                except _EndlessError as error:
                    yield Fault(f"{self.program.place}:{node.lineno}", told(str(error), name=name, most=MOST_STEPS))

    def _called(self, program: Program, node: ast.FunctionDef, operands: tuple[int, ...], open_: list[str]) -> int:
        """How many steps a function gives back, its operands being so long."""
        if node.name in open_:
            raise _EndlessError("calls_itself")
        sizes = dict(zip((one.arg for one in node.args.args), operands, strict=False))
        size = 1
        for inner in node.body:
            if isinstance(inner, ast.Assign | ast.Return) and inner.value is not None:
                size = self._size(program, inner.value, sizes, [*open_, node.name])
                if isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Name):
                    sizes[inner.targets[0].id] = size
        return size

    def _size(self, program: Program, node: ast.expr, sizes: dict[str, int], open_: list[str]) -> int:
        self.left -= 1
        match node:
            case ast.Name(id=name):
                size = sizes.get(name, 1)
            case ast.Call(func=ast.Name(id=name), args=arguments) if (there := self._function(program, name)) is not None:
                size = self._called(*there, tuple(self._size(program, one, sizes, open_) for one in arguments), open_)
            case _:
                inner = (one for one in ast.iter_child_nodes(node) if isinstance(one, ast.expr))
                size = 1 + sum(self._size(program, one, sizes, open_) for one in inner)
        if size > MOST_STEPS or self.left < 0:
            raise _EndlessError("endless_formula")
        return size

    def _function(self, program: Program, name: str) -> tuple[Program, ast.FunctionDef] | None:
        """A function of the rule book and the file it stands in; None for a word of the engine."""
        owner: Program | None = program
        if name in program.taken:
            file, name = program.taken[name]
            owner = program.shared(file)
        node = owner.own.get(name) if owner else None
        return (owner, node) if owner is not None and isinstance(node, ast.FunctionDef) else None


class _EndlessError(Exception):
    """A formula that would not end; its text is the name of the sentence."""
