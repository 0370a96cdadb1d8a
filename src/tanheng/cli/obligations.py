"""`tanheng obligations`: cases of one legal entity in, its obligations by sector list out. Writes nothing but its output."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tanheng.analysis.obligations import VERSION, Statement, statement
from tanheng.cli.analysis_input import json_option, print_outcome, workbook_option, write_workbook
from tanheng.cli.case_input import read_case_file
from tanheng.cli.inputs import InputFile
from tanheng.cli.language import language_option
from tanheng.cli.result_table import table_lines
from tanheng.cli.writing import Writer, writes_files
from tanheng.engine.numbers import shown
from tanheng.engine.problems import Problem, has_errors
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.text import Text
from tanheng.rulebook import load

if TYPE_CHECKING:
    from tanheng.documents.list_workbook import Listing

HEADINGS = (
    Text("名录", "list"), Text("口径", "basis"), Text("排放量 tCO2e", "emission tCO2e"), Text("应清缴 t", "obligation t"),
    Text("核定配额 t", "allowance t"), Text("缺口 t", "shortfall t"), Text("CCER 上限 t", "CCER at most t"),
)  # fmt: skip
UNIT_HEADINGS = (
    Text("机组", "unit"),
    Text("排放量 tCO2", "emission tCO2"),
    Text("名录", "power list"),
    Text("计入", "counted in"),
)
SHEET, UNITS_SHEET = Text("应清缴配额", "Obligations"), Text("机组", "Units")
BASES = {"verified": Text("经核查", "verified"), "accounted": Text("核算", "accounted")}
PLACES = {
    "power": Text("发电行业（清缴）", "power sector (cleared)"),
    "industry": Text("所属行业企业层级（不清缴）", "industry, enterprise level (not cleared)"),
    "none": Text("边界之外", "outside"),
}
NO_STATEMENT: dict[str, Any] = {
    "tanheng": VERSION,
    "entity": None,
    "year": None,
    "obligations": [],
    "units": [],
}  # a refused case prints the same keys
LISTED = {True: Text("列入", "listed"), False: Text("未列入", "not listed")}


@click.command()
@click.argument("case_paths", metavar="CASE…", nargs=-1, required=True, type=InputFile(piped=True))
@json_option("obligations/1")
@workbook_option
@writes_files
@language_option
def obligations(case_paths: tuple[Path, ...], as_json: bool, output: Path | None, writer: Writer, lang: str) -> None:
    """State what one legal entity must surrender, list by list, from its accounting and allowance cases. 应清缴配额。

    Give all cases of the entity and year: the smelter or cement works, its power units, and the allocation plans. A unit that is counted
    in both lists or in none is told with its remedy.
    """
    if output is not None:
        writer.check(output)
    runs, problems = _runs(case_paths)
    if has_errors(problems):
        refused = {**NO_STATEMENT, "problems": [one.as_json(lang) for one in problems]}
        print_outcome(refused, (), problems, lang, as_json=as_json)
    found = statement(runs)
    lines = () if has_errors(found.problems) else statement_lines(found, lang)
    print_outcome(found.document(lang), lines, found.problems, lang, as_json=as_json)
    if output is not None:
        from tanheng.documents.list_workbook import list_workbook  # its library starts only when one is written

        write_workbook(writer, output, list_workbook(_listings(found, lang)), as_json=as_json)


def _listings(found: Statement, lang: str) -> list[Listing]:
    """The same rows for two sheets, their numbers as numbers."""
    from tanheng.documents.list_workbook import Listing

    note = f"{found.entity_name} {found.entity_code} · {found.year}".replace("  ", " ")
    lists = [
        [one.label.in_(lang), BASES[one.basis].in_(lang), one.emission, one.tonnes, one.allowance, one.shortfall, one.ccer_limit]
        for one in found.obligations
    ]
    units = [[unit.name, unit.emission, LISTED[unit.listed].in_(lang), PLACES[unit.counted_in].in_(lang)] for unit in found.units]
    made = [Listing(SHEET.in_(lang), note, [one.in_(lang) for one in HEADINGS], lists)]
    return [*made, *([Listing(UNITS_SHEET.in_(lang), note, [one.in_(lang) for one in UNIT_HEADINGS], units)] if units else [])]


def _runs(paths: tuple[Path, ...]) -> tuple[list[Run], list[Problem]]:
    """The run of each case, and the errors of those that cannot be computed."""
    runs: list[Run] = []
    errors: list[Problem] = []
    for path in paths:
        case, problems = read_case_file(path)
        if case is not None:
            run = run_case(load(case.pack_id), case, problems)
            runs.append(run)
            problems = run.problems
        errors += [one for one in problems if one.severity == "error"]
    return runs, errors


def statement_lines(found: Statement, lang: str) -> Iterator[str]:
    """A heading, one line a list, then one line a power unit."""
    yield f"{found.entity_name} {found.entity_code} · {found.year}".replace("  ", " ")
    rows = [[one.in_(lang) for one in HEADINGS]]
    for one in found.obligations:
        numbers = [_number(each) for each in (one.tonnes, one.allowance, one.shortfall, one.ccer_limit)]
        rows.append([one.label.in_(lang), BASES[one.basis].in_(lang), shown(one.emission, 2), *numbers])
    yield from table_lines(rows, right={2, 3, 4, 5, 6})
    if not found.units:
        return
    yield ""
    rows = [[one.in_(lang) for one in UNIT_HEADINGS]]
    for unit in found.units:
        emission = "–" if unit.emission is None else shown(unit.emission, 2)
        rows.append([unit.name, emission, LISTED[unit.listed].in_(lang), PLACES[unit.counted_in].in_(lang)])
    yield from table_lines(rows, right={1})


def _number(value: Decimal | None) -> str:
    return "–" if value is None else shown(value, 0)
