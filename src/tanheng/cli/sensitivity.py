"""`tanheng sensitivity`: a case in, and what one percent of each input and parameter does to one of its numbers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from tanheng.analysis.sensitivity import Sensitivity, sensitivities, sensitivity_document
from tanheng.analysis.totals import total_place
from tanheng.cli.analysis_input import json_option, signed
from tanheng.cli.asked_place import SHAPE, find_place, place_of, unknown_place
from tanheng.cli.case_input import case_argument, case_or_exit
from tanheng.cli.language import language_option, said
from tanheng.cli.problem_text import print_problems
from tanheng.cli.progress import progress
from tanheng.cli.result_table import table_lines
from tanheng.engine.numbers import shown
from tanheng.engine.part_of_year import period_of
from tanheng.engine.places import Place
from tanheng.engine.problems import has_errors
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.text import Text

HEADINGS = (Text("数据或参数", "input or parameter"), Text("影响", "effect"), Text("单位", "unit"), Text("影响（%）", "effect (%)"))
WITHOUT_EFFECT = Text("没有影响：", "Without effect: ")
NOTHING_BELOW = Text("这个量不是计算出来的。", "This number is not calculated.")


@click.command()
@case_argument
@click.option("--of", "asked", metavar=SHAPE, help="The number that is asked about, else the total of the rule pack. 所问的数。")
@json_option("sensitivity/1")
@language_option
def sensitivity(case_path: Path, asked: str | None, as_json: bool, lang: str) -> None:
    """What one percent more of each input and parameter of CASE does to a number, the largest first. 一个百分点的影响。"""
    pack, case, problems = case_or_exit(case_path, lang)
    run = run_case(pack, case, problems)
    place = _place(run, asked, lang)
    with progress(said("逐个改变数据和参数", "changing one input after the other")):
        effects = [] if has_errors(run.problems) else sensitivities(run, place)
    if as_json:
        document: dict[str, Any] = sensitivity_document(run, place, effects, lang)
        document["problems"] = [one.as_json(lang) for one in run.problems]
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    elif has_errors(run.problems):
        print_problems(run.problems, lang)
    else:
        for line in _lines(run, place, effects, lang):
            click.echo(line)
    if has_errors(run.problems):
        sys.exit(1)


def _place(run: Run, asked: str | None, lang: str) -> Place:
    if asked is None:
        return total_place(run)
    found = find_place(run, asked)
    if found is None:
        raise click.BadParameter(unknown_place(run, asked, lang), param_hint="--of")
    return place_of(found)


def _lines(run: Run, place: Place, effects: list[Sensitivity], lang: str) -> Iterator[str]:
    quantity = run.pack.quantities[place.quantity]
    unit = run.pack.unit_of(place.quantity, place.item)
    decimals = quantity.year_decimals if place.month is None else quantity.decimals
    yield f"{run.case.entity_name} · {period_of(run.case).in_(lang)} · {run.pack.title.in_(lang)} ({run.pack.id})"
    value = run.value(*place)
    yield f"{quantity.label.in_(lang)}: {'—' if value is None else shown(value, decimals)} {unit}"
    if not effects:
        yield NOTHING_BELOW.in_(lang)
        return
    rows = [[one.in_(lang) for one in HEADINGS]]
    for one in effects:
        percent = "—" if one.percent is None else f"{one.percent:+.3f}".replace("-", "−")
        if one.difference:
            rows.append([one.label.in_(lang), signed(one.difference), unit, percent])
    yield from table_lines(rows, right={1, 3})
    without = [one.label.in_(lang) for one in effects if not one.difference]
    if without:
        yield WITHOUT_EFFECT.in_(lang) + ("、" if lang == "zh" else ", ").join(without)
