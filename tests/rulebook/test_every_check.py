"""Every check of every edition has two examples, computed anew: one in which it is asked and silent, one in which it fires."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
import yaml

from tanheng.rulebook import load, pack_ids
from tests.rulebook.check_examples import FILE, asked, codes_of, document_of, outcome, told

KINDS = ("passes", "fires")


@cache
def examples() -> dict[str, dict[str, dict[str, Any]]]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def lacking(pack_id: str, written: dict[str, dict[str, Any]]) -> list[str]:
    """The checks without one of their examples."""
    return [f"{code} {kind}" for code in sorted(codes_of(load(pack_id))) for kind in KINDS if kind not in (written.get(code) or {})]


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_check_has_an_example_that_passes_and_one_that_fires(pack_id):
    assert lacking(pack_id, examples()[pack_id]) == []
    assert set(examples()[pack_id]) <= codes_of(load(pack_id))


def test_a_check_without_examples_is_found():
    written = {code: dict(kinds) for code, kinds in examples()["cn/aluminium/cets_2024"].items()}
    del written["AL-021"]["fires"], written["AL-022"]
    assert lacking("cn/aluminium/cets_2024", written) == ["AL-021 fires", "AL-022 passes", "AL-022 fires"]


@pytest.mark.parametrize("pack_id", pack_ids())
def test_the_examples_do_what_they_say(pack_id):
    by_example: dict[str, tuple[set[str], set[str]]] = {}
    for code, kinds in examples()[pack_id].items():
        for kind, example in kinds.items():
            key = repr(sorted(example.items(), key=str))
            if key not in by_example:
                run, problems = outcome(document_of(pack_id, example))
                by_example[key] = told(problems), asked(run) if run else set()
            codes, evaluated = by_example[key]
            assert code in codes if kind == "fires" else code in evaluated - codes, (code, kind, example)
