"""Pages of a PDF as pictures, by poppler's pdftoppm, for tests that look at a page's ink and for people."""

import subprocess
from pathlib import Path


def page_pictures(program: str, file: Path, folder: Path, *, dots_per_inch: int = 60) -> list[Path]:
    """One PNG a page, in page order, written to `folder`."""
    stem = folder / file.stem
    subprocess.run([program, "-png", "-r", str(dots_per_inch), str(file), str(stem)], check=True, capture_output=True)
    return sorted(folder.glob(f"{file.stem}-*.png"))
