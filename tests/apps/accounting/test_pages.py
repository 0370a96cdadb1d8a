"""Results, explanations, history and comparison in the browser's eyes."""

import json
from decimal import Decimal

import pytest
import yaml
from django.urls import reverse

from tanheng.analysis.sensitivity import sensitivities
from tanheng.analysis.totals import source_quantities
from tanheng.apps.accounting import selectors
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.comparison import compare_runs
from tanheng.apps.accounting.services import run_accounts
from tanheng.engine.case.reading import read_case
from tanheng.engine.places import Place
from tanheng.rulebook import load
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(cast, group) -> Run:
    upload(cast.bob, group.north)
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


def explanation(client, run, quantity, **place):
    return client.get(reverse("accounting:explanation", args=[run.pk, quantity]), place)


def test_running_in_the_browser_leads_to_the_results(signed_in, cast, group):
    upload(cast.bob, group.north)
    address = reverse("accounting:run", args=[group.north.pk, YEAR])
    answer = signed_in("alice").post(address, {"pack": PACK}, follow=True)
    page = answer.content.decode()
    assert "企业层级排放总量" in page
    assert "未确认" in page
    assert "chart-month" in page
    assert signed_in("bob").post(address, {"pack": PACK}).status_code == 403


def test_every_figure_of_the_results_leads_to_its_explanation(signed_in, run):
    client = signed_in("vera")
    page = client.get(reverse("accounting:results", args=[run.pk])).content.decode()
    addresses = {part.split('"')[0].replace("&amp;", "&") for part in page.split('href="')[1:] if "/explain/" in part.split('"')[0]}
    assert len(addresses) > 40
    assert {address: client.get(address).status_code for address in addresses if client.get(address).status_code != 200} == {}


def test_a_number_is_explained_three_times_with_its_operands(signed_in, run):
    page = explanation(signed_in("vera"), run, "anode_emission_tco2", facility="potline-1", month=1).content.decode()
    assert "22,765.69" in page
    assert "阳极净耗量 × (1 − 阳极平均含硫量 − 阳极平均灰分含量)" in page
    assert "<msub><mi>E</mi><mtext>an</mtext></msub>" in page
    assert '<small class="text-secondary">E<sub>an</sub></small>' in page
    assert "6,361.50 × (1 − 0.02 − 0.004)" in page
    assert reverse("accounting:parameter", args=[run.pk, "co2_per_carbon"]) in page
    assert "变动 1% 的影响" in page


def test_a_leaf_leads_to_file_import_and_history(signed_in, run):
    page = explanation(signed_in("vera"), run, "anode_consumption_t", facility="potline-1", month=1).content.decode()
    assert "case-2025.yaml" in page
    assert reverse("records:import", args=[run.snapshot.source_import_id]) in page
    assert "/values/anode_consumption_t/" in page


@pytest.mark.parametrize("tab", ["formula", "tree", "history", "json", "kit"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_tab_opens_in_both_languages(signed_in, run, tab, language):
    answer = explanation(signed_in("vera", language), run, "enterprise_emission_tco2e", tab=tab)
    assert answer.status_code == 200


def test_what_the_run_does_not_have_is_not_found(signed_in, run):
    client = signed_in("vera")
    assert explanation(client, run, "no_such_quantity").status_code == 404
    assert explanation(client, run, "anode_emission_tco2", facility="potline-9").status_code == 404
    assert explanation(client, run, "anode_emission_tco2", facility="potline-1", month="x").status_code == 404
    assert client.get(reverse("accounting:parameter", args=[run.pk, "nothing"])).status_code == 404


def test_sensitivity_is_the_run_again_with_one_percent_more(run):
    computed = selectors.recomputed(run)
    place = Place("anode_emission_tco2", "potline-1", None, 1)
    effects = {one.name: one.difference for one in sensitivities(computed, place)}
    # 7575 t gross instead of 7500 t: 6425.12 t net (half up), × 0.976 × 44/12
    assert effects["anode_consumption_t"] == Decimal("22993.36") - Decimal("22765.69")
    assert effects["anode_loss_rate"] < 0
    assert "kg_per_t" not in effects
    assert "fuel_consumption" not in effects


def test_the_total_is_the_sum_of_its_sources(run):
    computed = selectors.recomputed(run)
    total = computed.pack.total
    sources = source_quantities(computed.pack, total)
    assert sources[:2] == ["total_anode_emission_tco2", "total_anode_effect_emission_tco2e"]
    added = sum(computed.value(name) for name in sources)
    assert abs(added - computed.value(total)) <= Decimal("0.5")


def test_a_comparison_names_what_changed_and_why(cast, group, run):
    upload(cast.bob, group.north, anodes="7600.00")
    later = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    found = compare_runs(run, later)
    assert {(one.what, one.before, one.after) for one in found.inputs} == {("value", "7,500.00", "7,600.00")}
    assert len(found.inputs) == 12
    assert found.rules == []
    total = next(one for one in found.results if one.place[0] == "enterprise_emission_tco2e")
    assert (total.cause, total.by_edition) == ("inputs", "0")
    assert total.difference == total.by_inputs
    assert found.equal_results > 0


def test_comparison_and_list_in_the_browser(signed_in, cast, group, run):
    later = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    client = signed_in("vera")
    assert client.get(reverse("accounting:compare", args=[later.pk, run.pk])).status_code == 200
    answer = client.get(reverse("accounting:runs", args=[group.north.pk]), {"before": run.pk, "after": later.pk})
    assert answer.url == reverse("accounting:compare", args=[later.pk, run.pk])


def test_downloads_are_the_contracts_documents(signed_in, run):
    client = signed_in("vera")
    document = json.loads(client.get(reverse("accounting:run-json", args=[run.pk])).content)
    assert (document["tanheng"], document["run_hash"]) == ("run/1", run.run_hash)
    case, _problems = read_case(yaml.safe_load(client.get(reverse("accounting:case-yaml", args=[run.pk])).content), load)
    assert case.snapshot_hash == run.snapshot.hash


def test_the_group_sees_its_companies_side_by_side(signed_in, group, run):
    page = signed_in("grace").get(reverse("accounting:latest", args=[group.group.pk, YEAR])).content.decode()
    assert group.south.name in page
    assert reverse("accounting:results", args=[run.pk]) in page


def test_results_and_explanations_ask_the_database_little(signed_in, run, django_assert_max_num_queries):
    client = signed_in("vera")
    for name, arguments in (("results", [run.pk]), ("explanation", [run.pk, "enterprise_emission_tco2e"])):
        with django_assert_max_num_queries(30):  # however many figures the page shows
            assert client.get(reverse(f"accounting:{name}", args=arguments)).status_code == 200


def test_a_results_page_that_was_looked_at_before_tells_of_a_run_of_last_year_that_came_since(signed_in, run, cast, group):
    """What is kept of a page is kept for as long as it is held against the same."""
    client, address = signed_in("vera"), reverse("accounting:results", args=[run.pk])
    before = client.get(address).content.decode()
    assert client.get(address).content.decode().count("figure") == before.count("figure")
    upload(cast.bob, group.north, year=run.year - 1, output="1000.00")
    run_accounts(actor=in_person(cast.alice), node=group.north, year=run.year - 1, pack_id=run.pack)
    assert client.get(address).content.decode() != before
