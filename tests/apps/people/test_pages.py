"""Pages of people: administrators invite, give and end roles; invitations are one-time; sign-in is limited."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import get_hasher
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tanheng.apps.journal.models import Event
from tanheng.apps.people.access import home_node
from tanheng.apps.people.models import User
from tanheng.apps.people.services import invite_person
from tests.support.acting import in_person

PASSWORD = "平衡-every-tonne-weighed"


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


def invite(client, group, **changes):
    form = {"display_name": "新人", "email": "new@example.test", "role": "clerk", "language": "zh-hans"}
    return client.post("/people/invite/", {**form, "node": group.north_plant.pk, **changes}, follow=True)


def link_in(response):
    return re.search(r"http://testserver(/invitation/[^<\s]+)", response.content.decode()).group(1)


def test_an_invited_person_chooses_a_password_and_signs_in(signed_in, group):
    link = link_in(invite(signed_in("ada"), group))
    guest = Client()
    assert guest.get(link).status_code == 200
    assert guest.post(link, {"password": PASSWORD, "repeated": PASSWORD}).status_code == 302
    assert guest.get(link).status_code == 404  # one time only
    signed = guest.post("/accounts/login/", {"login": "NEW@example.test", "password": PASSWORD}, follow=True)
    assert "新人" in signed.content.decode()
    assert Event.objects.filter(action="people.session.opened").count() == 1
    assert User.objects.get(email="new@example.test").password.startswith("argon2")


def test_poor_passwords_are_refused_with_the_reason(signed_in, group):
    link = link_in(invite(signed_in("ada"), group))
    text = Client().post(link, {"password": "short", "repeated": "other"}).content.decode()
    assert "两次输入的密码不一致" in text
    assert "field-error" in Client().post(link, {"password": "1234567890", "repeated": "1234567890"}).content.decode()
    assert not User.objects.get(email="new@example.test").has_usable_password()


@pytest.mark.parametrize("link", ["/invitation/x/y/", "/invitation/MQ/abc-def/", "/invitation/OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk/a-b/"])
def test_a_made_up_link_opens_nothing(group, link):
    assert Client().get(link).status_code == 404


def test_the_form_keeps_what_was_typed(signed_in, group):
    text = invite(signed_in("ada"), group, email="no address").content.decode()
    assert 'value="新人"' in text
    assert "field-error" in text


def test_only_administrators_come_here(signed_in, group):
    for name in ("alice", "bob", "vera", "grace", "charlie"):
        client = signed_in(name)
        assert client.get("/people/").status_code == 403
        assert invite(client, group).status_code == 403
    assert not User.objects.filter(email="new@example.test").exists()


def test_a_stranger_is_sent_to_sign_in(group):
    for page in ("/people/", "/people/invite/", "/people/1/", "/people/permissions/", "/account/", "/account/tokens/"):
        assert Client().get(page).headers["Location"].startswith("/accounts/login/")


def test_people_of_another_group_do_not_exist_here(signed_in, cast):
    client = signed_in("ada")
    assert "外人戊" not in client.get("/people/").content.decode()
    assert client.get(f"/people/{cast.charlie.pk}/").status_code == 404
    assert client.get(f"/people/assignments/{cast.charlie.assignments.get().pk}/end/").status_code == 404


def test_a_role_is_given_and_ended_with_a_reason(signed_in, cast, group):
    client = signed_in("ada")
    page = f"/people/{cast.bob.pk}/"
    assert client.post(page, {"role": "carbon_manager", "node": group.south.pk}).status_code == 302
    given = cast.bob.assignments.get(role="carbon_manager")
    assert client.post(f"/people/assignments/{given.pk}/end/", {"reason": ""}).status_code == 200
    assert client.post(f"/people/assignments/{given.pk}/end/", {"reason": "调岗"}).status_code == 302
    assert "调岗" in client.get(page).content.decode()


def test_the_permission_page_explains(signed_in, cast, group):
    query = {"person": cast.bob.pk, "verb": "run_accounts", "node": group.north.pk}
    assert "不允许" in signed_in("ada").get("/people/permissions/", query).content.decode()
    own = signed_in("bob").get("/people/permissions/", {**query, "verb": "upload_data", "node": group.north_plant.pk})
    assert "因为在 北方铝厂 持有角色" in own.content.decode()
    others = signed_in("bob").get("/people/permissions/", {**query, "person": cast.alice.pk})
    assert "碳管理员甲" not in others.content.decode()


def test_sign_in_is_limited_for_one_account(group):
    client = Client()
    answers = [client.post("/accounts/login/", {"login": "ada@example.test", "password": f"wrong {number}"}) for number in range(7)]
    codes = [[error.code for error in answer.context["form"].errors.as_data()["__all__"]] for answer in answers]
    assert codes[-1] == ["too_many_login_attempts"], codes
    assert "登录失败次数过多" in answers[-1].content.decode()
    user = User.objects.get(email="ada@example.test")
    user.set_password(PASSWORD)
    user.save()
    right = client.post("/accounts/login/", {"login": "ada@example.test", "password": PASSWORD})
    assert right.status_code == 200  # even the right one waits


def test_nobody_signs_up(group):
    assert Client().post("/accounts/signup/", {"email": "x@example.test", "password1": PASSWORD}).status_code == 200
    assert not User.objects.filter(email="x@example.test").exists()


def test_a_second_factor_can_be_set_up(cast):
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    client = Client()
    client.post("/accounts/login/", {"login": "alice@example.test", "password": PASSWORD})
    address = "/accounts/2fa/totp/activate/"
    assert client.get(address).headers["Location"].startswith("/accounts/reauthenticate/")
    again = client.post(f"/accounts/reauthenticate/?next={address}", {"password": PASSWORD})
    assert again.headers["Location"] == address
    assert client.get(address).status_code == 200
    secret = client.session["mfa.totp.secret"]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    done = client.post(address, {"code": code})
    assert done.headers["Location"] == "/accounts/2fa/recovery-codes/"
    assert Event.objects.filter(action="people.factor.added").exists()
    again = Client().post("/accounts/login/", {"login": "alice@example.test", "password": PASSWORD})
    assert again.headers["Location"].startswith("/accounts/2fa/authenticate/")


def test_a_changed_password_is_in_the_journal(cast):
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    client = Client()
    client.post("/accounts/login/", {"login": "alice@example.test", "password": PASSWORD})
    new = {"oldpassword": PASSWORD, "password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    assert client.post("/accounts/password/change/", {**new, "oldpassword": "x"}).status_code == 200
    assert client.post("/accounts/password/change/", new).status_code == 302
    assert Event.objects.filter(action="people.password.changed", actor=cast.alice).count() == 1


@pytest.mark.django_db(transaction=True)
def test_no_password_is_hashed_within_a_transaction(cast, monkeypatch):
    """A hash takes its time, and on SQLite a transaction keeps every other writer waiting."""
    asked = []

    def outside(hashed):
        def call(*words, **named):
            asked.append(connection.in_atomic_block)
            return hashed(*words, **named)

        return call

    for name in ("encode", "verify"):
        monkeypatch.setattr(get_hasher().__class__, name, outside(getattr(get_hasher().__class__, name)))
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    client = Client()
    client.post("/accounts/login/", {"login": "alice@example.test", "password": PASSWORD})
    new = {"oldpassword": PASSWORD, "password1": PASSWORD + "!", "password2": PASSWORD + "!"}
    assert client.post("/accounts/password/change/", new).status_code == 302
    new = {"email": "new@example.test", "display_name": "新人", "password": PASSWORD}
    invite_person(actor=in_person(cast.ada), role="clerk", node=home_node(cast.alice), **new)
    assert len(asked) >= 4 and not any(asked)


def test_one_s_own_language_stays(signed_in, cast):
    client = signed_in("alice")
    assert client.post("/account/", {"display_name": "甲", "language": "en"}).status_code == 302
    assert "My account" in client.get("/account/").content.decode()
    cast.alice.refresh_from_db()
    assert cast.alice.language == "en"
