"""A plant's own tables into the monthly grid: preview, merges, units, days added up where they may be, layouts kept and offered again."""

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse

from tanheng.apps.evidence.selectors import attachments_by_name
from tanheng.apps.journal.models import Event
from tanheng.apps.monitoring.models import Reading, TableLayout
from tanheng.apps.monitoring.pages.grid.table import year_is_sum
from tanheng.apps.monitoring.pages.own_tables import grid_file
from tanheng.apps.monitoring.selectors.own_tables import offered
from tanheng.apps.monitoring.selectors.selection import PlanOfYear, grid_rows, places_of_plan
from tanheng.apps.monitoring.services.own_tables import Table, TableRefusedError, look_at_table, take_table
from tanheng.apps.monitoring.services.typing import Typed, save_cells
from tanheng.documents.own_table.layout import Column, Layout
from tanheng.documents.own_table.reading import table_sheets
from tests.apps.monitoring.closing import month_led_to
from tests.apps.monitoring.ledger import scale
from tests.apps.monitoring.planned import in_force
from tests.apps.monitoring.test_grid_pages import a_row, grid_page, told
from tests.apps.smelter import YEAR
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FINER = ("continuous", "shift", "day", "batch", "week")


@pytest.fixture
def planned(cast, group):
    """The northern company with a plan in force from January."""
    in_force(cast, group.north, date(YEAR, 1, 1))
    return group.north


@pytest.fixture
def place(planned):
    return places_of_plan(PlanOfYear(planned, YEAR))[-1]


@pytest.fixture
def row(planned, place):
    return a_row(planned, place)


def monthly(row, unit="kg", grain="month"):
    return Layout("", 1, "月份", grain, (Column("产量", row.line.code, row.source, unit),))


def table_of(place, row, text, layout=None, name="月报.csv"):
    return Table(place, YEAR, name, text.encode(), layout or monthly(row))


def taken(cast, planned, table, by="bob", **more):
    actor = in_person(getattr(cast, by))
    seen = look_at_table(actor=actor, node=planned, table=table).seen_up_to
    return take_table(actor=actor, node=planned, table=table, **{"seen_up_to": seen, **more})


def amounts(planned, place):
    return {month: str(one.reading.amount) for month, one in a_row(planned, place).cells.items() if one.reading}


def test_the_preview_says_all_at_once_and_saves_nothing(cast, planned, place, row):
    cells = [Typed(row.line.code, date(YEAR, month, 1), str(month)) for month in (1, 2)]
    save_cells(actor=in_person(cast.alice), node=planned, cells=cells)
    before = Reading.objects.count()
    table = table_of(place, row, "月份,产量\n1月,1000\n2月,2500\n3月,3000\n4月,x\n合计,9\n")
    looked = look_at_table(actor=in_person(cast.bob), node=planned, table=table)
    assert [(one.typed.month.month, one.same, [each.code for each in one.problems]) for one in looked.cells] == [
        (1, True, []), (2, False, ["GRID-105"]), (3, False, []),
    ]  # fmt: skip
    assert {one.code for one in looked.problems} == {"FILE-219", "OWN-201"} and Reading.objects.count() == before


def test_a_table_is_saved_as_typed_cells_and_its_file_attached(cast, planned, place, row):
    save_cells(actor=in_person(cast.alice), node=planned, cells=[Typed(row.line.code, date(YEAR, 1, 1), "1")])
    table = table_of(place, row, "月份,产量\n1月,1000\n2月,2500\n")
    saved = taken(cast, planned, table)
    assert (len(saved.readings), len(saved.same)) == (1, 1) and amounts(planned, place) == {1: "1", 2: "2.5"}
    reading = a_row(planned, place).cells[2].reading
    assert (reading.typed, reading.evidence, reading.words) == ("2500 kg", "月报.csv", "月报.csv 产量")
    assert attachments_by_name(planned, YEAR)["月报.csv"].file.size == len(table.content)
    assert Event.objects.filter(action="monitoring.table.taken").count() == 1
    again = taken(cast, planned, table)
    assert again.readings == [] and len(again.same) == 2


def test_what_others_told_since_the_preview_is_merged_and_a_closed_month_kept_out(cast, planned, place, row):
    table = table_of(place, row, "月份,产量\n1月,1000\n2月,2000\n3月,3000\n")
    month_led_to(cast, planned, place, date(YEAR, 3, 1), "closed")
    seen = look_at_table(actor=in_person(cast.bob), node=planned, table=table).seen_up_to
    save_cells(actor=in_person(cast.alice), node=planned, cells=[Typed(row.line.code, date(YEAR, 1, 1), "7")])
    saved = take_table(actor=in_person(cast.bob), node=planned, table=table, seen_up_to=seen, reason="月报")
    assert [one.cell.month.month for one in saved.merges] == [1] and [one.month.month for one, _reading in saved.readings] == [2]
    assert [(one.month.month, problem.code) for one, problem in saved.problems] == [(3, "MONTH-101")]
    assert amounts(planned, place)[1] == "7"


