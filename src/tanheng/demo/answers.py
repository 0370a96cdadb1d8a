"""Answers to every doubt about a synthetic case: the plant is made up, so its figures are as they were meant. Never for a real one."""

from __future__ import annotations

from typing import Any

from tanheng.engine.answer import CONFIRMED, Answer
from tanheng.engine.answers import open_doubts
from tanheng.engine.case.reading import read_case
from tanheng.engine.running import run_case
from tanheng.rulebook import load

REASON, PERSON = "合成数据，按设定生成，无需更正", "合成人员"


def with_synthetic_answers(document: dict[str, Any]) -> dict[str, Any]:
    """The synthetic case with every open doubt confirmed; as it is where nothing asks."""
    case, problems = read_case(document, load)
    if case is None:
        return document
    entries = []
    for doubt in open_doubts(run_case(load(case.pack_id), case, problems).problems):
        where = doubt.where
        place = (where.quantity, where.facility, where.item, where.month)
        entries.append(Answer(doubt.code, *place, doubt.digest, CONFIRMED, REASON, PERSON).as_document())
    return {**document, "answers": [*document.get("answers", ()), *entries]} if entries else document
