"""Large changes stand out with a word on every page that shows the number: results, comparison, history, month table, home, group."""

import re

import pytest
from django.urls import reverse

from tanheng.apps.accounting.services import run_accounts
from tests.apps.smelter import PACK, YEAR, smelter_case, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs(cast, group):
    """Last year, then two runs of this year: the second burns four times the diesel."""

    def run_of(year=YEAR, **changes):
        upload(cast.alice, group.north, year=year, **changes)
        return run_accounts(actor=in_person(cast.alice), node=group.north, year=year, pack_id=PACK)

    values = smelter_case(group.north)["values"]
    more = [{**row, "each_month": "100.00"} if row["quantity"] == "fuel_consumption" else row for row in values]
    return run_of(YEAR - 1), run_of(), run_of(values=more, reason="更正")


def page(client, name, *arguments, **query):
    return client.get(reverse(name, args=arguments), query).content.decode()


def test_results_mark_what_changed_by_much_and_nothing_else(signed_in, runs):
    shown = page(signed_in("vera"), "accounting:results", runs[2].pk)
    sources = re.search(r'aria-labelledby="by-source".*?</section>', shown, re.DOTALL)[0]
    fuel = next(row for row in sources.split("<tr>") if "化石燃料" in row)
    assert "较上次核算大幅上升" in fuel and "较上年大幅上升" in fuel
    anodes = next(row for row in sources.split("<tr>") if "能源作为原材料" in row)
    assert 'class="change' not in anodes
    total = re.search(r'<div class="col-sm-6 col-xl-3">.*?</section>', shown, re.DOTALL)[0]
    assert "大幅" not in total  # diesel is little beside the anodes
    english = signed_in("vera", language="en").get(reverse("accounting:results", args=[runs[2].pk])).content.decode()
    assert "large rise against last year" in english


def test_a_page_of_the_first_run_marks_nothing(signed_in, runs):
    assert 'class="change' not in page(signed_in("vera"), "accounting:results", runs[0].pk)


def test_the_comparison_marks_inputs_and_results(signed_in, runs):
    shown = page(signed_in("vera"), "accounting:compare", runs[2].pk, runs[1].pk)
    inputs = re.search(r'aria-labelledby="inputs".*?</section>', shown, re.DOTALL)[0]
    assert inputs.count("大幅上升") == 12
    assert "大幅上升" in re.search(r'aria-labelledby="results".*?</section>', shown, re.DOTALL)[0]
    back = page(signed_in("vera"), "accounting:compare", runs[1].pk, runs[2].pk)
    assert "大幅下降" in back and "大幅上升" not in back


def test_the_history_of_a_number_marks_the_run_in_which_it_changed(signed_in, runs):
    told = page(signed_in("vera"), "accounting:explanation", runs[2].pk, "fuel_emission_tco2", item="diesel", tab="history")
    rows = told.split("<tbody>")[1].split("<tr>")[1:]
    assert ["大幅上升" in row for row in rows] == [True, False]


def test_the_month_table_marks_months_by_a_sign_that_is_read_aloud_and_the_year_by_a_word(signed_in, group, runs):
    shown = page(signed_in("bob"), "records:table", group.north.pk, YEAR)
    row = next(row for row in shown.split("<tr>") if "燃料消耗量" in row or "化石燃料消耗" in row)
    assert row.count('<span class="visually-hidden">较上次导入大幅上升</span>') == 12
    assert row.count('<span class="visually-hidden">较上年大幅上升</span>') == 12
    assert "▲</span> 较上年大幅上升" in row
    assert "大幅上升" in shown.split('class="legend"')[1].split("</p>")[0]


def test_home_and_the_group_mark_a_total_that_doubled(signed_in, cast, group, runs):
    upload(cast.alice, group.north, output="32000.00", anodes="15000.00", reason="扩产")
    run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    home = signed_in("alice").get("/", {"organisation": group.north.pk, "year": YEAR}).content.decode()
    assert "大幅上升" in home
    side_by_side = page(signed_in("grace"), "accounting:latest", group.group.pk, YEAR)
    assert "较上年大幅上升" in side_by_side
