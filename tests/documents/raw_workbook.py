"""Small workbooks written part by part, to the letter: what no program would let a test write."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

INPUTS = Path(__file__).parent / "inputs"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def parts(rows: str, *, formats: Mapping[int, str] | None = None, texts: tuple[str, ...] = (), properties: str = "") -> dict[str, str]:
    """The parts of a workbook with one sheet “甲”. `rows`: the XML in its sheetData; style n shows the n-th of `formats`."""
    codes = formats or {}
    custom = "".join(f'<numFmt numFmtId="{163 + n}" formatCode="{code}"/>' for n, code in codes.items())
    styles = "".join(f'<xf numFmtId="{163 + n}"/>' for n in codes)
    shared = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
        '<sheets><sheet name="甲" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="r3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{custom}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
    }


def workbook(rows: str, **options: object) -> bytes:
    """The bytes of such a workbook."""
    return zipped(parts(rows, **options))  # type: ignore[arg-type]


def opendocument(cells: str) -> bytes:
    """An .ods with one row of cells; `o:`, `t:` and `x:` are its prefixes for office, table and text."""
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": '<o:document-content xmlns:o="o" xmlns:t="t" xmlns:x="x"><o:body><o:spreadsheet><t:table t:name="甲">'
        f"<t:table-row>{cells}</t:table-row></t:table></o:spreadsheet></o:body></o:document-content>",
    })  # fmt: skip
