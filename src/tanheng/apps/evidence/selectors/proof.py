"""The proof of evidence: every content that is recorded lies on the disk as it was stored, by name, size and hash, and is no link."""

import hashlib
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from tanheng.apps.evidence.models import EvidenceFile
from tanheng.apps.journal.selectors.damages import Damage
from tanheng.engine.text import Text
from tanheng.registration.collected import stored_files
from tanheng.store.contents import content_path

BRING_BACK = Text("从备份补回，或重新上传同一文件", "Bring it back from a backup, or upload the same file again")
FOUND = {
    "missing": Text("文件不在", "the file is missing"),
    "unreadable": Text("文件无法读取", "the file cannot be read"),
    "link": Text("文件被换成链接", "a link stands in the file's place"),
    "size": Text("文件大小不同", "the file's size differs"),
    "content": Text("文件内容不同", "the file's content differs"),
}
ROWS_AT_ONCE = 1000


def prove_contents(tally: "Counter[str]", step: Callable[[int], None]) -> Iterator[Damage]:
    """Each recorded content that is not on the disk as it was stored."""
    rows = EvidenceFile.objects.order_by("pk").values_list("pk", "sha256", "size")
    for key, sha256, size in rows.iterator(chunk_size=ROWS_AT_ONCE):
        tally["contents"] += 1
        if word := _wrong(content_path(sha256), sha256, size):
            yield Damage("evidence", key, None, _named(FOUND[word], sha256), BRING_BACK)
        step(1)


def _named(found: Text, sha256: str) -> Text:
    """What is wrong with the file by the names under which people know it; its hash where nothing refers to it any more."""
    names = ", ".join(dict.fromkeys(one.name for one in stored_files([sha256]))) or f"SHA-256 {sha256[:16]}"
    return Text(f"{found.zh}：{names}", f"{found.en}: {names}")


def _wrong(path: Path, sha256: str, size: int) -> str:
    """What is wrong with a content; "" where nothing is."""
    try:
        told = path.lstat()
        if not stat.S_ISREG(told.st_mode):
            return "link"
        if told.st_size != size:
            return "size"
        with path.open("rb") as file:
            return "" if hashlib.file_digest(file, "sha256").hexdigest() == sha256 else "content"
    except FileNotFoundError:
        return "missing"
    except OSError:
        return "unreadable"
