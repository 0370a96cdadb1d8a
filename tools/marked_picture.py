"""The picture of a refused workbook with its problems at its cells: the synthetic smelter's form with five planted faults.

The form is marked as `tanheng calculate --marked` marks it, and LibreOffice and poppler draw its sheets.
"""

import io
import subprocess
import tempfile
from pathlib import Path

import openpyxl
import pypdf
from openpyxl.worksheet.worksheet import Worksheet

from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.documents.input.case_file import read_case_bytes
from tanheng.documents.input.template.workbook import filled_template
from tanheng.documents.marks.file import marked_workbook
from tanheng.engine.case.reading import read_case
from tanheng.rulebook import load

NAME = "input.xlsx"
YEAR = 2025
SHEET = "电解系列"


def marked(lang: str) -> bytes:
    """The marked workbook."""
    case, _ = read_case(synthetic_case(YEAR), load)
    assert case is not None
    book = openpyxl.load_workbook(io.BytesIO(filled_template(load(case.pack_id), case)))
    plant_faults(book[next(name for name in book.sheetnames if name.startswith(SHEET))])
    stream = io.BytesIO()
    book.save(stream)
    read, problems = read_case_bytes(NAME, stream.getvalue(), load)
    return marked_workbook(NAME, stream.getvalue(), problems, lang, read)


def plant_faults(sheet: Worksheet) -> None:
    """A word for a number, a figure 1 000 times too large, a month cleared, a letter in a number, a figure beside the table."""
    first = next(cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int | float) and cell.column > 6)
    row, column = first.row, first.column
    sheet.cell(row, column).value = "约7500"
    sheet.cell(row + 1, column + 1).value = float(sheet.cell(row + 1, column + 1).value or 1) * 1000
    sheet.cell(row + 2, column + 2).value = None
    sheet.cell(row, column + 3).value = "16O00"
    sheet.cell(sheet.max_row + 3, column).value = 4711


def picture(lang: str, soffice: str) -> bytes:
    """The sheet of problems and the sheet of the potlines as LibreOffice prints them, one below the other, as PNG."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / NAME).write_bytes(marked(lang))
        words = [soffice, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf", "--outdir"]
        subprocess.run([*words, str(folder), str(folder / NAME)], check=True, capture_output=True)
        pdf = folder / f"{Path(NAME).stem}.pdf"
        reader = pypdf.PdfReader(pdf)
        texts = [page.extract_text() for page in reader.pages]
        wanted = [1, 1 + next(number for number, text in enumerate(texts) if number and SHEET in text[:40])]
        for number in wanted:
            words = ["pdftoppm", "-png", "-r", "110", "-f", str(number), "-l", str(number), str(pdf), str(folder / f"page{number:02d}")]
            subprocess.run(words, check=True)
        return joined([path.read_bytes() for path in sorted(folder.glob("page*.png"))])


def joined(pages: list[bytes]) -> bytes:
    """Pages below each other, what is blank around them cut away."""
    from PIL import Image, ImageChops

    images = []
    for page in pages:
        image = Image.open(io.BytesIO(page)).convert("RGB")
        image = image.crop((0, 0, image.width, image.height * 9 // 20))  # the page's foot is of no interest
        box = ImageChops.difference(image, Image.new("RGB", image.size, "white")).getbbox()
        images.append(image.crop(box) if box else image)
    whole = Image.new("RGB", (max(image.width for image in images) + 24, sum(image.height + 24 for image in images)), "white")
    top = 12
    for image in images:
        whole.paste(image, (12, top))
        top += image.height + 24
    stream = io.BytesIO()
    whole.save(stream, "PNG", optimize=True)
    return stream.getvalue()
