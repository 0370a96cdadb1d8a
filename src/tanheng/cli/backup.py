"""`tanheng backup`, `tanheng restore`: the installation as one folder or file, and back again. The work is done by the app `keeping`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tanheng.cli.inputs import InputFile
from tanheng.cli.language import language_option, said
from tanheng.cli.progress import Bar, progress
from tanheng.cli.writing import OutputFile, Writer
from tanheng.engine.text import Text

if TYPE_CHECKING:
    from tanheng.engine.problems import Problem

PARTS = {
    "database": Text("数据库", "database"),
    "evidence": Text("凭证", "evidence"),
    "backup": Text("读取并校验备份", "reading and proving the backup"),
    "proof": Text("校验全部数据", "proving all of it"),
}
MADE = Text(
    "已备份到 {target}：数据库（{kind}，日志至第 {size} 条），{contents} 份文件内容，共 {bytes} 字节。\n"
    "密钥不在其中，请另存：tanheng backup-keys 文件",
    "Backed up to {target}: the database ({kind}, its journal up to {size}), {contents} contents, {bytes} bytes in all.\n"
    "The keys are not in it; keep them apart: tanheng backup-keys FILE",
)
RESTORED = Text(
    "已恢复 {moment} 的备份：日志 {events} 条、事实 {facts} 项、文件内容 {contents} 份、核算 {runs} 次逐一校验。所有人须重新登录。",
    "Restored the backup of {moment}, one by one proven: {events} events, {facts} facts, {contents} contents, {runs} runs. "
    "Everybody signs in again.",
)
BROUGHT = Text(
    "从 {moment} 的备份补回 {contents} 份缺失或损坏的文件内容；完好的没有动。",
    "Brought back {contents} missing or damaged contents from the backup of {moment}; what was sound stayed as it is.",
)


@click.command()
@click.argument("target", metavar="FOLDER|FILE", type=OutputFile())
@language_option
def backup(*, target: Path, lang: str) -> None:
    """Copy the database, then the evidence, with a manifest of hashes; others may go on working. 备份数据库和凭证。

    A name without an ending is a folder, any other one file (tar; compressed where it ends in gz). Exit status 1 where evidence is
    missing or damaged: the backup is made all the same, and says which.
    """
    from tanheng.cli.django_start import migrations_missing, own_work, refuse_unfinished_restore, start_django

    start_django()
    with own_work(), _told(lang):
        from tanheng.apps.journal.services.checkpoints import sign_checkpoint
        from tanheng.apps.keeping.services import record_backup
        from tanheng.apps.keeping.services.backing_up import back_up

        refuse_unfinished_restore()
        target = target.absolute()
        _refuse_taken(target)
        up_to_date = not migrations_missing()  # a backup before an update is of the older tables
        if up_to_date:
            sign_checkpoint()
        with _showing(lang) as tell:
            manifest, problems = back_up(target=target, tell=tell)
        if up_to_date:
            record_backup(manifest=manifest)
    size = sum(one.size for one in manifest.files.values())
    filled = {"target": str(target), "kind": manifest.kind, "size": str(manifest.facts.size), "bytes": f"{size:,}"}
    click.echo(MADE.filled(**filled, contents=str(len(manifest.files) - 1)).in_(lang))
    _end(problems, lang)


@click.command()
@click.argument("source", metavar="FOLDER|FILE", type=InputFile(folder=True))
@click.option("--evidence-only", is_flag=True, help="Bring back missing or damaged evidence alone. 只补回缺损的凭证。")
@click.option("--despite-damage", is_flag=True, help="Restore what is there, though not all holds. 备份有损也恢复其余部分。")
@language_option
def restore(*, source: Path, evidence_only: bool, despite_damage: bool, lang: str) -> None:
    """Restore a backup into an empty installation, all of it proven; never over data. 恢复备份（绝不覆盖数据）。

    Stop the server first. Bring the keys before it (`tanheng restore-keys`); without them, what must be set up anew is said. It ends with
    the proof of `tanheng verify`. Exit status 1 where something of the backup does not hold: it is named, and nothing is done.
    """
    from tanheng.cli.django_start import own_work, require_database, start_django

    start_django()
    with own_work(), _told(lang), _showing(lang) as tell:
        from tanheng.apps.keeping.services import restoring

        if evidence_only:
            require_database()
            done, text = restoring.bring_contents(backup=source.absolute(), tell=tell), BROUGHT
        else:
            done, text = restoring.restore(backup=source.absolute(), despite_damage=despite_damage, tell=tell), RESTORED
    counts = {"events": done.events, "facts": done.facts, "contents": done.contents, "runs": done.runs}
    filled = {"moment": done.manifest.moment, **{name: str(count) for name, count in counts.items()}}
    click.echo(text.filled(**filled).in_(lang))
    _end(done.problems, lang)


def _refuse_taken(target: Path) -> None:
    if target.is_dir() and not any(target.iterdir()):
        return
    if target.exists():
        raise click.UsageError(said(f"{target} 已存在；请换一个名称", f"{target} exists: name another place"))
    Writer(overwrite=False, make_folder=False).check(target)


@contextmanager
def _showing(lang: str) -> Iterator[Callable[[str, int, int | None], None]]:
    """A bar for a terminal, told of the parts of the work."""
    with progress(PARTS["database"].in_(lang)) as bar:
        yield lambda part, done, total: _show(bar, PARTS[part].in_(lang), done, total)


def _show(bar: Bar, what: str, done: int, total: int | None) -> None:
    bar.now(what, total, done)


@contextmanager
def _told(lang: str) -> Iterator[None]:
    """What hinders is printed as problems; exit status 1, or 2 where data stand in the way."""
    from tanheng.store.backups import KeepingError

    try:
        yield
    except KeepingError as error:
        _print(error.problems, lang)
        sys.exit(2 if error.problems[0].code == "KEEP-112" else 1)
    except FileExistsError as error:
        raise click.UsageError(said(f"{error} 已存在；请换一个名称", f"{error} exists: name another place")) from error


def _print(problems: Iterable[Problem], lang: str) -> None:
    for problem in problems:
        click.echo(problem.as_text(lang), err=True)


def _end(problems: list[Problem], lang: str) -> None:
    from tanheng.engine.problems import has_errors

    _print(problems, lang)
    sys.exit(1 if has_errors(problems) else 0)
