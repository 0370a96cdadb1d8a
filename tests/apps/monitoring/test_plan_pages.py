"""The pages of a plan: nobody starts empty, a draft is edited table by table and keeps what was typed, and everyone sees what is theirs."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tanheng.apps.monitoring.selectors.plans import standing_plan
from tanheng.apps.monitoring.selectors.revisions import triggers_of
from tanheng.apps.monitoring.services.plans import Edit, begin_plan, edit_row
from tanheng.apps.monitoring.services.steps import move_plan
from tanheng.apps.sites.services import create_facility
from tanheng.engine.plan.tables import BY_NAME, LINES, TABLES
from tests.apps.monitoring.planned import FROM, begun, complete, in_force, led_to, proposal
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


def at(view, company, *more, **query):
    address = reverse(f"monitoring:{view}", args=[company.pk, *more])
    return address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def told(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_nobody_starts_empty(cast, group, signed_in):
    bob = signed_in("bob")
    assert "尚无数据质量控制方案" in told(bob.get(at("plans", group.north)))
    form = bob.get(at("plan-begin", group.north))
    assert "cn/aluminium/cets_2024" in form.content.decode()
    answer = bob.post(at("plan-begin", group.north), {"from_month": "2026-01", "packs": ["cn/aluminium/cets_2024"], "made_from": ""})
    assert answer.status_code == 302
    found = standing_plan(group.north, 1)
    assert (found.plan.from_month, len(found.plan.lines) > 40) == (date(2026, 1, 1), True)
    page = told(bob.get(answer.url))
    assert "第1版" in page and "草稿" in page and "待补充" in page and "PLAN-201" in page


def test_what_cannot_be_read_stays_as_it_was_typed(cast, group, signed_in):
    number = begun(cast, group.north)
    bob = signed_in("bob")
    plan = standing_plan(group.north, number).plan
    page = at("plan-row", group.north, number, "instruments", key="M-001")
    typed = {"seen": 1, "code": "M-001", "name": "电子吊秤", "count": "三", "frequency": "day", "calibrated": "true", "interval": "12"}
    answer = bob.post(page, typed)
    assert answer.status_code == 400
    assert 'value="三"' in answer.content.decode() and "不为负的整数" in told(answer)
    assert standing_plan(group.north, number).plan == plan
    answer = bob.post(page, {**typed, "count": "3"})
    assert answer.status_code == 302
    row = standing_plan(group.north, number).plan.instruments[0]
    assert (row.name, row.count, row.calibrated, row.interval) == ("电子吊秤", 3, True, 12)


def test_a_line_gets_its_order_of_treatments_and_its_sources(cast, group, signed_in):
    number = begun(cast, group.north)
    bob = signed_in("bob")
    line = standing_plan(group.north, number).plan.lines[0]
    page = bob.get(at("plan-row", group.north, number, "lines", key=line.code))
    fields = {one.name: one.value() for one in page.context["form"]}
    fields = {name: value for name, value in fields.items() if value is not None}
    assert fields["missing_0"] == line.missing[0]
    answer = bob.post(
        page.request["PATH_INFO"] + f"?key={line.code}",
        {**fields, "missing_0": "default_value", "missing_1": "stock_balance", "missing_2": ""},
    )
    assert answer.status_code == 302
    assert standing_plan(group.north, number).plan.row(LINES, line.code).missing == ("default_value", "stock_balance")
    new = at("plan-row", group.north, number, "sources", line=line.code)
    said = {"line": line.code, "key": "invoice", "role": "comparison", "record": "结算单", "tolerance": "0.2"}
    assert bob.post(new, said).status_code == 302
    source = standing_plan(group.north, number).plan.sources_of(line.code)[-1]
    assert (source.key, str(source.tolerance)) == ("invoice", "0.002")
    assert bob.post(new, said).status_code == 409  # it stands there already
    gone = at("plan-remove", group.north, number, "sources", key=f"{line.code}/invoice")
    assert bob.get(gone).status_code == 200
    assert bob.post(gone, {"seen": 6}).status_code == 302
    assert all(one.key != "invoice" for one in standing_plan(group.north, number).plan.sources)


def test_every_table_is_shown_in_both_languages(cast, group, signed_in):
    number = begun(cast, group.north)
    plan = standing_plan(group.north, number).plan
    readers = [signed_in("alice", language=language) for language in ("zh-hans", "en")]
    for table in TABLES:
        keys = [table.key_of(row) for row in plan.rows(table)[:1]]
        pages = [at("plan-table", group.north, number, table.name), at("plan-row", group.north, number, table.name)]
        pages += [at("plan-row", group.north, number, table.name, key=key) for key in keys if key]
        assert [one.get(page).status_code for page in pages for one in readers] == [200] * (2 * len(pages))
        if not table.single:
            assert readers[0].get(at("plan-row", group.north, number, table.name, key="no-such")).status_code == 404


def test_a_version_is_led_into_force_on_the_pages(cast, group, signed_in):
    number = begun(cast, group.north)
    for name, verb in (("bob", "submit"), ("alice", "review"), ("grace", "approve"), ("alice", "report"), ("alice", "accept")):
        client = signed_in(name)
        page = at("plan-step", group.north, number, verb)
        assert (
            reverse("monitoring:plan-step", args=[group.north.pk, number, verb])
            in client.get(at("plan", group.north, number)).content.decode()
        )
        shown = client.get(page)
        assert shown.status_code == 200
        answer = client.post(page, {"seen": shown.context["form"]["seen"].value()})
        assert answer.status_code == 302, told(answer)
    assert "现行" in told(signed_in("vera").get(at("plans", group.north)))
    assert signed_in("bob").post(at("plan-row", group.north, number, "quality"), {"review": "x"}).status_code == 409


def test_what_holds_a_step_back_is_shown_with_links(cast, group, signed_in):
    number = begin_plan(actor=in_person(cast.bob), node=group.north, plan=proposal(group.north)).plan
    bob = signed_in("bob")
    page = bob.get(at("plan-step", group.north, number, "submit"))
    assert at("plan-row", group.north, number, "enterprise") in page.content.decode()
    assert bob.post(at("plan-step", group.north, number, "submit"), {"seen": 0}).status_code == 409
    assert bob.get(at("plan-step", group.north, number, "accept")).status_code == 302


def test_two_versions_are_held_against_each_other(cast, group, signed_in):
    number = begun(cast, group.north)
    led_to(cast, group.north, number, "in_force")
    plan = standing_plan(group.north, number).plan
    changed = replace(plan, from_month=date(2026, 7, 1), quality=replace(plan.quality, review="每季度"), ledgers=())
    other = begin_plan(actor=in_person(cast.bob), node=group.north, plan=changed, made_from=number).plan
    page = told(signed_in("vera").get(at("plan-compare", group.north, other, number)))
    assert "温室气体排放报告内部审核制度" in page and "每季度" in page and "2026-07" in page
    assert "两个版本内容相同" in told(signed_in("vera").get(at("plan-compare", group.north, number, number)))


def test_head_and_the_one_who_was_faster(cast, group, signed_in):
    number = begun(cast, group.north)
    bob = signed_in("bob")
    said = {"seen": 1, "from_month": "2026-03", "packs": ["cn/aluminium/cets_2024"]}
    assert bob.post(at("plan-head", group.north, number), {**said, "from_month": "三月"}).status_code == 400
    assert bob.post(at("plan-head", group.north, number), said).status_code == 302
    assert standing_plan(group.north, number).plan.from_month == date(2026, 3, 1)
    boundary = at("plan-row", group.north, number, "boundary")
    assert bob.post(boundary, {"seen": 2, "enterprise": "甲", "process": "甲"}).status_code == 302
    answer = bob.post(boundary, {"seen": 2, "enterprise": "乙", "process": "乙"})
    assert answer.status_code == 409 and ">乙<" in re.sub(r"\s", "", answer.content.decode())


def test_a_new_facility_and_an_edition_that_ended_ask_for_a_revision(cast, group, signed_in):
    in_force(cast, group.north)
    assert triggers_of(group.north, FROM) == []
    create_facility(
        actor=in_person(cast.ada), site=group.north_plant, name="2号电解系列", code="potline-2", facility_kind="potline", in_use_from=FROM
    )
    assert [one.code for one in triggers_of(group.north, date(2026, 2, 1))] == ["PLAN-301"]
    assert "PLAN-301" in told(signed_in("alice").get(at("plans", group.north)))


def test_a_plan_goes_out_as_a_file_and_comes_back(cast, group, signed_in):
    number = begun(cast, group.north)
    bob = signed_in("bob")
    plan = standing_plan(group.north, number).plan
    assert bob.get(at("plan-file", group.north, number, "pdf")).status_code == 404
    assert bob.get(at("plan-file", group.north, number, "docx")).content[:2] == b"PK"
    excel = bob.get(at("plan-file", group.north, number, "xlsx")).content
    edit_row(
        actor=in_person(cast.bob),
        node=group.north,
        number=number,
        edit=Edit(BY_NAME["boundary"], "", replace(plan.boundary, process="别处")),
    )
    file = SimpleUploadedFile("plan.xlsx", excel)
    assert bob.post(at("plan-read", group.north, number), {"seen": 2, "file": file}).status_code == 302
    assert standing_plan(group.north, number).plan == plan
    broken = SimpleUploadedFile("plan.xlsx", b"PK\x03\x04 nothing")
    answer = bob.post(at("plan-read", group.north, number), {"seen": 3, "file": broken})
    assert answer.status_code == 409 and "plan.xlsx" in told(answer)
    move_plan(actor=in_person(cast.bob), node=group.north, number=number, verb="discard", reason="重做")
    begin = bob.post(at("plan-begin", group.north), {"file": SimpleUploadedFile("plan.xlsx", excel)})
    assert begin.status_code == 302, told(begin)
    assert standing_plan(group.north, number + 1).plan == plan


def test_doors(cast, group, signed_in):
    number = begun(cast, group.north)
    page, row = at("plan", group.north, number), at("plan-row", group.north, number, "quality")
    assert signed_in("vera").get(page).status_code == 200
    assert "disabled" in signed_in("vera").get(row).content.decode()
    assert signed_in("vera").post(row, {"review": "x"}).status_code == 403
    assert signed_in("ada").get(page).status_code == 403
    assert signed_in("charlie").get(page).status_code == 404
    assert signed_in("charlie").post(row, {"review": "x"}).status_code == 404
    assert signed_in("grace").get(at("plans", group.group)).status_code == 200
    assert signed_in("charlie").get(at("plans", group.group)).status_code == 404
    assert complete(proposal(group.north)).hash == standing_plan(group.north, number).plan.hash
