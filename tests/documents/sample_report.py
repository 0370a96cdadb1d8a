"""Runs that the tests of kit and report share: the synthetic smelter, and facts an enterprise might add."""

from __future__ import annotations

from functools import cache
from typing import Any

from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.documents.report.facts import ReportFacts
from tanheng.engine.case.reading import read_case
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load

FACTS = ReportFacts(
    enterprise={"legal_representative": "合成人 <甲> & 乙", "permit_number": "SYNTHETIC-PERMIT-1"},
    facilities={"potline-1": {"design_current_ka": "500", "cell_count": "168"}},
    lists={
        "meters": ({"meter_name": "合成电能表", "meter_model": "DTSD-0.2S"},),
        "training": ({"training_content": "合成培训"},),
    },
    supporting_files={"permit_number": "合成-许可证.pdf"},
    direct_meters={("molten_aluminium_output_t", "potline-1"): True, ("molten_aluminium_output_t", "potline-2"): False},
    written_date="2026-03-31",
    notice="合成数据",
)


def run_of(document: dict[str, Any]) -> Run:
    """The run of a case document that has no errors."""
    case, problems = read_case(document, load)
    assert case is not None, [problem.as_text("en") for problem in problems]
    return run_case(load(case.pack_id), case, problems)


@cache
def smelter_run(year: int = 2025) -> Run:
    """The synthetic smelter's year."""
    return run_of(synthetic_case(year))


def printed_numbers(run: Run) -> dict[str, str]:
    """Every derived number of a run as people read it, by its place; numbers that are never rounded are left out."""
    found = {}
    for one in run.results:
        quantity = run.pack.quantities[one.quantity]
        decimals = quantity.year_decimals if one.month is None else quantity.decimals
        if decimals is not None:
            found[f"{one.quantity}@{one.facility}/{one.item}/{one.month}"] = f"{one.value:,.{decimals}f}"
    return found
