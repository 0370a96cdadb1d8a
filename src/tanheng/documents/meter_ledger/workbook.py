"""The meter ledger as a workbook: the columns of appendix C, then those of the ledger's own; it can be filled on and handed in again."""

from __future__ import annotations

from tanheng.documents.list_workbook import Listing, list_workbook
from tanheng.documents.meter_ledger import COLUMNS, NOTE, SHEET, Ledger, shown_cell


def ledger_workbook(ledger: Ledger, lang: str = "zh") -> bytes:
    """The workbook's bytes; the same ledger gives the same bytes. Every cell is a text: codes and numbers keep their zeros."""
    note = NOTE.in_(lang).format(company=ledger.company, day=ledger.day)
    rows = [[shown_cell(column, row, lang) for column in COLUMNS] for row in ledger.rows]
    return list_workbook([Listing(SHEET.in_(lang), note, [text.in_(lang) for text in COLUMNS.values()], rows)])
