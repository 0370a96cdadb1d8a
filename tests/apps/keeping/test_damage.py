"""A stored file that is missing or damaged: told with its remedy wherever it is opened, healed by the same bytes and by no others."""

import ast
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.evidence.access import access_content
from tanheng.apps.evidence.services import attach_evidence, heal_content
from tanheng.apps.journal.models import Event
from tanheng.apps.keeping.selectors import health, standing
from tanheng.apps.keeping.selectors.contents import state_of_contents
from tanheng.apps.reporting.services import issue_report
from tanheng.store.contents import content_path, damage_of, read_content
from tests.apps.guidance.clarified import clarification
from tests.apps.records.test_marked_imports import workbook
from tests.apps.smelter import PACK, YEAR, smelter_file, upload
from tests.support.acting import in_person
from tests.tidy.sources import PACKAGE, name_of, python_files, tree

pytestmark = pytest.mark.django_db
EVIDENCE = "台账 1,2\n".encode()


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "EVIDENCE_FOLDER", tmp_path / "evidence")


def attach(cast, group, number: int):
    content = b"%d" % number
    return attach_evidence(actor=in_person(cast.bob), node=group.north, year=YEAR, file_name=f"{number}.csv", content=content)


def first_code(problems) -> str:
    return problems[0].code


def missing(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])


def flipped(path: Path) -> None:
    path.chmod(0o600)
    path.write_bytes(bytes([path.read_bytes()[0] ^ 0xFF]) + path.read_bytes()[1:])


def linked(path: Path) -> None:
    path.rename(path.parent.parent / "moved")
    path.symlink_to(path.parent.parent / "moved")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES = {missing: "KEEP-121", linked: "KEEP-123", folder: "KEEP-123", cut: "KEEP-124", flipped: "KEEP-125"}


@pytest.fixture
def attached(cast, group):
    return attach_evidence(actor=in_person(cast.bob), node=group.north, year=YEAR, file_name="台账.csv", content=EVIDENCE)


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_damage_has_its_page_its_problem_and_its_remedy(signed_in, attached, damage):
    damage(content_path(attached.file.sha256))
    for language, word in (("zh-hans", "重新提供同一文件"), ("en", "Give the same file again")):
        page = signed_in("bob", language).get(reverse("evidence:file", args=[attached.pk]))
        text = page.content.decode()
        assert (page.status_code, DAMAGES[damage] in text, word in text, "restore --evidence-only" in text) == (409, True, True, True)
        assert "Content-Disposition" not in page.headers


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_same_bytes_heal_it_and_others_do_not(signed_in, attached, damage):
    bob, path = signed_in("bob"), content_path(attached.file.sha256)
    address = reverse("evidence:content", args=[attached.file.sha256])
    damage(path)
    refused = bob.post(address, {"file": SimpleUploadedFile("台账.csv", b"other bytes")})
    assert (refused.status_code, "SHA-256" in refused.content.decode()) == (400, True)
    assert damage_of(attached.file.sha256)
    assert bob.post(address, {"file": SimpleUploadedFile("renamed.csv", EVIDENCE)}).status_code == 302
    assert read_content(attached.file.sha256) == EVIDENCE
    assert (path.is_symlink(), path.stat().st_mode & 0o777) == (False, 0o400)
    event = Event.objects.order_by("-sequence").first()
    assert (event.action, event.actor, event.place) == ("evidence.content.healed", attached.by, attached.node.path)
    assert bob.get(reverse("evidence:file", args=[attached.pk])).content == EVIDENCE


@pytest.mark.parametrize("name", ["A.keep", "台账", "盘.exe", "台账.pdf"])
def test_the_file_is_taken_under_any_name_and_others_are_refused_in_the_form(signed_in, attached, name):
    bob, path = signed_in("bob"), content_path(attached.file.sha256)
    address = reverse("evidence:content", args=[attached.file.sha256])
    missing(path)
    refused = bob.post(address, {"file": SimpleUploadedFile(name, b"\x00other bytes")})
    assert (refused.status_code, "field-error" in refused.content.decode()) == (400, True)
    assert bob.post(address, {"file": SimpleUploadedFile(name, EVIDENCE)}).status_code == 302
    missing(path)
    again = reverse("api:heal_content", args=[attached.file.sha256])
    answer = bob.post(again, {"file": SimpleUploadedFile(name, EVIDENCE)}, headers={"Idempotency-Key": "1"})
    assert (answer.status_code, read_content(attached.file.sha256)) == (200, EVIDENCE)
    elsewhere = reverse("records:upload", args=[attached.node.pk])
    assert bob.post(elsewhere, {"file": SimpleUploadedFile("盘.exe", EVIDENCE)}).status_code == 415


def test_what_is_sound_is_not_healed(cast, attached):
    before = Event.objects.count()
    heal_content(actor=in_person(cast.bob), content=access_content(in_person(cast.bob).reach, attached.file.sha256), given=EVIDENCE)
    assert Event.objects.count() == before


