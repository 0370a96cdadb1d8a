"""Row security on PostgreSQL: of each table of figures a connection sees, and adds, the rows of the companies that are set (`scope`).

Every such table knows the company of a row: by a column of its own, or by `company_id`, which a trigger writes from the row it belongs
to when it is stored and which nobody changes, as the tables are append-only. The same trigger refuses a row whose company is not that of
the rows it refers to. What a table belongs to is declared by its app and handed in here. The owner of the tables is not limited.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tanheng.store.functions import Function
from tanheng.store.scope import EVERYTHING, SETTING

POLICY = "tanheng_companies"
IS_EVERYTHING, COMPANIES = "tanheng_everything", "tanheng_companies"
# STABLE and asked in a subquery: evaluated once a statement, not once a row. A text that is no list of ids is an error and shows nothing.
SET_TO = f"current_setting('{SETTING}', true)"
EVERYTHING_BODY = f" SELECT {SET_TO} IS NOT DISTINCT FROM '{EVERYTHING}' "  # noqa: S608 - our own words
COMPANIES_BODY = f" SELECT CASE WHEN coalesce({SET_TO}, '') IN ('', '{EVERYTHING}') THEN '{{}}' ELSE {SET_TO} END::bigint[] "
FUNCTIONS = (
    Function(IS_EVERYTHING, "boolean", EVERYTHING_BODY, language="sql", stable=True),
    Function(COMPANIES, "bigint[]", COMPANIES_BODY, language="sql", stable=True),
)
ALLOWED = f"((SELECT {IS_EVERYTHING}()) OR {{column}} = ANY ((SELECT {COMPANIES}())::bigint[]))"
TRIGGER = """
CREATE OR REPLACE TRIGGER "{table}_company" BEFORE INSERT ON "{table}" FOR EACH ROW EXECUTE FUNCTION {name}()
"""
OWN_COMPANY = """
  IF NEW.company_id IS DISTINCT FROM (SELECT {of} FROM "{parent}" WHERE id = NEW.{column}) THEN
    IF NEW.company_id IS NOT NULL THEN
      RAISE EXCEPTION '{table}: company % is not that of its {column} %', NEW.company_id, NEW.{column} USING ERRCODE = 'check_violation';
    END IF;
    NEW.company_id := (SELECT {of} FROM "{parent}" WHERE id = NEW.{column});
  END IF;"""
SAME_COMPANY = """
  IF NEW.{column} IS NOT NULL AND NOT EXISTS (SELECT FROM "{parent}" WHERE id = NEW.{column} AND {of} = NEW.{own}) THEN
    RAISE EXCEPTION '{table}: its {column} % is of another company', NEW.{column} USING ERRCODE = 'check_violation';
  END IF;"""
FILLING = """
CREATE OR REPLACE FUNCTION tanheng_filling(key bigint) RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT {of} FROM "{parent}" WHERE id = key $$
"""
FOUND = """
SELECT relname, relrowsecurity,
  (SELECT pg_get_expr(polqual, polrelid) FROM pg_policy
   WHERE polrelid = pg_class.oid AND polname = %(policy)s AND polcmd = '*' AND polpermissive AND polroles = '{0}' AND polwithcheck IS NULL),
  (SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid),
  (SELECT proname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
   WHERE pronamespace = relnamespace
   AND tgrelid = pg_class.oid AND tgname = relname || '_company' AND tgenabled IN ('O', 'A') AND tgtype = 7 AND tgqual IS NULL)
FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
"""
COMPANY = "sites.Node"  # the model whose rows the companies are


@dataclass(frozen=True)
class Limited:
    """A table whose rows are of a company: in which column that stands. `by` is the column of the row it is taken over from, of the table
    `parent`, where it stands in `of`; `same` are columns that refer to rows of the same company: column, table, column of its company.
    """

    table: str
    column: str
    by: str = ""
    parent: str = ""
    of: str = ""
    same: tuple[tuple[str, str, str], ...] = ()

    @property
    def function(self) -> Function:
        """What its trigger runs."""
        return Function(f"tanheng_company_of_{self.table}", "trigger", self.body, table=self.table)

    @property
    def trigger(self) -> str:
        """The name of its trigger."""
        return f"{self.table}_company"

    @property
    def body(self) -> str:
        """What its trigger does before a row is stored."""
        own = OWN_COMPANY.format(table=self.table, column=self.by, parent=self.parent, of=self.of) if self.by else ""
        others = [
            SAME_COMPANY.format(table=self.table, column=column, parent=parent, of=of, own=self.column) for column, parent, of in self.same
        ]
        return f"BEGIN{own}{''.join(others)}\n  RETURN NEW;\nEND "


def limited_tables(declared: Mapping[str, str]) -> list[Limited]:
    """The tables of a declaration, each after those it takes its company over from: model → the field that leads to the company, or to
    a row of another declared model, whose company it is.
    """
    company = {name: _is_company(name, field) for name, field in declared.items()}
    columns = {name: _field(name, field).column if company[name] else "company_id" for name, field in declared.items()}
    found = []
    for name, field in sorted(declared.items(), key=lambda one: _steps(one[0], declared)):
        model, through = apps.get_model(name), _field(name, field)
        same = tuple(
            (str(one.column), one.related_model._meta.db_table, columns[one.related_model._meta.label])
            for one in model._meta.concrete_fields
            if isinstance(one, models.ForeignKey) and one is not through and one.related_model._meta.label in columns
        )
        parent = through.related_model._meta
        taken = {} if company[name] else {"by": str(through.column), "parent": parent.db_table, "of": columns[parent.label]}
        found.append(Limited(model._meta.db_table, columns[name], **taken, same=same))
    return found


def _steps(name: str, declared: Mapping[str, str]) -> int:
    """How many rows lie between a row of the model and its company."""
    parent: str = _field(name, declared[name]).related_model._meta.label
    return 0 if parent == COMPANY else 1 + _steps(parent, declared)


def _field(name: str, field: str) -> "models.ForeignKey[models.Model]":
    found = apps.get_model(name)._meta.get_field(field)
    assert isinstance(found, models.ForeignKey)
    return found


def _is_company(name: str, field: str) -> bool:
    return _field(name, field).related_model._meta.label == COMPANY


def ensure_row_security(opened: BaseDatabaseWrapper, tables: Iterable[Limited]) -> None:
    """Put columns, triggers and policies where they are not as they should be; as the owner. A table that was filled before gets its
    column by being written anew: no lock of it is lifted and no row changed. Their functions (`functions`) are there before.
    """
    tables = list(tables)
    existing = set(opened.introspection.table_names())
    wrong = row_faults(opened, [one for one in tables if one.table in existing])
    if not wrong:
        return
    with transaction.atomic(using=opened.alias), opened.cursor() as cursor:
        for one in tables:
            if one.table in wrong:
                for statement in _statements(one, filled=one.column in _columns(opened, one.table)):
                    cursor.execute(statement, None)


def _columns(opened: BaseDatabaseWrapper, table: str) -> set[str]:
    with opened.cursor() as cursor:
        return {one.name for one in opened.introspection.get_table_description(cursor, table)}


def _statements(one: Limited, *, filled: bool) -> Iterable[str]:
    if not filled:
        yield FILLING.format(of=one.of, parent=one.parent)
        yield f'ALTER TABLE "{one.table}" ADD COLUMN {one.column} bigint'
        yield (
            f'ALTER TABLE "{one.table}" ALTER COLUMN {one.column} TYPE bigint USING tanheng_filling({one.by}),'
            f" ALTER COLUMN {one.column} SET NOT NULL"
        )
        yield "DROP FUNCTION tanheng_filling(bigint)"
    yield TRIGGER.format(table=one.table, name=one.function.name)
    yield f'DROP POLICY IF EXISTS {POLICY} ON "{one.table}"'
    yield f'CREATE POLICY {POLICY} ON "{one.table}" USING {ALLOWED.format(column=one.column)}'
    yield f'ALTER TABLE "{one.table}" ENABLE ROW LEVEL SECURITY'


def row_faults(opened: BaseDatabaseWrapper, tables: Iterable[Limited]) -> list[str]:
    """Tables that are not limited as they should be: row security off, another policy, another trigger."""
    with opened.cursor() as cursor:
        cursor.execute(FOUND, {"policy": POLICY})
        found = {table: rest for table, *rest in cursor.fetchall()}
    return [one.table for one in tables if not _is_whole(one, found.get(one.table))]


def _is_whole(one: Limited, found: list[Any] | None) -> bool:
    if found is None:
        return False
    on, allowed, policies, function = found
    return bool(
        on and policies == 1 and function == one.function.name and _words(allowed or "") == _words(ALLOWED.format(column=one.column))
    )


def _words(expression: str) -> list[str]:
    """The words of an expression, whichever way PostgreSQL writes its brackets, casts and names."""
    return re.findall(r"[a-z_]+|=", re.sub(r" AS \w+|::bigint\[\]", "", expression))
