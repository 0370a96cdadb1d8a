"""Two people at one month at the same moment: one step each number, and no figure slips into a month that is closed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tanheng.apps.monitoring.models import MonthStep, Reading, SelectedReading
from tanheng.apps.monitoring.selectors.months import standing_month
from tanheng.apps.monitoring.services.typing import Typed, save_cells
from tests.apps.cast import close_connections
from tests.apps.monitoring.closing import main_row, month_led_to, step
from tests.apps.monitoring.planned import in_force
from tests.apps.smelter import YEAR
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
JANUARY = date(YEAR, 1, 1)


def together(*writes) -> list[object]:
    """Each in a thread of its own; what came of it, or the refusal."""

    def outcome(write):
        try:
            return write()
        except ValidationError as refused:
            return refused
        finally:
            close_connections()

    with ThreadPoolExecutor(len(writes)) as pool:
        return list(pool.map(outcome, writes))


def test_two_closes_make_one_step(cast, group):
    in_force(cast, group.north, JANUARY)
    month_led_to(cast, group.north, group.potline, JANUARY, "reviewed")

    def close(by):
        return lambda: step(by, group.north, group.potline, JANUARY, "close")

    told = together(close(cast.alice), close(cast.grace), close(cast.alice))
    assert sum(isinstance(one, MonthStep) for one in told) == 1
    assert [one.number for one in standing_month(group.north, group.potline, JANUARY).steps] == [1, 2, 3]
    assert SelectedReading.objects.count() == 3


def test_a_save_against_a_close_comes_before_it_or_is_told(cast, group):
    """Whichever is first: what is frozen is what counts."""
    in_force(cast, group.north, JANUARY)
    month_led_to(cast, group.north, group.potline, JANUARY, "filling")
    row = main_row(group.north, group.potline, YEAR)
    cell = Typed(row.line.code, JANUARY, "7", seen=row.cells[1].reading.pk)
    saved, submitted = together(
        lambda: save_cells(actor=in_person(cast.bob), node=group.north, cells=[cell]),
        lambda: step(cast.bob, group.north, group.potline, JANUARY, "submit"),
    )
    assert submitted.state == "submitted"
    problems = [one.code for _cell, one in saved.problems if one.severity == "error"]
    assert bool(saved.readings) != (problems == ["MONTH-102"])
    step(cast.alice, group.north, group.potline, JANUARY, "review")
    step(cast.alice, group.north, group.potline, JANUARY, "close")
    frozen = set(SelectedReading.objects.values_list("reading", flat=True))
    assert frozen == set(Reading.objects.filter(start=JANUARY, superseded_by=None).values_list("pk", flat=True))
