"""What a check rests on is said in both languages, and the table of the Chinese holds nothing that no check says any more."""

from __future__ import annotations

from tanheng.rulebook import load, pack_ids
from tanheng.rulebook.check_clauses import _chinese, clause_text

CLAUSES = {check.clause for pack_id in pack_ids() for check in load(pack_id).checks}


def test_every_check_says_it_in_chinese():
    missing = sorted(clause for clause in CLAUSES if not any("\u4e00" <= sign <= "\u9fff" for sign in clause_text(clause).zh))
    assert missing == [], "add them to rulebook/check_clauses.yaml"


def test_no_clause_is_left_that_no_check_has():
    assert sorted(set(_chinese()) - CLAUSES) == []


def test_the_english_stays_as_the_check_says_it():
    assert all(clause_text(clause).en == clause for clause in CLAUSES)
