"""Several months take one step at once: each with its own guards and event, and what cannot be done keeps none of the others back."""

from datetime import date

import pytest
from django.urls import reverse

from tanheng.apps.monitoring.models import MonthStep
from tanheng.apps.monitoring.selectors.months import standing_month
from tanheng.apps.monitoring.services.months import AskedMonth, RefusedMonthError, move_months
from tanheng.apps.people.access import NotPermittedError
from tests.api.conftest import caller  # noqa: F401
from tests.apps.monitoring.closing import fill
from tests.apps.monitoring.planned import in_force
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
YEAR = 2025


@pytest.fixture
def months(cast, group):
    """The first months of the company and of its potline; the third is not filled."""
    in_force(cast, group.north, date(YEAR, 1, 1))
    places = (group.north, group.potline)
    for place in places:
        for month in (1, 2):
            fill(cast, group.north, place, date(YEAR, month, 1))
    return [AskedMonth(place, date(YEAR, month, 1)) for place in places for month in (1, 2, 3)]


def together(by, group, months, verb):
    return move_months(actor=in_person(by), company=group.north, months=months, verb=verb)


def states(group, months):
    return [standing_month(group.north, one.place, one.month).state.id for one in months]


def test_what_is_complete_goes_on_and_the_rest_is_told_month_by_month(cast, group, months):
    done = together(cast.bob, group, months, "submit")
    complete = [(one.place.pk, one.month.month) for one in months if one.month.month < 3]
    assert [(one.place_id, one.month.month) for one in done.steps] == complete
    assert {(one.place.pk, one.month.month) for one, _problems in done.refused} == {(group.north.pk, 3), (group.potline.pk, 3)}
    assert {problem.code for _one, problems in done.refused for problem in problems} == {"MONTH-408"}
    assert len(together(cast.bob, group, months, "submit").refused) == 6, "a step that was taken is not taken again"
    done = together(cast.alice, group, months, "review")
    assert len(done.steps) == 4 and len(done.refused) == 2
    assert len(together(cast.alice, group, months, "close").steps) == 4
    assert states(group, months) == ["closed", "closed", "filling"] * 2


def test_who_submits_does_not_review_many_months_either(cast, group, months):
    together(cast.bob, group, months, "submit")
    with pytest.raises(NotPermittedError):
        together(cast.bob, group, months, "review")


def test_the_doors(cast, group, months, signed_in):
    page = reverse("monitoring:months", args=[group.north.pk, YEAR])
    with pytest.raises(NotPermittedError):
        together(cast.vera, group, months, "submit")
    with pytest.raises(RefusedMonthError):
        together(cast.bob, group, months, "explode")
    assert 'name="month"' not in signed_in("vera").get(page).content.decode()
    assert signed_in("charlie").post(page, {"verb": "submit", "all": "1"}).status_code == 404
    assert MonthStep.objects.count() == 0


def test_the_matrix_takes_the_step_of_ticked_months_or_of_all_that_stand_before_it(cast, group, months, signed_in):
    page = reverse("monitoring:months", args=[group.north.pk, YEAR])
    ticked = {"verb": "submit", "ticked": "1", "month": [f"{group.potline.pk}:1", f"{group.potline.pk}:3"]}
    answer = signed_in("bob").post(page, ticked)
    assert answer.status_code == 200 and "MONTH-408" in answer.content.decode()
    assert states(group, months) == ["filling"] * 3 + ["submitted", "filling", "filling"]
    signed_in("alice").post(page, {"verb": "review", "all": "1"})
    assert states(group, months)[3] == "reviewed"


def test_the_api_takes_it_too(caller, group, months):  # noqa: F811
    wanted = {"verb": "submit", "months": [{"place": group.potline.pk, "month": month} for month in (1, 3)]}
    answer = caller("bob", node=group.north_plant).post(f"/organisations/{group.north.pk}/months/{YEAR}/steps", wanted)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert [(one["place"], one["month"], one["state"]) for one in told["taken"]] == [(group.potline.pk, "2025-01", "submitted")]
    assert [(one["month"], one["problems"][0]["code"]) for one in told["refused"]] == [("2025-03", "MONTH-408")]
