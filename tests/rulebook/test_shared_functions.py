"""Formulas and checks that several editions take from shared/: each stands once, says everything in its own text, and is
covered by the hash of every pack that takes it.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import pytest

from tanheng import rulebook
from tanheng.engine import words
from tanheng.engine.editions import PackParts
from tanheng.engine.errors import PackError
from tanheng.engine.loading import content_hash
from tanheng.rulebook import load, pack_ids, raw_head, revisions_of

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
    shared = {f"{file.stem}.{one.name}" for file in SHARED for one in functions(file)}
    assert {name for name, count in uses.items() if count > 1} == shared


@pytest.mark.parametrize("file", SHARED, ids=lambda file: file.stem)
def test_the_text_of_a_shared_function_says_everything(file):
    """The hash covers the function alone, so no constant beside it may decide what it gives."""
    known = {*(name for name in vars(words) if not name.startswith("_")), "check", "continuity", "spread", "p"}
    for function in functions(file):
        names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
        own = {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}
        own |= {node.id for node in names if isinstance(node.ctx, ast.Store)}
        assert {node.id for node in names} - own - known == set(), function.name


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
    """A changed text shows; another function of the same module is no part of the pack."""
    parts = rulebook._own_parts(WORKS)
    assert "settlement.allowance_shortfall_tco2e" not in parts.program_texts
    text = parts.program_texts["settlement.true_up_tco2e"]
    assert text.startswith("def true_up_tco2e(") and "def pre_issued_tco2e" not in text
    monkeypatch.setattr(rulebook.inspect, "getsource", lambda one: text.replace(" - ", " + "))
    assert content_hash(rulebook._own_parts(WORKS)) != content_hash(parts)


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
    assert {"checks", "checks_ranges"} <= parts.program_texts.keys()
    names = {one.__name__ for one in parts.check_functions}
    assert {"dry_basis_complete", "load_factor_range"} <= names


@pytest.mark.parametrize("pack_id", pack_ids())
def test_checks_stand_in_the_order_of_their_codes(pack_id):
    codes = [one.id for one in load(pack_id).checks]
    assert codes == sorted(codes)
