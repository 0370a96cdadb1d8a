"""`tanheng bridge`: a case in, and what another edition would give for it, split into six parts. Writes a workbook only when asked."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path

import click

from tanheng.analysis.bridge import bridge as built_bridge
from tanheng.analysis.bridge_document import bridge_document
from tanheng.cli.analysis_input import bridge_map, price_option, supplement_or_exit
from tanheng.cli.bridge_text import bridge_lines
from tanheng.cli.case_input import case_argument, case_or_exit, language_option, pack_or_usage, print_problems
from tanheng.cli.kit import write_whole
from tanheng.engine.errors import has_errors
from tanheng.engine.run import run_case
from tanheng.rulebook import load


@click.command()
@case_argument
@click.option("--to", "target", required=True, metavar="PACK", help="The edition to compare with. 要对比的规则版本。")
@price_option
@click.option(
    "--with",
    "supplement",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Values and attributes the other edition needs beside the case (YAML or JSON). 目标版本另需的数据。",
)
@click.option(
    "--year",
    type=click.IntRange(1990, 2100),
    help="Read the data as those of this year in the other edition, such as the next plan's. 目标版本按哪一年度取值。",
)
@click.option("--json", "as_json", is_flag=True, help="Print the bridge as bridge/1. 输出 bridge/1 文档。")
@click.option(
    "-o",
    "--output",
    metavar="FILE.xlsx",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it as a workbook too. 同时写出工作簿。",
)
@language_option
def bridge(
    case_path: Path,
    target: str,
    price: Decimal | None,
    supplement: Path | None,
    year: int | None,
    as_json: bool,
    output: Path | None,
    lang: str,
) -> None:
    """What another edition would give for the data of CASE, and why: boundary, data, factors, constants, formulas, rounding. 版本对比。"""
    target_pack = pack_or_usage(target, "--to")
    if output is not None and output.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"{output.name}：文件名应以 .xlsx 结尾 / must end in .xlsx", param_hint="-o")
    pack, case, problems = case_or_exit(case_path, lang)
    given = supplement_or_exit(supplement, lang)
    if year is not None:
        given["year"] = year
    found = built_bridge(run_case(pack, case, problems), target_pack, bridge_map(), load, given=given)
    if as_json:
        click.echo(json.dumps(bridge_document(found, lang, price), ensure_ascii=False, indent=1))
    else:
        if found.parts:
            for line in bridge_lines(found, lang, price):
                click.echo(line)
        print_problems(found.problems, lang)
    if has_errors(found.problems):
        sys.exit(1)
    if output is not None:
        from tanheng.documents.bridge_workbook import (
            bridge_workbook,  # the library starts only when a workbook is written
        )

        write_whole({output: bridge_workbook(found, lang, price)})
        click.echo(str(output), err=as_json)
