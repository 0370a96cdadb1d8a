"""Files at cells of the monthly grid: one month's evidence, through corrections, into the chain and the year; taken away with a reason."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.http import Http404
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tanheng.apps.evidence.selectors import attachments_of
from tanheng.apps.journal.models import Event
from tanheng.apps.monitoring.access.cell_files import access_cell_file
from tanheng.apps.monitoring.models import CellFile
from tanheng.apps.monitoring.pages.cell_files import cell_key
from tanheng.apps.monitoring.selectors.cell_files import files_at, not_attached
from tanheng.apps.monitoring.selectors.selection import PlanOfYear, places_of_plan
from tanheng.apps.monitoring.services.cell_files import attach_to_cell, detach_from_cell
from tanheng.apps.monitoring.services.months import move_month
from tanheng.apps.monitoring.services.typing import Typed, save_cells
from tanheng.store.clock import now
from tests.apps.monitoring.closing import fill
from tests.apps.monitoring.planned import in_force
from tests.apps.monitoring.test_grid_pages import PNG, a_row, grid_page, told
from tests.apps.smelter import YEAR
from tests.support.acting import in_person

JANUARY, FEBRUARY = date(YEAR, 1, 1), date(YEAR, 2, 1)


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


def cell(row, month=JANUARY):
    return row.line.code, row.source, month


def attached(cast, planned, row, *files, month=JANUARY, by="bob"):
    actor = in_person(getattr(cast, by))
    return attach_to_cell(actor=actor, node=planned, cell=cell(row, month), files=[(name, name.encode()) for name in files])


def names(planned, place, row, month=1):
    return [one.name for one in files_at(planned, cell_key(place, YEAR, row, month))]


def taken_away(one, **more):
    """The row that takes a file away, as somebody behind the application might write it."""
    same = {name: getattr(one, name) for name in ("company", "place", "measure", "item", "source", "month", "file", "name", "by")}
    return CellFile(**{**same, **more}, detached=True, reason="不需要", supersedes=one, at=now())


@pytest.mark.django_db
@pytest.mark.database
class TestAtACell:
    def test_several_files_are_evidence_of_one_month_and_stay_through_a_correction(self, cast, planned, place, row):
        save_cells(actor=in_person(cast.bob), node=planned, cells=[Typed(row.line.code, JANUARY, "12")])
        attached(cast, planned, row, "磅单.pdf", "台账.xlsx")
        again = attached(cast, planned, row, "磅单.pdf")
        assert names(planned, place, row) == ["磅单.pdf", "台账.xlsx"] and names(planned, place, row, 2) == []
        assert CellFile.objects.count() == 2 and [one.name for one in again] == ["磅单.pdf"]
        there = a_row(planned, place).cells[1].reading
        corrected = Typed(row.line.code, JANUARY, "13", seen=there.pk)
        assert save_cells(actor=in_person(cast.alice), node=planned, cells=[corrected], reason="读数有误").readings
        assert names(planned, place, row) == ["磅单.pdf", "台账.xlsx"]
        assert attachments_of(planned, YEAR).count() == 0  # a file of one month is none of the year's

    def test_taking_away_is_a_fact_with_a_reason(self, cast, planned, place, row):
        one, _two = attached(cast, planned, row, "a.pdf", "b.pdf")
        with pytest.raises(ValidationError):
            detach_from_cell(actor=in_person(cast.bob), attached=one, reason=" \x00 ")
        gone = detach_from_cell(actor=in_person(cast.bob), attached=one, reason="放错月份")
        assert names(planned, place, row) == ["b.pdf"] and gone.supersedes == one and CellFile.objects.count() == 3
        with pytest.raises(ValidationError):
            detach_from_cell(actor=in_person(cast.bob), attached=one, reason="再次")
        assert Event.objects.filter(action="monitoring.evidence.detached").count() == 1
        attached(cast, planned, row, "a.pdf")  # it may come again
        assert names(planned, place, row) == ["b.pdf", "a.pdf"]

    def test_what_is_no_evidence_is_refused_with_a_sentence(self, cast, planned, row, settings):
        settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
        bob = in_person(cast.bob)
        bad = [("empty.pdf", b""), ("big.pdf", b"%PDF-" + b"0" * 1024 * 1024), ("\x00\x01", b"x"), ("good.pdf", b"%PDF-")]
        with pytest.raises(ValidationError) as refused:
            attach_to_cell(actor=bob, node=planned, cell=cell(row), files=bad)
        assert len(refused.value.messages) == 3 and "empty.pdf" in refused.value.messages[0] and "big.pdf" in refused.value.messages[1]
        for wrong in (("P-999", "main", JANUARY), (row.line.code, "nobody", JANUARY), (row.line.code, "main", date(2090, 1, 1))):
            with pytest.raises(ValidationError):
                attach_to_cell(actor=bob, node=planned, cell=wrong, files=[("a.pdf", b"a")])
        assert CellFile.objects.count() == 0
        (made,) = attach_to_cell(actor=bob, node=planned, cell=cell(row), files=[("..\\..\\C:\\x\x00\u202ey.pdf", b"a")])
        assert made.name == "xy.pdf"

    def test_a_submitted_month_takes_evidence_and_gives_none_away(self, cast, planned, place, row):
        (one,) = attached(cast, planned, row, "a.pdf")
        fill(cast, planned, place, JANUARY)
        move_month(actor=in_person(cast.bob), company=planned, place=place, month=JANUARY, verb="submit")
        attached(cast, planned, row, "b.pdf")
        with pytest.raises(ValidationError):
            detach_from_cell(actor=in_person(cast.bob), attached=one, reason="不需要")
        with pytest.raises(DatabaseError, match="at its own cell"), transaction.atomic():
            taken_away(one).save()
        assert names(planned, place, row) == ["a.pdf", "b.pdf"]

    def test_the_database_takes_a_file_away_at_its_own_cell_alone(self, cast, planned, place, row):
        (one,) = attached(cast, planned, row, "a.pdf")
        for elsewhere in ({"month": date(YEAR, 2, 1)}, {"source": "compare-1"}, {"place": planned}):
            with pytest.raises(DatabaseError, match="at its own cell"), transaction.atomic():
                taken_away(one, **elsewhere).save()
        taken_away(one).save()
        assert names(planned, place, row) == []

    def test_doors(self, cast, planned, row, place, signed_in):
        (one,) = attached(cast, planned, row, "a.pdf")
        for who in (cast.vera, cast.charlie, cast.ada):
            with pytest.raises((PermissionDenied, Http404)):
                attach_to_cell(actor=in_person(who), node=planned, cell=cell(row), files=[("x.pdf", b"x")])
            with pytest.raises((PermissionDenied, Http404)):
                detach_from_cell(actor=in_person(who), attached=one, reason="x")
        with pytest.raises(Http404):
            access_cell_file(in_person(cast.charlie).reach, "view_data", one.pk)
        address = reverse("monitoring:cell-file", args=[one.pk])
        assert signed_in("vera").get(address).getvalue() == b"a.pdf"
        assert signed_in("charlie").get(address).status_code == 404
        page = grid_page(place, "cell-files", row=row.line.code, source=row.source, month=f"{YEAR}-01")
        shown = signed_in("vera").get(page)
        assert "a.pdf" in told(shown) and 'type="file"' not in shown.content.decode()
        assert signed_in("vera").post(page, {}).status_code == 403


@pytest.mark.django_db
@pytest.mark.database
class TestPages:
    def test_the_page_attaches_several_and_takes_one_away(self, cast, planned, row, place, signed_in):
        bob = signed_in("bob")
        page = grid_page(place, "cell-files", row=row.line.code, source=row.source, month=f"{YEAR}-01")
        given = [SimpleUploadedFile(f"{name}.png", PNG + name.encode(), "image/png") for name in "ab"]
        assert bob.post(page, {"given": given, "note": "照片"}).status_code == 302
        assert names(planned, place, row) == ["a.png", "b.png"]
        assert bob.post(page, {"given": SimpleUploadedFile("c.png", b"")}).status_code == 400
        assert bob.post(page, {"given": SimpleUploadedFile("c.exe", b"MZ")}).status_code == 415
        one = CellFile.objects.get(name="a.png")
        away = reverse("monitoring:cell-file-detach", args=[one.pk])
        assert bob.post(away, {"reason": ""}).status_code == 400
        assert bob.post(away, {"reason": "重复"}).status_code == 302
        shown = told(bob.get(page))
        assert "重复" in shown and names(planned, place, row) == ["b.png"]

    def test_the_grid_says_what_is_attached_and_what_is_only_named(self, cast, planned, row, place, signed_in):
        said = {JANUARY: "磅单.pdf；台账.xlsx", FEBRUARY: "磅单.pdf"}
        cells = [Typed(row.line.code, month, "12", evidence=text) for month, text in said.items()]
        save_cells(actor=in_person(cast.bob), node=planned, cells=cells)
        attached(cast, planned, row, "磅单.pdf")
        html = signed_in("bob").get(grid_page(place)).content.decode()
        assert 'data-evidence="磅单.pdf；台账.xlsx（已写明、未附）"' in html and 'data-evidence="磅单.pdf（已写明、未附）"' in html
        panel = signed_in("bob").get(grid_page(place, "grid-cell", row=row.line.code, source="main", month=f"{YEAR}-01"))
        assert "choose-files" in panel.content.decode() and "磅单.pdf" in told(panel)
        assert "台账.xlsx (已写明，尚未附上)" in told(panel)
        assert "choose-files" not in signed_in("vera").get(
            grid_page(place, "grid-cell", row=row.line.code, source="main", month=f"{YEAR}-01")
        ).content.decode()  # fmt: skip
        assert 'files="' not in signed_in("vera").get(grid_page(place)).content.decode()

    def test_the_years_page_lists_them_by_month(self, cast, planned, row, place, signed_in):
        attached(cast, planned, row, "磅单.pdf", month=FEBRUARY)
        page = signed_in("vera").get(reverse("records:evidence", args=[planned.pk, YEAR]))
        assert "磅单.pdf" in told(page) and f"{YEAR}-02" in told(page) and row.line.name in told(page)

    def test_the_api_does_what_the_page_does(self, cast, planned, row, place, signed_in):
        bob = signed_in("bob")
        address = reverse("api:list_cell_files", args=[planned.pk])
        files = [SimpleUploadedFile(f"{one}.png", PNG) for one in "ab"]
        body = {"files": files, "row": row.line.code, "month": f"{YEAR}-01"}
        made = bob.post(address, body, headers={"Idempotency-Key": "1"})
        assert made.status_code == 201 and [one["name"] for one in made.json()] == ["a.png", "b.png"]
        assert [one["month"] for one in bob.get(address, {"year": YEAR}).json()] == [f"{YEAR}-01"] * 2
        empty = bob.post(address, {**body, "files": [SimpleUploadedFile("c.png", b"")]}, headers={"Idempotency-Key": "2"})
        assert empty.status_code in (400, 409) and empty.json()["detail"]
        wrong = bob.post(address, {**body, "files": [SimpleUploadedFile("c.exe", b"MZ")]}, headers={"Idempotency-Key": "3"})
        assert wrong.status_code == 415 and wrong.json()["detail"]
        gone = bob.post(
            reverse("api:detach_cell_file", args=[made.json()[0]["id"]]), {"reason": "重复"}, "application/json",
            headers={"Idempotency-Key": "4"},
        )  # fmt: skip
        assert gone.status_code == 201 and gone.json()["supersedes"] == made.json()[0]["id"]
        assert [one["name"] for one in bob.get(address, {"year": YEAR}).json()] == ["b.png"]


@given(st.lists(st.text("a；;. ").map(str.rstrip), min_size=1, max_size=4))
def test_names_that_are_attached_are_never_missing_whatever_stands_in_them(endings):
    some = [f"{number}{ending}" for number, ending in enumerate(endings)]
    assert not_attached("；".join(some), set(some)) == []
    assert not_attached("；".join(["lost.pdf", *some]), set(some)) == ["lost.pdf"]
