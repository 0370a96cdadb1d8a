"""The meter ledger as Word: a landscape page with the columns of appendix C. The same bytes each time."""

from __future__ import annotations

from tanheng.documents.list_word import list_word
from tanheng.documents.list_workbook import Listing
from tanheng.documents.meter_ledger import NOTE, OFFICIAL, TITLE, Ledger, shown_cell


def ledger_word(ledger: Ledger, lang: str = "zh") -> bytes:
    """The document's bytes."""
    note = NOTE.in_(lang).format(company=ledger.company, day=ledger.day)
    headings = [text.in_(lang) for text in OFFICIAL.values()]
    return list_word(Listing(TITLE.in_(lang), note, headings, [[shown_cell(name, row, lang) for name in OFFICIAL] for row in ledger.rows]))
