"""`tanheng verify-journal`: prove the hash chain of the journal and name the first link that is broken."""

import json
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tanheng.apps.journal.selectors import Verification

REASONS = {
    "gap": "a record is missing here 此处缺少记录",
    "link": "it does not follow its predecessor 与前一条不相连",
    "content": "its content was changed 内容被改动",
}


@click.command("verify-journal")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON. 输出 JSON。")
def verify_journal(*, as_json: bool) -> None:
    """Prove the journal's hash chain and name the first broken link. 校验日志哈希链。

    Exit status 1 when a link is broken or a lock of an append-only table is missing.
    """
    from tanheng.cli.django_start import migrations_missing, start_django, wrong_settings

    start_django()
    from tanheng.apps.journal import selectors

    with wrong_settings():
        if migrations_missing():
            raise click.UsageError("The database is empty or older than the program: run tanheng manage migrate first.")
        found = selectors.verify_journal()
    if as_json:
        click.echo(json.dumps(_document(found), ensure_ascii=False, indent=2))
    else:
        _print(found)
    sys.exit(0 if found.holds else 1)


def _document(found: "Verification") -> dict[str, object]:
    broken = {"sequence": found.broken.sequence, "reason": found.broken.reason} if found.broken else None
    return {"holds": found.holds, "events": found.events, "broken": broken, "missing_locks": found.missing_locks}


def _print(found: "Verification") -> None:
    if found.holds:
        click.echo(f"The journal holds: {found.events} events, every link and every lock in place. 日志完整。")
    if found.broken:
        click.echo(
            f"The journal is broken at event {found.broken.sequence}: {REASONS[found.broken.reason]}.\n"
            "Everything before it is proven; compare this event with a backup. 之前的记录均已校验，请与备份比对。",
            err=True,
        )
    if found.missing_locks:
        click.echo(
            f"Locks are missing: {', '.join(found.missing_locks)}. Put them back: tanheng manage migrate", err=True
        )
