"""Making a backup while others work: the database first, as it is at one moment, then every content that this moment records.

A content is stored before the transaction that records it and never removed, so whatever the copied database names is there when its
turn comes, whoever writes meanwhile.
"""

from collections.abc import Callable
from pathlib import Path

from django.db import connection

from tanheng import __version__
from tanheng.apps.keeping.selectors import facts_of, fingerprint
from tanheng.engine.problems import Problem
from tanheng.engine.sentences import problem_of
from tanheng.engine.text import Text
from tanheng.store.backups import SENTENCES
from tanheng.store.backups.databases import Copied, copy_database
from tanheng.store.backups.manifest import DATABASES, NAME, Found, Manifest
from tanheng.store.backups.places import Writing, content_name, writing
from tanheng.store.clock import now
from tanheng.store.contents import CHANGED, LINK, MISSING, TRUNCATED, UNREADABLE, DamagedContentError, content_path, read_content

Tell = Callable[[str, int, int | None], None]  # which part, how much of it, of how much
WHAT = {
    MISSING: Text("不在磁盘上", "is not on the disk"),
    UNREADABLE: Text("读不出来", "cannot be read"),
    LINK: Text("被换成了链接", "was replaced by a link"),
    TRUNCATED: Text("缺了一截", "is cut off"),
    CHANGED: Text("被改动过", "was changed"),
}


def back_up(*, target: Path, tell: Tell) -> tuple[Manifest, list[Problem]]:
    """Write a backup into a folder or a file that is not there yet; gives its manifest, and the contents that were damaged already.

    Raises KeepingError or FileExistsError; then nothing is left. `tell` is told of "database" and "evidence".
    """
    moment = now()
    with writing(target) as under_way:
        copied_to = under_way.room / DATABASES[connection.vendor]
        copied = copy_database(copied_to, facts_of, lambda done, total: tell("database", done, total))
        files = {copied_to.name: under_way.add_file(copied_to.name, copied_to)}
        contents, damaged = _contents(under_way, copied, tell)
        manifest = Manifest(
            program=__version__,
            moment=moment.isoformat(timespec="seconds"),
            finished=now().isoformat(timespec="seconds"),
            kind=copied.kind,
            version=copied.version,
            tool=copied.tool,
            facts=copied.facts,
            files={**files, **contents},
            damaged=damaged,
            keys=fingerprint(),
        )
        under_way.add(NAME, manifest.as_text().encode(), now().timestamp())
    return manifest, [problem_of(SENTENCES, "KEEP-118", name=sha256, why=WHAT[how]) for sha256, how in sorted(damaged.items())]


def _contents(under_way: Writing, copied: Copied, tell: Tell) -> tuple[dict[str, Found], dict[str, str]]:
    files, damaged, total = {}, {}, sum(copied.facts.contents.values())
    done = 0
    for sha256, size in sorted(copied.facts.contents.items()):
        try:
            content = read_content(sha256, size)
        except DamagedContentError as error:
            damaged[sha256] = error.found
        else:
            files[content_name(sha256)] = under_way.add(content_name(sha256), content, content_path(sha256).stat().st_mtime)
        done += size
        tell("evidence", done, total)
    return files, damaged
