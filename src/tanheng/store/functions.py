"""Functions of the program in PostgreSQL: made as they are declared, compared in every part, told and put back where they differ.

Each looks for what it names in one fixed place (`search_path`), with `pg_temp` last, so that no table or function that a caller made stands
in for the one that is meant. What works with the rights of the owner may be called by the application's role alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

MISSING, ALTERED, FOREIGN = "missing", "altered", "foreign"
# Every function of ours by name, and every other of this schema that works with the rights of whoever made it.
FOUND = """
SELECT proname, oidvectortypes(proargtypes), format_type(prorettype, NULL), lanname, provolatile, prosecdef, proisstrict, proretset, prosrc,
  coalesce(array_to_string(proconfig, ';'), ''),
  proowner = (SELECT relowner FROM pg_class WHERE oid = to_regclass('django_migrations')),
  has_function_privilege('public', pg_proc.oid, 'EXECUTE'),
  coalesce(has_function_privilege(application.oid, pg_proc.oid, 'EXECUTE'), false),
  (SELECT count(*) FROM aclexplode(proacl) WHERE grantee NOT IN (0, proowner) AND grantee IS DISTINCT FROM application.oid)
FROM pg_proc JOIN pg_language ON pg_language.oid = prolang LEFT JOIN pg_roles AS application ON application.rolname = %(role)s
WHERE pronamespace = current_schema()::regnamespace AND prokind = 'f' AND (proname LIKE 'tanheng%%' OR prosecdef)
"""
SCHEMA = "SELECT quote_ident(current_schema())"
OWNER = "SELECT quote_ident(pg_get_userbyid(relowner)) FROM pg_class WHERE oid = to_regclass('django_migrations')"


@dataclass(frozen=True)
class Function:
    """A function of ours. `table` is one it reads: without it there is nothing for the function to do, and it looks in the schema of the
    tables; one without reads none and looks nowhere. `as_owner`: it works with the owner's rights, called by the application alone.
    """

    name: str
    gives: str
    body: str
    parameters: tuple[tuple[str, str], ...] = ()
    language: str = "plpgsql"
    stable: bool = False
    table: str = ""
    as_owner: bool = False

    @property
    def types(self) -> str:
        """The types of its parameters, as PostgreSQL writes them."""
        return ", ".join(kind for _, kind in self.parameters)

    @property
    def signature(self) -> str:
        """The function among others of its name."""
        return f"{self.name}({self.types})"

    def path(self, schema: str) -> str:
        """Where it looks for what it names."""
        return f"search_path={schema if self.table else 'pg_catalog'}, pg_temp"

    def statements(self, schema: str) -> Iterable[str]:
        """SQL that makes it anew. Nothing hangs on one that the application calls by name: whatever stood there goes first."""
        if self.as_owner:
            yield f"DROP FUNCTION IF EXISTS {self.signature}"
        words = ", ".join(f"{name} {kind}" for name, kind in self.parameters)
        rights = "SECURITY DEFINER" if self.as_owner else "SECURITY INVOKER"
        kind = "STABLE PARALLEL SAFE" if self.stable else "VOLATILE"
        yield (
            f"CREATE OR REPLACE FUNCTION {self.name}({words}) RETURNS {self.gives} LANGUAGE {self.language} {kind} {rights} "
            f"SET {self.path(schema).replace('=', ' = ')} AS $tanheng${self.body}$tanheng$"
        )
        if self.as_owner:
            yield f"REVOKE ALL ON FUNCTION {self.signature} FROM PUBLIC"


def schema_of(opened: BaseDatabaseWrapper) -> str:
    """The schema of the tables, as SQL writes it."""
    with opened.cursor() as cursor:
        cursor.execute(SCHEMA)
        return str(cursor.fetchone()[0])


def function_faults(opened: BaseDatabaseWrapper, declared: Iterable[Function], role: str = "") -> dict[str, str]:
    """By the signature of a function what is wrong with it: MISSING, ALTERED in any of its parts or in who may call it, or FOREIGN: of
    our names, or working with the rights of its maker, and none of the program's. `role` is the application's, where it is another.
    """
    existing, schema = set(opened.introspection.table_names()), schema_of(opened)
    expected = {one.signature: one for one in declared if not one.table or one.table in existing}
    with opened.cursor() as cursor:
        cursor.execute(FOUND, {"role": role})
        found = {f"{name}({types})": tuple(rest) for name, types, *rest in cursor.fetchall()}
    faults = {}
    for signature, one in expected.items():
        if signature not in found:
            faults[signature] = MISSING
        elif not _is_whole(one, found[signature], schema, role):
            faults[signature] = ALTERED
    return {**faults, **{signature: FOREIGN for signature in found if signature not in expected}}


def _is_whole(one: Function, found: tuple[object, ...], schema: str, role: str) -> bool:
    *parts, by_public, by_role, others = found
    volatility = "s" if one.stable else "v"
    if parts != [one.gives, one.language, volatility, one.as_owner, False, False, one.body, one.path(schema), True]:
        return False
    return not one.as_owner or not (by_public or (role and (not by_role or others)))


def ensure_functions(opened: BaseDatabaseWrapper, declared: Iterable[Function], role: str = "") -> None:
    """Make every function anew that is another than declared; as the owner. What is foreign is told, not removed."""
    functions = {one.signature: one for one in declared}
    wrong = [functions[name] for name, fault in function_faults(opened, functions.values(), role).items() if fault != FOREIGN]
    schema = schema_of(opened)
    with transaction.atomic(using=opened.alias), opened.cursor() as cursor:
        cursor.execute(OWNER)
        (owner,) = cursor.fetchone()
        for one in wrong:
            for statement in one.statements(schema):
                cursor.execute(statement, None)
            cursor.execute(f"ALTER FUNCTION {one.signature} OWNER TO {owner}", None)
            if one.as_owner and role:
                cursor.execute(f"GRANT EXECUTE ON FUNCTION {one.signature} TO {opened.ops.quote_name(role)}", None)
