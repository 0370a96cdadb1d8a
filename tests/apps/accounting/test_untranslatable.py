"""What the edition says and its pack cannot compute stands on the page of a run and marks every figure that depends on it."""

import json
import re

import pytest
from django.urls import reverse

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.records.services import upload_case
from tanheng.rulebook import load
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
PLAN = "cn/aluminium/allowance_2026_draft"
MARK = "</a> <sup"


@pytest.fixture
def run(cast, group) -> Run:
    given = next(case["given"] for case in load(PLAN).cases if "two processes" in case["title"]["en"])
    given = json.loads(json.dumps(given).replace("process-1", "potline-1"))
    given["entity"] = {"name": group.north.name, "code": group.north.code}
    given["facilities"] = [one for one in given["facilities"] if one["id"] == "potline-1"]
    given["values"] = [one for one in given["values"] if one.get("facility") in ("potline-1", None)]
    one = upload_case(actor=in_person(cast.alice), node=group.north, file_name="plan.json", content=json.dumps(given).encode(), reason="")
    assert one.accepted, one.problems
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=2026, pack_id=PLAN)


def figure_of(page: str, run: Run, name: str) -> str:
    """What follows a figure that leads to the explanation of a quantity."""
    found = re.search(rf'href="{reverse("accounting:explanation", args=[run.pk, name])}[^"]*"[^>]*>[^<]*(</a>.{{0,5}})', page)
    assert found is not None, name
    return found[1]


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "不能计算"), ("en", "cannot compute")])
def test_the_page_of_the_run_marks_what_depends_on_it(signed_in, run, language, word):
    page = " ".join(signed_in("vera", language).get(reverse("accounting:results", args=[run.pk])).content.decode().split())
    assert figure_of(page, run, "entity_allowance_tco2e") == MARK
    assert figure_of(page, run, "entity_verified_emission_tco2e") != MARK
    (section,) = re.findall(r'<section class="card" aria-labelledby="untranslatable">.*?</section>', page, re.DOTALL)
    assert word in section and reverse("guidance:place", args=[PLAN, "u-balance_value"]) in section


def test_its_place_in_the_rule_book_opens(signed_in, run):
    answer = signed_in("vera").get(reverse("guidance:place", args=[PLAN, "u-balance_value"]), follow=True)
    assert answer.status_code == 200
    assert 'id="u-balance_value"' in answer.content.decode()


@pytest.mark.parametrize("tab", ["formula", "tree", "history", "json", "kit"])
def test_the_explanation_says_it(signed_in, run, tab):
    client = signed_in("vera", "en")
    depends, free = (
        client.get(reverse("accounting:explanation", args=[run.pk, name]), {"tab": tab}).content.decode()
        for name in ("entity_allowance_tco2e", "entity_verified_emission_tco2e")
    )
    assert "the balance value is announced by the authority" in depends
    assert depends.count("<sup>‡</sup>") >= (1 if tab in ("history", "json", "kit") else 2)
    assert "‡" not in free


def test_a_run_of_an_edition_without_such_a_rule_has_no_such_section(signed_in, cast, group):
    from tests.apps.smelter import PACK, YEAR, upload

    upload(cast.bob, group.north)
    other = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    assert "‡" not in signed_in("vera").get(reverse("accounting:results", args=[other.pk])).content.decode()
