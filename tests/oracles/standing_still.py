"""The same plant twice: months of standstill written as `/` or 0 with no contents, and as 0 with all contents.

What is computed of them must be the same: that a source did not exist, or that nobody sampled what nobody burnt, moves no digit.
"""

from __future__ import annotations

import random
from copy import deepcopy
from dataclasses import replace
from typing import Any

from tanheng.engine.case.reading import read_case
from tanheng.engine.pack import Pack
from tanheng.engine.problems import has_errors
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.oracles.random_cases import random_case

Document = dict[str, Any]
MOST_SEEDS = 60


def stood_still(pack: Pack, document: Document, seed: int) -> tuple[Document, Document]:
    """The document with its standstill as people write it, and as zeros."""
    chance = random.Random(seed)
    places = [None, *(one["id"] for one in document["facilities"])]
    closed = places if chance.random() < 0.5 else places[1 : 1 + chance.randint(1, max(len(places) - 1, 1))]
    months = [str(month) for month in sorted(chance.sample(range(1, 13), chance.randint(1, 6)))]
    sign = chance.choice(["/", "0"])
    written, zeros = deepcopy(document), deepcopy(document)
    for row, plain in zip(written["values"], zeros["values"], strict=True):
        if "months" not in row or row.get("facility") not in closed:
            continue
        quantity = pack.quantities[row["quantity"]]
        if quantity.is_amount:
            row["months"] |= dict.fromkeys(months, sign)
            plain["months"] |= dict.fromkeys(months, "0")
        elif _is_of_nothing(pack, document, row):
            row["months"] = {month: text for month, text in row["months"].items() if month not in months}
    return written, zeros


def _is_of_nothing(pack: Pack, document: Document, row: Document) -> bool:
    """Whether the amounts behind a content are told at its facility, so that their standstill is its own."""
    behind = set(pack.amounts_behind[row["quantity"]])
    return any(one["quantity"] in behind and one.get("facility") == row.get("facility") for one in document["values"])


def runs_standing_still(pack_id: str, most: int) -> list[tuple[Run, Run]]:
    """Runs of plants that stood still some months, and of the same plants in zeros; of what the pack accepts, `most` of each."""
    pack, found = replace(load(pack_id), checks=(), expects_any=()), []  # random plants break physics
    for seed in range(1, MOST_SEEDS):
        if len(found) == most:
            break
        document = random_case(pack, seed)
        if document is None or document["grain"] == "year":
            continue
        pair = [read_case(one, lambda _: pack) for one in stood_still(pack, document, seed)]
        if all(case is not None and not has_errors(problems) for case, problems in pair):
            found.append(tuple(run_case(pack, case, problems, causes=False) for case, problems in pair))
    return found
