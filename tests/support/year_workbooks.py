"""Filled workbooks of a synthetic year, right and wrong, for whoever uploads one through a page."""

import copy
import io
from typing import Any

import openpyxl

from tanheng.demo.synthetic_smelter import synthetic_case, synthetic_uncertainties
from tanheng.documents.input.template.workbook import filled_template
from tanheng.engine.case.reading import read_case
from tanheng.rulebook import load

POTLINES = "电解系列 Potlines"
WRONG_CELLS = {"H5": "一万六千", "I6": -5}  # output of March in words, a negative anode consumption in April


def year_workbook(
    year: int, *, entity: tuple[str, str] | None = None, diesel_in_march_t: str = "", with_uncertainties: bool = False
) -> bytes:
    """The template filled with the synthetic year; another entity, another diesel consumption, uncertainties when told."""
    document: dict[str, Any] = copy.deepcopy(synthetic_case(year))
    if with_uncertainties:
        document["uncertainties"] = synthetic_uncertainties()
    if entity is not None:
        document["entity"] = {"name": entity[0], "code": entity[1]}
    for value in document["values"]:
        if diesel_in_march_t and (value["quantity"], value.get("item")) == ("fuel_consumption", "diesel"):
            value["months"][3] = diesel_in_march_t
    case, problems = read_case(document, load)
    assert case is not None, [problem.as_text() for problem in problems]
    return filled_template(load(case.pack_id), case)


def with_two_errors(workbook: bytes) -> bytes:
    """The same workbook with two cells that cannot be taken over: WRONG_CELLS of the potlines' sheet."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    for cell, typed in WRONG_CELLS.items():
        book[POTLINES][cell] = typed
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
