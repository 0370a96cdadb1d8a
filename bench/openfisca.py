"""Hands a run's inputs, defaults and parameters to OpenFisca-core, which lives in an environment of its own."""

import json
import subprocess
from collections.abc import Sequence
from typing import Any

from bench.result import PEERS_PYTHON, ROOT
from bench.smelters import YEAR
from tanheng.engine.numbers import Ratio
from tanheng.engine.run import Run

INPUTS = ("molten_aluminium_output_t", "anode_consumption_t")
FIXED = {
    "anode_loss_rate": "anode_loss_rate_default",
    "anode_sulphur_content": "anode_sulphur_default",
    "anode_ash_content": "anode_ash_default",
    "cf4_factor_kg_per_t": "cf4_factor_default",
    "c2f6_factor_kg_per_t": "c2f6_factor_default",
}
CONSTANTS = ("co2_per_carbon", "kg_per_t", "gwp_cf4", "gwp_c2f6")


def openfisca(run: Run, *, repeats: int, tracers: Sequence[str] = ("off", "on")) -> dict[str, Any]:
    """Seconds by tracer, number of evaluations and values of the peer over the run's inputs. RuntimeError if it fails."""
    if not PEERS_PYTHON.exists():
        raise RuntimeError("no .venv-bench; `make bench` makes it")
    words = [str(PEERS_PYTHON), str(ROOT / "bench" / "openfisca_peer.py")]
    done = subprocess.run(
        words,
        input=json.dumps(task(run, repeats=repeats, tracers=tracers)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def task(run: Run, *, repeats: int, tracers: Sequence[str]) -> dict[str, Any]:
    """The same inputs, defaults and parameters, as the peer takes them."""
    inputs = {name: _by_month(run, name, [key for key, _ in run.keys[name]]) for name in INPUTS}
    for name in ("fuel_consumption", "carbonate_consumption_t"):
        for _, item in run.keys[name]:
            inputs[f"{name}_{item}"] = [[float(run.value(name, None, item, month) or 0)] for month in range(1, 13)]
    return {
        "year": YEAR,
        "repeats": repeats,
        "tracers": list(tracers),
        "potlines": len(run.keys["anode_emission_tco2"]),
        "inputs": inputs,
        "parameters": {name: _float(run.pack.parameter(name, YEAR).value) for name in CONSTANTS},
        "fixed": {name: _float(run.pack.parameter(default, YEAR).value) for name, default in FIXED.items()},
        "fuels": {item: _columns(run, "fuel", str(item), "fuel_consumption") for _, item in run.keys["fuel_consumption"]},
        "carbonates": {
            item: {**_columns(run, "carbonate", str(item), "carbonate_consumption_t"), "purity": 1.0}
            for _, item in run.keys["carbonate_consumption_t"]
        },
    }


def _by_month(run: Run, name: str, facilities: list[str | None]) -> list[list[float]]:
    return [[float(run.value(name, facility, None, month) or 0) for facility in facilities] for month in range(1, 13)]


def _columns(run: Run, table: str, item: str, consumption: str) -> dict[str, float]:
    values = run.pack.tables[table].rows[item].values
    return {consumption: 0.0, **{column: float(value) for column, value in values.items() if value is not None}}


def _float(value: Any) -> float:
    return float(value.numerator) / float(value.denominator) if isinstance(value, Ratio) else float(value)
