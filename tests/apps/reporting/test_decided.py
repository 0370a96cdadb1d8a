"""What was decided about figures reaches the run, its pages and its report: treatments, departures from the plan, apportioned figures."""

from datetime import date

import pytest
from django.urls import reverse

from tanheng.apps.accounting.selectors.decided import decided_of, deviation_rows, treatment_rows
from tanheng.apps.accounting.selectors.years import state_of_run
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.monitoring.models import Entry, Reading
from tanheng.apps.monitoring.models.series import APPORTIONED, MONTH, TREATED
from tanheng.apps.monitoring.pages.day_books import explained_text
from tanheng.apps.monitoring.selectors.day_books import Explained
from tanheng.apps.monitoring.selectors.selection import PLANNED, grid_rows, unit_of
from tanheng.apps.monitoring.services.day_books import add_rows
from tanheng.apps.monitoring.services.readings import Measurement, series_of
from tanheng.apps.monitoring.services.typing import Typed, save_cells
from tanheng.apps.records.selectors import current_import
from tanheng.apps.reporting.selectors.facts import report_facts
from tanheng.documents.day_book.reading import TypedRow
from tanheng.engine.places import Origin, Place, Where
from tanheng.store.clock import now
from tests.apps.monitoring.books import kept
from tests.apps.monitoring.planned import in_force
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OUTPUT = "molten_aluminium_output_t"


@pytest.fixture
def decided(cast, group):
    """A run of the northern company: May's output estimated with a reason, June's part of a gate's."""
    in_force(cast, group.north, date(YEAR, 1, 1))
    upload(cast.bob, group.north)
    row = next(one for one in grid_rows(group.north, group.potline, YEAR) if (one.line.measure, one.role) == (OUTPUT, "main"))
    amounts = {month: row.cells[month].reading.amount for month in (5, 6)}
    cell = Typed(row.line.code, date(YEAR, 5, 1), str(amounts[5]), kind="estimated", seen=row.cells[5].reading.pk)
    assert save_cells(actor=in_person(cast.bob), node=group.north, cells=[cell], reason="秤检修（合成）").readings
    measured = Measurement(group.potline.pk, row.line.measure, row.line.item, MONTH, unit_of(row.line))
    key = series_of(company=group.north, source=f"{PLANNED}main", wanted=[measured])[measured]
    entry = Entry.objects.create(company=group.north, kind=TREATED, key="1", by=cast.bob, at=now())
    told = {"start": date(YEAR, 6, 1), "end": date(YEAR, 6, 30), "amount": amounts[6], "kind": APPORTIONED, "words": "关口数据分摊"}
    Reading.objects.create(company=group.north, series_id=key, entry=entry, **told)
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


def test_a_run_tells_what_its_figures_rest_on(cast, group, decided, signed_in):
    found = decided_of(decided)
    assert [(place, one.aspect) for place, one in found.deviations] == [(Place(OUTPUT, "potline-1", None, 5), "method")]
    assert (found.treatments, found.apportioned) == ([], 1)
    ((quantity, place, month, aspect, planned, done, reason, who),) = deviation_rows(decided, found, "zh")
    assert (place, month, aspect, planned, done, reason) == (
        group.potline.name,
        f"{YEAR}-05",
        "获取方式",
        "实测值",
        "估算值",
        "秤检修（合成）",
    )
    assert quantity and str(cast.bob) in who and treatment_rows(decided, found, "zh") == ()
    assert report_facts(decided, state_of_run(decided)).deviations == deviation_rows(decided, found, "zh")
    vera = signed_in("vera")
    results = vera.get(reverse("accounting:results", args=[decided.pk])).content.decode()
    assert "偏离方案 1 项" in results and "分摊数据 1 个" in results
    files = vera.get(reverse("reporting:run", args=[decided.pk])).content.decode()
    assert "偏离数据质量控制方案的情况" in files and "秤检修（合成）" in files
    value = reverse("records:value", args=[group.north.pk, YEAR, OUTPUT]) + f"?pack={PACK}&facility=potline-1&month=6"
    assert "◈" in vera.get(value).content.decode()
    assert "◈" in vera.get(reverse("records:table", args=[group.north.pk, YEAR]) + f"?pack={PACK}&facility=potline-1").content.decode()


def test_the_case_keeps_its_five_kinds(group, decided):
    one = current_import(group.north, YEAR, PACK)
    assert one.readings.filter(quantity=OUTPUT, month=6).get().kind == "calculated"


def test_a_check_that_finds_a_month_unlike_others_names_what_the_books_say(cast, group, decided):
    rows = [TypedRow(Origin(), f"{YEAR}-08-03", {"cell": "1", "kind": "full_set", "blocks": "28", "unit_weight_kg": "950"})]
    add_rows(actor=in_person(cast.bob), kept=kept(group, "anode_changes"), rows=rows)
    books = Explained(group.north, YEAR)
    assert explained_text(books.at(Where(facility="potline-1", month=8))) == f"{YEAR}-08-03 换极台账：启槽装极（整组）"
    assert explained_text(books.at(Where(month=8))) and not books.at(Where(facility="potline-1", month=7)) and not books.at(Where())
