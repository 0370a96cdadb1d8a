"""The kit of the 2024 aluminium rules, recalculated by LibreOffice: the sample smelter, exact ties, random smelters."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.documents.kit.workbook import recomputation_kit
from tanheng.engine.numbers import decimal_text
from tests.documents.sample_report import run_of, smelter_run
from tests.documents.test_kit import assert_recomputed, cells
from tests.support.libreoffice import LibreOffice

MONTHS = range(1, 13)
FUELS = ("diesel", "gasoline", "natural_gas", "coke_oven_gas", "anthracite", "lpg")


def months(draw: random.Random, low: int, high: int, places: int) -> dict[int, str]:
    return {month: decimal_text(Decimal(draw.randint(low, high)).scaleb(-places)) for month in MONTHS}


def random_smelter(seed: int) -> dict[str, Any]:
    """Two potlines, several fuels and carbonates, some of it measured, some of it left to the defaults."""
    draw = random.Random(seed)
    values: list[dict[str, Any]] = []
    for potline in ("potline-1", "potline-2"):
        values += [
            {
                "quantity": "molten_aluminium_output_t",
                "facility": potline,
                "months": months(draw, 100_000, 4_000_000, 2),
            },
            {"quantity": "anode_consumption_t", "facility": potline, "months": months(draw, 50_000, 2_000_000, 2)},
            {"quantity": "electrolysis_ac_electricity_mwh", "facility": potline, "months": months(draw, 1, 10**9, 3)},
        ]
    for fuel in draw.sample(FUELS, 4):
        values.append({"quantity": "fuel_consumption", "item": fuel, "months": months(draw, 0, 100_000, 2)})
        if draw.random() < 0.5:
            values.append({"quantity": "fuel_net_calorific_value", "item": fuel, "months": months(draw, 1, 400_000, 3)})
        if draw.random() < 0.5:
            content = months(draw, 1_000, 90_000, 4)
            values.append({"quantity": "fuel_received_carbon_content", "item": fuel, "months": content})
    for carbonate in ("CaCO3", "Na2CO3"):
        values.append({"quantity": "carbonate_consumption_t", "item": carbonate, "months": months(draw, 0, 9_999, 2)})
    values.append({"quantity": "carbonate_purity", "item": "CaCO3", "months": months(draw, 0, 100, 2)})
    values.append({"quantity": "power_unit_emission_tco2", "months": months(draw, 0, 10**8, 2)})
    values.append({"quantity": "net_purchased_electricity_mwh", "months": months(draw, -(10**6), 10**9, 3)})
    return {**synthetic_case(2025), "values": values}


def test_libreoffice_recomputes_the_sample_year(soffice: LibreOffice, tmp_path: Path) -> None:
    assert_recomputed(smelter_run(), soffice, tmp_path)


@pytest.mark.parametrize("seed", [11, 12])
def test_libreoffice_recomputes_random_smelters(seed: int, soffice: LibreOffice, tmp_path: Path) -> None:
    assert_recomputed(run_of(random_smelter(seed)), soffice, tmp_path)


def test_exact_ties_round_alike_and_are_remarked(soffice: LibreOffice, tmp_path: Path) -> None:
    """25 t × (1 − 0.1518) is 21.205 exactly, and so is every odd multiple of 25 t a tie of the second decimal."""
    document = synthetic_case(2025)
    for row in document["values"]:
        if row["quantity"] == "anode_consumption_t":
            row["months"] = {month: f"{25 + 50 * (160 + 7 * month)}.00" for month in MONTHS}
    run = run_of(document)
    assert_recomputed(run, soffice, tmp_path)
    file = tmp_path / "ties.xlsx"
    file.write_bytes(recomputation_kit(run))
    remarks = [row[11] for row in cells(file, "比较")[5:] if row[0] == "anode_net_consumption_t" and row[4] != "全年"]
    assert len(remarks) == 24
    assert all("修约分界" in remark for remark in remarks)


def test_a_changed_input_moves_the_total(soffice: LibreOffice, tmp_path: Path) -> None:
    """The verifier's own question: what if January had been ten tonnes of anodes more?"""
    file = tmp_path / "kit.xlsx"
    file.write_bytes(recomputation_kit(smelter_run()))
    book = openpyxl.load_workbook(file)
    row = next(row for row in book["输入"].iter_rows(min_row=6) if row[0].value == "anode_consumption_t")
    row[7].value += 10
    book.save(file)
    computed = cells(soffice.recalculated(file), "计算")
    total = next(row for row in computed if row[0] == "enterprise_emission_tco2e")
    before = smelter_run().value("enterprise_emission_tco2e", None, None, 1)
    assert before is not None
    assert Decimal(str(round(total[7], 2))) - before == Decimal("30.35")  # 10 × 0.8482 = 8.48; × 0.976 × 44/12 = 30.35
