"""Ways to change what guards the rows, not the rows: triggers, constraints, rules, functions and roles. The proof tells each; `migrate`
puts back what is the program's.
"""

import pytest
from django.db import DatabaseError, connection, transaction

from tanheng.apps.journal.models import Event, Head
from tanheng.apps.journal.selectors import verify_journal
from tanheng.registration import limits
from tanheng.registration.limits import declared_functions
from tanheng.store.scope import everything
from tests.apps.journal import tampered_house
from tests.support.owner_rights import application_rights, owner_rights
from tests.support.postgresql import APPLICATION

pytestmark = pytest.mark.django_db
ON_SQLITE = connection.vendor == "sqlite"
on_postgresql = pytest.mark.skipif(ON_SQLITE, reason="SQLite has neither functions, rules nor roles")
ALTERED = "its text, rights, search path or owner are not those of the program"


def found() -> list[tuple[str, int | str, str]]:
    """What the proof tells of what guards the rows; the rows of the test's cast were written past the services."""
    return [place for place in tampered_house.found() if place[0] in ("lock", "function", "role", "table", "constraint", "head")]


def as_owner(*statements: str) -> None:
    """Behind the application."""
    with owner_rights(), connection.cursor() as cursor:
        if not ON_SQLITE:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in statements:
            cursor.execute(statement)


def test_a_house_as_it_was_made_is_whole(group):
    assert list(limits.database_faults(connection)) == []
    assert limits.trigger_faults(connection) == {}


@pytest.mark.parametrize("table", ["people_user", "people_apitoken", "sites_node", "tasks_progress"])
def test_a_trigger_on_any_table_of_the_house(group, table):
    """Also where rows change, and also one that sleeps until it is wanted."""
    if ON_SQLITE:
        as_owner(f"CREATE TRIGGER sleeps AFTER UPDATE ON {table} WHEN 0 BEGIN SELECT 1; END")
    else:
        as_owner(
            "CREATE FUNCTION sleeps() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            f"CREATE TRIGGER sleeps AFTER UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION sleeps()",
        )
    assert found() == [("lock", "sleeps", "a trigger that is none of the program's")]


@pytest.mark.parametrize("name", ["records_reading_once_a_month", "records_reading_amount_or_none"])
def test_a_declared_constraint_dropped(group, name):
    if ON_SQLITE:
        rewritten("records_reading", name)
    else:
        with connection.cursor() as cursor:
            told = connection.introspection.get_constraints(cursor, "records_reading")[name]
        as_owner(
            f"DROP INDEX {name}" if told["index"] and not is_constraint(name) else f"ALTER TABLE records_reading DROP CONSTRAINT {name}"
        )
    missing = "a declared constraint or unique index is missing, or does not hold"
    assert found() == [("constraint", f"records_reading: {name}", missing)]


