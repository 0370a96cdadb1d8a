"""Monte Carlo of a smelter's year: a million draws of two potlines × 12 months, every input uncertain, as a whole command.

Beside it the total alone, written by hand in numpy. Ours computes all yearly results with the formulas of the pack, their budgets,
intervals and statistical errors; the peer one number on one core, as such scripts do. Both must agree, or nothing is reported.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bench.result import Result, command_seconds, result, seconds, tanheng
from bench.smelters import YEAR, pack
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.case.reading import read_case
from tanheng.engine.running import run_case
from tanheng.engine.uncertainty.budget import Propagation
from tanheng.rulebook import load

DRAWS = 1_000_000
SEED = 1
PROMISED = 2.0
SPREAD = {"input": 0.015, "default": 0.05}
PEER = Path(__file__).with_name("numpy_peer.py")
TOTAL = "enterprise_emission_tco2e"
AGREED = 0.01  # of the standard uncertainty and of its size; the statistical error is a tenth of it


def run() -> Iterator[Result]:
    """The propagation alone, then the draws as a whole process, each beside the script."""
    document = uncertain_year()
    case, _ = read_case(document, load)
    if case is None:
        raise RuntimeError("the sample year is refused")
    exact = run_case(pack(), case)
    yield result("GUM budgets of the sample year, all yearly results", seconds(lambda: list(Propagation(exact).budgets())), "s")
    given = json.dumps(peer_inputs(document))
    peer = seconds(lambda: _peer(given), repeats=3)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.yaml"
        path.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
        words = tanheng("calculate", path, "--uncertainty", "--draws", str(DRAWS), "--seed", str(SEED))
        _agree(words, _peer(given))
        value = command_seconds(words, repeats=5)
    name = f"tanheng calculate --uncertainty, {DRAWS:,} draws of the sample year, all yearly results"
    yield result(name, value, "s", limit=PROMISED, peer="numpy by hand, one core, the total alone", peer_value=peer)


def uncertain_year() -> dict[str, Any]:
    """The sample year with every input uncertain: each month on its own, each default as one number."""
    document = synthetic_case(YEAR)
    reported = sorted({row["quantity"] for row in document["values"]})
    defaults = [one.id for one in pack().inputs() if one.default and one.id not in reported]
    document["uncertainties"] = [
        *({"quantity": name, "relative": str(SPREAD["input"]), "independent": True} for name in reported),
        *({"quantity": name, "relative": str(SPREAD["default"])} for name in defaults),
    ]
    return document


def peer_inputs(document: dict[str, Any]) -> dict[str, Any]:
    """The same inputs as plain floats for the script."""

    def months(quantity: str) -> dict[str, list[float]]:
        rows = [row for row in document["values"] if row["quantity"] == quantity]
        return {row.get("facility") or row.get("item"): [float(text) for text in row["months"].values()] for row in rows}

    fuels, carbonates = months("fuel_consumption"), months("carbonate_consumption_t")
    parameters = {
        "loss_rate": "anode_loss_rate_default", "sulphur": "anode_sulphur_default", "ash": "anode_ash_default",
        "cf4": "cf4_factor_default", "c2f6": "c2f6_factor_default",
    }  # fmt: skip
    defaults = {name: float(str(pack().parameter(one, YEAR).value)) for name, one in parameters.items()}
    tables = pack().tables
    defaults |= {f"{item}.{name}": float(str(tables["fuel"].rows[item].values[name])) for item in fuels for name in ("ncv", "cc", "of")}
    purity = float(str(pack().parameter("carbonate_purity_default", YEAR).value))
    for item in carbonates:
        defaults |= {f"{item}.ef": float(str(tables["carbonate"].rows[item].values["ef"])), f"{item}.purity": purity}
    flat = {
        name: [value for line in months(quantity).values() for value in line]
        for name, quantity in (("output", "molten_aluminium_output_t"), ("anodes", "anode_consumption_t"))
    }
    return {
        "draws": DRAWS,
        "seed": SEED,
        "spread": SPREAD,
        "defaults": defaults,
        "fuels": fuels,
        "carbonates": carbonates,
        **flat,
    }


def _peer(given: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, str(PEER)], input=given, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _agree(words: list[str | Path], peer: dict[str, float]) -> None:
    """RuntimeError where the two do not describe the same year."""
    done = subprocess.run([*map(str, words), "--json"], capture_output=True, text=True, check=True)
    rows = json.loads(done.stdout)["uncertainty"]["monte_carlo"]["results"]
    ours = next(row for row in rows if row["quantity"] == TOTAL)
    pairs = {
        "mean": (float(ours["mean"]["value"]), peer["mean"]),
        "low": (float(ours["interval_95"][0]["value"]), peer["low"]),
        "high": (float(ours["interval_95"][1]["value"]), peer["high"]),
        "standard": (float(ours["standard_uncertainty"]["value"]), peer["standard"]),
    }
    for name, (one, other) in pairs.items():
        if abs(one - other) > AGREED * peer["standard"]:
            raise RuntimeError(f"{name}: {one} here, {other} by hand")
