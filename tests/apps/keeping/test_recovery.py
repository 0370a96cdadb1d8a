"""Lost second factors and passwords: what is stored cannot be read from the database, and there is a way back that is told."""

import json
import time
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from tanheng.apps.journal.models import Event
from tanheng.apps.keeping.services.recovering import recover_administrator
from tanheng.apps.people.access.invitations import LinkRefusedError
from tanheng.apps.people.models import User
from tanheng.apps.people.services.factors import remove_factors
from tanheng.apps.sites.access.setup_code import current_code
from tanheng.apps.sites.models import Installation
from tanheng.store.backups import KeepingError
from tanheng.store.secret_text import UnreadableTextError, decrypted, encrypted, is_encrypted
from tests.apps.cast import person
from tests.apps.people.test_at_once import done_together
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
SECRET, PASSWORD = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "平衡-every-tonne-weighed"


def code(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_factor(user: User) -> Authenticator:
    return TOTP.activate(user, SECRET).instance


def stored(row: Authenticator) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator WHERE id = %s", [row.pk])
        found = cursor.fetchone()[0]
    return found if isinstance(found, str) else json.dumps(found)


def test_a_secret_is_not_in_the_database_and_opens_all_the_same(cast):
    row = with_factor(cast.alice)
    assert SECRET not in stored(row)
    assert is_encrypted(Authenticator.objects.get(pk=row.pk).data["secret"])
    assert TOTP(Authenticator.objects.get(pk=row.pk)).validate_code(code())


def test_rows_from_before_are_encrypted_by_the_migration_and_can_be_again(cast):
    row = Authenticator.objects.create(user=cast.alice, type="totp", data={"secret": SECRET})
    codes = Authenticator.objects.create(user=cast.alice, type="recovery_codes", data={"seed": "abc", "used_mask": 1})
    migration = import_module("tanheng.apps.people.migrations.0004_encrypted_factors")
    for _twice in range(2):
        migration.encrypt_all(apps, None)
    row.refresh_from_db()
    codes.refresh_from_db()
    assert (decrypted(row.data["secret"], "second-factor"), codes.data["used_mask"]) == (SECRET, 1)
    assert "abc" not in stored(codes)
    migration.decrypt_all(apps, None)
    row.refresh_from_db()
    assert row.data == {"secret": SECRET}


def test_a_text_of_another_key_purpose_or_hand_is_not_read(settings):
    text = encrypted("秘密", "second-factor")
    assert text != encrypted("秘密", "second-factor")
    for changed, purpose in (
        (text, "other"),
        (text[:-6] + "AAAA==", "second-factor"),
        ("秘密", "second-factor"),
        ("aes256gcm/1:", "second-factor"),
    ):
        with pytest.raises(UnreadableTextError):
            decrypted(changed, purpose)
    settings.SECRET_KEY = "another-" + "y" * 50
    with pytest.raises(UnreadableTextError):
        decrypted(text, "second-factor")


def test_without_the_key_the_sign_in_says_so_and_opens_nothing(cast, settings):
    cast.alice.set_password(PASSWORD)
    cast.alice.save()
    with_factor(cast.alice)
    settings.SECRET_KEY = "another-" + "y" * 50
    client = Client()
    client.post("/accounts/login/", {"login": cast.alice.email, "password": PASSWORD})
    answer = client.post("/accounts/2fa/authenticate/", {"code": code()})
    assert (answer.status_code, "restore-keys" in answer.content.decode()) == (409, True)
    assert client.get("/").status_code == 302


def test_an_administrator_takes_away_what_somebody_lost(cast, group, signed_in):
    from tanheng.apps.people.services import invite_person

    invited = {"email": "new@example.test", "display_name": "新人", "role": "clerk", "node": group.north}
    new = invite_person(actor=in_person(cast.ada), **invited).user
    with_factor(new)
    page = reverse("people:person", args=[new.pk])
    assert "移除第二因素" in signed_in("ada").get(page).content.decode()
    assert signed_in("ada").post(reverse("people:remove-factors", args=[new.pk])).status_code == 302
    assert not Authenticator.objects.filter(user=new).exists()
    event = Event.objects.order_by("-sequence").first()
    assert (event.action, event.actor) == ("people.factors.removed", cast.ada)
    assert "移除第二因素" not in signed_in("ada").get(page).content.decode()


def test_nobody_takes_away_their_own_or_those_of_others_parts(cast, group, signed_in):
    with_factor(cast.ada)
    with_factor(cast.bob)
    for actor, user in ((cast.ada, cast.ada), (cast.alice, cast.bob), (cast.charlie, cast.bob)):
        with pytest.raises(LinkRefusedError):
            remove_factors(actor=in_person(actor), user=user)
    assert signed_in("charlie").post(reverse("people:remove-factors", args=[cast.bob.pk])).status_code in (403, 404)
    assert Authenticator.objects.count() == 2


def test_a_locked_out_administrator_gets_in_again_and_the_journal_says_so(cast, group):
    with_factor(cast.ada)
    done = recover_administrator(email=" ADA@example.test ")
    assert (done.user, done.factors, Authenticator.objects.count()) == (cast.ada, ["totp"], 0)
    event = Event.objects.order_by("-sequence").first()
    assert (event.action, event.actor, event.door, event.through.split(":")[0]) == (
        "people.administrator.recovered",
        None,
        "command",
        "system",
    )
    address = reverse("people:accept", args=[done.link.key, done.link.token])
    chosen = Client().post(address, {"password": PASSWORD, "repeated": PASSWORD})
    assert chosen.status_code == 302
    assert Client().get(address).status_code == 404  # used once
    cast.ada.refresh_from_db()
    assert cast.ada.check_password(PASSWORD)


def test_it_is_for_administrators_whom_no_other_can_help(cast, group):
    for email, problem in (("nobody@example.test", "KEEP-141"), (cast.bob.email, "KEEP-142"), (cast.charlie.email, "KEEP-142")):
        with pytest.raises(KeepingError) as refused:
            recover_administrator(email=email)
        assert refused.value.problems[0].code == problem
        assert cast.ada.email in refused.value.problems[0].remedy.en


@pytest.mark.usefixtures("duties_together")
def test_another_administrator_comes_first_unless_told_otherwise(cast, group):
    from tanheng.apps.people.services import invite_person

    told = {"email": "second@example.test", "display_name": "第二管理员", "role": "administrator", "node": group.group}
    second = invite_person(actor=in_person(cast.ada), password=PASSWORD, **told).user
    cast.ada.set_password(PASSWORD)
    cast.ada.save()
    before = Event.objects.count()
    with pytest.raises(KeepingError) as refused:
        recover_administrator(email=second.email)
    assert (refused.value.problems[0].code, cast.ada.email in refused.value.problems[0].message.en) == ("KEEP-143", True)
    assert Event.objects.count() == before
    assert recover_administrator(email=second.email, despite_others=True).user == second


def test_a_set_up_without_its_leader_goes_on():
    """As an older version left it when it was killed between account and installation."""
    lone = person("lone", "孤独的管理员")
    done = recover_administrator(email=lone.email)
    assert Installation.objects.get().founder == lone
    client = Client()
    client.post(reverse("people:accept", args=[done.link.key, done.link.token]), {"password": PASSWORD, "repeated": PASSWORD})
    client.post("/accounts/login/", {"login": lone.email, "password": PASSWORD})
    assert "group" in client.get("/setup/").headers["Location"]


@pytest.mark.django_db(transaction=True)
def test_eight_requests_with_the_set_up_code_make_one_first_administrator():
    code, answers = current_code(), []

    def post(number: int) -> None:
        typed = {"email": f"{number}@example.test", "display_name": "首任", "password": PASSWORD, "repeated": PASSWORD, "code": code}
        answers.append(Client().post(reverse("sites:setup-administrator"), typed).status_code)

    done_together(*(lambda number=number: post(number) for number in range(8)))
    assert User.objects.count() == Installation.objects.count() == 1
    assert Event.objects.filter(action="people.first_administrator.created").count() == 1
    assert all(status < 500 for status in answers)
