"""Clarifications: who may record and read them, what is refused, and that they are facts."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tanheng.apps.guidance.models import Clarification
from tanheng.apps.guidance.selectors import clarifications
from tanheng.apps.journal.models import Event
from tanheng.apps.journal.pages.sentences import sentence
from tanheng.store.append_only import AppendOnlyError
from tanheng.store.contents import read_content
from tests.apps.guidance.clarified import ANCHOR, PACK, clarification

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["alice", "ada"])
def test_carbon_managers_and_administrators_record(cast, group, name):
    made = clarification(getattr(cast, name), group.group)
    assert (made.pack, made.anchor, made.by) == (PACK, ANCHOR, getattr(cast, name))
    assert made.place == "阳极消耗量 AC"
    assert made.pack_hash.startswith("sha256:")


@pytest.mark.parametrize("name", ["bob", "vera", "grace", "charlie"])
def test_others_do_not(cast, group, name):
    with pytest.raises(PermissionDenied):
        clarification(getattr(cast, name), group.group)
    assert not Clarification.objects.exists()


def test_each_leaves_one_event_in_the_journal(cast, group):
    before = Event.objects.count()
    made = clarification(cast.alice, group.group)
    event = Event.objects.get(action="guidance.clarification.recorded")
    assert Event.objects.count() == before + 1
    assert (event.object_id, event.place) == (str(made.pk), group.group.path)
    assert "阳极消耗量 AC" in sentence(event)


def test_a_correction_names_the_one_it_supersedes(cast, group):
    first = clarification(cast.alice, group.group)
    second = clarification(cast.ada, group.group, text="盘点差异另行说明。", supersedes=first)
    assert Clarification.objects.get(pk=first.pk).is_superseded
    assert not second.is_superseded
    assert Event.objects.filter(action="guidance.clarification.superseded").count() == 1
    with pytest.raises(ValidationError, match=r"取代|superseded"):
        clarification(cast.alice, group.group, supersedes=first)


def test_only_one_of_the_same_place_can_be_superseded(cast, group):
    first = clarification(cast.alice, group.group)
    with pytest.raises(ValidationError):
        clarification(cast.alice, group.group, anchor="q-molten_aluminium_output_t", supersedes=first)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "  "},
        {"said_by": ""},
        {"document": "\n"},
        {"pack": "cn/aluminium/none"},
        {"anchor": "q-nothing"},
        {"pack": "eu/../../etc"},
        {"text": "字" * 4001},
        {"said_on": date(2999, 1, 1)},
    ],
)
def test_what_is_incomplete_or_nowhere_is_refused_whole(cast, group, change):
    with pytest.raises(ValidationError):
        clarification(cast.alice, group.group, **change)
    assert not Clarification.objects.exists()
    assert not Event.objects.filter(action__startswith="guidance.").exists()


def test_today_is_not_the_future(cast, group):
    assert clarification(cast.alice, group.group, said_on=timezone.localdate())
    with pytest.raises(ValidationError):
        clarification(cast.alice, group.group, said_on=timezone.localdate() + timedelta(days=1))


def test_control_characters_are_left_out(cast, group):
    made = clarification(cast.alice, group.group, text="一\x00行\r\n二行", document="函\x001\u2028号")
    assert (made.text, made.document) == ("一行\n二行", "函1号")


def test_the_document_is_kept_by_its_hash(cast, group):
    made = clarification(cast.alice, group.group, file_name="C:\\letters\\函.pdf", content=b"%PDF-1.7 synthetic")
    assert made.file_name == "函.pdf"
    assert read_content(made.file.sha256) == b"%PDF-1.7 synthetic"


def test_it_is_never_changed_or_deleted(cast, group):
    made = clarification(cast.alice, group.group)
    made.text = "别的"
    with pytest.raises(AppendOnlyError):
        made.save()
    with pytest.raises(AppendOnlyError):
        made.delete()
    for statement in ("UPDATE guidance_clarification SET text = ''", "DELETE FROM guidance_clarification"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_newest_said_comes_first(cast, group):
    newer = clarification(cast.alice, group.group, said_on=date(2026, 5, 1))
    older = clarification(cast.alice, group.group, said_on=date(2025, 5, 1))
    assert list(clarifications([group.group], PACK)) == [newer, older]
