"""Figures drawn from what was typed: the digits and hash of a file that says the same, and nothing lost on either way."""

from datetime import date
from decimal import Decimal

import pytest

from tanheng.apps.accounting.selectors import latest_run, recomputed
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.monitoring.models import Reading
from tanheng.apps.monitoring.selectors.selection import OF_FILE, TYPED, GridRow, grid_rows
from tanheng.apps.monitoring.services.typing import Typed, save_cells
from tanheng.apps.records.models import GRID, FileReading
from tanheng.apps.records.selectors import case_of, current_import
from tanheng.apps.records.selectors.typed_figures import typed_since
from tanheng.apps.records.services import upload_case
from tanheng.apps.records.services.asking import OthersChangedError, TypedOverError
from tanheng.apps.records.services.drawing import FiguresRefusedError, drawn_where_typed
from tanheng.apps.sites.selectors import descendants
from tanheng.documents.input.case_file import read_case_bytes
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.apps.monitoring.planned import in_force
from tests.apps.smelter import PACK, YEAR, smelter_file, upload
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def planned(cast, group):
    """The northern company with a plan in force from January."""
    in_force(cast, group.north, date(YEAR, 1, 1))
    return group.north


def every_row(company) -> dict[tuple[str, str, str], GridRow]:
    """The rows of main sources, by place, measure and item."""
    places = [company, *descendants(company, kind="facility")]
    return {row.measured: row for place in places for row in grid_rows(company, place, YEAR) if row.role == "main"}


def type_in(user, company, row: GridRow, texts: dict[int, str], reason: str = "", **more) -> list[Reading]:
    """Type into a row what the person sees there."""
    cells = []
    for month, text in texts.items():
        there = row.cells[month].reading
        cells.append(Typed(row.line.code, date(YEAR, month, 1), text, row.source, seen=there.pk if there else None, **more))
    saved = save_cells(actor=in_person(user), node=company, cells=cells, reason=reason)
    assert not saved.merges and not [one for _cell, one in saved.problems if one.severity == "error"], saved
    return [one for _cell, one in saved.readings]


def draw(user, company):
    return drawn_where_typed(actor=in_person(user), node=company, year=YEAR, pack_id=PACK, verb="upload_data")


def test_without_anything_typed_nothing_is_drawn(cast, group, planned):
    assert draw(cast.bob, planned) is None
    upload(cast.bob, planned)
    assert draw(cast.bob, planned) is None


def test_the_grid_alone_gives_the_digits_and_the_hash_of_a_file(cast, group, planned):
    """Everything a file says, typed cell by cell, makes the same case."""
    upload(cast.bob, group.north)
    said = case_of(current_import(group.north, YEAR, PACK))
    for key in {(one.facility or "", one.quantity, one.item or "") for one in said.values}:
        mine = [one for one in said.values if (one.facility or "", one.quantity, one.item or "") == key]
        assert {every_row(planned)[key].cells[one.month].origin for one in mine} == {OF_FILE}
        type_in(cast.bob, planned, every_row(planned)[key], dict.fromkeys(range(1, 13), "1"), "先改错")
        words = {"words": mine[0].source, "evidence": mine[0].evidence}
        type_in(cast.bob, planned, every_row(planned)[key], {one.month: str(one.amount) for one in mine}, **words)
    drawn = draw(cast.bob, planned)
    assert drawn.way == GRID and drawn.snapshot_hash == said.snapshot_hash
    assert FileReading.objects.filter(source_import=drawn, frozen=None).count() == 0
    assert typed_since(planned, YEAR, PACK) == {} and draw(cast.bob, planned) is None


def test_what_was_typed_since_the_file_is_in_the_next_run_and_its_reading_is_named(cast, group, planned):
    upload(cast.bob, planned)
    before = run_accounts(actor=in_person(cast.alice), node=planned, year=YEAR, pack_id=PACK)
    row = every_row(planned)["potline-1", "molten_aluminium_output_t", ""]
    (typed,) = type_in(cast.bob, planned, row, {3: "15999.5"}, "磅单误抄")
    run = run_accounts(actor=in_person(cast.alice), node=planned, year=YEAR, pack_id=PACK)
    assert run.run_hash != before.run_hash and run.snapshot.source_import.way == GRID
    frozen = FileReading.objects.get(source_import=run.snapshot.source_import, frozen=typed)
    assert (frozen.amount, frozen.month) == (Decimal("15999.50"), 3)
    assert run.snapshot.source_import.reason == "磅单误抄"
    assert run_accounts(actor=in_person(cast.alice), node=planned, year=YEAR, pack_id=PACK).snapshot_id == run.snapshot_id


def test_a_file_after_the_grid_counts_and_stands_in_the_cell_though_it_says_what_the_first_file_said(cast, group, planned):
    upload(cast.bob, planned)
    key = "potline-1", "molten_aluminium_output_t", ""
    type_in(cast.bob, planned, every_row(planned)[key], {3: "15999.5"}, "磅单误抄")
    drawn = draw(cast.bob, planned)
    assert every_row(planned)[key].cells[3].origin == TYPED
    again = upload(cast.bob, planned, reason="恢复")
    assert again.accepted and again.number > drawn.number
    cell = every_row(planned)[key].cells[3]
    assert (cell.origin, cell.reading.amount) == (OF_FILE, Decimal("16000.00"))
    assert draw(cast.bob, planned) is None


