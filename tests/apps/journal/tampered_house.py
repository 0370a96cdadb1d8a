"""A house with one of everything, and ways to change its database behind the application: triggers off, the change, triggers on again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import connection

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.evidence.models import Attachment
from tanheng.apps.evidence.services import attach_evidence
from tanheng.apps.guidance.models import Clarification
from tanheng.apps.journal.selectors.verification import verify
from tanheng.apps.people.models import ApiToken, Assignment
from tanheng.apps.people.services import end_assignment, invite_person
from tanheng.apps.people.services.tokens import create_token, end_token
from tanheng.apps.records.models import Import
from tanheng.apps.reporting.models import IssuedReport
from tanheng.apps.reporting.services import issue_report
from tanheng.apps.sites.models import NodeFact
from tanheng.apps.sites.services import record_fact, rename_node
from tanheng.store.append_only import append_only_tables, lock_statements, unlock_statements
from tanheng.store.contents import content_path
from tests.apps.guidance.clarified import clarification
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person
from tests.support.owner_rights import owner_rights

LONG_AGO = "2026-01-01 00:00:00+00:00"


@dataclass
class House:
    """One of everything that may be changed."""

    refused: Import
    accepted: Import
    attached: Attachment
    run: Run
    second_run: Run
    report: IssuedReport
    clarified: Clarification
    ended: Assignment
    capacity: NodeFact
    token: ApiToken
    ended_token: ApiToken


def built(cast, group) -> House:
    """The house, by the services alone."""
    alice, ada = in_person(cast.alice), in_person(cast.ada)
    refused = upload(cast.bob, group.north, output="not a number")
    accepted = upload(cast.alice, group.north, reason="首次报送")
    attached = attach_evidence(actor=alice, node=group.north, year=YEAR, file_name="出铝台账-2025.csv", content=b"month,t\n1,16000\n")
    run = run_accounts(actor=alice, node=group.north, year=YEAR, pack_id=PACK)
    second_run = run_accounts(actor=alice, node=group.north, year=YEAR, pack_id=PACK)
    report = issue_report(actor=alice, run=run, kind="kit", language="zh")
    clarified = clarification(cast.alice, group.group)
    person = invite_person(actor=ada, email="eve@example.test", display_name="短期核查员", role="verifier", node=group.south).user
    ended = person.assignments.get()
    end_assignment(actor=ada, assignment=ended, reason="核查结束")
    capacity = record_fact(actor=ada, node=group.potline, attribute="capacity_t_per_a", value="200000", valid_from=date(2020, 1, 1))
    token, _ = create_token(actor=alice, node=group.north, name="采集", scopes=["view_data"], expires_on=date(2030, 1, 1))
    old, _ = create_token(actor=alice, node=group.north, name="旧采集", scopes=["view_data"])
    end_token(actor=alice, token=old)
    rename_node(actor=ada, node=group.south_plant, name="南方铝厂（新）")
    return House(refused, accepted, attached, run, second_run, report, clarified, ended, capacity, token, old)


def found() -> list[tuple[str, int | str, str]]:
    """What the proof tells: kind, id, what was found."""
    return [(place.what, place.id, place.found.en) for place in verify(lambda _: lambda _: None).places]


def behind(*statements: str | tuple[str, list[object]]) -> None:
    """Do what only somebody with the database in hand can do, and leave the locks as they were."""
    with owner_rights(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # in a test nothing was committed yet; triggers wait for that
        for table in append_only_tables():
            for statement in unlock_statements(connection.vendor, table):
                cursor.execute(statement)
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for statement in statements:
            cursor.execute(*([statement] if isinstance(statement, str) else statement))
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in append_only_tables():
            for statement in lock_statements(connection.vendor, table):
                cursor.execute(statement)


def row_changed(table: str, key: int, **values: object) -> None:
    """Other values in one row."""
    columns = ", ".join(f'"{name}" = %s' for name in values)
    behind((f'UPDATE "{table}" SET {columns} WHERE id = %s', [*values.values(), key]))


def row_deleted(table: str, key: int) -> None:
    """One row less."""
    behind((f'DELETE FROM "{table}" WHERE id = %s', [key]))


def on_disk(sha256: str, change: Callable[[Path], None]) -> None:
    """Change the file of a content."""
    path = content_path(sha256)
    assert Path(settings.EVIDENCE_FOLDER) in path.parents
    path.parent.chmod(0o700)
    path.chmod(0o600)
    change(path)
