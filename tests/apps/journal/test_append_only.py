"""What is written once cannot be changed: not by the classes, not by SQL."""

import pytest
from django.db import DatabaseError, connection, transaction

from tanheng.apps.journal.models import Event
from tanheng.store.append_only import AppendOnlyError, append_only_tables, ensure_locks, missing_locks
from tests.support.owner_rights import owner_rights

pytestmark = pytest.mark.django_db


def refused(sql, parameters=()):
    """Run SQL that the database must refuse even to the owner of the tables; the text of the refusal."""
    with owner_rights(), pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    return str(refusal.value)


def test_a_stored_event_is_not_saved_again(group):
    event = Event.objects.first()
    event.action = "forged"
    with pytest.raises(AppendOnlyError):
        event.save()


def test_a_stored_event_is_not_deleted(group):
    with pytest.raises(AppendOnlyError):
        Event.objects.first().delete()


@pytest.mark.parametrize("verb", [lambda rows: rows.update(action="forged"), lambda rows: rows.delete()])
def test_bulk_verbs_are_refused(group, verb):
    with pytest.raises(AppendOnlyError):
        verb(Event.objects.all())


@pytest.mark.parametrize("table", ["journal_event", "people_assignment", "sites_nodefact"])
def test_every_such_table_is_known(table):
    assert table in append_only_tables()


def test_the_database_refuses_update(group):
    assert "append-only" in refused("UPDATE journal_event SET action = 'forged'")


def test_the_database_refuses_delete(group):
    assert "append-only" in refused("DELETE FROM journal_event")


def test_the_database_refuses_replace_or_truncate(group):
    if connection.vendor == "sqlite":
        columns = "id, sequence, time, actor_id, action, object_type, object_id, place, payload, previous_hash, hash"
        copied = columns.replace("action", "'forged'")
        assert "append-only" in refused(
            f"INSERT OR REPLACE INTO journal_event ({columns}) SELECT {copied} FROM journal_event WHERE sequence = 1"
        )
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else open checks refuse TRUNCATE before the lock does
        assert "append-only" in refused("TRUNCATE journal_event CASCADE")


def test_upsert_is_refused_too(group):
    columns = "sequence, time, action, object_type, object_id, place, payload, previous_hash, hash"
    sql = (
        f"INSERT INTO journal_event ({columns}) SELECT {columns} FROM journal_event WHERE sequence = 1 "
        "ON CONFLICT (sequence) DO UPDATE SET action = 'forged'"
    )
    assert "append-only" in refused(sql)


def test_a_missing_lock_is_seen_and_put_back(group):
    name = "update" if connection.vendor == "sqlite" else "change"
    on = "" if connection.vendor == "sqlite" else " ON journal_event"
    with owner_rights():
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER journal_event_no_{name}{on}")
        assert missing_locks(connection) == [f"journal_event_no_{name}"]
        ensure_locks()
    assert missing_locks(connection) == []
