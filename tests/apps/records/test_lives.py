"""The life of a facility where its figures are asked for: months that are not its own need none, and what differs is told."""

from datetime import date

import pytest
from django.urls import reverse

from tanheng.apps.records.pages.completeness import import_progress, input_parts
from tanheng.apps.records.pages.month_table import month_table
from tanheng.apps.records.selectors.facilities import registered_facilities
from tanheng.apps.sites.services import create_facility
from tanheng.apps.sites.services.life import record_life
from tanheng.documents.input.case_file import read_case_bytes
from tanheng.rulebook import load, pack_ids
from tests.apps.records.test_upload import codes
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def stopped(cast, group):
    """The potline stands still from the end of January to the first of April."""
    told = {"kind": "stopped", "on": date(YEAR, 1, 20), "until": date(YEAR, 4, 1), "reason": "大修"}
    return record_life(actor=in_person(cast.ada), facility=group.potline, **told)


def with_stop(company, **facility):
    rows = []
    for quantity, amount in (("molten_aluminium_output_t", "16000.00"), ("anode_consumption_t", "7500.00")):
        months = {month: amount if month not in (2, 3) else "/" for month in range(1, 13)}
        row = {
            "quantity": quantity,
            "facility": "potline-1",
            "months": months,
            "kind": "measured",
            "source": "台账",
            "evidence": "台账.csv",
        }
        rows.append(row)
    return {"values": rows, "facilities": [{"id": "potline-1", "kind": "potline", "name": "1号电解系列", **facility}]}


def test_amounts_in_months_that_stand_still_are_doubted(cast, group, stopped):
    assert "REC-112" in codes(upload(cast.bob, group.north))
    assert "REC-112" not in codes(upload(cast.bob, group.north, **with_stop(group.north)))


def test_other_dates_than_the_registered_ones_are_told(cast, group, stopped):
    same = [{"from": f"{YEAR}-01-20", "to": f"{YEAR}-04-01", "reason": "大修"}]
    assert "REC-111" not in codes(upload(cast.bob, group.north, **with_stop(group.north, stops=same)))
    assert "REC-111" in codes(upload(cast.bob, group.north, **with_stop(group.north, in_use_from=f"{YEAR}-02-10")))


def test_the_table_and_the_progress_show_the_dates_and_ask_for_nothing_there(cast, group, stopped, signed_in):
    one = upload(cast.bob, group.north, **with_stop(group.north))
    section = next(found for found in month_table(one).sections if found.name == "1号电解系列")
    assert f"{YEAR}-01-20" in section.dates
    output = next(row for row in section.rows if row.quantity == "molten_aluminium_output_t")
    assert [cell.text for cell in output.cells][:4] == ["16,000.00", "/", "/", "16,000.00"]
    line = next(row for row in import_progress(group.north, one) if row.code == "potline-1")
    assert (line.filled, line.periods) == (10, 10)
    text = signed_in("bob").get(reverse("records:table", args=[group.north.pk, YEAR])).content.decode()
    assert f"{YEAR}-01-20～{YEAR}-04-01 停产" in text


def test_a_facility_that_is_gone_is_not_waited_for(cast, group):
    gone = {"in_use_to": date(YEAR - 1, 12, 31)}
    later = {"in_use_from": date(YEAR, 10, 5)}
    for code, span in (("potline-8", gone), ("potline-9", later)):
        create_facility(actor=in_person(cast.ada), site=group.north_plant, name=code, code=code, facility_kind="potline", **span)
    rows = {row.code: row for part in input_parts(group.north, YEAR, []) for row in part.rows}
    assert "potline-8" not in rows
    assert (rows["potline-9"].periods, rows["potline-1"].periods) == (3, 12)
    listed = registered_facilities(group.north, load(PACK), YEAR)
    assert [(one.id, one.in_use_from) for one in listed] == [("potline-1", "2015-01-01"), ("potline-9", f"{YEAR}-10-05")]


def test_the_workbook_of_the_company_carries_the_dates(cast, group, stopped, signed_in):
    answer = signed_in("bob").get(reverse("records:template", args=[group.north.pk, YEAR]), {"pack": PACK})
    content = b"".join(answer) if answer.streaming else answer.content
    _, problems = read_case_bytes("t.xlsx", content, load, tuple(pack_ids()), None)
    missing = [one for one in problems if one.code == "CASE-150" and one.where.quantity == "molten_aluminium_output_t"]
    assert ["1, 4, 5, 6, 7, 8, 9, 10, 11, 12" in one.message.en for one in missing] == [True], problems
