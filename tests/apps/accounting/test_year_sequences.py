"""Uploads, corrections, submissions, returns, reviews, approvals and reopenings in any order end in the same figures as one computation
from the final data, and never in a state that the table forbids.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tanheng.apps.accounting.models import Run, StoredResult
from tanheng.apps.accounting.selectors.years import reported_run, standing_year
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.accounting.services.years import RefusedStepError, move_year
from tanheng.documents.input.case_file import read_case_bytes
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids
from tanheng.workflow.years import DRAFT, FINAL, REVIEWED, YEAR, rounds_open
from tests.apps.smelter import PACK, smelter_file, upload
from tests.apps.smelter import YEAR as DATA_YEAR
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
LONGEST = 8
OUTPUTS = ("16000.00", "16001.00", "15900.00")
UPLOADS = [f"upload {output}" for output in OUTPUTS]
DOINGS = (*UPLOADS, *YEAR.verbs)
TO_FINAL = ["submit", "review", "approve"]


@contextmanager
def undone() -> Iterator[None]:
    """What one example writes is gone afterwards; the block counts as the test's own, so that changes inside are outermost."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


class Year:
    """The year of the northern company as it should be, step by step, beside the one that is stored."""

    def __init__(self, cast, group) -> None:
        self.cast, self.company = cast, group.north
        self.state, self.output, self.submitted, self.stale, self.last_round = DRAFT, "", "", False, ""

    def do(self, doing: str) -> None:
        """One doing by whoever does it; a verb is taken exactly where table and figures permit it."""
        verb, _, output = doing.partition(" ")
        if output:
            upload(self.cast.bob, self.company, output=output, reason="更正")
            self.output, self.stale = output, True
            return
        if verb == "submit" and self.output and self.state == DRAFT:
            self.run()
        assert self.taken(verb) is self.expected(verb), (doing, self.state)
        if self.expected(verb):
            self.moved(verb)
        assert standing_year(self.company, DATA_YEAR, PACK).state.id == self.state

    def expected(self, verb: str) -> bool:
        """Whether the step should be taken."""
        if YEAR.transition(self.state, verb) is None or not self.output:
            return False
        return verb not in ("review", "approve") or not self.stale

    def moved(self, verb: str) -> None:
        """What follows from a step that was taken."""
        move = YEAR.transition(self.state, verb)
        assert move is not None
        self.state = move.then
        if verb == "submit":
            self.submitted, self.stale = self.output, False
        if verb == "approve":
            self.last_round = rounds_open(self.last_round)[-1]

    def taken(self, verb: str) -> bool:
        """Whether the step is taken by the person whose it is."""
        people = {"submit": "bob", "withdraw": "bob", "review": "alice", "approve": "grace", "reopen": "grace"}
        name = people.get(verb) or ("grace" if self.state == REVIEWED else "alice")
        words = {"reason": "请核对", "round_id": rounds_open(self.last_round)[-1]}
        try:
            move_year(actor=in_person(getattr(self.cast, name)), node=self.company, year=DATA_YEAR, pack_id=PACK, verb=verb, **words)
        except RefusedStepError:
            return False
        return True

    def run(self) -> Run:
        """The accounts run over what counts."""
        return run_accounts(actor=in_person(self.cast.alice), node=self.company, year=DATA_YEAR, pack_id=PACK)

    def at_once(self, output: str) -> dict:
        """Every figure by one computation from the data alone."""
        return computed(smelter_file(self.company, output=output))


@cache
def computed(content: bytes) -> dict:
    """Figures by their places, from the file and the rules."""
    case, _problems = read_case_bytes("case.yaml", content, load, tuple(pack_ids()), lambda case: [])
    assert case is not None
    found = run_case(load(PACK), case).results
    return {(one.quantity, one.facility or "", one.item or "", one.month): one.value for one in found}


def stored(run: Run) -> dict:
    """Figures of a stored run by their places."""
    rows = StoredResult.objects.filter(run=run).values_list("quantity", "facility", "item", "month", "value")
    return {(quantity, facility, item, month): value for quantity, facility, item, month, value in rows}


@settings(max_examples=20)
@given(st.lists(st.sampled_from(DOINGS), max_size=LONGEST))
@example([UPLOADS[0], *TO_FINAL, UPLOADS[1], "reopen", "submit", "review"])
@example([UPLOADS[0], *TO_FINAL, UPLOADS[1]])
@example([UPLOADS[0], "submit", UPLOADS[1], "review", "return", "submit", "review", "approve"])
@example([UPLOADS[0], "submit", "review", UPLOADS[1], "approve", "return", UPLOADS[0], "submit"])
@example([UPLOADS[0], "submit", "withdraw", "submit", "review", "return", "approve", "reopen"])
def test_any_order_ends_in_the_figures_of_one_computation(cast, group, doings) -> None:
    with undone():
        year = Year(cast, group)
        for doing in doings:
            year.do(doing)
        _holds_for(year)


def _holds_for(year: Year) -> None:
    found = standing_year(year.company, DATA_YEAR, PACK)
    state = DRAFT
    for one in found.steps:
        move = YEAR.transition(state, one.verb)
        assert move is not None and move.then == one.state
        state = one.state
    assert found.state.id == state == year.state
    if found.run:
        assert stored(found.run) == year.at_once(year.submitted)
    if year.output:
        assert stored(year.run()) == year.at_once(year.output)
        reported = reported_run(year.company, DATA_YEAR, PACK)
        assert reported is not None
        assert stored(reported) == year.at_once(year.submitted if state == FINAL else year.output)
