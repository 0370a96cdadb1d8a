"""`tanheng calculate` on the sample year, the whole process from start to end: from a case file and from a filled workbook.

Beside it the same formulas as an OpenFisca script, its process from start to end; it reads plain JSON and checks nothing.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from bench.openfisca import openfisca
from bench.result import Result, command_seconds, result, seconds, tanheng
from bench.smelters import YEAR, pack, sample_case
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.documents.input.template.workbook import filled_template
from tanheng.engine.running import run_case

PROMISED = {".yaml": 0.6, ".xlsx": 0.3}
PEER = "OpenFisca-core: a script with the same formulas, JSON in and out"


def run() -> Iterator[Result]:
    """Median of ten, then the explanation of one number."""
    case = sample_case()
    exact = run_case(pack(), case)
    peer = seconds(lambda: openfisca(exact, repeats=1, tracers=["on"]), repeats=5)
    with tempfile.TemporaryDirectory() as folder:
        text, workbook = Path(folder) / "case.yaml", Path(folder) / "case.xlsx"
        text.write_text(yaml.safe_dump(synthetic_case(YEAR), allow_unicode=True, sort_keys=False), encoding="utf-8")
        workbook.write_bytes(filled_template(pack(), case))
        for name, words in {
            "tanheng calculate, sample year from .yaml": ["calculate", text],
            "tanheng calculate, sample year from .xlsx": ["calculate", workbook],
            "tanheng calculate --json, sample year from .xlsx": ["calculate", workbook, "--json"],
            "tanheng calculate --explain, sample year": ["calculate", text, "--explain", "enterprise_emission_tco2e"],
        }.items():
            value = command_seconds(tanheng(*words), repeats=10)
            yield result(name, value, "s", limit=PROMISED[Path(words[1]).suffix], peer=PEER, peer_value=peer)
