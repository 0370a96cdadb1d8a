"""What a program forgets to ask, the database asks: on PostgreSQL the application's role sees and adds the rows of the reach alone."""

import os
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.backends.signals import connection_created
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory

from tanheng.apps.accounting.models import Run, StoredResult
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.guidance.models import Clarification
from tanheng.apps.journal.models import Event, Head
from tanheng.apps.people.access.scopes import companies_of, within
from tanheng.apps.people.services.tokens import create_token
from tanheng.apps.records.models import FileReading, Import, WarningAnswer
from tanheng.apps.sites.models import Node
from tanheng.apps.work.services.performing import perform
from tanheng.registration import collected, limits
from tanheng.store import scope
from tanheng.store.clock import shared_now
from tanheng.store.row_security import limited_tables
from tanheng.store.scope import everything, reaching
from tanheng.store.tasks.queue import claim, enqueue
from tanheng.web.frame import FrameMiddleware
from tests.apps.guidance.clarified import clarification
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person
from tests.support.owner_rights import application_rights, owner_rights
from tests.support.postgresql import APPLICATION

ON_POSTGRESQL = os.environ.get("TANHENG_TEST_DATABASE") == "postgresql"
on_postgresql = pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has no row security and no roles")
pytestmark = pytest.mark.django_db
NOBODY: list[int] = []


@pytest.fixture(autouse=True)
def _as_the_application(group, settings):
    """The application's role is given what it needs, as after a migrate; outside of requests a test reaches everything."""
    if not ON_POSTGRESQL:
        yield
        return
    settings.APPLICATION_ROLE = APPLICATION
    limits.ensure_limits()
    with everything(), application_rights():
        yield


@pytest.fixture
def two_companies(cast, group):
    """Figures, a run and results in the north; figures elsewhere, in another group."""
    site = Node.objects.create(kind="site", parent=group.elsewhere, path="0002/0001/0001/", name="合成外部铝厂", code="plant")
    Node.objects.create(kind="facility", parent=site, path="0002/0001/0001/0001/", name="1号", code="potline-1", facility_kind="potline")
    for user, company in ((cast.alice, group.north), (cast.charlie, group.elsewhere)):
        assert upload(user, company).accepted
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


def seen() -> dict[str, int]:
    """Rows that queries see which forget every filter."""
    return {model.__name__: model.objects.count() for model in (Import, FileReading, Run, StoredResult)}


def forgetful(request):
    """A page that forgets its filter."""
    return HttpResponse(",".join(str(one.node_id) for one in Import.objects.all()))


def asked_by(user) -> str:
    request = RequestFactory().get("/")
    request.user, request.session = user, type("Session", (), {"session_key": None})()
    return FrameMiddleware(forgetful)(request).content.decode()


def test_who_reaches_which_company(cast, group):
    top = group.group.pk
    assert sorted(companies_of(in_person(cast.alice).reach)) == [top, group.north.pk]
    assert sorted(companies_of(in_person(cast.bob).reach)) == [top, group.north.pk]  # a role on a plant: its company
    assert sorted(companies_of(in_person(cast.grace).reach)) == [top, group.north.pk, group.south.pk]
    assert sorted(companies_of(in_person(cast.charlie).reach)) == [group.elsewhere.parent_id, group.elsewhere.pk]


@on_postgresql
def test_a_page_that_forgets_its_filter_shows_nothing_of_others(two_companies, cast, group):
    assert Import.objects.count() == 2
    assert asked_by(cast.alice) == asked_by(cast.bob) == str(group.north.pk)
    assert asked_by(cast.charlie) == str(group.elsewhere.pk)
    assert asked_by(cast.ada) == str(group.north.pk)


@on_postgresql
def test_where_nothing_is_set_nothing_is_there(two_companies):
    before = seen()
    assert min(before.values()) > 0
    with reaching(NOBODY):
        assert set(seen().values()) == {0}
        with connection.cursor() as cursor:
            cursor.execute("RESET tanheng.companies")  # as a connection that nobody has told anything
        assert set(seen().values()) == {0}
    assert seen() == before


@on_postgresql
def test_results_follow_the_company_of_their_run(two_companies, group):
    everywhere = seen()
    with reaching([group.north.pk]):
        north = seen()
    with reaching([group.elsewhere.pk]):
        elsewhere = seen()
    assert {name: north[name] + elsewhere[name] for name in everywhere} == everywhere
    assert north["StoredResult"] == everywhere["StoredResult"] > 0
    assert north["FileReading"] > 0 < elsewhere["FileReading"]


