"""The check list of a verifier: drawn from the plan in force, with meters, certificates, months and treatments as they stand."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.monitoring.selectors.check_list import AHEAD, IDLE, MISSING, check_list
from tanheng.apps.monitoring.services.plans import begin_plan
from tanheng.apps.sites.services.life import record_life
from tanheng.documents.input.workbook import workbook_sheets
from tanheng.engine.plan.tables import LINES
from tanheng.workflow.months import CLOSED, FILLING
from tests.api.conftest import caller  # noqa: F401
from tests.apps.monitoring.closing import month_led_to
from tests.apps.monitoring.ledger import calibrate, scale
from tests.apps.monitoring.planned import complete, in_force, led_to, proposal, tell
from tests.apps.smelter import upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
FROM, YEAR = date(2025, 1, 1), 2025
OUTPUT = ("potline-1", "molten_aluminium_output_t", "")


def line_in(found, measured):
    return next(one for one in found.lines if (one.line.place, one.line.measure, one.line.item) == measured)


def test_states_of_months_meter_and_certificate(cast, group):
    plan = complete(proposal(group.north, FROM))
    number = begin_plan(actor=in_person(cast.bob), node=group.north, plan=plan).plan
    led_to(cast, group.north, number, "in_force")
    source = next(one for one in plan.sources if plan.row(LINES, one.line).measured == OUTPUT and one.instrument)
    meter = scale(cast.alice, group, code=source.instrument)
    calibrate(cast.alice, meter, date(2025, 1, 2), date(2026, 1, 1))
    record_life(
        actor=in_person(cast.ada), facility=group.potline, kind="stopped", on=date(YEAR, 6, 1), until=date(YEAR, 7, 31), reason="大修"
    )
    month_led_to(cast, group.north, group.potline, date(YEAR, 1, 1), "closed")
    tell(cast.bob, group.north, OUTPUT, "100", first=2)
    found = check_list(group.north, YEAR, date(YEAR, 10, 5))
    line = line_in(found, OUTPUT)
    assert line.months == (CLOSED, FILLING, *[MISSING] * 3, IDLE, IDLE, *[MISSING] * 3, AHEAD, AHEAD)
    assert line.spans == [(CLOSED, 1, 1), (FILLING, 2, 2), (MISSING, 3, 5), (IDLE, 6, 7), (MISSING, 8, 10), (AHEAD, 11, 12)]
    part = next(one for one in line.sources if one.meter)
    assert (part.meter.meter, part.certificate.due_on, part.state) == (meter, date(2026, 1, 1), "valid")
    assert len(found.lines) == len(plan.lines) and found.version.number == number


def test_a_changed_plan_changes_the_list(cast, group):
    number = in_force(cast, group.north, FROM)
    plan = complete(proposal(group.north, FROM))
    changed = replace(plan, from_month=date(YEAR, 7, 1), lines=tuple(replace(one, frequency="week") for one in plan.lines))
    after = begin_plan(actor=in_person(cast.bob), node=group.north, plan=changed, made_from=number).plan
    led_to(cast, group.north, after, "in_force")
    before, now = (check_list(group.north, YEAR, day) for day in (date(YEAR, 6, 30), date(YEAR, 7, 1)))
    assert (before.version.number, now.version.number) == (number, after)
    assert {one.line.frequency for one in now.lines} == {"week"} != {one.line.frequency for one in before.lines}
    assert check_list(group.north, 2024, date(YEAR, 7, 1)).version is None


def test_page_files_walk_and_doors(cast, group, signed_in, caller):  # noqa: F811
    in_force(cast, group.north, FROM)
    page = reverse("monitoring:plan-check-list", args=[group.north.pk, YEAR])
    vera = signed_in("vera")
    shown = vera.get(page)
    row = next(one for one in shown.context["rows"] if "molten_aluminium_output_t" in one["walk"])
    assert vera.get(row["walk"]).status_code == 200  # there is no run yet, and the page says so
    upload(cast.bob, group.north)
    run = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id="cn/aluminium/cets_2024")
    walked = vera.get(row["walk"], follow=True)
    assert walked.status_code == 200
    assert walked.redirect_chain[-1][0].startswith(reverse("accounting:chain", args=[run.pk, "molten_aluminium_output_t"]))
    assert signed_in("alice", language="en").get(page).status_code == 200
    assert [signed_in(name).get(page).status_code for name in ("ada", "charlie")] == [403, 404]
    files = {
        kind: vera.get(reverse("monitoring:plan-check-list-file", args=[group.north.pk, YEAR, kind])).content for kind in ("xlsx", "docx")
    }
    assert "铝液产量" in zipfile.ZipFile(io.BytesIO(files["docx"])).read("word/document.xml").decode()
    (sheet,) = workbook_sheets(files["xlsx"])
    assert len(sheet.rows()) > len(shown.context["rows"])
    assert vera.get(reverse("monitoring:plan-check-list-file", args=[group.north.pk, YEAR, "pdf"])).status_code == 404
    told = caller("vera").get(f"/organisations/{group.north.pk}/check-list", year=YEAR).json()
    assert [one["code"] for one in told["lines"]] == [one["code"] for one in shown.context["rows"]]
    assert caller("vera").get(f"/organisations/{group.north.pk}/check-list/file", year=YEAR, kind="docx").content == files["docx"]
    assert caller("charlie").get(f"/organisations/{group.north.pk}/check-list", year=YEAR).status_code == 404
    assert (
        page in vera.get(f"/?node={group.north.pk}", follow=True).content.decode()
        or "check-list" in vera.get("/", follow=True).content.decode()
    )
