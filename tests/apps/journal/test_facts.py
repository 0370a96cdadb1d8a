"""Every change seals what it wrote: no table is forgotten, what is rolled back is not sealed, and what stood there before is adopted."""

import json
import re

import pytest
from django.apps import apps
from django.db import transaction

from tanheng.apps.journal.models import Event, Head
from tanheng.apps.journal.selectors import leaf_of, sealed_record, verify_journal
from tanheng.apps.journal.selectors.facts import facts_root, groups_of, ranges_of, ranges_text
from tanheng.apps.journal.selectors.verification import verify
from tanheng.apps.journal.services import adopt_facts, append_event
from tanheng.apps.people.models import ApiToken, Assignment, User
from tanheng.apps.people.services import assign_role, change_own_profile, invite_person
from tanheng.apps.people.services.changes import change
from tanheng.apps.people.services.tokens import create_token
from tanheng.apps.records.models import FileReading
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.services import create_site, rename_node
from tanheng.registration.collected import RegistrationError, facts, registered_apps
from tanheng.seal.canonical import sha256_of_bytes
from tanheng.seal.chain import GENESIS, link
from tanheng.seal.merkle import Frontier
from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.facts import RecordedModel, UnrecordedChangeError, note, take_notes
from tests.apps.journal.tampered_house import behind, found
from tests.apps.smelter import upload
from tests.support.acting import in_person
from tests.tidy.sources import PACKAGE


def sealed_by(event):
    return {group["what"]: group for group in json.loads(event.facts or "[]")}


def last_event():
    return Event.objects.order_by("sequence").last()


# ── declared ─────────────────────────────────────────────────────────────────────────────────────


def test_every_table_of_ours_says_what_is_sealed_of_it_or_why_nothing_is():
    """A new table: add a `Fact` to the `facts` of its `apps.py`, or its name with the reason to `unsealed`."""
    declared = {fact.model for fact in facts().values()}
    unsealed = {model: reason for app in registered_apps() for model, reason in app.unsealed.items()}
    ours = {model._meta.label for model in apps.get_models() if model.__module__.startswith("tanheng.")}
    assert ours - declared - set(unsealed) == set()
    assert set(unsealed) <= ours - declared
    assert all(len(reason) > 8 for reason in unsealed.values())


def test_the_page_of_what_is_proven_names_every_kind_of_document():
    text = (PACKAGE.parent.parent / "docs/concepts/proof.md").read_text(encoding="utf-8")
    table = text.split("## What is covered")[1].split("\n## ")[0].split("|---|---|")[1]
    assert sorted(re.findall(r"`([a-z_]+)`", table)) == sorted(one.what for app in registered_apps() for one in app.facts)


def test_every_table_whose_rows_are_facts_notes_what_it_saves():
    for fact in facts().values():
        model = apps.get_model(fact.model)
        assert issubclass(model, AppendOnlyModel | RecordedModel) or model.__module__.startswith("allauth."), fact.model


def test_a_document_speaks_of_every_column_but_those_that_are_no_fact():
    silent = {"people.User": {"language", "last_login", "joined_at"}, "people.ApiToken": {"prefix"}, "mfa.Authenticator": None}
    for fact in facts().values():
        model, says = apps.get_model(fact.model), fact.documents[fact.version]
        told = {path.lstrip("#").partition("__")[0] for path in says.values()}
        columns = {field.name for field in model._meta.concrete_fields if field.attname not in told and field.name not in told}
        unspoken = silent.get(fact.model, set())
        if unspoken is not None:
            assert columns - {"id"} - ({fact.only[0]} if fact.only else set()) == unspoken, fact.what


def test_changing_rows_past_what_notes_them_is_refused(db):
    for rows in (User.objects.all(), Node.objects.all(), ApiToken.objects.all()):
        with pytest.raises(UnrecordedChangeError):
            rows.update(pk=1)
        with pytest.raises(UnrecordedChangeError):
            rows.bulk_update([], ["name"])


# ── sealed ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def stored_by_hand_is_forgotten(cast):
    """The cast and the other group were put into the tables by hand."""
    take_notes()


