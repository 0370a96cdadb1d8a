"""A company with a smelter and its own power units keeps its year by two rule packs; every page says which one it shows."""

import re

import pytest
from django.urls import reverse

from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.records.pages.packs_in_use import (
    kinds_by_pack,
    pack_for_template,
    packs_in_use,
    requires,
    some_pack_requires,
)
from tanheng.demo.synthetic_power_units import PACK_ID as POWER
from tanheng.rulebook import load, pack_ids
from tests.apps.captive_power import register_units, run_power_year
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def smelter(cast, group):
    upload(cast.alice, group.north)
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


@pytest.fixture
def units(cast, group):
    register_units(cast.ada, group.north_plant)


@pytest.fixture
def power(cast, group, smelter, units):
    """Run after the smelter's, so that the newest run is not the main business's."""
    return run_power_year(cast.alice, group.north)


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_main_business_stands_first_whatever_was_uploaded_last(group, power):
    assert packs_in_use(group.north, YEAR) == [PACK, POWER]


def test_the_monthly_data_name_their_pack_in_the_address_and_switch(signed_in, group, power):
    client, address = signed_in("vera"), reverse("records:table", args=[group.north.pk, YEAR])
    first = client.get(address, {"facility": "enterprise"})
    assert (first.status_code, "pack=cn%2Faluminium" in first["Location"], "facility=enterprise" in first["Location"]) == (302, True, True)
    page = text(client.get(address, {"pack": POWER}))
    assert "1号燃煤机组" in page
    assert f'href="{address}?pack={PACK}"' in page
    assert "cn%2Fpower" in client.get(address)["Location"]  # what was last looked at


def test_results_reports_and_analysis_lead_to_the_run_of_the_chosen_pack(signed_in, group, smelter, power):
    for view in ("latest", "tracks-latest", "bridge-latest", "defaults-latest"):
        client = signed_in("vera")
        address = reverse(f"accounting:{view}", args=[group.north.pk, YEAR])
        assert f"/runs/{smelter.pk}/" in client.get(address)["Location"]
        page = text(client.get(address, {"pack": POWER}, follow=True))
        assert f'href="{address}?pack={PACK}"' in page
        assert f"/runs/{power.pk}/" in client.get(address)["Location"]
    reports = text(signed_in("vera").get(reverse("reporting:list", args=[group.north.pk, YEAR]), {"pack": POWER}))
    assert reverse("reporting:run", args=[power.pk]) in reports


def test_a_pack_without_a_run_says_so_and_offers_the_other(signed_in, cast, group, units):
    run_power_year(cast.alice, group.north)
    upload(cast.alice, group.north)
    address = reverse("accounting:latest", args=[group.north.pk, YEAR])
    assert signed_in("vera").get(address).status_code == 302  # there is a run, if not by the first pack
    page = text(signed_in("vera").get(address, {"pack": PACK}))
    assert "还没有核算" in page
    assert f"{address}?pack={POWER}" in page


def test_results_show_no_cards_of_nothing_and_no_unit_of_plain_numbers(signed_in, power):
    page = text(signed_in("vera").get(reverse("accounting:results", args=[power.pk])))
    cards = re.findall(r'<h2 class="card-title">([^<]+)</h2>\s*<div class="figure-large', page)
    assert any(card.startswith("发电碳排放强度") for card in cards)
    assert not [card for card in cards if "供热" in card]  # condensing units supply none
    assert "</a> <small>1</small>" not in page
    assert "<td>1</td>" not in page


def test_home_tells_the_progress_of_each_pack(signed_in, group, smelter, power):
    page = text(signed_in("bob").get("/", {"organisation": group.north.pk, "year": YEAR}))
    for name in ("铝冶炼 · cets_2024", "自备电厂 · cets_2022", "1号燃煤机组"):
        assert name in page
    assert "0/12" not in page
    assert page.count("12/12") == 4  # enterprise level, potline, two units
    assert f"?facility=unit-1&amp;pack={POWER}" in page


def test_home_names_the_facilities_no_file_holds_yet(signed_in, group, smelter, units):
    page = text(signed_in("bob").get("/", {"organisation": group.north.pk, "year": YEAR}))
    assert page.count("0/12") == 2
    everyone = text(signed_in("grace").get("/", {"organisation": group.group.pk, "year": YEAR}))
    assert "还没有数据： 1号燃煤机组、2号燃煤机组" in everyone


def test_home_of_the_group_has_a_line_a_pack(signed_in, group, smelter, power):
    page = text(signed_in("grace").get("/", {"organisation": group.group.pk, "year": YEAR}))
    assert f"/accounts/runs/{smelter.pk}/explain/enterprise_emission_tco2e/" in page
    assert f"/accounts/runs/{power.pk}/explain/" in page


