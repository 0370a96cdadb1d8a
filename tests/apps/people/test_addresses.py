"""One address is one account, however it is typed; what is no address is none."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tanheng.apps.people.models import AssignmentEnd, User
from tanheng.apps.people.services import assign_role, end_assignment, invite_person
from tanheng.apps.people.services.addresses import known_address
from tanheng.store.clock import today
from tests.apps.cast import person
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
ADDRESS = "boss@example.test"


def invited(cast, node, email, role="clerk"):
    return invite_person(actor=in_person(cast.ada), email=email, display_name="受邀人", role=role, node=node).user


@pytest.mark.parametrize(
    "typed", [f" {ADDRESS} ", f"{ADDRESS}\n", "ｂｏｓｓ＠ｅｘａｍｐｌｅ．ｔｅｓｔ", "BOSS@Example.Test", f"\u3000{ADDRESS}"]
)
def test_an_address_typed_otherwise_is_the_same_account(cast, group, typed):
    first = invited(cast, group.north, ADDRESS)
    second = invited(cast, group.south_plant, typed)
    assert first == second and first.email == ADDRESS
    assert User.objects.get_by_natural_key(typed) == first


@pytest.mark.parametrize("typed", ["", " ", "boss", "boss@", "a b@example.test", "boss@example.test\nx", "a@b@c.test"])
def test_what_is_no_address_is_refused(cast, group, typed):
    before = User.objects.count()
    with pytest.raises(ValidationError):
        invited(cast, group.north, typed)
    assert User.objects.count() == before


def test_of_what_is_no_address_sixty_characters_are_quoted():
    with pytest.raises(ValidationError, match=f"“{'x' * 60}”"):
        known_address(email=" " + "x" * 200)


def test_a_role_does_not_end_before_it_begins(cast, group):
    begins = today() + timedelta(days=10)
    given = assign_role(actor=in_person(cast.ada), user=person("late", "后来者"), role="clerk", node=group.north, starts_on=begins)
    with pytest.raises(ValidationError):
        end_assignment(actor=in_person(cast.ada), assignment=given, ends_on=begins - timedelta(days=1))
    assert not AssignmentEnd.objects.filter(assignment=given).exists()
    assert end_assignment(actor=in_person(cast.ada), assignment=given, ends_on=begins).ends_on == begins
