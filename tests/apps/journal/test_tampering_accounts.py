"""The same of runs, reports, notes on the rules, people, tokens and the organisation."""

import json
from dataclasses import replace

import pytest
from django.db import transaction

from tanheng.api.models import KeptAnswer
from tanheng.apps.accounting.models import Run, StoredResult
from tanheng.apps.accounting.selectors import recomputed
from tanheng.apps.journal.services import append_event
from tanheng.apps.people.models import User
from tanheng.apps.records.models import FileReading
from tanheng.apps.records.selectors import case_of
from tanheng.apps.sites.services import rename_node
from tanheng.engine.case import case_document
from tanheng.engine.numbers import decimal_text
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tanheng.seal.canonical import canonical_bytes
from tanheng.store.facts import note
from tests.apps.journal.tampered_house import LONG_AGO, behind, found, row_changed, row_deleted
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


# ── runs, reports, rule notes ────────────────────────────────────────────────────────────────────


def test_the_value_of_the_total_changed(house):
    total = StoredResult.objects.get(run=house.run, quantity="enterprise_emission_tco2e", month=None)
    row_changed("accounting_storedresult", total.pk, value="1")
    assert found() == [
        ("result", total.pk, "value differs"),
        ("run", house.run.pk, "the run's hash is not that of its pack, results and snapshot"),
    ]


def test_all_results_of_a_run_deleted(house):
    first, last = (StoredResult.objects.filter(run=house.run).order_by(order)[0].pk for order in ("pk", "-pk"))
    behind(f"DELETE FROM accounting_storedresult WHERE run_id = {house.run.pk}")
    assert found() == [
        ("result", first, f"missing ({first}–{last})"),
        ("run", house.run.pk, "the run's hash is not that of its pack, results and snapshot"),
    ]


def test_the_document_of_a_snapshot_changed(house):
    snapshot = house.run.snapshot
    row_changed("accounting_snapshot", snapshot.pk, document=snapshot.document.replace("16000", "15000"))
    told = found()
    assert ("snapshot", snapshot.pk, "document differs") in told
    assert ("run", house.run.pk, "the snapshot's document is not that of its hash") in told


def test_a_run_deleted_with_its_results(house):
    key = house.second_run.pk
    behind(f"DELETE FROM accounting_storedresult WHERE run_id = {key}", f"DELETE FROM accounting_run WHERE id = {key}")
    assert [place[:2] for place in found() if place[0] == "run"] == [("run", key)]
    assert any(place[0] == "result" and place[2].startswith("missing") for place in found())


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"at": LONG_AGO}, "at differs"),
        ({"run_hash": "sha256:" + "0" * 64}, "run_hash differs"),
        ({"pack_hash": "sha256:" + "0" * 64}, "pack_hash differs"),
    ],
)
def test_a_run_changed(house, changed, told):
    row_changed("accounting_run", house.run.pk, **changed)
    assert ("run", house.run.pk, told) in found()


def test_the_person_of_a_run_changed(house, cast):
    row_changed("accounting_run", house.run.pk, by_id=cast.bob.pk)
    assert found() == [("run", house.run.pk, "by differs")]


def test_a_consistent_forgery_by_the_program_s_own_engine(house):
    """Readings, snapshot, results and every hash agree: the page shows the run, and `replay` says equal."""
    run, one = house.run, house.accepted
    reading = FileReading.objects.filter(source_import=one, quantity="molten_aluminium_output_t")[0]
    case = case_of(one)
    place = (reading.quantity, reading.facility_code, reading.month)
    values = [
        value._replace(amount=value.amount - 1000) if (value.quantity, value.facility, value.month) == place else value
        for value in case.values
    ]
    forged = replace(case, values=tuple(values))
    document, anew = canonical_bytes(case_document(forged)).decode(), run_case(load(run.pack), forged)
    row_changed("records_reading", reading.pk, amount=decimal_text(reading.amount - 1000))
    row_changed("records_import", one.pk, snapshot_hash=forged.snapshot_hash)
    row_changed("accounting_snapshot", run.snapshot_id, document=document, hash=forged.snapshot_hash)
    for each in Run.objects.filter(snapshot=run.snapshot):
        row_changed("accounting_run", each.pk, run_hash=anew.run_hash)
        keys = list(StoredResult.objects.filter(run=each).order_by("pk").values_list("pk", flat=True))
        sql = "UPDATE accounting_storedresult SET value = %s, raw = %s WHERE id = %s"
        behind(*((sql, [decimal_text(new.value), decimal_text(new.raw), key]) for key, new in zip(keys, anew.results, strict=True)))
    assert recomputed(Run.objects.get(pk=run.pk)).run_hash == anew.run_hash  # nothing seems wrong
    told = found()
    assert ("reading", reading.pk, "amount differs") in told
    assert ("import", one.pk, "snapshot_hash differs") in told
    assert ("snapshot", run.snapshot_id, "document, hash differ") in told
    assert ("run", run.pk, "run_hash differs") in told
    assert any(place[0] == "result" for place in told)


