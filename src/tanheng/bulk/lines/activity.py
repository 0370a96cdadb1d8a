"""Activity lines: millions of rows whose formula is summed by entity, facility, month or item, exactly, and rounded once a group.

Each row is one line (a delivery, a tank, a day); several may share a place, so either a column `line` tells them apart or the
caller says that equal places are to be summed. Every quantity of the formula must stand on the rows; nothing is lined up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tanheng.bulk.lines.columns import Facts, LineColumn, line_columns
from tanheng.bulk.lines.sums import ActivityWish, Sums, sums_query, without_result
from tanheng.bulk.outcome import BatchUsageError, Outcome
from tanheng.bulk.problems import TableProblem, in_order, of_table, spoken, table_problem
from tanheng.bulk.schema import SOURCE
from tanheng.bulk.source.odd_cells import MONTH, plain_cells
from tanheng.bulk.source.reading import years_of
from tanheng.bulk.source.row_checks import MOST_ROWS, RowCheck, failures
from tanheng.bulk.source.shown_cells import shown_otherwise
from tanheng.bulk.source.table import TableShape, read_shape
from tanheng.bulk.source.table_file import PARQUET_SUFFIXES
from tanheng.bulk.source.unread import not_used, rows_of_other_years, unread_columns
from tanheng.bulk.sql.amounts import trimmed
from tanheng.bulk.sql.backend import Backend, TableFileError, sql_text
from tanheng.engine.pack import Pack
from tanheng.engine.wording import Wording

GROUPS = ("entity", "facility", "kind", "item", "month")


def run_activity(backend: Backend, pack: Pack, table: Path, output: Path, wish: ActivityWish) -> Outcome:
    """Sums the lines of a table; writes the groups to `output`. Raises BatchUsageError for what no table could mend."""
    _check_wish(pack, wish)
    outcome = Outcome(years=[wish.year])
    try:
        source = backend.open_source(table)
    except TableFileError as error:
        outcome.problems += _spoken(pack, table, error.problems)
        return outcome
    shape, problems = read_shape(pack, source.columns)
    outcome.problems = [*source.problems, *(one for one in problems if one.problem.code != "BATCH-101")]
    outcome.problems += shown_otherwise(source.shown, pack, shape)
    outcome.problems += [*_missing(pack, shape, wish), *unread_columns(backend, shape), *not_used(shape, _beside(pack, shape, wish))]
    outcome.problems += plain_cells(backend, pack, shape, wish.year, names=table.suffix.lower() not in PARQUET_SUFFIXES)
    outcome.problems += rows_of_other_years(backend, shape, wish.year)
    _sum(backend, pack, shape, output, wish, outcome)
    outcome.problems = _spoken(pack, table, in_order(outcome.problems))
    return outcome


def _sum(backend: Backend, pack: Pack, shape: TableShape, output: Path, wish: ActivityWish, outcome: Outcome) -> None:
    """Checks the lines, then sums them."""
    if not outcome.is_refused:
        outcome.problems += _keep_year(backend, shape, wish.year)
    if outcome.is_refused:
        return
    inputs = [name for wanted in wish.quantities for name in pack.formulas[wanted].arguments]
    lines, facts, problems = line_columns(backend, pack, shape, list(dict.fromkeys(inputs)), wish.year)
    outcome.problems += [*problems, *_row_problems(backend, pack, shape, wish, lines, facts)]
    if not outcome.is_refused:
        for name in wish.quantities:
            outcome.problems += without_result(backend, pack, pack.quantities[name], lines, wish.year)
    if not outcome.is_refused:
        sums = Sums(backend, pack, shape, wish, lines, facts.rows)
        parts = [sums_query(sums, pack.quantities[name]) for name in wish.quantities]
        outcome.rows = backend.write(" UNION ALL ".join(parts), output)


def _spoken(pack: Pack, table: Path, problems: Sequence[TableProblem]) -> list[TableProblem]:
    """The problems with the name of the table, and their places in the words of the pack."""
    wording = Wording(pack)
    return [spoken(of_table(one, table.name), wording) for one in problems]


def _beside(pack: Pack, shape: TableShape, wish: ActivityWish) -> list[str]:
    """The headings of known columns that the wanted sums do not need."""
    inputs = {argument for name in wish.quantities for argument in pack.formulas[name].arguments}
    needed = {"entity", "year", "item", *wish.by, *(() if wish.lines_summed else GROUPS), *(() if wish.lines_summed else ("line",))}
    places = [heading for name, heading in shape.places.items() if name not in needed]
    values = [one.heading for name, one in shape.values.items() if name not in inputs]
    return [*places, *shape.attributes.values(), *values]


def _check_wish(pack: Pack, wish: ActivityWish) -> None:
    for group in wish.by:
        if group not in GROUPS:
            raise BatchUsageError(f"--by {group}：可用 / known: {', '.join(GROUPS)}")
    for name in wish.quantities:
        if name not in pack.formulas:
            known = ", ".join(one for one in pack.formulas if _is_of_lines(pack, one))
            raise BatchUsageError(f"--quantity {name}：可用 / known: {known}")
        if not _is_of_lines(pack, name):
            raise BatchUsageError(f"{name} 由其他结果算出，不能逐行汇总 / rests on other results and cannot be summed line by line")
        if "{unit}" in pack.quantities[name].unit and "item" not in wish.by:
            raise BatchUsageError(f"{name}：各品种单位不同，--by 须含 item / units differ by item: add item to --by")


def _is_of_lines(pack: Pack, name: str) -> bool:
    formula = pack.formulas[name]
    alike = {pack.quantities[one].item_table for one in formula.arguments}
    return len(alike) == 1 and all(pack.quantities[one].role == "input" for one in formula.arguments)


def _missing(pack: Pack, shape: TableShape, wish: ActivityWish) -> Iterator[TableProblem]:
    wanted = [name for name in ("entity", *wish.by) if name not in shape.places]
    if "line" not in shape.places and not wish.lines_summed:
        wanted.append("line")
    needs_item = any(pack.quantities[one].by_item for one in wish.quantities)
    if needs_item and "item" not in shape.places:
        wanted.append("item")
    for name in wish.quantities:
        for argument in pack.formulas[name].arguments:
            quantity = pack.quantities[argument]
            if argument not in shape.values and quantity.required and quantity.default is None:
                wanted.append(argument)
    known = ", ".join((*GROUPS, "line"))
    for one in dict.fromkeys(wanted):
        yield table_problem("BATCH-101", column=one, found=one, known=known)


def _keep_year(backend: Backend, shape: TableShape, year: int) -> list[TableProblem]:
    """A table of several years gives the lines of the one asked for."""
    years, problems = years_of(backend, shape)
    if problems or years in ([], [year]):
        return problems
    if year not in years:
        return [table_problem("BATCH-124", year=year)]
    text = trimmed(backend, shape.places["year"])
    backend.make("source_of_year", f"SELECT * FROM {SOURCE} WHERE {text} = '{year}'")
    backend.replace_source("source_of_year")
    return []


# ── what is wrong with the lines ─────────────────────────────────────────────────────────────────


def _row_problems(
    backend: Backend,
    pack: Pack,
    shape: TableShape,
    wish: ActivityWish,
    lines: dict[str, LineColumn],
    facts: Facts,
) -> list[TableProblem]:
    if not facts.rows:
        return [table_problem("BATCH-107")]
    problems: list[TableProblem] = []
    for name in dict.fromkeys(("entity", *wish.by)):
        problems += _blank(backend, shape, name, facts)
    if "month" in wish.by:
        problems += _months(backend, shape, facts)
    tables = {pack.quantities[name].item_table for name in wish.quantities}
    if "item" in shape.places:
        problems += _items(backend, pack, shape, sorted(one for one in tables if one), facts)
    if "line" in shape.places and not wish.lines_summed:
        problems += _repeated(backend, shape)
    checks = [check for one in lines.values() for check in one.checks]
    return [*problems, *failures(backend, checks)]


def _blank(backend: Backend, shape: TableShape, name: str, facts: Facts) -> list[TableProblem]:
    """A blank or a leading space sorts before every name: the least value tells without looking at the rows."""
    least, _, filled = facts.columns[name]
    if filled == facts.rows and str(least) > " ~":
        return []
    text = trimmed(backend, shape.places[name])
    numbers = {"found": name}
    return failures(backend, [RowCheck(SOURCE, "BATCH-110", f"{text} = ''", name, text, numbers=numbers, placed=False)])


def _months(backend: Backend, shape: TableShape, facts: Facts) -> list[TableProblem]:
    least, most, _ = facts.columns["month"]
    if isinstance(least, int) and 1 <= least <= most <= 12:
        return []
    text = trimmed(backend, shape.places["month"])
    wrong = {"BATCH-110": f"{text} = ''", "BATCH-111": f"{text} <> '' AND NOT {backend.matches(text, MONTH)}"}
    found = {"BATCH-110": "month", "BATCH-111": "{value}"}
    heading = shape.places["month"]
    checks = [RowCheck(SOURCE, code, one, heading, text, numbers={"found": found[code]}, placed=False) for code, one in wrong.items()]
    return failures(backend, checks)


def _items(backend: Backend, pack: Pack, shape: TableShape, tables: list[str], facts: Facts) -> list[TableProblem]:
    if not tables:
        return []
    cell = backend.quoted(shape.places["item"])
    items = list(pack.tables[tables[0]].rows)
    listed = ", ".join(sql_text(item) for item in items)
    unknown = backend.rows(f"SELECT COUNT(*) FROM {SOURCE} WHERE {cell} NOT IN ({listed})")[0][0]
    if not unknown and facts.columns["item"][2] == facts.rows:
        return []
    numbers = {"found": "{value}", "known": ", ".join(items)}
    condition = f"COALESCE({cell}, '') NOT IN ({listed})"
    value = f"COALESCE({cell}, '')"
    return failures(
        backend,
        [RowCheck(SOURCE, "CASE-136", condition, shape.places["item"], value, numbers=numbers, placed=False)],
    )


def _repeated(backend: Backend, shape: TableShape) -> list[TableProblem]:
    """Lines of one place with one number; blanks around a word and the nought of `01` make no other place."""
    words = {name: trimmed(backend, shape.places[name]) for name in (*GROUPS, "year", "line") if name in shape.places}
    if "month" in words:
        month = words["month"]
        short = f"LENGTH({month}) = 2 AND SUBSTRING({month}, 1, 1) = '0'"
        words["month"] = f"CASE WHEN {short} THEN SUBSTRING({month}, 2, 1) ELSE {month} END"
    cells = f"(SELECT _row, {', '.join(f'{word} AS {name}' for name, word in words.items())} FROM {SOURCE})"
    keys = ", ".join(words)
    groups = f"SELECT {keys}, MIN(_row) AS first_row, COUNT(*) AS number FROM {cells} c GROUP BY {keys}"
    again = f"SELECT * FROM ({groups}) g WHERE number > 1"
    if not backend.rows(f"SELECT COUNT(*) FROM ({again}) a")[0][0]:
        return []
    on = " AND ".join(f"g.{name} = s.{name}" for name in words)
    query = f"SELECT s._row, g.first_row FROM {cells} s JOIN ({again}) g ON {on} WHERE s._row > g.first_row ORDER BY 1 LIMIT {MOST_ROWS}"
    return [table_problem("BATCH-114", row=row, column="line", other=other) for row, other in backend.rows(query)]
