"""What the pages of day-books show: the list of books, the month of one, and the same as plain data."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from tanheng.analysis.day_books.month import Computed, MonthOfBook
from tanheng.analysis.day_books.rows import shown, stored
from tanheng.apps.monitoring.models import DayBookRow
from tanheng.apps.monitoring.selectors.day_books import BookOfPlace, Explanation, Proposed, books_kept, months_of, standing_rows
from tanheng.apps.sites.models import Node
from tanheng.documents.day_book import headings
from tanheng.engine.numbers import decimal_text
from tanheng.engine.problems import Problem
from tanheng.pages.language import reader_language
from tanheng.rulebook.day_books import DayBook

Plain = dict[str, Any]


def month_text(month: date) -> str:
    """A month as addresses and pages write it."""
    return f"{month:%Y-%m}"


def neighbours(month: date) -> tuple[date, date]:
    """The month before and after."""
    return (month - timedelta(days=1)).replace(day=1), (month + timedelta(days=31)).replace(day=1)


def listed_books(company: Node) -> list[Plain]:
    """Each place with its books: how many rows, and the newest month."""
    found: dict[int, Plain] = {}
    for kept in books_kept(company):
        months = months_of(kept)
        place = found.setdefault(kept.place.pk, {"place": kept.place, "books": []})
        row = {"book": kept.book, "newest": month_text(months[0]) if months else "", "count": standing_rows(kept.place, kept.book).count()}
        place["books"].append(row)
    return list(found.values())


def book_columns(book: DayBook) -> list[Plain]:
    """Headings with whether numbers stand below them, whether they are computed."""
    lang = reader_language()
    columns = book.columns
    return [
        {"id": name, "label": text.in_(lang), "number": name not in columns or columns[name].is_number, "computed": name not in columns}
        for name, text in headings(book).items()
    ]


def shown_rows(book: DayBook, rows: Iterable[Computed], keys: dict[int, DayBookRow]) -> list[Plain]:
    """Rows with their cells as the reader sees them; `keys` are the stored rows by their number."""
    return [_shown_row(book, one, keys) for one in rows]


def _shown_row(book: DayBook, one: Computed, keys: dict[int, DayBookRow]) -> Plain:
    cells = []
    for column in book_columns(book):
        name = column["id"]
        if column["number"]:
            amount = one.number_of(name)
            text = "" if amount is None else figure_text(amount)
        else:
            text = shown(book.columns[name], one.row.values.get(name), reader_language())
        cells.append({"text": text, **column})
    return {"row": one.row, "stored": keys[one.row.number], "cells": cells}


def figure_text(amount: Any) -> str:
    """A figure with the decimals it carries, thousands parted."""
    return f"{amount:,f}"


def total_cells(book: DayBook, found: MonthOfBook) -> list[Plain]:
    """The sums below the columns, each with its heading; none where a sum would say nothing."""
    unsummed = {one.id for one in book.columns.values() if not one.summed}
    cells = []
    for column in book_columns(book):
        total = found.totals.get(column["id"]) if column["id"] not in unsummed else None
        cells.append({"text": "" if total is None else figure_text(total), **column})
    return cells


def shown_figures(book: DayBook, found: MonthOfBook, offered: Iterable[Proposed]) -> list[Plain]:
    """Each figure with the cells of the plan that it feeds."""
    cells = list(offered)
    return [
        {"figure": one, "amount": found.figures[one.id], "cells": [cell for cell in cells if cell.figure.id == one.id]}
        for one in book.figures.values()
    ]


def book_out(kept: BookOfPlace) -> Plain:
    """A book as plain data."""
    lang, book = reader_language(), kept.book
    return {
        "place": kept.place.pk,
        "place_name": kept.place.name,
        "book": book.id,
        "name": book.label.in_(lang),
        "columns": [
            {
                "id": one.id,
                "name": one.label.in_(lang),
                "kind": one.kind,
                "unit": one.unit,
                "required": one.required,
                "choices": {name: word.label.in_(lang) for name, word in one.choices.items()},
            }
            for one in book.columns.values()
        ],
        "computed": [{"id": one.id, "name": one.label.in_(lang), "unit": one.unit} for one in book.derived.values()],
        "figures": [
            {
                "id": one.id,
                "name": one.label.in_(lang),
                "unit": one.unit,
                "measure": one.measure,
                "status": one.status,
                "source": one.source,
            }
            for one in book.figures.values()
        ],
        "status": book.status,
        "source": book.source,
    }


def month_out(kept: BookOfPlace, found: MonthOfBook, keys: dict[int, DayBookRow], offered: Iterable[Proposed]) -> Plain:
    """A month of a book as plain data; numbers are decimal text."""
    return {
        "book": kept.book.id,
        "place": kept.place.pk,
        "month": month_text(found.month),
        "rows": [
            {
                "id": keys[one.row.number].pk,
                "number": one.row.number,
                "day": one.row.day.isoformat(),
                "columns": stored(one.row.values),
                "computed": _texts(one.derived),
            }
            for one in found.rows
        ],
        "totals": _texts(found.totals),
        "figures": _texts(found.figures),
        "cells": [cell_out(one) for one in offered],
        "problems": problems_out(found.problems),
    }


def _texts(amounts: Any) -> Plain:
    return {name: None if amount is None else decimal_text(amount) for name, amount in amounts.items()}


def cell_out(one: Proposed) -> Plain:
    """A cell of the plan that a figure feeds."""
    there = one.reading
    return {
        "figure": one.figure.id,
        "line": one.row.line.code,
        "source": one.row.source,
        "reading": there.pk if there else None,
        "amount": decimal_text(there.amount) if there is not None and there.amount is not None else None,
        "unit": one.row.unit,
        "from_book": one.from_book,
        "stale": one.stale,
    }


def problems_out(problems: Iterable[Problem]) -> list[Plain]:
    """Problems in the reader's language."""
    return [one.as_json(reader_language()) for one in problems]


def explained_text(found: Iterable[Explanation]) -> str:
    """Explanations in one line, each with its book, day and words."""
    lang = reader_language()
    comma, colon, end = ("、", "：", "；") if lang == "zh" else (", ", ": ", "; ")
    told = (f"{one.day.isoformat()} {one.book.label.in_(lang)}{colon}{comma.join(word.in_(lang) for word in one.words)}" for one in found)
    return end.join(told)


def explanation_out(one: Explanation) -> Plain:
    """A row that explains a month as plain data."""
    lang = reader_language()
    return {
        "book": one.book.id,
        "name": one.book.label.in_(lang),
        "day": one.day.isoformat(),
        "number": one.number,
        "words": [word.in_(lang) for word in one.words],
    }
