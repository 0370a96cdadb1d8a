"""What the monthly grid shows: a row for each line of the plan and source, cells as the page's element reads them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.models import Reading
from tanheng.apps.monitoring.models.series import WITHDRAWN
from tanheng.apps.monitoring.pages.grid.months import ShownMonth, grid_months
from tanheng.apps.monitoring.selectors.selection import GridRow, monthly_uses
from tanheng.apps.sites.models import Node
from tanheng.engine.absences import NOT_APPLICABLE_KIND, NOT_APPLICABLE_SIGN
from tanheng.engine.life import MONTHS
from tanheng.engine.numbers import decimal_text
from tanheng.engine.pack import KINDS
from tanheng.engine.plan.lists import FREQUENCIES, MAIN, ROLES
from tanheng.pages.language import reader_language
from tanheng.pages.templatetags.components import grouped
from tanheng.pages.wording import kind_mark, shown_unit
from tanheng.rulebook import load

EvidenceSaid = Callable[[GridRow, int, Reading | None], str]  # of a row's month and what counts there


@dataclass(frozen=True)
class ShownRow:
    """A line of the plan by one source; `cells` are whole table cells, `total` is "sum" where the year is the sum of its months."""

    code: str
    source: str
    name: str
    detail: str
    total: str
    total_text: str
    address: str
    cells: tuple[SafeString, ...]
    frequency: str = ""


@dataclass(frozen=True)
class ShownGrid:
    """The grid of a facility's year: where it saves, and where it asks for more of a cell, for what may stand in for it, for what is wrong;
    by which frequencies its rows are told apart, the kinds a figure can have, and the words of the element.
    """

    title: str
    save: str
    more: str
    asked: str
    problems: str
    months: tuple[ShownMonth, ...]
    rows: tuple[ShownRow, ...]
    frequencies: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str, str], ...]
    words: Mapping[str, str]
    files: str = ""  # where files are put at cells; blank for whoever reads alone


def grid_address(view: str, place: Node, year: int, **query: Any) -> str:
    """A page of the grid of a place's year."""
    address = reverse(f"monitoring:{view}", args=[place.pk, year])
    return f"{address}?{urlencode(query)}" if query else address


def shown_grid(company: Node, place: Node, year: int, rows: Sequence[GridRow], *, evidence: EvidenceSaid, may_write: bool) -> ShownGrid:
    """The rows as the page shows them, `evidence` what is said of each cell's; whoever may not write reads."""
    months = grid_months(company, place, year)
    fixed = months.fixed
    if not may_write:
        fixed = dict.fromkeys(MONTHS, str(_("Your roles do not open writing here."))) | dict(fixed)
    return ShownGrid(
        f"{place.name} {year}",
        reverse("api:save_cells_of_grid", args=[company.pk]),
        grid_address("grid-cell", place, year),
        grid_address("grid-asked", place, year),
        reverse("api:get_grid_problems", args=[place.pk]) + f"?year={year:04d}",
        months.shown,
        tuple(_row(place, year, one, fixed, evidence) for one in rows),
        frequencies_of(rows),
        kind_choices(),
        words(),
        reverse("api:create_cell_files", args=[company.pk]) if may_write else "",
    )


def line_address(place: Node, year: int, row: GridRow, month: int | None = None) -> str:
    """The page on which one figure of a row is typed."""
    query = {"row": row.line.code, "source": row.source} | ({"month": f"{year}-{month:02d}"} if month else {})
    return grid_address("grid-line", place, year, **query)


def _row(place: Node, year: int, row: GridRow, fixed: Mapping[int, str], evidence: EvidenceSaid) -> ShownRow:
    summed = year_is_sum(row)
    amounts = [one.reading.amount for one in row.cells.values() if one.reading is not None and one.reading.amount is not None]
    return ShownRow(
        row.line.code,
        row.source,
        row.line.name,
        detail_of(row),
        "sum" if summed else "",
        grouped(decimal_text(sum(amounts, Decimal(0)))) if summed and amounts else "",
        line_address(place, year, row),
        tuple(_cell(row, month, fixed.get(month, ""), evidence) for month in MONTHS),
        row.line.frequency,
    )


