"""Files and months that take no figure any more: the same passes, anything else is refused with each place; runs go on."""

from datetime import date

import pytest

from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.monitoring.models import Reading
from tanheng.apps.monitoring.selectors.selection import grid_rows
from tanheng.apps.monitoring.services.typing import Typed, save_cells
from tanheng.apps.records.selectors import case_of, current_import
from tanheng.apps.records.services import upload_case
from tanheng.apps.records.services.drawing import drawn_where_typed
from tanheng.engine.case import case_document
from tanheng.pages.problem_texts import stored_problems
from tanheng.seal.canonical import canonical_bytes
from tests.apps.monitoring.closing import fill, month_led_to, step
from tests.apps.monitoring.planned import in_force
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
JANUARY = date(YEAR, 1, 1)


@pytest.fixture
def north(cast, group):
    """The northern company with a file of the year and the rest typed, and January closed at its potline and at itself."""
    in_force(cast, group.north, JANUARY)
    upload(cast.bob, group.north)
    for place in (group.potline, group.north):
        for month in range(1, 13):
            fill(cast, group.north, place, date(YEAR, month, 1))
        month_led_to(cast, group.north, place, JANUARY, "closed")
    return group.north


def in_january(company) -> int:
    return Reading.objects.filter(company=company, start=JANUARY).exclude(series__grain="year").count()


def drawn(cast, company) -> dict:
    """The figures of the year as they count, drawn from file and grid."""
    drawn_where_typed(actor=in_person(cast.bob), node=company, year=YEAR, pack_id=PACK, verb="upload_data")
    return case_document(case_of(current_import(company, YEAR, PACK)))


def given(cast, company, case: dict, month: int = 0, amount: str = ""):
    """The case uploaded, with another amount of anodes in a month."""
    for one in case["values"]:
        if one["quantity"] == "anode_consumption_t" and month:
            one["months"][str(month)] = amount
    content, confirm = canonical_bytes(case), current_import(company, YEAR, PACK).number
    return upload_case(actor=in_person(cast.bob), node=company, file_name="a.json", content=content, reason="核对", confirm=confirm)


def test_what_was_typed_is_drawn_into_the_year_though_its_month_is_closed(cast, group, north):
    before = in_january(north)
    case = drawn(cast, north)
    assert current_import(north, YEAR, PACK).way == "grid"
    assert in_january(north) == before
    assert [one for one in case["values"] if one["quantity"] == "anode_consumption_t"]
    assert run_accounts(actor=in_person(cast.alice), node=north, year=YEAR, pack_id=PACK).number == 1


def test_a_file_that_says_the_same_passes_and_makes_no_reading(cast, group, north):
    case = drawn(cast, north)
    before = in_january(north)
    assert given(cast, north, case, 4, "7400").accepted
    assert in_january(north) == before
    april = next(one for one in grid_rows(north, group.potline, YEAR) if one.line.measure == "anode_consumption_t").cells[4]
    assert april.reading.amount == 7400


def test_a_file_that_says_something_else_is_refused_with_each_place(cast, group, north):
    case = drawn(cast, north)
    told = given(cast, north, case, 1, "7400")
    assert not told.accepted
    (problem,) = stored_problems(told.problems)
    assert (problem.code, problem.where.quantity, problem.where.facility, problem.where.month) == (
        "MONTH-101", "anode_consumption_t", "potline-1", 1,
    )  # fmt: skip
    case["values"] = [one for one in case["values"] if one["quantity"] != "net_purchased_heat_gj"]
    gone = stored_problems(given(cast, north, case, 1, "7500").problems)
    assert {(one.code, one.where.quantity, one.where.month) for one in gone} == {("MONTH-101", "net_purchased_heat_gj", 1)}
    step(cast.grace, north, group.potline, JANUARY, "reopen", reason="盘点更正")
    step(cast.grace, north, north, JANUARY, "reopen", reason="盘点更正")
    assert given(cast, north, case, 1, "7400").accepted


def test_a_file_is_held_against_what_was_typed_before_the_month_was_closed(cast, group, north):
    step(cast.grace, north, group.potline, JANUARY, "reopen", reason="盘点更正")
    row = next(one for one in grid_rows(north, group.potline, YEAR) if one.line.measure == "anode_consumption_t" and one.role == "main")
    cell = Typed(row.line.code, JANUARY, "7450", seen=row.cells[1].reading.pk)
    assert save_cells(actor=in_person(cast.bob), node=north, cells=[cell], reason="盘点更正").readings
    month_led_to(cast, north, group.potline, JANUARY, "closed")
    file = case_document(case_of(current_import(north, YEAR, PACK)))
    drawn(cast, north)
    assert {one.code for one in stored_problems(given(cast, north, file).problems)} == {"MONTH-101"}
    before = in_january(north)
    assert given(cast, north, drawn(cast, north), 1, "7450").accepted
    assert in_january(north) == before