def test_home_of_the_carbon_manager_switches_between_the_packs(signed_in, group, smelter, power):
    client = signed_in("alice")
    page = text(client.get("/", {"organisation": group.north.pk, "year": YEAR}))
    assert f'href="{reverse("accounting:results", args=[smelter.pk])}#by-month"' in page
    switched = text(client.get("/", {"organisation": group.north.pk, "year": YEAR, "pack": POWER}))
    assert f'href="{reverse("accounting:results", args=[power.pk])}#by-month"' in switched


def test_what_the_edition_gives_stands_apart_once_for_all_its_facilities(signed_in, group, power):
    page = text(signed_in("vera").get(reverse("records:table", args=[group.north.pk, YEAR]), {"pack": POWER}))
    months, given = page.split('id="given"')
    assert "碳氧化率" not in months.split("month-grid")[1].split("</table>")[0]
    assert given.count("碳氧化率 · 烟煤") == 1
    assert "1号燃煤机组、2号燃煤机组" in given


def test_a_value_is_found_without_naming_the_pack(signed_in, group, power):
    client = signed_in("vera")
    for quantity, facility in (("gross_generation_mwh", "unit-1"), ("anode_consumption_t", "potline-1")):
        address = reverse("records:value", args=[group.north.pk, YEAR, quantity])
        assert client.get(address, {"facility": facility, "month": 1}).status_code == 200
    address = reverse("records:value", args=[group.north.pk, YEAR, "fuel_oxidation_rate"])  # both packs have one
    assert client.get(address, {"facility": "unit-1", "item": "bituminous_coal", "month": 1}).status_code == 200
    assert client.get(address, {"item": "diesel", "month": 1}).status_code == 200


def test_evidence_named_by_either_file_is_asked_for(signed_in, group, power):
    page = text(signed_in("vera").get(reverse("records:evidence", args=[group.north.pk, YEAR])))
    assert "换极台账-2025.csv" in page
    assert "合成-发电量-unit-1-2025.csv" in page


def test_problems_of_a_file_go_by_names(signed_in, power):
    address = reverse("records:import", args=[power.snapshot.source_import_id])
    page = text(signed_in("vera").get(address))
    assert re.search(r"第 \d+ 行 · 收到基元素碳含量（实测） · 2号燃煤机组 · 烟煤", page)
    assert re.search(r"line \d+ · carbon content as received \(measured\)", text(signed_in("vera", "en").get(address)))


def test_the_comparison_proposed_is_of_one_pack(signed_in, cast, group, smelter, power):
    upload(cast.alice, group.north, output="16100.00")
    again = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    page = text(signed_in("vera").get(reverse("accounting:runs", args=[group.north.pk])))
    chosen = re.findall(r'name="(before|after)" value="(\d+)"[^>]* checked', page)
    assert sorted(chosen) == [("after", str(again.pk)), ("before", str(smelter.pk))]
    mixed = text(signed_in("vera").get(reverse("accounting:compare", args=[power.pk, smelter.pk])))
    assert "规则包不同" in mixed


def test_the_template_chooser_is_grouped_and_proposes_what_the_company_fills(signed_in, group, units):
    page = text(signed_in("bob").get(reverse("records:upload", args=[group.north.pk])))
    headings = re.findall(r'<optgroup label="([^"]+)"', page)
    assert headings == [f"{sector} · {kind}" for sector in ("铝冶炼", "水泥", "自备电厂") for kind in ("排放核算", "配额分配")]
    assert len(re.findall(r'<option value="[^"]+/', page)) == len(pack_ids())
    assert re.findall(r'value="([^"]+)" selected', page) == [PACK]


def test_the_template_follows_the_kinds_of_facilities_and_the_year(cast, group, units):
    assert pack_for_template(group.north, YEAR) == PACK
    assert pack_for_template(group.north, 2014) == "cn/aluminium/ndrc_2013"
    register_units(cast.ada, group.south_plant)
    assert pack_for_template(group.south, YEAR) == POWER


def test_heads_tell_the_same_kinds_as_the_loaded_packs():
    for pack_id, known in kinds_by_pack().items():
        assert known == set(load(pack_id).facility_kinds)
    wanted = {one.facility_kind for pack_id in pack_ids() for one in load(pack_id).inputs() if one.required and one.by_facility}
    for kind in set().union(*kinds_by_pack().values()):
        assert some_pack_requires(kind) == (kind in wanted)
    assert requires(POWER, "power_unit")


def test_a_stranger_sees_neither(signed_in, group, power):
    for view in ("records:table", "accounting:latest", "reporting:list"):
        assert signed_in("charlie").get(reverse(view, args=[group.north.pk, YEAR]), {"pack": POWER}).status_code == 404
