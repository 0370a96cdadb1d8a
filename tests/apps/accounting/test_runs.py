"""Runs: frozen inputs, stored numbers, recomputed and proven before anything of them is shown."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse

from tanheng.apps.accounting import selectors
from tanheng.apps.accounting.models import Run, Snapshot, StoredResult
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.journal.models import Event
from tanheng.apps.records.selectors import DigitsDifferError, current_import
from tanheng.apps.records.services import upload_case
from tanheng.apps.sites.services import create_facility
from tanheng.engine.running import run_case
from tanheng.pages.problem_texts import problems_hash, stored_problems
from tanheng.store.append_only import ensure_locks, unlock_statements
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person
from tests.support.owner_rights import owner_rights

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(cast, group) -> Run:
    upload(cast.bob, group.north)
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


def stored(run, quantity, facility="", month=None) -> Decimal:
    return StoredResult.objects.get(run=run, quantity=quantity, facility=facility, item="", month=month).value


def test_a_run_stores_every_number_with_one_event(run):
    # 7500 t × (1 − 0.1518) × (1 − 0.02 − 0.004) × 44/12, by hand
    assert stored(run, "anode_emission_tco2", "potline-1", 1) == Decimal("22765.69")
    assert stored(run, "anode_emission_tco2", "potline-1") == 12 * Decimal("22765.69")
    assert Event.objects.filter(action="accounting.run.stored").count() == 1
    fresh = selectors.recomputed(run)
    assert fresh.run_hash == run.run_hash
    assert StoredResult.objects.filter(run=run).count() == len(fresh.results)


def test_the_same_inputs_give_the_same_hashes_for_ever(run, cast, group):
    again = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    assert (again.number, again.run_hash, again.snapshot_id) == (2, run.run_hash, run.snapshot_id)
    assert Snapshot.objects.count() == 1


def test_the_newest_is_the_newest_with_the_clock_set_back(cast, group, signed_in, monkeypatch):
    """The first upload and run are told to be of three hours later than the second."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.now(UTC) + timedelta(hours=3))
    upload(cast.bob, group.north)
    first = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    monkeypatch.undo()
    second = upload(cast.bob, group.north, anodes="7600.00", reason="更正")
    later = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    assert later.at < first.at
    assert current_import(group.north, YEAR, PACK) == second
    assert selectors.latest_run(group.north, YEAR, PACK) == later
    assert (selectors.previous_run(later), selectors.previous_run(first)) == (first, None)
    shown = signed_in("alice").get(reverse("accounting:latest", args=[group.north.pk, YEAR]), follow=True)
    assert shown.redirect_chain[-1][0].startswith(reverse("accounting:results", args=[later.pk]))


def test_a_later_upload_leaves_the_earlier_run_as_it_was(run, cast, group):
    upload(cast.bob, group.north, anodes="7600.00")
    later = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    assert stored(run, "anode_emission_tco2", "potline-1", 1) == Decimal("22765.69")
    assert stored(later, "anode_emission_tco2", "potline-1", 1) > Decimal("22765.69")
    assert selectors.recomputed(run).case.snapshot_hash == run.snapshot.hash


@pytest.mark.parametrize("name", ["bob", "vera", "ada", "charlie"])
def test_who_may_not_run(cast, group, name):
    upload(cast.bob, group.north)
    with pytest.raises(PermissionDenied):
        run_accounts(actor=in_person(getattr(cast, name)), node=group.north, year=YEAR, pack_id=PACK)
    assert not Run.objects.exists()


def test_a_year_without_figures_is_not_run(cast, group):
    with pytest.raises(ValidationError):
        run_accounts(actor=in_person(cast.alice), node=group.north, year=2019, pack_id=PACK)


def tamper(table: str, statement: str, *values: object) -> None:
    """Change a locked table behind the application."""
    with owner_rights(), connection.cursor() as cursor:
        for unlock in unlock_statements(connection.vendor, table):
            cursor.execute(unlock)
        cursor.execute(statement, values)
        ensure_locks()


def test_a_forged_result_is_not_shown(run, signed_in):
    selectors._recomputed.clear()
    tamper("accounting_storedresult", "UPDATE accounting_storedresult SET value = '1.00' WHERE quantity = 'anode_emission_tco2'")
    with pytest.raises(DigitsDifferError):
        selectors.recomputed(run)
    answer = signed_in("vera").get(reverse("accounting:results", args=[run.pk]))
    assert answer.status_code == 409
    assert "数字不一致" in answer.content.decode()


def test_a_forged_result_is_not_explained_even_when_the_run_is_in_memory(run, signed_in):
    selectors.recomputed(run)
    tamper("accounting_storedresult", "UPDATE accounting_storedresult SET value = '1.00' WHERE quantity = 'anode_emission_tco2'")
    address = reverse("accounting:explanation", args=[run.pk, "anode_emission_tco2"])
    answer = signed_in("vera").get(address, {"facility": "potline-1", "month": "1"})
    assert answer.status_code == 409


