"""What the checks of rule packs say of a year's figures as they are typed: those of files with what was typed in their places."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse

from tanheng.apps.monitoring.models.series import WITHDRAWN
from tanheng.apps.records.models import Import
from tanheng.apps.records.selectors import answers_given, current_import, run_alone
from tanheng.apps.records.selectors.doubts import answer_as_said, figures_beneath
from tanheng.apps.records.selectors.drawn import case_with_typed, last_month_of
from tanheng.apps.records.selectors.typed_figures import packs_typed, typed_over
from tanheng.apps.sites.models import Node
from tanheng.engine.answers import answers_in_force, with_answers
from tanheng.engine.case import Value
from tanheng.engine.life import MONTHS
from tanheng.engine.places import Place
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.pages.cell_check import CellCheck
from tanheng.pages.problem_texts import answer_address
from tanheng.rulebook import load


def checked_figures(company: Node, year: int, packs: Sequence[str]) -> Iterator[CellCheck]:
    """Errors, and doubts that ask, by those of the rule packs for which something was typed. A year that is not whole yet is checked as far
    as it goes: that months are missing is no news in the grid.
    """
    for pack in (one for one in packs_typed(company, year) if one in packs):
        before = current_import(company, year, pack)
        run = _run(before, company, year, pack)
        said = [answer_as_said(one) for one in answers_given(company, year, pack).order_by("id")]
        for one in with_answers(run.problems, answers_in_force(run.problems, said)):
            if one.asks or one.severity == "error":
                places = (_place(value, one) for value in figures_beneath(run, one))
                yield CellCheck.of(pack, one, places, _address(before, one, company, year, pack))


def _run(before: Import | None, company: Node, year: int, pack: str) -> Run:
    """As if nobody had answered; through the last month that has figures."""
    typed = typed_over(before, company, year, pack)
    told = [place.month or 0 for place, reading in typed.items() if reading.kind != WITHDRAWN]
    through = max([*told, last_month_of(before) if before else 0]) if told or before else len(MONTHS)
    case = case_with_typed(before, typed, company, year, pack, through)
    last = current_import(company, year - 1, pack)
    return run_case(load(pack), replace(case, answers=()), beside=run_alone(last) if last else None)


def _place(value: Value, problem: Problem) -> Place:
    """Where the figure stands; of a doubt about the whole year, the year."""
    return value.place if problem.where.month is not None else value.place._replace(month=None)


def _address(before: Import | None, problem: Problem, company: Node, year: int, pack: str) -> str:
    """Doubts are answered once the figures are taken over into the year's."""
    query = urlencode({"pack": pack})
    answers = f"{reverse('records:answers', args=[company.pk, year])}?{query}"
    return answer_address(answers, problem) if before else f"{reverse('records:typed', args=[company.pk, year])}?{query}"
