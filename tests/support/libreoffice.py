"""LibreOffice without a window: recalculates workbooks and saves them in other formats, as another program would.

Every call has a profile of its own, so calls may run side by side and leave nothing in the user's settings.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

TIME_LIMIT_SECONDS = 180
FILTERS = {
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "ods": "ods:calc8",
    "pdf": "pdf",
    "csv": "csv:Text - txt - csv (StarCalc):44,34,76,1",
    "docx": "docx:MS Word 2007 XML",
    "odt": "odt:writer8",
}
# Without this LibreOffice trusts the results stored in the file and would prove nothing. 0 = always recalculate.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


class LibreOffice:
    """`converted` and `recalculated` write into `folder`. Raises RuntimeError with LibreOffice's own words."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program = program
        self.folder = folder

    def recalculated(self, workbook: Path) -> Path:
        """The workbook (xlsx or ods) with every formula computed anew, saved in its own format."""
        return self.converted(workbook, workbook.suffix.lstrip("."))

    def all_recalculated(self, workbooks: Sequence[Path]) -> Path:
        """Several workbooks of one format in one start of the program; the folder that holds them under their names."""
        return self._run(workbooks, workbooks[0].suffix.lstrip("."))

    def converted(self, file: Path, suffix: str) -> Path:
        """The file opened, recalculated and saved as `suffix`: xlsx, ods, csv (first sheet, UTF-8), pdf, docx, odt."""
        return self._run([file], suffix) / f"{file.stem}.{suffix}"

    def _run(self, files: Sequence[Path], suffix: str) -> Path:
        target = Path(tempfile.mkdtemp(dir=self.folder))
        profile = Path(tempfile.mkdtemp(dir=self.folder))
        (profile / "user").mkdir()
        (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")
        words = [self.program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo"]
        words += ["--convert-to", FILTERS[suffix], "--outdir", str(target), *map(str, files)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=TIME_LIMIT_SECONDS)
        shutil.rmtree(profile, ignore_errors=True)
        missing = [file.stem for file in files if not (target / f"{file.stem}.{suffix}").exists()]
        if missing:
            raise RuntimeError(f"LibreOffice wrote no {missing}: {done.stdout} {done.stderr}")
        return target
