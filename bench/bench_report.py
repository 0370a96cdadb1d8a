"""The report package of the sample year: official tables, Word and PDF; the documents alone and the whole command.

Beside it LibreOffice turning the same Word report into a PDF, one of the three files.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from bench.result import Result, command_seconds, result, seconds, tanheng
from bench.smelters import YEAR, pack, sample_case
from tanheng.demo.answers import with_synthetic_answers
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.documents.report.package import report_package
from tanheng.engine.running import run_case
from tests.support.libreoffice import LibreOffice
from tests.support.programs import PROGRAMS

PROMISED = 5


def run() -> Iterator[Result]:
    """In this process, then `tanheng report`."""
    exact = run_case(pack(), sample_case())
    files = report_package(exact)
    with tempfile.TemporaryDirectory() as folder:
        peer = _libreoffice_seconds(files, Path(folder))
        words = {"peer": "LibreOffice: the Word report to PDF", "peer_value": peer} if peer else {}
        value = seconds(lambda: report_package(exact), repeats=5)
        yield result("report package of the sample year (xlsx, docx, pdf)", value, "s", limit=PROMISED, **words)
        case = Path(folder) / "case.yaml"
        case.write_text(yaml.safe_dump(with_synthetic_answers(synthetic_case(YEAR)), allow_unicode=True, sort_keys=False), encoding="utf-8")
        value = command_seconds(tanheng("report", case, "-o", Path(folder) / "report", "--overwrite", "--make-folder"), repeats=3)
        yield result("tanheng report, sample year", value, "s", limit=PROMISED, **words)


def _libreoffice_seconds(files: dict[str, bytes], folder: Path) -> float | None:
    office = PROGRAMS["soffice"].find()
    if not office:
        return None
    word = folder / "report.docx"
    word.write_bytes(next(content for name, content in files.items() if name.endswith(".docx")))
    program = LibreOffice(office, folder)
    return seconds(lambda: program.converted(word, "pdf"), repeats=3)
