"""The data pages: table, value, upload with problems, evidence."""

import json

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tanheng.apps.evidence.models import Attachment
from tanheng.apps.records.models import Import
from tanheng.engine.places import Where
from tanheng.pages.problem_texts import problems_text, stored_problems
from tests.apps.smelter import YEAR, smelter_case, smelter_file, upload

pytestmark = pytest.mark.django_db


def post_file(client, group, content, name="case.yaml"):
    address = reverse("records:upload", args=[group.north.pk])
    return client.post(address, {"file": SimpleUploadedFile(name, content), "reason": "台账更正"}, follow=True)


def test_the_table_shows_every_month_with_kind_evidence_and_a_link(signed_in, cast, group):
    upload(cast.bob, group.north)
    page = signed_in("vera").get(reverse("records:table", args=[group.north.pk, YEAR])).content.decode()
    assert page.count("16,000.00") == 12
    assert "192,000.00" in page
    assert "●" in page
    assert "○" in page
    assert "/values/anode_consumption_t/?" in page
    run_address = reverse("accounting:run", args=[group.north.pk, YEAR])
    assert run_address not in page  # a verifier changes nothing
    assert run_address in signed_in("alice").get(reverse("records:table", args=[group.north.pk, YEAR])).content.decode()


def test_what_is_not_applicable_is_kept_and_shown_as_such(signed_in, cast, group):
    case = smelter_case(group.north)
    for row in case["values"][:2]:
        amount = row.pop("each_month")
        row["months"] = {month: "/" if month < 3 else amount for month in range(1, 13)}
    content = yaml.safe_dump(case, allow_unicode=True).encode()
    post_file(signed_in("bob"), group, content)
    readings = Import.objects.get().readings.filter(kind="not_applicable")
    assert {(one.amount, one.month) for one in readings} == {(None, 1), (None, 2)}
    table = signed_in("vera").get(reverse("records:table", args=[group.north.pk, YEAR])).content.decode()
    assert "160,000.00" in table and "不适用" in table
    address = reverse("records:value", args=[group.north.pk, YEAR, "anode_consumption_t"])
    page = signed_in("vera").get(address, {"facility": "potline-1", "month": "2"}).content.decode()
    assert "不适用" in page


def test_the_table_can_be_narrowed_to_a_facility(signed_in, cast, group):
    upload(cast.bob, group.north)
    address = reverse("records:table", args=[group.north.pk, YEAR])
    narrowed = signed_in("alice").get(address, {"facility": "enterprise"}).content.decode()
    assert "柴油" in narrowed
    assert "铝液产量" not in narrowed.split("</thead>")[1].split("</table>")[0]


def test_uploading_in_the_browser_leads_to_the_import(signed_in, group):
    answer = post_file(signed_in("bob"), group, smelter_file(group.north))
    assert answer.redirect_chain[0][1] == 302
    assert Import.objects.get().accepted
    assert "36" in answer.content.decode()


def test_problems_are_shown_with_place_and_remedy_in_both_languages(signed_in, group):
    content = smelter_file(group.north).replace(b"'7500.00'", b"'abc'")
    chinese = post_file(signed_in("bob"), group, content).content.decode()
    one = Import.objects.get()
    english = signed_in("bob", "en").get(reverse("records:import", args=[one.pk])).content.decode()
    assert "不是十进制数" in chinese
    assert "case.yaml" in chinese
    assert "is not a decimal number" in english
    assert "Upload the mended file" in english


def test_the_same_mistake_in_many_months_is_one_row_with_its_places(signed_in, group):
    content = smelter_file(group.north).replace(b"each_month: '16000.00'", b"months: {1: 'abc', 2: 'abc', 3: 'abc'}")
    page = post_file(signed_in("bob"), group, content).content.decode()
    (told,) = (problem for problem in stored_problems(Import.objects.get().problems) if problem.code == "CASE-141")
    assert [place.month for place in told.places] == [1, 2, 3]
    assert page.count("<code>CASE-141</code>") == 1
    assert "另有 2 处" in page
    assert all(f"铝液产量 · 1号电解系列 · {month} 月" in page for month in (1, 2, 3))  # by name, though the file was refused


def test_problems_stored_before_repeats_were_gathered_still_load():
    row = {"code": "CASE-141", "severity": "error", "where": {"file": "a.yaml", "line": 3},
           "message": {"zh": "不是数", "en": "no number"}, "remedy": {"zh": "改正", "en": "mend it"}}  # fmt: skip
    (old,) = stored_problems(json.dumps([row]))
    assert old.all_places == (Where(file="a.yaml", line=3),)
    assert json.loads(problems_text([old])) == [row]


def test_a_file_of_no_accepted_type_is_refused_at_the_door(signed_in, group):
    assert post_file(signed_in("bob"), group, b"MZ\x90", "run.exe").status_code == 415
    assert post_file(signed_in("bob"), group, b"not a zip", "case.xlsx").status_code == 415
    assert not Import.objects.exists()


