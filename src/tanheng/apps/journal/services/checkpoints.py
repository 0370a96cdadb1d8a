"""Writes of checkpoints: sign the head of the journal, make and change the key that signs. The files lie outside of the database; that a
key was made or changed is an event.
"""

from collections.abc import Mapping

from django.db import transaction

from tanheng.apps.journal.models import Head
from tanheng.apps.journal.selectors.anchors import head_tree, leaf_hashes, tree_of
from tanheng.apps.journal.services import append_event
from tanheng.pages.actor import Actor
from tanheng.seal.checkpoints import Checkpoint
from tanheng.seal.merkle import Frontier, consistency_path
from tanheng.seal.notes import Note, PrivateKey
from tanheng.seal.witnessing import Request
from tanheng.store.checkpoint_files import keep_checkpoint
from tanheng.store.one_moment import one_moment
from tanheng.store.signing_key import make_signing_key, next_signing_key, replace_signing_key, signing_key

KEY_CHANGE = "tanheng key change\n{old}\n{new}\n"


def sign_checkpoint() -> Note:
    """The head of the journal as a signed note, kept beside the database too; the key is made where there is none yet.

    Raises NoteError where the key's file holds no key, OSError where it cannot be read or written.
    """
    key = _key()
    return _signed(head_tree(), key)


def witness_request(*, known: int) -> Request:
    """A checkpoint for a witness that knows the first `known` events, with the proof that it continues them.

    Raises IndexError where the journal has fewer.
    """
    key = _key()
    with one_moment():
        leaves = list(leaf_hashes())
    return Request(known, tuple(consistency_path(leaves, known)), _signed(tree_of(leaves), key))


def change_signing_key(*, actor: Actor | None) -> Note:
    """Let a new key sign from now on; the change, signed by the old key, which is no longer kept itself. The journal keeps it too."""
    old = _key()
    new = next_signing_key(old)
    text = KEY_CHANGE.format(old=old.public.written, new=new.public.written)
    note = Note(text).with_signature(old.sign(text))
    _record(actor, "journal.key.changed", {"old": old.public.written, "new": new.public.written, "note": note.written})
    replace_signing_key(new)
    sign_checkpoint()
    return note


def _key() -> PrivateKey:
    key = signing_key()
    if key is None:
        key = make_signing_key()
        _record(None, "journal.key.made", {"key": key.public.written})
    return key


def _record(actor: Actor | None, action: str, payload: Mapping[str, str]) -> None:
    with transaction.atomic(durable=True):
        append_event(actor=actor, action=action, subject=Head(pk=1), place=None, payload=payload)


def _signed(tree: Frontier, key: PrivateKey) -> Note:
    text = Checkpoint(key.name, tree.size, tree.root).text
    note = Note(text).with_signature(key.sign(text))
    if tree.size:
        keep_checkpoint(tree.size, note.written)
    return note