def test_attaching_the_file_again_heals_it_too(cast, group, attached):
    flipped(content_path(attached.file.sha256))
    again = attach_evidence(actor=in_person(cast.bob), node=group.north, year=YEAR, file_name="台账.csv", content=EVIDENCE)
    assert again.file == attached.file
    assert damage_of(attached.file.sha256) == ""


def test_uploading_the_case_again_heals_the_import(cast, group):
    first = upload(cast.bob, group.north)
    missing(content_path(first.sha256))
    upload(cast.bob, group.north)
    assert read_content(first.sha256) == smelter_file(group.north)


def test_what_it_was_changed_into_is_set_aside(cast, group, attached):
    path = content_path(attached.file.sha256)
    flipped(path)
    changed = path.read_bytes()
    attach_evidence(actor=in_person(cast.bob), node=group.north, year=YEAR, file_name="台账.csv", content=EVIDENCE)
    assert path.with_name(f".damaged-{path.name}").read_bytes() == changed


def test_every_place_that_opens_a_stored_file_tells_it(cast, group, attached, signed_in):
    """Evidence, an import's file, its marked workbook, an issued report, a clarification's document; pages and API."""
    from tanheng.apps.records.services import upload_case

    one = upload_case(actor=in_person(cast.bob), node=group.north, file_name="case.xlsx", content=workbook(group.north, H5="16000.0"))
    run = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    report = issue_report(actor=in_person(cast.alice), run=run, kind="tables", language="zh")
    said = clarification(cast.alice, group.group, file_name="答复.pdf", content=b"%PDF-1.7 synthetic")
    opened = {
        attached.file.sha256: [reverse("evidence:file", args=[attached.pk])],
        one.file.sha256: [reverse("records:import-file", args=[one.pk]), reverse("records:import-marked", args=[one.pk]),
                          f"/api/v1/uploads/{one.pk}/marked"],
        report.file.sha256: [reverse("reporting:file", args=[report.pk]), f"/api/v1/reports/{report.pk}/file"],
        said.file.sha256: [reverse("guidance:clarification-file", args=[said.pk]), f"/api/v1/clarifications/{said.pk}/file"],
    }  # fmt: skip
    alice, found = signed_in("alice"), {}
    for sha256, addresses in opened.items():
        flipped(content_path(sha256))
        found |= {address: alice.get(address) for address in addresses}
    assert {address: answer.status_code for address, answer in found.items()} == dict.fromkeys(found, 409)
    assert all("KEEP-125" in answer.content.decode() for answer in found.values())
    for answer in (one for address, one in found.items() if address.startswith("/api/")):
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "KEEP-125"
        assert answer.json()["detail"]
    for sha256 in opened:
        assert alice.get(reverse("evidence:content", args=[sha256])).status_code == 200


def test_nothing_opens_a_stored_file_by_itself():
    """`evidence.selectors.content_of` is the one way; the store and keeping, which copy and prove, beside it."""
    allowed = {
        "src/tanheng/apps/evidence/selectors/__init__.py",
        "src/tanheng/store/contents.py",
        "src/tanheng/apps/keeping/services/backing_up.py",
    }
    found = set()
    for path in python_files(PACKAGE):
        names = {node.id for node in ast.walk(tree(path)) if isinstance(node, ast.Name)}
        if "read_content" in names:
            found.add(name_of(path))
    assert found <= allowed


def test_the_api_tells_and_heals(signed_in, attached):
    bob, address = signed_in("bob"), f"/api/v1/contents/{attached.file.sha256}"
    assert bob.get(address).json()["sound"] is True
    cut(content_path(attached.file.sha256))
    told = bob.get(address).json()
    assert (told["sound"], told["problems"][0]["code"], told["names"]) == (False, "KEEP-124", ["台账.csv"])
    wrong = bob.post(address, {"file": SimpleUploadedFile("x.csv", b"other")}, headers={"Idempotency-Key": "1"})
    assert wrong.status_code == 409
    healed = bob.post(address, {"file": SimpleUploadedFile("x.csv", EVIDENCE)}, headers={"Idempotency-Key": "2"})
    assert (healed.status_code, healed.json()["sound"]) == (200, True)


def test_whoever_may_not_see_it_neither_learns_of_it_nor_heals_it(signed_in, attached):
    flipped(content_path(attached.file.sha256))
    address = reverse("evidence:content", args=[attached.file.sha256])
    for name in ("charlie", "ada"):
        client = signed_in(name)
        assert client.get(address).status_code == 404
        assert client.post(address, {"file": SimpleUploadedFile("x.csv", EVIDENCE)}).status_code == 404
    assert damage_of(attached.file.sha256)
    assert signed_in("bob").get(reverse("evidence:content", args=["0" * 64])).status_code == 404


