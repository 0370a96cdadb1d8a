"""Calibrations: what holds on a day, what is due, what was left uncovered, and how a mistake is corrected."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tanheng.analysis.calibrations import Span
from tanheng.apps.evidence.selectors import content_of
from tanheng.apps.journal.models import Event
from tanheng.apps.journal.pages.sentences import sentence
from tanheng.apps.monitoring.models import Calibration
from tanheng.apps.monitoring.selectors.calibrations import coverage, due, due_on, due_state, uncovered_in_year, valid_on
from tanheng.apps.monitoring.selectors.meters import histories, history
from tanheng.apps.monitoring.services.calibrations import calibrate_meter, void_calibration
from tanheng.apps.monitoring.services.meters import move_meter
from tests.apps.monitoring.ledger import calibrate, certificate, electricity, scale
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def meter(cast, group):
    """Verified on 10 January 2024 and, a month late, on 10 February 2025."""
    made = scale(cast.alice, group)
    calibrate(cast.bob, made, date(2024, 1, 10), date(2025, 1, 9))
    calibrate(cast.bob, made, date(2025, 2, 10), date(2026, 2, 9))
    return made


def test_a_day_is_covered_or_not(meter):
    found = history(meter)
    days = (date(2024, 1, 9), date(2024, 1, 10), date(2025, 1, 9), date(2025, 1, 10), date(2025, 2, 10), date(2026, 2, 10))
    assert [valid_on(found, day) for day in days] == [False, True, True, False, True, False]


def test_of_what_is_said_to_a_certificate_three_hundred_characters_are_kept(cast, meter):
    said = certificate(date(2026, 2, 1), date(2027, 1, 31))
    made = calibrate_meter(actor=in_person(cast.bob), meter=meter, said=said, reason=" " + "因" * 400)
    assert made.reason == "因" * 300


def test_the_readings_of_a_period_are_flagged_by_its_days(meter):
    found = history(meter)
    assert coverage(found, date(2024, 2, 1), date(2024, 2, 29)).whole
    january = coverage(found, date(2025, 1, 1), date(2025, 1, 31))
    assert (january.uncovered, january.days_uncovered) == ([Span(date(2025, 1, 10), date(2025, 1, 31))], 22)
    assert uncovered_in_year(found, 2025) == [Span(date(2025, 1, 10), date(2025, 2, 9))]


def test_days_out_of_use_ask_for_no_certificate(cast, meter):
    alice = in_person(cast.alice)
    move_meter(actor=alice, meter=meter, on=date(2025, 1, 15), status="stopped", reason="停炉")
    move_meter(actor=alice, meter=meter, on=date(2025, 2, 1), status="in_use")
    gaps = [Span(date(2025, 1, 10), date(2025, 1, 14)), Span(date(2025, 2, 1), date(2025, 2, 9))]
    assert uncovered_in_year(history(meter), 2025) == gaps
    assert coverage(history(meter), date(2025, 1, 1), date(2025, 1, 31)).days_uncovered == 22


def test_a_failed_one_ends_what_was_covered_until_one_is_passed(cast, meter):
    calibrate(cast.bob, meter, date(2025, 6, 1), None, result="failed")
    assert [valid_on(history(meter), day) for day in (date(2025, 5, 31), date(2025, 6, 1))] == [True, False]
    calibrate(cast.bob, meter, date(2025, 6, 20), date(2026, 6, 19), result="conditional", conditions="限 20 t 以上使用")
    june = coverage(history(meter), date(2025, 6, 1), date(2025, 6, 30))
    assert (june.days_uncovered, [one.conditions for one in june.conditional]) == (19, ["限 20 t 以上使用"])


def test_a_comparison_covers_nothing_of_its_own(cast, group):
    made = scale(cast.alice, group)
    calibrate(cast.bob, made, date(2025, 3, 1), None, kind="comparison", certificate_number="")
    assert (valid_on(history(made), date(2025, 3, 1)), due_on(history(made))) == (False, None)


def test_a_meter_of_which_none_is_asked_is_never_uncovered(cast, group):
    made = scale(cast.alice, group, interval_months=None)
    assert valid_on(history(made), date(2025, 3, 1)) and uncovered_in_year(history(made), 2025) == []
    assert due_state(history(made)) == "not_asked"


def test_what_is_due_stands_first(cast, group, meter):
    never = electricity(cast.alice, group)
    day = date(2026, 1, 1)
    for code, days in (("A-30", 30), ("A-31", 31), ("A-60", 60), ("A-61", 61), ("A-0", 0), ("A-late", -1)):
        calibrate(cast.bob, scale(cast.alice, group, code), date(2025, 3, 1), day + timedelta(days=days))
    states = {one.meter.code: due_state(one, day) for one in histories(group.north)}
    assert states == {
        "M-001": "due_60", never.code: "never", "A-30": "due_30", "A-31": "due_60", "A-60": "due_60", "A-61": "valid", "A-0": "due_30",
        "A-late": "overdue",
    }  # fmt: skip
    assert [one.meter.code for one in due(histories(group.north), day, within=30)] == ["E-001", "A-late", "A-0", "A-30"]
    move_meter(actor=in_person(cast.alice), meter=never, on=date(2025, 12, 1), status="stopped", reason="停")
    assert "E-001" not in [one.meter.code for one in due(histories(group.north), day)]


def test_seen_from_an_earlier_day_later_certificates_are_not_known(meter):
    assert due_on(history(meter), date(2025, 1, 20)) == date(2025, 1, 9)
    assert due_state(history(meter), date(2025, 1, 20)) == "overdue"


def test_the_certificate_is_kept_by_its_hash_and_a_correction_keeps_it(cast, group, meter):
    said = certificate(date(2026, 2, 1), date(2027, 1, 31))
    given = {"actor": in_person(cast.bob), "meter": meter}
    one = calibrate_meter(**given, said=said, file_name="C:\\证书\\衡-2026.pdf", content=b"%PDF-1.7 synthetic")
    assert (one.file_name, content_of(one.file)) == ("衡-2026.pdf", b"%PDF-1.7 synthetic")
    right = certificate(date(2026, 2, 1), date(2026, 12, 31), found_error=Decimal("0.3"))
    other = calibrate_meter(**given, said=right, reason="有效期抄错", supersedes=one)
    assert (other.file, other.file_name, due_on(history(meter), date(2026, 3, 1))) == (one.file, "衡-2026.pdf", date(2026, 12, 31))
    assert "有效期抄错" in sentence(Event.objects.get(action="monitoring.meter.certificate_corrected"))
    with pytest.raises(ValidationError):
        calibrate_meter(**given, said=right, reason="再改", supersedes=one)
    with pytest.raises(ValidationError):
        calibrate_meter(**given, said=right, supersedes=other)


def test_what_was_recorded_of_another_meter_is_taken_away_and_stays_in_the_history(cast, meter):
    mistaken = history(meter).calibrations[-1]
    void_calibration(actor=in_person(cast.alice), calibration=mistaken, reason="证书属于另一台")
    assert due_on(history(meter)) == date(2025, 1, 9)
    assert Calibration.objects.filter(meter=meter).count() == 3


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "glance"},
        {"result": "void"},
        {"due_on": None},
        {"due_on": date(2025, 2, 28)},
        {"result": "failed"},
        {"kind": "comparison"},
        {"result": "conditional"},
        {"certificate_number": " "},
        {"found_error": Decimal(-1)},
        {"coverage": Decimal("0.5")},
        {"done_on": date(2999, 1, 1), "due_on": date(2999, 12, 31)},
    ],
)
def test_what_cannot_be_is_refused_whole(cast, meter, more):
    said = certificate(**{"done_on": date(2025, 3, 1), "due_on": date(2026, 2, 28), **more})
    with pytest.raises(ValidationError):
        calibrate_meter(actor=in_person(cast.bob), meter=meter, said=said)
    assert Calibration.objects.count() == 2


@pytest.mark.parametrize("name", ["vera", "grace", "ada", "charlie"])
def test_others_record_none(cast, meter, name):
    with pytest.raises(PermissionDenied):
        calibrate(getattr(cast, name), meter, date(2025, 3, 1), date(2026, 2, 28))
    assert Calibration.objects.count() == 2
