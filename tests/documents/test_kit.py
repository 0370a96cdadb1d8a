"""The recomputation kit holds live formulas that LibreOffice computes to the very digits of the run."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tanheng.documents.kit.formulas import rounded_text
from tanheng.documents.kit.workbook import near_tie, recomputation_kit
from tanheng.engine.case.reading import read_case
from tanheng.engine.numbers import decimal_text
from tanheng.engine.pack import Pack
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.engine.words import first_present, total, weighted_mean, where
from tests.engine.toy_pack import FORMULAS, HEAD, QUANTITIES, toy_case, toy_pack
from tests.engine.toy_rows import quantity
from tests.support.libreoffice import LibreOffice

ITEMS = ("coal", "gas")


def cut_output_t(output_t):
    """Clause 7: whole tonnes of a plant, cut down."""
    return output_t / 3


def even_output_t(output_t):
    """Clause 8: half to even."""
    return output_t / 2


def levy_t(output_t, anode_t):
    """Clause 9: the larger of two."""
    return 5 - where(output_t > 2 * anode_t, output_t, anode_t) / (output_t + anode_t) * weighted_or(output_t, anode_t)


def weighted_or(one: Any, other: Any) -> Any:
    """A difference whose brackets matter."""
    return 1 - (one - other) / (one + other)


def mean_water(water, stock_t):
    """Clause 6: mean water content of an item over all plants, never rounded; its rows do not adjoin."""
    return 2 / weighted_mean(water, stock_t) - total(stock_t) / total(stock_t)


def picked_t(output_t, anode_t, spare_t, other_spare_t):
    """Clause 10: the output where it is the larger, else whichever spare is reported; one nested choice in each branch."""
    spare = first_present(spare_t, other_spare_t)
    return where(output_t > anode_t, where(output_t > 2 * anode_t, output_t, spare), spare)


def _derived(symbol: str, unit: str, index: list[str], **more: Any) -> dict[str, Any]:
    return quantity(symbol, unit, index, "derived", **{"decimals": 2, **more})


def _stock(symbol: str, unit: str, **more: Any) -> dict[str, Any]:
    index = ["facility", "item", "month"]
    return quantity(symbol, unit, index, "input", item_table="fuel", facility_kind="plant", **{"decimals": 2, **more})


def _spare(symbol: str) -> dict[str, Any]:
    return quantity(symbol, "t", ["facility", "month"], "input", decimals=2, facility_kind="plant")


MORE: dict[str, Any] = {
    "stock_t": _stock("S", "t"),
    "water": _stock("W", "1", decimals=4, year="mean", weight="stock_t", required=True),
    "mean_water": _derived("Wm", "1", ["item", "month"], decimals=None, year="formula", item_table="fuel"),
    "cut_output_t": _derived("Pc", "t", ["facility", "month"], decimals=0, mode="floor", facility_kind="plant"),
    "even_output_t": _derived("Pe", "t", ["facility", "month"], decimals=1, mode="half_even", facility_kind="plant"),
    "spare_t": _spare("S1"),
    "other_spare_t": _spare("S2"),
    "picked_t": _derived("Pp", "t", ["facility", "month"], facility_kind="plant"),
    "levy_t": _derived("L", "1", ["facility", "month"], decimals=4, year="formula", facility_kind="plant"),
}


def wide_pack() -> Pack:
    """The toy pack with every word and every rounding."""
    head = {**HEAD, "id": "wide"}
    functions = {one.__name__: one for one in (cut_output_t, even_output_t, levy_t, mean_water, picked_t)}
    return toy_pack(pack=head, quantities={**QUANTITIES, **MORE}, formula_functions={**FORMULAS, **functions})


def run_of(pack: Pack, /, **changes: Any) -> Run:
    case, problems = read_case(toy_case(**changes), lambda name: pack)
    assert case is not None, [problem.as_text("en") for problem in problems]
    return run_case(pack, case, problems)


def random_values(seed: int, *, wide: bool = True) -> list[dict[str, Any]]:
    """Two plants and two fuels with months of their own; measured carbon for one of the fuels only."""
    draw = random.Random(seed)

    def months(low: int, high: int, places: int) -> dict[int, str]:
        return {month: decimal_text(Decimal(draw.randint(low, high)).scaleb(-places)) for month in range(1, 13)}

    values = [
        {"quantity": name, "facility": plant, "months": months(100, 9_999_999, 2)} for name in ("output_t", "anode_t") for plant in "ab"
    ]
    values += [{"quantity": "fuel_t", "item": item, "months": months(0, 9_999_999, 2)} for item in ITEMS]
    values += [{"quantity": "fuel_measured_carbon", "item": "gas", "months": months(10_000, 70_000, 4), "kind": "measured"}]
    if wide:
        places = [{"facility": plant, "item": item} for plant in "ab" for item in ITEMS]
        values += [{"quantity": "stock_t", **place, "months": months(1, 99_999, 2)} for place in places]
        values += [{"quantity": "water", **place, "months": months(1, 9_999, 4)} for place in places]
    if seed % 2:
        values += [{"quantity": "quoted_tco2", "months": months(0, 99_999, 2)}]
    return values


def cells(workbook: Path, sheet: str) -> list[list[Any]]:
    """The stored values of a sheet."""
    return CalamineWorkbook.from_path(str(workbook)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def assert_recomputed(run: Run, soffice: LibreOffice, folder: Path) -> None:
    """Every derived number of the run, computed by LibreOffice, agrees to the last reported digit."""
    file = folder / "kit.xlsx"
    file.write_bytes(recomputation_kit(run, "en"))
    assert_same_digits(run, soffice.recalculated(file))


def assert_same_digits(run: Run, workbook: Path) -> None:
    """The computed workbook holds every derived number of the run, to the last reported digit."""
    rows = cells(workbook, "Comparison")[5:]
    assert len(rows) == len(run.results)
    for row, result in zip(rows, run.results, strict=True):
        quantity = run.pack.quantities[result.quantity]
        decimals = quantity.year_decimals if result.month is None else quantity.decimals
        assert row[0] == result.quantity
        assert row[6] == decimal_text(result.value)
        if decimals is not None:
            assert f"{row[8]:.{decimals}f}" == decimal_text(result.value), (row, result)
        assert row[10] == "OK", (row, result)


@pytest.mark.parametrize("seed", [1, 2])
def test_libreoffice_recomputes_random_cases(seed: int, soffice: LibreOffice, tmp_path: Path) -> None:
    assert_recomputed(run_of(wide_pack(), pack="wide", values=random_values(seed)), soffice, tmp_path)


def test_libreoffice_recomputes_a_year_taken_as_one_period(soffice: LibreOffice, tmp_path: Path) -> None:
    values = [{**{key: text for key, text in row.items() if key != "months"}, "year": row["months"][1]} for row in random_values(3)]
    assert_recomputed(run_of(wide_pack(), pack="wide", grain="year", values=values), soffice, tmp_path)


def test_a_blank_operand_and_a_division_by_zero_stay_blank(soffice: LibreOffice, tmp_path: Path) -> None:
    values = random_values(5, wide=False)
    for row in values:
        if row["quantity"] == "output_t" and row["facility"] == "b":
            row["months"] = dict.fromkeys(range(1, 13), "0.00")
        if row["quantity"] == "quoted_tco2":
            row["months"] = {3: "7.00"}
    run = run_of(toy_pack(), values=values)
    assert run.value("plant_intensity", "b") is None
    assert_recomputed(run, soffice, tmp_path)


def test_a_nested_choice_is_blank_only_where_it_is_chosen_and_absent(soffice: LibreOffice, tmp_path: Path) -> None:
    rows = {
        "output_t": ("90.00", "10.00", "10.00", "10.00", "15.00", "15.00"),
        "anode_t": ("10.00", "20.00", "20.00", "20.00", "10.00", "10.00"),
        "spare_t": (None, "5.00", None, None, None, "4.00"),
        "other_spare_t": (None, None, "6.00", None, None, None),
    }
    values = [row for row in random_values(2) if row["quantity"] not in rows]
    for plant in "ab":
        for name, texts in rows.items():
            months = {month: texts[(month - 1) % 6] for month in range(1, 13)}
            reported = {month: text for month, text in months.items() if text is not None}
            values.append({"quantity": name, "facility": plant, "months": reported})
    run = run_of(wide_pack(), pack="wide", values=values)
    found = [run.value("picked_t", "a", None, month) for month in range(1, 7)]
    assert [None if one is None else str(one) for one in found] == ["90.00", "5.00", "6.00", None, None, "4.00"]
    assert_recomputed(run, soffice, tmp_path)


def test_results_stand_in_the_file_before_anyone_recalculates(tmp_path: Path) -> None:
    run = run_of(toy_pack())
    file = tmp_path / "kit.xlsx"
    file.write_bytes(recomputation_kit(run))
    stored = [row[8] for row in cells(file, "比较")[5:]]
    assert [Decimal(str(value)) for value in stored] == [result.value for result in run.results]


def test_every_derived_cell_is_a_formula_and_the_ratio_stays_a_ratio(tmp_path: Path) -> None:
    file = tmp_path / "kit.xlsx"
    file.write_bytes(recomputation_kit(run_of(toy_pack())))
    book = openpyxl.load_workbook(file)
    computed = [row[7:20] for row in book["计算"].iter_rows(min_row=6, values_only=True)]
    assert computed
    assert all(str(cell).startswith("=") for row in computed for cell in row if cell is not None)
    assert book["参数"]["D6"].value == "=44/12"


def test_kinds_and_unconfirmed_values_are_named(tmp_path: Path) -> None:
    values = [
        *toy_case()["values"],
        {"quantity": "quoted_tco2", "each_month": "1.00", "kind": "estimated", "source": "台账", "evidence": "票.pdf"},
    ]
    file = tmp_path / "kit.xlsx"
    file.write_bytes(recomputation_kit(run_of(toy_pack(), values=values)))
    texts = {cell for row in cells(file, "输入") for cell in row if isinstance(cell, str)}
    assert {"实测值", "缺省值", "估算值", "台账", "票.pdf"} <= texts
    assert any(text.startswith("未确认") for text in texts)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_run_gives_the_same_bytes(lang: str) -> None:
    assert recomputation_kit(run_of(toy_pack()), lang) == recomputation_kit(run_of(toy_pack()), lang)


@pytest.mark.parametrize(("raw", "near"), [("1.005", True), ("1.00500000000001", True), ("1.0051", False), ("-2.115", True), ("3", False)])
def test_a_value_on_a_rounding_boundary_is_remarked(raw: str, near: bool) -> None:
    assert near_tie(Decimal(raw), 2) is near


def test_a_value_that_the_rules_do_not_round_is_left_alone() -> None:
    assert rounded_text("A1", None, "half_up") == "A1"
