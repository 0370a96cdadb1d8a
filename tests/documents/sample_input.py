"""A synthetic smelter's year for the tests of readers and templates, and the ways other programs save its workbook."""

import io
from collections.abc import Callable
from functools import lru_cache

import openpyxl
from openpyxl.workbook import Workbook

from tanheng.documents.input.case_file import read_case_bytes
from tanheng.documents.input.template.workbook import filled_template
from tanheng.engine.case import Case
from tanheng.engine.problems import Problem
from tanheng.rulebook import load, pack_ids

PACK_ID = "cn/aluminium/cets_2024"
POTLINES, FUELS = "电解系列 Potlines", "化石燃料 Fuels"
ENTITY, FACILITIES = "企业信息 Entity", "设施 Facilities"
HEADING_ROW = 4
FIRST_ROW = 5
MONTH_1 = 6  # column of January on a data sheet
OUTPUT_ROW, ANODE_ROW = FIRST_ROW, FIRST_ROW + 1  # of potline-1

CASE = """\
tanheng: case/1
pack: cn/aluminium/cets_2024
year: 2025
grain: month
entity: {name: 合成铝业有限公司, code: "91640000000000000C"}
facilities:
  - {id: potline-1, kind: potline, name: 1号电解系列}
  - {id: potline-2, kind: potline, name: 2号电解系列}
values:
"""


def _months(first: int, step: int, decimals: int) -> str:
    numbers = (f"{first + step * month}.{'5' * decimals}" for month in range(12))
    return "{" + ", ".join(f'{month}: "{number}"' for month, number in enumerate(numbers, start=1)) + "}"


def case_text() -> str:
    """The sample year as YAML: every month differs, every measured value has its evidence."""
    rows = [
        ("molten_aluminium_output_t", "facility: potline-1", _months(16650, 13, 2)),
        ("molten_aluminium_output_t", "facility: potline-2", _months(16700, -7, 2)),
        ("anode_consumption_t", "facility: potline-1", _months(8050, 11, 2)),
        ("anode_consumption_t", "facility: potline-2", _months(8090, -3, 2)),
        ("electrolysis_ac_electricity_mwh", "facility: potline-1", _months(221000, 151, 3)),
        ("electrolysis_ac_electricity_mwh", "facility: potline-2", _months(222000, 17, 3)),
        ("fuel_consumption", "item: diesel", _months(25, 1, 2)),
        ("fuel_consumption", "item: natural_gas", _months(31, 2, 2)),
        ("fuel_net_calorific_value", "item: natural_gas", _months(389, 0, 3)),
        ("net_purchased_electricity_mwh", "", _months(440000, 100, 3)),
    ]
    text = CASE
    for quantity, place, months in rows:
        head = ", ".join(part for part in (f"quantity: {quantity}", place) if part)
        text += f'  - {{{head}, months: {months}, source: "台账 {quantity}.xlsx", evidence: "凭证-{quantity}.pdf"}}\n'
    return text


@lru_cache(maxsize=1)
def sample_case() -> Case:
    """The sample year, read from its YAML."""
    case, problems = read(case_text().encode(), "sample.yaml")
    assert case is not None, [problem.as_text() for problem in problems]
    return case


@lru_cache(maxsize=1)
def sample_workbook() -> bytes:
    """The template filled with the sample year."""
    return filled_template(load(PACK_ID), sample_case())


def read(content: bytes, name: str = "input.xlsx") -> tuple[Case | None, list[Problem]]:
    """Reads a file as the command line and the web do."""
    return read_case_bytes(name, content, load, tuple(pack_ids()))


def edited(change: Callable[[Workbook], object], content: bytes | None = None) -> bytes:
    """The sample workbook opened by openpyxl, changed, and saved by it."""
    book = openpyxl.load_workbook(io.BytesIO(content or sample_workbook()))
    change(book)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes openpyxl writes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def codes(problems: list[Problem], severity: str | None = None) -> set[str]:
    """The codes of the problems of a severity."""
    return {problem.code for problem in problems if severity in (None, problem.severity)}


def find(problems: list[Problem], code: str) -> Problem:
    """The first problem of a code."""
    return next(problem for problem in problems if problem.code == code)