def test_the_keeper_sees_what_is_damaged_and_has_everything_read(signed_in, attached, cast, group):
    one = upload(cast.bob, group.north)
    ada = signed_in("ada")
    page = reverse("keeping:contents")
    assert "没有缺失" in ada.get(page).content.decode()
    missing(content_path(attached.file.sha256))
    flipped(content_path(one.sha256))
    text = ada.get(page).content.decode()
    assert ("KEEP-121" in text, "台账.csv" in text, "KEEP-125" in text) == (True, True, False)
    assert ada.post(page).status_code == 302
    text = ada.get(page).content.decode()
    assert ("KEEP-121" in text, "KEEP-125" in text, "case-2025.yaml" in text) == (True, True, True)
    assert "2 份" in ada.get("/").content.decode()
    event = Event.objects.order_by("-sequence").first()
    assert (event.action, event.actor, '"count":2' in event.payload) == ("keeping.contents.examined", cast.ada, True)
    upload(cast.bob, group.north)
    attach_evidence(actor=in_person(cast.bob), node=group.north, year=YEAR, file_name="台账.csv", content=EVIDENCE)
    assert state_of_contents().damaged == {}
    for name in ("alice", "bob", "vera", "charlie"):
        assert signed_in(name).get(page).status_code == 403
        assert signed_in(name).post(page).status_code == 403


def test_where_the_folder_is_gone_the_first_are_named_and_the_rest_counted(signed_in, cast, group, monkeypatch):
    monkeypatch.setattr("tanheng.apps.keeping.views.MOST_SHOWN", 2)
    given = [attach(cast, group, number) for number in range(5)]
    settings.EVIDENCE_FOLDER.rename(settings.EVIDENCE_FOLDER.with_name("unmounted"))
    text = signed_in("ada").get(reverse("keeping:contents")).content.decode()
    assert [one.name in text for one in given] == [True, True, False, False, False]
    assert "另有 3 份未列出" in text
    assert "5 份" in signed_in("ada").get("/").content.decode()


def test_what_is_older_is_told_by_the_order_of_records_whatever_the_clock_said(cast, group, monkeypatch):
    """The clock went back three hours before the last file came: it is the newest all the same."""
    files = []
    for number, hours in enumerate((2, 3, 0)):
        monkeypatch.setattr("django.utils.timezone.now", lambda hours=hours: datetime.now(UTC) + timedelta(hours=hours))
        files.append(attach(cast, group, number).file)
    first, middle, last = (one.sha256 for one in files)
    assert first_code(standing([first, middle], ())) == "KEEP-109"
    assert first_code(standing([first, last], ())) == "KEEP-108"
    assert first_code(standing([middle, last], ())) == "KEEP-108"
    assert [one.code for one in standing([], ())] == ["KEEP-108"]


def test_health_tells_database_and_disk_and_nothing_else(monkeypatch):
    answer = Client().get("/health/")
    told = answer.json()
    assert (answer.status_code, told["status"], answer.headers["Cache-Control"]) == (200, "ok", "no-store")
    assert set(told) >= {"status", "database", "disk"}
    assert (told["database"]["answers"], told["database"]["migrations_pending"]) == (True, 0)
    assert told["disk"]["writable"] is True
    assert told["disk"]["free_bytes"] > told["disk"]["least_free_bytes"]
    text = answer.content.decode()
    assert [secret for secret in (str(settings.HOME), settings.SECRET_KEY, settings.DATABASES["default"]["NAME"]) if secret in text] == []


def test_health_fails_where_something_is_wrong(monkeypatch, tmp_path):
    def status() -> tuple[int, str]:
        answer = Client().get("/health/")
        return answer.status_code, next((name for name in ("database", "disk") if not answer.json()[name]["ok"]), "")

    with monkeypatch.context() as patched:
        patched.setattr(health, "LEAST_FREE_BYTES", 1 << 62)
        assert status() == (503, "disk")
    with monkeypatch.context() as patched:
        patched.setattr(health, "_writable", lambda _folder: False)
        assert status() == (503, "disk")
    with monkeypatch.context() as patched:
        patched.setattr(health, "_migrations", lambda: {("records", "9999_of_tomorrow")})
        assert status() == (503, "database")
    with monkeypatch.context() as patched:

        def gone(*_asked: object) -> None:
            raise OperationalError("no answer")

        patched.setattr(health.MigrationRecorder, "applied_migrations", gone)
        assert status() == (503, "database")
    assert health._writable(tmp_path / "nothing") is False
    assert os.listdir(tmp_path) == []


def test_the_schedule_reads_all_contents_too(cast, attached):
    from tanheng.apps.keeping.tasks import examine

    flipped(content_path(attached.file.sha256))
    assert "1 份受损" in examine().zh
    event = Event.objects.order_by("-sequence").first()
    assert (event.action, event.actor, event.door) == ("keeping.contents.examined", None, "worker")
    assert state_of_contents().damaged == {attached.file.sha256: "changed"}