def _cell(row: GridRow, month: int, why: str, evidence: EvidenceSaid) -> SafeString:
    reading = row.cells[month].reading
    return cell_html(reading, why, evidence=evidence(row, month, reading))


def detail_of(row: GridRow) -> str:
    """Below the name: the unit; of a source that is compared with the main one its name."""
    said = [shown_unit(row.unit), source_name(row) if row.role != MAIN else ""]
    return " · ".join(one for one in said if one)


def source_name(row: GridRow) -> str:
    """The source of a row in words: "main source", or "comparison source" with its ledger."""
    role = ROLES[row.role].in_(reader_language())
    if row.role == MAIN:
        return role
    record = next((one.record for one in row.line.sources.all() if one.key == row.source), "")
    return f"{role} {record or row.source}"


def year_is_sum(row: GridRow) -> bool:
    """Whether the year of a line is the sum of its months."""
    use = monthly_uses(row.line)[0]
    return load(use.pack).quantities[use.quantity].year == "sum"


def frequencies_of(rows: Iterable[GridRow]) -> tuple[tuple[str, str], ...]:
    """How often the plan wants what its rows ask for, in the order of the list and in words; nothing where all are alike."""
    there = {one.line.frequency for one in rows}
    return tuple((key, label.in_(reader_language())) for key, label in FREQUENCIES.items() if key in there) if len(there) > 1 else ()


def kind_choices() -> tuple[tuple[str, str, str], ...]:
    """The kinds a figure can have, each with its mark and word; the last one is that it is not applicable."""
    return tuple((kind, mark.mark, mark.word) for kind in (*KINDS, NOT_APPLICABLE_KIND) for mark in (kind_mark(kind),))


def cell_html(reading: Reading | None, why: str = "", problem: str = "", evidence: str = "") -> SafeString:
    """One cell of the table: what is shown, and in attributes what the element knows of it."""
    said = told_of(reading)
    attributes = {
        "data-text": said["amount"],
        "data-seen": said["seen"] or "",
        "data-kind": said["kind"],
        "data-mark": said["mark"],
        "data-word": said["word"],
        "data-evidence": evidence,
        "data-problem": problem,
        "data-why": why,
    }
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items() if value)
    fixed = ' aria-readonly="true"' if why else ""
    return mark_safe(f"<td{written}{fixed}>{escape(said['shown'])}</td>")  # noqa: S308 - every part is escaped


def told_of(reading: Reading | None) -> dict[str, Any]:
    """A figure for the element: `shown` for the eye, `amount` with all its digits ("/": not applicable, "": blank), key, kind and mark."""
    kind = reading.kind if reading is not None and reading.kind != WITHDRAWN else ""
    amount = NOT_APPLICABLE_SIGN if kind == NOT_APPLICABLE_KIND else ""
    if reading is not None and reading.amount is not None:
        amount = decimal_text(reading.amount)
    mark = kind_mark(kind)
    return {
        "shown": grouped(amount) if amount else "",
        "amount": amount,
        "seen": reading.pk if reading else None,
        "kind": kind,
        "mark": "" if kind == NOT_APPLICABLE_KIND else mark.mark,
        "word": mark.word,
    }


def words() -> dict[str, str]:
    """What the element says, in the reader's language; %s is a number."""
    return {
        "saved": _("%s saved."),
        "asked": _("%s to look at."),
        "unsaved": _("%s not saved."),
        "lost": _("The server does not answer; what you typed stays marked. Save again when the connection is back."),
        "signed_out": _("You are signed out. Sign in in another window, then save again."),
        "left": _("%s cells cannot be written and were left out."),
        "beyond": _("%s figures had no place in the table and were left out."),
        "fixed": _("This cell is not typed."),
        "answered": _("Answered: "),
        "copied": _("%s copied."),
        "not_found": _("Nothing was found."),
        "leaving": _("Tab leaves the table now."),
        "evidence": _("Supporting document: "),
        "state_saving": _("is being saved"),
        "state_unsaved": _("not saved"),
        "state_problem": _("not saved: to be mended"),
        "state_merge": _("not saved: somebody else changed it"),
    }