def test_what_makes_no_year_yet_is_refused_with_every_problem(cast, group, planned):
    row = every_row(planned)["potline-1", "molten_aluminium_output_t", ""]
    type_in(cast.bob, planned, row, {1: "100"})
    with pytest.raises(FiguresRefusedError) as refused:
        draw(cast.bob, planned)
    assert refused.value.problems
    assert current_import(planned, YEAR, PACK) is None


def test_the_page_lists_what_was_typed_since_and_draws_the_year_from_it(cast, group, planned, client):
    upload(cast.bob, planned)
    type_in(cast.bob, planned, every_row(planned)["potline-1", "molten_aluminium_output_t", ""], {3: "15999.5"}, "磅单误抄")
    address, pack = f"/data/{planned.pk}/{YEAR}/typed/", {"pack": PACK}
    client.force_login(cast.alice)
    assert "尚未纳入年度数据" in client.get(f"/data/{planned.pk}/{YEAR}/", pack).content.decode()
    shown = client.get(address, pack).content.decode()
    assert "15,999.5" in shown and "16,000.00" in shown and "磅单误抄" in shown
    answer = client.post(address, pack, follow=True)
    assert answer.redirect_chain and "由逐月填报的数据生成" in answer.content.decode()
    value = client.get(f"/data/{planned.pk}/{YEAR}/values/molten_aluminium_output_t/", {"facility": "potline-1", "month": 3})
    assert str(cast.bob) in value.content.decode()
    again = client.post(address, pack)
    assert again.status_code == 409 and "没有新填报" in again.content.decode()
    for stranger, status in ((cast.charlie, 404), (cast.ada, 403)):
        client.force_login(stranger)
        assert client.get(address, pack).status_code == status
    client.force_login(cast.vera)
    assert client.get(address, pack).status_code == 200 and client.post(address, pack).status_code == 403


def test_the_api_does_the_same(cast, group, planned, client):
    upload(cast.bob, planned)
    type_in(cast.bob, planned, every_row(planned)["potline-1", "molten_aluminium_output_t", ""], {3: "15999.5"}, "磅单误抄")
    client.force_login(cast.bob)
    address = f"/api/v1/organisations/{planned.pk}/typed"
    waiting = client.get(address, {"year": YEAR, "pack": PACK}).json()
    assert [(one["before"], one["after"], one["month"]) for one in waiting["figures"]] == [("16000.00", "15999.5", 3)]
    assert waiting["problems"] == [] or all(one["severity"] != "error" for one in waiting["problems"])
    for status in (201, 409):
        done = client.post(address, {"year": YEAR, "pack": PACK}, content_type="application/json", HTTP_IDEMPOTENCY_KEY=f"draw-{status}")
        assert done.status_code == status, done.content


def test_a_file_does_not_take_back_unseen_what_others_have_typed(cast, group, planned):
    """Neither where the typed figures can be drawn, nor where they make no year yet."""
    key = "potline-1", "molten_aluminium_output_t", ""
    type_in(cast.bob, planned, every_row(planned)[key], {1: "100"})
    content = smelter_file(planned)
    with pytest.raises(TypedOverError):
        upload_case(actor=in_person(cast.alice), node=planned, file_name="a.yaml", content=content)
    first = upload_case(actor=in_person(cast.alice), node=planned, file_name="a.yaml", content=content, reason="全年台账")
    assert first.accepted and every_row(planned)[key].cells[1].origin == OF_FILE
    type_in(cast.bob, planned, every_row(planned)[key], {3: "15999.5"}, "磅单误抄")
    with pytest.raises(OthersChangedError) as asked:
        upload_case(actor=in_person(cast.alice), node=planned, file_name="b.yaml", content=content, reason="再传", base=first.number)
    assert [one.figure.month for one in asked.value.figures] == [3]


def test_a_year_that_was_never_uploaded_is_typed_and_run_by_pages_alone(cast, group, planned, client):
    """Every figure of a sound year typed; the digits are those of the file that says the same."""
    said = read_case_bytes("case.yaml", smelter_file(planned), load, (PACK,), lambda case: [])[0]
    assert said is not None
    for key in {(one.facility or "", one.quantity, one.item or "") for one in said.values}:
        mine = [one for one in said.values if (one.facility or "", one.quantity, one.item or "") == key]
        words = {"words": mine[0].source, "evidence": mine[0].evidence}
        type_in(cast.bob, planned, every_row(planned)[key], {one.month: str(one.amount) for one in mine}, **words)
    client.force_login(cast.alice)
    table = client.get(f"/data/{planned.pk}/{YEAR}/").content.decode()
    assert "尚未纳入年度数据" in table and f"/accounts/{planned.pk}/{YEAR}/run/" in table
    none_yet = client.get(f"/accounts/{planned.pk}/{YEAR}/", follow=True).content.decode()
    assert f'value="{PACK}"' in none_yet
    answer = client.post(f"/accounts/{planned.pk}/{YEAR}/run/", {"pack": PACK}, follow=True)
    run = latest_run(planned, YEAR, PACK)
    assert run is not None, answer.redirect_chain
    other = upload(cast.bob, planned, reason="同一数据")
    digits = [(one.quantity, one.facility, one.item, one.month, one.value) for one in run_case(load(PACK), case_of(other)).results]
    assert digits and digits == [(one.quantity, one.facility, one.item, one.month, one.value) for one in recomputed(run).results]
