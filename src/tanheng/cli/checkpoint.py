"""`tanheng checkpoint`: sign the head of the journal, to be kept where the database is not; change the key that signs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tanheng.cli.language import language_option, said
from tanheng.cli.writing import OutputFile, Writer, writes_files


@click.command()
@click.option("-o", "--output", metavar="FILE", type=OutputFile(), help="Write it into this file; standard output without it. 写入文件。")
@click.option("--since", type=click.IntRange(0), metavar="SIZE", help="With the proof for a witness that knows SIZE events. 附一致性证明。")
@click.option("--change-key", is_flag=True, help="Let a new key sign; written is the change, signed by the old one. 更换签名密钥。")
@writes_files
@language_option
def checkpoint(*, output: Path | None, since: int | None, change_key: bool, writer: Writer, lang: str) -> None:
    """Sign the head of the journal, in a form that other programs read (C2SP). 签署日志检查点。

    Keep the file where the database is not, print it, hand it to a sister plant: `tanheng verify --anchor` shows against it whether the
    database is an older copy, or was rewritten. One lies beside the database too, and one is printed in every issued report.
    """
    from tanheng.cli.django_start import own_work, require_database, start_django

    if since is not None and change_key:
        raise click.UsageError(said("--since 与 --change-key 不能同用", "--since and --change-key do not go together"))
    if output:
        writer.check(output)
    start_django()
    with own_work():
        require_database()
        written = _made(since, change_key)
    if output:
        writer.write({output: written.encode()})
        click.echo(str(output))
    else:
        click.echo(written, nl=False)


def _made(since: int | None, change_key: bool) -> str:
    from tanheng.apps.journal.services.checkpoints import change_signing_key, sign_checkpoint, witness_request
    from tanheng.apps.people.access.actors import on_the_machine
    from tanheng.seal.notes import NoteError

    try:
        if change_key:
            return change_signing_key(actor=on_the_machine()).written
        return sign_checkpoint().written if since is None else witness_request(known=since).written
    except IndexError:
        click.echo(said(f"日志没有 {since} 条：可能是较旧的副本", f"The journal has no {since} events: it may be an older copy"), err=True)
    except NoteError as error:
        click.echo(said(f"签名密钥文件无法使用：{error}", f"The file of the signing key cannot be used: {error}"), err=True)
    sys.exit(1)
