"""Doubts about a year's figures as their page shows them: each with its figures, its places in words, its answers then and now."""

from dataclasses import dataclass, replace

from tanheng.apps.monitoring.pages.day_books import explained_text
from tanheng.apps.monitoring.selectors.day_books import Explained
from tanheng.apps.records.models import Import, WarningAnswer
from tanheng.apps.records.pages.month_table import value_address
from tanheng.apps.records.selectors import answers_given, run_of
from tanheng.apps.records.selectors.doubts import answer_as_said, figures_beneath, year_problems
from tanheng.engine.absences import NOT_APPLICABLE_SIGN
from tanheng.engine.answers import open_doubts, places_of
from tanheng.engine.case import Value
from tanheng.engine.numbers import shown
from tanheng.engine.places import NOWHERE, Where
from tanheng.engine.problems import Problem
from tanheng.engine.run import Run
from tanheng.pages.language import reader_language
from tanheng.pages.problem_texts import doubt_anchor
from tanheng.pages.wording import item_label, month_label, place_label, shown_unit

MOST_FIGURES = 12  # of one doubt on a page


@dataclass(frozen=True)
class DoubtfulFigure:
    """One figure a doubt speaks of: what and where it is, as shown, with the page of the value and the place it was read from."""

    label: str
    text: str
    unit: str
    address: str
    origin: str


@dataclass(frozen=True)
class Doubt:
    """A warning that asks, ready to be shown: with its figures, its answer or none, and what was said before."""

    problem: Problem
    places: tuple[str, ...]
    figures: tuple[DoubtfulFigure, ...]
    more_figures: int
    history: tuple[WarningAnswer, ...]
    explained: str  # what the day-books say of its month; "" where they say nothing
    alike: tuple[str, ...]  # digests of the other open doubts of the same code at the same facility and item

    @property
    def anchor(self) -> str:
        """Its name on a page."""
        return doubt_anchor(self.problem)


def doubts_of(one: Import) -> list[Doubt]:
    """Every doubt about an import, the open ones first."""
    run, problems = run_of(one), [problem for problem in year_problems(one) if problem.asks]
    given = list(answers_given(one.node, one.year or 0, one.pack))
    books = Explained(one.node, one.year or 0)
    found = [replace(_doubt(one, run, each, problems, given), explained=explained_text(books.at(each.where))) for each in problems]
    return sorted(found, key=lambda doubt: doubt.problem.answer is not None)


def _doubt(one: Import, run: Run, problem: Problem, problems: list[Problem], given: list[WarningAnswer]) -> Doubt:
    said = [each for each in given if (each.code, *answer_as_said(each).place[1:4]) == places_of(problem)[0][:4]]
    history = tuple(each for each in said if problem.answer is None or answer_as_said(each) != replace(problem.answer, origin=NOWHERE))
    alike = tuple(
        other.digest for other in open_doubts(problems)
        if other.digest != problem.digest and _series(other) == _series(problem)
    )  # fmt: skip
    texts = tuple(dict.fromkeys(_place(run, problem.code, where) for where in problem.all_places))
    figures = _figures(one, run, problem)
    return Doubt(problem, texts, tuple(figures[:MOST_FIGURES]), len(figures[MOST_FIGURES:]), history, "", alike)


def _place(run: Run, code: str, where: Where) -> str:
    """Quantity, facility, item and month by their names; the measure of a check has none, its sentence says what it is."""
    check = next((check for check in run.pack.checks if check.id == code), None)
    known = where.quantity if where.quantity in run.pack.quantities else ""
    label = run.pack.quantities[known].label.in_(reader_language()) if known else ""
    named = [known] if known else list(check.formula.arguments) if check else []
    items = (item_label(run.pack, name, where.item) for name in named)
    item = next((text for text in items if text != where.item), where.item or "")
    parts = (label, run.case.facility_names.get(where.facility or "", where.facility or ""), item)
    return " · ".join(part for part in (*parts, month_label(run.case.year, where.month)) if part)


def _series(problem: Problem) -> tuple[str, str | None, str | None, str | None]:
    """What doubts of different months have in common."""
    return (problem.code, problem.where.quantity, problem.where.facility, problem.where.item)


def _figures(one: Import, run: Run, problem: Problem) -> list[DoubtfulFigure]:
    """The reported figures beneath the check that found it, at its places; those of the place itself where no check of the pack did."""
    return [_figure(one, run, value) for value in figures_beneath(run, problem)]


def _figure(one: Import, run: Run, value: Value) -> DoubtfulFigure:
    quantity, year = run.pack.quantities[value.quantity], one.year or 0
    facility = run.case.facility_names.get(value.facility or "", "")
    label = f"{quantity.label.in_(reader_language())} · {place_label(run.pack, quantity.id, facility, value.item, year, value.month)}"
    address = value_address(one.node_id, year, one.pack, quantity.id, value.key, value.month)
    decimals = quantity.year_decimals if value.month is None else quantity.decimals
    unit = shown_unit(run.pack.unit_of(quantity.id, value.item))
    figure = NOT_APPLICABLE_SIGN if value.amount is None else shown(value.amount, decimals)
    return DoubtfulFigure(label, figure, unit, address, value.origin.as_text(reader_language()))
