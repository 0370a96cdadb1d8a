"""What the installation does by itself: once each day or month, by whichever worker sees it; and which days are working days."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from tanheng.api.models import KeptAnswer
from tanheng.apps.journal.models import Event
from tanheng.apps.people.models import ApiToken
from tanheng.apps.people.services.tokens import create_token
from tanheng.apps.work.selectors.schedule import last_due, next_due
from tanheng.apps.work.selectors.working_days import kind_of_day, last_known_year, working_day_from
from tanheng.apps.work.services.schedule import begin_due, set_calendar_day
from tanheng.registration import Job
from tanheng.registration.collected import jobs
from tanheng.store import quarantine
from tanheng.store.clock import now, shared_now
from tanheng.store.tasks.models import Task
from tanheng.worker.loop import Worker
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)  # 04:00 of the 1st of December in Shanghai
MONTHLY = Job("x", "x", "x", "month", "02:30")


def done_by_worker(number):
    worker = Worker(schedule=True, clock=lambda: shared_now() + timedelta(seconds=1))
    assert [worker.once() for _ in range(number + 1)] == [True] * number + [False]


def test_a_job_is_due_by_the_day_of_the_installation():
    daily = Job("x", "x", "x", "day", "02:30")
    assert last_due(daily, NIGHT) == date(2026, 12, 1)
    assert last_due(daily, NIGHT - timedelta(hours=2)) == date(2026, 11, 30)
    assert next_due(daily, NIGHT) == datetime(2026, 12, 1, 18, 30, tzinfo=UTC)
    assert last_due(MONTHLY, NIGHT) == date(2026, 12, 1)
    assert next_due(MONTHLY, NIGHT) == datetime(2026, 12, 31, 18, 30, tzinfo=UTC)


def test_what_is_due_is_begun_once_and_what_was_missed_is_made_up_for_once():
    assert begin_due(at=NIGHT) == len(jobs())
    assert begin_due(at=NIGHT) == begin_due(at=NIGHT + timedelta(hours=1)) == 0
    assert begin_due(at=NIGHT + timedelta(days=9)) == len([one for one in jobs().values() if one.every == "day"])
    assert begin_due(at=NIGHT + timedelta(days=40)) == len(jobs())
    assert Task.objects.count() > 2 * len(jobs())


def test_the_worker_sweeps_ends_and_forgets(cast, group, settings, tmp_path):
    settings.QUARANTINE_FOLDER, settings.WORKERS_FOLDER = tmp_path / "q", tmp_path / "w"
    left_over, fresh = (Path(settings.QUARANTINE_FOLDER) / quarantine.put([b"x"]) for _ in range(2))
    import os

    os.utime(left_over, (0, 0))
    token, _secret = create_token(actor=in_person(cast.alice), node=group.north, name="脚本", scopes=["view_data"])
    ApiToken._base_manager.filter(pk=token.pk).update(expires_on=date(2020, 1, 1))
    for key in ("old", "new"):
        KeptAnswer.objects.create(user=cast.alice, key=key, request_hash="")
    KeptAnswer._base_manager.filter(key="old").update(at=now() - timedelta(days=31))
    done_by_worker(len(jobs()))
    assert (left_over.exists(), fresh.exists()) == (False, True)
    assert ApiToken.objects.get(pk=token.pk).ended_at is not None
    assert Event.objects.get(action="people.token.ended").actor is None
    assert [one.key for one in KeptAnswer.objects.all()] == ["new"]
    told = {task.name: task.progress.words_en for task in Task.objects.select_related("progress")}
    assert told["work.sweep_quarantine"].startswith("1 files")


def test_an_upload_that_a_task_waits_for_is_not_swept(cast, group, settings, tmp_path):
    settings.QUARANTINE_FOLDER = tmp_path / "q"
    name = quarantine.put([b"x"])
    assert quarantine.sweep(wanted={name}, at=now() + timedelta(days=1)) == 0
    assert quarantine.sweep(wanted=set(), at=now() + timedelta(days=1)) == 1
    assert quarantine.content_of("../secret-key") is None


def test_working_days_of_known_years_are_those_of_the_notices(db):
    found = [kind_of_day(day, None) for day in (date(2026, 10, 1), date(2026, 10, 10), date(2026, 10, 12))]
    assert [(one.working, one.confirmed) for one in found] == [(False, True), (True, True), (True, True)]  # a Saturday that is made up for
    assert working_day_from(date(2026, 10, 1), None).day == date(2026, 10, 8)


def test_beyond_them_the_groups_own_table_counts_and_is_unconfirmed(cast, group):
    year = last_known_year() + 1
    day = date(year, 11, 4)
    day += timedelta(days=-day.weekday())  # a Monday
    assert (kind_of_day(day, group.group).working, kind_of_day(day, group.group).confirmed) == (True, False)
    for working in (True, False):
        set_calendar_day(actor=in_person(cast.ada), group=group.group, day=day, working=working, source="国办发明电（合成）")
    assert (kind_of_day(day, group.group).working, kind_of_day(day, group.group).confirmed) == (False, False)
    assert (working_day_from(day, group.group).day, working_day_from(day, group.group).confirmed) == (day + timedelta(days=1), False)
    assert Event.objects.filter(action="work.calendar.said").count() == 2


def test_the_page_shows_last_and_next_and_is_for_who_keeps_the_work(cast, group, signed_in):
    done_by_worker(len(jobs()))
    ada = signed_in("ada")
    page = ada.get(reverse("work:schedule")).content.decode()
    assert all(str(job.label) in page or job.at in page for job in jobs().values())
    assert page.count("已完成") == len(jobs())
    answer = ada.post(reverse("work:schedule"), {"day": "2031-05-01", "working": "0", "source": "通知"})
    assert answer.status_code == 302 and "2031-05-01" in ada.get(reverse("work:schedule")).content.decode()
    assert ada.post(reverse("work:schedule"), {"day": "x", "working": "0", "source": ""}).status_code == 400
    for name in ("alice", "bob", "charlie"):
        assert signed_in(name).get(reverse("work:schedule")).status_code == 403
    task = Task.objects.first()
    assert ada.get(reverse("work:task", args=[task.pk])).status_code == 200
    assert signed_in("alice").get(reverse("work:task", args=[task.pk])).status_code == 404


@pytest.mark.parametrize(("month", "day", "working"), [(1, 1, False), (5, 3, True), (10, 1, False), (11, 1, True), (11, 6, False)])
def test_holidays_of_fixed_dates_are_no_working_days_of_later_years(db, month, day, working):
    found = kind_of_day(date(2032, month, day), None)  # the 1st of January is a Thursday, the 6th of November a Saturday
    assert (found.working, found.confirmed) == (working, False)
