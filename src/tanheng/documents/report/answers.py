"""What a report says of doubts about figures: which were answered and how, for the authority to read; and the problems beside them.

The reporter chooses whether an answer is printed. One that is not is not hidden either: a sentence counts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tanheng.documents.report.labels import facility_label, item_label, month_label
from tanheng.engine.answer import CORRECTED, SAYS, Answer
from tanheng.engine.answers import places_of
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.text import Text

IDLE = "RUN-211"  # an answer that answers nothing any more: a word to whoever keeps the case
GONE = Text("原有疑问，数值更正后已消除", "asked before; gone since the figures were corrected")
CONFIRMED_COUNT = Text(
    "本报告有 {count} 条数值疑问经企业确认无误，理由见附录“数值疑问及答复”。",
    "{count} doubts about figures of this report were confirmed by the enterprise; the reasons stand in the appendix, "
    "“Doubts about figures and their answers”.",
)
CONFIRMED_ONE = Text(
    CONFIRMED_COUNT.zh,
    "{count} doubt about a figure of this report was confirmed by the enterprise; the reason stands in the appendix, "
    "“Doubts about figures and their answers”.",
)
CONFIRMED_UNPRINTED = Text(
    "本报告有 {count} 条数值疑问经企业确认无误，答复未在此打印，随算例留存备查。",
    "{count} doubts about figures of this report were confirmed by the enterprise; the answers are not printed here and are kept with the "
    "case for inspection.",
)
CONFIRMED_ONE_UNPRINTED = Text(
    CONFIRMED_UNPRINTED.zh,
    "{count} doubt about a figure of this report was confirmed by the enterprise; the answer is not printed here and is kept with the case "
    "for inspection.",
)
CONFIRMED_SOME_UNPRINTED = Text(
    "本报告有 {count} 条数值疑问经企业确认无误，其中 {printed} 条的理由见附录“数值疑问及答复”，"
    "其余 {held} 条的答复未在此打印，随算例留存备查。",
    "{count} doubts about figures of this report were confirmed by the enterprise; the reasons of {printed} stand in the appendix, “Doubts "
    "about figures and their answers”, the answers to {held} are not printed here and are kept with the case for inspection.",
)
UPLOADED = Text("{person}（由 {uploader} 上传）", "{person} (uploaded by {uploader})")
UNPRINTED = Text(
    "另有 {count} 条疑问已答复，答复未在此打印，随算例留存备查。",
    "{count} more were answered; the answers are not printed here and are kept with the case for inspection.",
)


def problems_told(run: Run) -> list[Problem]:
    """The problems that stand in the list of problems: those with an answer stand in the list of answers."""
    return [problem for problem in run.problems if problem.answer is None and problem.code != IDLE]


def answer_rows(run: Run, lang: str, uploaders: Mapping[tuple[Any, str], str]) -> Iterator[tuple[str, ...]]:
    """Code, place, doubt, what was said, reason, person and day of every printed answer; then of corrections whose doubt is gone.

    `uploaders`: by key and person of an answer who uploaded it, where it was somebody else.
    """
    for problem in run.problems:
        if problem.answer is not None and problem.answer.printed:
            yield (problem.code, places_text(run, problem, lang), problem.message.in_(lang), *_said(problem.answer, lang, uploaders))
    for one in _corrections(run):
        if one.printed:
            where = Where(one.quantity, one.facility, one.item, one.month)
            yield (one.code, place_text(run, where, one.code, lang), GONE.in_(lang), *_said(one, lang, uploaders))


def unprinted_sentence(run: Run, lang: str) -> str:
    """How many answers are kept and not printed; empty where there are none."""
    held = [problem.answer for problem in run.problems if problem.answer is not None]
    count = sum(not one.printed for one in [*held, *_corrections(run)])
    return UNPRINTED.filled(count=str(count)).in_(lang) if count else ""


def confirmed_sentence(run: Run, lang: str) -> str:
    """How many doubts were confirmed, and where the answers stand or that they are not printed; empty where there are none."""
    answers = [problem.answer for problem in run.problems if problem.answer is not None]
    count, printed = len(answers), sum(one.printed for one in answers)
    if printed == count:
        sentence = CONFIRMED_ONE if count == 1 else CONFIRMED_COUNT
    elif printed:
        sentence = CONFIRMED_SOME_UNPRINTED
    else:
        sentence = CONFIRMED_ONE_UNPRINTED if count == 1 else CONFIRMED_UNPRINTED
    return sentence.filled(count=str(count), printed=str(printed), held=str(count - printed)).in_(lang) if count else ""


def _corrections(run: Run) -> list[Answer]:
    asked = {(place, problem.digest) for problem in run.problems if problem.asks for place in places_of(problem)}
    return [one for one in run.case.answers if one.says == CORRECTED and one.key not in asked]


def _said(one: Answer, lang: str, uploaders: Mapping[tuple[Any, str], str]) -> tuple[str, str, str]:
    uploader = uploaders.get((one.key, one.person))
    person = UPLOADED.filled(person=one.person, uploader=uploader).in_(lang) if uploader else one.person
    return (SAYS[one.says].in_(lang), one.reason, " · ".join(part for part in (person, one.on) if part))


def places_text(run: Run, problem: Problem, lang: str) -> str:
    """Every place of a problem, a line each."""
    return "\n".join(dict.fromkeys(place_text(run, where, problem.code, lang) for where in problem.all_places))


def place_text(run: Run, where: Where, code: str, lang: str) -> str:
    """Quantity, facility, item, month, sheet and cell of a place; the measure of a check has no name, its item goes by its arguments'."""
    quantity = run.pack.quantities.get(where.quantity or "")
    check = next((check for check in run.pack.checks if check.id == code), None)
    named = [quantity.id] if quantity else list(check.formula.arguments) if check else []
    labels = (item_label(run, name, where.item, lang) for name in named)
    item = next((label for label in labels if label != where.item), where.item or "")
    parts = [quantity.label.in_(lang) if quantity else "", facility_label(run, where.facility), item]
    parts += [month_label(where.month, lang) if where.month else "", where.sheet or "", where.cell or ""]
    return " · ".join(part for part in parts if part)
