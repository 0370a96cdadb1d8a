"""A company's unified social credit code in the forms and on its page: GB 32100 is asked, the licence decides."""

import pytest
from django.utils.translation import override

from tanheng.apps.sites.forms import CompanyForm

SOUND, MISTYPED = "91640000000000000C", "91640000000000000X"


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "校验位"), ("en", "check character")])
def test_a_code_whose_check_character_does_not_fit_is_asked_about(language: str, word: str) -> None:
    with override(language):
        form = CompanyForm({"name": "合成铝业", "code": MISTYPED})
        assert not form.is_valid()
        assert word in str(form.errors["code"])
        assert "as_on_licence" in [field.name for field in form.visible_fields()]


def test_whoever_has_the_licence_at_hand_decides() -> None:
    form = CompanyForm({"name": "合成铝业", "code": MISTYPED, "as_on_licence": "on"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"name": "合成铝业", "code": MISTYPED}


def test_a_sound_code_is_never_asked_about() -> None:
    form = CompanyForm({"name": "合成铝业", "code": SOUND.lower()})
    assert form.is_valid()
    assert "as_on_licence" not in [field.name for field in form.visible_fields()]
    assert form.cleaned_data == {"name": "合成铝业", "code": SOUND}


@pytest.mark.parametrize("code", ["1", SOUND[:-1], SOUND[:-1] + "I"])
def test_no_confirmation_helps_a_code_of_another_shape(code: str) -> None:
    assert not CompanyForm({"name": "合成铝业", "code": code, "as_on_licence": "on"}).is_valid()


@pytest.mark.django_db
def test_the_page_of_a_company_marks_it(client, cast, group) -> None:
    client.force_login(cast.alice)
    for code, marked in ((MISTYPED, True), (SOUND, False)):
        group.north.code = code
        group.north.save()
        text = client.get(f"/organisation/{group.north.pk}/").content.decode()
        assert ("不合 GB 32100" in text) is marked
