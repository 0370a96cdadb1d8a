"""Lists of key emitters by year: appended with their document, the newest counts, strangers see nothing."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tanheng.apps.sites.selectors.lists import is_listed, membership_history, memberships
from tanheng.apps.sites.services.lists import record_membership
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
FACTS = {"sector": "aluminium", "year": 2025, "listed": True, "source": "合成省〔2025〕1号"}


def test_the_newest_record_counts_and_every_one_stays(cast, group):
    ada = in_person(cast.ada)
    record_membership(actor=ada, company=group.north, **FACTS)
    record_membership(actor=ada, company=group.north, **{**FACTS, "listed": False, "source": "合成省〔2025〕9号"})
    assert [is_listed(group.north, "aluminium", year) for year in (2024, 2025)] == [None, False]
    assert is_listed(group.north, "power", 2025) is None
    assert membership_history(group.north).count() == 2


@pytest.mark.parametrize("wrong", [{"sector": "steel"}, {"year": 2012}, {"source": " "}])
def test_what_cannot_be_is_refused(cast, group, wrong):
    with pytest.raises(ValidationError):
        record_membership(actor=in_person(cast.ada), company=group.north, **{**FACTS, **wrong})
    with pytest.raises(PermissionDenied):
        record_membership(actor=in_person(cast.alice), company=group.north, **FACTS)


def test_the_page_of_the_company_shows_it(cast, group, signed_in):
    client = signed_in("ada")
    form = {**FACTS, "listed": "1"}
    assert client.post(f"/organisation/{group.north.pk}/lists/", form).status_code == 302
    text = signed_in("alice").get(f"/organisation/{group.north.pk}/").content.decode()
    assert FACTS["source"] in text and "列入名录" in text
    assert client.post(f"/organisation/{group.north.pk}/lists/", form).status_code == 200, "the same again"


def test_of_each_list_and_year_the_last_record_is_told_the_newest_year_first(cast, group):
    said = [(2024, True), (2025, True), (2023, True), (2025, False)]
    for number, (year, listed) in enumerate(said):
        record_membership(
            actor=in_person(cast.ada), company=group.north, sector="aluminium", year=year, listed=listed, source=f"合成〔{year}〕{number}号"
        )
    assert [(one.year, one.listed) for one in memberships(group.north)] == [(2025, False), (2024, True), (2023, True)]
