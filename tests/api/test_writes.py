"""A write by the API: its permission first, then the kept answer, then the work, and nobody kept waiting but for the writing."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from tanheng.api.idempotency import idempotent
from tanheng.api.models import KeptAnswer
from tanheng.apps.accounting import services as accounting
from tanheng.apps.accounting.models import Run
from tanheng.apps.evidence import services as evidence
from tanheng.apps.guidance import services as guidance
from tanheng.apps.journal.models import Event
from tanheng.apps.people.services import end_assignment
from tanheng.apps.records import selectors as records
from tanheng.apps.records import services as uploads
from tanheng.apps.records.models import Import
from tanheng.apps.records.selectors import file_reads
from tanheng.apps.reporting import services as reporting
from tests.apps.cast import close_connections
from tests.apps.guidance.clarified import ANCHOR, TYPED
from tests.apps.smelter import PACK, YEAR, smelter_file, upload
from tests.support.acting import in_person
from tests.support.locks import is_held

DOUBTFUL = "9500.00"


def send(caller, group, *, key=None, **changes):
    file = SimpleUploadedFile("case.yaml", smelter_file(group.north, **changes))
    return caller.post(f"/organisations/{group.north.pk}/uploads", {"file": file, "reason": "台账更正"}, content_type=None, key=key)


def run(caller, group, key=None):
    return caller.post(f"/organisations/{group.north.pk}/runs", {"year": YEAR, "pack": PACK}, key=key)


@pytest.mark.django_db
def test_a_kept_answer_is_no_way_around_a_permission_that_is_gone(caller, cast, group):
    alice, reader = caller("alice"), caller("alice", scopes=["view_data"])
    assert send(alice, group, key="upload").status_code == 201
    assert run(alice, group, key="run").status_code == 201
    assert (send(reader, group, key="upload").status_code, run(reader, group, key="run").status_code) == (403, 403)
    assert run(alice, group, key="run").headers["Idempotent-Replayed"] == "true"
    end_assignment(actor=in_person(cast.ada), assignment=cast.alice.assignments.get(), reason="离职")
    assert (send(alice, group, key="upload").status_code, run(alice, group, key="run").status_code) == (404, 404)
    assert (Import.objects.count(), Run.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_a_file_is_read_figures_are_computed_or_a_report_is_made(caller, cast, group, monkeypatch):
    waiting = {}

    def watch(module, name):
        original = getattr(module, name)

        def watched(*args, **options):
            waiting.setdefault(f"{module.__name__}.{name}", []).append(is_held(group.north))
            return original(*args, **options)

        monkeypatch.setattr(module, name, watched)

    watch(file_reads, "read_case_bytes")
    watch(records, "run_case")
    watch(accounting, "run_case")
    watch(reporting, "_content")
    for module in (uploads, evidence, guidance, reporting):
        watch(module, "store_content")
    records._run.cache_clear()
    alice, north = caller("alice"), f"/organisations/{group.north.pk}"
    assert send(alice, group, anodes=DOUBTFUL).status_code == 201
    doubts = alice.get(f"{north}/doubts", year=YEAR, pack=PACK).json()
    records._run.cache_clear()  # whoever answers may come to another process
    said = {"year": YEAR, "pack": PACK, "digests": [one["digest"] for one in doubts], "says": "confirmed", "reason": "新启槽"}
    assert alice.post(f"{north}/answers", said).status_code == 201
    records._run.cache_clear()
    made = run(alice, group)
    assert alice.post(f"/runs/{made.json()['id']}/reports", {"kind": "tables"}).status_code == 201
    file = SimpleUploadedFile("台账.csv", b"1,2\n")
    assert alice.post(f"{north}/evidence", {"file": file, "year": YEAR}, content_type=None).status_code == 201
    ruling = {"pack": PACK, "anchor": ANCHOR, **TYPED, "file": SimpleUploadedFile("函.pdf", b"%PDF-1.4 synthetic")}
    assert alice.post(f"/organisations/{group.group.pk}/clarifications", ruling, content_type=None).status_code == 201
    assert len(waiting) == 8
    assert {name: asked for name, asked in waiting.items() if any(asked)} == {}


@pytest.mark.django_db(transaction=True)
def test_figures_uploaded_while_the_accounts_are_computed_are_the_ones_that_are_run(cast, group, monkeypatch):
    upload(cast.bob, group.north)
    later, computing = [], accounting.run_case

    def slow(*args, **options):
        if not later:
            later.append(upload(cast.bob, group.north, anodes="7600.00"))
        return computing(*args, **options)

    monkeypatch.setattr(accounting, "run_case", slow)
    made = accounting.run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    assert (made.number, made.snapshot.source_import) == (1, later[0])
    assert Event.objects.filter(action="accounting.run.stored").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_key_at_the_same_moment_writes_once(caller, group):
    alice = caller("alice")

    def sent(_number):
        try:
            return send(alice, group, key="same")
        finally:
            close_connections()

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(sent, range(3)))
    assert [one.status_code for one in answers] == [201] * 3
    assert len({one.content for one in answers}) == 1
    assert sorted(one.headers.get("Idempotent-Replayed", "") for one in answers) == ["", "true", "true"]
    assert Import.objects.count() == Event.objects.filter(action="records.import.accepted").count() == 1


@pytest.mark.django_db
def test_a_change_without_its_kept_answer_is_none(caller, group, monkeypatch):
    alice = caller("alice")
    monkeypatch.setattr(KeptAnswer.objects, "create", lambda **_kept: 1 / 0)
    assert send(alice, group).status_code == 500
    assert not Import.objects.exists()


def test_an_operation_that_writes_on_its_own_is_a_mistake_of_the_program(rf: RequestFactory):
    request = rf.post("/", "{}", content_type="application/json", headers={"Idempotency-Key": "1"})
    with pytest.raises(TypeError, match="returns a Write"):
        idempotent(lambda _request: (201, {}))(request)


@pytest.mark.django_db
def test_a_body_over_the_limit_is_told_as_too_large(caller, group, settings):
    """Without files the limit is that of the framework's memory, of a request with files the one of uploads."""
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
    alice, more = caller("alice"), "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    answers = [
        alice.post(f"/organisations/{group.north.pk}/runs", {"year": YEAR, "pack": PACK, "note": more}),
        alice.post(f"/organisations/{group.north.pk}/uploads", {"note": more}, content_type=None),
    ]
    settings.UPLOAD_LIMIT_BYTES = 1024 * 1024
    file = SimpleUploadedFile("case.yaml", more.encode())
    answers.append(alice.post(f"/organisations/{group.north.pk}/uploads", {"file": file}, content_type=None))
    for answer, limit in zip(answers, ("2 MB", "2 MB", "1 MB"), strict=True):
        problem = answer.json()
        assert (answer.status_code, problem["code"], answer.headers["Content-Type"]) == (413, "API-413", "application/problem+json")
        assert limit in problem["detail"]


@pytest.mark.django_db
def test_a_file_of_no_type_that_is_accepted_stays_one(caller, group):
    file = SimpleUploadedFile("run.exe", b"MZ")
    answer = caller("alice").post(f"/organisations/{group.north.pk}/uploads", {"file": file}, content_type=None)
    assert (answer.status_code, answer.json()["code"]) == (415, "API-415")
