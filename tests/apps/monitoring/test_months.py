"""Months that close: who may take which step, what holds it back, what a closing freezes, and that a closed month takes no figure."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from tanheng.apps.journal.models import Event
from tanheng.apps.monitoring.models import Entry, MonthStep, Reading, SelectedReading, Series
from tanheng.apps.monitoring.selectors.months import Touched, closed_problems, missing_lines, open_months, standing_month
from tanheng.apps.monitoring.services.months import GUARDS, RefusedMonthError
from tanheng.apps.monitoring.services.typing import Typed, save_cells
from tanheng.apps.people.access import PersonReach, opens
from tanheng.apps.people.models.permissions import VERBS
from tanheng.apps.people.services import assign_role
from tanheng.apps.people.services.separations import decide_separation
from tanheng.apps.sites.services.life import record_life
from tanheng.engine.places import Where
from tanheng.registration import limits
from tanheng.store.clock import now
from tanheng.workflow.months import MONTH
from tests.apps.journal.tampered_house import found as damages
from tests.apps.journal.tampered_house import row_changed
from tests.apps.monitoring.closing import fill, main_row, month_led_to, step
from tests.apps.monitoring.planned import in_force
from tests.apps.smelter import YEAR
from tests.support.acting import in_person
from tests.support.owner_rights import owner_rights

pytestmark = [pytest.mark.django_db, pytest.mark.database]
JANUARY, MARCH = date(YEAR, 1, 1), date(YEAR, 3, 1)


@pytest.fixture
def north(cast, group):
    """The northern company with a plan in force from January."""
    in_force(cast, group.north, JANUARY)
    return group.north


def refused(done) -> list[str]:
    with pytest.raises(RefusedMonthError) as told:
        done()
    return sorted({one.code for one in told.value.problems})


def test_a_month_goes_from_filling_to_closed_and_freezes_what_counts(cast, group, north):
    fill(cast, north, group.potline, JANUARY)
    row = main_row(north, group.potline, YEAR)
    seen = row.cells[1].reading
    save_cells(actor=in_person(cast.bob), node=north, cells=[Typed(row.line.code, JANUARY, "12.5", seen=seen.pk)])
    for by, verb in ((cast.bob, "submit"), (cast.alice, "review"), (cast.alice, "close")):
        step(by, north, group.potline, JANUARY, verb)
    found = standing_month(north, group.potline, JANUARY)
    assert [(one.verb, one.state, one.by) for one in found.steps] == [
        ("submit", "submitted", cast.bob),
        ("review", "reviewed", cast.alice),
        ("close", "closed", cast.alice),
    ]
    frozen = {one.line: one.reading for one in SelectedReading.objects.filter(step=found.steps[-1], role="main")}
    assert frozen[row.line.code].amount == Decimal("12.5")
    assert len(frozen) == Event.objects.get(action="monitoring.month.close").payload.count("readings") * len(frozen)
    assert {one.superseded_by if hasattr(one, "superseded_by") else None for one in frozen.values()} == {None}


@pytest.mark.parametrize("move", MONTH.transitions, ids=lambda one: f"{one.state}-{one.verb}")
def test_a_step_is_taken_by_those_alone_whose_role_opens_it(cast, group, north, move):
    month_led_to(cast, north, group.potline, JANUARY, move.state)
    assert move.permission in VERBS
    for somebody in (cast.bob, cast.alice, cast.grace, cast.vera, cast.ada, cast.charlie):
        if not opens(PersonReach(somebody), move.permission, north):
            with pytest.raises(PermissionDenied):
                step(somebody, north, group.potline, JANUARY, move.verb, reason="x")
    assert standing_month(north, group.potline, JANUARY).state.id == move.state


@pytest.mark.parametrize("state", [one.id for one in MONTH.states])
def test_what_the_table_forbids_is_refused(cast, group, north, state):
    month_led_to(cast, north, group.potline, JANUARY, state)
    for verb in {*MONTH.verbs, "no_such_verb"} - {one.verb for one in MONTH.open(state)}:
        told = refused(lambda verb=verb: step(cast.alice, north, group.potline, JANUARY, verb, reason="x"))
        assert told[0].startswith("FLOW-")


def test_every_guard_of_the_table_is_answered():
    assert {guard for one in MONTH.transitions for guard in one.guards} == set(GUARDS)


def test_what_is_missing_holds_a_month_back(cast, group, north):
    lacking = missing_lines(standing_month(north, group.potline, JANUARY))
    assert len(lacking) == 3
    assert refused(lambda: step(cast.bob, north, group.potline, JANUARY, "submit")) == ["MONTH-408"]
    fill(cast, north, group.potline, JANUARY)
    row = main_row(north, group.potline, YEAR)
    taken = Typed(row.line.code, JANUARY, "", seen=row.cells[1].reading.pk)
    assert save_cells(actor=in_person(cast.bob), node=north, cells=[taken]).readings
    assert [one.code for one in missing_lines(standing_month(north, group.potline, JANUARY))] == [row.line.code]
    fill(cast, north, group.potline, JANUARY)
    assert step(cast.bob, north, group.potline, JANUARY, "submit").state == "submitted"


def test_months_that_need_nothing_or_are_not_over(cast, group, north):
    words = {"facility": group.potline, "reason": "错峰"}
    record_life(actor=in_person(cast.ada), kind="stopped", on=date(YEAR, 2, 1), until=date(YEAR, 3, 31), **words)
    assert refused(lambda: step(cast.bob, north, group.potline, MARCH, "submit")) == ["MONTH-406"]
    assert refused(lambda: step(cast.bob, north, group.potline, date(YEAR - 1, 12, 1), "submit")) == ["MONTH-406"]
    assert "MONTH-407" in refused(lambda: step(cast.bob, north, group.potline, date(2098, 4, 1), "submit"))
    asked = {(one.place.pk, one.month.month) for one in open_months(north, YEAR)}
    assert (group.potline.pk, 3) not in asked
    assert {(group.potline.pk, 4), (north.pk, 3)} <= asked
    assert open_months(group.south, YEAR) == []


def test_one_person_does_not_submit_or_fill_and_review(cast, group, duties_together, north):
    assign_role(actor=in_person(cast.ada), user=cast.bob, role="carbon_manager", node=group.north)
    decide_separation(actor=in_person(cast.ada), node=group.north, separation="preparation", in_force=True, reason="恢复")
    fill(cast, north, group.potline, JANUARY)
    step(cast.alice, north, group.potline, JANUARY, "submit")
    assert refused(lambda: step(cast.alice, north, group.potline, JANUARY, "review")) == ["MONTH-401"]
    assert refused(lambda: step(cast.bob, north, group.potline, JANUARY, "review")) == ["MONTH-402"]
    assert refused(lambda: step(cast.bob, north, group.potline, JANUARY, "withdraw")) == ["MONTH-403"]
    assert refused(lambda: step(cast.bob, north, group.potline, JANUARY, "return")) == ["MONTH-404"]
    decide_separation(actor=in_person(cast.ada), node=group.north, separation="preparation", in_force=False, reason="人员少")
    assert step(cast.bob, north, group.potline, JANUARY, "review").state == "reviewed"


@pytest.mark.parametrize("state", ["submitted", "reviewed", "closed"])
def test_a_month_that_is_not_being_filled_in_takes_no_figure(cast, group, north, state):
    month_led_to(cast, north, group.potline, JANUARY, state)
    row = main_row(north, group.potline, YEAR)
    there = row.cells[1].reading
    cells = [Typed(row.line.code, JANUARY, "7", seen=there.pk), Typed(row.line.code, MARCH, "7")]
    saved = save_cells(actor=in_person(cast.bob), node=north, cells=cells)
    code = "MONTH-101" if state == "closed" else "MONTH-102"
    assert [(cell.month, one.code) for cell, one in saved.problems if one.severity == "error"] == [(JANUARY, code)]
    assert [cell.month for cell, _one in saved.readings] == [MARCH]
    assert save_cells(actor=in_person(cast.bob), node=north, cells=[Typed(row.line.code, JANUARY, "/", seen=there.pk)]).same
    with pytest.raises(DatabaseError, match="its month takes no reading any more"), transaction.atomic():
        behind_the_application(north, there.series, JANUARY, there)
    behind_the_application(north, there.series, date(YEAR, 4, 1))
    back = {"submitted": (cast.alice, "return"), "reviewed": (cast.alice, "return"), "closed": (cast.grace, "reopen")}[state]
    step(back[0], north, group.potline, JANUARY, back[1], reason="磅单误抄")
    assert save_cells(actor=in_person(cast.bob), node=north, cells=[cells[0]]).readings


def behind_the_application(company, series, start, there=None) -> None:
    """A reading past every service."""
    by = company.plan_steps.first().by
    entry = Entry.objects.create(company=company, kind="test", key=f"{series.pk} {start}", by=by, at=now())
    words = {"supersedes": there, "reason": "x"} if there else {}
    told = {"start": start, "end": start, "amount": Decimal(1), "kind": "measured", **words}
    Reading.objects.create(company=company, series=series, entry=entry, **told)


def test_a_figure_of_the_year_is_kept_out_when_no_month_is_being_filled_in(cast, group, north):
    words = {"company": north, "place": group.potline, "measure": "m", "source": "import:x", "grain": "year", "unit": "t"}
    yearly = Series.objects.create(**words)
    touched = [Touched(group.potline.pk, "year", JANUARY, Where(quantity="m"))]
    for month in range(1, 12):
        MonthStep.objects.create(
            company=north, place=group.potline, month=date(YEAR, month, 1), number=1, verb="close", state="closed", by=cast.alice
        )
    assert closed_problems(north, touched) == []
    with transaction.atomic():
        behind_the_application(north, yearly, JANUARY)
    month_led_to(cast, north, group.potline, date(YEAR, 12, 1), "submitted")
    assert [one.code for one in closed_problems(north, touched)] == ["MONTH-103"]
    with pytest.raises(DatabaseError, match="takes no reading"), transaction.atomic():
        behind_the_application(north, Series.objects.create(**{**words, "measure": "n"}), JANUARY)


def test_the_proof_tells_a_guard_that_is_gone_or_altered_and_it_is_put_back(group):
    name = "monitoring_reading_month_is_open"
    on = "" if connection.vendor == "sqlite" else " ON monitoring_reading"
    as_owner(f"DROP TRIGGER {name}{on}")
    assert limits.trigger_faults(connection) == {name: "missing"}
    if connection.vendor == "sqlite":
        as_owner(f"CREATE TRIGGER {name} BEFORE INSERT ON monitoring_reading WHEN 0 BEGIN SELECT 1; END")
    else:
        as_owner(f"CREATE TRIGGER {name} AFTER INSERT ON monitoring_reading FOR EACH STATEMENT EXECUTE FUNCTION tanheng_{name}()")
    assert limits.trigger_faults(connection) == {name: "altered"}
    assert ("lock", name) in [one[:2] for one in damages()]
    with owner_rights():
        limits.ensure_limits()
    assert limits.trigger_faults(connection) == {}
    if connection.vendor == "postgresql":
        as_owner(f"ALTER TABLE monitoring_reading DISABLE TRIGGER {name}")
        assert limits.trigger_faults(connection) == {name: "altered"}


def as_owner(statement: str) -> None:
    with owner_rights(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def test_the_proof_finds_a_step_or_a_choice_that_was_changed(cast, group, north):
    month_led_to(cast, north, group.potline, JANUARY, "closed")
    assert [one for one in damages() if one[0] in ("month_step", "selected_reading")] == []
    last, chosen = MonthStep.objects.last(), SelectedReading.objects.first()
    row_changed("monitoring_monthstep", last.pk, state="filling")
    row_changed("monitoring_selectedreading", chosen.pk, role="comparison")
    told = {(what, key) for what, key, _ in damages()}
    assert {("month_step", last.pk), ("selected_reading", chosen.pk)} <= told


def test_who_is_faster_wins_and_the_other_is_told(cast, group, north):
    fill(cast, north, group.potline, JANUARY)
    step(cast.bob, north, group.potline, JANUARY, "submit", seen=0)
    assert refused(lambda: step(cast.alice, north, group.potline, JANUARY, "review", seen=0)) == ["MONTH-405"]
