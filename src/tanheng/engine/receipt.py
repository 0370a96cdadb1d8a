"""The receipt of a run `receipt/1`: engine, packs, inputs, results and the trace of every derived number, in one document that needs
nothing beside it. And `trace/1`, the trace of one number. Schemas of both: docs/reference/trace-1.schema.json, receipt-1.schema.json.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tanheng.engine.case import case_document
from tanheng.engine.explain import VERSION as TRACE
from tanheng.engine.explain import explain
from tanheng.engine.explanation import Explanation
from tanheng.engine.pack import Pack
from tanheng.engine.part_of_year import year_entries
from tanheng.engine.run import Run, named
from tanheng.engine.untranslatable import untranslatable_rows

VERSION = "receipt/1"
DAYS = ("drafted", "issued", "in_force", "replaced")


def pack_facts(pack: Pack, lang: str) -> dict[str, Any]:
    """Which edition it is: id, hash, title, number, its days, and the years of data it is valid for."""
    return {
        "id": pack.id,
        "hash": pack.hash,
        "title": pack.title.in_(lang),
        "number": str(pack.document.get("number", "")),
        "status": pack.status,
        "valid": {"from": pack.valid_from, "to": pack.valid_to},
        "days": {key: str(pack.document[key]) for key in DAYS if key in pack.document},
    }


def trace_head(run: Run, lang: str) -> dict[str, Any]:
    """What stands above every `trace/1`."""
    return {"tanheng": TRACE, "run_hash": run.run_hash, "pack": pack_facts(run.pack, lang)}


def receipt(run: Run, *, engine: str, calculated_on: str, lang: str = "zh") -> dict[str, Any]:
    """The whole of a run as `receipt/1`. `engine` is the version of the program; the day is the caller's to say."""
    return {
        "tanheng": VERSION,
        "engine": {"name": "tanheng", "version": engine},
        "calculated_on": calculated_on,
        **year_entries(run.case),
        "packs": [pack_facts(run.pack, lang)],
        "snapshot_hash": run.case.snapshot_hash,
        "run_hash": run.run_hash,
        "beside": named(run.beside) if run.beside else None,
        "inputs": case_document(run.case),
        "results": run.result_rows,
        "problems": [problem.as_json(lang) for problem in run.problems],
        "untranslatable": untranslatable_rows(run.pack, lang),
        "trace": [one.as_json(lang) for one in _steps(run)],
    }


def receipt_bytes(document: Mapping[str, Any]) -> bytes:
    """The receipt as a file: the same bytes by whichever door it is asked for."""
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _steps(run: Run) -> Iterator[Explanation]:
    """Every derived number, and the year of what is reported by month, as one step with its operands: an operand that was worked out
    is a step of its own under the same id.
    """
    for name, quantity in run.pack.quantities.items():
        months = () if quantity.role == "input" or run.case.grain == "year" or quantity.yearly_only else run.periods
        for facility, item in run.keys[name]:
            for month in (*months, None):
                found = explain(run, name, facility, item, month, depth=1)
                if found is not None and (name in run.pack.formulas or found.kind in ("sum", "mean")):
                    yield found