@pytest.mark.django_db
@pytest.mark.usefixtures("stored_by_hand_is_forgotten")
class TestAChange:
    def test_seals_the_document_of_what_it_wrote(self, group, cast):
        role = assign_role(actor=in_person(cast.ada), user=cast.bob, role="verifier", node=group.south)
        event = last_event()
        assert sealed_by(event)["role/1"]["documents"] == [
            {
                "fact": "role/1",
                "id": role.pk,
                "user": cast.bob.pk,
                "role": "verifier",
                "node": group.south.pk,
                "from": role.starts_on.isoformat(),
                "by": cast.ada.pk,
                "at": role.given_at.isoformat(timespec="microseconds"),
            }
        ]
        assert event.facts_root == facts_root(json.loads(event.facts))

    def test_seals_many_rows_by_their_root_alone(self, group, cast):
        one = upload(cast.alice, group.north)
        group_of_readings = sealed_by(last_event())["reading/2"]
        keys = FileReading.objects.filter(source_import=one).values_list("pk", flat=True)
        assert group_of_readings["ids"] == ranges_text(keys)
        assert set(group_of_readings) == {"what", "ids", "root"}

    def test_keeps_secrets_out_of_the_journal(self, group, cast):
        token, secret = create_token(actor=in_person(cast.alice), node=group.north, name="采集", scopes=["view_data"])
        document = sealed_by(last_event())["token/1"]["documents"][0]
        assert document["secret"] == sha256_of_bytes(token.secret_hash.encode())
        assert secret not in last_event().facts
        assert token.secret_hash not in last_event().facts

    def test_that_changes_a_row_seals_it_as_it_is_then(self, group, cast):
        stale = User.objects.get(pk=cast.bob.pk)
        change_own_profile(actor=in_person(cast.bob), display_name="填报员", language="en")

        def write():
            stale.is_active = False
            stale.save(update_fields=["is_active"])
            append_event(actor=None, action="people.profile.changed", subject=stale, place=None, payload={})

        change(in_person(cast.ada), "", None, write)
        document = sealed_by(last_event())["user/1"]["documents"][0]
        assert (document["name"], document["active"]) == ("填报员", False)
        assert not [place for place in found() if place[0] == "user" and place[1] == cast.bob.pk]

    def test_of_several_events_seals_with_each_its_own_rows(self, group, cast):
        invite_person(actor=in_person(cast.ada), email="zoe@example.test", display_name="核查员庚", role="verifier", node=group.south)
        person, role = Event.objects.order_by("sequence")[Event.objects.count() - 2 :]
        assert (set(sealed_by(person)), set(sealed_by(role))) == ({"user/1"}, {"role/1"})

    def test_that_fails_seals_nothing_and_the_next_one_not_its_rows(self, group, cast):
        before = Event.objects.count()

        def fail():
            Assignment(user=cast.bob, role="verifier", node=group.south, starts_on="2026-01-01", given_by=cast.ada).save()
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            change(in_person(cast.ada), "", group.group, fail)
        assert Event.objects.count() == before
        rename_node(actor=in_person(cast.ada), node=group.south, name="南方")
        assert "role/1" not in sealed_by(last_event())

    def test_whose_rows_no_event_took_along_is_sealed_all_the_same(self, group, cast):
        def write():
            Assignment(user=cast.bob, role="verifier", node=group.south, starts_on="2026-01-01", given_by=cast.ada).save()

        change(in_person(cast.ada), "", group.group, write)
        assert last_event().action == "journal.facts.sealed"
        assert "role/1" in sealed_by(last_event())

    def test_of_nothing_that_is_sealed_has_the_root_of_nothing(self, group):
        with transaction.atomic():
            append_event(actor=None, action="x.y", subject=group.group, place=None, payload={})
        assert (last_event().facts, last_event().facts_root) == ("", facts_root([]))

    def test_of_a_table_that_has_not_said_what_is_sealed_is_refused(self, group):
        from django.contrib.contenttypes.models import ContentType

        note([ContentType.objects.first()])
        with pytest.raises(RegistrationError, match="unsealed"):
            append_event(actor=None, action="x.y", subject=group.group, place=None, payload={})


@pytest.mark.django_db
def test_of_a_table_with_several_kinds_only_those_that_were_saved_are_read(group, django_assert_num_queries):
    saved = [(Node, group.north.pk), (Node, group.south.pk), (Node, group.potline.pk)]
    with django_assert_num_queries(3):  # the kinds of the three, then the two companies, the facility
        groups = groups_of(saved)
    assert {one["what"]: len(one["documents"]) for one in groups} == {"company/1": 2, "facility/1": 1}


def test_the_head_keeps_the_tree_over_all_events(group, cast):
    create_site(actor=in_person(cast.ada), company=group.south, name="厂区", code="site-2")
    tree = Frontier()
    for event in Event.objects.order_by("sequence"):
        tree.append(leaf_of(event.hash))
    head = Head.objects.get()
    assert (head.sequence, head.frontier) == (tree.size, tree.text)


@pytest.mark.parametrize(("keys", "text"), [([3], "3"), ([1, 2, 3, 7], "1-3,7"), ([5, 4], "4-5"), ([2, 4], "2,4")])
def test_ids_are_told_as_ranges(keys, text):
    assert ranges_text(keys) == text
    assert [key for first, last in ranges_of(text) for key in range(first, last + 1)] == sorted(keys)


# ── adopted ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def before_facts(group, cast):
    """The same house as a version that knew no facts and no tree left it."""
    upload(cast.alice, group.north)
    previous, changes = GENESIS, []
    for event in Event.objects.order_by("sequence"):
        event.facts_root = event.facts = ""
        event.previous_hash = previous
        previous = link(previous, sealed_record(event).record)
        sql = "UPDATE journal_event SET facts = '', facts_root = '', previous_hash = %s, hash = %s WHERE id = %s"
        changes.append((sql, [event.previous_hash, previous, event.pk]))
    behind(*changes, ("UPDATE journal_head SET frontier = '', hash = %s", [previous]))


@pytest.mark.usefixtures("before_facts")
def test_what_was_stored_before_is_sealed_once_by_one_event():
    count = Head.objects.get().sequence
    assert adopt_facts() > 30
    assert adopt_facts() == 0
    event = last_event()
    assert (event.sequence, event.action) == (count + 1, "journal.facts.adopted")
    assert json.loads(event.payload)["through"] == count
    told = verify(lambda _: lambda _: None)
    assert (told.holds, told.since) == (True, event.sequence)
    assert verify_journal().holds


@pytest.mark.usefixtures("before_facts")
def test_what_is_changed_after_the_adoption_is_told():
    adopt_facts()
    reading = FileReading.objects.all()[7]
    behind(("UPDATE records_reading SET amount = '1' WHERE id = %s", [reading.pk]))
    assert ("reading", reading.pk, "amount differs") in found()


@pytest.mark.django_db
def test_an_empty_journal_has_nothing_to_adopt():
    assert adopt_facts() == 0
    assert Event.objects.count() == 0
