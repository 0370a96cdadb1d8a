"""The cast of every test that meets a door: one synthetic group, people with each role in it, and a stranger.

alice   carbon manager of the northern company          bob    data clerk of its plant
vera    verifier of the northern company                grace  group manager
ada     administrator of the group                      charlie  carbon manager in another group: sees nothing here
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import django
import pytest

from tests.support.acting import in_person

django.setup()  # pytest reads this file before its Django plug-in starts when a folder of tests is named

from django.db import connections  # noqa: E402
from django.db.backends.base.operations import BaseDatabaseOperations  # noqa: E402
from django.test import Client  # noqa: E402

from tanheng.apps.people.models import Assignment, User  # noqa: E402
from tanheng.apps.people.services import assign_role  # noqa: E402
from tanheng.apps.people.services.separations import decide_separation  # noqa: E402
from tanheng.apps.sites import services  # noqa: E402
from tanheng.apps.sites.models import Node  # noqa: E402
from tanheng.store.append_only import append_only_tables, unlock_statements  # noqa: E402


@dataclass(frozen=True)
class Group:
    """The synthetic group and the other one, by node."""

    group: Node
    north: Node
    north_plant: Node
    potline: Node
    south: Node
    south_plant: Node
    elsewhere: Node


@dataclass(frozen=True)
class Cast:
    """The people."""

    alice: User
    bob: User
    vera: User
    grace: User
    ada: User
    charlie: User


@pytest.fixture(scope="session", autouse=True)
def _database_can_be_emptied() -> Iterator[None]:
    """Tests with real transactions end by emptying all tables; the locks step aside for that and come back after it."""
    original = BaseDatabaseOperations.execute_sql_flush

    def flush(operations: BaseDatabaseOperations, sql_list: list[str]) -> None:
        connection = operations.connection
        with connection.cursor() as cursor:
            for table in append_only_tables():
                for statement in unlock_statements(connection.vendor, table):
                    cursor.execute(statement)
        original(operations, sql_list)

    BaseDatabaseOperations.execute_sql_flush = flush
    yield
    BaseDatabaseOperations.execute_sql_flush = original


@pytest.fixture
def group(db) -> Group:
    """A group with two companies, and a part of another group."""
    ada = person("ada", "管理员")
    services.begin_installation(actor=in_person(ada))
    top = services.create_group(actor=in_person(ada), name="合成集团")
    north = services.create_company(actor=in_person(ada), group=top, name="合成北方铝业", code="91640000000000000X")
    plant = services.create_site(actor=in_person(ada), company=north, name="北方铝厂", code="north")
    potline = services.create_facility(
        actor=in_person(ada), site=plant, name="1号电解系列", code="potline-1", facility_kind="potline", in_use_from=date(2015, 1, 1)
    )
    south = services.create_company(actor=in_person(ada), group=top, name="合成南方铝业", code="91530000000000000X")
    south_plant = services.create_site(actor=in_person(ada), company=south, name="南方铝厂", code="south")
    services.finish_installation(actor=in_person(ada))
    other = Node.objects.create(kind="group", path="0002/", name="合成外部集团", code="other")
    elsewhere = Node.objects.create(kind="company", parent=other, path="0002/0001/", name="合成外部铝业", code="OTHER")
    return Group(top, north, plant, potline, south, south_plant, elsewhere)


@pytest.fixture
def cast(group: Group) -> Cast:
    """Everybody, with the roles they hold."""
    ada = User.objects.get(email="ada@example.test")
    people = {name: person(name, shown) for name, shown in NAMES.items()}
    assign_role(actor=in_person(ada), user=people["alice"], role="carbon_manager", node=group.north)
    assign_role(actor=in_person(ada), user=people["bob"], role="clerk", node=group.north_plant)
    assign_role(actor=in_person(ada), user=people["vera"], role="verifier", node=group.north)
    assign_role(actor=in_person(ada), user=people["grace"], role="group_manager", node=group.group)
    Assignment(user=people["charlie"], role="carbon_manager", node=group.elsewhere, starts_on=date(2020, 1, 1), given_by=ada).save()
    return Cast(ada=ada, **people)


@pytest.fixture
def duties_together(group: Group) -> None:
    """A small company: one person may hold several duties."""
    ada = User.objects.get(email="ada@example.test")
    for separation in ("preparation", "administration"):
        decide_separation(actor=in_person(ada), node=group.group, separation=separation, in_force=False, reason="人员少")


@pytest.fixture
def signed_in(cast: Cast) -> Callable[..., Client]:
    """`signed_in("alice")` is a browser of alice's, `signed_in("alice", language="en")` one that reads English."""

    def client_of(name: str, language: str = "zh-hans") -> Client:
        client = Client()
        client.force_login(getattr(cast, name))
        client.cookies["django_language"] = language
        return client

    return client_of


NAMES = {"alice": "碳管理员甲", "bob": "填报员乙", "vera": "核查员丙", "grace": "集团丁", "charlie": "外人戊"}


def person(name: str, display_name: str) -> User:
    """An account without a password: tests sign in by hand."""
    return User.objects.create_user(f"{name}@example.test", None, display_name=display_name)


def close_connections() -> None:
    """At the end of a thread of a test."""
    for connection in connections.all():
        connection.close()
