"""A month is closed once nothing about it is open: doubts, stocks that do not close, figures that are not their book's sum."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from tanheng.apps.monitoring.models import MonthStep
from tanheng.apps.monitoring.selectors.closing import open_points
from tanheng.apps.monitoring.selectors.cross_checks import open_doubts
from tanheng.apps.monitoring.selectors.day_books import month_found, proposals, standing_rows
from tanheng.apps.monitoring.selectors.months import standing_month
from tanheng.apps.monitoring.services.day_books import add_rows, correct_row, take_over_figure
from tanheng.apps.monitoring.services.months import RefusedMonthError
from tanheng.apps.monitoring.services.plans import begin_plan
from tanheng.apps.monitoring.services.treatments import answer_check
from tanheng.documents.day_book.reading import TypedRow
from tanheng.engine.places import Origin
from tests.apps.monitoring.books import LADLE, MONTH, enter, kept
from tests.apps.monitoring.closing import fill, month_led_to, step
from tests.apps.monitoring.planned import complete, led_to, proposal, tell
from tests.apps.smelter import YEAR
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OUTPUT = ("potline-1", "molten_aluminium_output_t", "")
STOCK = {"opening_t": "100", "purchased_t": "50", "closing_t": "60", "used_t": "80"}  # by balance 90


@pytest.fixture
def doubtful(cast, group):
    """March of the potline: its output from ladles that were corrected since, a comparison source far off, a stock that does not close."""
    plan = complete(proposal(group.north, date(YEAR, 1, 1)))
    sources = tuple(replace(one, tolerance=Decimal("0.002")) for one in plan.sources)
    led_to(cast, group.north, begin_plan(actor=in_person(cast.bob), node=group.north, plan=replace(plan, sources=sources)).plan, "in_force")
    book = kept(group)
    enter(cast.bob, group)
    one = next(one for one in proposals(book, month_found(book, MONTH)) if one.row.role == "main")
    said = {"figure_id": one.figure.id, "line": one.row.line.code, "source": one.row.source, "seen": None}
    take_over_figure(actor=in_person(cast.bob), kept=book, month=MONTH, **said)
    row = standing_rows(book.place, book.book).get()
    correct_row(actor=in_person(cast.bob), kept=book, row=row, day="2025-03-01", columns={**LADLE, "gross_t": "13"}, reason="抄错")
    add_rows(actor=in_person(cast.bob), kept=kept(group, "anode_stock"), rows=[TypedRow(Origin(), "2025-03-31", STOCK)])
    tell(cast.bob, group.north, OUTPUT, "9", source="compare-1", first=3)
    fill(cast, group.north, group.potline, MONTH)
    return group.north


def codes(company, place) -> list[str]:
    return sorted(one.code for one in open_points(standing_month(company, place, MONTH)))


def test_everything_that_is_open_holds_the_close_back_at_once(cast, group, doubtful, signed_in):
    for name, verb in (("bob", "submit"), ("alice", "review")):
        step(getattr(cast, name), doubtful, group.potline, MONTH, verb)
    with pytest.raises(RefusedMonthError) as refused:
        step(cast.alice, doubtful, group.potline, MONTH, "close")
    assert sorted(one.code for one in refused.value.problems) == ["MONTH-415", "MONTH-416", "MONTH-417"]
    assert MonthStep.objects.filter(verb="close").count() == 0
    page = signed_in("vera").get(reverse("monitoring:month", args=[group.potline.pk, YEAR, 3])).content.decode()
    assert all(one in page for one in ("MONTH-415", "GRID-201", "MONTH-416", "MONTH-417"))
    (doubt,) = open_doubts(doubtful, YEAR)
    answer_check(actor=in_person(cast.alice), node=doubtful, year=YEAR, digest=doubt.problem.digest, reason="铝液含渣")
    assert codes(doubtful, group.potline) == ["MONTH-416", "MONTH-417"]


def test_what_is_explained_and_taken_over_anew_closes(cast, group, doubtful):
    stock = kept(group, "anode_stock")
    row = standing_rows(stock.place, stock.book).get()
    words = {"columns": {**STOCK, "explanation": "盘亏：受潮破损"}, "reason": "补写说明"}
    correct_row(actor=in_person(cast.bob), kept=stock, row=row, day="2025-03-31", **words)
    assert month_found(stock, MONTH).rows[0].row.number_of("used_t") == 80  # what was metered stays
    tell(cast.bob, doubtful, OUTPUT, "9.00", first=3)
    assert codes(doubtful, group.potline) == []
    month_led_to(cast, doubtful, group.potline, MONTH, "closed")
    assert standing_month(doubtful, group.potline, MONTH).state.id == "closed"
