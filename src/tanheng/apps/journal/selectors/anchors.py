"""Anchors: checkpoints kept outside of the database, against which a rewritten past, an older copy and a cut tail show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tanheng.apps.journal.models import Event, Head
from tanheng.apps.journal.selectors import leaf_of
from tanheng.apps.journal.selectors.damages import Damage
from tanheng.engine.text import Text
from tanheng.seal.checkpoints import Checkpoint, read_checkpoint
from tanheng.seal.merkle import EMPTY_ROOT, Frontier
from tanheng.seal.notes import Note, NoteError, PublicKey, read_note
from tanheng.seal.witnessing import read_request
from tanheng.store.checkpoint_files import kept_checkpoints

LARGEST_FILE = 128 * 1024
HASHES_AT_ONCE = 5000
ANOTHER_PAST = Text(
    "到第 {size} 条为止的日志与该检查点不同：日志被改写，或数据库由较早的备份恢复后又继续使用",
    "up to event {size} it is another journal: it was rewritten, or restored from an older backup and gone on with",
)
SHORTER = Text(
    "检查点有 {size} 条，日志只有 {have} 条：尾部被截断，或数据库是较旧的副本",
    "the checkpoint has {size} events, the journal {have}: its tail was cut, or the database is an older copy",
)
UNSIGNED = Text("检查点不是由本日志的密钥签署", "the checkpoint is not signed by a key of this journal")
UNREADABLE = Text("不是检查点文件：{why}", "no file of a checkpoint: {why}")
LOOK = Text("与最近的备份和其他留存的检查点比对", "Compare with the latest backup and with checkpoints kept elsewhere")


@dataclass(frozen=True)
class Anchor:
    """A checkpoint that was kept: where, what it says, and whether a known key signed it (None: no key is known)."""

    name: str
    checkpoint: Checkpoint
    signed: bool | None


def read_anchors(paths: Iterable[Path], keys: Sequence[PublicKey]) -> tuple[list[Anchor], list[Damage]]:
    """The anchors in files (notes, or requests to a witness), and the files that hold none."""
    found, damages = [], []
    for path in paths:
        try:
            content = path.read_bytes()[:LARGEST_FILE].decode()
            note = read_request(content).note if content.startswith("old ") else read_note(content)
            found.append(Anchor(path.name, read_checkpoint(note.text), _signed(note, keys)))
        except (OSError, ValueError) as error:
            damages.append(Damage("anchor", path.name, None, UNREADABLE.filled(why=str(error)), LOOK))
    return found, damages


def kept_anchors(keys: Sequence[PublicKey]) -> tuple[list[Anchor], list[Damage]]:
    """Those that lie beside the database."""
    return read_anchors(kept_checkpoints(), keys)


def _signed(note: Note, keys: Sequence[PublicKey]) -> bool | None:
    for key in keys:
        try:
            key.signature_in(note)
        except NoteError:
            continue
        return True
    return False if keys else None


def compared(anchors: Sequence[Anchor], size: int, roots: Mapping[int, bytes]) -> Iterator[Damage]:
    """Each anchor that the journal of this size does not continue; `roots` has the root over the first events at each anchor's size."""
    for anchor in anchors:
        then = anchor.checkpoint
        if anchor.signed is False:
            yield Damage("anchor", anchor.name, None, UNSIGNED, LOOK)
        elif then.size > size:
            yield Damage("anchor", anchor.name, size, SHORTER.filled(size=str(then.size), have=str(size)), LOOK)
        elif roots.get(then.size, EMPTY_ROOT) != then.root:
            yield Damage("anchor", anchor.name, then.size, ANOTHER_PAST.filled(size=str(then.size)), LOOK)


def head_tree() -> Frontier:
    """The tree over all events as the head keeps it, or made anew where it keeps none."""
    head = Head.objects.filter(pk=1).first()
    if head is None or not head.sequence:
        return Frontier()
    return Frontier.of_text(head.sequence, head.frontier) if head.frontier else tree_of(leaf_hashes())


def leaf_hashes(size: int | None = None) -> Iterable[bytes]:
    """The leaves of the journal's tree, of its first `size` events."""
    events = Event.objects.order_by("sequence")
    if size is not None:
        events = events.filter(sequence__lte=size)
    return map(leaf_of, events.values_list("hash", flat=True).iterator(chunk_size=HASHES_AT_ONCE))


def tree_of(leaves: Iterable[bytes]) -> Frontier:
    """A tree over leaves."""
    tree = Frontier()
    for leaf in leaves:
        tree.append(leaf)
    return tree
