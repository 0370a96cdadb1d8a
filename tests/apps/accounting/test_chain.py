"""From meter to report: each step with its page, what is missing with its remedy, what was corrected at the figure itself; the flows."""

import io
from datetime import date
from decimal import Decimal
from html import unescape
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from django.urls import reverse

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.monitoring.selectors.selection import grid_rows
from tanheng.apps.monitoring.services.typing import Typed, save_cells
from tests.apps.monitoring.ledger import calibrate, scale
from tests.apps.monitoring.planned import in_force
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OUTPUT = {"quantity": "molten_aluminium_output_t", "facility": "potline-1", "month": "3"}
TOTAL = {"quantity": "enterprise_emission_tco2e"}
LANGUAGES = ("zh-hans", "en")


def made(cast, group) -> Run:
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


@pytest.fixture
def run(cast, group) -> Run:
    upload(cast.bob, group.north)
    return made(cast, group)


@pytest.fixture
def evident(cast, group) -> Run:
    """A run with a plan in force and a scale whose certificate ended in the middle of March."""
    in_force(cast, group.north, date(YEAR, 1, 1))
    calibrate(cast.alice, scale(cast.alice, group), date(YEAR - 1, 3, 16), date(YEAR, 3, 15))
    upload(cast.bob, group.north)
    return made(cast, group)


def page(client, run, view, asked, status=200, **more):
    asked = dict(asked)
    given = [run.pk, asked.pop("quantity")] if "quantity" in asked else [run.pk]
    answer = client.get(reverse(f"accounting:{view}", args=[*given, *more.pop("kind", ())]), {**asked, **more})
    assert answer.status_code == status
    return answer


def steps_of(client, run, asked=OUTPUT) -> dict[str, dict]:
    """The steps of the API by their ids; those of one meter and so on by kind."""
    answer = client.get(reverse("api:get_chain", args=[run.pk]), asked)
    assert answer.status_code == 200
    return {one["id"]: one for one in answer.json()["steps"]}


def codes(steps) -> set[str]:
    return {mark["code"] for one in steps.values() for mark in one.get("missing", ())}


@pytest.mark.parametrize("asked", [OUTPUT, TOTAL])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chain_opens_for_those_of_the_company_and_for_nobody_else(signed_in, evident, asked, language):
    for name in ("alice", "bob", "vera", "grace"):
        page(signed_in(name, language), evident, "chain", asked)
    page(signed_in("charlie", language), evident, "chain", asked, 404)
    assert signed_in("charlie").get(reverse("api:get_chain", args=[evident.pk]), asked).status_code == 404
    page(signed_in("vera"), evident, "chain", {**OUTPUT, "quantity": "nothing"}, 404)


def test_a_number_is_walked_from_the_report_to_the_certificate(signed_in, evident):
    steps = steps_of(signed_in("vera"), evident, TOTAL)
    way = ["molten_aluminium_output_t@potline-1/3"]
    while steps[way[-1]].get("rests_on"):
        way.append(steps[way[-1]]["rests_on"][0])
    assert [steps[one]["kind"] for one in way] == ["input", "reading", "source", "meter", "calibration"]
    reading, source, meter, certificate = (steps[one] for one in way[1:])
    assert "出铝台账" in reading["origin"] and f"/data/{evident.node_id}/" in reading["page"]
    assert "/plans/" in source["page"] and "/monitoring/meter/" in meter["page"] and meter["name"].startswith("M-001")
    assert certificate["place"] == f"{YEAR - 1}-03-16 – {YEAR}-03-15"
    (mark,) = certificate["missing"]
    assert mark["code"] == "expired" and "16" in mark["text"] and f"{YEAR}-03-16 – {YEAR}-03-31" in mark["text"]
    valid = steps["calibration:M-001:molten_aluminium_output_t@potline-1/2"]
    assert "missing" not in valid


def test_every_number_of_the_trace_is_a_step_and_leads_on_to_pages_that_open(signed_in, evident):
    client = signed_in("vera")
    steps = steps_of(client, evident, TOTAL)
    trace = client.get(reverse("api:get_explanation", args=[evident.pk]), TOTAL).json()

    def ids(one):
        return {one["step"]}.union(*map(ids, one.get("operands", ())))

    assert ids(trace) <= set(steps)
    shown = unescape(page(client, evident, "chain", TOTAL).content.decode())
    linked = {part.split('"')[0] for part in shown.split('href="')[1:]} & {one["page"] for one in steps.values() if "page" in one}
    assert len(linked) > 10
    assert {one: status for one in linked if (status := client.get(one).status_code) != 200} == {}


def test_what_is_missing_is_said_with_its_remedy(signed_in, run):
    steps = steps_of(signed_in("vera"), run)
    assert codes(steps) == {"no_plan", "no_meter", "not_attached"}
    assert all(mark["remedy"] and mark["page"] for one in steps.values() for mark in one.get("missing", ()))
    for language, words in (("zh-hans", "没有生效的数据质量控制方案"), ("en", "No plan was in force then")):
        assert words in page(signed_in("vera", language), run, "chain", OUTPUT).content.decode()


def test_a_meter_without_any_certificate_says_so(cast, group, signed_in):
    scale(cast.alice, group)
    upload(cast.bob, group.north)
    assert "not_calibrated" in codes(steps_of(signed_in("vera"), made(cast, group)))


