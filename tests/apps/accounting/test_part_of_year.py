"""Accounts of a part of a year: typed months through one are run, provisional everywhere, and never become the year."""

import json
import re
from datetime import date

import pytest
from django.urls import reverse

from tanheng.apps.accounting.selectors import recomputed, state_of_inputs
from tanheng.apps.accounting.selectors.corrections import Corrections, superseded_runs
from tanheng.apps.accounting.selectors.years import state_of_run
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.accounting.services.years import RefusedStepError, move_year
from tanheng.apps.monitoring.models import MonthStep
from tanheng.apps.records.selectors.parts import Part, parts_of_year
from tanheng.apps.records.services.drawing import FiguresRefusedError
from tanheng.apps.reporting.selectors.facts import state_mark
from tanheng.engine.case.reading import read_case
from tanheng.engine.places import Place
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.apps.monitoring.planned import in_force, tell
from tests.apps.smelter import PACK, YEAR, smelter_case
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
TOTAL = "enterprise_emission_tco2e"
MEASURED = {  # of the small smelter, as its file says it
    ("potline-1", "molten_aluminium_output_t", ""): "16000.00",
    ("potline-1", "anode_consumption_t", ""): "7500.00",
    ("", "fuel_consumption", "diesel"): "25.00",
}


def type_months(cast, company, months: int, first: int = 1) -> None:
    """What the smelter's file says of these months."""
    for measured, text in MEASURED.items():
        tell(cast.bob, company, measured, *[text] * months, first=first)


def run(cast, company, through=None):
    return run_accounts(actor=in_person(cast.alice), node=company, year=YEAR, pack_id=PACK, through_month=through)


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def quarter(cast, group):
    """The northern company with a plan, three months typed, and the accounts of them run."""
    in_force(cast, group.north, date(YEAR, 1, 1))
    type_months(cast, group.north, 3)
    return run(cast, group.north, 3)


def test_a_quarter_has_the_digits_of_the_whole_year_and_is_provisional(cast, group, quarter):
    case, problems = read_case(smelter_case(group.north), load)
    assert case is not None, problems
    whole, part = run_case(load(PACK), case), recomputed(quarter)
    months = {one.place: one.value for one in whole.results if one.month and one.month <= 3}
    assert {one.place: one.value for one in part.results if one.month} == months
    assert quarter.through_month == 3 and json.loads(quarter.snapshot.document)["through_month"] == 3
    assert state_of_run(quarter).is_provisional and "1–3月（暂定）" in state_mark(state_of_run(quarter), "zh")
    with pytest.raises(RefusedStepError) as told:
        move_year(actor=in_person(cast.bob), node=group.north, year=YEAR, pack_id=PACK, verb="submit")
    assert "YEAR-113" in {one.code for one in told.value.problems}


def test_the_year_goes_on_month_by_month_and_what_came_later_corrects_nothing(cast, group, quarter):
    type_months(cast, group.north, 1, first=4)
    assert state_of_inputs(quarter) == "" and superseded_runs([quarter]) == set()
    assert parts_of_year(group.north, YEAR, PACK) == [Part(4, closed=False)]
    assert run(cast, group.north).through_month == 3, "what counts is of three months until somebody asks for four"
    four = run(cast, group.north, 4)
    assert four.through_month == 4 and recomputed(four).periods == (1, 2, 3, 4)
    assert not list(Corrections(quarter, recomputed(quarter)).inputs()) and superseded_runs([quarter]) == set()
    with pytest.raises(FiguresRefusedError, match="4"):
        run(cast, group.north, 3)
    with pytest.raises(FiguresRefusedError):  # eight months are missing
        run(cast, group.north, 12)
    type_months(cast, group.north, 8, first=5)
    whole = run(cast, group.north, 12)
    assert whole.through_month is None and parts_of_year(group.north, YEAR, PACK) == []
    assert recomputed(whole).periods == tuple(range(1, 13))


def test_a_corrected_month_is_corrected_in_the_runs_of_a_part_too(cast, group, quarter):
    tell(cast.bob, group.north, ("", "fuel_consumption", "diesel"), "26.00", first=2)
    assert superseded_runs([quarter]) == {quarter.pk}
    found = [one.place for one in Corrections(quarter, recomputed(quarter)).inputs()]
    assert found == [Place("fuel_consumption", None, "diesel", 2)]


def test_closed_months_are_offered_first(cast, group, quarter):
    type_months(cast, group.north, 1, first=4)
    closed = {"company": group.north, "number": 1, "verb": "close", "state": "closed", "by": cast.alice}
    months = [date(YEAR, month, 1) for month in (1, 2, 3)]
    MonthStep.objects.bulk_create(
        [MonthStep(**closed, place=place, month=month) for place in (group.north, group.potline) for month in months]
    )
    assert parts_of_year(group.north, YEAR, PACK) == [Part(3, closed=True), Part(4, closed=False)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_says_which_months_its_year_is_of(cast, group, quarter, signed_in, lang):
    said = {"zh": "1–3月（暂定）", "en": "January–March (provisional)"}[lang]
    browser = signed_in("alice", lang)
    north = group.north.pk
    pages = [
        reverse("accounting:results", args=[quarter.pk]),
        reverse("accounting:runs", args=[north]),
        reverse("accounting:year-steps", args=[north, YEAR]),
        reverse("accounting:explanation", args=[quarter.pk, TOTAL]),
        reverse("accounting:carbon", args=[quarter.pk]),
        reverse("accounting:defaults", args=[quarter.pk]),
        reverse("reporting:run", args=[quarter.pk]),
        reverse("records:import", args=[quarter.snapshot.source_import_id]),
        reverse("records:table", args=[north, YEAR]),
        f"{reverse('web:home')}?organisation={north}&year={YEAR}",
    ]
    assert [one for one in pages if said not in words(browser.get(one, follow=True))] == []
    group_page = signed_in("grace", lang).get(reverse("accounting:latest", args=[group.group.pk, YEAR]))
    assert said in words(group_page)


def test_a_page_offers_the_months_with_figures_and_runs_them(cast, group, signed_in):
    in_force(cast, group.north, date(YEAR, 1, 1))
    type_months(cast, group.north, 2)
    browser = signed_in("alice")
    page = browser.get(reverse("accounting:latest", args=[group.north.pk, YEAR]))
    assert "1–2月（暂定）" in words(page) and 'name="through_month" value="2"' in page.content.decode()
    answer = browser.post(reverse("accounting:run", args=[group.north.pk, YEAR]), {"pack": PACK, "through_month": "2"}, follow=True)
    assert "1–2月（暂定）" in words(answer)
