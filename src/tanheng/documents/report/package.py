"""The report package: official tables, Word and PDF, made from one content, by file name."""

from __future__ import annotations

from collections.abc import Callable

from tanheng.documents.report.content import report_content
from tanheng.documents.report.facts import NO_FACTS, ReportFacts
from tanheng.documents.report.official_tables import official_tables, workbook_of
from tanheng.documents.report.pdf import pdf_of, report_pdf
from tanheng.documents.report.word import report_word, word_of
from tanheng.engine.run import Run

TABLES_NAME, WORD_NAME, PDF_NAME = "official-tables.xlsx", "report.docx", "report.pdf"
FILE_NAMES = (TABLES_NAME, WORD_NAME, PDF_NAME)


def report_package(
    run: Run, lang: str = "zh", facts: ReportFacts = NO_FACTS, *, told: Callable[[str], None] = lambda name: None
) -> dict[str, bytes]:
    """File name → bytes of the three documents. The same run, language and facts give the same bytes.

    `told` hears the name of each file before it is made.
    """
    content, made = report_content(run, lang, facts), {}
    for name, make in ((TABLES_NAME, workbook_of), (WORD_NAME, word_of), (PDF_NAME, pdf_of)):
        told(name)
        made[name] = make(content)
    return made


__all__ = ["FILE_NAMES", "NO_FACTS", "ReportFacts", "official_tables", "report_package", "report_pdf", "report_word"]
