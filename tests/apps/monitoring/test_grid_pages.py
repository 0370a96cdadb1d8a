"""The pages of the monthly grid: a table that is read without script, the panel of a cell, one figure by a plain form; the API."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tanheng.apps.monitoring.models import Reading
from tanheng.apps.monitoring.selectors.cell_files import files_of_year
from tanheng.apps.monitoring.selectors.selection import PlanOfYear, grid_rows, places_of_plan
from tanheng.apps.monitoring.services.typing import Typed, save_cells
from tanheng.apps.sites.services import create_facility
from tests.apps.monitoring.planned import in_force
from tests.apps.smelter import YEAR
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PNG = b"\x89PNG\r\n\x1a\n synthetic"


@pytest.fixture
def planned(cast, group):
    """The northern company with a plan in force from January."""
    in_force(cast, group.north, date(YEAR, 1, 1))
    return group.north


def grid_page(place, view="grid", **query):
    address = reverse(f"monitoring:{view}", args=[place.pk, YEAR])
    return address + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")


def told(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def a_row(company, place):
    return next(one for one in grid_rows(company, place, YEAR) if one.source == "main" and one.unit == "t")


def saved(client, company, *cells, reason="", key="k"):
    address = reverse("api:save_cells_of_grid", args=[company.pk])
    return client.post(address, {"cells": list(cells), "reason": reason}, "application/json", headers={"Idempotency-Key": key})


def a_cell(row, text, month=1, **more):
    return {"row": row.line.code, "source": row.source, "month": f"{YEAR}-{month:02d}", "text": text, **more}


def test_the_grid_is_a_table_of_the_plan_that_is_read_without_script(cast, group, planned, signed_in):
    place = places_of_plan(PlanOfYear(planned, YEAR))[-1]
    row = a_row(planned, place)
    save_cells(actor=in_person(cast.bob), node=planned, cells=[Typed(row.line.code, date(YEAR, 2, 1), "1,234.50")])
    page = signed_in("bob").get(grid_page(place))
    rows = grid_rows(planned, place, YEAR)
    html = page.content.decode()
    assert html.count("<tr data-row=") == len(rows) > 3
    assert re.search(r'<td data-text="1234\.50" data-seen="\d+" data-kind="measured" data-mark="●" data-word="实测">1,234\.50</td>', html)
    assert reverse("api:save_cells_of_grid", args=[planned.pk]) in html and 'aria-readonly="true" data' not in html
    assert row.line.name in told(page)
    assert "Monthly data" in told(signed_in("alice", language="en").get(grid_page(place)))


def test_without_a_plan_the_page_leads_to_it(cast, group, signed_in):
    page = signed_in("bob").get(grid_page(group.north))
    assert page.status_code == 200 and reverse("monitoring:plans", args=[group.north.pk]) in page.content.decode()


def test_months_without_the_facility_are_told_with_its_dates(cast, group, planned, signed_in):
    create_facility(
        actor=in_person(cast.ada), site=group.north_plant, name="9号电解系列", code="line-9", facility_kind="potline",
        in_use_from=date(YEAR, 3, 10),
    )  # fmt: skip
    in_force(cast, planned, date(YEAR, 4, 1))
    place = next(one for one in places_of_plan(PlanOfYear(planned, YEAR)) if one.code == "line-9")
    html = signed_in("bob").get(grid_page(place)).content.decode()
    row = re.search(r"<tr data-row=.*?</tr>", html, re.DOTALL)[0]
    cells = re.findall(r"<td[^>]*>", row)
    assert [f"不适用：{YEAR}-03-10 投用" in cell and 'aria-readonly="true"' in cell for cell in cells[:4]] == [True, True, False, False]


def test_what_the_element_sends_is_saved_cell_by_cell(cast, group, planned, signed_in):
    place = places_of_plan(PlanOfYear(planned, YEAR))[-1]
    row, bob, cora = a_row(planned, place), signed_in("bob"), signed_in("alice")
    answer = saved(bob, planned, a_cell(row, "1,234.5"), a_cell(row, "abc", 2)).json()
    (cell,) = answer["saved"]
    assert (cell["shown"], cell["amount"], cell["kind"], cell["word"]) == ("1,234.5", "1234.5", "measured", "实测")
    assert [(one["month"], one["severity"], one["reason"]) for one in answer["problems"]] == [(f"{YEAR}-02", "error", False)]
    again = saved(bob, planned, a_cell(row, "1,234.5"), a_cell(row, "abc", 2)).json()  # the same key: the same answer, nothing done
    assert again == answer and Reading.objects.filter(series__source="plan:main").count() == 1
    (merge,) = saved(cora, planned, a_cell(row, "9"), key="other").json()["merges"]
    assert (merge["theirs"], merge["yours"], merge["seen"]) == ("1,234.5", "9", cell["seen"]) and merge["by"] in merge["message"]
    unexplained = saved(cora, planned, a_cell(row, "9", seen=cell["seen"]), key="third").json()
    assert [one["reason"] for one in unexplained["problems"]] == [True]
    done = saved(cora, planned, a_cell(row, "9", seen=cell["seen"]), reason="抄表错误", key="fourth").json()
    assert [one["amount"] for one in done["saved"]] == ["9"]
    told_again = saved(cora, planned, a_cell(row, "9", seen=done["saved"][0]["seen"]), key="fifth").json()
    assert told_again["saved"] == done["saved"]
    nothing_readable = saved(bob, planned, a_cell(row, "abc", 2), key="sixth").json()
    assert len(nothing_readable["problems"]) == 1
    grid = bob.get(reverse("api:get_grid", args=[place.pk]), {"year": YEAR}).json()
    found = next(one for one in grid["rows"] if (one["row"], one["source"]) == (row.line.code, row.source))
    assert [one["amount"] for one in found["cells"]][:2] == ["9", ""]


def test_the_panel_of_a_cell_tells_what_stands_beside_it(cast, group, planned, signed_in):
    place = places_of_plan(PlanOfYear(planned, YEAR))[-1]
    row = a_row(planned, place)
    cells = [Typed(row.line.code, date(YEAR, month, 1), text) for month, text in ((1, "10"), (2, "20"))]
    save_cells(actor=in_person(cast.bob), node=planned, cells=cells)
    where = {"row": row.line.code, "source": row.source}
    panel = told(signed_in("vera").get(grid_page(place, "grid-cell", **where, month=f"{YEAR}-02")))
    assert "上月 10 t" in panel and "20" in panel and str(cast.bob) in panel
    assert signed_in("vera").get(grid_page(place, "grid-cell", **where, month=f"{YEAR}-13")).status_code == 404
    assert signed_in("vera").get(grid_page(place, "grid-cell", row="none")).status_code == 404


def test_one_figure_by_a_plain_form_with_a_photo(cast, group, planned, signed_in):
    place = places_of_plan(PlanOfYear(planned, YEAR))[-1]
    row, bob = a_row(planned, place), signed_in("bob")
    page = grid_page(place, "grid-line", row=row.line.code, source=row.source, month=f"{YEAR}-01")
    photo = SimpleUploadedFile("1月表底.png", PNG, "image/png")
    answer = bob.post(page, {"text": "12 kg", "kind": "", "words": "抄表", "note": "", "reason": "", "seen": "", "file": photo})
    assert answer.status_code == 302 and answer.url == grid_page(place, month=1)
    reading = a_row(planned, place).cells[1].reading
    assert (str(reading.amount), reading.typed, reading.words, reading.evidence) == ("0.012", "12 kg", "抄表", "")
    assert files_of_year(planned, YEAR, place).get().name == "1月表底.png"
    wrong = bob.post(page, {"text": "十二", "kind": "", "seen": reading.pk})
    assert wrong.status_code == 409 and 'value="十二"' in wrong.content.decode()
    alice = signed_in("alice")
    met = alice.post(page, {"text": "7", "kind": "estimated", "seen": ""})
    assert met.status_code == 409 and "0.012" in told(met) and f'name="seen" value="{reading.pk}"' in met.content.decode()
    form = {"text": "7", "kind": "estimated", "seen": reading.pk, "reason": "读数有误", "words": "抄表"}
    assert alice.post(page, form).status_code == 302
    reading = a_row(planned, place).cells[1].reading
    assert (str(reading.amount), reading.kind, reading.reason, reading.evidence) == ("7", "estimated", "读数有误", "")
    assert files_of_year(planned, YEAR, place).get().month == date(YEAR, 1, 1)


def test_a_group_sees_its_companies(cast, group, planned, signed_in):
    page = signed_in("grace").get(grid_page(group.group))
    assert grid_page(group.north) in page.content.decode()


def test_doors(cast, group, planned, signed_in):
    place = places_of_plan(PlanOfYear(planned, YEAR))[-1]
    row = a_row(planned, place)
    line = grid_page(place, "grid-line", row=row.line.code, source=row.source, month=f"{YEAR}-01")
    vera = signed_in("vera")
    page = vera.get(grid_page(place))
    assert page.status_code == 200 and page.content.decode().count('aria-readonly="true"') == 13 * len(grid_rows(planned, place, YEAR))
    assert "disabled" in vera.get(line).content.decode() and vera.post(line, {"text": "1"}).status_code == 403
    assert saved(vera, planned, a_cell(row, "1")).status_code == 403
    stranger = signed_in("charlie")
    assert [stranger.get(one).status_code for one in (grid_page(place), line)] == [404, 404]
    assert saved(stranger, planned, a_cell(row, "1")).status_code == 404
    assert Reading.objects.count() == 0
