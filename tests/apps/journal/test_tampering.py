"""Every way to change the database behind the application that was once tried and not seen: the proof tells each, with its place.

Where the journal itself was rewritten, its head, tree or facts tell; where all of it was (`test_checkpoints`), what is kept outside.
"""

import pytest
from django.db import connection, models

from tanheng.apps.journal.models import Event, Head
from tanheng.apps.records.models import FileReading
from tests.apps.journal.tampered_house import LONG_AGO, behind, found, on_disk, row_changed, row_deleted
from tests.support.owner_rights import owner_rights

pytestmark = pytest.mark.django_db
ON_SQLITE = connection.vendor == "sqlite"


def sealing(row: models.Model, action: str = "") -> int:
    """The event that speaks of a row."""
    name = getattr(row, "journal_type", row._meta.label_lower)
    events = Event.objects.filter(object_type=name, object_id=str(row.pk))
    return events.filter(action__contains=action).latest("sequence").sequence


def test_a_house_that_nobody_touched_holds(house):
    assert found() == []


# ── locks ────────────────────────────────────────────────────────────────────────────────────────


def test_locks_left_off(house):
    name = "update" if ON_SQLITE else "change"
    with owner_rights(), connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER records_reading_no_{name}" + ("" if ON_SQLITE else " ON records_reading"))
    assert found() == [("lock", f"records_reading_no_{name}", "the lock is missing")]


def test_triggers_of_the_same_name_that_do_nothing_and_evidence_deleted(house):
    row_deleted("records_attachment", house.attached.pk)
    with owner_rights(), connection.cursor() as cursor:
        if ON_SQLITE:
            cursor.execute("DROP TRIGGER records_attachment_no_delete")
            cursor.execute("CREATE TRIGGER records_attachment_no_delete BEFORE DELETE ON records_attachment BEGIN SELECT 1; END")
        else:
            cursor.execute("CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'")
            cursor.execute("DROP TRIGGER records_attachment_no_change ON records_attachment")
            cursor.execute(
                "CREATE TRIGGER records_attachment_no_change BEFORE UPDATE OR DELETE ON records_attachment "
                "FOR EACH ROW EXECUTE FUNCTION nothing()"
            )
    lock = "records_attachment_no_delete" if ON_SQLITE else "records_attachment_no_change"
    key = house.attached.pk
    assert found() == [
        ("lock", lock, "the lock is off, or another of its name stands in its place"),
        ("attachment", key, f"missing ({key})"),
    ]


