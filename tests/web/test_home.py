"""Home answers the question of each role, with the figures of its own part; where there are none it says the first step."""

import pytest

from tanheng.apps.accounting.services import run_accounts
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person


@pytest.fixture
def home(signed_in, group):
    def text(name, language="zh-hans", year=YEAR, node=None):
        client = signed_in(name, language=language)
        return client.get("/", {"organisation": (node or group.north).pk, "year": year}).content.decode()

    return text


@pytest.fixture
def run(cast, group):
    upload(cast.alice, group.north)
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


def test_an_empty_year_says_what_would_be_here_and_the_first_step(home, group):
    for name in ("alice", "bob"):
        text = home(name)
        assert "0/12" in text
        assert f'href="/data/{group.north.pk}/upload/"' in text
    assert "还没有核算" in home("vera")
    assert "No run yet" in home("vera", language="en")


def test_a_clerk_sees_how_far_the_input_is(home, cast, group):
    upload(cast.bob, group.north)
    text = home("bob")
    assert "12/12" in text
    assert f"/data/{group.north.pk}/{YEAR}/?facility=potline-1" in text
    assert "凭证未上传" in text  # three ledgers are named, none is attached
    assert ">2</a>" in text


def test_a_refused_file_is_told_with_its_problems_and_the_way_to_mend_it(home, cast, group):
    upload(cast.bob, group.north, output="-1")
    text = home("bob")
    assert "已拒绝" in text
    assert "上传改正后的文件" in text
    assert "CASE-142" in text


def test_a_carbon_manager_sees_the_year_against_earlier_runs_and_that_newer_figures_wait(home, cast, group, run):
    text = home("alice")
    assert f"/accounts/runs/{run.pk}/explain/enterprise_emission_tco2e" in text
    assert f"/accounts/{group.north.pk}/{YEAR}/run/" not in text
    upload(cast.alice, group.north, output="16100.00")
    assert f'action="/accounts/{group.north.pk}/{YEAR}/run/"' in home("alice")
    run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    assert "/compare/" in home("alice")


def test_a_group_manager_sees_every_company_side_by_side(home, group, run):
    text = home("grace", node=group.group)
    assert text.index("合成北方铝业") < text.rindex("合成南方铝业")
    assert f"/accounts/runs/{run.pk}/" in text
    assert "100 %" in text


def test_a_verifier_finds_runs_explanations_and_the_journal_but_no_button_that_writes(home, run):
    text = home("vera")
    assert f"/accounts/runs/{run.pk}/explain/enterprise_emission_tco2e" in text
    assert f"/reports/runs/{run.pk}/" in text
    assert "sha256:" in text
    assert "/upload/" not in text


def test_an_administrator_sees_organisation_people_and_journal_and_no_figures(home, group, run):
    text = home("ada")
    assert "合成南方铝业" in text
    assert "没有设施" in text  # of the southern company
    assert "/explain/" not in text
    assert "/people/invite/" in text


def test_the_other_group_stays_unseen(home, run):
    text = home("charlie")
    assert "北方" not in text
    assert f"/runs/{run.pk}/" not in text
