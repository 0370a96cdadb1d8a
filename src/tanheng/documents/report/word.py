"""The report as Word, filled by docxtpl into `word/report.docx`, which a clerk can restyle. The same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from importlib.resources import files
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run as WordRun
from docxtpl import DocxTemplate, RichText

from tanheng.documents.notation import HIGH, LOW, parts
from tanheng.documents.report.content import ReportContent, report_content
from tanheng.documents.report.facts import NO_FACTS, ReportFacts
from tanheng.documents.report.signs import with_signs
from tanheng.engine.run import Run

FIXED_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip knows; no clock decides the bytes
FIGURE_STYLES = {"default": "Default", "estimated": "Estimated"}
SCRIPTS = {"low": "subscript", "high": "superscript"}
WIDEST_LIST = 7  # lists with more columns lie on a landscape page
HALF_POINTS_BY_LENGTH = ((10, 13), (11, 12), (12, 11))  # longest number in characters → size that fits a month's column
SMALLEST_HALF_POINTS = 10


def report_word(run: Run, lang: str = "zh", facts: ReportFacts = NO_FACTS) -> bytes:
    """The report of a run as docx bytes."""
    return word_of(report_content(run, lang, facts))


def word_of(content: ReportContent) -> bytes:
    """The Word document of a content that is already made."""
    template = files("tanheng.documents").joinpath("word", "report.docx").read_bytes()
    document: Any = DocxTemplate(io.BytesIO(template))
    document.render(_context(content), autoescape=True)
    _set_heights(document.docx.element.body)
    made = io.BytesIO()
    document.save(made)
    return without_clock(made.getvalue())


def _context(content: ReportContent) -> dict[str, Any]:
    data = with_signs(content.as_data())
    for table in data["tables"]:
        if table["kind"] == "data":
            _dress(table)
    before, _, rest = data["words"]["page"].partition("{page}")
    between, _, after = rest.partition("{pages}")
    return {
        "c": data,
        "w": data["words"],
        "page": (before, between, after),
        "parts": _parts(data["tables"]),
        "contents": _contents(data),
    }


def _dress(table: dict[str, Any]) -> None:
    """Gives every figure its character style, so that default, estimated and computed numbers look different."""
    figures = [figure for group in table["groups"] for row in group["rows"] for figure in row["figures"]]
    size = _size(max((len(figure["text"]) for figure in figures), default=0)) if len(table["periods"]) > 1 else None
    for figure in figures:
        figure["rich"] = RichText(figure["text"], style=FIGURE_STYLES.get(figure["kind"], "Reported"), size=size)
    for group in table["groups"]:
        for row in group["rows"]:
            row["name"] = RichText(row["label"], style="Derived" if row["derived"] else "Reported")
            row["name"].add(f" {row['symbol']}", style="Not filled")


def _size(length: int) -> int:
    return next((size for longest, size in HALF_POINTS_BY_LENGTH if length <= longest), SMALLEST_HALF_POINTS)


def _parts(tables: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Neighbouring tables that share the direction of their page."""
    parts: list[dict[str, Any]] = []
    for table in tables:
        wide = any(len(block["headings"]) > WIDEST_LIST for block in table["blocks"]) if table["kind"] != "data" else True
        if parts and parts[-1]["wide"] == wide:
            parts[-1]["tables"].append(table)
        else:
            parts.append({"wide": wide, "tables": [table], "first": not parts})
    return parts


def _contents(data: dict[str, Any]) -> list[tuple[int, str]]:
    words = data["words"]
    front = [(1, words["declaration"]), (1, words["results"]), (1, words["data"])]
    back = [(1, words[f"appendix_{name}"]) for name in ("explanation", "unconfirmed", "problems", "seal")]
    return [*front, *((2, table["title"]) for table in data["tables"]), *back]


def _set_heights(body: Any) -> None:
    """Every part that is marked becomes a run of its own, set low or high."""
    for run in [one for one in body.iter(qn("w:r")) if any(sign in "".join(one.itertext()) for sign in (LOW, HIGH))]:
        for made in _runs_of(run):
            run.addprevious(made)
        run.getparent().remove(run)


def _runs_of(run: Any) -> Iterator[Any]:
    looks = run.find(qn("w:rPr"))
    for child in [one for one in run if one is not looks]:
        pieces = parts(child.text or "") if child.tag == qn("w:t") else (None,)
        for piece in pieces:
            made = OxmlElement("w:r")
            made.extend([] if looks is None else [deepcopy(looks)])
            if piece is None:
                made.append(child)
            else:
                one = WordRun(made, None)  # type: ignore[arg-type] # it stands nowhere yet
                one.text = piece.text
                if piece.height:
                    setattr(one.font, SCRIPTS[piece.height], True)
            yield made


def without_clock(content: bytes) -> bytes:
    """The same package with fixed times in its directory."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, FIXED_ZIP_TIME)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            target.writestr(entry, source.read(name))
    return made.getvalue()
