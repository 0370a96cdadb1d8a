"""A refused workbook is given back marked for a day, to whoever may see the import; nothing of it becomes evidence."""

import io
import os
import time
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tanheng.apps.evidence.models import EvidenceFile
from tanheng.apps.journal.models import Event
from tanheng.apps.people.services import assign_role
from tanheng.apps.records.models import Import
from tanheng.apps.records.services import upload_case
from tanheng.documents.input.case_file import read_case_bytes
from tanheng.documents.input.template.workbook import filled_template
from tanheng.pages.problem_texts import stored_problems
from tanheng.rulebook import load
from tanheng.store import refused_files
from tests.apps.smelter import PACK, smelter_file
from tests.documents.sample_input import POTLINES, saved
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "REFUSED_FOLDER", tmp_path / "refused")


def kept() -> list[Path]:
    folder = Path(settings.REFUSED_FOLDER)
    return sorted(folder.iterdir()) if folder.exists() else []


def workbook(company, **cells) -> bytes:
    """The company's year as a filled template, some cells of the potlines typed anew."""
    case, _ = read_case_bytes("case.yaml", smelter_file(company), load)
    book = openpyxl.load_workbook(io.BytesIO(filled_template(load(PACK), case)))
    for cell, typed in cells.items():
        book[POTLINES][cell] = typed
    return saved(book)


def refused(by, company, name="case.xlsx", **cells) -> Import:
    return upload_case(actor=in_person(by), node=company, file_name=name, content=workbook(company, **(cells or {"H5": "一万六千"})))


def address(one: Import) -> str:
    return reverse("records:import-marked", args=[one.pk])


def test_the_page_of_a_refused_workbook_offers_it_marked(signed_in, group):
    content = workbook(group.north, H5="一万六千", I6=-5)
    upload_page = reverse("records:upload", args=[group.north.pk])
    page = signed_in("bob").post(upload_page, {"file": SimpleUploadedFile("case.xlsx", content), "reason": ""}, follow=True)
    one = Import.objects.get()
    assert address(one) in page.content.decode()
    assert "下载标注后的工作簿" in page.content.decode()
    answer = signed_in("bob").get(address(one))
    assert answer.headers["Content-Type"] == XLSX
    assert "attachment" in answer.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))[POTLINES]
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment} >= {"H5", "I6"}
    assert "错误" in sheet["H5"].comment.text


def test_the_marked_workbook_speaks_the_reader_s_language(signed_in, cast, group):
    one = refused(cast.bob, group.north)
    answer = signed_in("bob", language="en").get(address(one))
    assert "case-marked.xlsx" in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "Remedy: " in book[POTLINES]["H5"].comment.text


def test_mended_and_sent_again_it_is_accepted(signed_in, cast, group):
    one = refused(cast.bob, group.north)
    book = openpyxl.load_workbook(io.BytesIO(signed_in("bob").get(address(one)).content))
    book[POTLINES]["H5"] = 16000
    second = upload_case(actor=in_person(cast.bob), node=group.north, file_name="case-标注.xlsx", content=saved(book))
    assert second.accepted
    assert signed_in("bob").get(address(one)).status_code == 404
    assert kept() == []


def test_nothing_of_it_is_evidence_and_the_journal_says_no_more(cast, group):
    before = Event.objects.count()
    refused(cast.bob, group.north)
    assert not EvidenceFile.objects.exists()
    assert Event.objects.count() == before + 1
    (path,) = kept()
    assert path.stat().st_mode & 0o077 == 0, "only the owner of the data folder reads it"
    assert path.parent.stat().st_mode & 0o077 == 0


def test_it_is_kept_for_a_day(signed_in, cast, group):
    one = refused(cast.bob, group.north)
    (path,) = kept()
    then = time.time() - refused_files.KEPT_SECONDS - 1
    os.utime(path, (then, then))
    assert address(one) not in signed_in("bob").get(reverse("records:import", args=[one.pk])).content.decode()
    assert signed_in("bob").get(address(one)).status_code == 404
    assert kept() == []


def test_one_of_a_company_is_kept_and_old_ones_of_others_go(cast, group):
    first = refused(cast.bob, group.north)
    second = refused(cast.bob, group.north)
    assert [path.name for path in kept()] == [f"{group.north.pk}-{second.pk}"]
    (path,) = kept()
    os.utime(path, (0, 0))
    leftover = path.with_name(".new-half")
    leftover.write_bytes(b"x")
    os.utime(leftover, (0, 0))
    assign_role(actor=in_person(cast.ada), user=cast.bob, role="clerk", node=group.south)
    third = refused(cast.bob, group.south)
    assert [path.name for path in kept()] == [f"{group.south.pk}-{third.pk}"]
    assert len({first.pk, second.pk, third.pk}) == 3


