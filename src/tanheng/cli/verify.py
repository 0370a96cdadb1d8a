"""`tanheng verify`: prove the whole database and the evidence by what the journal sealed, and name each place that does not hold."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tanheng.cli.inputs import InputFile
from tanheng.cli.language import language_option
from tanheng.cli.progress import progress
from tanheng.engine.text import Text

if TYPE_CHECKING:
    from tanheng.apps.journal.selectors.verification import Verified

VERSION = "verify/1"
SHOWN_PLACES = 200
PROVING = Text("正在校验", "Proving")
HOLDS = Text(
    "全部相符：日志 {events} 条，事实 {facts} 项，凭证文件 {contents} 份，核算 {runs} 次逐位复算。",
    "Everything holds: {events} events, {facts} facts, {contents} files of evidence, {runs} runs computed anew digit by digit.",
)
TEXT_CHANGED = Text(
    "其中 {count} 次核算的规则包文本此后有改动，数值逐位未变。",
    "Of {count} runs the text of the rule pack has changed since; every digit holds.",
)
ANCHORS = Text("与 {count} 个检查点相符。", "It continues {count} checkpoints.")
NO_ANCHOR = Text(
    "没有检查点可比对：整库被换成较旧副本或整体改写在此看不出来（tanheng checkpoint）。",
    "There is no checkpoint to hold it against: an older copy of the whole does not show (tanheng checkpoint).",
)
SINCE = Text(
    "事实自第 {event} 条日志（{time}）起封存；此前的改动只有在那之后才看得出。",
    "Facts are sealed from event {event} ({time}) on; what was changed before that does not show.",
)
HEAD = Text("日志末端：{size} 条，树根 {root}", "Head of the journal: {size} events, root {root}")
DOES_NOT_HOLD = Text("不相符，共 {count} 处：", "It does not hold in so many places: {count}")
PLACE = Text("  {what} {id}（日志第 {event} 条）：{found}。{remedy}。", "  {what} {id} (event {event}): {found}. {remedy}.")
PLACE_ALONE = Text("  {what} {id}：{found}。{remedy}。", "  {what} {id}: {found}. {remedy}.")
MORE = Text("  另有 {count} 处未列出，--json 列出更多。", "  {count} more are not listed; --json lists more of them.")


@click.command()
@click.option("--anchor", "files", multiple=True, type=InputFile(), help="Hold the journal against this checkpoint too. 与此检查点比对。")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON (verify/1). 输出 JSON。")
@language_option
def verify(*, files: tuple[Path, ...], as_json: bool, lang: str) -> None:
    """Prove journal, rows, locks, runs and evidence, and name each place that does not hold. 校验全部数据。

    Others may go on working meanwhile. The journal is held against the checkpoints beside the database, and against those of --anchor,
    which were kept elsewhere: they alone show that the whole database is an older copy, or was rewritten by whoever has the key too.
    Exit status 1 where something does not hold.
    """
    from tanheng.cli.django_start import own_work, require_database, start_django

    start_django()
    with own_work():
        require_database()
        from tanheng.apps.journal.selectors.anchors import kept_anchors, read_anchors
        from tanheng.apps.journal.selectors.verification import verify as prove
        from tanheng.store.signing_key import public_keys

        keys = public_keys()
        (kept, unread), (given, wrong) = kept_anchors(keys), read_anchors(files, keys)
        with _bar(lang) as begin:
            told = prove(begin, [*kept, *given])
        for found in (*unread, *wrong):
            told.take(found)
    if as_json:
        click.echo(json.dumps(document(told, lang), ensure_ascii=False, indent=2))
    else:
        _print(told, lang)
    sys.exit(0 if told.holds else 1)


@contextmanager
def _bar(lang: str) -> Iterator[Callable[[str], Callable[[int], None]]]:
    with progress(PROVING.in_(lang)) as bar:

        def begin(part: str) -> Callable[[int], None]:
            bar.now(f"{PROVING.in_(lang)} {part}")
            return bar.step

        yield begin


def document(told: Verified, lang: str) -> dict[str, object]:
    """The outcome as `verify/1`."""
    since = {"event": told.since, "time": told.since_time.isoformat()} if told.since_time else None
    return {
        "tanheng": VERSION,
        "holds": told.holds,
        "head": {"size": told.size, "root": told.root.hex()},
        "places": [place.as_json(lang) for place in told.places],
        "unlisted": dict(told.unlisted),
        "facts_since": since,
        "checked": dict(sorted(told.tally.items())),
    }


def _print(told: Verified, lang: str) -> None:
    if told.holds:
        tally = told.tally
        counts = {name: str(tally[name]) for name in ("events", "facts", "contents")}
        click.echo(HOLDS.filled(**counts, runs=str(tally["runs_equal"] + tally["runs_text_changed"])).in_(lang))
        if tally["runs_text_changed"]:
            click.echo(TEXT_CHANGED.filled(count=str(tally["runs_text_changed"])).in_(lang))
        click.echo(ANCHORS.filled(count=str(tally["anchors"])).in_(lang) if tally["anchors"] else NO_ANCHOR.in_(lang))
    else:
        count = len(told.places) + told.unlisted.total()
        click.echo(DOES_NOT_HOLD.filled(count=str(count)).in_(lang), err=True)
        for place in told.places[:SHOWN_PLACES]:
            line = PLACE_ALONE if place.event is None else PLACE
            words = {"what": place.what, "id": str(place.id), "event": str(place.event)}
            click.echo(line.filled(**words, found=place.found.in_(lang), remedy=place.remedy.in_(lang)).in_(lang), err=True)
        if count > SHOWN_PLACES:
            click.echo(MORE.filled(count=str(count - SHOWN_PLACES)).in_(lang), err=True)
    if told.since_time is not None and told.since != 1:
        click.echo(SINCE.filled(event=str(told.since), time=told.since_time.isoformat(timespec="seconds")).in_(lang))
    click.echo(HEAD.filled(size=str(told.size), root=told.root.hex()).in_(lang))
