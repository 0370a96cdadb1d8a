"""The set-up of an empty installation: protected by the code, resumable, and closed for ever afterwards."""

import re

import pytest
from django.test import Client

from tanheng.apps.journal.models import Event
from tanheng.apps.journal.selectors import verify_journal
from tanheng.apps.people.access import PersonReach
from tanheng.apps.people.models import User
from tanheng.apps.sites import services
from tanheng.apps.sites.access.setup_code import current_code, forget_code
from tanheng.apps.sites.models import Installation, Node

PASSWORD = "平衡-every-tonne-weighed"


@pytest.fixture(autouse=True)
def _empty(db):
    forget_code()


def administrator(client, **changes):
    form = {"code": current_code(), "display_name": "首任", "email": "first@example.test"}
    return client.post("/setup/administrator/", {**form, "password": PASSWORD, "repeated": PASSWORD, **changes})


@pytest.fixture
def founder():
    client = Client()
    assert administrator(client).status_code == 302
    return client


def test_the_first_account_and_the_set_up_it_leads_are_stored_together(monkeypatch):
    """A set-up that stops between the two would leave an account that may do nothing, and no way to another."""

    def full(actor):
        raise OSError(f"no room for {actor.user}")

    monkeypatch.setattr(services, "_begun", full)
    with pytest.raises(OSError, match="no room"):
        administrator(Client())
    assert not User.objects.exists()
    assert not Event.objects.exists()
    monkeypatch.undo()
    assert administrator(Client()).status_code == 302
    assert Installation.objects.get().founder == User.objects.get()


def test_a_password_too_short_is_refused_in_the_language_of_the_reader():
    chinese, english = Client(), Client()
    english.cookies["django_language"] = "en"
    page = administrator(chinese, password="kz-7", repeated="kz-7").content.decode()
    assert "密码太短，至少应有 10 个字符" in page and "This password" not in page
    assert "This password is too short" in administrator(english, password="kz-7", repeated="kz-7").content.decode()


def test_an_empty_installation_leads_to_its_set_up():
    response = Client().get("/", follow=True)
    assert response.redirect_chain[-1][0] == "/setup/administrator/"
    assert current_code() not in response.content.decode()


@pytest.mark.parametrize("code", ["", "AAAA-BBBB-CCCC", "\x00", "码"])
def test_without_the_code_nobody_becomes_administrator(code):
    response = administrator(Client(), code=code)
    assert response.status_code == 200
    assert "首任" in response.content.decode()  # what was typed stays
    assert not User.objects.exists()


def test_the_code_is_three_times_four_characters():
    assert re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4}){2}", current_code())


def test_the_code_forgives_case_and_hyphens():
    assert administrator(Client(), code=current_code().lower().replace("-", " ")).status_code == 302


def test_the_code_is_gone_once_it_has_served(founder, settings):
    assert current_code() is None
    assert administrator(Client(), code="x").status_code == 302  # led to the set-up, which is not theirs
    assert User.objects.count() == 1


def test_the_code_file_is_private(settings):
    current_code()
    assert (settings.HOME / "setup-code").stat().st_mode & 0o777 == 0o600


def test_step_by_step_to_a_working_group(founder):
    assert founder.get("/setup/", follow=True).redirect_chain[-1][0] == "/setup/group/"
    assert founder.get("/setup/facilities/").headers["Location"] == "/setup/group/"  # one after the other
    founder.post("/setup/group/", {"name": "合成集团"})
    founder.post("/setup/company/", {"name": "合成铝业", "code": "91640000000000000C"})
    founder.post("/setup/site/", {"name": "铝厂", "code": "plant"})
    for number in (1, 2):
        line = {"name": f"{number}系列", "code": f"potline-{number}", "facility_kind": "potline"}
        assert founder.post("/setup/facilities/", line).headers["Location"] == "/setup/facilities/"
    node = Node.objects.get(kind="company").pk
    clerk = {"display_name": "填报员", "email": "clerk@example.test", "role": "clerk", "node": node}
    text = founder.post("/setup/people/", clerk, follow=True).content.decode()
    assert "/invitation/" in text
    assert founder.post("/setup/finish/").headers["Location"] == "/"
    first = User.objects.get(email="first@example.test")
    assert PersonReach(first).permits("manage_people", Node.objects.get(code="potline-2"))
    assert not PersonReach(first).permits("view_data", Node.objects.get(kind="group"))
    assert founder.get("/setup/").status_code == 403
    assert verify_journal().holds


def test_what_is_typed_is_kept_and_resumed_elsewhere(founder):
    founder.post("/setup/group/", {"name": "合成集团"})
    assert founder.post("/setup/keep/company/", {"name": "写了一半"}).status_code == 204
    other_browser = Client()
    other_browser.post("/accounts/login/", {"login": "first@example.test", "password": PASSWORD})
    response = other_browser.get("/", follow=True)
    assert "继续初始设置" in response.content.decode()
    assert 'value="写了一半"' in other_browser.get("/setup/", follow=True).content.decode()


def test_a_refused_form_keeps_what_was_typed(founder):
    founder.post("/setup/group/", {"name": "合成集团"})
    text = founder.post("/setup/company/", {"name": "合成铝业", "code": "1"}).content.decode()
    assert 'value="合成铝业"' in text
    assert not Node.objects.filter(kind="company").exists()


def test_nobody_else_takes_part(founder):
    stranger = User.objects.create_user("else@example.test", None, display_name="他人")
    client = Client()
    client.force_login(stranger)
    assert client.post("/setup/group/", {"name": "x"}).status_code == 403
    assert client.get("/setup/").status_code == 403
    assert Client().post("/setup/group/", {"name": "x"}).headers["Location"].startswith("/accounts/login/")
    assert not Node.objects.exists()
    assert Installation.objects.get().founder.email == "first@example.test"


def test_no_set_up_where_people_are(group):
    assert Client().get("/setup/administrator/").status_code == 302
    assert Client().get("/setup/").status_code == 404
