"""What pages and the API ask for: at once where it is small, in the background where it is not; once, and seen by whom it concerns."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tanheng.apps.accounting.models import Run
from tanheng.apps.people.services import end_assignment
from tanheng.apps.people.services.tokens import create_token
from tanheng.apps.records.models import Import
from tanheng.apps.records.selectors import files
from tanheng.apps.reporting.models import IssuedReport
from tanheng.apps.work.services import ask_task
from tanheng.store.tasks.models import Progress, Task, TaskEnd
from tanheng.worker.loop import Worker
from tests.apps.smelter import PACK, YEAR, smelter_case, smelter_file, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
BACKGROUND = {"Prefer": "respond-async"}


@pytest.fixture(autouse=True)
def _own_quarantine(tmp_path, settings):
    settings.QUARANTINE_FOLDER = tmp_path / "quarantine"


def held():
    folder = Path(settings.QUARANTINE_FOLDER)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def large_file(company):
    """A sound case of over 1 MB: blanks are no figures."""
    return json.dumps(smelter_case(company), ensure_ascii=False).encode() + b" " * 1_100_000


def given(content, name="case-2025.json"):
    return SimpleUploadedFile(name, content)


def asked(cast, group):
    words = {"node": group.north.pk, "year": YEAR, "pack": PACK}
    return ask_task(actor=in_person(cast.alice, "web"), name="accounting.run", place=group.north, arguments=words)


def test_a_large_file_waits_in_quarantine_and_is_taken_over(cast, group, signed_in):
    bob = signed_in("bob")
    answer = bob.post(reverse("records:upload", args=[group.north.pk]), {"file": given(large_file(group.north)), "once": "a"})
    task = Task.objects.get()
    assert answer.url == reverse("work:task", args=[task.pk])
    assert held() == [task.file] and not Import.objects.exists()
    assert oct((Path(settings.QUARANTINE_FOLDER) / task.file).stat().st_mode)[-3:] == "600"
    assert "case-2025.json" in bob.get(answer.url).content.decode()
    Worker().once()
    one = Import.objects.get()
    assert (one.accepted, one.by, held()) == (True, cast.bob, [])
    assert bob.get(reverse("work:progress", args=[task.pk])).headers["HX-Redirect"] == reverse("records:import", args=[one.pk])


def test_a_small_file_is_read_at_once(cast, group, signed_in):
    answer = signed_in("bob").post(
        reverse("records:upload", args=[group.north.pk]), {"file": given(smelter_file(group.north), "case.yaml")}
    )
    assert answer.url == reverse("records:import", args=[Import.objects.get().pk])
    assert held() == []


def test_quarantine_is_empty_after_a_refusal_a_cancellation_and_a_failure(cast, group, signed_in):
    bob, address = signed_in("bob"), reverse("records:upload", args=[group.north.pk])
    bob.post(address, {"file": given(b" " * 1_100_000), "once": "a"})
    Worker().once()
    assert not Import.objects.get().accepted and held() == []
    bob.post(address, {"file": given(large_file(group.north)), "once": "b"})
    bob.post(reverse("work:cancel", args=[Task.objects.first().pk]))
    assert (Task.objects.first().end.outcome, held()) == ("cancelled", [])
    bob.post(address, {"file": given(large_file(group.north)), "once": "c"})
    end_assignment(actor=in_person(cast.ada), assignment=cast.bob.assignments.get(), reason="调岗")
    Worker().once()
    assert (Task.objects.first().end.outcome, held(), Import.objects.count()) == ("failed", [], 1)


def test_a_file_that_is_gone_from_quarantine_is_told(cast, group, signed_in):
    signed_in("bob").post(reverse("records:upload", args=[group.north.pk]), {"file": given(large_file(group.north))})
    (Path(settings.QUARANTINE_FOLDER) / Task.objects.get().file).write_bytes(b"other")
    Worker().once()
    assert "WORK-105" in TaskEnd.objects.get().problems


def test_five_clicks_make_one_run_one_import_and_one_report(cast, group, signed_in):
    alice = signed_in("alice")
    for _ in range(5):
        alice.post(reverse("records:upload", args=[group.north.pk]), {"file": given(smelter_file(group.north), "c.yaml"), "once": "a"})
    for _ in range(5):
        assert alice.post(reverse("accounting:run", args=[group.north.pk, YEAR]), {"pack": PACK, "once": "b"}).status_code == 302
    run = Run.objects.get()
    for _ in range(5):
        answer = alice.post(reverse("reporting:run", args=[run.pk]), {"kind": "tables", "language": "zh", "once": "c"}, follow=True)
        assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    alice.post(reverse("reporting:run", args=[run.pk]), {"kind": "tables", "language": "en", "once": "c"})
    assert (Import.objects.count(), IssuedReport.objects.count(), held()) == (1, 2, [])


def test_every_form_that_runs_carries_its_key(cast, group, signed_in):
    upload(cast.bob, group.north)
    for page in (reverse("records:table", args=[group.north.pk, YEAR]), reverse("records:upload", args=[group.north.pk])):
        assert 'name="once"' in signed_in("alice").get(page).content.decode()


def test_a_run_that_takes_long_is_done_in_the_background(cast, group, signed_in, monkeypatch):
    upload(cast.bob, group.north)
    monkeypatch.setattr("tanheng.apps.accounting.selectors.VALUES_AT_ONCE", 10)
    alice = signed_in("alice")
    answer = alice.post(reverse("accounting:run", args=[group.north.pk, YEAR]), {"pack": PACK})
    task = Task.objects.get()
    assert answer.url == reverse("work:task", args=[task.pk]) and not Run.objects.exists()
    Progress.objects.filter(pk=task.pk).update(percent=70, words_zh="保存结果", words_en="storing", held_by="w")
    told = alice.get(reverse("work:progress", args=[task.pk])).content.decode()
    assert "70 %" in told and "保存结果" in told
    assert "70 %" in alice.get("/").content.decode()
    Progress.objects.filter(pk=task.pk).update(held_by="")
    Worker().once()
    page = alice.get(reverse("work:tasks")).content.decode()
    assert reverse("accounting:results", args=[Run.objects.get().pk]) in page


@pytest.mark.django_db(transaction=True)  # the worker's beat looks from a connection of its own
def test_a_file_that_takes_long_is_made_in_the_background(cast, group, signed_in, monkeypatch):
    monkeypatch.setattr("tanheng.apps.reporting.selectors.AT_ONCE_S", 0)
    upload(cast.bob, group.north)
    alice = signed_in("alice")
    alice.post(reverse("accounting:run", args=[group.north.pk, YEAR]), {"pack": PACK})
    run = Run.objects.get()
    answer = alice.post(reverse("reporting:run", args=[run.pk]), {"kind": "docx", "language": "zh"})
    assert answer.status_code == 302
    Worker().once()
    report = IssuedReport.objects.get()
    assert reverse("reporting:file", args=[report.pk]) in alice.get(answer.url).content.decode()


def test_who_sees_a_task(cast, group, signed_in):
    upload(cast.bob, group.north)
    task = asked(cast, group)
    people = ("alice", "bob", "vera", "ada", "charlie")
    seen = {name: signed_in(name).get(reverse("work:task", args=[task.pk])).status_code for name in people}
    assert seen == {"alice": 200, "bob": 200, "vera": 200, "ada": 200, "charlie": 404}
    assert str(YEAR) not in heading(signed_in("ada"), task)  # who keeps the work sees that it is a run, not of what
    assert str(YEAR) in heading(signed_in("vera"), task)
    for name in ("vera", "bob"):
        assert signed_in(name).post(reverse("work:cancel", args=[task.pk])).status_code == 403
    assert signed_in("charlie").post(reverse("work:cancel", args=[task.pk])).status_code == 404
    rows = {name: f'/tasks/{task.pk}/"' in signed_in(name).get("/tasks/?all=1").content.decode() for name in seen}
    assert rows == {"alice": True, "bob": True, "vera": True, "ada": True, "charlie": False}
    assert f'/tasks/{task.pk}/"' not in signed_in("bob").get("/tasks/").content.decode()


def heading(client, task):
    return client.get(reverse("work:task", args=[task.pk])).content.decode().split('<h1 class="page-title">')[1].split("</h1>")[0]


@pytest.fixture
def token(cast, group):
    scopes = ["run_accounts", "view_data", "upload_data", "download_report"]
    return create_token(actor=in_person(cast.alice), node=group.north, name="脚本", scopes=scopes)[1]


def api(client, verb, address, token, key="", **more):
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, **more.pop("headers", {})}
    return getattr(client, verb)(f"/api/v1{address}", headers=headers, **more)


def test_the_api_answers_with_a_task_once(cast, group, client, token):
    upload(cast.bob, group.north)
    words = {"data": json.dumps({"year": YEAR, "pack": PACK}), "content_type": "application/json", "headers": BACKGROUND}
    answers = [api(client, "post", f"/organisations/{group.north.pk}/runs", token, "k", **words) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {202} and Task.objects.count() == 1
    task = answers[0].json()
    assert answers[4].headers["Location"] == task["address"] == f"/api/v1/tasks/{task['id']}"
    assert (task["state"], task["percent"], task["result"]) == ("waiting", 0, None)
    Worker().once()
    done = api(client, "get", f"/tasks/{task['id']}", token).json()
    assert (done["state"], done["percent"]) == ("done", 100)
    assert client.get(done["result"], headers={"Authorization": f"Bearer {token}"}).json()["tanheng"] == "run/1"
    assert [one["id"] for one in api(client, "get", "/tasks", token).json()] == [task["id"]]


@pytest.mark.django_db(transaction=True)  # the worker's beat looks from a connection of its own
def test_the_api_takes_a_large_file_and_issues_a_report_in_the_background(cast, group, client, token, monkeypatch):
    monkeypatch.setattr("tanheng.apps.reporting.selectors.AT_ONCE_S", 0)
    address = f"/organisations/{group.north.pk}/uploads"
    first = api(client, "post", address, token, "a", data={"file": given(large_file(group.north))})
    again = api(client, "post", address, token, "a", data={"file": given(large_file(group.north))})
    assert (first.status_code, again.content, len(held())) == (202, first.content, 1)
    Worker().once()
    assert api(client, "get", f"/uploads/{Import.objects.get().pk}", token).json()["state"] == "accepted"
    words = {"data": json.dumps({"year": YEAR, "pack": PACK}), "content_type": "application/json"}
    run = api(client, "post", f"/organisations/{group.north.pk}/runs", token, "b", **words).json()
    words["data"] = json.dumps({"kind": "docx"})
    asked_for = api(client, "post", f"/runs/{run['id']}/reports", token, "c", **words)
    assert asked_for.status_code == 202
    Worker().once()
    assert (
        api(client, "get", f"/tasks/{asked_for.json()['id']}", token).json()["result"] == f"/api/v1/reports/{IssuedReport.objects.get().pk}"
    )


def test_the_api_cancels_and_says_what_is_too_late(cast, group, client, token):
    upload(cast.bob, group.north)
    words = {"data": json.dumps({"year": YEAR, "pack": PACK}), "content_type": "application/json", "headers": BACKGROUND}
    task = api(client, "post", f"/organisations/{group.north.pk}/runs", token, "k", **words).json()
    assert api(client, "post", f"/tasks/{task['id']}/cancel", token, "c").json()["state"] == "cancelled"
    late = api(client, "post", f"/tasks/{task['id']}/cancel", token, "d")
    assert (late.status_code, late.json()["code"]) == (409, "WORK-409")
    assert not Worker().once()


def test_a_failed_task_says_why_by_the_api(cast, group, client, token, settings):
    task = asked(cast, group)
    Worker().once()
    told = api(client, "get", f"/tasks/{task.pk}", token).json()
    assert (told["state"], told["problems"][0]["code"]) == ("failed", "WORK-102")
    assert told["problems"][0]["message"].startswith(f"{YEAR} 年")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    told = api(client, "get", f"/tasks/{task.pk}", token).json()
    assert told["problems"][0]["message"].startswith("There are no figures")
    assert files.is_small_file(1_000_000) and not files.is_small_file(1_000_001)
