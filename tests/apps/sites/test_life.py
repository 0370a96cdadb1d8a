"""The life of a facility: appended records that fold into days of use and stops; what cannot be is refused, and nothing is edited."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from tanheng.apps.sites.models import LifeEvent, Node
from tanheng.apps.sites.selectors.life import life_history, life_of, not_applicable_months
from tanheng.apps.sites.selectors.proof import prove_lives
from tanheng.apps.sites.services.life import record_life, withdraw_life
from tanheng.engine.life import Span, Stop
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(cast, group):
    def made(kind, on, **told):
        given = {"facility": group.potline, "reason": "系列检修", **told}
        return record_life(actor=in_person(cast.ada), kind=kind, on=date.fromisoformat(on), **given)

    return made


def test_stops_and_restarts_make_months_not_applicable(record, group):
    record("stopped", "2025-01-20", until=date(2025, 6, 30))
    record("restarted", "2025-04-10", reason="")
    record("stopped", "2025-11-01", reason="错峰")
    life = life_of(group.potline)
    assert life.spans == (Span(date(2015, 1, 1)),)
    assert life.stops == (Stop(date(2025, 1, 20), date(2025, 4, 9), "系列检修"), Stop(date(2025, 11, 1), None, "错峰"))
    assert not_applicable_months(group.potline, 2025) == (2, 3, 11, 12)


def test_what_cannot_follow_is_refused_and_leaves_nothing(record, group):
    record("stopped", "2025-02-01")
    before = LifeEvent.objects.count()
    for kind, on, told in [
        ("stopped", "2025-03-01", {}),
        ("built", "2025-03-01", {}),
        ("restarted", "2025-01-31", {}),
        ("demolished", "2014-12-31", {}),
        ("demolished", "2025-03-01", {"reason": ""}),
        ("handed_over", "2025-03-01", {}),
        ("restarted", "2025-03-01", {"until": date(2025, 4, 1)}),
        ("changed", "2014-12-31", {}),
    ]:
        with pytest.raises(ValidationError):
            record(kind, on, **told)
    assert LifeEvent.objects.count() == before
    assert Node.objects.get(pk=group.potline.pk).in_use_to is None


def test_a_correction_stands_in_the_place_of_what_was_wrong_and_both_are_seen(record, cast, group):
    wrong = record("demolished", "2025-06-30")
    right = record("demolished", "2025-07-31", corrects=wrong)
    assert Node.objects.get(pk=group.potline.pk).in_use_to == date(2025, 7, 31)
    with pytest.raises(ValidationError):
        record("demolished", "2025-08-31", corrects=wrong)
    withdraw_life(actor=in_person(cast.ada), event=right, reason="没有关停")
    assert Node.objects.get(pk=group.potline.pk).in_use_to is None
    assert [one.kind for one in life_history(group.potline)] == ["withdrawn", "demolished", "demolished", "built"]


def test_what_was_registered_before_lives_were_kept_becomes_the_first_records(record, cast, group):
    old = Node.objects.create(
        kind="facility", parent=group.north_plant, path=group.north_plant.path + "0009/", name="旧系列", code="old",
        facility_kind="potline", in_use_from=date(2001, 1, 1), in_use_to=date(2026, 6, 30),
    )  # fmt: skip
    assert not_applicable_months(old, 2026) == (7, 8, 9, 10, 11, 12)
    record("changed", "2010-05-01", facility=old)
    assert [(one.kind, one.on.isoformat()) for one in life_history(old)] == [
        ("demolished", "2026-06-30"), ("changed", "2010-05-01"), ("built", "2001-01-01"),
    ]  # fmt: skip
    assert (life_of(old).first, life_of(old).last) == (date(2001, 1, 1), date(2026, 6, 30))


def test_the_page_and_the_program_say_the_same_as_its_records(record, cast, group, signed_in):
    record("stopped", "2025-02-01", until=date(2025, 3, 31))
    text = signed_in("bob").get(f"/organisation/{group.potline.pk}/").content.decode()
    assert "2025-02-01" in text
    assert "系列检修" in text
    assert "life/" not in text, "a clerk changes nothing"


def test_days_that_are_not_those_of_the_records_are_found(record, group):
    record("demolished", "2025-06-30")
    assert list(prove_lives({"lives": 0}, lambda _: None)) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sites_node SET in_use_to = '2025-05-31' WHERE id = %s", [group.potline.pk])
    (found,) = prove_lives({"lives": 0}, lambda _: None)
    assert (found.what, found.id, found.found.en) == ("life", group.potline.pk, "in_use_to differs")
