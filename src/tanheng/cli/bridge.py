"""`tanheng bridge`: a case in, and what another edition would give for it, split into six parts. Writes a workbook only when asked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import click

from tanheng.analysis.bridge.document import bridge_document
from tanheng.analysis.bridge.parts import bridge as built_bridge
from tanheng.cli.analysis_input import (
    bridge_map,
    json_option,
    price_option,
    print_outcome,
    supplement_or_exit,
    workbook_option,
    write_workbook,
)
from tanheng.cli.bridge_text import bridge_lines
from tanheng.cli.case_input import case_argument, case_or_exit, pack_or_usage
from tanheng.cli.inputs import InputFile
from tanheng.cli.language import language_option, said
from tanheng.cli.progress import progress
from tanheng.cli.writing import Writer, writes_files
from tanheng.engine.running import run_case
from tanheng.rulebook import load


@click.command()
@case_argument
@click.option("--to", "target", required=True, metavar="PACK", help="The edition to compare with. 要对比的规则版本。")
@price_option
@click.option(
    "--with",
    "supplement",
    metavar="FILE",
    type=InputFile(),
    help="Values and attributes the other edition needs beside the case (YAML or JSON). 目标版本另需的数据。",
)
@click.option(
    "--year",
    type=click.IntRange(1990, 2100),
    help="Read the data as those of this year in the other edition, such as the next plan's. 目标版本按哪一年度取值。",
)
@json_option("bridge/1")
@workbook_option
@writes_files
@language_option
def bridge(
    case_path: Path,
    target: str,
    price: Decimal | None,
    supplement: Path | None,
    year: int | None,
    as_json: bool,
    output: Path | None,
    writer: Writer,
    lang: str,
) -> None:
    """What another edition would give for the data of CASE, and why: boundary, data, factors, constants, formulas, rounding. 版本对比。"""
    target_pack = pack_or_usage(target, "--to")
    if output is not None:
        writer.check(output)
    pack, case, problems = case_or_exit(case_path, lang)
    given = supplement_or_exit(supplement, lang)
    if year is not None:
        given["year"] = year
    with progress(said("逐步对比两个版本", "comparing the editions")):
        found = built_bridge(run_case(pack, case, problems), target_pack, bridge_map(), load, given=given)
    lines = bridge_lines(found, lang, price) if found.parts else ()
    print_outcome(bridge_document(found, lang, price), lines, found.problems, lang, as_json=as_json)
    if output is not None:
        from tanheng.documents.bridge_workbook import bridge_workbook  # its library starts only when one is written

        write_workbook(writer, output, bridge_workbook(found, lang, price), as_json=as_json)
