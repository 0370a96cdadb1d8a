"""What is kept outside of the database shows what the database alone cannot: an older copy, a cut tail, a past rewritten as a whole."""

import json

import pytest
from click.testing import CliRunner

from tanheng.apps.journal.models import Event, Head
from tanheng.apps.journal.selectors import sealed_record
from tanheng.apps.journal.selectors.anchors import kept_anchors, read_anchors
from tanheng.apps.journal.selectors.verification import verify
from tanheng.apps.journal.services.checkpoints import change_signing_key, sign_checkpoint, witness_request
from tanheng.apps.journal.tasks import sign_daily
from tanheng.apps.sites.services import rename_node
from tanheng.cli import main
from tanheng.seal.chain import GENESIS, link
from tanheng.seal.checkpoints import read_checkpoint
from tanheng.seal.merkle import Frontier
from tanheng.seal.notes import read_note
from tanheng.store.signing_key import make_signing_key, public_keys, signing_key
from tests.apps.journal.tampered_house import behind
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def apart(settings, tmp_path):
    """A key and checkpoints of this test alone."""
    settings.SIGNING_KEY_FILE = tmp_path / "keys" / "signing-key"
    settings.CHECKPOINT_FOLDER = tmp_path / "checkpoints"


def told(*extra):
    keys = public_keys()
    (kept, unread), (given, wrong) = kept_anchors(keys), read_anchors(extra, keys)
    found = verify(lambda _: lambda _: None, [*kept, *given])
    return [(place.what, place.found.en) for place in [*found.places, *unread, *wrong] if place.what in ("anchor", "event", "head")]


def rewritten(sequence, payload):
    """One event rewritten and the whole chain hashed anew, by somebody who holds the database."""
    previous, changes = GENESIS, []
    for event in Event.objects.order_by("sequence"):
        if event.sequence == sequence:
            event.payload = payload
        event.previous_hash = previous
        previous = link(previous, sealed_record(event).record)
        sql = "UPDATE journal_event SET payload = %s, previous_hash = %s, hash = %s WHERE id = %s"
        changes.append((sql, [event.payload, event.previous_hash, previous, event.pk]))
    behind(*changes, ("UPDATE journal_head SET hash = %s, frontier = ''", [previous]))


def cut(size):
    """The tail cut, the head set back."""
    kept = Event.objects.get(sequence=size)
    behind(
        f"DELETE FROM journal_event WHERE sequence > {size}",
        ("UPDATE journal_head SET sequence = %s, hash = %s, frontier = ''", [size, kept.hash]),
    )


def test_the_key_is_made_once_outside_of_the_database_and_for_its_owner_alone(group, settings):
    assert signing_key() is None
    sign_checkpoint()
    key = signing_key()
    assert settings.SIGNING_KEY_FILE.stat().st_mode & 0o777 == 0o600
    sign_checkpoint()
    assert signing_key() == key
    assert json.loads(Event.objects.get(action="journal.key.made").payload) == {"key": key.public.written}


def test_a_checkpoint_is_the_head_and_is_read_by_its_key(group):
    note = read_note(sign_checkpoint().written)
    assert signing_key().public.signature_in(note)
    assert read_checkpoint(note.text).size == Head.objects.get().sequence
    assert told() == []


def test_of_a_journal_without_any_event_the_tree_is_empty():
    make_signing_key()
    checkpoint = read_checkpoint(sign_checkpoint().text)
    assert (checkpoint.size, checkpoint.root) == (0, Frontier().root)
    assert kept_anchors(public_keys()) == ([], [])


def test_every_past_checkpoint_is_continued(group, cast):
    for number in range(5):
        sign_checkpoint()
        rename_node(actor=in_person(cast.ada), node=group.south, name=f"南方{number}")
    assert len(kept_anchors(public_keys())[0]) == 5
    assert told() == []


def test_a_chain_hashed_anew_shows_against_a_checkpoint_alone(group):
    sign_checkpoint()
    size = Head.objects.get().sequence
    rewritten(3, '{"name":"别的"}')
    assert told() == [
        ("anchor", f"up to event {size} it is another journal: it was rewritten, or restored from an older backup and gone on with")
    ]


def test_an_older_copy_or_a_cut_tail_shows_against_a_checkpoint(group):
    size = Head.objects.get().sequence
    sign_checkpoint()  # one more, the key's
    cut(size)
    assert told() == [
        ("anchor", f"the checkpoint has {size + 1} events, the journal {size}: its tail was cut, or the database is an older copy")
    ]


