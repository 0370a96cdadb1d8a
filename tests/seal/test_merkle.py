"""The Merkle tree gives the published roots and proofs of Certificate Transparency, and no proof of anything else."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.seal.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_path,
    continues,
    includes,
    inclusion_path,
    leaf_hash,
    node_hash,
    root_from_path,
    root_of,
)

# The leaves, roots and proofs of Certificate Transparency's reference tests.
CONTENTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
LEAVES = [leaf_hash(bytes.fromhex(content)) for content in CONTENTS]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSIONS = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
CONSISTENCIES = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
leaves = st.lists(st.binary(max_size=3).map(leaf_hash), min_size=1, max_size=70)


def hexes(path):
    return [node.hex() for node in path]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_the_published_ones(size):
    assert root_of(LEAVES[:size]).hex() == ROOTS[size]


def test_no_leaf_gives_the_hash_of_nothing():
    assert root_of([]) == EMPTY_ROOT == hashlib.sha256(b"").digest()


@pytest.mark.parametrize(("index", "size", "path"), INCLUSIONS)
def test_the_proofs_of_inclusion_are_the_published_ones(index, size, path):
    found = inclusion_path(LEAVES[:size], index)
    assert hexes(found) == path
    assert includes(root_of(LEAVES[:size]), LEAVES[index], index, size, found)


@pytest.mark.parametrize(("older", "newer", "path"), CONSISTENCIES)
def test_the_proofs_of_consistency_are_the_published_ones(older, newer, path):
    found = consistency_path(LEAVES[:newer], older)
    assert hexes(found) == path
    assert continues(root_of(LEAVES[:older]), older, root_of(LEAVES[:newer]), newer, found)


def recursive_root(hashes):
    """The definition of RFC 6962, as it stands there."""
    if len(hashes) < 2:
        return hashes[0] if hashes else EMPTY_ROOT
    left = 1
    while left * 2 < len(hashes):
        left *= 2
    return node_hash(recursive_root(hashes[:left]), recursive_root(hashes[left:]))


@pytest.mark.fuzz
@given(leaves)
def test_a_growing_tree_has_the_root_of_the_definition(hashes):
    tree = Frontier()
    for count, leaf in enumerate(hashes):
        assert tree.root == recursive_root(hashes[:count])
        tree = Frontier.of_text(tree.size, tree.text)  # as it is kept between two leaves
        tree.append(leaf)
    assert tree.root == recursive_root(hashes)


@pytest.mark.fuzz
@given(leaves, st.data())
def test_a_leaf_is_proven_at_its_place_and_at_no_other(hashes, data):
    index = data.draw(st.integers(0, len(hashes) - 1))
    root, path, size = root_of(hashes), inclusion_path(hashes, index), len(hashes)
    assert includes(root, hashes[index], index, size, path)
    assert not includes(root, leaf_hash(b"another"), index, size, path)
    assert not includes(root, hashes[index], index, size, [*path, path[0] if path else root])
    assert not includes(root, hashes[index], size, size, path)
    if path:
        assert not includes(root, hashes[index], index, size, path[:-1])
        other = data.draw(st.integers(0, size - 1).filter(lambda one: one != index))
        assert hashes[other] == hashes[index] or not includes(root, hashes[index], other, size, path)


@pytest.mark.fuzz
@given(leaves, st.data())
def test_a_tree_is_proven_to_continue_its_own_beginning_and_no_other(hashes, data):
    older = data.draw(st.integers(0, len(hashes)))
    root, path = root_of(hashes), consistency_path(hashes, older)
    assert continues(root_of(hashes[:older]), older, root, len(hashes), path)
    changed = [*hashes[: older - 1], leaf_hash(b"changed behind")] if older else [leaf_hash(b"x")]
    assert not continues(root_of(changed), older, root, len(hashes), path)
    assert not continues(root_of(hashes[:older]), older, leaf_hash(b"root"), len(hashes), path) or older == 0
    assert not continues(root_of(hashes[:older]), older, root, len(hashes), [*path, root])


@pytest.mark.parametrize(("size", "nodes"), [(3, [b"x" * 32]), (1, [b"short"]), (-1, [])])
def test_a_frontier_of_another_size_is_refused(size, nodes):
    with pytest.raises(ValueError):
        Frontier(size, nodes)


def test_what_is_not_there_is_not_proven():
    with pytest.raises(IndexError):
        inclusion_path(LEAVES, 8)
    with pytest.raises(IndexError):
        consistency_path(LEAVES, 9)
    with pytest.raises(ValueError):
        root_from_path(LEAVES[0], 8, 8, [])
