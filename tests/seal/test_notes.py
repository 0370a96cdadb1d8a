"""Signed notes and checkpoints are those that other programs write: the published example of Go's `note` package is read and made again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.seal.checkpoints import Checkpoint, read_checkpoint
from tanheng.seal.notes import (
    COSIGNATURE,
    ED25519,
    Note,
    NoteError,
    PrivateKey,
    cosigned_message,
    read_note,
    read_private_key,
    read_public_key,
    time_of,
)

# From the documentation of golang.org/x/mod/sumdb/note.
SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
LINE = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
LOG = PrivateKey("tanheng.example/log", ED25519, bytes(range(32)))
WITNESS = PrivateKey("sister.example", COSIGNATURE, bytes(range(1, 33)))
ROOT = bytes(range(32))


def test_the_published_example_holds():
    note = read_note(f"{TEXT}\n{LINE}\n")
    assert note.text == TEXT
    assert read_public_key(PUBLIC).signature_in(note).line == LINE


def test_the_published_example_is_signed_alike():
    key = read_private_key(SECRET)
    assert (key.public.written, key.written) == (PUBLIC, SECRET)
    assert key.sign(TEXT).line == LINE
    assert Note(TEXT).with_signature(key.sign(TEXT)).written == f"{TEXT}\n{LINE}\n"


def test_a_checkpoint_is_its_three_lines():
    one = Checkpoint("tanheng.example/log", 812, ROOT)
    assert one.text == "tanheng.example/log\n812\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    assert read_checkpoint(one.text) == one
    assert read_checkpoint(one.text + "a line more\n").more == ("a line more",)


@pytest.mark.parametrize(
    "text",
    ["", "log\n1\n", "log\n01\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n", "log\n1\nAAEC\n", "log\n1\n====\n", "log\n\n1\nAAEC\n"],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(NoteError):
        read_checkpoint(text)


@pytest.mark.parametrize(
    "content",
    ["", "text\n", "text\n\nno signature\n", "text\n\n— name !!!\n", "text\n\n— name AAAA\n", f"te\rxt\n\n{LINE}\n", f"text\n\n{LINE}"],
)
def test_what_is_no_note_is_refused(content):
    with pytest.raises(NoteError):
        read_note(content)


@pytest.mark.parametrize("word", ["", "name", "name+00000000+AAAA", PUBLIC.replace("c74f20a3", "00000000"), PUBLIC.replace("ARpc", "Apc2")])
def test_what_is_no_key_is_refused(word):
    with pytest.raises(NoteError):
        read_public_key(word)
    with pytest.raises(NoteError):
        read_private_key(word)


def test_a_note_signed_by_another_or_changed_since_is_refused():
    note = Note(TEXT).with_signature(LOG.sign(TEXT))
    with pytest.raises(NoteError, match="not signed by"):
        read_public_key(PUBLIC).signature_in(note)
    with pytest.raises(NoteError, match="does not hold"):
        LOG.public.signature_in(Note(TEXT.replace("answer", "end"), note.signatures))


def test_a_witness_signs_the_checkpoint_with_its_time_beside_the_log():
    text = Checkpoint("tanheng.example/log", 3, ROOT).text
    note = Note(text).with_signature(LOG.sign(text)).with_signature(WITNESS.sign(text, 1764460800))
    read = read_note(note.written)
    assert LOG.public.signature_in(read)
    assert time_of(WITNESS.public.signature_in(read).content) == 1764460800
    assert cosigned_message(text, 1764460800).decode() == f"cosignature/v1\ntime 1764460800\n{text}"
    assert len(read.with_signature(WITNESS.sign(text, 1764460900)).signatures) == 2  # the later one stands for the older


def test_a_witness_cannot_be_put_at_another_time():
    text = Checkpoint("tanheng.example/log", 3, ROOT).text
    made = WITNESS.sign(text, 1764460800)
    forged = type(made)(made.name, made.key_id, (1764460801).to_bytes(8, "big") + made.content[8:])
    with pytest.raises(NoteError, match="does not hold"):
        WITNESS.public.signature_in(Note(text, (forged,)))


def test_keys_of_one_name_and_two_algorithms_are_told_apart():
    twin = PrivateKey(LOG.name, COSIGNATURE, LOG.seed)
    assert twin.public.content == LOG.public.content
    assert twin.public.key_id != LOG.public.key_id


@pytest.mark.fuzz
@given(st.text())
def test_any_text_is_a_note_or_refused(content):
    try:
        note = read_note(content)
    except NoteError:
        return
    assert read_note(note.written) == note
