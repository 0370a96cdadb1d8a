"""The journal's chain: one event for each change, in the same transaction, and every break is named."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner
from django.db import connection, transaction

from tanheng.apps.journal.models import Event, Head
from tanheng.apps.journal.selectors import verify_journal
from tanheng.apps.journal.services import append_event
from tanheng.apps.sites.services import create_site, rename_node
from tanheng.cli import main
from tanheng.store.append_only import ensure_locks, unlock_statements
from tests.apps.cast import close_connections, person
from tests.support.acting import in_person
from tests.support.owner_rights import owner_rights


def tamper(sql):
    """Do what only somebody with the database in hand can do."""
    with owner_rights(), connection.cursor() as cursor:
        for statement in unlock_statements(connection.vendor, "journal_event"):
            cursor.execute(statement)
        cursor.execute(sql)
        ensure_locks()


@pytest.mark.django_db
class TestTheChain:
    def test_holds_after_ordinary_work(self, group, cast):
        found = verify_journal()
        assert found.holds
        assert found.events == Event.objects.count() > 10

    def test_names_a_changed_event(self, group):
        tamper("UPDATE journal_event SET payload = '{}' WHERE sequence = 3")
        broken = verify_journal().broken
        assert (broken.sequence, broken.reason) == (3, "content")

    def test_names_a_changed_time(self, group):
        later = "datetime(time, '+1 second')" if connection.vendor == "sqlite" else "time + interval '1 second'"
        tamper(f"UPDATE journal_event SET time = {later} WHERE sequence = 2")
        assert verify_journal().broken.sequence == 2

    def test_names_a_removed_event(self, group):
        tamper("DELETE FROM journal_event WHERE sequence = 4")
        broken = verify_journal().broken
        assert (broken.sequence, broken.reason) == (4, "gap")

    def test_sees_that_the_end_was_cut_off(self, group):
        last = Event.objects.count()
        tamper(f"DELETE FROM journal_event WHERE sequence = {last}")
        broken = verify_journal().broken
        assert (broken.sequence, broken.reason) == (last, "gap")

    def test_a_change_that_fails_leaves_no_event(self, group, cast):
        before = Event.objects.count()

        def fail(_made):
            raise ZeroDivisionError

        def rename_and_fail():
            rename_node(actor=in_person(cast.ada).keeping(fail), node=group.north, name="x")

        with pytest.raises(ZeroDivisionError):
            rename_and_fail()
        assert Event.objects.count() == before
        assert verify_journal().holds

    def test_a_float_cannot_enter(self, group, cast):
        with pytest.raises(TypeError), transaction.atomic():
            append_event(actor=None, action="x.y", subject=group.group, place=None, payload={"value": 0.1})


@pytest.mark.django_db
class TestTheCommand:
    def test_proves_a_journal_that_holds(self, group):
        outcome = CliRunner().invoke(main, ["verify-journal", "--lang", "en"])
        assert outcome.exit_code == 0
        assert f"{Event.objects.count()} events" in outcome.output
        assert f"{Event.objects.count()} 条记录" in CliRunner().invoke(main, ["verify-journal"]).output

    def test_names_the_first_broken_link_and_ends_with_1(self, group):
        tamper("UPDATE journal_event SET action = 'forged' WHERE sequence = 2")
        outcome = CliRunner().invoke(main, ["verify-journal", "--lang", "en"])
        assert outcome.exit_code == 1
        assert "event 2" in outcome.output
        assert "第 2 条断开：内容被改动" in CliRunner().invoke(main, ["verify-journal"]).output

    def test_speaks_json(self, group):
        outcome = CliRunner().invoke(main, ["verify-journal", "--json"])
        assert '"broken": null' in outcome.output


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_make_one_chain(group):
    ada = group.group.assignments.get().user

    def write(number):
        try:
            create_site(actor=in_person(ada), company=group.south, name=f"厂区{number}", code=f"site-{number}")
        finally:
            close_connections()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(24)))
    found = verify_journal()
    assert found.holds
    assert Head.objects.get().sequence == found.events
    assert group.south.children.count() == 25
    assert Event.objects.filter(action="sites.site.created").count() == 26


@pytest.mark.django_db(transaction=True)
def test_an_event_needs_its_change_s_transaction(group):
    with pytest.raises(RuntimeError):
        append_event(actor=None, action="x.y", subject=group.group, place=group.group, payload={})


@pytest.mark.django_db(transaction=True)
def test_the_very_first_events_do_not_fork():
    ada = person("ada", "管理员")

    def write(number):
        try:
            with transaction.atomic():
                append_event(actor=in_person(ada), action="x.y", subject=ada, place=None, payload={"number": number})
        finally:
            close_connections()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(8)))
    assert verify_journal().events == 8
    assert verify_journal().holds