def test_another_file_behind_an_issued_report(house):
    row_changed("reporting_issuedreport", house.report.pk, file_id=house.attached.file_id)
    assert found() == [("report", house.report.pk, "sha256 differs")]


def test_the_text_of_a_clarification_changed(house):
    row_changed("guidance_clarification", house.clarified.pk, text="残极扣减。")
    assert found() == [("clarification", house.clarified.pk, "text differs")]


# ── people, organisation, API ────────────────────────────────────────────────────────────────────


def test_a_role_put_in(house, cast):
    columns = "role, node_id, starts_on, given_by_id, given_at"
    behind(
        (
            f"INSERT INTO people_assignment (user_id, {columns}) SELECT %s, {columns} FROM people_assignment ORDER BY id LIMIT 1",
            [cast.bob.pk],
        )
    )
    key = cast.bob.assignments.latest("pk").pk
    assert found() == [("role", key, "no event tells of it: it was not written by the program")]


def test_the_end_of_a_role_deleted(house):
    row_deleted("people_assignmentend", house.ended.end.pk)
    assert found() == [("role_end", house.ended.end.pk, f"missing ({house.ended.end.pk})")]


def test_a_clerk_made_carbon_manager(house, cast):
    role = cast.bob.assignments.get()
    row_changed("people_assignment", role.pk, role="carbon_manager")
    assert found() == [("role", role.pk, "role differs")]


def test_an_address_swapped(house):
    eve = User.objects.get(email="eve@example.test")
    row_changed("people_user", eve.pk, email="mallory@example.test")
    assert found() == [("user", eve.pk, "email differs")]


def test_a_password_replaced(house):
    eve = User.objects.get(email="eve@example.test")
    row_changed("people_user", eve.pk, password="argon2$another")
    assert found() == [("user", eve.pk, "password differs")]


@pytest.mark.parametrize(
    ("changed", "told"),
    [({"scopes": json.dumps(["view_data", "upload_data"])}, "scopes differs"), ({"expires_on": None}, "expires_on differs")],
)
def test_a_token_widened(house, changed, told):
    row_changed("people_apitoken", house.token.pk, **changed)
    assert found() == [("token", house.token.pk, told)]


def test_a_token_revived(house):
    row_changed("people_apitoken", house.ended_token.pk, ended_at=None)
    assert found() == [("token", house.ended_token.pk, "ended_at differs")]


@pytest.mark.parametrize(("changed", "told"), [({"name": "别的公司"}, "name differs"), ({"code": "9100000000000000XX"}, "code differs")])
def test_name_or_code_of_a_company_changed(house, group, changed, told):
    row_changed("sites_node", group.north.pk, **changed)
    assert found() == [("company", group.north.pk, told)]


def test_a_facility_moved(house, group):
    row_changed("sites_node", group.potline.pk, parent_id=group.south_plant.pk, path=group.south_plant.path + "0001/")
    assert found() == [("facility", group.potline.pk, "parent, path differ")]


def test_a_capacity_changed(house):
    row_changed("sites_nodefact", house.capacity.pk, value="100000")
    assert found() == [("node_fact", house.capacity.pk, "value differs")]


def test_a_kept_answer_swapped_is_told_and_one_swept_away_is_not(house, cast, group):

    def keep(_made):
        kept = {"request_hash": "sha256:" + "1" * 64, "status": 201, "content": '{"id": 1}'}
        KeptAnswer.objects.create(user=cast.ada, key="k1", **kept)

    rename_node(actor=in_person(cast.ada).keeping(keep), node=group.south, name="合成南方铝业（新）")
    kept = KeptAnswer.objects.get()
    assert found() == []
    row_changed("api_keptanswer", kept.pk, content='{"id": 2}')
    assert found() == [("kept_answer", kept.pk, "content differs")]
    row_deleted("api_keptanswer", kept.pk)
    assert found() == []


def test_a_row_sealed_again_is_told(house, cast):
    """Whoever changes a row and has the program's own code seal it anew is told by the first seal."""

    role = cast.bob.assignments.get()
    row_changed("people_assignment", role.pk, role="carbon_manager")
    with transaction.atomic():
        note([role])
        append_event(actor=None, action="people.role.given", subject=role, place=None, payload={})
    told = found()
    assert ("role", role.pk, "role differs") in told
    assert any(place[:2] == ("role", role.pk) and place[2].startswith("sealed again") for place in told)
