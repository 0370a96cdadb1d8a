"""The official tables hold every number of the run with its way of obtaining, and invent nothing."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.documents.report.official_tables import official_tables
from tanheng.documents.text_sizes import row_height
from tests.documents.sample_report import FACTS, run_of, smelter_run
from tests.documents.test_kit import run_of as toy_run
from tests.engine.toy_pack import toy_pack


def book_of(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(min_row=5, values_only=True))


def test_there_is_a_sheet_for_each_official_table() -> None:
    names = book_of(official_tables(smelter_run())).sheetnames
    assert [name.split()[0] for name in names if name.startswith("C.")] == [f"C.{number}" for number in range(1, 11)]


def test_every_derived_number_stands_in_the_tables() -> None:
    run = smelter_run()
    numbers = {
        Decimal(repr(cell.value)).quantize(Decimal("0.0001"))
        for sheet in book_of(official_tables(run))
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float)
    }
    missing = [one for one in run.results if one.value.quantize(Decimal("0.0001")) not in numbers]
    assert missing == []


def test_the_twelve_months_of_a_row_stand_in_order_with_their_provenance() -> None:
    run = smelter_run()
    sheet = book_of(official_tables(run))["C.3 铝电解工序 能源作为原材料用途排放"]
    row = next(row for row in rows_of(sheet) if row[1] == "AC" and row[0] == "2号电解系列")
    months = [run.value("anode_consumption_t", "potline-2", None, month) for month in range(1, 13)]
    assert [Decimal(str(value)) for value in row[4:16]] == months
    assert row[17:21] == ("实测值", "未填写", "换极台账", "合成-换极台账-2-2025.csv")


def test_an_unconfirmed_default_says_so_in_words_and_carries_a_dagger() -> None:
    sheet = book_of(official_tables(smelter_run()))["C.3 铝电解工序 能源作为原材料用途排放"]
    cells = next(row for row in sheet.iter_rows(min_row=5) if row[1].value == "LR")
    assert cells[17].value == "缺省值（未确认）"
    assert "†" in cells[4].number_format
    assert cells[4].value == pytest.approx(15.18)


def test_blank_is_not_zero() -> None:
    sheet = book_of(official_tables(smelter_run()))["C.5 企业层级排放"]
    quoted = next(row for row in rows_of(sheet) if row[1] == "Epower")
    assert set(quoted[4:17]) == {None}


def test_estimated_and_measured_months_are_told_apart() -> None:
    document = synthetic_case(2025)
    row = next(one for one in document["values"] if one["quantity"] == "molten_aluminium_output_t")
    months = dict(row["months"])
    document["values"].append({**row, "months": {3: months.pop(3)}, "kind": "estimated"})
    row["months"] = months
    sheet = book_of(official_tables(run_of(document)))["C.6 生产数据"]
    assert rows_of(sheet)[0][17] == "实测值 1–2, 4–12月; 估算值 3月"


def test_facts_that_are_not_given_are_not_invented_and_given_ones_are_printed() -> None:
    bare = {row[0]: row[1] for row in rows_of(book_of(official_tables(smelter_run()))["C.1 企业基本信息表"])}
    assert bare["法定代表人"] == "未填写"
    book = book_of(official_tables(smelter_run(), "zh", FACTS))
    given = {row[0]: row[1:3] for row in rows_of(book["C.1 企业基本信息表"])}
    assert given["法定代表人"][0] == "合成人 <甲> & 乙"
    assert given["排污许可证编号"] == ("SYNTHETIC-PERMIT-1", "合成-许可证.pdf")
    assert [row[18] for row in rows_of(book["C.6 生产数据"])] == ["是", "否"]
    assert any("合成电能表" in row for row in rows_of(book["C.9 其他信息"]))


def test_problems_and_unconfirmed_values_are_listed() -> None:
    book = book_of(official_tables(smelter_run()))
    assert any("AL-072" in row for row in rows_of(book["附录三 核对中发现的问题"]))
    assert any("0.1518" in row for row in rows_of(book["附录二 未确认的数值与条款"]))


def test_english_tables_have_english_words() -> None:
    book = book_of(official_tables(smelter_run(), "en"))
    sheet = next(book[name] for name in book.sheetnames if name.startswith("C.3"))
    assert rows_of(sheet)[1][17] == "default (unconfirmed)"


def test_a_pack_without_forms_still_gets_all_its_numbers() -> None:
    run = toy_run(toy_pack())
    book = book_of(official_tables(run))
    symbols = {row[1] for row in rows_of(book["附表 其他计算量"])}
    assert symbols == {"Ef", "Ea", "I", "E", "Qc"}


def test_a_year_taken_as_one_period_has_one_column() -> None:
    values = [{"quantity": name, "facility": plant, "year": "100.00"} for name in ("output_t", "anode_t") for plant in "ab"]
    run = toy_run(toy_pack(), grain="year", values=[*values, {"quantity": "fuel_t", "item": "coal", "year": "5.00"}])
    headings = next(book_of(official_tables(run))["附表 其他计算量"].iter_rows(min_row=4, max_row=4, values_only=True))
    assert headings[4:6] == ("全年", "获取方式")


def test_the_same_run_gives_the_same_bytes() -> None:
    assert official_tables(smelter_run(), "zh", FACTS) == official_tables(run_of(synthetic_case(2025)), "zh", FACTS)


@pytest.mark.parametrize(("text", "height"), [("", 18), ("abc", 18), ("abcdefghij" * 2, 46), ("中文" * 5, 46)])
def test_a_row_is_as_high_as_its_longest_text_needs(text: str, height: int) -> None:
    assert row_height([text], [10]) == height


def power_run() -> Any:
    values = [
        {"quantity": name, "facility": unit, "item": item, "each_month": number}
        for unit in ("u1", "u2")
        for name, item, number in (
            ("fuel_consumption", "bituminous_coal", "1000.00"),
            ("fuel_net_calorific_value", "bituminous_coal", "20.000"),
            ("fuel_received_carbon_content", "bituminous_coal", "0.5200"),
            ("fuel_consumption", "diesel", "2.00"),
        )
    ]
    for name, number in (("gross_generation_mwh", "2500.000"), ("running_hours_h", "672.00"), ("rated_capacity_mw", "10.000")):
        values += [{"quantity": name, "facility": unit, "each_month": number} for unit in ("u1", "u2")]
    units = [{"id": unit, "kind": "power_unit"} for unit in ("u1", "u2")]
    head = {"tanheng": "case/1", "pack": "cn/power/cets_2022", "year": 2025, "entity": {"name": "合成示例电厂"}}
    return run_of({**head, "facilities": units, "values": values})


def test_the_fuels_of_a_unit_stand_one_after_the_other() -> None:
    sheet = book_of(official_tables(power_run()))["C.3 化石燃料燃烧排放表"]
    places = [row[0] for row in rows_of(sheet) if row[0]]
    fuels = list(dict.fromkeys(place for place in places if "烟煤" in place or "柴油" in place))
    assert len(fuels) == 4
    changes = [place for before, place in zip(["", *places], places, strict=False) if place != before]
    assert [place for place in changes if place in fuels] == fuels, "each fuel of each unit has one block"


def test_a_table_without_data_says_so() -> None:
    sheet = book_of(official_tables(power_run()))["C.4 购入使用电力排放表"]
    said = [cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    assert any("没有填报这张表的数据" in one for one in said)
