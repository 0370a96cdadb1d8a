"""The ledger as Excel and Word, and the Excel handed in again: what was written changes nothing, what was typed is taken over whole."""

import io
from datetime import date
from decimal import Decimal

import docx
import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tanheng.apps.journal.models import Event
from tanheng.apps.journal.pages.sentences import sentence
from tanheng.apps.monitoring.models import Calibration, Meter, MeterDescription, MeterStep
from tanheng.apps.monitoring.selectors.calibrations import due_on
from tanheng.apps.monitoring.selectors.ledger import ledger_of
from tanheng.apps.monitoring.selectors.meters import histories, history
from tanheng.apps.monitoring.services.ledger import LedgerRefusedError, take_over_ledger
from tanheng.apps.monitoring.services.meters import move_meter
from tanheng.documents.meter_ledger import COLUMNS, OFFICIAL
from tanheng.documents.meter_ledger.reading import SENTENCES, read_ledger
from tanheng.documents.meter_ledger.word import ledger_word
from tanheng.documents.meter_ledger.workbook import ledger_workbook
from tests.apps.monitoring.ledger import calibrate, electricity, scale
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
HEAD = 4  # row of the headings
TABLES = (Meter, MeterDescription, MeterStep, Calibration)


@pytest.fixture
def ledger(cast, group):
    """A scale with a certificate, an electricity meter, one of which no calibration is asked, and one that was scrapped."""
    calibrate(cast.bob, scale(cast.alice, group), date(2025, 2, 1), date(2026, 1, 31), conditions="限 20 t 以上", result="conditional")
    electricity(cast.alice, group)
    scale(cast.alice, group, "L-001", kind="laboratory_instrument", interval_months=None, facility=None)
    gone = scale(cast.alice, group, "X-001")
    move_meter(actor=in_person(cast.alice), meter=gone, on=date(2025, 1, 1), status="scrapped", reason="报废")
    return group


def workbook(group, lang="zh", **typed):
    """The ledger's bytes; `typed` puts texts into cells by "column of the first meter's row", or whole rows by "row"."""
    book = openpyxl.load_workbook(io.BytesIO(ledger_workbook(ledger_of(group.north, histories(group.north), lang), lang)))
    sheet = book.worksheets[0]
    places = {name: number for number, name in enumerate(COLUMNS, start=1)}
    extra = typed.pop("row", {})
    for name, text in typed.items():
        sheet.cell(HEAD + 3, places[name]).value = text  # the rows stand by code: E-001, L-001, M-001
    for name, text in extra.items():
        sheet.cell(HEAD + 4, places[name]).value = text
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def take(user, group, content, **more):
    """Hand it in."""
    given = {"file_name": "台账.xlsx", "valid_from": date(2025, 6, 1), "reason": "年度核对"}
    return take_over_ledger(**{"actor": in_person(user), "company": group.north, "content": content, **given, **more})


def rows():
    return [model.objects.count() for model in TABLES]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_was_written_changes_nothing_when_it_is_handed_in(cast, ledger, lang):
    before = rows()
    done = take(cast.bob, ledger, ledger_workbook(ledger_of(ledger.north, histories(ledger.north), lang), lang))
    assert (rows(), done.entered, done.described, done.moved, done.calibrated) == (before, 0, 0, 0, 0)
    assert "台账.xlsx" in sentence(Event.objects.get(action="monitoring.ledger.taken_over"))


def test_the_columns_of_the_appendix_stand_first(ledger):
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(ledger))).worksheets[0]
    headings = [cell.value for cell in sheet[HEAD]]
    assert headings[: len(OFFICIAL)] == [text.zh for text in OFFICIAL.values()]
    row = dict(zip(COLUMNS, (cell.value for cell in sheet[HEAD + 3]), strict=True))
    assert (row["code"], row["kind"], row["asked"], row["due_on"], row["serves"]) == (
        "M-001",
        "汽车衡",
        "是",
        "2026-01-31",
        "铝液产量 · 1号电解系列",
    )
    assert [cell.value for cell in sheet["B"]][HEAD:] == ["E-001", "L-001", "M-001"]
    assert dict(zip(COLUMNS, (cell.value for cell in sheet[HEAD + 2]), strict=True))["interval_months"] == "/"


