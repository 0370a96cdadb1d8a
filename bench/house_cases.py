"""Cases of the generated house: the demo's sample years on more facilities, a little different each, the same every time.

Nobody's data. A smelter's company has four potlines and a captive plant of two units, a cement company four kiln lines; what else
stands in the house (mills, cast houses) has no figures of its own.
"""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from random import Random
from typing import Any

from tanheng.demo.synthetic_cement_works import synthetic_cement_case
from tanheng.demo.synthetic_power_units import synthetic_power_case
from tanheng.demo.synthetic_smelter import synthetic_case

LEAP, PLAIN = 2024, 2025
FACILITIES = {
    "smelter": [
        *((f"potline-{number}", "potline") for number in range(1, 5)),
        *((f"unit-{number}", "power_unit") for number in range(1, 3)),
        ("casthouse-1", "casthouse"),
        ("anode-plant-1", "anode_plant"),
    ],
    "cement": [
        *((f"kiln-{number}", "kiln_line") for number in range(1, 5)),
        *((f"mill-{number}", "grinding") for number in range(1, 5)),
    ],
}
FIRST_YEAR_OF_SMELTERS = 2024  # the aluminium guide counts from then


def cases_of_year(kind: str, entity: dict[str, str], year: int, random: Random) -> list[dict[str, Any]]:
    """The cases that a company of this kind computes for a year."""
    model = LEAP if year % 4 == 0 else PLAIN  # hours of a year fit its days
    if kind == "cement":
        return [_case(synthetic_cement_case(model), entity, year, FACILITIES[kind][:4], random)]
    cases = [_case(synthetic_power_case(model, entity), entity, year, FACILITIES[kind][4:6], random)]
    if year >= FIRST_YEAR_OF_SMELTERS:
        cases.append(_case(synthetic_case(model), entity, year, FACILITIES[kind][:4], random))
    return cases


def corrected(case: dict[str, Any]) -> dict[str, Any]:
    """The case after somebody found one slip: the first value of January is a hundredth higher."""
    changed = deepcopy(case)
    months = changed["values"][0]["months"]
    months[1] = format(Decimal(months[1]) + Decimal("0.01"), "f")
    return changed


def _case(model: dict[str, Any], entity: dict[str, str], year: int, facilities: list[tuple[str, str]], random: Random) -> dict[str, Any]:
    """The model's rows on these facilities: what a facility measured, times a factor of its own near 1."""
    names = [one["id"] for one in model["facilities"]]
    values = [row for row in model["values"] if "facility" not in row]
    attributes = []
    for number, (name, _) in enumerate(facilities):
        like, factor = names[number % len(names)], Decimal(random.randrange(970, 1000)) / 1000
        values += [_row(row, name, factor) for row in model["values"] if row.get("facility") == like]
        attributes += [{**one, "facility": name} for one in model.get("attributes", ()) if one["facility"] == like]
    told = [{"id": name, "kind": kind, "name": name} for name, kind in facilities]
    document = {**deepcopy(model), "entity": entity, "year": year, "facilities": told, "values": values}
    return document | ({"attributes": attributes} if attributes else {})


def _row(row: dict[str, Any], facility: str, factor: Decimal) -> dict[str, Any]:
    """A facility's row; amounts of matter and energy vary, contents, hours and ratings do not."""
    if row["quantity"].endswith(("_t", "_mwh", "consumption")) and "rated" not in row["quantity"]:
        months = {month: format((Decimal(text) * factor).quantize(Decimal(text)), "f") for month, text in row["months"].items()}
        return {**row, "facility": facility, "months": months}
    return {**row, "facility": facility, "months": dict(row["months"])}
