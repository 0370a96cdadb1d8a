"""A witness takes what continues what it saw, and nothing else: no rollback, no other past, no other log."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.seal.checkpoints import Checkpoint
from tanheng.seal.merkle import consistency_path, leaf_hash, root_of
from tanheng.seal.notes import ED25519, Note, NoteError, PrivateKey
from tanheng.seal.witnessing import RefusedCheckpointError, Request, read_request, taken

KEY = PrivateKey("tanheng.example/log", ED25519, bytes(range(32)))
OTHER = PrivateKey("tanheng.example/other", ED25519, bytes(range(1, 33)))
LEAVES = [leaf_hash(bytes([number])) for number in range(40)]


def at(size, leaves=LEAVES):
    return Checkpoint(KEY.name, size, root_of(leaves[:size]))


def request(size, old, leaves=LEAVES, key=KEY):
    text = Checkpoint(key.name, size, root_of(leaves[:size])).text
    path = consistency_path(leaves[:size], old) if old <= size else []
    return Request(old, tuple(path), Note(text).with_signature(key.sign(text)))


def refused(seen, asked):
    with pytest.raises(RefusedCheckpointError) as refusal:
        taken(seen, asked, [KEY.public])
    return refusal.value.reason


@given(st.integers(0, 40), st.integers(1, 40))
def test_a_later_checkpoint_of_the_same_past_is_taken(old, size):
    old, size = sorted((old, size))
    seen = at(old) if old else None
    assert taken(seen, read_request(request(size, old).written), [KEY.public]) == at(size)


def test_an_older_one_is_a_rollback():
    assert refused(at(20), request(12, 20)) == "rollback"


def test_another_past_is_refused():
    forged = [*LEAVES[:5], leaf_hash(b"rewritten"), *LEAVES[6:]]
    assert refused(at(20), request(20, 20, forged)) == "fork"
    assert refused(at(20), request(30, 20, forged)) == "not_continued"


def test_a_request_from_elsewhere_is_refused():
    assert refused(at(20), request(30, 10)) == "another_old"
    assert refused(at(20), request(30, 20, key=OTHER)) == "unsigned"
    with pytest.raises(RefusedCheckpointError, match="other_log"):
        taken(at(20), request(30, 20, key=OTHER), [KEY.public, OTHER.public])


@pytest.mark.parametrize("content", ["", "old\n\n", "old x\n\nnote", "old 1\n!!!\n\nnote", "old 1\nAAAA\n\nnote", "new 1\n\nnote"])
def test_what_is_no_request_is_refused(content):
    with pytest.raises(NoteError):
        read_request(content)