def test_what_was_typed_is_taken_over(cast, ledger):
    new = {
        "code": "E-009", "name": "新表", "kind": "电能表", "status": "备用", "asked": "是", "multiplier": 1200, "since": date(2025, 5, 1),
        "certificate_number": "合成-77", "done_on": "2025-05-01", "due_on": "2026-04-30",
    }  # fmt: skip
    done = take(cast.bob, ledger, workbook(ledger, location="二号门", status="停用", since="2025-06-01", row=new))
    assert (done.entered, done.described, done.moved, done.calibrated) == (1, 1, 1, 1)
    made = history(Meter.objects.get(code="E-009"))
    said = made.described()
    assert (said.interval_months, said.multiplier, made.status(date(2025, 5, 1)), due_on(made, date(2025, 6, 1))) == (
        12,
        Decimal(1200),
        "spare",
        date(2026, 4, 30),
    )
    scale_ = history(Meter.objects.get(code="M-001"))
    assert [scale_.described(day).location for day in (date(2025, 5, 31), date(2025, 6, 1))] == ["电解车间出口", "二号门"]
    assert (scale_.status(date(2025, 5, 31)), scale_.status()) == ("in_use", "stopped")


@pytest.mark.parametrize(
    ("code", "typed"),
    [
        ("METER-202", {"name": ""}),
        ("METER-203", {"kind": "日晷"}),
        ("METER-204", {"multiplier": "四十"}),
        ("METER-204", {"interval_months": "1.5"}),
        ("METER-205", {"due_on": "明年"}),
        ("METER-206", {"code": "E-001"}),
        ("METER-207", {"facility": "potline-9"}),
        ("METER-208", {"quantity": "phlogiston_t"}),
        ("METER-208", {"status": "停用", "since": "2020-01-01"}),
    ],
)
def test_one_mistake_and_nothing_is_taken_over(cast, ledger, code, typed):
    before = [*rows(), Event.objects.count()]
    with pytest.raises(LedgerRefusedError) as refused:
        take(cast.bob, ledger, workbook(ledger, row={"code": "N-1", "name": "新", "kind": "水表", "status": "在用"}, **typed))
    assert [one.code for one in refused.value.problems] == [code]
    where = refused.value.problems[0].where
    assert (where.file, where.sheet, where.cell and where.cell[-1]) == ("台账.xlsx", "计量器具台账", "7")
    assert [*rows(), Event.objects.count()] == before


def test_all_mistakes_are_told_at_once(cast, ledger):
    with pytest.raises(LedgerRefusedError) as refused:
        take(cast.bob, ledger, workbook(ledger, name="", kind="日晷", multiplier="x", facility="nowhere"))
    assert sorted(one.code for one in refused.value.problems) == ["METER-202", "METER-203", "METER-204", "METER-207"]


def test_a_file_that_is_no_ledger_is_told(ledger):
    blank = io.BytesIO()
    openpyxl.Workbook().save(blank)
    assert [one.code for one in read_ledger(blank.getvalue(), "x.xlsx")[1]] == ["METER-201"]
    assert read_ledger(b"PK\x03\x04 no zip", "x.xlsx")[1][0].code.startswith("FILE-")
    empty = ledger_workbook(ledger_of(ledger.south, [], "zh"))
    assert [one.code for one in read_ledger(empty, "x.xlsx")[1]] == ["METER-209"]


def test_every_code_of_the_reader_is_fired_here():
    marks = test_one_mistake_and_nothing_is_taken_over.pytestmark[0].args[1]
    assert {row[0] for row in marks} | {"METER-201", "METER-209"} == set(SENTENCES)


def test_a_reason_is_needed_and_others_hand_in_nothing(cast, ledger):
    content = workbook(ledger)
    with pytest.raises(ValidationError):
        take(cast.bob, ledger, content, reason=" ")
    for name in ("vera", "grace", "charlie"):
        with pytest.raises(PermissionDenied):
            take(getattr(cast, name), ledger, content)


def test_word_has_the_columns_of_the_appendix_and_the_same_bytes_each_time(ledger):
    found = ledger_of(ledger.north, histories(ledger.north), "zh")
    assert ledger_word(found) == ledger_word(found)
    table = docx.Document(io.BytesIO(ledger_word(found))).tables[0]
    assert [cell.text for cell in table.rows[0].cells] == [text.zh for text in OFFICIAL.values()]
    assert [row.cells[1].text for row in table.rows[1:]] == ["E-001", "L-001", "M-001"]
    assert docx.Document(io.BytesIO(ledger_word(found, "en"))).tables[0].rows[3].cells[14].text == "In use"
