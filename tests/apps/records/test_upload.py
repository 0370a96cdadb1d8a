"""A year's figures come in whole, or not at all, and every problem names its place."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from tanheng.apps.evidence.models import EvidenceFile
from tanheng.apps.journal.models import Event
from tanheng.apps.journal.selectors import verify_journal
from tanheng.apps.records.models import FileReading, Import
from tanheng.apps.records.selectors import case_of, current_import, readings_at
from tanheng.apps.records.selectors.doubts import year_problems
from tanheng.apps.records.services import answer_warnings, upload_case
from tanheng.apps.sites.services import create_facility, create_site
from tanheng.documents.input.template.workbook import filled_template
from tanheng.engine.answers import open_doubts
from tanheng.engine.places import Place
from tanheng.pages.problem_texts import stored_problems
from tanheng.rulebook import load
from tanheng.store.clock import today
from tanheng.store.contents import content_path
from tests.apps.smelter import PACK, YEAR, smelter_case, smelter_file, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


def codes(one: Import) -> list[str]:
    return [problem.code for problem in stored_problems(one.problems)]


def test_a_sound_file_becomes_readings_with_one_event(cast, group):
    before = Event.objects.count()
    one = upload(cast.bob, group.north, reason="初次填报")
    assert (one.state, one.year, one.pack, one.number, one.value_count) == ("accepted", YEAR, PACK, 1, 36)
    assert Event.objects.count() == before + 1
    assert Event.objects.first().action == "records.import.accepted"
    reading = FileReading.objects.get(quantity="anode_consumption_t", month=8)
    assert (format(reading.amount, "f"), reading.unit, reading.facility) == ("7500.00", "t", group.potline)
    assert reading.evidence == "换极台账-2025.csv"
    assert content_path(one.sha256).read_bytes() == smelter_file(group.north)
    assert verify_journal().holds


def test_readings_make_the_same_case_again(cast, group):
    one = upload(cast.bob, group.north)
    case = case_of(one)
    assert case.snapshot_hash == one.snapshot_hash
    assert {value.origin.file for value in case.values} == {"case-2025.yaml"}


def test_what_a_case_replaces_and_states_comes_back_with_it(cast, group):
    more = """
overrides:
  - {table: fuel, item: diesel, column: ncv, value: "42.9", unit: GJ/t, document: 检测报告.pdf, person: 合成}
uncertainties:
  - {quantity: anode_consumption_t, facility: potline-1, relative: "0.01"}
