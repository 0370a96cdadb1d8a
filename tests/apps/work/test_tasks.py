"""A task is done once, by whoever has it in hand, with the permissions of whoever asked: by the table alone, no process of its own."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction

from tanheng.apps.accounting import services as accounting
from tanheng.apps.accounting.models import Run
from tanheng.apps.journal.models import Event
from tanheng.apps.people.access.tokens import TokenReach, user_of_token
from tanheng.apps.people.services import changes, end_assignment
from tanheng.apps.people.services.tokens import create_token, end_token
from tanheng.apps.work.services import ask_task, cancel_task
from tanheng.apps.work.services.performing import perform, perform_at_once
from tanheng.pages.problem_texts import stored_problems
from tanheng.store.clock import shared_now
from tanheng.store.tasks.models import Attempt, Progress, Task, TaskEnd
from tanheng.store.tasks.queue import LEASE, LostAttemptError, claim, end, hold
from tanheng.worker.loop import Worker
from tests.apps.people.test_change import collided
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _figures(cast, group, monkeypatch):
    monkeypatch.setattr(changes, "FIRST_PAUSE_S", 0)
    upload(cast.bob, group.north)


def asked(actor, company) -> Task:
    return ask_task(actor=actor, name="accounting.run", place=company, arguments={"node": company.pk, "year": YEAR, "pack": PACK})


def taken(*, later=timedelta(0), lives=lambda _name: True):
    return claim(worker="w", at=shared_now() + later, lives=lives)


def ended(task: Task) -> TaskEnd:
    return TaskEnd.objects.get(task=task)


def codes(task: Task) -> list[str]:
    return [one.code for one in stored_problems(ended(task).problems)]


def test_the_worker_does_what_was_asked_as_the_one_who_asked(cast, group):
    task = asked(replace(in_person(cast.alice, "web"), through="session:abc"), group.north)
    assert task.state == "waiting"
    assert Worker().once()
    run = Run.objects.get()
    assert (ended(task).outcome, ended(task).result, run.by) == ("done", str(run.pk), cast.alice)
    event = Event.objects.get(action="accounting.run.stored")
    assert (event.actor, event.door, event.through) == (cast.alice, "worker", f"session:abc task:{task.pk}")
    assert not Worker().once()


def test_it_is_enqueued_with_its_cause_or_not_at_all(cast, group):
    def broken(_task):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asked(in_person(cast.alice).keeping(broken), group.north)
    assert not Task.objects.exists()


def test_a_stranger_and_who_may_not_run_ask_in_vain(cast, group):
    for person in (cast.charlie, cast.bob, cast.ada):
        with pytest.raises(PermissionDenied):
            asked(in_person(person), group.north)


def test_asked_again_while_it_waits_it_is_the_same(cast, group):
    first = asked(in_person(cast.alice), group.north)
    assert asked(in_person(cast.grace), group.north).pk == first.pk
    Worker().once()
    assert asked(in_person(cast.alice), group.north).pk != first.pk
    assert Run.objects.count() == 1


def test_a_killed_attempt_is_taken_up_again_and_commits_nothing_itself(cast, group):
    task = asked(in_person(cast.alice), group.north)
    killed = taken()
    assert taken() is None  # it is in hand
    again = taken(lives=lambda _name: False)
    assert (again.attempt, again.deaths) == (2, 1)
    perform(held=killed)
    assert not Run.objects.exists()
    perform(held=again)
    assert (Run.objects.count(), ended(task).attempt) == (1, 2)
    assert list(Attempt.objects.values_list("number", flat=True)) == [1, 2]


def test_a_lease_that_is_over_frees_the_task_and_one_that_is_prolonged_does_not(cast, group):
    asked(in_person(cast.alice), group.north)
    held = taken()
    assert hold(held=held, until=shared_now() + 3 * LEASE, percent=10, words=Progress.objects.get().words)
    assert taken(later=2 * LEASE) is None
    assert taken(later=4 * LEASE).attempt == 2
    assert not hold(held=held, until=shared_now(), percent=20, words=Progress.objects.get().words)


def test_what_was_made_goes_where_another_attempt_began_meanwhile(cast, group, monkeypatch):
    asked(in_person(cast.alice), group.north)
    noted = accounting.append_event

    def noted_late(**event):
        assert taken(lives=lambda _name: False).attempt == 2
        return noted(**event)

    monkeypatch.setattr(accounting, "append_event", noted_late)
    with transaction.atomic():
        perform(held=taken())
    assert not Run.objects.exists()


def test_a_task_ends_once(cast, group):
    task = asked(in_person(cast.alice), group.north)
    Worker().once()
    with pytest.raises(LostAttemptError), transaction.atomic():
        end(task=task, outcome="failed", attempt=1)


def test_who_lost_the_role_meanwhile_is_told_so(cast, group):
    task = asked(in_person(cast.alice), group.north)
    end_assignment(actor=in_person(cast.ada), assignment=cast.alice.assignments.get(), reason="调岗")
    Worker().once()
    assert (ended(task).outcome, codes(task), Run.objects.count()) == ("failed", ["WORK-101"], 0)
    assert cast.alice.display_name in stored_problems(ended(task).problems)[0].message.zh


def test_what_a_token_asked_for_is_not_done_once_it_has_ended(cast, group):
    token, secret = create_token(actor=in_person(cast.alice), node=group.north, name="脚本", scopes=["run_accounts", "view_data"])
    actor = replace(in_person(cast.alice, "api"), reach=TokenReach(user_of_token(secret)), through=f"token:{token.pk}")
    first, second = asked(actor, group.north), None
    Worker().once()
    assert (ended(first).outcome, Event.objects.get(action="accounting.run.stored").through) == (
        "done",
        f"token:{token.pk} task:{first.pk}",
    )
    second = asked(actor, group.north)
    end_token(actor=in_person(cast.alice), token=token)
    Worker().once()
    assert codes(second) == ["WORK-101"]


def test_what_is_refused_says_why_and_is_not_tried_again(cast, group):
    task = ask_task(
        actor=in_person(cast.alice),
        name="accounting.run",
        place=group.north,
        arguments={"node": group.north.pk, "year": 1999, "pack": PACK},
    )
    Worker().once()
    assert (ended(task).outcome, codes(task)) == ("failed", ["WORK-102"])
    assert not Worker().once()


def test_what_nobody_foresaw_is_no_end_of_the_worker(cast, group, monkeypatch, caplog):
    task = asked(in_person(cast.alice), group.north)
    monkeypatch.setattr(accounting, "_freeze", lambda *_: 1 / 0)
    assert Worker().once()
    assert (codes(task), Run.objects.count()) == (["WORK-104"], 0)
    assert "ZeroDivisionError" in caplog.text


def test_who_asked_and_who_keeps_the_work_cancel_it_and_nobody_else(cast, group):
    first, second = asked(in_person(cast.alice), group.north), None
    for person in (cast.bob, cast.vera, cast.charlie, cast.grace):
        with pytest.raises(PermissionDenied):
            cancel_task(actor=in_person(person), task=first)
    cancel_task(actor=in_person(cast.alice), task=first)
    second = asked(in_person(cast.alice), group.north)
    cancel_task(actor=in_person(cast.ada), task=second)
    assert [ended(one).by for one in (first, second)] == [cast.alice, cast.ada]
    assert not Worker().once()
    with pytest.raises(LostAttemptError):
        cancel_task(actor=in_person(cast.alice), task=first)
    assert Event.objects.filter(action="work.task.cancelled").count() == 2


def test_what_is_cancelled_while_it_is_done_is_not_committed(cast, group):
    task = asked(in_person(cast.alice), group.north)
    held = taken()
    cancel_task(actor=in_person(cast.alice), task=task)
    perform(held=held)
    assert (ended(task).outcome, Run.objects.count()) == ("cancelled", 0)


def test_a_busy_database_is_waited_for(cast, group, monkeypatch):
    task = asked(in_person(cast.alice), group.north)
    with monkeypatch.context() as busy:
        busy.setattr(accounting, "_freeze", lambda *_: (_ for _ in ()).throw(collided()))
        assert Worker().once()
    waits = Progress.objects.get(pk=task.pk)
    assert (waits.held_by, waits.deaths, waits.words_en) == ("", 0, "the database is busy; it is tried again by itself")
    assert not Worker().once()  # not yet
    assert Worker(clock=lambda: shared_now() + timedelta(minutes=2)).once()
    assert (ended(task).outcome, ended(task).attempt) == ("done", 2)


def test_a_full_disk_is_waited_for(cast, group, monkeypatch):
    task = asked(in_person(cast.alice), group.north)
    monkeypatch.setattr(accounting, "_freeze", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    assert Worker().once()
    assert "磁盘已满" in Progress.objects.get(pk=task.pk).words_zh
    assert not TaskEnd.objects.exists()


def test_a_worker_whose_database_is_gone_waits_and_goes_on(cast, group, monkeypatch):
    asked(in_person(cast.alice), group.north)
    worker = Worker()
    with monkeypatch.context() as gone:
        gone.setattr("tanheng.worker.loop.claim", lambda **_: (_ for _ in ()).throw(OperationalError("gone")))
        gone.setattr("tanheng.worker.loop.connections.close_all", lambda: None)
        assert not worker.once()
    assert worker.once()
    assert Run.objects.count() == 1


def test_what_kills_its_worker_again_and_again_is_given_up(cast, group):
    task = asked(in_person(cast.alice), group.north)
    for _ in range(9):
        taken(lives=lambda _name: False)
    held = taken(lives=lambda _name: False)
    assert (held.deaths, held.attempt) == (9, 10)
    perform(held=taken(lives=lambda _name: False))
    assert codes(task) == ["WORK-103"]


def test_what_killed_nine_workers_is_tried_once_more(cast, group):
    task = asked(in_person(cast.alice), group.north)
    for _ in range(9):
        taken(lives=lambda _name: False)
    perform(held=taken(lives=lambda _name: False))
    assert ended(task).outcome == "done"


def test_a_door_does_small_work_at_once_and_leaves_alone_what_is_in_hand(cast, group):
    task = asked(in_person(cast.alice), group.north)
    assert perform_at_once(task=task) is None
    assert ended(task).outcome == "done"
    other = asked(in_person(cast.alice), group.north)
    taken()
    assert perform_at_once(task=other) is None
    assert not TaskEnd.objects.filter(task=other).exists()
