"""The one way to write: all or nothing, the check under the lock, the door's own row, another attempt where writers collide."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction

from tanheng.api.authentication import TokenReach
from tanheng.apps.journal.models import Event
from tanheng.apps.people.access import PersonReach, opens
from tanheng.apps.people.access.actors import on_the_machine
from tanheng.apps.people.access.tokens import user_of_token
from tanheng.apps.people.services import assign_role, changes, end_assignment
from tanheng.apps.people.services.changes import ATTEMPTS, change
from tanheng.apps.people.services.tokens import create_token, end_token
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.services import create_site, rename_node
from tests.apps.cast import person
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


class CollisionError(Exception):
    """What the driver raises beneath Django's error, on either database."""

    sqlstate = "40P01"
    sqlite_errorname = "SQLITE_BUSY"


def collided() -> OperationalError:
    error = OperationalError("database is locked")
    error.__cause__ = CollisionError()
    return error


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch):
    monkeypatch.setattr(changes, "FIRST_PAUSE_S", 0)


def test_it_is_refused_before_anything_is_done(cast, group):
    with pytest.raises(PermissionDenied):
        change(in_person(cast.bob), "manage_organisation", group.north, lambda: pytest.fail("done"))


def test_the_roles_of_the_moment_count_not_those_of_when_the_page_was_opened(cast, group):
    other = person("adam", "另一管理员")
    role = assign_role(actor=in_person(cast.ada), user=other, role="system_administrator", node=group.group)
    actor = in_person(other)
    assert actor.reach.permits("manage_organisation", group.north)
    end_assignment(actor=in_person(cast.ada), assignment=role, reason="离任")
    with pytest.raises(PermissionDenied):
        rename_node(actor=actor, node=group.north, name="改名铝业")


def test_a_token_that_has_ended_since_opens_nothing(cast, group):
    token, secret = create_token(actor=in_person(cast.bob), node=group.north_plant, name="脚本", scopes=["upload_data"])
    actor = replace(in_person(cast.bob), reach=TokenReach(user_of_token(secret)))
    assert opens(actor.reach, "upload_data", group.north)
    end_token(actor=in_person(cast.bob), token=token)
    with pytest.raises(PermissionDenied):
        change(actor, "upload_data", group.north, lambda: pytest.fail("done"))


def test_what_is_not_stored_is_not_left_on_the_caller_s_object(cast, group):
    def refuse(_made):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rename_node(actor=in_person(cast.ada).keeping(refuse), node=group.north, name="改名铝业")
    assert group.north.name == "合成北方铝业"


def test_what_the_door_keeps_stands_and_falls_with_the_change(cast, group):
    kept = []
    made = create_site(actor=in_person(cast.ada).keeping(kept.append), company=group.north, name="二厂", code="second")
    assert kept == [made]

    def refuse(_made):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        create_site(actor=in_person(cast.ada).keeping(refuse), company=group.north, name="三厂", code="third")
    assert not Node.objects.filter(code="third").exists()


@pytest.mark.parametrize("collisions", [1, ATTEMPTS - 1])
def test_a_collision_is_tried_again_as_a_whole(cast, group, collisions):
    left = [collided() for _ in range(collisions)]

    def collide(_made):
        if left:
            raise left.pop()

    before = Event.objects.count()
    rename_node(actor=in_person(cast.ada).keeping(collide), node=group.north, name="改名铝业")
    assert Event.objects.count() == before + 1
    assert Node.objects.get(pk=group.north.pk).name == "改名铝业"


def test_it_gives_up_in_the_end(cast, group):
    tries = []

    def collide(_made):
        tries.append(1)
        raise collided()

    with pytest.raises(OperationalError):
        rename_node(actor=in_person(cast.ada).keeping(collide), node=group.north, name="改名铝业")
    assert len(tries) == ATTEMPTS


def test_other_errors_of_the_database_are_not_tried_again(cast, group):
    tries = []

    def fail(_made):
        tries.append(1)
        raise OperationalError("disk full")

    with pytest.raises(OperationalError):
        rename_node(actor=in_person(cast.ada).keeping(fail), node=group.north, name="改名铝业")
    assert len(tries) == 1


@pytest.mark.django_db(transaction=True)
def test_it_is_the_outermost_transaction(cast, group):
    with pytest.raises(RuntimeError), transaction.atomic():
        rename_node(actor=in_person(cast.ada), node=group.north, name="改名铝业")


def test_the_event_names_door_and_token(cast, group):
    rename_node(actor=replace(in_person(cast.ada), door="api", through="token:7"), node=group.north, name="改名铝业")
    event = Event.objects.get(action="sites.node.renamed")
    assert (event.door, event.through) == ("api", "token:7")


@pytest.mark.parametrize(("verb", "name", "expected"), [
    ("upload_data", "bob", (True, True, False)),
    ("manage_organisation", "ada", (True, True, True)),
    ("clarify_rules", "alice", (True, True, False)),
    ("clarify_rules", "charlie", (False, False, False)),
])  # fmt: skip
def test_a_verb_is_open_where_it_is_held(cast, group, verb, name, expected):
    reach = PersonReach(getattr(cast, name))
    assert tuple(opens(reach, verb, node) for node in (group.north, group.north_plant, group.south)) == expected


def test_rules_are_the_same_everywhere_in_a_group(cast, group):
    assert opens(PersonReach(cast.alice), "clarify_rules", group.group)
    assert not opens(PersonReach(cast.alice), "run_accounts", group.group)


def test_who_works_on_the_machine_is_named_as_far_as_an_event_has_room(monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "x" * 200)
    room = Event._meta.get_field("through").max_length
    assert on_the_machine().through == "system:" + "x" * (room - len("system:"))