"""
    content = smelter_file(group.north) + more.encode()
    one = upload_case(actor=in_person(cast.bob), node=group.north, file_name="case.yaml", content=content)
    assert one.state == "accepted", codes(one)
    case = case_of(one)
    assert case.snapshot_hash == one.snapshot_hash
    assert [(entry.name, entry.value) for entry in case.overrides] == [("fuel.diesel.ncv", "42.9")]
    assert len(case.uncertainties) == 1


def test_a_refused_file_leaves_its_problems_and_nothing_else(cast, group):
    before = Event.objects.count()
    one = upload(cast.bob, group.north, anodes="约7500")
    assert one.state == "refused"
    assert "CASE-141" in codes(one)
    assert not FileReading.objects.exists()
    assert not EvidenceFile.objects.exists()
    assert Event.objects.count() == before + 1
    assert Event.objects.first().action == "records.import.refused"


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", b"PK\x03\x04broken", b"[1, 2", "年度: [".encode("gbk"), b"{}" * 9])
@pytest.mark.parametrize("name", ["case.yaml", "case.json", "case.xlsx", "case.csv", "case.exe", "../../etc/passwd"])
def test_whatever_is_sent_is_refused_with_a_reason(cast, group, name, content):
    one = upload_case(actor=in_person(cast.bob), node=group.north, file_name=name, content=content)
    assert one.state == "refused"
    assert "/" not in one.file_name
    assert all(problem.remedy.zh and problem.remedy.en for problem in stored_problems(one.problems))
    assert codes(one)


def test_a_correction_supersedes_and_edits_nothing(cast, group):
    upload(cast.bob, group.north)
    second = upload(cast.bob, group.north, anodes="7510.00", reason="盘点更正")
    assert current_import(group.north, YEAR, PACK) == second
    place = Place("anode_consumption_t", "potline-1", None, 3)
    newest, oldest = readings_at(group.north, YEAR, PACK, place)
    assert newest.supersedes_id == oldest.pk
    assert [format(one.amount, "f") for one in (newest, oldest)] == ["7510.00", "7500.00"]
    assert second.number == 2


def test_a_file_of_another_entity_is_refused(cast, group):
    one = upload(cast.bob, group.north, entity={"name": "别家", "code": "91530000000000000X"})
    assert one.state == "refused"
    assert codes(one)[0] == "REC-101"


def test_a_year_that_has_not_begun_is_refused(cast, group):
    """A mistyped year would take its figures out of sight."""
    one = upload(cast.bob, group.north, year=today().year + 1)
    assert one.state == "refused"
    assert "REC-110" in codes(one)
    assert "REC-110" not in codes(upload(cast.bob, group.north, year=today().year))


def test_an_unknown_facility_is_refused_and_its_remedy_names_the_known_ones(cast, group):
    content = smelter_file(group.north).replace(b"potline-1", b"potline-9")
    one = upload_case(actor=in_person(cast.bob), node=group.north, file_name="case.yaml", content=content)
    problem = next(problem for problem in stored_problems(one.problems) if problem.code == "REC-103")
    assert one.state == "refused"
    assert "potline-1" in problem.remedy.zh


def test_a_facility_code_at_two_sites_is_refused(cast, group):
    other = create_site(actor=in_person(cast.ada), company=group.north, name="二厂", code="north-2")
    create_facility(actor=in_person(cast.ada), site=other, name="1号", code="potline-1", facility_kind="potline")
    assert codes(upload(cast.alice, group.north))[0] == "REC-104"


def test_a_facility_in_use_that_the_file_does_not_have_is_asked_for(cast, group):
    ada = in_person(cast.ada)
    others: dict[str, dict[str, date]] = {
        "potline-2": {},
        "potline-3": {"in_use_to": date(YEAR - 1, 12, 31)},
        "potline-4": {"in_use_from": date(YEAR + 1, 1, 1)},
    }
    others["potline-5"] = {"in_use_from": date(YEAR, 12, 31)}
    for code, span in others.items():
        create_facility(actor=ada, site=group.potline.parent, name=f"{code} 系列", code=code, facility_kind="potline", **span)
    create_facility(actor=ada, site=group.potline.parent, name="水泥窑", code="kiln-1", facility_kind="kiln_line")
    one = upload(cast.bob, group.north)
    (told,) = [problem for problem in stored_problems(one.problems) if problem.code == "REC-108"]
    assert one.accepted and told.asks and told.code in {problem.code for problem in open_doubts(year_problems(one))}
    for sentence in (told.message.zh, told.message.en):
        assert {code for code in (*others, "kiln-1", "potline-1") if code in sentence} == {"potline-2", "potline-5"}
    answer_warnings(
        actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK, digests=[told.digest], says="confirmed", reason="停槽大修"
    )
    assert told.code not in {problem.code for problem in open_doubts(year_problems(one))}


def test_the_clerk_of_the_only_plant_uploads_the_clerk_of_one_of_two_does_not(cast, group):
    assert upload(cast.bob, group.north).accepted
    create_site(actor=in_person(cast.ada), company=group.north, name="二厂", code="north-2")
    with pytest.raises(PermissionDenied):
        upload(cast.bob, group.north)


@pytest.mark.parametrize("name", ["vera", "grace", "ada", "charlie"])
def test_who_may_not_upload(cast, group, name):
    with pytest.raises(PermissionDenied):
        upload(getattr(cast, name), group.north)
    assert not Import.objects.exists()


def workbook_of(group, cast) -> bytes:
    return filled_template(load(PACK), case_of(upload(cast.alice, group.north)))


def test_the_filled_template_comes_back_as_the_same_figures(cast, group):
    content = workbook_of(group, cast)
    one = upload_case(actor=in_person(cast.alice), node=group.north, file_name="填报.xlsx", content=content)
    assert one.accepted, codes(one)
    assert one.snapshot_hash == Import.objects.get(number=1).snapshot_hash
    assert FileReading.objects.filter(source_import=one).exclude(origin_cell="").count() == 36


def test_a_broken_cell_is_named_by_sheet_and_cell(cast, group):
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(group, cast)))
    sheet, cell = next((ws, cell) for ws in book for row in ws.iter_rows() for cell in row if str(cell.value) in ("7500", "7500.00"))
    cell.value = "约七千五"
    content = io.BytesIO()
    book.save(content)
    one = upload_case(actor=in_person(cast.alice), node=group.north, file_name="填报.xlsx", content=content.getvalue())
    where = stored_problems(one.problems)[0].where
    assert one.state == "refused"
    assert (where.sheet, where.cell) == (sheet.title, cell.coordinate)


def test_another_name_is_told_and_another_kind_is_refused_by_its_label(cast, group):
    one = upload(cast.bob, group.north, entity={"name": "别的名称", "code": group.north.code})
    assert one.accepted and "REC-102" in codes(one)
    wrong = [{"id": "potline-1", "kind": "anode_plant", "name": "1号电解系列"}]
    values = [{**row, "facility": "potline-1"} if "facility" in row else row for row in smelter_case(group.north)["values"]]
    one = upload(cast.bob, group.north, facilities=wrong, values=values)
    told = next(problem for problem in stored_problems(one.problems) if problem.code == "REC-105")
    assert told.message.zh == "设施 potline-1 登记为电解系列，文件写的是阳极车间"
    assert told.message.en == "facility potline-1 is registered as Potline; the file says Anode plant"


@pytest.mark.parametrize(
    ("registered", "said", "fits"), [("casthouse", "boiler", False), ("other", "boiler", True), ("boiler", "boiler", True)]
)
def test_kinds_that_a_pack_alone_knows_are_held_against_each_other(cast, group, registered, said, fits):
    create_facility(actor=in_person(cast.ada), site=group.north_plant, name="新设施", code="new-1", facility_kind=registered)
    facilities = [*smelter_case(group.north)["facilities"], {"id": "new-1", "kind": said, "name": "新设施"}]
    one = upload(cast.bob, group.north, facilities=facilities)
    assert (one.accepted, "REC-105" in codes(one)) == (fits, not fits)
