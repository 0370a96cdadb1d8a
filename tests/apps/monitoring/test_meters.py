"""The meter ledger: who keeps it, what is refused, and that nothing in it is edited."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from tanheng.analysis.registers import Reading, used
from tanheng.apps.journal.models import Event
from tanheng.apps.journal.pages.sentences import sentence
from tanheng.apps.monitoring.models import Meter, MeterDescription, MeterReplacement, MeterStep
from tanheng.apps.monitoring.selectors.meters import chain_of, histories, history, registers_of, replacements_of, serving
from tanheng.apps.monitoring.services.meters import add_meter, correct_replacement, describe_meter, move_meter, replace_meter
from tanheng.store.append_only import append_only_tables
from tests.apps.journal.tampered_house import behind, found
from tests.apps.monitoring.ledger import BEGUN, electricity, electricity_card, scale, scale_card
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
CHANGED = date(2025, 6, 1)


@pytest.mark.parametrize("name", ["alice", "bob"])
def test_clerks_and_carbon_managers_keep_it(cast, group, name):
    made = scale(getattr(cast, name), group)
    assert (made.company, made.code, made.by) == (group.north, "M-001", getattr(cast, name))
    assert (history(made).described().name, history(made).status()) == ("出铝汽车衡", "in_use")


@pytest.mark.parametrize("name", ["vera", "grace", "ada", "charlie"])
def test_others_do_not(cast, group, name):
    meter = scale(cast.alice, group)
    events = Event.objects.count()
    for write in (
        lambda actor: add_meter(actor=actor, company=group.north, code="M-2", card=scale_card(group), on=BEGUN),
        lambda actor: describe_meter(actor=actor, meter=meter, card=scale_card(group), valid_from=CHANGED, reason="移位"),
        lambda actor: move_meter(actor=actor, meter=meter, on=CHANGED, status="stopped", reason="停"),
    ):
        with pytest.raises(PermissionDenied):
            write(in_person(getattr(cast, name)))
    assert (Meter.objects.count(), Event.objects.count()) == (1, events)


def test_each_leaves_one_event_in_the_journal(cast, group):
    before = Event.objects.count()
    scale(cast.alice, group)
    event = Event.objects.get(action="monitoring.meter.added")
    assert (Event.objects.count(), event.place) == (before + 1, group.north.path)
    assert "M-001" in sentence(event) and "出铝汽车衡" in sentence(event)


@pytest.mark.parametrize(
    ("code", "more", "on"),
    [
        (" ", {}, BEGUN),
        ("M-001", {"name": "\u2028 "}, BEGUN),
        ("M-001", {"kind": "sundial"}, BEGUN),
        ("M-001", {"energy": "electricity"}, BEGUN),
        ("M-001", {"energy": "wind", "level": "entity"}, BEGUN),
        ("M-001", {"interval_months": 0}, BEGUN),
        ("M-001", {"multiplier": Decimal(0)}, BEGUN),
        ("M-001", {"register_size": Decimal(0)}, BEGUN),
        ("M-001", {"quantity": "phlogiston_t"}, BEGUN),
        ("M-001", {"pack": "cn/aluminium/none"}, BEGUN),
        ("M-001", {"item": "diesel"}, BEGUN),
        ("M-001", {}, date(2999, 1, 1)),
    ],
)
def test_what_is_incomplete_or_nowhere_is_refused_whole(cast, group, code, more, on):
    with pytest.raises(ValidationError):
        add_meter(actor=in_person(cast.alice), company=group.north, code=code, card=scale_card(group, **more), on=on)
    assert not Meter.objects.exists() and not MeterDescription.objects.exists()


def test_a_facility_of_another_company_and_a_code_that_is_taken_are_refused(cast, group):
    with pytest.raises(ValidationError):
        scale(cast.alice, group, facility=group.south_plant)
    scale(cast.alice, group)
    with pytest.raises(ValidationError, match="M-001"):
        scale(cast.bob, group)


def test_what_it_is_changes_from_a_day_on_and_the_past_stays(cast, group):
    meter = scale(cast.alice, group)
    card = replace(scale_card(group), location="铸造车间入口", seal_number="铅封-02")
    describe_meter(actor=in_person(cast.bob), meter=meter, card=card, valid_from=CHANGED, reason="移位并重新铅封")
    found = history(meter)
    assert found.described(CHANGED - timedelta(days=1)).seal_number == "铅封-01"
    assert (found.described(CHANGED).location, found.described().seal_number) == ("铸造车间入口", "铅封-02")
    assert found.described(date(2020, 1, 1)).location == "电解车间出口"  # before it was known: as it began
    with pytest.raises(ValidationError):
        describe_meter(actor=in_person(cast.bob), meter=meter, card=card, valid_from=CHANGED, reason=" ")


def test_of_one_day_the_newest_description_counts_and_the_register_is_that_of_a_life(cast, group):
    meter = electricity(cast.alice, group)
    card = electricity_card(multiplier=Decimal(4000), seal_number="b")
    describe_meter(actor=in_person(cast.alice), meter=meter, card=electricity_card(seal_number="a"), valid_from=CHANGED, reason="铅封")
    describe_meter(actor=in_person(cast.alice), meter=meter, card=card, valid_from=BEGUN, reason="倍率抄错")
    assert history(meter).described(BEGUN).seal_number == "b"
    assert registers_of(group.north)["E-001"].multiplier == Decimal(4000)


def test_states_follow_each_other_and_a_mistake_is_corrected_with_its_reason(cast, group):
    meter, alice = scale(cast.alice, group), in_person(cast.alice)
    stop = move_meter(actor=alice, meter=meter, on=CHANGED, status="stopped", reason="停产")
    move_meter(actor=alice, meter=meter, on=date(2025, 8, 1), status="in_use")
    assert [history(meter).status(day) for day in (BEGUN, CHANGED, date(2025, 8, 1))] == ["in_use", "stopped", "in_use"]
    with pytest.raises(ValidationError):
        move_meter(actor=alice, meter=meter, on=CHANGED, status="spare", reason="早于上一步")
    with pytest.raises(ValidationError):
        move_meter(actor=alice, meter=meter, on=date(2025, 8, 1), status="stopped", reason="", supersedes=None)
    with pytest.raises(ValidationError):  # would pass the step after it
        move_meter(actor=alice, meter=meter, on=date(2025, 8, 1), status="stopped", reason="日期错", supersedes=stop)
    move_meter(actor=alice, meter=meter, on=date(2025, 7, 1), status="stopped", reason="日期错", supersedes=stop)
    assert [history(meter).status(day) for day in (CHANGED, date(2025, 7, 1), date(2025, 8, 1))] == ["in_use", "stopped", "in_use"]
    with pytest.raises(ValidationError):
        move_meter(actor=alice, meter=meter, on=date(2025, 7, 2), status="stopped", reason="再改", supersedes=stop)
    assert [(span.first, span.last) for span in history(meter).spans_in_use()] == [
        (BEGUN, date(2025, 6, 30)),
        (date(2025, 8, 1), date.max),
    ]


def test_what_was_scrapped_does_not_come_back(cast, group):
    meter, alice = scale(cast.alice, group), in_person(cast.alice)
    move_meter(actor=alice, meter=meter, on=CHANGED, status="scrapped", reason="报废")
    with pytest.raises(ValidationError):
        move_meter(actor=alice, meter=meter, on=CHANGED, status="in_use")


@pytest.fixture
def rotation(cast, group):
    """E-001 goes to the laboratory and comes back; E-002 stands in meanwhile."""
    alice = in_person(cast.alice)
    first, second = electricity(cast.alice, group), electricity(cast.alice, group, "E-002", status="spare", multiplier=Decimal(2000))
    one = {"actor": alice, "old": first, "new": second, "closing": Decimal("99990.00"), "opening": Decimal("10.00")}
    out = replace_meter(**one, on=CHANGED, reason="轮换送检", then="repair")
    back = {"actor": alice, "old": second, "new": first, "closing": Decimal("30.00"), "opening": Decimal("99991.00")}
    replace_meter(**back, on=date(2025, 7, 1), reason="检定合格装回", then="spare")
    return first, second, out


def test_a_replacement_has_both_registers_and_moves_both_meters(group, rotation):
    first, second, _out = rotation
    between = date(2025, 6, 15)
    assert [history(one).status(between) for one in (first, second)] == ["repair", "in_use"]
    assert [history(one).status() for one in (first, second)] == ["in_use", "spare"]
    assert [(one.old.code, one.new.code) for one in chain_of(second)] == [("E-001", "E-002"), ("E-002", "E-001")]
    assert chain_of(first) == chain_of(second)
    readings = [Reading("E-001", BEGUN, Decimal("99900.00")), Reading("E-001", date(2025, 8, 1), Decimal("5.00"))]
    found = used(registers_of(group.north), readings, replacements_of(group.north))
    assert found.total == Decimal(90) * 40000 + Decimal(20) * 2000 + Decimal(14) * 40000


def test_a_wrong_register_is_corrected_and_the_old_one_stays_in_the_history(cast, group, rotation):
    first, _second, out = rotation
    right = {"actor": in_person(cast.bob), "replacement": out, "opening": Decimal("10.00")}
    correct_replacement(**right, closing=Decimal("99980.00"), reason="止码看错")
    assert [one.closing for one in chain_of(first)] == [Decimal("99980.00"), Decimal("30.00")]
    assert MeterReplacement.objects.count() == 3
    with pytest.raises(ValidationError):
        correct_replacement(**right, closing=Decimal(1), reason="再改")


@pytest.mark.parametrize(
    ("closing", "opening", "on"),
    [
        (None, None, CHANGED),
        (Decimal(1), None, CHANGED),
        (Decimal(100000), Decimal(0), CHANGED),
        (Decimal(-1), Decimal(0), CHANGED),
        (Decimal(1), Decimal(0), date(2023, 1, 1)),  # nothing was in use then
    ],
)
def test_a_replacement_that_cannot_be_is_refused_whole(cast, group, closing, opening, on):
    first, second = electricity(cast.alice, group), electricity(cast.alice, group, "E-002", status="spare")
    with pytest.raises(ValidationError):
        replace_meter(actor=in_person(cast.alice), old=first, new=second, on=on, closing=closing, opening=opening, reason="换表")
    assert (MeterReplacement.objects.count(), MeterStep.objects.count()) == (0, 2)


def test_a_scale_without_a_register_is_replaced_without_one(cast, group):
    first, second = scale(cast.alice, group), electricity(cast.alice, group, "M-002", status="spare", register_size=None)
    made = {"actor": in_person(cast.alice), "on": CHANGED, "closing": None, "opening": None, "reason": "换秤"}
    replace_meter(**made, old=first, new=second)
    with pytest.raises(ValidationError):
        replace_meter(**made, old=second, new=second)
    assert replacements_of(group.north) == []


def test_the_meters_that_serve_a_quantity(cast, group):
    scale(cast.alice, group)
    electricity(cast.alice, group)
    every = histories(group.north)
    assert [one.meter.code for one in serving(every, CHANGED, "molten_aluminium_output_t", group.potline)] == ["M-001"]
    assert serving(every, date(2023, 1, 1), "molten_aluminium_output_t", group.potline) == []


def test_a_whole_ledger_is_read_with_a_few_questions(cast, group, django_assert_num_queries):
    for number in range(4):
        scale(cast.alice, group, f"M-{number}")
    with django_assert_num_queries(4):
        assert [(one.meter.code, one.status(), one.described().facility.name) for one in histories(group.north)]


def test_no_row_is_changed_or_deleted_past_the_program(cast, group, rotation):
    ours = [table for table in append_only_tables() if table.startswith("monitoring_meter")]
    assert len(ours) == 4
    for table in ours:
        for statement in (f"UPDATE {table} SET by_id = by_id", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_a_register_changed_behind_the_program_is_told(cast, group, rotation):
    assert found() == []
    behind("UPDATE monitoring_meterreplacement SET closing = '99000.00' WHERE closing = '99990.00'")
    behind("UPDATE monitoring_meterdescription SET multiplier = '4000' WHERE multiplier = '40000'")
    assert [(what, said) for what, _key, said in found()] == [
        ("meter_description", "multiplier differs"),
        ("meter_replacement", "closing differs"),
    ]