@on_postgresql
def test_a_row_of_another_company_is_not_stored(two_companies, cast, group):
    first = Import.objects.get(node=group.elsewhere)
    copy = {field.attname: getattr(first, field.attname) for field in Import._meta.concrete_fields if not field.primary_key}
    with reaching([group.north.pk]), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Import(**{**copy, "number": 99}).save()
    with reaching([group.elsewhere.pk]):
        Import(**{**copy, "number": 99}).save()


@on_postgresql
def test_a_row_that_refers_to_another_company_is_not_stored(two_companies, cast, group):
    """Whatever reach is set: the company of a result is that of its run, and what a run refers to is of its own company."""
    with pytest.raises(IntegrityError, match="company"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounting_storedresult (run_id, quantity, facility, item, value, unit, raw, company_id)"
            " VALUES (%s, 'x', '', '', '1', 't', '1', %s)",
            [two_companies.pk, group.elsewhere.pk],
        )
    run = {field.attname: getattr(two_companies, field.attname) for field in Run._meta.concrete_fields if not field.primary_key}
    with pytest.raises(IntegrityError, match="another company"), transaction.atomic():
        Run(**{**run, "node_id": group.elsewhere.pk, "number": 5}).save()


@on_postgresql
def test_a_table_that_the_caller_made_stands_in_for_none(two_companies, group):
    """A temporary table of the same name does not tell a trigger of another company of the import."""
    north = Import.objects.get(node=group.north)
    reading = FileReading.objects.filter(source_import=north).values().first()
    values = {name: value for name, value in reading.items() if name != "id"} | {"company_id": group.elsewhere.pk}
    columns, places = ", ".join(values), ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE records_import (id bigint, node_id bigint)")
        cursor.execute("INSERT INTO pg_temp.records_import VALUES (%s, %s)", [north.pk, group.elsewhere.pk])
        with reaching([group.elsewhere.pk]), pytest.raises(IntegrityError, match="is not that of its"), transaction.atomic():
            cursor.execute(f"INSERT INTO records_reading ({columns}) VALUES ({places})", list(values.values()))
        cursor.execute("DROP TABLE pg_temp.records_import")


@on_postgresql
def test_the_reach_is_set_back_after_a_request_that_failed(two_companies, cast):
    def broken(request):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column")

    request = RequestFactory().get("/")
    request.user, request.session = cast.alice, type("Session", (), {"session_key": None})()
    with reaching(NOBODY):
        with pytest.raises(DatabaseError):
            FrameMiddleware(broken)(request)
        assert scope.current_scope() == scope.NOTHING
        assert set(seen().values()) == {0}


@on_postgresql
def test_the_next_connection_of_a_request_knows_the_reach(group):
    """One that was lost in the middle, or that nobody has opened yet."""
    told = []
    opened = SimpleNamespace(vendor="postgresql", connection=SimpleNamespace(execute=lambda _sql, values: told.append(values)))
    for companies in ([group.north.pk], NOBODY):
        with reaching(companies):
            connection_created.send(None, connection=opened)
    assert told == [[f"{{{group.north.pk}}}"]]


@on_postgresql
def test_a_token_reaches_less_than_whoever_it_belongs_to(two_companies, cast, group, monkeypatch):
    found = []

    def forgetful_access(*_words, **_named):
        found.append([one.pk for one in Run.objects.all()])
        raise Http404

    monkeypatch.setattr("tanheng.apps.accounting.api.runs.access_run", forgetful_access)
    for node in (group.north, group.south):
        _, secret = create_token(actor=in_person(cast.grace), node=node, name="脚本", scopes=["view_data"])
        Client(headers={"Authorization": f"Bearer {secret}"}).get(f"/api/v1/runs/{two_companies.pk}")
    assert found == [[two_companies.pk], []]


@on_postgresql
def test_a_task_reaches_what_its_asker_reaches_and_a_job_everything(two_companies, cast, group, monkeypatch):
    found = []

    def look(*_words, **_named):
        found.append(sorted(one.node_id for one in Import.objects.all()))

    monkeypatch.setattr("tanheng.apps.work.services.performing.import_string", lambda name: look)
    words = {"door": "web", "through": "", "language": "", "place": group.elsewhere.path}
    for name, user in (("accounting.run", cast.charlie), ("journal.checkpoint", None)):
        with transaction.atomic():
            task = enqueue(name=name, arguments={}, user=user, **words)
        held = claim(worker="w", at=shared_now(), lives=lambda _: True, only=task.pk)
        with reaching(NOBODY):
            perform(held=held)
            assert not Import.objects.exists()
    assert found == [[group.elsewhere.pk], sorted([group.north.pk, group.elsewhere.pk])]