@pytest.mark.skipif(ON_SQLITE, reason="SQLite has no trigger that is switched off, and no function behind it")
def test_locks_switched_off_or_emptied(house):
    with owner_rights(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE records_reading DISABLE TRIGGER records_reading_no_change")
    assert [place[:2] for place in found()] == [("lock", "records_reading_no_change")]
    with owner_rights(), connection.cursor() as cursor:
        cursor.execute("CREATE OR REPLACE FUNCTION tanheng_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
    assert len(found()) > 30


def test_a_foreign_trigger(house):
    with owner_rights(), connection.cursor() as cursor:
        if ON_SQLITE:
            cursor.execute("CREATE TRIGGER helps AFTER INSERT ON records_reading BEGIN UPDATE records_import SET reason = 'x'; END")
        else:
            cursor.execute("CREATE FUNCTION helps() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
            cursor.execute("CREATE TRIGGER helps AFTER INSERT ON records_reading FOR EACH ROW EXECUTE FUNCTION helps()")
    assert found() == [("lock", "helps", "a trigger that is none of the program's")]


# ── journal ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "changed", [{"payload": "{}"}, {"actor_id": None}, {"time": "2026-01-01 00:00:00+00:00"}, {"facts_root": "0" * 64}]
)
def test_an_event_changed(house, changed):
    row_changed("journal_event", Event.objects.get(sequence=3).pk, **changed)
    assert ("event", 3, "its content differs") in found()


def test_the_list_of_what_an_event_sealed_changed(house):
    event = Event.objects.get(sequence=sealing(house.ended, "given"))
    row_changed("journal_event", event.pk, facts=event.facts.replace("verifier", "clerk"))
    assert ("event", event.sequence, "the list of what it sealed differs") in found()


def test_an_event_deleted(house):
    behind("DELETE FROM journal_event WHERE sequence = 4")
    assert ("event", 4, "the journal lacks 4") in found()


def test_the_tail_cut_and_the_head_left(house):
    last = Head.objects.get().sequence
    behind(f"DELETE FROM journal_event WHERE sequence > {last - 2}")
    assert ("event", last - 1, f"the journal lacks {last - 1}–{last}") in found()


def test_the_tail_cut_and_the_head_set_back(house):
    """What the events that were cut had sealed stands there without an event; where they sealed nothing, see `test_checkpoints`."""
    kept = Event.objects.get(sequence=sealing(house.clarified) - 1)
    behind(
        f"DELETE FROM journal_event WHERE sequence > {kept.sequence}",
        ("UPDATE journal_head SET sequence = %s, hash = %s, frontier = ''", [kept.sequence, kept.hash]),
    )
    told = found()
    surplus = "no event tells of it: it was not written by the program"
    assert ("clarification", house.clarified.pk, surplus) in told
    assert ("token", house.token.pk, surplus) in told
    assert {place[0] for place in told} >= {"role_end", "node_fact", "site"}


def test_an_event_appended_without_the_head(house):
    columns = "time, action, object_type, object_id, place, payload, previous_hash, hash, door, through, facts, facts_root"
    behind(
        f"INSERT INTO journal_event (sequence, {columns}) SELECT sequence + 1, {columns} FROM journal_event ORDER BY sequence DESC LIMIT 1"
    )
    told = found()
    assert ("head", 1, "the end of the journal is not where the head says") in told


def test_another_tree_at_the_head(house):
    head = Head.objects.get()
    behind(("UPDATE journal_head SET frontier = %s", [head.frontier.replace(head.frontier[:4], "0000", 1)]))
    assert found() == [("head", 1, "the tree of the head is not that of the events")]


# ── readings, imports, evidence ──────────────────────────────────────────────────────────────────


def test_the_amount_of_a_reading_changed(house):
    reading = FileReading.objects.filter(source_import=house.accepted)[5]
    row_changed("records_reading", reading.pk, amount="15000.00")
    assert ("reading", reading.pk, "amount differs") in found()


def test_a_reading_deleted(house):
    reading = FileReading.objects.filter(source_import=house.accepted)[5]
    row_deleted("records_reading", reading.pk)
    assert found() == [("reading", reading.pk, f"missing ({reading.pk})")]


def test_source_and_evidence_of_a_reading_changed(house):
    reading = FileReading.objects.filter(source_import=house.accepted)[5]
    row_changed("records_reading", reading.pk, source="别的台账", evidence="别的.csv")
    assert found() == [("reading", reading.pk, "source, evidence differ")]


def test_a_reading_changed_whose_file_is_lost(house):
    reading = FileReading.objects.filter(source_import=house.accepted)[5]
    row_changed("records_reading", reading.pk, amount="15000.00")
    on_disk(house.accepted.file.sha256, lambda path: path.unlink())
    first, last = FileReading.objects.earliest("pk").pk, FileReading.objects.latest("pk").pk
    assert found() == [
        ("reading", first, f"one of {first}–{last} differs"),
        ("evidence", house.accepted.file_id, f"the file is missing: {house.accepted.file_name}"),
    ]


def test_a_reading_put_in(house):
    columns = [field.column for field in FileReading._meta.concrete_fields if field.column not in ("id", "month")]
    names = ", ".join(columns)
    behind(f"INSERT INTO records_reading (month, {names}) SELECT NULL, {names} FROM records_reading ORDER BY id LIMIT 1")
    key = FileReading.objects.latest("pk").pk
    assert found() == [("reading", key, "no event tells of it: it was not written by the program")]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"reason": "别的理由"}, "reason differs"),
        ({"at": LONG_AGO}, "at differs"),
        ({"state": "refused", "file_id": None}, "file, state differ"),
    ],
)
def test_an_import_changed(house, changed, told):
    row_changed("records_import", house.accepted.pk, **changed)
    assert ("import", house.accepted.pk, told) in found()


def test_the_person_of_an_import_changed(house, cast):
    row_changed("records_import", house.accepted.pk, by_id=cast.bob.pk)
    assert found() == [("import", house.accepted.pk, "by differs")]


def test_an_attachment_deleted(house):
    row_deleted("records_attachment", house.attached.pk)
    assert found() == [("attachment", house.attached.pk, f"missing ({house.attached.pk})")]


def test_another_file_under_the_same_name(house):
    row_changed("records_attachment", house.attached.pk, file_id=house.report.file_id)
    assert found() == [("attachment", house.attached.pk, "sha256 differs")]


def test_the_recorded_size_of_a_content_changed(house):
    row_changed("records_evidencefile", house.attached.file_id, size=5)
    assert found() == [
        ("evidence", house.attached.file_id, "size differs"),
        ("evidence", house.attached.file_id, f"the file's size differs: {house.attached.name}"),
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[::-1]), "the file's content differs"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "the file's size differs"),
        (
            lambda path: path.rename(path.with_name("elsewhere")).parent and path.symlink_to("elsewhere"),
            "a link stands in the file's place",
        ),
        (lambda path: path.unlink(), "the file is missing"),
    ],
    ids=["flipped", "truncated", "a link", "gone"],
)
def test_a_file_on_disk_changed(house, change, told):
    on_disk(house.attached.file.sha256, change)
    assert found() == [("evidence", house.attached.file_id, f"{told}: {house.attached.name}")]
