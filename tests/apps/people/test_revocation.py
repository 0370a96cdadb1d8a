"""What opens an account ends with what it hung on: tokens with the password, links with roles of before."""

import pytest
from django.core.exceptions import PermissionDenied

from tanheng.apps.journal.models import Event
from tanheng.apps.people.access import PersonReach
from tanheng.apps.people.access.invitations import may_make_link
from tanheng.apps.people.models import ApiToken
from tanheng.apps.people.models.permissions import VERBS
from tanheng.apps.people.selectors import tokens_of
from tanheng.apps.people.services import assign_role, end_assignment, invite_person, set_invited_password
from tanheng.apps.people.services.tokens import create_token, end_token
from tests.apps.cast import person
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
NEW = "平衡-every-tonne-weighed"


def token_of(user, node):
    return create_token(actor=in_person(user), node=node, name="脚本", scopes=["view_data"])[0]


def living(user):
    return ApiToken.objects.filter(user=user, ended_at=None).count()


@pytest.fixture
def south_admin(cast, group):
    """Keeps people of the southern company only."""
    user = person("sue", "南方管理员")
    assign_role(actor=in_person(cast.ada), user=user, role="security_administrator", node=group.south)
    return user


def test_the_password_s_change_ends_the_tokens(cast, group, signed_in):
    token_of(cast.alice, group.north)
    token_of(cast.alice, group.north_plant)
    client = signed_in("alice")
    typed = {"oldpassword": "tanheng-test-2026", "password1": NEW, "password2": NEW}
    cast.alice.set_password("tanheng-test-2026")
    cast.alice.save(update_fields=["password"])
    client.force_login(cast.alice)
    assert client.post("/accounts/password/change/", typed).status_code == 302
    assert living(cast.alice) == 0
    assert Event.objects.filter(action="people.token.ended").count() == 2


def test_a_link_s_password_ends_the_tokens(cast, group):
    invited = invite_person(actor=in_person(cast.ada), email="new@example.test", display_name="新人", role="clerk", node=group.south)
    token_of(invited.user, group.south)
    assert set_invited_password(user=invited.user, key=invited.link.key, token=invited.link.token, password=NEW)
    assert living(invited.user) == 0


def test_an_administrator_sees_and_ends_tokens_of_the_own_part(cast, group, signed_in, south_admin):
    token = token_of(cast.bob, group.north_plant)
    page = signed_in("ada").get(f"/people/{cast.bob.pk}/").content.decode()
    assert token.prefix in page
    assert str(VERBS["view_data"]) in page  # what it may do
    with pytest.raises(PermissionDenied):
        end_token(actor=in_person(south_admin), token=token)
    address = f"/people/{cast.bob.pk}/tokens/{token.pk}/end/"
    assert signed_in("alice").post(address).status_code == 403
    assert signed_in("charlie").post(address).status_code in (403, 404)
    assert living(cast.bob) == 1
    assert signed_in("ada").post(address).status_code == 302
    assert living(cast.bob) == 0


def test_no_link_to_an_account_that_once_served_elsewhere(cast, group, south_admin):
    invited = invite_person(actor=in_person(cast.ada), email="new@example.test", display_name="新人", role="clerk", node=group.north)
    role = invited.user.assignments.get()
    end_assignment(actor=in_person(cast.ada), assignment=role, reason="调岗")
    assign_role(actor=in_person(south_admin), user=invited.user, role="clerk", node=group.south)
    assert not may_make_link(PersonReach(south_admin), invited.user)
    assert may_make_link(PersonReach(cast.ada), invited.user)


def test_no_link_to_an_account_made_for_another_part(cast, group, south_admin):
    invited = invite_person(actor=in_person(cast.ada), email="new@example.test", display_name="新人", role="clerk", node=group.group)
    assert not may_make_link(PersonReach(south_admin), invited.user)


def test_no_link_to_the_first_account(cast, group):
    assert not may_make_link(PersonReach(cast.grace), cast.ada)


def test_living_tokens_stand_first_then_the_newest(cast, group):
    actor = in_person(cast.alice)
    made = [create_token(actor=actor, node=group.north, name=name, scopes=["view_data"])[0] for name in ("一", "二", "三")]
    end_token(actor=actor, token=made[2])
    assert [one.name for one in tokens_of(cast.alice)] == ["二", "一", "三"]
