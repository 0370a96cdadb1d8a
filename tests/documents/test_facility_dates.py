"""Days of use and stops of facilities in the workbook and the CSV: written, and read back as the same case."""

import pytest

from tanheng.documents.input.case_file import read_case_bytes
from tanheng.documents.input.csv_tables import filled_csv
from tanheng.documents.input.form import blank_form
from tanheng.documents.input.stop_texts import stop_entries, stops_text
from tanheng.documents.input.template.workbook import filled_template
from tanheng.engine.case import Facility, StopDates
from tanheng.engine.case.reading import read_case
from tanheng.rulebook import load, pack_ids
from tests.engine.test_facility_dates import DATES, smelter

PACK = "cn/aluminium/cets_2024"
STOPS = (StopDates("2025-05-20", "2025-07-31", "大修"), StopDates("2025-12-01", "", ""), StopDates("2025-12-20", "2025-12-24", "错峰 停窑"))


@pytest.mark.parametrize(("name", "write"), [("c.xlsx", filled_template), ("c.csv", filled_csv)])
def test_what_is_written_is_read_back_as_the_same_case(name, write):
    case, problems = read_case(smelter(**DATES), load)
    again, problems = read_case_bytes(name, write(load(PACK), case), load, tuple(pack_ids()), None)
    assert again is not None, problems
    assert again.facilities == case.facilities
    assert again.snapshot_hash == case.snapshot_hash


def test_stops_in_one_cell():
    entries = [{"from": one.first, "to": one.last, "reason": one.reason} for one in STOPS]
    assert stop_entries(stops_text(STOPS)) == [{name: text for name, text in one.items() if text} for one in entries]
    assert stop_entries("三月停窑") == [{"from": "三月停窑"}]
    assert stop_entries(" ") == []


def test_a_blank_form_has_the_sign_in_months_before_the_life_and_in_stops():
    line = Facility("potline-1", "potline", "1号", in_use_from="2025-02-10", stops=(StopDates("2025-06-01", "2025-07-31"),))
    form = blank_form(load(PACK), 2025, [line])
    lines = {one.quantity.id: one for sheet in form.sheets for one in sheet.lines if one.quantity and one.facility == "potline-1"}
    assert lines["molten_aluminium_output_t"].amounts == {1: None, 6: None, 7: None}
    assert lines["anode_sulphur_content"].amounts == {}
