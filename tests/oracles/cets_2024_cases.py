"""Random smelters for the 2024 aluminium guide, as hypothesis strategies: what a plant may report, in any mixture of
months and year, defaults and measurements, units and kinds. Every case drawn is complete and in range.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.oracles.cets_2024_fractions import CARBONATES, FUELS, FUELS_WITHOUT_DEFAULTS, GASES

Draw = Callable[[Any], Any]
Row = dict[str, Any]
FIXED = {
    "anode_loss_rate": "0.1518",
    "anode_sulphur_content": "0.02",
    "anode_ash_content": "0.0040",
    "cf4_emission_factor_kg_per_t": "0.02",
    "c2f6_emission_factor_kg_per_t": "0.0011",
}
# quantity: lowest, highest, most decimals typed
FUEL_PROPERTIES = {
    "fuel_net_calorific_value": ("5", "400", 4),
    "fuel_carbon_content_tc_per_gj": ("0.011", "0.075", 6),
    "fuel_oxidation_rate": ("0.80", "1", 3),
}
CARBONATE_PROPERTIES = {
    "carbonate_emission_factor_tco2_per_t": ("0.2", "0.6", 5),
    "carbonate_purity": ("0.5", "1", 3),
}
OF_THE_ENTITY = {
    "power_unit_emission_tco2": ("0", "300000", 3),
    "other_facility_emission_tco2": ("0", "30000", 2),
    "net_purchased_electricity_mwh": ("0", "500000", 3),
    "net_purchased_heat_gj": ("0", "5000", 2),
    "electricity_emission_factor_tco2_per_mwh": ("0", "1", 5),
    "heat_emission_factor_tco2_per_gj": ("0", "0.2", 5),
}
DOCUMENTED = {  # what another document than the guide may put in the place of its fixed numbers
    "anode_loss_rate": ("0.1", "0.25", 5),
    "anode_sulphur_content": ("0", "0.04", 5),
    "anode_ash_content": ("0", "0.02", 5),
    "cf4_emission_factor_kg_per_t": ("0", "0.1", 4),
    "c2f6_emission_factor_kg_per_t": ("0", "0.02", 5),
}


def amounts(low: str, high: str, most_decimals: int) -> st.SearchStrategy[str]:
    """Decimal text in a range, with up to so many decimals, ties of rounding included."""

    def of(places: int) -> st.SearchStrategy[str]:
        scale = 10**places
        lowest, highest = -int(-Decimal(low) * scale // 1), int(Decimal(high) * scale)
        return st.integers(lowest, max(lowest, highest)).map(lambda number: f"{Decimal(number).scaleb(-places):f}")

    return st.integers(min(2, most_decimals), most_decimals).flatmap(of)


def row_of(draw: Draw, grain: str, quantity: str, limits: tuple[str, str, int], **place: str) -> Row:
    """One entry of `values`, by the months, the same each month, or by the year."""
    row: Row = {"quantity": quantity, **place}
    amount = amounts(*limits)
    if grain == "year":
        row["year"] = draw(amount)
    elif draw(st.booleans()):
        row["each_month"] = draw(amount)
    else:
        few = draw(st.lists(amount, min_size=1, max_size=4))
        row["months"] = {str(month): few[month % len(few)] for month in range(1, 13)}
    if draw(st.booleans()):
        row["kind"], row["source"] = (
            draw(st.sampled_from(["measured", "calculated", "design", "estimated"])),
            "合成台账",
        )
    return row


def potline_rows(draw: Draw, grain: str, facility: str) -> list[Row]:
    """Output and anodes of one potline; perhaps the fixed defaults, typed as they stand in the guide."""
    output = row_of(draw, grain, "molten_aluminium_output_t", ("0", "40000", 4), facility=facility)
    if draw(st.booleans()):
        output |= {"unit": draw(st.sampled_from(["kg", "10^4 t", "吨"]))}
    rows = [output, row_of(draw, grain, "anode_consumption_t", ("0", "18000", 5), facility=facility)]
    for quantity, text in FIXED.items():
        chosen = draw(st.integers(0, 4))
        if chosen == 0:
            key = "year" if grain == "year" else "each_month"
            rows.append({"quantity": quantity, "facility": facility, "kind": "default", key: text})
        elif chosen == 1:
            row = row_of(draw, grain, quantity, DOCUMENTED[quantity], facility=facility)
            rows.append({**row, "evidence": "合成批复"})
    return rows


def fuel_rows(draw: Draw, grain: str, item: str) -> list[Row]:
    """A fuel's use, with those properties the guide has no default for, and perhaps others."""
    used = row_of(draw, grain, "fuel_consumption", ("0", "3000", 3), item=item)
    if item in GASES and draw(st.booleans()):
        used["unit"] = "Nm3"
    rows = [used]
    if draw(st.integers(0, 3)) == 0:
        rows.append(row_of(draw, grain, "fuel_received_carbon_content", ("0.2", "6", 5), item=item))
    for quantity, limits in FUEL_PROPERTIES.items():
        if item in FUELS_WITHOUT_DEFAULTS or draw(st.integers(0, 3)) == 0:
            rows.append(row_of(draw, grain, quantity, limits, item=item))
    return rows


def carbonate_rows(draw: Draw, grain: str, item: str) -> list[Row]:
    """A carbonate's use, perhaps with its own factor and purity."""
    rows = [row_of(draw, grain, "carbonate_consumption_t", ("0", "800", 3), item=item)]
    for quantity, limits in CARBONATE_PROPERTIES.items():
        if draw(st.booleans()):
            rows.append(row_of(draw, grain, quantity, limits, item=item))
    return rows


@st.composite
def smelters(draw: Draw) -> Row:
    """A whole case/1 document."""
    grain = draw(st.sampled_from(["month", "month", "year"]))
    lines = [f"potline-{number}" for number in range(1, draw(st.integers(1, 4)) + 1)]
    every_fuel = sorted((*FUELS, *FUELS_WITHOUT_DEFAULTS))
    values = [row for line in lines for row in potline_rows(draw, grain, line)]
    for item in draw(st.lists(st.sampled_from(every_fuel), unique=True, max_size=6)):
        values += fuel_rows(draw, grain, item)
    for item in draw(st.lists(st.sampled_from(sorted(CARBONATES)), unique=True, max_size=4)):
        values += carbonate_rows(draw, grain, item)
    for quantity, limits in OF_THE_ENTITY.items():
        if draw(st.booleans()):
            values.append(row_of(draw, grain, quantity, limits))
    return {
        "tanheng": "case/1",
        "pack": "cn/aluminium/cets_2024",
        "year": draw(st.integers(2024, 2030)),
        "grain": grain,
        "entity": {"name": "合成铝业", "code": "91640000000000000C"},
        "facilities": [{"id": line, "kind": "potline", "name": f"{line} 合成"} for line in lines],
        "values": draw(st.permutations(values)),
    }