def is_constraint(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE conname = %s", [name])
        return bool(cursor.fetchone()[0])


def rewritten(table: str, name: str) -> None:
    """The text of a table without one of its constraints, or its index dropped, as whoever holds the file can do it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT type FROM sqlite_master WHERE name = %s", [name])
        if cursor.fetchone():
            cursor.execute(f"DROP INDEX {name}")
            return
        cursor.execute("PRAGMA writable_schema = ON")
        cursor.execute(
            "UPDATE sqlite_master SET sql = replace(sql, %s, %s) WHERE name = %s",
            [f'CONSTRAINT "{name}" CHECK', "CHECK", table],
        )
        cursor.execute("PRAGMA writable_schema = RESET")


@on_postgresql
def test_a_unique_column_without_its_index(group):
    with connection.cursor() as cursor:
        names = [
            name
            for name, one in connection.introspection.get_constraints(cursor, "people_user").items()
            if one["unique"] and one["columns"] == ["email"]
        ]
    as_owner(*(f"ALTER TABLE people_user DROP CONSTRAINT {name}" for name in names))
    assert ("constraint", "people_user: email") in [place[:2] for place in found()]


@on_postgresql
def test_a_constraint_that_was_put_back_and_looks_at_no_row(group):
    as_owner(
        "ALTER TABLE records_reading DROP CONSTRAINT records_reading_amount_or_none",
        "ALTER TABLE records_reading ADD CONSTRAINT records_reading_amount_or_none CHECK (id > 0) NOT VALID",
    )
    assert [place[:2] for place in found()] == [("constraint", "records_reading: records_reading_amount_or_none")]


@on_postgresql
@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("CREATE RULE nothing AS ON UPDATE TO people_assignment DO INSTEAD NOTHING", "people_assignment: rule nothing"),
        ("CREATE RULE nothing AS ON INSERT TO journal_event DO INSTEAD NOTHING", "journal_event: rule nothing"),
        ("CREATE TABLE beside () INHERITS (records_reading)", "records_reading: table beside"),
        ("CREATE POLICY hides ON people_user USING (false)", "people_user: policy hides"),
    ],
)
def test_rows_turned_away_or_let_in_sideways(group, statement, what):
    as_owner(statement)
    assert found() == [("table", what, "a rule, inherited table or policy on it that is none of the program's")]


@on_postgresql
def test_every_function_replaced_is_told_and_put_back(group):
    assert len(declared_functions()) > 10
    for one in declared_functions():
        if one.gives == "trigger":
            as_owner(f"CREATE OR REPLACE FUNCTION {one.name}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
        else:
            words = ", ".join(f"{name} {kind}" for name, kind in one.parameters)
            as_owner(f"CREATE OR REPLACE FUNCTION {one.name}({words}) RETURNS {one.gives} LANGUAGE sql AS ' SELECT NULL::{one.gives} '")
    told = {name for what, name, text in found() if what == "function" and text == ALTERED}
    assert told == {one.signature for one in declared_functions()}
    with owner_rights():
        limits.ensure_limits()
    assert limits.altered_functions(connection) == {}


@on_postgresql
@pytest.mark.parametrize(
    "change",
    [
        "SECURITY INVOKER",
        "RESET search_path",
        "SET search_path = pg_temp, public",
        f"OWNER TO {APPLICATION}",
        "STABLE",
        "STRICT",
    ],
)
def test_every_part_of_a_function_is_compared(group, change):
    as_owner(f"ALTER FUNCTION tanheng_journal_move(bigint, text, text) {change}")
    assert found() == [("function", "tanheng_journal_move(bigint, text, text)", ALTERED)]
    assert not verify_journal().holds
    with owner_rights():
        limits.ensure_limits()
    assert found() == []


@on_postgresql
def test_a_function_gone_or_with_other_parameters_is_put_back(group):
    as_owner(
        "DROP FUNCTION tanheng_journal_hold()",
        "DROP FUNCTION tanheng_journal_move(bigint, text, text)",
        "CREATE FUNCTION tanheng_journal_move(a bigint, b text, c text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
    )
    assert [place[1] for place in found()] == ["tanheng_journal_hold()", "tanheng_journal_move(bigint, text, text)"]
    with owner_rights():
        limits.ensure_limits()
    assert found() == []


@on_postgresql
def test_a_function_with_the_rights_of_the_owner_that_is_none_of_ours(group):
    as_owner("CREATE FUNCTION opens() RETURNS void LANGUAGE sql SECURITY DEFINER AS 'UPDATE journal_head SET sequence = 1'")
    assert found() == [("function", "opens()", "a function that is none of the program's")]


@on_postgresql
@pytest.mark.parametrize("right", ["BYPASSRLS", "SUPERUSER", "CREATEROLE", "REPLICATION"])
def test_a_role_that_nothing_limits(group, settings, right):
    settings.APPLICATION_ROLE = APPLICATION
    with owner_rights():
        limits.ensure_limits()
    assert found() == []
    as_owner(f"ALTER ROLE {APPLICATION} {right}")
    assert APPLICATION in {name for what, name, _ in found() if what == "role"}


@on_postgresql
def test_a_role_that_can_become_the_owner(group, settings):
    settings.APPLICATION_ROLE = APPLICATION
    with owner_rights():
        limits.ensure_limits()
    as_owner("CREATE ROLE between", "GRANT tanheng TO between", f"GRANT between TO {APPLICATION}")
    assert "tanheng" in {name for what, name, _ in found() if what == "role"}


@on_postgresql
def test_the_head_is_held_and_moved_by_the_application_alone(group, settings):
    settings.APPLICATION_ROLE = APPLICATION
    with owner_rights():
        limits.ensure_limits()
    as_owner("CREATE ROLE stranger", "GRANT USAGE ON SCHEMA public TO stranger")
    head = Head.objects.get()
    for call in ("tanheng_journal_hold()", f"tanheng_journal_move({head.sequence}, '', '')"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET ROLE stranger")
            with pytest.raises(DatabaseError, match="permission denied for function"), transaction.atomic():
                cursor.execute(f"SELECT {call}")
            cursor.execute("RESET ROLE")
    with application_rights(), everything(), connection.cursor() as cursor:
        cursor.execute("SELECT tanheng_journal_hold()")
        assert cursor.fetchone() == (Event.objects.count(),)
    for grant in ("PUBLIC", "stranger"):
        as_owner(f"GRANT EXECUTE ON FUNCTION tanheng_journal_hold() TO {grant}")
        assert found() == [("function", "tanheng_journal_hold()", ALTERED)]
        with owner_rights():
            limits.ensure_limits()
        assert found() == []
