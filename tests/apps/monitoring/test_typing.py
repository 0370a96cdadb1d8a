"""Figures typed into cells: read as a workbook's are, each on its own, never over what somebody else has told meanwhile."""

from datetime import date
from decimal import Decimal

import pytest

from tanheng.apps.journal.models import Event
from tanheng.apps.monitoring.models import Reading
from tanheng.apps.monitoring.models.series import WITHDRAWN
from tanheng.apps.monitoring.selectors.selection import OF_FILE, TYPED, GridRow, grid_rows
from tanheng.apps.monitoring.services.typing import Saved, Typed, save_cells
from tanheng.apps.people.access import NotPermittedError
from tanheng.apps.sites.selectors import descendants
from tests.apps.monitoring.planned import in_force
from tests.apps.smelter import YEAR, upload
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
DIESEL, JANUARY = "fuel_consumption", date(YEAR, 1, 1)


@pytest.fixture
def planned(cast, group):
    """The northern company with a plan in force from January."""
    in_force(cast, group.north, JANUARY)
    return group.north


def a_row(company, place=None) -> GridRow:
    """The first row of a main source that is kept in tonnes."""
    return next(one for one in grid_rows(company, place or company, YEAR) if one.source == "main" and one.unit == "t")


def typed(row: GridRow, text: str, month: int = 1, **more) -> Typed:
    return Typed(row.line.code, date(YEAR, month, 1), text, row.source, **more)


def save(user, company, *cells: Typed, reason: str = "") -> Saved:
    return save_cells(actor=in_person(user), node=company, cells=cells, reason=reason)


def smelting(group):
    """The first facility of the northern company for which the plan has rows."""
    return next(one for one in descendants(group.north, kind="facility") if grid_rows(group.north, one, YEAR))


def test_without_a_plan_there_is_no_grid(group):
    assert grid_rows(group.north, group.north, YEAR) == []


def test_a_figure_is_read_as_a_cell_of_a_workbook_would_be(cast, group, planned):
    place = smelting(group)
    row = a_row(planned, place)
    cells = [typed(row, "1,234.5", 1), typed(row, "2 kg", 2), typed(row, "/", 3), typed(row, "abc", 4), typed(row, "", 5)]
    saved = save(cast.bob, planned, *cells)
    assert [(one.amount, one.kind, one.typed) for _cell, one in saved.readings] == [
        (Decimal("1234.5"), "measured", "1,234.5"),
        (Decimal("0.002"), "measured", "2 kg"),
        (None, "not_applicable", ""),
    ]
    assert [(cell.month.month, one.code) for cell, one in saved.problems if one.severity == "error"] == [(4, "FILE-219")]
    assert saved.same == [(cells[4], None)]
    found = a_row(planned, place).cells
    assert [found[month].origin for month in (1, 2, 3, 4)] == [TYPED, TYPED, TYPED, ""]
    assert Event.objects.filter(action="monitoring.readings.typed").count() == 1


def test_what_is_told_again_is_no_reading_and_what_is_taken_back_is_an_absence(cast, group, planned):
    place = smelting(group)
    row = a_row(planned, place)
    ((_cell, first),) = save(cast.bob, planned, typed(row, "10")).readings
    assert save(cast.bob, planned, typed(row, "10", seen=first.pk)).same
    ((_cell, gone),) = save(cast.bob, planned, typed(row, "", seen=first.pk)).readings
    assert gone.kind == WITHDRAWN and gone.supersedes_id == first.pk and gone.reason
    ((_cell, back),) = save(cast.bob, planned, typed(row, "11", seen=gone.pk)).readings
    assert back.supersedes_id == gone.pk
    assert Reading.objects.filter(series=first.series).count() == 3


def test_two_people_in_one_cell_meet(cast, group, planned):
    place = smelting(group)
    row = a_row(planned, place)
    ((_cell, bobs),) = save(cast.bob, planned, typed(row, "10")).readings
    saved = save(cast.alice, planned, typed(row, "12"))
    assert saved.readings == [] and [(one.theirs, one.cell.text) for one in saved.merges] == [(bobs, "12")]
    unsaid = save(cast.alice, planned, typed(row, "12", seen=bobs.pk))
    assert [one.code for _cell, one in unsaid.problems] == ["GRID-105"] and unsaid.readings == []
    ((_cell, hers),) = save(cast.alice, planned, typed(row, "12", seen=bobs.pk), reason="磅单误抄").readings
    assert (hers.reason, hers.supersedes_id) == ("磅单误抄", bobs.pk)


def test_what_cannot_be_placed_is_told_and_keeps_nothing_else_out(cast, group, planned):
    place = smelting(group)
    row = a_row(planned, place)
    ahead = Typed(row.line.code, date(2099, 1, 1), "1")
    saved = save(cast.bob, planned, Typed("P-999", JANUARY, "1"), Typed(row.line.code, JANUARY, "1", "nowhere"), ahead, typed(row, "7"))
    assert [one.code for _cell, one in saved.problems] == ["GRID-102", "GRID-103", "GRID-104"]
    assert [one.amount for _cell, one in saved.readings] == [Decimal(7)]


def test_only_who_may_enter_figures_types(cast, group, planned):
    for user in (cast.grace, cast.vera, cast.ada):
        with pytest.raises(NotPermittedError):
            save(user, planned, Typed("P-001", JANUARY, "1"))


def test_a_figure_of_a_file_stands_in_its_cell_and_is_corrected_with_a_reason(cast, group, planned):
    upload(cast.bob, group.north)
    rows = [one for place in [group.north, smelting(group)] for one in grid_rows(planned, place, YEAR) if one.cells[1].origin == OF_FILE]
    assert rows
    row = rows[0]
    seen = row.cells[1].reading
    unsaid = save(cast.bob, planned, typed(row, "77", seen=seen.pk))
    assert [one.code for _cell, one in unsaid.problems] == ["GRID-105"]
    ((_cell, one),) = save(cast.bob, planned, typed(row, "77", seen=seen.pk), reason="不符合项 NC-1").readings
    assert one.supersedes_id is None and one.words == seen.words and one.reason == "不符合项 NC-1"
