"""API tokens: shown once, stored as a hash, never stronger than their user."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tanheng.apps.people.access.tokens import user_of_token
from tanheng.apps.people.models import ApiToken
from tanheng.apps.people.services import end_assignment
from tanheng.apps.people.services.tokens import create_token, end_token
from tests.support.acting import in_person


@pytest.fixture
def alices(cast, group):
    return create_token(actor=in_person(cast.alice), node=group.north, name="脚本", scopes=["view_data"])


def test_the_secret_is_stored_nowhere(alices):
    token, secret = alices
    row = ApiToken.objects.filter(pk=token.pk).values().get()
    assert secret not in str(row)
    assert secret.startswith("tanheng_")


def test_it_stands_for_its_user_within_its_scope(alices, cast, group):
    holder = user_of_token(alices[1])
    assert holder.user == cast.alice
    assert holder.permits("view_data", group.potline)
    assert not holder.permits("upload_data", group.potline)
    assert not holder.permits("view_data", group.south)


def test_it_falls_with_its_user_s_role(alices, cast, group):
    end_assignment(actor=in_person(cast.ada), assignment=cast.alice.assignments.get(), reason="离职")
    assert not user_of_token(alices[1]).permits("view_data", group.north)


def test_nobody_makes_a_token_stronger_than_oneself(cast, group):
    with pytest.raises(PermissionDenied):
        create_token(actor=in_person(cast.bob), node=group.north_plant, name="x", scopes=["run_accounts"])
    with pytest.raises(PermissionDenied):
        create_token(actor=in_person(cast.bob), node=group.north, name="x", scopes=["view_data"])
    with pytest.raises(ValidationError):
        create_token(actor=in_person(cast.bob), node=group.north, name="x", scopes=[])


def test_ended_expired_and_unknown_tokens_open_nothing(alices, cast, group):
    yesterday = timezone.localdate() - timedelta(days=1)
    _old, secret = create_token(actor=in_person(cast.alice), node=group.north, name="旧", scopes=["view_data"], expires_on=yesterday)
    assert user_of_token(secret) is None
    with pytest.raises(PermissionDenied):
        end_token(actor=in_person(cast.bob), token=alices[0])
    end_token(actor=in_person(cast.alice), token=alices[0])
    assert user_of_token(alices[1]) is None
    assert user_of_token("tanheng_x") is None


def test_a_closed_account_s_token_is_void(alices, cast):
    cast.alice.is_active = False
    cast.alice.save()
    assert user_of_token(alices[1]) is None


def test_the_page_shows_the_secret_once(signed_in, group):
    client = signed_in("alice")
    form = {"name": "看板", "node": group.north.pk, "scopes": ["view_data"], "expires_on": ""}
    assert "tanheng_" in client.post("/account/tokens/", form, follow=True).content.decode()
    text = client.get("/account/tokens/").content.decode()
    assert "看板" in text
    assert ApiToken.objects.get().prefix in text
    assert 'id="token-secret"' not in text
    client.post(f"/account/tokens/{ApiToken.objects.get().pk}/end/")
    assert ApiToken.objects.get().ended_at is not None


def test_a_stranger_cannot_end_my_token(signed_in, alices):
    assert signed_in("charlie").post(f"/account/tokens/{alices[0].pk}/end/").status_code == 404