def test_days_are_added_only_where_quantity_and_plan_allow(cast, planned):
    days = "月份,产量\n" + "".join(f"{YEAR}-02-{day:02d},0.1\n" for day in range(1, 29)) + f"{YEAR}-03-01,5\n"
    kinds = {}
    for place in places_of_plan(PlanOfYear(planned, YEAR)):
        for row in grid_rows(planned, place, YEAR):
            kinds.setdefault((year_is_sum(row), row.line.frequency in FINER), (place, row))
    assert {summed for summed, _finer in kinds} == {True, False} and (True, True) in kinds
    for (summed, finer), (place, row) in kinds.items():
        found = look_at_table(actor=in_person(cast.bob), node=planned, table=table_of(place, row, days, monthly(row, "", "day")))
        if summed and finer:
            assert [one.typed.text.split()[0] for one in found.cells] == ["2.8", "5"]  # 28 times 0.1, to the digit
            assert [one.code for one in found.problems] == ["OWN-301"]
        else:
            assert found.cells == [] and [one.code for one in found.problems] == ["OWN-105" if summed else "OWN-104"]


def test_a_layout_is_kept_in_versions_and_offered_while_its_headings_stand(cast, planned, place, row):
    taken(cast, planned, table_of(place, row, "月份,产量\n1月,1\n"), name="车间月报")
    taken(cast, planned, table_of(place, row, "月份,产量\n2月,1\n"), name="车间月报")
    taken(cast, planned, table_of(place, row, "月份,产量\n3月,1\n", monthly(row, "t")), name="车间月报")
    assert [(one.name, one.version) for one in TableLayout.objects.all()] == [("车间月报", 1), ("车间月报", 2)]
    for text, missing in (("月份,产量\n", []), ("月份,产出\n", ["产量"])):
        kept, gone = offered(place, table_sheets(text.encode(), "f")[0])
        assert kept is not None and kept[0].version == 2 and gone == missing
    assert offered(place, table_sheets("甲,乙\n".encode(), "f")[0]) == (None, [])


def test_a_table_that_says_nothing_is_refused_with_its_problems(cast, planned, place, row):
    with pytest.raises(TableRefusedError) as refused:
        taken(cast, planned, table_of(place, row, "月,产出\n1月,1\n"))
    assert [one.code for one in refused.value.problems] == ["OWN-101", "OWN-101"]
    wrong_unit = look_at_table(
        actor=in_person(cast.bob), node=planned, table=table_of(place, row, "月份,产量\n1月,1\n", monthly(row, "GJ"))
    )
    assert [one.code for one in wrong_unit.problems] == ["OWN-103"] and wrong_unit.cells == []
    twice = Layout("", 1, "月份", "month", (Column("a", row.line.code), Column("b", row.line.code)))
    found = look_at_table(actor=in_person(cast.bob), node=planned, table=table_of(place, row, "月份,a,b\n1月,1,2\n", twice))
    assert [one.code for one in found.problems] == ["OWN-108"] and len(found.cells) == 1


def test_the_grid_goes_to_excel_and_back_without_a_change(cast, planned, place, row):
    cells = [Typed(row.line.code, date(YEAR, 1, 1), "1,234.50"), Typed(row.line.code, date(YEAR, 2, 1), "/")]
    save_cells(actor=in_person(cast.bob), node=planned, cells=cells)
    name, content = grid_file(planned, place, YEAR, grid_rows(planned, place, YEAR))
    saved = taken(cast, planned, Table(place, YEAR, name, content, None))
    assert saved.readings == saved.problems == saved.merges == [] and len(saved.same) == 2


def test_the_pages_lead_from_the_file_to_its_cells(cast, planned, place, row, signed_in):
    bob = signed_in("bob")
    page = grid_page(place, "own-table")
    file = SimpleUploadedFile("月报.csv", "一车间月报\n月份,产量(kg)\n1月,1000\n2月,x\n".encode())
    there = bob.post(page, {"file": file})
    assert there.status_code == 302
    shown = bob.get(there.url)
    assert "产量(kg)" in told(shown) and "一车间月报" in told(shown)
    form = {"sheet": "", "heading_row": "2", "period": "1", "grain": "month", "line-2": f"{row.line.code}|main", "unit-2": "kg"}
    assert bob.post(there.url, {**form, "line-2": "", "do": "preview"}).status_code == 200
    preview = bob.post(there.url, {**form, "do": "preview"})
    assert preview.status_code == 200 and "新填" in told(preview) and "不是数值" in told(preview) and amounts(planned, place) == {}
    seen = preview.context["looked"].seen_up_to
    done = bob.post(there.url, {**form, "do": "save", "seen_up_to": seen, "name": "月报", "reason": ""})
    assert done.status_code == 302 and amounts(planned, place) == {1: "1"} and TableLayout.objects.count() == 1
    assert bob.get(there.url).status_code == 302  # the file is gone
    again = bob.get(bob.post(page, {"file": SimpleUploadedFile("8月.csv", "x\n月份,产量(kg)\n8月,8\n".encode())}).url)
    assert "一致" in told(again) and f'value="{row.line.code}|main" selected' in again.content.decode()
    changed = bob.get(bob.post(page, {"file": SimpleUploadedFile("9月.csv", "x\n月份,产出(kg)\n9月,9\n".encode())}).url)
    assert "“产量(kg)”" in told(changed)
    assert bob.post(page, {"file": SimpleUploadedFile("空.csv", b" \n")}).status_code == 400
    assert bob.post(page, {"file": SimpleUploadedFile("坏.xlsx", b"PK\x03\x04 broken")}).status_code == 400
    english = signed_in("alice", language="en")
    assert "Import from an own table" in told(english.get(page)) and english.get(there.url).status_code == 302  # the file of another


