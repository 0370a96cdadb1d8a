"""Bridge, worth of measuring and two tracks in the browser's eyes and by the API."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.services import run_accounts
from tests.apps.captive_power import register_units, run_power_year
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
OTHER = "cn/aluminium/ndrc_2013"
VIEWS = ("bridge", "defaults", "tracks")


@pytest.fixture
def run(cast, group) -> Run:
    upload(cast.bob, group.north)
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


def page_of(client, run, view, **query):
    return client.get(reverse(f"accounting:{view}", args=[run.pk]), query)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens_for_those_of_the_company_and_for_nobody_else(signed_in, run, view, language):
    assert page_of(signed_in("vera", language), run, view).status_code == 200
    assert page_of(signed_in("charlie", language), run, view).status_code == 404


@pytest.mark.parametrize("view", VIEWS)
def test_the_navigation_leads_to_the_newest_run_and_a_group_to_its_companies(signed_in, group, run, view):
    address = reverse(f"accounting:{view}-latest", args=[group.north.pk, YEAR])
    assert signed_in("vera").get(address).url == reverse(f"accounting:{view}", args=[run.pk])
    assert signed_in("charlie").get(address).status_code == 404
    assert signed_in("vera").get(reverse(f"accounting:{view}-latest", args=[group.north.pk, YEAR - 1])).status_code == 200
    assert signed_in("grace").get(reverse(f"accounting:{view}-latest", args=[group.group.pk, YEAR])).status_code == 200


@pytest.mark.parametrize("view", VIEWS)
def test_every_figure_that_has_an_explanation_leads_to_it(signed_in, run, view):
    client = signed_in("vera")
    page = page_of(client, run, view, to=OTHER).content.decode()
    addresses = {part.split('"')[0].replace("&amp;", "&") for part in page.split('href="')[1:]}
    explained = {one for one in addresses if "/explain/" in one or "/parameters/" in one}
    assert len(explained) >= 3
    assert {one: client.get(one).status_code for one in explained if client.get(one).status_code != 200} == {}


def test_the_parts_of_the_bridge_add_up_on_the_page_of_the_api(signed_in, run):
    found = signed_in("vera").get(reverse("api:get_bridge", args=[run.pk]), {"to": OTHER, "price": "79.50"}).json()
    tonnes = [Decimal(one["tonnes"]) for one in found["parts"]]
    money = [Decimal(one["money_yuan"]) for one in found["parts"]]
    assert sum(tonnes) == Decimal(found["target"]["value"]) - Decimal(found["source"]["value"])
    assert sum(money) == Decimal(found["difference"]["money_yuan"]) == sum(tonnes) * Decimal("79.50")


def test_what_the_other_edition_needs_is_a_field_and_given_in_the_address(signed_in, run):
    client = signed_in("vera")
    target = "intl/aluminium/iai_slope"
    page = page_of(client, run, "bridge", to=target).content.decode()
    assert 'name="a:cell_technology"' in page
    assert 'name="v:anode_effect_minutes_per_cell_day@potline-1"' in page
    given = {"to": target, "a:cell_technology": "CWPB", "v:anode_effect_minutes_per_cell_day@potline-1": "0.15"}
    filled = page_of(client, run, "bridge", **given).content.decode()
    assert 'data-chart="chart-bridge"' in filled
    assert 'value="0.15"' in filled
    wrong = page_of(client, run, "bridge", **{**given, "v:anode_effect_minutes_per_cell_day@potline-1": "x<y"})
    assert "CASE-141" in wrong.content.decode()
    assert "x<y" not in wrong.content.decode()


def test_nothing_given_in_an_address_is_stored(signed_in, run):
    before = Run.objects.count()
    page_of(signed_in("vera"), run, "bridge", to=OTHER, **{"v:anode_sulphur_content@potline-1": "0.03", "price": "80"})
    assert Run.objects.count() == before


def test_a_price_that_is_none_is_told_at_its_field(signed_in, run):
    page = page_of(signed_in("vera"), run, "defaults", price="eighty").content.decode()
    assert 'id="price-error"' in page
    assert signed_in("vera").get(reverse("api:get_defaults", args=[run.pk]), {"price": "eighty"}).status_code == 422


def test_the_workbooks_hold_the_same_sums(signed_in, run):
    client = signed_in("vera")
    answer = client.get(reverse("accounting:tracks-file", args=[run.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert any(str(cell.value).startswith("=SUM(") for row in sheet.iter_rows() for cell in row)
    answer = client.get(reverse("accounting:bridge-file", args=[run.pk]), {"to": OTHER})
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames == ["版本对比", "明细", "目标版本的数据"]
    assert signed_in("charlie").get(reverse("accounting:tracks-file", args=[run.pk])).status_code == 404


def test_the_tracks_close(signed_in, run):
    found = signed_in("vera").get(reverse("api:get_tracks", args=[run.pk])).json()
    for number, track in enumerate(found["tracks"]):
        lines = sum((Decimal(one["amounts"][number] or 0) for one in found["lines"]), Decimal(0))
        assert lines + Decimal(found["rounding"][number]) == Decimal(track["total"])
    assert {one["counted"] for one in found["lines"]} == {"both", "only"}


@pytest.mark.parametrize("view", ["bridge", "tracks"])
def test_the_unit_is_that_of_the_edition(signed_in, cast, group, view):
    register_units(cast.ada, group.north_plant)
    page = page_of(signed_in("vera"), run_power_year(cast.alice, group.north), view).content.decode()
    assert "<small>tCO2</small>" in page
    assert "tCO2e" not in page


def test_a_conversion_is_told_in_words(signed_in, run):
    page = page_of(signed_in("vera", "en"), run, "bridge", to=OTHER).content.decode()
    assert "net_anode_carbon_t" not in page
    assert "÷ molten aluminium output" in page


def test_an_edition_that_is_none_is_told(signed_in, run):
    client = signed_in("vera")
    for asked in ("cn/aluminium/none", "<script>", "cn/cement/ndrc_2013"):
        page = page_of(client, run, "bridge", to=asked).content.decode()
        assert "alert-warning" in page
        assert "<script>," not in page
    assert "不是可与本次核算对比的版本" in page
    assert "不是可与本次核算对比的版本" not in page_of(client, run, "bridge", to=OTHER).content.decode()


def test_a_price_out_of_range_is_told_with_its_range_and_makes_no_workbook(signed_in, run):
    client = signed_in("vera", "en")
    for price in ("-1", "1000001"):
        page = page_of(client, run, "defaults", price=price).content.decode()
        assert "between 0 and 1,000,000" in page
    answer = client.get(reverse("accounting:bridge-file", args=[run.pk]), {"to": OTHER, "price": "-1"})
    assert answer["Content-Type"].startswith("text/html")
