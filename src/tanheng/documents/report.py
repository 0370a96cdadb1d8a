"""The report package: official tables, Word and PDF, made from one content, by file name."""

from __future__ import annotations

from tanheng.documents.official_tables import official_tables, workbook_of
from tanheng.documents.report_content import report_content
from tanheng.documents.report_facts import NO_FACTS, ReportFacts
from tanheng.documents.report_pdf import pdf_of, report_pdf
from tanheng.documents.report_word import report_word, word_of
from tanheng.engine.run import Run

TABLES_NAME, WORD_NAME, PDF_NAME = "official-tables.xlsx", "report.docx", "report.pdf"


def report_package(run: Run, lang: str = "zh", facts: ReportFacts = NO_FACTS) -> dict[str, bytes]:
    """File name → bytes of the three documents. The same run, language and facts give the same bytes."""
    content = report_content(run, lang, facts)
    return {TABLES_NAME: workbook_of(content), WORD_NAME: word_of(content), PDF_NAME: pdf_of(content)}


__all__ = ["NO_FACTS", "ReportFacts", "official_tables", "report_package", "report_pdf", "report_word"]
