"""What the commands of analysis take beside a case (a price, a supplement, the maps between editions) and how they end."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from tanheng.analysis.bridge.map import BridgeMap, read_bridge_map
from tanheng.cli.inputs import Word, read_input
from tanheng.cli.language import said
from tanheng.cli.problem_text import print_problems
from tanheng.cli.writing import OutputFile, Writer
from tanheng.documents.input.supplement_file import LARGEST_BYTES, read_supplement
from tanheng.engine.numbers import parse_decimal
from tanheng.engine.problems import Problem, has_errors
from tanheng.rulebook.bridge_maps import bridge_maps

LARGEST_PRICE = Decimal(1_000_000)


class PriceType(Word):
    """A price as plain decimal text, not negative."""

    name = "decimal"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        """The exact price."""
        number = value if isinstance(value, Decimal) else parse_decimal(str(value))
        if number is None or not 0 <= number <= LARGEST_PRICE:
            wanted = said("应为不小于零的十进制数，如 80 或 79.50", "a decimal number such as 80 or 79.50 is wanted")
            self.fail(f"{value}: {wanted}", param, ctx)
        return number


def json_option(version: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`--json` of a command whose document is this version."""
    return click.option("--json", "as_json", is_flag=True, help=f"Print it as {version}. 输出 {version} 文档。")


workbook_option = click.option(
    "-o", "--output", metavar="FILE.xlsx", type=OutputFile(".xlsx"), help="Write it as a workbook too. 同时写出工作簿。"
)
price_option = click.option(
    "--price", type=PriceType(), metavar="YUAN_PER_T", help="Price of a tonne: the effect in money too. 碳价（元/吨）。"
)


def bridge_map() -> BridgeMap:
    """What the editions have in common."""
    return read_bridge_map(bridge_maps())


def supplement_or_exit(path: Path | None, lang: str) -> dict[str, Any]:
    """The supplement of a file, or nothing; with errors they are printed and the process ends with status 1."""
    if path is None:
        return {}
    given, problems = read_supplement(*read_input(path, LARGEST_BYTES))
    if given is None:
        print_problems(problems, lang)
        sys.exit(1)
    return given


def print_outcome(document: Any, lines: Iterable[str], problems: Sequence[Problem], lang: str, *, as_json: bool) -> None:
    """The document alone, or the lines and below them the problems; with an error the process ends with status 1."""
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        for line in lines:
            click.echo(line)
        print_problems(problems, lang)
    if has_errors(problems):
        sys.exit(1)


def write_workbook(writer: Writer, output: Path, content: bytes, *, as_json: bool) -> None:
    """The file, whole or not at all, and its name: on standard error where standard output holds a document."""
    writer.write({output: content})
    click.echo(str(output), err=as_json)


def money(tonnes: Decimal, price: Decimal | None) -> str:
    """Tonnes times price, exactly, with its sign; empty without a price."""
    return "" if price is None else signed(tonnes * price)


def signed(number: Decimal) -> str:
    """With thousands separators and a sign that is always there."""
    return format(number, "+,f").replace("-", "−") if number else format(number, ",f").replace("-", "")
