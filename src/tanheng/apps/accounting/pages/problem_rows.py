"""Problems of a run as the problem list shows them: the place in words, with a link to the figure it concerns."""

from typing import Any
from urllib.parse import quote

from django.urls import reverse

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.addresses import explanation_address
from tanheng.apps.monitoring.pages.day_books import explained_text
from tanheng.apps.monitoring.selectors.day_books import Explained
from tanheng.engine import run as engine
from tanheng.engine.places import Where
from tanheng.engine.problems import Problem
from tanheng.pages.language import reader_language
from tanheng.pages.problem_texts import answer_address
from tanheng.pages.wording import item_label, place_label


def problem_rows(run: Run, problems: list[Problem], computed: engine.Run) -> list[dict[str, Any]]:
    """One mapping a problem, in the reader's language; further places of one that repeats under `places`, what the day-books say of the
    month of one that asks under `explained`.
    """
    books = Explained(run.node, run.year)
    return [{**_row(run, one, computed), "explained": explained_text(books.at(one.where)) if one.asks else ""} for one in problems]


def _row(run: Run, problem: Problem, computed: engine.Run) -> dict[str, Any]:
    first, *others = (_place(run, problem.code, where, computed) for where in problem.all_places)
    page = f"{reverse('records:answers', args=[run.node_id, run.year])}?pack={quote(run.pack)}"
    row = {**problem.as_json(reader_language()), "place": first["text"], "places": others, "answer_address": answer_address(page, problem)}
    return {**row, "place_address": first["address"]} if "address" in first else row


def _place(run: Run, code: str, where: Where, computed: engine.Run) -> dict[str, str]:
    pack = computed.pack
    facility = computed.case.facility_names.get(where.facility or "", where.facility or "")
    if where.quantity and where.quantity in pack.quantities:
        name = pack.quantities[where.quantity].label.in_(reader_language())
        text = f"{name} · " + place_label(pack, where.quantity, facility, where.item, run.year, where.month, run.through_month)
        return {"text": text, **_address(run, where.quantity, where, computed)}
    in_file = " ".join(part for part in (where.sheet, where.cell) if part)
    checked = next((check.formula.arguments[0] for check in pack.checks if check.id == code), None)
    month = f"{run.year}-{where.month:02d}" if where.month else ""
    item = item_label(pack, checked, where.item) if checked else where.item or ""
    text = " · ".join(part for part in (facility, item, month, in_file) if part)
    return {"text": text, **(_address(run, checked, where, computed) if checked else {})}


def _address(run: Run, quantity: str, where: Where, computed: engine.Run) -> dict[str, str]:
    """A link to the figure, where the run has it."""
    if (where.facility, where.item) not in computed.positions.get(quantity, {}):
        return {}
    return {"address": explanation_address(run.pk, quantity, where.facility, where.item, where.month)}
