"""Random cases of the aluminium packs: what the generic random cases draw, with more digits than a quantity keeps and with months left
blank where a pack allows it; and entities for the allowance plans, of the size that makes the coefficient matter.
"""

from __future__ import annotations

import random
from copy import deepcopy
from decimal import Decimal
from typing import Any

from tanheng.engine.case.reading import read_case
from tanheng.engine.problems import has_errors
from tanheng.rulebook import load
from tests.oracles.random_cases import random_case

Row = dict[str, Any]


def reported_case(pack_id: str, seed: int) -> Row:
    """A case the pack accepts, with typed digits beyond those kept, and blank months."""
    document = random_case(load(pack_id), seed)
    assert document is not None, f"no random case of {pack_id} is accepted (seed {seed})"
    chance = random.Random(f"{pack_id}/{seed}")
    document = _with_other_items(document, chance)
    for change in (_with_more_digits, _with_blank_months):
        for number in range(len(document["values"])):
            if chance.random() < 0.4:
                document = _if_accepted(document, number, change, chance)
    return document


def _with_other_items(document: Row, chance: random.Random) -> Row:
    """The same amounts under other items of the same tables, where those have what the case leaves out."""
    pack = load(document["pack"])
    renamed = {}
    for name, table in pack.tables.items():
        for item, other in zip(table.rows, chance.sample(list(table.rows), len(table.rows)), strict=True):
            renamed[name, item] = other

    def moved(row: Row) -> Row:
        table = pack.quantities[row["quantity"]].item_table or ""
        return {**row, "item": renamed[table, row["item"]]} if "item" in row else row

    trial = {**document, "values": [moved(row) for row in document["values"]]}
    return trial if accepted(trial) else document


def accepted(document: Row) -> bool:
    """Whether the case can be computed."""
    case, problems = read_case(document, load)
    return case is not None and not has_errors(problems)


def _if_accepted(document: Row, number: int, change: Any, chance: random.Random) -> Row:
    trial = {**document, "values": list(document["values"])}
    trial["values"][number] = change(deepcopy(document["values"][number]), chance)
    return trial if accepted(trial) else document


def _with_more_digits(row: Row, chance: random.Random) -> Row:
    def longer(text: str) -> str:
        digits = chance.choice(["5", "49", "50", "005"])
        return text + digits if "." in text else f"{text}.{digits}"

    if "year" in row:
        return {**row, "year": longer(row["year"])}
    return {**row, "months": {month: longer(text) for month, text in row["months"].items()}}


def _with_blank_months(row: Row, chance: random.Random) -> Row:
    if "year" in row:
        return row
    kept = {month: text for month, text in row["months"].items() if chance.random() < 0.7}
    return {**row, "months": kept or row["months"]}


def money(chance: random.Random, low: int, high: int, places: int) -> str:
    """A decimal text between two whole numbers."""
    return format(Decimal(chance.randint(low * 10**places, high * 10**places)).scaleb(-places), "f")


def allowance_case(pack_id: str, seed: int) -> Row:
    """An entity of up to three processes around a balance value, sometimes exactly at an edge of the band."""
    chance = random.Random(f"{pack_id}/{seed}")
    plan = pack_id.rpartition("/allowance_")[2]
    year = {"2017_draft": chance.choice([2015, 2019, 2023]), "2024": 2024, "2025": 2025, "2026_draft": 2026}[plan]
    lines = [f"process-{number}" for number in range(1, chance.randint(1, 3) + 1)]
    balance = money(chance, 1, 2, 4)
    values: list[Row] = [{"quantity": "balance_value_tco2e_per_t", "year": balance}]
    attributes: list[Row] = []
    for line in lines:
        values += [{"quantity": name, "facility": line, "year": text} for name, text in _process(chance, year, balance).items()]
        if chance.random() < 0.3:
            case = chance.choice(["regular", "closed", "new"])
            attributes.append({"name": "allocation_case", "facility": line, "value": case})
    if chance.random() < 0.5:
        values.append({"quantity": "allowance_reduction_tco2e", "year": money(chance, 0, 900000, 0)})
    known = load(pack_id)
    return {
        "tanheng": "case/1",
        "pack": pack_id,
        "year": year,
        "grain": "year",
        "entity": {"name": "合成铝业"},
        "facilities": [{"id": line, "kind": "potline"} for line in lines],
        "attributes": [row for row in attributes if row["name"] in known.attributes],
        "values": [row for row in values if row["quantity"] in known.quantities],
    }


def _process(chance: random.Random, year: int, balance: str) -> dict[str, str]:
    """What one process reports for the year and the year before."""
    output = money(chance, 10, 400000, chance.choice([0, 2, 3]))
    edge = chance.choice(["0.8", "1.2", "1", None, None, None, None])
    intensity = money(chance, 1, 3, 4) if edge is None else format(Decimal(balance) * Decimal(edge), "f")
    given = {"molten_aluminium_output_t": output}
    if year >= 2024 or chance.random() < 0.8:
        given["verified_emission_tco2e"] = format(Decimal(output) * Decimal(intensity), "f")
    if chance.random() < 0.7:
        earlier = "base_year_output_t" if year < 2024 else "previous_verified_emission_tco2e"
        given[earlier] = money(chance, 0, 600000, 3)
    if chance.random() < 0.4:
        most = 10000 if year == 2025 else 5000
        given["pre_allocation_share"] = format(Decimal(chance.randint(0, most)).scaleb(-4), "f")
    return given
