"""The report as PDF, set by typst from `typst/report.typ` with the fonts of the package. The same bytes for the same content."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from typing import Any

import typst

from tanheng.documents.report.content import ReportContent, report_content
from tanheng.documents.report.facts import NO_FACTS, ReportFacts
from tanheng.documents.report.signs import with_signs
from tanheng.engine.run import Run

FIXED_TIME = 946684800  # 2000-01-01, seconds: a date in the file that no clock decides


def report_pdf(run: Run, lang: str = "zh", facts: ReportFacts = NO_FACTS) -> bytes:
    """The report of a run as PDF bytes."""
    return pdf_of(report_content(run, lang, facts))


def pdf_of(content: ReportContent) -> bytes:
    """The PDF of a content that is already made."""
    package = files("tanheng.documents")
    data = json.dumps(with_signs(content.as_data()), ensure_ascii=False).encode()
    sources: Any = {"main": package.joinpath("typst", "report.typ").read_bytes(), "content.json": data}
    with as_file(package.joinpath("fonts")) as fonts:
        made = typst.compile(sources, font_paths=[str(fonts)], ignore_system_fonts=True, timestamp=FIXED_TIME)
    assert isinstance(made, bytes)
    return made
