"""The hash chain: every change of the past shows at the first link it touches."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.seal.chain import GENESIS, Broken, SealedRecord, first_broken, link


def chain(texts):
    sealed, previous = [], GENESIS
    for sequence, text in enumerate(texts, start=1):
        record = {"sequence": sequence, "text": text}
        sealed.append(SealedRecord(sequence, record, previous, link(previous, record)))
        previous = sealed[-1].hash
    return sealed


def test_the_first_link_is_known_by_hand():
    # sha256 of {"previous_hash":"sha256:00…00","record":{"a":"1"}}, computed with sha256sum
    assert link(GENESIS, {"a": "1"}) == "sha256:4745d4d33b937d7f4680165fe8ab885e90ad875aca8f289a2f211c0506bb4fbd"


@given(st.lists(st.text(max_size=8), max_size=12))
def test_an_untouched_chain_holds(texts):
    assert first_broken(chain(texts)) is None


@given(st.lists(st.text(max_size=8), min_size=1, max_size=12), st.data())
def test_a_changed_record_is_named(texts, data):
    sealed = chain(texts)
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] = replace(sealed[at], record={**sealed[at].record, "text": texts[at] + "!"})
    assert first_broken(sealed) == Broken(at + 1, "content")


@given(st.lists(st.text(max_size=8), min_size=2, max_size=12), st.data())
def test_a_removed_record_leaves_a_gap(texts, data):
    sealed = chain(texts)
    at = data.draw(st.integers(0, len(sealed) - 2))
    del sealed[at]
    assert first_broken(sealed) == Broken(at + 1, "gap")


def test_a_record_resealed_alone_breaks_the_next_link():
    sealed = chain(["a", "b", "c"])
    forged = {"sequence": 2, "text": "forged"}
    sealed[1] = replace(sealed[1], record=forged, hash=link(sealed[0].hash, forged))
    assert first_broken(sealed) == Broken(3, "link")


def test_floats_have_no_place_in_the_chain():
    with pytest.raises(TypeError):
        link(GENESIS, {"value": 0.1})
