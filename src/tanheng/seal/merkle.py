"""The Merkle tree of RFC 6962: roots, proofs that a leaf is in it, proofs that an older tree is the beginning of a newer one.

Pure functions over leaf hashes (32 bytes each); what the leaves are is not known here. A `Frontier` is all that a growing tree needs to
take one leaf more: the roots of its complete subtrees, at most one for each bit of its size.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence

EMPTY_ROOT = hashlib.sha256().digest()


def leaf_hash(content: bytes) -> bytes:
    """Hash of a leaf, 32 bytes. The prefix keeps a leaf from being taken for a node."""
    return hashlib.sha256(b"\0" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node over its two children."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Frontier:
    """A tree that takes leaves and knows its root, holding only the roots of its complete subtrees, the largest first."""

    def __init__(self, size: int = 0, nodes: Iterable[bytes] = ()) -> None:
        self.size, self.nodes = size, list(nodes)
        if size < 0 or len(self.nodes) != size.bit_count() or any(len(node) != 32 for node in self.nodes):
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} complete subtrees, with roots of 32 bytes")

    @classmethod
    def of_text(cls, size: int, text: str) -> "Frontier":
        """A frontier as `text` wrote it. Raises ValueError where it is none of that size."""
        return cls(size, (bytes.fromhex(node) for node in text.split()))

    @property
    def text(self) -> str:
        """The nodes in hex, separated by blanks."""
        return " ".join(node.hex() for node in self.nodes)

    def append(self, leaf: bytes) -> None:
        """Take one leaf hash more."""
        size = self.size
        while size & 1:
            leaf = node_hash(self.nodes.pop(), leaf)
            size >>= 1
        self.nodes.append(leaf)
        self.size += 1

    @property
    def root(self) -> bytes:
        """The root of the tree as it is."""
        if not self.nodes:
            return EMPTY_ROOT
        *others, root = self.nodes
        for node in reversed(others):
            root = node_hash(node, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Root of the tree over leaf hashes."""
    tree = Frontier()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The siblings from a leaf up to the root. Raises IndexError where there is no such leaf."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} in a tree of {len(leaves)}")
    path, first, end = [], 0, len(leaves)
    while end - first > 1:
        middle = first + _left_size(end - first)
        if index < middle:
            path.append(root_of(leaves[middle:end]))
            end = middle
        else:
            path.append(root_of(leaves[first:middle]))
            first = middle
    return path[::-1]


def root_from_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root to which a leaf and its siblings lead. Raises ValueError where the path does not fit the size (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    siblings, last = iter(path), size - 1
    while last > 0:
        if index & 1 or index == last:
            leaf = node_hash(_next(siblings), leaf)
            while not index & 1 and index:  # on the right edge a node without a sibling goes up as it is
                index, last = index >> 1, last >> 1
        else:
            leaf = node_hash(leaf, _next(siblings))
        index, last = index >> 1, last >> 1
    if next(siblings, None) is not None:
        raise ValueError("the path is longer than the tree is high")
    return leaf


def includes(root: bytes, leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bool:
    """Whether the path proves that the leaf stands at this index in the tree of this root and size."""
    try:
        return root_from_path(leaf, index, size, path) == root
    except ValueError:
        return False


def consistency_path(leaves: Sequence[bytes], older: int) -> list[bytes]:
    """What proves that the tree over the first `older` leaves is the beginning of the tree over all; from nothing or itself: nothing.

    Raises IndexError where the older tree is the larger one.
    """
    if not 0 <= older <= len(leaves):
        raise IndexError(f"no tree of {older} leaves in one of {len(leaves)}")
    path: list[bytes] = []
    first, end, whole = 0, len(leaves), True  # whole: the part looked at is a subtree of the older tree, whose root is known
    while 0 < older < end - first:
        middle = _left_size(end - first)
        if older <= middle:
            path.append(root_of(leaves[first + middle : end]))
            end = first + middle
        else:
            path.append(root_of(leaves[first : first + middle]))
            first, older, whole = first + middle, older - middle, False
    if older and not whole:
        path.append(root_of(leaves[first:end]))
    return path[::-1]


def continues(old_root: bytes, old_size: int, root: bytes, size: int, path: Sequence[bytes]) -> bool:
    """Whether the path proves that the tree (root, size) begins with the tree (old_root, old_size) (RFC 9162, 2.1.4.2)."""
    if old_size in {0, size}:
        return not path and (old_size < size or old_root == root) and (old_size > 0 or old_root == EMPTY_ROOT)
    if not 0 < old_size < size or not path:
        return False
    nodes = [old_root, *path] if old_size & (old_size - 1) == 0 else list(path)
    index, last = old_size - 1, size - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    old = new = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if index & 1 or index == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            new = node_hash(new, node)
        index, last = index >> 1, last >> 1
    return old == old_root and new == root and last == 0


def _left_size(size: int) -> int:
    """The largest power of two smaller than a size of at least two."""
    return 1 << (size - 1).bit_length() - 1


def _next(siblings: Iterator[bytes]) -> bytes:
    found = next(siblings, None)
    if found is None:
        raise ValueError("the path is shorter than the tree is high")
    return found
