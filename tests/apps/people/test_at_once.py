"""What two people do at the same moment comes out as if one came after the other: nothing asked is changed before it is written."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from tanheng.apps.accounting import services as accounting
from tanheng.apps.journal.models import Event
from tanheng.apps.people import services
from tanheng.apps.people.access import PersonReach, active_assignments
from tanheng.apps.people.models import Assignment, User
from tanheng.apps.people.services import assign_role, changes, create_first_administrator, end_assignment, invite_person
from tanheng.apps.people.services.tokens import create_token, end_token
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.services import begin_installation, create_group
from tests.apps.cast import close_connections, person
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person
from tests.support.locks import is_held

at_once = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif(os.environ.get("TANHENG_TEST_DATABASE") != "postgresql", reason="SQLite has one writer: nothing crosses")


def done_together(*writes):
    """Each in a thread of its own; how many were not refused."""

    def outcome(write):
        try:
            write()
        except (ValidationError, PermissionDenied):
            return False
        finally:
            close_connections()
        return True

    with ThreadPoolExecutor(len(writes)) as pool:
        return sum(pool.map(outcome, writes))


@pytest.mark.usefixtures("duties_together")
@at_once
def test_the_last_two_administrators_cannot_end_each_other(cast, group, monkeypatch):
    assign_role(actor=in_person(cast.ada), user=cast.grace, role="administrator", node=group.group)
    both, asked = threading.Barrier(2), services._other_administrators

    def asked_together(*args):
        answer = asked(*args)
        with suppress(threading.BrokenBarrierError):  # whoever waits for the lock never comes here
            both.wait(timeout=1)
        return answer

    monkeypatch.setattr(services, "_other_administrators", asked_together)
    roles = {by: Assignment.objects.get(user=of, role="administrator") for by, of in ((cast.ada, cast.grace), (cast.grace, cast.ada))}
    assert (
        done_together(
            *(lambda by=by, role=role: end_assignment(actor=in_person(by), assignment=role, reason="x") for by, role in roles.items())
        )
        == 1
    )
    assert active_assignments().filter(role="administrator", node=group.group).count() == 1


@pytest.mark.usefixtures("duties_together")
@at_once
def test_people_of_a_group_are_written_one_after_the_other_from_the_first_question_on(cast, group, monkeypatch):
    held, required = [], changes.require
    monkeypatch.setattr(changes, "require", lambda *asked: held.append(is_held(group.group)) or required(*asked))
    role = assign_role(actor=in_person(cast.ada), user=cast.bob, role="carbon_manager", node=group.north_plant)
    invite_person(actor=in_person(cast.ada), email="new@example.test", display_name="新人", role="clerk", node=group.south)
    end_assignment(actor=in_person(cast.ada), assignment=role, reason="x")
    assert held == [True, True, True]


@at_once
def test_the_same_role_is_given_once(cast, group):
    new = {"email": "new@example.test", "display_name": "新人", "role": "clerk", "node": group.south}
    assert done_together(*[lambda: invite_person(actor=in_person(cast.ada), **new)] * 3) == 1
    assert User.objects.get(email="new@example.test").assignments.count() == 1


@at_once
def test_there_is_one_first_administrator():
    asked = [{"email": f"{number}@example.test", "display_name": "首任", "password": "平衡-every-tonne-weighed"} for number in range(3)]
    assert done_together(*(lambda one=one: create_first_administrator(**one) for one in asked)) == 1
    assert User.objects.count() == Event.objects.count() == 1


@at_once
def test_the_set_up_makes_one_group():
    founder = person("ada", "管理员")
    begin_installation(actor=in_person(founder))
    assert done_together(*[lambda: create_group(actor=in_person(founder), name="合成集团")] * 3) == 1
    assert Node.objects.count() == 1


@at_once
def test_a_token_ends_once(cast, group):
    token, _secret = create_token(actor=in_person(cast.alice), node=group.north, name="脚本", scopes=["view_data"])
    done_together(*[lambda: end_token(actor=in_person(cast.alice), token=type(token).objects.get(pk=token.pk))] * 3)
    assert Event.objects.filter(action="people.token.ended").count() == 1


@at_once
@on_postgresql
def test_a_role_is_given_in_a_company_whose_accounts_are_being_run(cast, group, monkeypatch):
    """The run holds the company and waits for the journal; the invitation holds the journal: it must not wait for the company."""
    upload(cast.bob, group.north)
    new, noted = {"email": "new@example.test", "display_name": "新人", "role": "clerk", "node": group.north}, accounting.append_event

    def invite():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '20s'")  # a wait is for ever here: the run waits for this test
        invite_person(actor=in_person(cast.ada), **new)

    def noted_after(**event):
        assert done_together(invite) == 1
        return noted(**event)

    monkeypatch.setattr(accounting, "append_event", noted_after)
    assert accounting.run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK).number == 1


@pytest.mark.usefixtures("duties_together")
@pytest.mark.django_db
def test_who_leaves_later_is_no_other_administrator(cast, group):
    today = timezone.localdate()
    only, later = cast.ada.assignments.get(), today + timedelta(days=90)
    other = assign_role(actor=in_person(cast.ada), user=cast.grace, role="administrator", node=group.group)
    end_assignment(actor=in_person(cast.ada), assignment=other, reason="调岗", ends_on=later)
    assert PersonReach(cast.grace).permits("manage_people", group.group)
    for day in (today, later + timedelta(days=1)):
        with pytest.raises(ValidationError):
            end_assignment(actor=in_person(cast.grace), assignment=only, reason="x", ends_on=day)


@pytest.mark.usefixtures("duties_together")
@pytest.mark.django_db
def test_a_successor_of_later_relieves_from_that_day_on(cast, group):
    later = timezone.localdate() + timedelta(days=90)
    only = cast.ada.assignments.get()
    assign_role(actor=in_person(cast.ada), user=cast.grace, role="administrator", node=group.group, starts_on=later)
    with pytest.raises(ValidationError):
        end_assignment(actor=in_person(cast.ada), assignment=only, reason="x", ends_on=later - timedelta(days=1))
    assert end_assignment(actor=in_person(cast.ada), assignment=only, reason="交接", ends_on=later)


@pytest.mark.django_db
def test_a_role_of_later_is_given_once_and_one_that_ends_is_given_again(cast, group):
    later = timezone.localdate() + timedelta(days=90)
    role = {"actor": in_person(cast.ada), "user": cast.bob, "role": "verifier", "node": group.south, "starts_on": later}
    first = assign_role(**role)
    with pytest.raises(ValidationError):
        assign_role(**role)
    end_assignment(actor=in_person(cast.ada), assignment=first, reason="x", ends_on=later + timedelta(days=10))
    assert assign_role(**{**role, "starts_on": later + timedelta(days=10)})
