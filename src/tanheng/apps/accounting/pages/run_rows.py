"""The rows of the list of runs: each with its total as people read it."""

from collections.abc import Sequence
from decimal import Decimal

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.overview import shown_value
from tanheng.apps.accounting.selectors import totals_of
from tanheng.pages.wording import shown_unit
from tanheng.rulebook import load


def run_rows(runs: Sequence[Run]) -> list[tuple[Run, str]]:
    """Each run with its year's total and unit; a dash where its pack cannot be read any more or gave none."""
    totals = totals_of(runs)
    return [(run, _total(run, *totals[run.pk]) if run.pk in totals else "—") for run in runs]


def _total(run: Run, value: Decimal, unit: str) -> str:
    pack = load(run.pack)
    return f"{shown_value(pack.quantities[pack.total], value, None)} {shown_unit(unit)}"