def test_an_anchor_kept_elsewhere_tells_when_those_beside_the_database_are_gone(group, settings, tmp_path):
    anchor = tmp_path / "anchor.txt"
    anchor.write_text(sign_checkpoint().written)
    for path in settings.CHECKPOINT_FOLDER.iterdir():
        path.unlink()
    rewritten(3, '{"name":"别的"}')
    assert told() == []
    assert [place[0] for place in told(anchor)] == ["anchor"]
    outcome = CliRunner().invoke(main, ["verify", "--anchor", str(anchor), "--lang", "en"])
    assert outcome.exit_code == 1
    assert "it was rewritten" in outcome.output


def test_a_checkpoint_by_another_key_is_no_anchor_of_ours(group, settings, tmp_path):
    foreign = tmp_path / "foreign.txt"
    foreign.write_text(sign_checkpoint().written)
    settings.SIGNING_KEY_FILE = tmp_path / "other" / "signing-key"
    sign_checkpoint()
    assert told(foreign)[-1] == ("anchor", "the checkpoint is not signed by a key of this journal")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"text\n\nno signature\n", b"old 3\n\nnothing"])
def test_a_file_that_is_no_checkpoint_is_told(group, tmp_path, content):
    wrong = tmp_path / "wrong.txt"
    wrong.write_bytes(content)
    assert [place[0] for place in told(wrong)] == ["anchor"]


def test_a_changed_key_is_signed_by_the_old_one_and_older_checkpoints_still_count(group):
    sign_checkpoint()
    old = signing_key()
    note = change_signing_key(actor=None)
    assert old.public.signature_in(note)
    assert signing_key() != old
    assert public_keys() == [old.public, signing_key().public]
    assert json.loads(Event.objects.get(action="journal.key.changed").payload)["note"] == note.written
    assert told() == []


def test_the_daily_one_says_what_it_did(group):
    assert "events" in sign_daily().en
    assert len(kept_anchors(public_keys())[0]) == 1


class TestAWitness:
    """By the commands, as two installations exchange files."""

    def ask(self, *words, status=0):
        outcome = CliRunner().invoke(main, [str(word) for word in words])
        assert outcome.exit_code == status, outcome.output
        return outcome.output

    @pytest.fixture
    def state(self, group, tmp_path):
        sign_checkpoint()
        state = tmp_path / "witness.json"
        self.ask("witness", "init", state, signing_key().public.written, "--name", "sister.example")
        return state

    def signed(self, state, tmp_path, name, known, status=0):
        request, cosigned = tmp_path / f"{name}.request", tmp_path / f"{name}.txt"
        if not request.exists():
            request.write_text(witness_request(known=known).written)
        return self.ask("witness", "sign", state, request, "-o", cosigned, status=status), cosigned

    def test_cosigns_what_continues_what_it_saw(self, state, group, cast, tmp_path):
        assert state.stat().st_mode & 0o777 == 0o600
        _, first = self.signed(state, tmp_path, "first", 0)
        size = read_checkpoint(read_note(first.read_text()).text).size
        rename_node(actor=in_person(cast.ada), node=group.south, name="南方")
        _, second = self.signed(state, tmp_path, "second", size)
        assert len(read_note(second.read_text()).signatures) == 2
        assert told(first, second) == []
        assert f"--since {size + 1}" in self.ask("witness", "show", state)

    def test_refuses_a_rollback_and_another_past(self, state, group, cast, tmp_path):
        self.signed(state, tmp_path, "first", 0)
        size = Head.objects.get().sequence
        rename_node(actor=in_person(cast.ada), node=group.south, name="南方")
        rewritten(3, '{"name":"别的"}')
        assert "改写" in self.signed(state, tmp_path, "rewritten", size, status=1)[0]
        cut(size - 1)
        assert "截断" in self.signed(state, tmp_path, "rolled-back", 0, status=1)[0]

    def test_takes_over_a_changed_key_by_the_old_one_s_signature(self, state, tmp_path):
        change = tmp_path / "change.txt"
        self.ask("checkpoint", "--change-key", "-o", change)
        self.signed(state, tmp_path, "too-early", 0, status=1)
        self.ask("witness", "key", state, change)
        self.signed(state, tmp_path, "later", 0)
        change.write_text(change.read_text().replace("tanheng key change", "tanheng key changed"))
        self.ask("witness", "key", state, change, status=1)

    def test_says_what_it_cannot_use(self, state, tmp_path):
        wrong = tmp_path / "wrong"
        wrong.write_text("no request")
        self.ask("witness", "sign", state, wrong, "-o", tmp_path / "x", status=1)
        self.ask("witness", "show", wrong, status=1)
        self.ask("witness", "init", tmp_path / "two.json", "no key", "--name", "x", status=2)
        self.ask("checkpoint", "--since", "100000", status=1)
        self.ask("checkpoint", "--since", "1", "--change-key", status=2)