def test_a_large_one_is_not_kept(cast, group, monkeypatch):
    monkeypatch.setattr(refused_files, "LARGEST_KEPT_BYTES", 1000)
    refused(cast.bob, group.north)
    assert kept() == []


def test_a_file_changed_on_the_disk_is_not_given(signed_in, cast, group):
    one = refused(cast.bob, group.north)
    (path,) = kept()
    path.write_bytes(workbook(group.north))
    assert signed_in("bob").get(address(one)).status_code == 404


@pytest.mark.parametrize(("name", "content"), [("case.yaml", b"pack: x"), ("case.xlsx", b"PK\x03\x04broken"), ("case.xlsx", b"")])
def test_what_has_no_cells_is_not_offered(signed_in, cast, group, name, content):
    one = upload_case(actor=in_person(cast.bob), node=group.north, file_name=name, content=content)
    assert address(one) not in signed_in("bob").get(reverse("records:import", args=[one.pk])).content.decode()
    assert signed_in("bob").get(address(one)).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("bob", 200), ("vera", 200), ("alice", 200), ("charlie", 404)])
def test_who_sees_the_import_gets_it_marked(signed_in, cast, group, who, status):
    one = refused(cast.bob, group.north)
    assert signed_in(who).get(address(one)).status_code == status
    answer = signed_in(who).get(reverse("api:get_marked_upload", args=[one.pk]))
    assert answer.status_code == status
    if status == 200:
        assert answer.content.startswith(b"PK")
    else:
        assert group.north.name not in answer.content.decode()


def test_an_accepted_workbook_with_doubts_is_marked_from_the_evidence(signed_in, cast, group):
    one = upload_case(actor=in_person(cast.bob), node=group.north, file_name="case.xlsx", content=workbook(group.north, G6=75_000))
    assert one.accepted
    assert kept() == []
    answer = signed_in("vera").get(address(one))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "警告" in book[POTLINES]["G6"].comment.text


def test_a_doubt_of_a_refused_file_stands_at_the_month_s_cell_and_not_at_a_heading(signed_in, cast, group):
    """A word in January refuses the file; the anodes of March, three times what is usual, are doubted in the same round."""
    one = refused(cast.bob, group.north, F5="一万六千", H6=22500)
    places = {problem.code: problem.where.cell for problem in stored_problems(one.problems)}
    assert places.get("AL-072", places.get("AL-021")) == "H6"
    sheet = openpyxl.load_workbook(io.BytesIO(signed_in("bob").get(address(one)).content))[POTLINES]
    assert sheet["H6"].comment is not None and sheet["A4"].comment is None


def test_what_the_register_says_comes_with_the_first_round_and_at_its_cell(cast, group):
    case, _ = read_case_bytes("case.yaml", smelter_file(group.north), load)
    content = filled_template(load(PACK), replace(case, entity_code="91530000000000000X"))
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                cell.value = "potline-9" if cell.value == "potline-1" else cell.value
    book[POTLINES]["F5"] = "一万六千"
    one = upload_case(actor=in_person(cast.bob), node=group.north, file_name="case.xlsx", content=saved(book))
    found = {problem.code: problem.where for problem in stored_problems(one.problems)}
    assert {"FILE-219", "REC-101", "REC-103"} <= set(found)
    assert all(found[code].sheet and found[code].cell for code in ("REC-101", "REC-103"))
    reread = openpyxl.load_workbook(io.BytesIO(saved(book)))
    assert reread[found["REC-101"].sheet][found["REC-101"].cell].value == "91530000000000000X"
    assert reread[found["REC-103"].sheet][found["REC-103"].cell].value == "potline-9"


def test_the_page_says_why_the_marked_workbook_is_gone(signed_in, cast, group):
    one = refused(cast.bob, group.north)
    page = reverse("records:import", args=[one.pk])
    assert "下一次上传后即删除" not in signed_in("bob").get(page).content.decode()
    refused(cast.bob, group.north, H5="一万")
    gone = signed_in("bob").get(page).content.decode()
    assert address(one) not in gone and "下一次上传后即删除" in gone