def test_a_reason_is_asked_for_before_anything_is_saved(cast, planned, place, row, signed_in):
    save_cells(actor=in_person(cast.alice), node=planned, cells=[Typed(row.line.code, date(YEAR, 1, 1), "7")])
    bob = signed_in("bob")
    there = bob.post(grid_page(place, "own-table"), {"file": SimpleUploadedFile("f.csv", "月份,产量\n1月,8\n2月,9\n".encode())}).url
    form = {"heading_row": "1", "period": "1", "grain": "month", "line-2": f"{row.line.code}|main", "do": "save", "seen_up_to": "999999"}
    assert bob.post(there, form).status_code == 400 and amounts(planned, place) == {1: "7"}
    assert bob.post(there, {**form, "reason": "月报更正"}).status_code == 302 and amounts(planned, place) == {1: "8", 2: "9"}


def test_a_departure_from_the_plan_is_told_before_anything_is_saved(cast, group, planned, place, row, signed_in):
    code = next(one.instrument for one in row.line.sources.all() if one.key == row.source)
    scale(cast.alice, group, code, status="stopped")
    looked = look_at_table(actor=in_person(cast.bob), node=planned, table=table_of(place, row, "月份,产量\n1月,1000\n"))
    assert [problem.code for one in looked.cells for problem in one.problems] == ["GRID-107"]
    bob = signed_in("bob")
    there = bob.post(grid_page(place, "own-table"), {"file": SimpleUploadedFile("f.csv", "月份,产量\n1月,8\n".encode())}).url
    form = {"heading_row": "1", "period": "1", "grain": "month", "line-2": f"{row.line.code}|main", "do": "save"}
    assert bob.post(there, form).status_code == 400 and amounts(planned, place) == {}
    assert bob.post(there, {**form, "reason": "换用备用秤"}).status_code == 302 and amounts(planned, place) == {1: "8"}


def test_the_api_does_what_the_pages_do(cast, planned, place, row, signed_in):
    bob, layout = signed_in("bob"), json.dumps(monthly(row).document())

    def body(text="月份,产量\n1月,1000\n", **more):
        return {"file": SimpleUploadedFile("月报.csv", text.encode()), "year": YEAR, "layout": layout, **more}

    preview = bob.post(reverse("api:preview_table", args=[place.pk]), body(), headers={"Idempotency-Key": "1"})
    assert preview.status_code == 200, preview.content
    assert [(one["new"], one["state"]) for one in preview.json()["cells"]] == [("1", "new")]
    address = reverse("api:create_table", args=[place.pk])
    seen = preview.json()["seen_up_to"]
    done = bob.post(address, body(seen_up_to=seen, name="月报"), headers={"Idempotency-Key": "2"})
    assert done.status_code == 200 and len(done.json()["saved"]) == 1
    assert [one["name"] for one in bob.get(reverse("api:list_table_layouts", args=[place.pk])).json()] == ["月报"]
    refused = bob.post(address, body("月,量\n1月,1\n", seen_up_to=seen), headers={"Idempotency-Key": "3"})
    assert refused.status_code == 409 and refused.json()["problems"]
    for text in ("[]", "{}", "{", '{"columns": 1}'):
        wrong = bob.post(address, body(seen_up_to=seen, layout=text), headers={"Idempotency-Key": f"4{text}"})
        assert wrong.status_code == 409
    book = bob.get(reverse("api:get_grid_file", args=[place.pk]), {"year": YEAR})
    assert book.status_code == 200 and book.getvalue()[:2] == b"PK"


def test_doors(cast, planned, place, row, signed_in):
    table = table_of(place, row, "月份,产量\n1月,1\n")
    for who in (cast.vera, cast.charlie, cast.ada):
        with pytest.raises((PermissionDenied, Http404, ValidationError)):
            take_table(actor=in_person(who), node=planned, table=table, seen_up_to=0)
    assert signed_in("vera").get(grid_page(place, "own-table")).status_code == 403
    assert signed_in("charlie").get(grid_page(place, "own-table")).status_code == 404
    assert signed_in("vera").get(grid_page(place, "grid-file")).status_code == 200
    assert signed_in("charlie").get(grid_page(place, "grid-file")).status_code == 404
