"""The engine: formula evaluations a second with the full trace, on one core, from a case already read.

Beside it the same formulas in OpenFisca-core (float32 vectors, tracer on and off) and the recomputation kit recalculated
by LibreOffice. OpenFisca's inputs are set before its clock starts; the engine's time holds everything `run_case` does.
Seconds are processor time of the one core, for both; beside LibreOffice, which is several processes, they are wall time.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.openfisca import openfisca
from bench.result import Result, cpu_seconds, result, seconds
from bench.smelters import evaluations, pack, sample_case, smelter_case
from tanheng.documents.kit.workbook import recomputation_kit
from tanheng.engine.case import Case
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tests.support.libreoffice import LibreOffice
from tests.support.programs import PROGRAMS

POTLINES = 1000
KIT_POTLINES = 100
PROMISED = 500_000
FLOAT32_EXPLAINS = 1e-5  # relative; sums of a thousand float32 values stay well within it


def run() -> Iterator[Result]:
    """Many potlines, then the sample year, each beside OpenFisca; then the workbooks."""
    yield from _beside_openfisca(smelter_case(POTLINES), f"{POTLINES} potlines × 12 months", repeats=9, promised=PROMISED)
    yield from _beside_openfisca(sample_case(), "sample year, 2 potlines", repeats=99)
    office = PROGRAMS["soffice"].find()
    if office:
        yield from _beside_libreoffice(office)


def _beside_openfisca(case: Case, size: str, *, repeats: int, promised: int | None = None) -> Iterator[Result]:
    exact = run_case(pack(), case)
    peer = openfisca(exact, repeats=repeats)
    count = evaluations(exact)
    if peer["evaluations"] != count:
        raise RuntimeError(f"OpenFisca evaluated {peer['evaluations']} formulas, not {count}")
    speed = count / cpu_seconds(lambda: run_case(pack(), case), repeats=repeats)
    for tracer in ("on", "off"):
        yield result(
            f"engine with full trace, {size} (peer's tracer {tracer})",
            speed,
            "formulas/s",
            limit=promised,
            more_is_better=True,
            peer=f"OpenFisca-core, float32 vectors, tracer {tracer}",
            peer_value=count / median(peer["seconds"][tracer]),
        )
    share = 100 * _wrong_digits(exact, peer["values"]) / count
    yield result(f"OpenFisca-core, {size}: results wrong in the last reported digit", share, "%")


# ── OpenFisca ────────────────────────────────────────────────────────────────────────────────────


def _wrong_digits(run: Run, values: dict[str, list[list[float]]]) -> int:
    """How many of the peer's values, shown with the declared decimals, are not the exact ones.

    RuntimeError where one is further away than float32 explains: the peer would not be computing the same formulas.
    """
    wrong = 0
    for name, columns in values.items():
        yearly = len(columns) == 1
        quantity, item = _split_item(name.removesuffix("_year"))
        declared = run.pack.quantities[quantity]
        decimals = declared.year_decimals if yearly else declared.decimals
        keys = run.keys[quantity] if item is None else ((None, item),)
        for month, column in enumerate(columns, start=1):
            for (facility, _), value in zip(keys, column, strict=True):
                exact = run.value(quantity, facility, item, None if yearly else month)
                if exact is None or abs(value - float(exact)) > FLOAT32_EXPLAINS * abs(float(exact)):
                    raise RuntimeError(f"{name} {facility} {month}: OpenFisca says {value}, exact is {exact}")
                wrong += f"{value:.{decimals}f}" != f"{exact}"
    return wrong


def _split_item(name: str) -> tuple[str, str | None]:
    for quantity in ("fuel_emission_tco2", "carbonate_emission_tco2"):
        if name.startswith(f"{quantity}_"):
            return quantity, name.removeprefix(f"{quantity}_")
    return name, None


# ── LibreOffice ──────────────────────────────────────────────────────────────────────────────────


def _beside_libreoffice(office: str) -> Iterator[Result]:
    """The kit's formulas are the same ones; LibreOffice's time holds its start, as anyone who checks a kit would wait it."""
    for case, size in (
        (sample_case(), "sample year, 2 potlines"),
        (smelter_case(KIT_POTLINES), f"{KIT_POTLINES} potlines"),
    ):
        exact = run_case(pack(), case)
        count = evaluations(exact)
        ours = seconds(lambda case=case: run_case(pack(), case), repeats=29)
        theirs = _recalculation_seconds(office, recomputation_kit(exact))
        peer = "LibreOffice opens, recalculates, saves the kit"
        yield result(f"all results of {size}", ours, "s", peer=peer, peer_value=theirs)
        yield result(
            f"formulas a second, {size}",
            count / ours,
            "formulas/s",
            more_is_better=True,
            peer=peer,
            peer_value=count / theirs,
        )


def _recalculation_seconds(office: str, kit: bytes) -> float:
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "kit.xlsx"
        workbook.write_bytes(kit)
        program = LibreOffice(office, Path(folder))
        return seconds(lambda: program.recalculated(workbook), repeats=3)