@on_postgresql
def test_clarifications_are_of_a_group(cast, group):
    clarification(cast.alice, group.group)
    for user, count in ((cast.bob, 1), (cast.charlie, 0)):
        with within(in_person(user).reach):
            assert Clarification.objects.count() == count


@on_postgresql
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_head SET sequence = sequence - 1",
        "DELETE FROM journal_head",
        "UPDATE journal_event SET action = 'forged'",
        "TRUNCATE journal_event CASCADE",
        "ALTER TABLE records_reading DISABLE TRIGGER records_reading_no_change",
        "ALTER TABLE records_reading DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tanheng_companies ON records_reading",
        "CREATE TABLE anything (id int)",
        "UPDATE django_migrations SET name = 'x'",
    ],
)
def test_what_the_application_may_not(two_companies, statement):
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@on_postgresql
def test_the_head_moves_forward_along_its_events_alone(two_companies):
    head, first = Head.objects.get(pk=1), Event.objects.order_by("sequence").first()
    for end, known in ((head.sequence + 1, head.hash), (first.sequence, first.hash), (head.sequence, head.hash)):
        with pytest.raises(IntegrityError, match="forward along its events"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT tanheng_journal_move(%s, %s, '')", [end, known])
    assert Head.objects.get(pk=1).hash == head.hash


@on_postgresql
def test_what_limits_the_application_is_proven_and_put_back(two_companies):
    assert limits.limit_faults(connection) == []
    with owner_rights(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE records_reading DISABLE ROW LEVEL SECURITY")
        cursor.execute("DROP POLICY tanheng_companies ON accounting_run")
        cursor.execute("CREATE POLICY tanheng_companies ON accounting_run USING (true)")
        cursor.execute("ALTER TABLE accounting_storedresult DISABLE TRIGGER accounting_storedresult_company")
        cursor.execute("GRANT UPDATE ON journal_head TO tanheng_application")
        assert sorted(limits.limit_faults(connection)) == ["accounting_run", "accounting_storedresult", "journal_head", "records_reading"]
        limits.ensure_limits()
    assert limits.limit_faults(connection) == []


@on_postgresql
def test_rows_of_before_get_their_company_and_no_lock_is_lifted(two_companies, group):
    """A table that was filled before is limited: its column is written by the table being made anew, past no trigger."""
    with owner_rights(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP POLICY tanheng_companies ON records_reading")
        cursor.execute("DROP TRIGGER records_reading_company ON records_reading")
        cursor.execute("ALTER TABLE records_reading DROP COLUMN company_id")
        limits.ensure_limits()
        cursor.execute("SELECT count(*) FROM records_reading WHERE company_id IS NULL")
        assert cursor.fetchone() == (0,)
    with reaching([group.elsewhere.pk]):
        assert {one.source_import.node_id for one in FileReading.objects.select_related("source_import")} == {group.elsewhere.pk}
    assert limits.limit_faults(connection) == []


def test_a_table_comes_after_those_it_takes_its_company_from_in_whatever_order_they_are_declared():
    declared = {**collected.limited_rows(), "accounting.Run": "snapshot"}
    for order in (list(declared), sorted(declared), sorted(declared, reverse=True)):
        tables = limited_tables({name: declared[name] for name in order})
        place = {one.table: number for number, one in enumerate(tables)}
        assert all(place[one.parent] < place[one.table] for one in tables if one.by)
        assert any(one.by and tables[place[one.parent]].by for one in tables), "some are two steps from their company"


def test_every_table_of_the_house_is_limited_or_says_why_not():
    from django.apps import apps

    tables = {model._meta.label for model in apps.get_models()}
    limited, others = set(collected.limited_rows()), collected.unlimited_rows()
    assert limited & set(others) == set()
    assert tables - limited - set(others) == set(), "a table is limited to companies (`rows` in its apps.py) or says why not (`unlimited`)"
    assert limited | set(others) <= tables
    assert all(others.values())


def test_the_reach_is_the_same_on_a_database_without_row_security(two_companies):
    with everything():
        assert scope.current_scope() == scope.EVERYTHING
        with reaching([5, 1, 5]):
            assert scope.current_scope() == "{1,5}"
        assert scope.current_scope() == scope.EVERYTHING
    assert WarningAnswer.objects.count() == 0
