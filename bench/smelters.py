"""The cases that benchmarks compute: the sample year, and the same year with many potlines. Synthetic; never asserted on."""

from decimal import Decimal
from typing import Any

from tanheng.demo.synthetic_smelter import PACK_ID, POTLINES, YEARS, synthetic_case
from tanheng.engine.case import Case
from tanheng.engine.case.reading import read_case
from tanheng.engine.pack import Pack
from tanheng.engine.run import Run
from tanheng.rulebook import load

YEAR = YEARS[-1]


def sample_case() -> Case:
    """The sample smelter's last year, two potlines."""
    return _read(synthetic_case(YEAR))


def smelter_case(potlines: int) -> Case:
    """The sample year with as many potlines as wanted: the first potline's months, a little different each."""
    document = synthetic_case(YEAR)
    model = next(iter(POTLINES))
    rows = [row for row in document["values"] if row.get("facility") == model]
    names = [f"line-{number:04d}" for number in range(1, potlines + 1)]
    document["facilities"] = [{"id": name, "kind": "potline", "name": name} for name in names]
    document["values"] = [row for row in document["values"] if "facility" not in row]
    document["values"] += [_varied(row, name, number) for number, name in enumerate(names) for row in rows]
    return _read(document)


def changed_sample_case(number: int) -> Case:
    """The sample year with its January output `number` hundredths of a tonne higher: a workbook never seen before."""
    document = synthetic_case(YEAR)
    months = document["values"][0]["months"]
    months[1] = format(Decimal(months[1]) + Decimal(number + 1) / 100, "f")
    return _read(document)


def pack() -> Pack:
    """The rule pack of the benchmarks."""
    return load(PACK_ID)


def evaluations(run: Run) -> int:
    """How many times a formula was evaluated: each month, and the years that have a formula.

    Sums, means, checks are not counted, nor the auxiliary items that stand in no total: the peer has none of them.
    """
    quantities = run.pack.quantities
    months = sum(len(step.raw) for name, step in run.steps.items() if quantities[name].level != "auxiliary")
    years = sum(len(run.year_raw[name]) for name in run.pack.formulas if quantities[name].year == "formula" or quantities[name].yearly_only)
    return months + years


def _varied(row: dict[str, Any], name: str, number: int) -> dict[str, Any]:
    factor = Decimal(1000 + number % 41 - 20) / 1000
    months = {month: format((Decimal(text) * factor).quantize(Decimal(text)), "f") for month, text in row["months"].items()}
    return {**row, "facility": name, "months": months}


def _read(document: dict[str, Any]) -> Case:
    case, problems = read_case(document, load)
    if case is None:
        raise RuntimeError("\n".join(problem.as_text("en") for problem in problems))
    return case
