"""Whether a cell that nobody read holds a figure: a number, stored or typed, with its unit or without."""

from __future__ import annotations

import re

from tanheng.documents.input.tables import is_unit
from tanheng.documents.input.typed_numbers import typed_number
from tanheng.documents.reading.cells import Cell

FIGURES = {"FILE-217", "FILE-218", "FILE-221", "FILE-231"}  # refusals of a text that is a number all the same
NUMBER_AND_UNIT = re.compile(r"([-+]?\d[\d,.]*)\s*(\D.*)")


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a number, stored or typed as text, with a unit behind it or not."""
    if cell.kind != "text":
        return cell.kind == "number"
    text = cell.text.strip()
    if len(text) > 60 or not any(map(str.isdigit, text)):
        return False
    typed = typed_number(Cell("text", text), "%")
    if typed.text is not None or typed.refusal in FIGURES:
        return True
    found = NUMBER_AND_UNIT.fullmatch(text)
    return found is not None and is_unit(found[2]) and typed_number(Cell("text", found[1]), "1").text is not None
