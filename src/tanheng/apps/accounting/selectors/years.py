"""The state of a company's year by a rule pack, read from its steps; and in which state a run, and so a report of it, stands."""

from dataclasses import dataclass

from tanheng.apps.accounting.models import Run, YearStep
from tanheng.apps.accounting.selectors import latest_run, state_of_inputs, superseded
from tanheng.apps.monitoring.selectors.months import OpenMonth, open_months
from tanheng.apps.people.access import opens
from tanheng.apps.people.access.separations import standing
from tanheng.apps.people.models import User
from tanheng.apps.people.models.permissions import SEPARATIONS
from tanheng.apps.records.models import Import
from tanheng.apps.records.selectors.typed_figures import givers
from tanheng.apps.sites.models import Node
from tanheng.engine.problems import Problem
from tanheng.pages.actor import Reach
from tanheng.workflow.tables import State, Transition
from tanheng.workflow.years import APPROVE, DRAFT, FINAL, NOT_GIVER, NOT_REVIEWER, NOT_SUBMITTER, RETURN, REVIEW, SUBMIT, SUBMITTER, YEAR


@dataclass(frozen=True)
class StandingYear:
    """A company's year by a pack with its steps so far, the oldest first."""

    node: Node
    year: int
    pack: str
    steps: tuple[YearStep, ...]

    @property
    def state(self) -> State:
        """Where the year stands: after its last step, a draft before the first."""
        return YEAR.state(self.steps[-1].state) if self.steps else YEAR.first

    @property
    def number(self) -> int:
        """How many steps were taken: who acts says which of them they had seen."""
        return self.steps[-1].number if self.steps else 0

    @property
    def run(self) -> Run | None:
        """The run that was submitted and stands; None in a draft."""
        return self.steps[-1].run if self.steps and self.state.id != DRAFT else None

    @property
    def last_round(self) -> str:
        """The round of the newest final; "" where there was none yet."""
        return next((one.round for one in reversed(self.steps) if one.verb == APPROVE), "")

    @property
    def submitted(self) -> YearStep | None:
        """The step by which what stands was submitted."""
        return self._standing(SUBMIT)

    @property
    def reviewed(self) -> YearStep | None:
        """The step by which what stands was reviewed."""
        return self._standing(REVIEW)

    @property
    def final(self) -> YearStep | None:
        """The approval by which it is final; None where it is not."""
        return self._standing(APPROVE) if self.state.id == FINAL else None

    def _standing(self, verb: str) -> YearStep | None:
        """The step by that verb since the year was a draft last."""
        for one in reversed(self.steps):
            if one.state == DRAFT:
                return None
            if one.verb == verb:
                return one
        return None


@dataclass(frozen=True)
class Newer:
    """What is there since a year was submitted: figures, answers, runs."""

    figures: Import | None
    answers: bool
    run: Run | None


def standing_year(node: Node, year: int, pack: str) -> StandingYear:
    """The state of a company's year by a pack."""
    steps = YearStep.objects.filter(node=node, year=year, pack=pack) if pack.isprintable() else YearStep.objects.none()
    return StandingYear(node, year, pack, tuple(steps.select_related("run", "by").order_by("number")))


def barred(move: Transition, found: StandingYear, user: User) -> bool:
    """Whether a move is never this person's to take while the year stands so, whatever their roles: only who submitted withdraws, and
    where duties are kept apart nobody reviews or approves what they gave, submitted or reviewed.
    """
    done = {SUBMITTER: found.submitted, NOT_SUBMITTER: found.submitted, NOT_REVIEWER: found.reviewed}
    theirs = {guard for guard, one in done.items() if one is not None and one.by_id == user.pk}
    if found.run and user.pk in givers(found.run.snapshot.source_import):
        theirs.add(NOT_GIVER)
    if SUBMITTER in move.guards and SUBMITTER not in theirs:
        return True
    return bool({NOT_SUBMITTER, NOT_GIVER, NOT_REVIEWER} & theirs & set(move.guards)) and kept_apart(found.node)


