"""`tanheng verify-journal`: prove the hash chain of the journal and name the first link that is broken."""

import json
import sys
from typing import TYPE_CHECKING

import click

from tanheng.engine.text import Text

if TYPE_CHECKING:
    from tanheng.apps.journal.selectors import Verification

REASONS = {
    "gap": Text("此处缺少记录", "a record is missing here"),
    "link": Text("与前一条不相连", "it does not follow its predecessor"),
    "content": Text("内容被改动", "its content was changed"),
}
HOLDS = Text(
    "日志完整：{events} 条记录，每个环节、每道锁都在。",
    "The journal holds: {events} events, every link and every lock in place.",
)
BROKEN = Text(
    "日志在第 {sequence} 条断开：{reason}。\n之前的记录均已校验，请把这一条与备份比对。",
    "The journal is broken at event {sequence}: {reason}.\nEverything before it is proven; compare this event with a backup.",
)
NO_LOCKS = Text(
    "缺少防改动的锁：{locks}。恢复：tanheng manage migrate",
    "Locks are missing: {locks}. Put them back: tanheng manage migrate",
)


@click.command("verify-journal")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON. 输出 JSON。")
def verify_journal(*, as_json: bool, lang: str) -> None:
    """Prove the journal's hash chain and name the first broken link. 校验日志哈希链。

    Exit status 1 when a link is broken or a lock of an append-only table is missing.
    """
    from tanheng.apps.journal import selectors

    found = selectors.verify_journal()
    if as_json:
        click.echo(json.dumps(_document(found), ensure_ascii=False, indent=2))
    else:
        _print(found, lang)
    sys.exit(0 if found.holds else 1)


def _document(found: "Verification") -> dict[str, object]:
    broken = {"sequence": found.broken.sequence, "reason": found.broken.reason} if found.broken else None
    return {"holds": found.holds, "events": found.events, "broken": broken, "missing_locks": found.missing_locks}


def _print(found: "Verification", lang: str) -> None:
    if found.holds:
        click.echo(HOLDS.filled(events=str(found.events)).in_(lang))
    if found.broken:
        reason = REASONS[found.broken.reason].in_(lang)
        click.echo(BROKEN.filled(sequence=str(found.broken.sequence), reason=reason).in_(lang), err=True)
    if found.missing_locks:
        click.echo(NO_LOCKS.filled(locks=", ".join(found.missing_locks)).in_(lang), err=True)
