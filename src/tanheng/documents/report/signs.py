"""The content of a report with its chemical and physical signs and the indices of its symbols marked, for documents that set them."""

from __future__ import annotations

from typing import Any

from tanheng.documents.notation import in_every_text, signs_marked, symbols_marked

AS_IT_IS = ("lang", "title", "entity", "code", "year", "date", "mark", "notice", "head")  # they stand in properties and running heads too
SYMBOL = 1  # the column of the symbol in lists


def with_signs(data: dict[str, Any]) -> dict[str, Any]:
    """`ReportContent.as_data` with the parts that are set high or low marked (`documents.notation`)."""
    marked: dict[str, Any] = in_every_text(data, signs_marked)
    marked |= {name: data[name] for name in AS_IT_IS}
    for name in ("results", "unconfirmed_values", "unconfirmed_clauses"):
        rows = zip(marked[name], data[name], strict=True)
        marked[name] = [(*row[:SYMBOL], symbols_marked(plain[SYMBOL]), *row[SYMBOL + 1 :]) for row, plain in rows]
    for one, plain in zip(marked["explained"], data["explained"], strict=True):
        one |= {name: symbols_marked(plain[name]) for name in ("symbols", "numbers", "year")}
    for table, plain in zip(marked["tables"], data["tables"], strict=True):
        for group, as_it_is in zip(table.get("groups", ()), plain.get("groups", ()), strict=True):
            for row, given in zip(group["rows"], as_it_is["rows"], strict=True):
                row["symbol"] = symbols_marked(given["symbol"])
    return marked