def test_the_picture_folds_and_opens_and_its_files_hold_every_step(signed_in, evident):
    client, steps = signed_in("vera"), steps_of(signed_in("vera"), evident, TOTAL)
    folded, opened = (page(client, evident, "chain", TOTAL, **more).content.decode() for more in ({}, {"open": "0"}))
    assert "另有 8 项" in folded and opened.count("<tr>") > folded.count("<tr>")
    assert 'style="' not in folded.split("<svg xmlns")[1].split("</svg>")[0]
    drawing = page(client, evident, "chain-file", TOTAL, kind=["svg"])
    assert drawing["Content-Type"] == "image/svg+xml" and ET.fromstring(drawing.content).tag.endswith("svg")
    book = openpyxl.load_workbook(io.BytesIO(page(client, evident, "chain-file", TOTAL, kind=["xlsx"]).content))
    assert book.active.max_row - 4 == len(steps)
    rows = page(client, evident, "chain-file", TOTAL, kind=["csv"]).content.decode("utf-8-sig").splitlines()
    assert len(rows) == len(steps) + 1
    page(client, evident, "chain-file", TOTAL, 404, kind=["exe"])
    page(client, evident, "chain", TOTAL, open="not-a-key")


def test_a_corrected_figure_says_at_itself_what_it_was_and_is(cast, group, signed_in, run):
    client = signed_in("vera", "en")
    assert "corrected since" not in page(client, run, "results", {}).content.decode()
    upload(cast.bob, group.north, output="16000.50")
    said = "corrected since: was 16,000.00, now 16,000.50"
    for view, asked in (("chain", OUTPUT), ("explanation", OUTPUT), ("results", {})):
        assert said in page(client, run, view, asked).content.decode(), view
    assert codes(steps_of(client, run)) >= {"corrected"}
    total = page(client, run, "chain", TOTAL).content.decode()
    assert total.count("corrected since: was") >= 2  # the result and what it rests on
    listed = client.get(reverse("accounting:runs", args=[group.north.pk])).content.decode()
    assert listed.count("corrected since") == 1
    newest = made(cast, group)
    assert "corrected since" not in page(client, newest, "chain", TOTAL).content.decode()


def test_a_file_that_says_the_same_again_corrects_nothing(cast, group, signed_in, run):
    upload(cast.bob, group.north)
    client = signed_in("vera", "en")
    assert "corrected since" not in client.get(reverse("accounting:runs", args=[group.north.pk])).content.decode()
    assert "corrected since" not in page(client, run, "chain", OUTPUT).content.decode()


def test_a_typed_reading_is_told_with_who_and_why_and_corrects_the_run_before_it_is_drawn(cast, group, signed_in, evident):
    row = next(one for one in grid_rows(group.north, group.potline, YEAR) if one.line.measure == OUTPUT["quantity"] and one.role == "main")
    cell = Typed(row.line.code, date(YEAR, 3, 1), "15999.5", row.source, seen=row.cells[3].reading.pk)
    assert save_cells(actor=in_person(cast.bob), node=group.north, cells=[cell], reason="磅单误抄").readings
    client = signed_in("vera", "en")
    assert "corrected since: was 16,000.00, now 15,999.50" in page(client, evident, "chain", OUTPUT).content.decode()
    steps = steps_of(client, made(cast, group))
    reading = steps["reading:molten_aluminium_output_t@potline-1/3"]
    assert reading["name"] == "typed reading" and "typed by 填报员乙" in reading["origin"] and "磅单误抄" in reading["origin"]
    assert "corrected" not in codes(steps)


def test_from_a_meter_a_verifier_walks_back_to_the_numbers_that_rest_on_it(cast, group, signed_in, evident):
    client = signed_in("vera")
    meter = group.north.meters.get()
    shown = unescape(client.get(reverse("monitoring:meter", args=[meter.pk])).content.decode())
    chains = {part.split('"')[0] for part in shown.split('href="')[1:] if f"/accounts/runs/{evident.pk}/chain/" in part.split('"')[0]}
    assert {one.split("/chain/")[1].split("/")[0] for one in chains} >= {"molten_aluminium_output_t", "enterprise_emission_tco2e"}
    assert "carbonate" not in "".join(chains)
    assert {client.get(one).status_code for one in chains} == {200}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_flows_of_carbon_open_and_hold(signed_in, run, language):
    client = signed_in("vera", language)
    for asked in ({}, {"facility": "potline-1"}):
        shown = page(client, run, "carbon", asked).content.decode()
        assert "<svg xmlns" in shown
        flows = client.get(reverse("api:get_carbon_flows", args=[run.pk]), asked).json()["flows"]
        assert_held(flows)
    assert flows["number"]["facility"] == "potline-1"
    page(client, run, "carbon", {"facility": "nowhere"}, 404)
    page(signed_in("charlie"), run, "carbon", {}, 404)
    for kind in ("svg", "xlsx", "csv"):
        assert page(client, run, "carbon-file", {}, kind=[kind]).content
    page(client, run, "carbon-file", {}, 404, kind=["exe"])


def assert_held(flow) -> None:
    if "feeds" in flow:
        out = [flow, *flow.get("gives", ())]
        assert sum(Decimal(one["value"]) for one in flow["feeds"]) == sum(Decimal(one["value"]) for one in out)
        for one in flow["feeds"]:
            assert_held(one)
