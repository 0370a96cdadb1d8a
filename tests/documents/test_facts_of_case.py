"""Tables of facts say what the case holds: classes, capacities, fuels, standstill, how contents were determined; and make nothing up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.documents.input.case_file import read_case_bytes
from tanheng.documents.report.content import report_content
from tanheng.documents.report.facts import NO_FACTS, ReportFacts
from tanheng.documents.report.tables import TextTable
from tanheng.engine.case.reading import read_case
from tanheng.engine.pack import Pack
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids

INPUTS = Path(__file__).parent / "inputs"
POWER, CEMENT = "c20-power-stop-warnings-and-C2-not-filled.xlsx", "c21-cement-C2-not-filled.xlsx"
SOURCES = {"attribute", "quantity", "items", "fuel_of", "notes"}


def run_of(name: str) -> Run:
    case, problems = read_case_bytes(name, (INPUTS / name).read_bytes(), load)
    assert case is not None
    return run_case(load(case.pack_id), case, problems)


def run_from(document: dict) -> Run:
    case, problems = read_case(document, load)
    assert case is not None, problems
    return run_case(load(case.pack_id), case, problems)


def blocks(run: Run, number: str, lang: str = "zh", facts: ReportFacts = NO_FACTS) -> dict[str, list[tuple[str, ...]]]:
    """The rows of a table of facts by the heading of their block."""
    table = next(one for one in report_content(run, lang, facts).tables if one.number == number)
    assert isinstance(table, TextTable)
    return {block.heading: list(block.rows) for block in table.blocks}


def entries(run: Run, number: str, facility: str, lang: str = "zh", facts: ReportFacts = NO_FACTS) -> dict[str, str]:
    rows = blocks(run, number, lang, facts)[facility]
    return {row[0]: row[1] for row in rows if row[1] not in ("未填写", "not filled in")}


def test_power_units_show_what_the_case_holds() -> None:
    assert entries(run_of(POWER), "C.2", "2号机组") == {
        "机组名称": "2号机组",
        "机组编号": "u2",
        "燃料类型（燃煤、燃油、燃气）": "燃煤",
        "燃料名称": "烟煤、柴油",
        "产品类别（纯凝发电、热电联产）": "纯凝发电",
        "装机容量（MW）": "330",
        "发电机：名称、编号、型号、额定功率": "额定功率 330 MW（其余未填写）",
        "说明（合并填报、停机、名录情况）": "5–8月停机；列入发电行业名录（按发电行业履约）",
    }


def test_the_same_in_english_without_chinese() -> None:
    found = entries(run_of(POWER), "C.2", "2号机组", "en")
    found.pop("name of the unit")
    assert found["remark (merged units, stop, list)"].startswith("months 5–8: stopped; on the power-sector list")
    assert found["generator: name, number, model, rated power"] == "rated power 330 MW (the rest not filled in)"
    assert not any("\u4e00" <= sign <= "\u9fff" for text in found.values() for sign in text)


def test_how_contents_were_determined_is_read_from_the_case() -> None:
    """Who tested is not in the case; that nobody did is, month by month."""
    (rows,) = blocks(run_of(POWER), "C.6").values()
    assert ("1号机组", "低位发热量 · 柴油", "全年", "未实测", "") in rows
    assert ("2号机组", "元素碳含量 · 烟煤", "1–4、9–12月", "未填写", "") in rows
    assert not any(row[2] == "5–8月" for row in rows)


def test_kiln_lines_show_what_the_case_holds() -> None:
    assert entries(run_of(CEMENT), "C.2", "一线") == {
        "生产线名称": "一线",
        "生产线编号": "k1",
        "批复的设计能力（t/d）": "5,000",
        "熟料类别": "硅酸盐水泥熟料",
        "熟料品种": "通用",
        "说明（停窑、检修、错峰生产）": "1、12月停窑",
    }


def test_a_potline_that_stood_says_so() -> None:
    document = synthetic_case(2025)
    for row in document["values"]:
        if row.get("facility") == "potline-1" and row["quantity"] in ("molten_aluminium_output_t", "anode_consumption_t"):
            row["months"] |= {6: "0", 7: "0"}
    assert entries(run_from(document), "C.2", "1号电解系列")["说明（停产、大修、重启）"] == "6–7月停产"


def test_a_default_of_the_pack_is_called_one() -> None:
    pack = load("cn/power/cets_2022")
    document = next(one["given"] for one in pack.cases if not one["given"].get("attributes") and not one.get("expected_problem"))
    run = run_from(document)
    found = entries(run, "C.2", run.case.facilities[0].name)
    assert found["产品类别（纯凝发电、热电联产）"] == "纯凝发电（未逐个填报，按缺省）"


def test_what_the_case_computes_with_comes_before_what_is_recorded_beside_it() -> None:
    facts = ReportFacts(facilities={"u2": {"capacity": "600", "boiler": "HG-1025"}})
    found = entries(run_of(POWER), "C.2", "2号机组", facts=facts)
    assert found["装机容量（MW）"] == "330"
    assert found["锅炉：名称、类型、编号、型号、生产能力（t/h）"] == "HG-1025"


def test_the_form_of_allowances_says_class_and_fuel() -> None:
    pack = load("cn/power/allowance_2023_2024")
    run = run_from(next(one["given"] for one in pack.cases if len(one["given"].get("facilities", ())) > 4))
    table = blocks(run, "2-0")
    kinds = {run.case.attribute("unit_class", one.id): dict(row[:2] for row in table[one.name]) for one in run.case.facilities}
    assert kinds["I"]["主体燃料类型"] == "燃煤" and kinds["I"]["机组类别"] == "Ⅰ 300MW等级以上常规燃煤机组"
    assert kinds["IV"]["主体燃料类型"] == "燃气"


# ── no field is left out, none asks for what a pack does not have ────────────────────────────────


def fields(pack: Pack) -> list[dict]:
    return [one for table in pack.forms["tables"] if table["kind"] == "info" for one in table["fields"]]


@pytest.mark.parametrize("pack_id", pack_ids())
def test_fields_name_what_the_pack_has(pack_id: str) -> None:
    pack = load(pack_id)
    for one in fields(pack):
        for part in (one, *one.get("notes", ())):
            assert part.get("attribute", next(iter(pack.attributes), None)) in (*pack.attributes, None)
            assert set(part.get("words", ())) <= set(pack.attributes[part["attribute"]].values) if "words" in part else True
            names = part.get("quantity", ())
            names = [names] if isinstance(names, str) else list(names)
            names += [part[key] for key in ("items", "fuel_of", "standstill") if key in part]
            assert set(names) <= set(pack.quantities), part
        for kind in one.get("types", ()):
            table = pack.tables[pack.quantities[one["fuel_of"]].item_table]
            assert any(kind.get("column") in row.values or row.unit == kind.get("unit") for row in table.rows.values()) or set(
                kind["items"]
            ) <= set(table.rows)


@pytest.mark.parametrize("pack_id", pack_ids())
def test_no_field_stays_blank_that_an_input_answers(pack_id: str) -> None:
    """A field whose words are those of an attribute, or of a design value of the pack, says that its answer stands there."""
    pack = load(pack_id)
    labels = {re.sub(r"（.*", "", one.label.zh) for one in pack.attributes.values()}
    labels |= {re.sub(r"（.*", "", one.label.zh) for one in pack.inputs() if one.acquisition == "design"}
    for one in fields(pack):
        stem = re.sub(r"（.*|：.*", "", one["zh"])
        if stem in labels or one["zh"] in labels:
            assert SOURCES & set(one), f"{pack_id}: {one['zh']}"
