"""`tanheng proof`: the proof of one figure of a stored run, to be checked without the database and without this program."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from tanheng.cli.inputs import InputFile
from tanheng.cli.language import language_option, said
from tanheng.cli.writing import OutputFile, Writer, writes_files


@click.command()
@click.argument("run_id", metavar="RUN", type=click.IntRange(1))
@click.argument("address", metavar="QUANTITY[@FACILITY[/MONTH]]")
@click.option("--anchor", type=InputFile(), help="Prove it against this kept checkpoint, not against the head of now. 以此检查点为准。")
@click.option("-o", "--output", metavar="FILE.json", type=OutputFile(".json"), help="Write it into this file. 写入文件。")
@writes_files
@language_option
def proof(*, run_id: int, address: str, anchor: Path | None, output: Path | None, writer: Writer, lang: str) -> None:
    """Prove one figure of the run with this id (the number in its address): value, fact, event, head of the journal. 证明一个数。

    docs/reference/check_proof.py checks it with Python's standard library alone, against a public key or a kept checkpoint.
    """
    from tanheng.cli.django_start import own_work, require_database, start_django

    if output:
        writer.check(output)
    start_django()
    with own_work():
        require_database()
        text = json.dumps(_made(run_id, address, anchor, lang), ensure_ascii=False, indent=1) + "\n"
    if output:
        writer.write({output: text.encode()})
        click.echo(str(output))
    else:
        click.echo(text, nl=False)


def _made(run_id: int, address: str, anchor: Path | None, lang: str) -> dict[str, object]:
    from django.http import Http404

    from tanheng.apps.accounting.models import Run
    from tanheng.apps.accounting.selectors import recomputed
    from tanheng.apps.accounting.services.proofs import prove_figure
    from tanheng.apps.journal.selectors.proof_of_fact import NotSealedError
    from tanheng.apps.records.selectors import DigitsDifferError
    from tanheng.cli.asked_place import find_place, unknown_place
    from tanheng.engine.places import Place
    from tanheng.seal.notes import read_note

    run = Run.objects.select_related("snapshot__source_import").filter(pk=run_id).first()
    if run is None:
        raise click.BadParameter(said(f"没有编号为 {run_id} 的核算", f"there is no run with the id {run_id}"), param_hint="RUN")
    try:
        computed = recomputed(run)
        found = find_place(computed, address)
        if found is None:
            raise click.BadParameter(unknown_place(computed, address, lang), param_hint="QUANTITY")
        place = Place(found.quantity, found.facility, found.item, found.month)
        return prove_figure(run=run, place=place, note=read_note(anchor.read_text(encoding="utf-8")) if anchor else None)
    except (NotSealedError, DigitsDifferError, Http404, ValueError, IndexError) as error:
        click.echo(said(f"无法证明：{error}", f"It cannot be proven: {error}"), err=True)
        sys.exit(1)
