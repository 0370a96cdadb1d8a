"""Figures of the year before stand beside a run by themselves: the newest of the same company and sector, and the run says which."""

import json

import pytest
from django.urls import reverse

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.journal.models import Event
from tanheng.apps.records.selectors import last_years_import
from tanheng.apps.records.selectors.doubts import year_problems
from tanheng.pages.problem_texts import stored_problems
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


def run_of_the_year(cast, group) -> Run:
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


def told(run: Run) -> list[str]:
    return [problem.message.en for problem in stored_problems(run.problems) if problem.code.startswith("RUN-23")]


def test_a_doubled_year_is_told_with_the_figures_it_was_held_against(cast, group):
    upload(cast.bob, group.north, year=YEAR - 1, output="8000.00", anodes="3750.00")
    last = upload(cast.bob, group.north, year=YEAR - 1, output="8000.00", anodes="3760.00", reason="盘点后更正")
    one = upload(cast.bob, group.north)
    run = run_of_the_year(cast, group)
    assert run.beside == last_years_import(one) == last  # the correction counts
    (sentence,) = told(run)
    assert sentence.startswith("molten aluminium output is 192,000.00 t in 2025 and was 96,000.00 t in 2024, 2 times last year's")
    assert sentence in {problem.message.en for problem in year_problems(one)}  # where doubts are answered too
    event = Event.objects.filter(action="accounting.run.stored").latest("id")
    assert json.loads(event.payload)["beside_import"] == last.number


def test_without_figures_of_the_year_before_nothing_is_held_against(cast, group):
    upload(cast.bob, group.north)
    run = run_of_the_year(cast, group)
    assert run.beside is None and told(run) == []


def test_last_year_changes_neither_results_nor_hash(cast, group):
    upload(cast.bob, group.north)
    alone = run_of_the_year(cast, group)
    upload(cast.bob, group.north, year=YEAR - 1, output="8000.00")
    compared = run_of_the_year(cast, group)
    assert (alone.run_hash, alone.snapshot.hash) == (compared.run_hash, compared.snapshot.hash)
    assert told(compared) and not told(alone)


def test_the_results_and_the_api_name_what_a_run_was_held_against(cast, group, client):
    last = upload(cast.bob, group.north, year=YEAR - 1, name="case-2024.yaml")
    upload(cast.bob, group.north)
    run = run_of_the_year(cast, group)
    client.force_login(cast.alice)
    page = client.get(reverse("accounting:results", args=[run.pk])).content.decode()
    assert reverse("records:import", args=[last.pk]) in page and "case-2024.yaml" in page
    found = client.get(reverse("api:get_run", args=[run.pk])).json()
    assert found["beside"] == {"pack": PACK, "year": YEAR - 1, "snapshot_hash": last.snapshot_hash}
    (head,) = client.get(reverse("api:list_runs", args=[group.north.pk]), {"year": YEAR}).json()
    assert head["beside"] == last.pk