def refusal_of(reach: Reach, user: User, found: StandingYear, verb: str) -> Problem:
    """Why the table makes no such move from where the year stands, with what is open to this person instead."""
    after = YEAR.after(found.state.id, verb, lambda one: opens(reach, one.permission, found.node) and not barred(one, found, user))
    assert isinstance(after, Problem)
    return after


def kept_apart(node: Node) -> bool:
    """Whether preparation, review and approval are kept apart in a company."""
    return standing(SEPARATIONS["preparation"], node).in_force


def closed_years(node: Node) -> list[StandingYear]:
    """The years of a company, by pack, that are under review or final, the newest first."""
    return [one for one in _stepped_years(node) if one.state.id != DRAFT]


def returned_years(node: Node) -> list[StandingYear]:
    """The years of a company, by pack, that were returned and not submitted again since, the newest first."""
    return [one for one in _stepped_years(node) if one.steps[-1].verb == RETURN]


def _stepped_years(node: Node) -> list[StandingYear]:
    keys = YearStep.objects.filter(node=node).order_by("-year", "pack").values_list("year", "pack").distinct()
    return [standing_year(node, year, pack) for year, pack in keys]


def reported_run(node: Node, year: int, pack: str) -> Run | None:
    """The run that the year reports: the final one until it is reopened, else the newest."""
    found = standing_year(node, year, pack)
    if found.final:
        return Run.objects.select_related("node", "by", "snapshot", "snapshot__source_import", "beside").get(pk=found.final.run_id)
    return latest_run(node, year, pack)


def newer_than_submitted(found: StandingYear) -> Newer | None:
    """What has come since what stands was submitted; None where nothing has, or nothing stands."""
    if found.run is None:
        return None
    since, newest = superseded(found.run), latest_run(found.node, found.year, found.pack)
    later = newest if newest and newest.number > found.run.number else None
    if since is None and later is None:
        return None
    return Newer(since.newer if since else None, bool(since and since.answers), later)


@dataclass(frozen=True)
class RunState:
    """In which state of the year a run stands: that of the year where it is the one submitted, else a draft; and how many months that the
    plan asks for are not closed: until none is, a run is provisional (暂定).
    """

    state: State
    round: str
    open_months: int = 0
    through_month: int | None = None  # of a part of the year: what is of less than a year is provisional whatever is closed

    @property
    def is_final(self) -> bool:
        """Whether it is the year's final one."""
        return self.state.id == FINAL

    @property
    def is_provisional(self) -> bool:
        """Whether figures it rests on may still be changed without a word; a final one stays what was approved."""
        return (self.open_months > 0 or self.through_month is not None) and not self.is_final


def open_months_of(run: Run) -> list[OpenMonth]:
    """The months that a run covers and that are asked for and not closed."""
    return [one for one in open_months(run.node, run.year) if one.month.month <= (run.through_month or 12)]


def state_of_run(run: Run) -> RunState:
    """The state that a report of the run says."""
    found, months = standing_year(run.node, run.year, run.pack), len(open_months_of(run))
    if found.run is None or found.run.pk != run.pk:
        return RunState(YEAR.first, "", months, run.through_month)
    return RunState(found.state, found.final.round if found.final else "", months, run.through_month)


def inputs_to_run_anew(run: Run, changed: str | None = None, standing: StandingYear | None = None) -> str:
    """What changed since a run that a new one would take up: "figures", "answers"; "" of the final one, which is reported until the
    year is reopened whatever has come since (`newer_than_submitted`). `changed` is what `state_of_inputs` says, `standing` the year, where
    they are known.
    """
    final = (standing or standing_year(run.node, run.year, run.pack)).final
    if final and final.run_id == run.pk:
        return ""
    return state_of_inputs(run) if changed is None else changed
