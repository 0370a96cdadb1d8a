"""Formulas and checks that several editions take from shared/: each stands once, and is covered by the hash of every pack that takes it
with the constants and functions that it uses in turn.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import pytest

from tanheng import rulebook
from tanheng.engine.editions import PackParts
from tanheng.engine.errors import PackError
from tanheng.rulebook import load, pack_ids, programs, raw_head, revisions_of

ROOT = Path(str(files("tanheng.rulebook")))
SHARED = sorted(ROOT.joinpath("shared").glob("*.py"))
KINDS = ("formulas", "checks")
SMELTERS, WORKS = "cn/aluminium/allowance_2025", "cn/cement/allowance_2025"


def functions(file: Path) -> Iterator[ast.FunctionDef]:
    yield from (one for one in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(one, ast.FunctionDef))


def taken(pack_id: str, kind: str) -> list[str]:
    return list(raw_head(pack_id).get(f"use_{kind}") or ())


def with_uses(monkeypatch, pack_id: str, **uses: list[str]) -> PackParts:
    """The parts of a pack whose pack.yaml names other functions."""
    head = {**raw_head(pack_id), **uses}
    monkeypatch.setattr(rulebook, "raw_head", lambda wanted: head if wanted == pack_id else raw_head(wanted))
    return rulebook._own_parts(pack_id)


def the_same_in_two_packs(kind: str) -> Counter[tuple[str, ...]]:
    """How many functions are written alike in these packs: name, operands, declaration, docstring and body."""
    found: dict[str, list[str]] = {}
    for file in sorted(ROOT.rglob(f"{kind}.py")):
        for one in functions(file):
            found.setdefault(ast.dump(one), []).append(str(file.parent.relative_to(ROOT)))
    return Counter(pair for places in found.values() for pair in combinations(places, 2))


def test_what_two_editions_have_the_same_stands_once():
    """One line that two guidelines happen to share may stay with each; two are a rule they have in common."""
    assert the_same_in_two_packs("checks") == {}
    assert {pair: count for pair, count in the_same_in_two_packs("formulas").items() if count > 1} == {}


def test_a_shared_function_is_taken_by_several_packs():
    every = [pack_id for one in pack_ids() for pack_id in (one, *revisions_of(one))]
    uses = Counter(name for pack_id in every for kind in KINDS for name in taken(pack_id, kind))
    shared = {f"{file.stem}.{one.name}" for file in SHARED for one in functions(file) if not one.name.startswith("_")}
    assert {name for name, count in uses.items() if count > 1} == shared


@pytest.mark.parametrize("pack_id", [one for one in pack_ids() if any(taken(one, kind) for kind in KINDS)])
def test_a_pack_holds_what_it_takes(pack_id):
    pack, texts = load(pack_id), rulebook._parts(pack_id).program_texts
    formulas, checks = taken(pack_id, "formulas"), taken(pack_id, "checks")
    assert {name.partition(".")[2] for name in formulas} <= set(pack.formulas)
    assert {name.partition(".")[2] for name in checks} <= {one.formula.quantity for one in pack.checks}
    assert {name: texts[name].count("\ndef ") + texts[name].startswith("def ") for name in (*formulas, *checks)} == (
        dict.fromkeys((*formulas, *checks), 1)
    )


def test_a_child_takes_what_its_parent_takes():
    """The draft of 2026 extends the plan of 2025 and holds its settlement, by the very same function."""
    parent, child = load(SMELTERS), load("cn/aluminium/allowance_2026_draft")
    assert child.formulas["true_up_tco2e"].function is parent.formulas["true_up_tco2e"].function
    assert set(parent.head["use_formulas"]) <= set(child.head["use_formulas"])
    assert "share_of_the_pre_allocation" in {one.formula.quantity for one in child.checks}
    assert "share_of_the_pre_allocation" not in {one.formula.quantity for one in parent.checks}


def test_both_sectors_settle_by_the_same_function_and_by_clauses_of_their_own():
    smelters, works = load("cn/aluminium/allowance_2026_draft"), load("cn/cement/allowance_2026_draft")
    assert smelters.formulas["true_up_tco2e"].function is works.formulas["true_up_tco2e"].function
    allowances = [pack.quantities["entity_allowance_tco2e"].clause for pack in (smelters, works)]
    assert allowances == [
        "附2 表2-5，各工序之和 / form 2-5, sum of the processes",
        "附2 表2-5，各生产线之和 / form 2-5, sum of the lines",
    ]


def test_the_hash_covers_the_functions_taken_and_no_others(monkeypatch):
    """Another function of the same module is no part of the pack."""
    parts = rulebook._own_parts(WORKS)
    assert "settlement.allowance_shortfall_tco2e" not in parts.program_texts
    text = parts.program_texts["settlement.true_up_tco2e"]
    assert text.startswith("def true_up_tco2e(") and "def pre_issued_tco2e" not in text


def every_pack() -> list[str]:
    return [one for pack_id in pack_ids() for one in (pack_id, *revisions_of(pack_id))]


@pytest.fixture
def texts_with(monkeypatch):
    """What the hash of each pack covers of programs, with other texts in files of the rule book; what was read is forgotten afterwards."""
    read = programs._text

    def asked(**texts: str) -> dict[str, dict[str, str]]:
        monkeypatch.setattr(programs, "_text", lambda place: texts.get(place.replace("/", "__")) or read(place))
        programs._proven.cache_clear()
        return {pack_id: program_texts(pack_id) for pack_id in every_pack()}

    yield asked
    programs._proven.cache_clear()


def program_texts(pack_id: str) -> dict[str, str]:
    """Of the pack and of those it extends; `test_frozen` shows that each of them is in the hash."""
    found = {}
    for layer in (pack_id, *parents_of(pack_id)):
        for kind in KINDS:
            texts = programs.programs_of(rulebook._folder(layer), layer, kind, taken(layer, kind))[1]
            found |= {f"{layer} {name}": text for name, text in texts.items()}
    return found


def constants(file: Path) -> list[str]:
    return [
        name for one in ast.parse(file.read_text(encoding="utf-8")).body if not isinstance(one, ast.FunctionDef) for name in names_of(one)
    ]


def users_of(file: str, name: str) -> set[str]:
    """The packs that take a function or a constant of a shared file, by whatever way: found with a search of words, not by the program."""
    text = (ROOT / "shared" / f"{file}.py").read_text(encoding="utf-8")
    blocks = {one.name: ast.get_source_segment(text, one) or "" for one in ast.parse(text).body if isinstance(one, ast.FunctionDef)}
    marks = {one.name: "".join(ast.unparse(mark) for mark in one.decorator_list) for one in functions(ROOT / "shared" / f"{file}.py")}
    wanted = {name} | {one for one, block in blocks.items() if re.search(rf"(?<!\w){name}\(", block) or f"**{name}" in marks[one]}
    found = set()
    for pack_id in every_pack():
        for layer in (pack_id, *parents_of(pack_id)):
            folder = ROOT.joinpath(*layer.split("/"))
            own = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
            imported = f"tanheng.rulebook.shared.{file} import" in own and any(one in own for one in wanted)
            if imported or {f"{file}.{one}" for one in wanted} & {*taken(layer, "formulas"), *taken(layer, "checks")}:
                found.add(pack_id)
    return found


def parents_of(pack_id: str) -> list[str]:
    parent = raw_head(pack_id).get("extends")
    return [parent, *parents_of(parent)] if parent else []


@pytest.mark.parametrize("file", SHARED, ids=lambda file: file.stem)
def test_a_changed_digit_of_a_shared_file_changes_the_packs_that_use_it_and_no_other(file, texts_with):
    """In turn a digit of each function, its limits with it, and of each constant beside them."""
    text, before = file.read_text(encoding="utf-8"), texts_with()
    for name in [*constants(file), *(one.name for one in functions(file))]:
        after = texts_with(**{f"shared__{file.stem}": with_other_digit(text, name)})
        assert {pack_id for pack_id in before if before[pack_id] != after[pack_id]} == users_of(file.stem, name), name


def with_other_digit(text: str, name: str) -> str:
    """The text with the first digit of a function or a constant raised by one (a new one where it has none)."""
    node = next(one for one in ast.parse(text).body if name in names_of(one))
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))]) - 1
    lines = text.splitlines(keepends=True)
    block = "".join(lines[first : node.end_lineno])
    digit = re.search(r"(?<!\w)\d", block)
    other = f"{block[: digit.start()]}{(int(digit[0]) + 1) % 10}{block[digit.end() :]}" if digit else f"{block.rstrip()}  # 7\n"
    return "".join([*lines[:first], other, *lines[node.end_lineno :]])


def names_of(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef):
        return [node.name]
    targets = (*getattr(node, "targets", ()), *([node.target] if isinstance(node, ast.AnnAssign) else ()))
    return [target.id for target in targets if isinstance(target, ast.Name)]


@pytest.mark.parametrize(
    ("uses", "told"),
    [
        ({"use_formulas": ["settlement.no_such"]}, "no settlement.no_such among its formulas"),
        ({"use_formulas": ["no_such.true_up_tco2e"]}, "no no_such.true_up_tco2e"),
        ({"use_formulas": ["../cn.true_up_tco2e"]}, "no ../cn.true_up_tco2e"),
        ({"use_formulas": ["cement.raw_meal_ratio"]}, "no cement.raw_meal_ratio among its formulas"),
        ({"use_checks": ["settlement.true_up_tco2e"]}, "no settlement.true_up_tco2e among its checks"),
    ],
    ids=str,
)
def test_a_name_that_shared_does_not_have_is_refused(uses, told, monkeypatch):
    with pytest.raises(PackError, match=told):
        with_uses(monkeypatch, WORKS, **uses)


def test_a_function_is_taken_or_written_and_not_both(monkeypatch):
    with pytest.raises(PackError, match=r"raw_meal_ratio written in checks\.py and taken from shared/"):
        with_uses(monkeypatch, "cn/cement/reporting_2023", use_checks=["cement.raw_meal_ratio"])


def test_checks_may_stand_in_files_by_topic():
    parts = rulebook._own_parts("cn/power/cets_2022")
    assert {"checks/readings", "checks/ranges"} <= parts.program_texts.keys()
    assert {"checks", "checks_magnitudes"} <= rulebook._own_parts("cn/cement/cets_2024").program_texts.keys()
    names = {one.__name__ for one in parts.check_functions}
    assert {"dry_basis_complete", "load_factor_range"} <= names


@pytest.mark.parametrize("pack_id", pack_ids())
def test_checks_stand_in_the_order_of_their_codes(pack_id):
    codes = [one.id for one in load(pack_id).checks]
    assert codes == sorted(codes)
