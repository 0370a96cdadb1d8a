"""A run in a dozen lines: its total and what it is made of, output and intensities, last year beside where it is known, and what the
checks said. The long table is asked for with `--all`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tanheng.analysis.shares import Shares
from tanheng.analysis.totals import source_quantities, sum_over_places
from tanheng.cli.result_table import HEADINGS, place_words, room, table_lines
from tanheng.engine.numbers import ZERO, shown
from tanheng.engine.places import Key
from tanheng.engine.problems import SEVERITY_ORDER, Problem
from tanheng.engine.run import Run
from tanheng.engine.text import Text
from tanheng.engine.units import is_intensity
from tanheng.engine.untranslatable import MARK, marked, untranslatable_rows

SHARE = Text("占总量", "share")
LAST_YEAR = Text("上年", "last year")
CHANGE = Text("变化", "change")
PERCENT = Decimal("0.1")
CHECKED = Text(
    "检查：错误 {error} · 警告 {warning}（待答复 {open}）· 提示 {note}",
    "checks: {error} errors · {warning} warnings ({open} to be answered) · {note} notes",
)
FURTHER = Text(
    "全部结果 --all · 各月 --months · 一个数怎么来 --explain {total}",
    'all results --all · each month --months · where a number comes from --explain "{total}"',
)


@dataclass(frozen=True, slots=True)
class Line:
    """A quantity at one place (None: the sum over its places), as deep as it stands in the list."""

    quantity: str
    key: Key | None
    depth: int = 0


def summary_lines(run: Run, lang: str, *, beside: Run | None = None, ids: bool = False) -> Iterator[str]:
    """Whose year, the figures people look for, the state of the checks, and how to ask for more."""
    yield f"{run.case.entity_name} · {run.case.year} · {run.pack.title.in_(lang)} ({run.pack.id})"
    yield ""
    shares = Shares(run)
    cells = [_cells(run, line, shares, beside, lang, ids) for line in summed_up(run)]
    headings = ["", HEADINGS[2].in_(lang), HEADINGS[3].in_(lang), SHARE.in_(lang)]
    headings += [LAST_YEAR.in_(lang), CHANGE.in_(lang)] if beside is not None else []
    yield from table_lines([headings, *cells], right={1, 3, 4, 5}, room=room())
    for one in untranslatable_rows(run.pack, lang):
        yield f"{MARK} {one['message']}"
    yield ""
    yield checked(run.problems, lang)
    yield FURTHER.filled(total=run.pack.quantities[run.pack.total].label.in_(lang)).in_(lang)
    yield f"run {run.run_hash}"


def summed_up(run: Run) -> list[Line]:
    """The total with its sources, what is to be surrendered where that is another number, the output, and every intensity."""
    pack = run.pack
    sources = [name for name in source_quantities(pack, pack.total) if name != pack.total and _counted(run, name)]
    further = [pack.cleared.emission] if pack.cleared is not None else []
    further += [pack.main_output] if pack.main_output is not None and pack.main_output in pack.quantities else []
    lines = [Line(pack.total, None), *(Line(name, None, 1) for name in sources)]
    lines += [Line(name, None) for name in further if name not in (pack.total, *sources) and sum_over_places(run, name) is not None]
    intensities = [name for name in pack.formulas if is_intensity(pack.quantities[name].unit)]
    return lines + [Line(name, key) for name in intensities for key in run.keys[name] if run.value(name, *key) is not None]


def checked(problems: Sequence[Problem], lang: str) -> str:
    """How many problems of each weight there are."""
    counts = {name: str(sum(one.severity == name for one in problems)) for name in SEVERITY_ORDER}
    waiting = sum(one.asks and one.answer is None for one in problems)
    return CHECKED.filled(**counts, open=str(waiting)).in_(lang)


def _cells(run: Run, line: Line, shares: Shares, beside: Run | None, lang: str, ids: bool) -> list[str]:
    quantity = run.pack.quantities[line.quantity]
    value = sum_over_places(run, line.quantity) if line.key is None else run.value(line.quantity, *line.key)
    place = place_words(run, line.quantity, line.key, lang) if line.key is not None else ""
    label = marked(run.pack, quantity.id, quantity.label.in_(lang)) + (f" · {place}" if place else "")
    share = shares.of(line.quantity) if line.key is None and line.quantity != run.pack.total else None
    found = [
        "  " * line.depth + label + (f"  {quantity.id}" if ids else ""),
        "—" if value is None else shown(value, quantity.year_decimals),
        run.pack.unit_of(line.quantity, line.key[1] if line.key else None),
        "" if share is None else f"{share.quantize(PERCENT)} %",
    ]
    return found if beside is None else [*found, *_against(line, value, quantity.year_decimals, beside)]


def _against(line: Line, value: Decimal | None, decimals: int | None, beside: Run) -> list[str]:
    """The same number of last year and how much more it is now; nothing where last year has none."""
    if line.quantity not in beside.keys:
        return ["", ""]
    before = sum_over_places(beside, line.quantity) if line.key is None else beside.value(line.quantity, *line.key)
    if before is None:
        return ["", ""]
    change = "" if value is None or before == 0 else f"{(value - before) * 100 / before:+.1f} %"
    return [shown(before, decimals), change]


def _counted(run: Run, name: str) -> bool:
    """Whether a source gave anything: what is not used in this case is not listed."""
    return (sum_over_places(run, name) or ZERO) != 0
