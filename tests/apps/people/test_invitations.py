"""One-time links: nobody comes by the account of somebody who also serves, or will serve, where they keep nothing."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tanheng.apps.journal.models import Event
from tanheng.apps.people.access.invitations import LinkRefusedError, invited_user
from tanheng.apps.people.models import User
from tanheng.apps.people.services import assign_role, end_assignment, invite_person, renew_invitation, set_invited_password
from tests.apps.cast import person
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
PASSWORD = "平衡-every-tonne-weighed"


@pytest.fixture
def eve(cast, group) -> User:
    """Administrator of the southern plant only."""
    eve = person("eve", "南方管理员")
    assign_role(actor=in_person(cast.ada), user=eve, role="administrator", node=group.south_plant)
    return eve


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def invited(by, node, email="boss@example.test", role="clerk"):
    return invite_person(actor=in_person(by), email=email, display_name="受邀人", role=role, node=node)


def invite(by, node, email):
    form = {"display_name": "x", "email": email, "role": "clerk", "node": node.pk, "language": "zh-hans"}
    return browser_of(by).post(reverse("people:invite"), form, follow=True).content.decode()


def links_in(text):
    return re.findall(r"http://testserver(/invitation/[^<\s\"]+)", text)


@pytest.mark.usefixtures("duties_together")
def test_inviting_a_pending_manager_of_the_group_again_gives_no_link(cast, group, eve):
    boss = invited(cast.ada, group.group, role="group_manager").user
    text = invite(eve, group.south_plant, boss.email)
    assert links_in(text) == []
    assert boss.assignments.filter(role="clerk", node=group.south_plant).exists()
    assert not Event.objects.filter(action="people.invitation.renewed").exists()
    assert links_in(invite(cast.ada, group.north, boss.email)) != []  # whoever keeps all of it hands the link over again


def test_the_page_is_the_same_whether_the_account_beyond_has_a_password(cast, group, eve):
    pending = invited(cast.ada, group.group, email="pending@example.test").user
    settled = invited(cast.ada, group.group, email="settled@example.test").user
    settled.set_password(PASSWORD)
    settled.save()
    alerts = re.compile(r'class="alert[^"]*"[^>]*>(.*?)</', re.DOTALL)
    told = [alerts.findall(invite(eve, group.south_plant, one.email)) for one in (pending, settled)]
    assert told[0] == told[1] != []


@pytest.mark.usefixtures("duties_together")
@pytest.mark.parametrize("days", [0, 30])
def test_no_new_link_where_a_role_elsewhere_is_held_or_begins_later(cast, group, eve, days):
    user = invited(eve, group.south_plant).user
    assert renew_invitation(actor=in_person(eve), user=user)
    assign_role(
        actor=in_person(cast.ada), user=user, role="group_manager", node=group.group, starts_on=timezone.localdate() + timedelta(days=days)
    )
    with pytest.raises(LinkRefusedError):
        renew_invitation(actor=in_person(eve), user=user)
    page = browser_of(eve).post(reverse("people:link", args=[user.pk]), follow=True)
    assert links_in(page.content.decode()) == []
    assert group.group.name not in page.content.decode()  # nor where the other role is


@pytest.mark.usefixtures("duties_together")
def test_a_link_at_hand_is_void_once_the_person_serves_elsewhere_too(cast, group, eve):
    made = invited(eve, group.south_plant)
    assert invited_user(made.link.key, made.link.token) == made.user
    role = assign_role(actor=in_person(cast.ada), user=made.user, role="group_manager", node=group.group)
    address = reverse("people:accept", args=[made.link.key, made.link.token])
    assert Client().get(address).status_code == 404
    assert Client().post(address, {"password": PASSWORD, "repeated": PASSWORD}).status_code == 404
    assert not User.objects.get(pk=made.user.pk).has_usable_password()
    end_assignment(actor=in_person(cast.ada), assignment=role, reason="撤回")
    assert Client().get(address).status_code == 404  # it was held elsewhere


def test_a_link_falls_with_the_role_of_its_maker(cast, group, eve):
    made = invited(eve, group.south_plant)
    end_assignment(actor=in_person(cast.ada), assignment=eve.assignments.get(), reason="离职")
    assert invited_user(made.link.key, made.link.token) is None


def test_a_link_speaks_for_its_maker_alone(cast, group, eve):
    made, ada_s = invited(eve, group.south_plant), invited(cast.ada, group.group, email="other@example.test")
    assert invited_user(ada_s.link.key, made.link.token) is None
    assert invited_user(made.link.key, ada_s.link.token) is None


def test_a_link_is_used_once_even_when_two_saw_it_good(cast, group):
    made = invited(cast.ada, group.north)
    chosen = {"user": made.user, "key": made.link.key, "token": made.link.token}
    assert set_invited_password(**chosen, password=PASSWORD) == made.user
    assert set_invited_password(**chosen, password="another-" + PASSWORD) is None
    assert User.objects.get(pk=made.user.pk).check_password(PASSWORD)
    assert Event.objects.filter(action="people.password.set").count() == 1


def test_nobody_makes_a_link_for_a_person_without_any_role(cast, group):
    nobody = person("nobody", "无角色")
    for by in (cast.ada, cast.bob):
        with pytest.raises(LinkRefusedError):
            renew_invitation(actor=in_person(by), user=nobody)