def test_a_form_without_a_file_says_so(signed_in, group):
    answer = signed_in("bob").post(reverse("records:upload", args=[group.north.pk]), {"reason": ""})
    assert answer.status_code == 400
    assert "field-error" in answer.content.decode()


def test_names_and_addresses_with_control_characters_do_no_harm(signed_in, cast, group):
    one = upload(cast.bob, group.north, name="a\r\nb\x00.yaml", reason="x\x00y")
    assert (one.file_name, one.reason) == ("ab.yaml", "xy")
    client = signed_in("alice")
    assert client.get(reverse("records:import-file", args=[one.pk])).status_code == 200
    address = reverse("records:value", args=[group.north.pk, YEAR, "anode_consumption_t"])
    assert client.get(address, {"pack": "\x00"}).status_code == 404
    assert client.post(reverse("accounting:run", args=[group.north.pk, YEAR]), {"pack": "\x00"}).status_code == 302


def test_a_value_tells_its_origin_and_history(signed_in, cast, group):
    upload(cast.bob, group.north)
    upload(cast.bob, group.north, anodes="7510.00")
    address = reverse("records:value", args=[group.north.pk, YEAR, "anode_consumption_t"])
    page = signed_in("vera").get(address, {"facility": "potline-1", "month": "3"}).content.decode()
    assert "7,510.00" in page
    assert "7,500.00" in page
    assert "换极台账" in page
    assert signed_in("vera").get(address, {"facility": "potline-1", "month": "13"}).status_code == 404
    assert signed_in("vera").get(address, {"facility": "nowhere"}).status_code == 404


def test_evidence_is_attached_by_name_and_handed_out_byte_for_byte(signed_in, cast, group):
    upload(cast.bob, group.north)
    address = reverse("records:evidence", args=[group.north.pk, YEAR])
    assert "换极台账-2025.csv" in signed_in("vera").get(address).content.decode()
    file = SimpleUploadedFile("换极台账-2025.csv", "月,吨\n".encode())
    assert signed_in("bob").post(address, {"file": file, "note": ""}).status_code == 302
    attachment = Attachment.objects.get()
    answer = signed_in("vera").get(reverse("evidence:file", args=[attachment.pk]))
    assert answer.content == "月,吨\n".encode()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    file = SimpleUploadedFile("x.csv", b"a,b\n")
    assert signed_in("vera").post(address, {"file": file, "note": ""}).status_code == 403


@pytest.mark.parametrize("filled", ["", "1"])
def test_the_template_knows_the_company(signed_in, cast, group, filled):
    upload(cast.bob, group.north)
    address = reverse("records:template", args=[group.north.pk, YEAR])
    answer = signed_in("bob").get(address, {"filled": filled})
    assert answer.content.startswith(b"PK")
    assert ".xlsx" in answer.headers["Content-Disposition"]
    assert signed_in("bob").get(address, {"pack": "no/such"}).status_code == 404


def test_a_group_shows_its_companies_and_an_empty_year_says_the_first_step(signed_in, group):
    page = signed_in("grace").get(reverse("records:table", args=[group.group.pk, YEAR])).content.decode()
    assert group.south.name in page
    empty = signed_in("bob").get(reverse("records:table", args=[group.north.pk, YEAR])).content.decode()
    assert "这一年还没有数据" in empty


def test_an_import_says_what_it_changed_against_the_one_before(signed_in, cast, group):
    """What vanished stands first, with both figures; the API says the same, and the same file again changed nothing."""
    client = signed_in("bob")
    upload(cast.bob, group.north)
    case = smelter_case(group.north)
    case["values"][1] |= {"months": {month: "7600.00" if month == 5 else "7500.00" for month in range(1, 13)}}
    del case["values"][1]["each_month"]
    case["values"][2] = {**case["values"][2], "item": "gasoline"}
    second = post_file(client, group, yaml.safe_dump(case, allow_unicode=True).encode()).content.decode()
    assert "与第 1 次导入相比的变化" in second and "消失 12 处，改变 1 处，新增 12 处" in second
    row = second.split('id="superseded"')[1]
    assert row.index("柴油") < row.index("7,600") < row.index("汽油")
    assert "7,500" in row
    latest = Import.objects.latest("id")
    told = client.get(reverse("api:get_upload", args=[latest.pk])).json()["superseded"]
    assert (told["number"], told["gone"], told["changed"], told["added"]) == (1, 12, 1, 12)
    assert [one["what"] for one in told["places"]] == ["gone"] * 12 + ["changed"] + ["added"] * 12
    (moved,) = [one for one in told["places"] if one["what"] == "changed"]
    assert (moved["month"], moved["before"], moved["after"]) == (5, "7500.00", "7600.00")
    again = post_file(client, group, yaml.safe_dump(case, allow_unicode=True).encode()).content.decode()
    assert "与第 2 次导入相比的变化" in again and "没有变化" in again
    first = client.get(reverse("api:get_upload", args=[Import.objects.earliest("id").pk])).json()
    assert first["superseded"] is None