def test_a_forged_snapshot_is_not_computed(run):
    selectors._recomputed.clear()
    tamper("accounting_snapshot", "UPDATE accounting_snapshot SET document = replace(document, '7500.00', '7400.00')")
    run.refresh_from_db()
    with pytest.raises(DigitsDifferError):
        selectors.recomputed(Run.objects.select_related("snapshot__source_import").get(pk=run.pk))


def test_a_snapshot_stored_before_facilities_had_an_order_keeps_its_bytes_and_its_hash(cast, group, monkeypatch):
    kept = json.loads((Path(__file__).parent / "stored_unsorted_snapshot.json").read_text(encoding="utf-8"))
    create_facility(actor=in_person(cast.ada), site=group.north_plant, name="10号电解系列", code="potline-10", facility_kind="potline")
    content = yaml.safe_dump(kept["given"], allow_unicode=True, sort_keys=False).encode()
    with monkeypatch.context() as before:  # a program that leaves the facilities as they are listed wrote the fixture
        before.setattr("tanheng.engine.case.reading.in_canonical_order", lambda case: case)
        assert upload_case(actor=in_person(cast.alice), node=group.north, file_name="case.yaml", content=content).accepted
        run = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    assert (run.snapshot.document, run.snapshot.hash) == (kept["document"], kept["hash"])
    fresh = selectors.recomputed(run)
    assert [one.id for one in fresh.case.facilities] == ["potline-10", "potline-1"]
    assert (fresh.case.snapshot_hash, fresh.run_hash) == (kept["hash"], run.run_hash)
    assert upload_case(actor=in_person(cast.alice), node=group.north, file_name="case.yaml", content=content).snapshot_hash != kept["hash"]


def test_problems_are_sealed_with_the_run_and_found_again(run, signed_in):
    assert run.problems_hash.startswith("sha256:") and stored_problems(run.problems)
    event = Event.objects.get(action="accounting.run.stored")
    assert json.loads(event.payload)["problems_hash"] == run.problems_hash
    assert selectors.problems_proof(run) == "equal"
    client = signed_in("vera")
    page = client.get(reverse("accounting:results", args=[run.pk])).content.decode()
    assert run.problems_hash in page and "重新核对所得问题与存档一致" in page
    document = client.get(reverse("api:get_run", args=[run.pk])).json()
    assert (document["problems_hash"], document["problems_proof"]) == (run.problems_hash, "equal")


@pytest.mark.parametrize(("before", "after"), [("warning", "note"), ('"month": 1', '"month": 2'), ('"code": "', '"code": "X')])
def test_forged_problems_are_not_shown(run, cast, group, before, after, signed_in):
    upload(cast.bob, group.north, anodes="9900.00")
    doubtful = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    selectors.recomputed(doubtful)  # in memory already
    forged = doubtful.problems.replace(before, after)
    assert forged != doubtful.problems
    tamper("accounting_run", "UPDATE accounting_run SET problems = %s WHERE id = %s", forged, doubtful.pk)
    with pytest.raises(DigitsDifferError):
        selectors.recomputed(Run.objects.get(pk=doubtful.pk))
    assert signed_in("vera").get(reverse("accounting:results", args=[doubtful.pk])).status_code == 409


def test_the_wording_of_problems_may_change_under_the_seal(run):
    rows = json.loads(run.problems)
    reworded = [{**row, "message": {"zh": "甲", "en": "b"}, "remedy": {"zh": "甲", "en": "b"}} for row in rows]
    assert problems_hash(json.dumps(reworded)) == run.problems_hash
    assert problems_hash(json.dumps(rows[1:])) != run.problems_hash


def test_checks_that_have_changed_since_are_said_and_refuse_nothing(run, signed_in, monkeypatch):
    monkeypatch.setattr(selectors, "run_case", lambda *given, **more: replace(run_case(*given, **more), problems=[]))
    selectors._found_again.clear()
    assert selectors.problems_proof(run) == "differs"
    assert "现在核对所得与当时不同" in signed_in("vera").get(reverse("accounting:results", args=[run.pk])).content.decode()


def test_a_run_made_before_problems_were_sealed_says_so(run, signed_in):
    tamper("accounting_run", "UPDATE accounting_run SET problems_hash = '' WHERE id = %s", run.pk)
    older = Run.objects.get(pk=run.pk)
    assert selectors.problems_proof(older) == "not_covered"
    client = signed_in("vera")
    assert "未封存：本次核算早于问题封存功能" in client.get(reverse("accounting:results", args=[run.pk])).content.decode()
    document = client.get(reverse("api:get_run", args=[run.pk])).json()
    assert (document["problems_hash"], document["problems_proof"]) == ("", "not_covered")


def test_problems_against_last_year_are_found_again(cast, group):
    upload(cast.bob, group.north, year=YEAR - 1, output="8000.00")
    upload(cast.bob, group.north)
    compared = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    assert any(problem.code.startswith("RUN-23") for problem in stored_problems(compared.problems))
    assert selectors.problems_proof(compared) == "equal"
