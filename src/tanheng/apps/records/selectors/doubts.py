"""Doubts about a year's figures with the answers given to them, and the case of the year that carries both.

Answers come with a file or are given on a page; here they meet. Nothing is written, and no check is known by its kind.
"""

from dataclasses import replace

from tanheng.apps.records.models import Import, WarningAnswer
from tanheng.apps.records.selectors import answers_given, case_of, run_of
from tanheng.engine.answer import WAITS, Answer
from tanheng.engine.answers import answers_in_force, open_doubts, with_answers, without_idle_entries
from tanheng.engine.case import Case, Value
from tanheng.engine.checks.figures import values_beneath
from tanheng.engine.problems import Problem, sorted_problems
from tanheng.engine.run import Run
from tanheng.pages.problem_texts import stored_problems


def answer_as_said(one: WarningAnswer) -> Answer:
    """A stored answer as a case holds it."""
    return Answer(
        one.code, one.quantity or None, one.facility_code or None, one.item or None, one.month, one.digest, one.says, one.reason,
        one.person, one.on.isoformat(), one.printed,
    )  # fmt: skip


def unanswered_problems(one: Import) -> list[Problem]:
    """What was found when the file was read and when the checks ran, as if nobody had answered."""
    return sorted_problems([*stored_problems(one.problems), *run_of(one).problems])


def year_case(one: Import) -> Case:
    """The case of an import with the answers that speak to its doubts: those of the file, and over them what was said on pages.

    Those of a file whose uploader may not answer doubts are proposals: they stand in the file and settle nothing.
    """
    case = case_of(one)
    if not one.answers_count:
        case = replace(case, answers=())
    given = list(answers_given(one.node, one.year or 0, one.pack).order_by("id"))
    if not given:
        return case
    before = [answer_as_said(found) for found in given if not _since(found, one)]
    since = [answer_as_said(found) for found in given if _since(found, one)]
    said = answers_in_force(unanswered_problems(one), [*before, *case.answers, *since])
    kept = {answer.key: answer for answer in [*case.answers, *said]}  # the file keeps its own entries
    return replace(case, answers=tuple(kept[key] for key in sorted(kept)))


def _since(answer: WarningAnswer, one: Import) -> bool:
    """Whether an answer was given after the import: by numbers; by the clock only where the number was not kept yet."""
    return answer.at > one.at if answer.import_number is None else answer.import_number >= one.number


def year_problems(one: Import) -> list[Problem]:
    """Problems of the figures that count, with the answers that hold beside them."""
    return sorted_problems(with_answers(unanswered_problems(one), year_case(one).answers))


def file_problems(one: Import) -> list[Problem]:
    """What was told of the file of an import; a blank answer in it is told of as long as its doubt is open."""
    told = stored_problems(one.problems)
    return without_idle_entries(told, open_year_doubts(one)) if one.accepted and _has_blank_answers(told) else told


def file_problems_and_doubts(one: Import) -> list[Problem]:
    """The same with the doubts about the figures that wait for an answer: all that is to be done about an accepted import."""
    return sorted_problems([*file_problems(one), *open_year_doubts(one)])


def _has_blank_answers(problems: list[Problem]) -> bool:
    return any(problem.code == WAITS for problem in problems)


def open_count(one: Import) -> int:
    """How many doubts about an import wait for an answer."""
    return len(open_year_doubts(one))


def open_year_doubts(one: Import) -> list[Problem]:
    """The doubts about an import that wait for an answer."""
    return open_doubts(year_problems(one))


def figures_beneath(run: Run, problem: Problem) -> list[Value]:
    """The reported figures a problem of a run speaks of: those beneath the check that found it, at its places; of no check of the pack
    those of the place itself.
    """
    where, months = problem.where, {place.month for place in problem.all_places if place.month is not None}
    check = next((check for check in run.pack.checks if check.id == problem.code), None)
    names = [name for name in (check.formula.arguments if check else (where.quantity,)) if name in run.pack.inputs_beneath]
    return sorted(values_beneath(run, names, (where.facility, where.item), months), key=lambda value: value.month or 0)
