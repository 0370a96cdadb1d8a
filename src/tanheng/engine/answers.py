"""Answers to warnings: corrected, or confirmed with a reason, each tied to the figures it speaks of by their digest.

An answer holds as long as its figures stand; a changed figure has another digest and asks again. Nothing here knows what kind of
warning is answered: a problem that carries a digest asks, whichever check or reader found it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.answer import CONFIRMED, CORRECTED, WAITS, Answer, AnswerPlace
from tanheng.engine.case import Override, Value
from tanheng.engine.column_texts import word_text
from tanheng.engine.numbers import full_text, shown
from tanheng.engine.places import Key
from tanheng.engine.problems import Problem, gathered
from tanheng.engine.sentences import Sentence, problem_of
from tanheng.engine.text import Text
from tanheng.seal.canonical import canonical_bytes, sha256_of_bytes

# quantity, facility, item, month (None: the year), amount (None: not applicable)
Figure = tuple[str, str | None, str | None, int | None, Decimal | None]
# The remark behind the sentence of a doubt that an earlier answer no longer settles.
CHANGED = Text(
    "（曾答复“{reason}”，{person}；数值已变，须重新答复）",
    " (answered before: “{reason}”, {person}; its figures have changed since, so it asks again)",
)
UNCHANGED = Text(
    "（曾答复已更正“{reason}”，{person}；数值未变，仍须答复）",
    " (answered as corrected: “{reason}”, {person}; its figures are still the same, so it asks again)",
)
SENTENCES: dict[str, Sentence] = {
    "RUN-211": (
        "note",
        "对 {found} 的答复“{reason}”已没有对应的疑问：数值已变，或该问题不再出现",
        "the answer to {found}, “{reason}”, answers nothing any more: its figures have changed, or the warning is gone",
        "保留作为记录，或删去这一条答复",
        "keep it for the record, or remove this answer",
    )
}


def figure_of(value: Value) -> Figure:
    """What of a value enters the digest of an answer."""
    return value[:5]


def figures_digest(
    code: str,
    figures: Iterable[Figure],
    usual: Decimal | None = None,
    *,
    before: Iterable[Figure] = (),
    at: Key | None = None,
    quantity: str = "",
    replaced: Iterable[Override] = (),
) -> str:
    """`sha256:…` of a warning's code and the figures it speaks of. Order and trailing zeros do not matter; a changed amount does.

    `usual` is what a doubt holds them against, taken to two digits: it asks again where that has become another, not where a month
    beside was mended a little. `before` are last year's figures; `quantity` and `at` tell doubts apart that rest on the same figures;
    `replaced` are the values of the rules that the case replaced beneath what is doubted.
    """
    more: dict[str, Any] = {} if usual is None else {"usual": shown(usual, significant=2)}
    if values := sorted([*(part or "" for part in one.key), one.value, one.unit] for one in replaced):
        more["replaced"] = values
    if quantity or at is not None:
        more["at"] = [quantity, *(part or "" for part in at or (None, None))]
    parts = {name: canonical_bytes(part).decode() for name, part in {"code": code, **more}.items()}
    if earlier := _rows(before):
        parts["before"] = f"[{','.join(earlier)}]"
    parts["figures"] = f"[{','.join(_rows(figures))}]"
    return sha256_of_bytes(f"{{{','.join([f'{word_text(name)}:{part}' for name, part in sorted(parts.items())])}}}".encode())


def _rows(figures: Iterable[Figure]) -> list[str]:
    """The figures in their order, each in canonical JSON."""
    rows = sorted(
        (quantity, facility or "", item or "", month or 0, NOT_APPLICABLE_SIGN if amount is None else full_text(amount))
        for quantity, facility, item, month, amount in figures
    )
    return [f'{_head(name, facility, item)}{month},"{text}"]' for name, facility, item, month, text in rows]


@lru_cache(10_000)
def _head(quantity: str, facility: str, item: str) -> str:
    return f"[{word_text(quantity)},{word_text(facility)},{word_text(item)},"


def places_of(problem: Problem) -> list[AnswerPlace]:
    """What an answer to this problem may name: any place it stands at, for its figures are the same at all of them."""
    return [(problem.code, where.quantity or "", where.facility or "", where.item or "", where.month or 0) for where in problem.all_places]


def with_answers(problems: Iterable[Problem], answers: Sequence[Answer]) -> list[Problem]:
    """The problems with the answer that holds beside each; a doubt whose figures changed since says so, and an answer that answers
    nothing any more is told in a note.
    """
    found = _told_beside(problems, answers) if answers else list(problems)
    return without_idle_entries(found, open_doubts(found))


def _told_beside(problems: Iterable[Problem], answers: Sequence[Answer]) -> list[Problem]:
    found, spoken = gathered(problems), set()
    by_key = {one.key: one for one in answers}
    asking = {(place, one.digest) for one in found if one.asks for place in places_of(one)}
    folded = {(place, one.digest) for doubt in found for one in doubt.also for place in places_of(one)}  # told with their cause
    idle = sorted((one for one in answers if one.key not in asking), key=lambda one: one.on)
    by_place = {one.place: one for one in idle}  # of several the latest speaks for its place
    for number, problem in enumerate(found):
        places = places_of(problem) if problem.asks else []
        own = (by_key.get((place, problem.digest)) for place in places)
        told = next(filter(None, [*own, *map(by_place.get, places)]), None)
        if told is not None:
            spoken.add(told.key)
            holds = told.digest == problem.digest and told.says == CONFIRMED
            found[number] = replace(problem, answer=told) if holds else _asked_again(problem, told)
    return [*found, *_notes(one for one in answers if one.key not in spoken | folded)]


def without_idle_entries(problems: Iterable[Problem], doubts: Iterable[Problem]) -> list[Problem]:
    """The problems without the notes on blank entries that nobody need fill in: their doubt is mended, answered or asked anew, and so
    none of these open `doubts`.
    """
    waiting = {one.digest for one in doubts}
    return [one for one in problems if one.code != WAITS or not one.digest or one.digest in waiting]


def answers_in_force(problems: Iterable[Problem], said: Iterable[Answer]) -> list[Answer]:
    """Of everything that was ever said, the oldest first, what belongs into a case with these problems.

    For each doubt the latest answer to its figures, else the latest to its place, so that the old reason is shown; and corrections
    whose doubt is gone. A confirmation that answers nothing any more is history and left out.
    """
    by_key, by_place = {}, {}
    for one in said:
        by_key[one.key], by_place[one.place] = one, one
    found: dict[tuple[AnswerPlace, str], Answer] = {}
    for doubt in (one for one in problems if one.asks):
        places = places_of(doubt)
        own = next((by_key[place, doubt.digest] for place in places if (place, doubt.digest) in by_key), None)
        last = own or next((by_place[place] for place in places if place in by_place), None)
        found |= {last.key: last} if last else {}
        for place in places:
            by_place.pop(place, None)
    found |= {one.key: one for one in by_place.values() if one.says == CORRECTED}
    return [found[key] for key in sorted(found)]


def open_doubts(problems: Iterable[Problem]) -> list[Problem]:
    """The warnings that ask for an answer and have none that holds: without them answered no report is issued."""
    return [problem for problem in problems if problem.asks and problem.answer is None]


def _asked_again(problem: Problem, told: Answer) -> Problem:
    remark = UNCHANGED if told.digest == problem.digest else CHANGED
    said = remark.filled(reason=told.reason, person=told.person)
    return replace(problem, message=Text(problem.message.zh + said.zh, problem.message.en + said.en))


def _notes(idle: Iterable[Answer]) -> Iterator[Problem]:
    for one in idle:
        if one.says == CONFIRMED:  # a correction has done its work when the warning is gone
            where = one.origin.where(quantity=one.quantity, facility=one.facility, item=one.item, month=one.month)
            yield problem_of(SENTENCES, "RUN-211", where, found=one.code, reason=one.reason)
