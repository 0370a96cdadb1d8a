"""What a person reads who mistyped something: the nearest name, the right place, the remedy, in both languages."""

from __future__ import annotations

import json

import pytest

DISABLED = "eu/cement/cbam_2025"
SMELTER, KILN, POWER = "cn/aluminium/cets_2024", "cn/cement/cets_2024", "cn/power/cets_2022"
MONTHS = range(1, 13)


def case(pack, kind, values, *, year=2025, attributes=(), names=("one",)):
    return {
        "tanheng": "case/1",
        "pack": pack,
        "year": year,
        "entity": {"name": "合成示例企业"},
        "facilities": [{"id": name, "kind": kind} for name in names],
        "attributes": list(attributes),
        "values": values,
    }


def potline(**changes):
    rows = [
        {"quantity": "molten_aluminium_output_t", "facility": "one", "each_month": "1000.00"},
        {"quantity": "anode_consumption_t", "facility": "one", "each_month": "470.00"},
    ]
    return case(SMELTER, "potline", rows, **changes)


def unit(carbon, heat, amount="1000.00"):
    rows = [
        ("fuel_consumption", "bituminous_coal", amount),
        ("fuel_net_calorific_value", "bituminous_coal", heat),
        ("fuel_received_carbon_content", "bituminous_coal", carbon),
        ("gross_generation_mwh", None, "2500.000"),
        ("running_hours_h", None, "600.00"),
        ("rated_capacity_mw", None, "10.000"),
    ]
    values = [
        {"quantity": name, "facility": "one", **({"item": item} if item else {}), "each_month": number}
        for name, item, number in rows
        if number is not None
    ]
    return case(POWER, "power_unit", values)


@pytest.fixture
def problems(tanheng, tmp_path):
    """The problems of a case, as JSON."""

    def found(document, lang="zh"):
        path = tmp_path / "case.json"
        path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
        return json.loads(tanheng("calculate", str(path), "--json", "--lang", lang).stdout)["problems"]

    return found


def only(rows, code):
    found = [row for row in rows if row["code"] == code]
    assert len(found) == 1, [row["code"] for row in rows]
    return found[0]


@pytest.mark.parametrize(
    "words",
    [
        ("rules", "show", DISABLED),
        ("rules", "check", DISABLED),
        ("rules", "diff", DISABLED, KILN),
        ("rules", "book", DISABLED, "-o", "book.pdf"),
        ("template", DISABLED, "--year", "2026", "-o", "input.xlsx"),
    ],
)
def test_a_disabled_pack_says_why_everywhere(tanheng, tmp_path, words):
    found = tanheng(*(str(tmp_path / word) if "." in word and "/" not in word else word for word in words))
    assert found.exit_code == 2
    assert "(EU) 2025/2547" in found.stderr and "已停用" in found.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "words",
    [
        ("rules", "show", "cn/aluminium/cets_2042"),
        ("template", "cn/aluminium/cets_2042", "--year", "2025", "-o", "x.xlsx"),
    ],
)
def test_a_mistyped_pack_gets_the_nearest(tanheng, words):
    found = tanheng(*words)
    assert found.exit_code == 2
    assert SMELTER in found.stderr and "csi_v3" not in found.stderr


def test_the_list_keeps_its_columns_beside_a_long_reason(tanheng):
    lines = tanheng("rules", "list").stdout.splitlines()
    assert len(lines[1]) < 140
    assert lines[-1].startswith(DISABLED) and "(EU) 2025/2547" in lines[-1]


def test_packs_that_do_not_differ(tanheng):
    assert tanheng("rules", "diff", KILN, KILN).stdout == "两个规则包没有差别\n"
    assert json.loads(tanheng("rules", "diff", KILN, KILN, "--json").stdout) == []


def test_sources_are_compared_one_by_one(tanheng):
    rows = json.loads(tanheng("rules", "diff", POWER, "cn/power/cets_2026", "--json").stdout)
    paths = {row["path"] for row in rows}
    assert "emission_sources.purchased_electricity" in paths and "emission_sources" not in paths


def test_a_template_of_another_year_is_written_with_a_word(tanheng, tmp_path):
    found = tanheng("template", SMELTER, "--year", "2020", "-o", str(tmp_path / "input.xlsx"))
    assert found.exit_code == 0 and "2024–" in found.stderr
    assert tanheng("template", SMELTER, "--year", "2025", "-o", str(tmp_path / "b.xlsx")).stderr == ""


def test_a_template_takes_an_item_by_what_people_call_it(tanheng, tmp_path):
    words = ("template", "cn/cement/ndrc_2013", "--year", "2012", "-o", str(tmp_path / "input.csv"), "--item")
    assert tanheng(*words, "RDF").exit_code == 0
    assert ",refuse_derived_fuel,t," in (tmp_path / "input.csv").read_text(encoding="utf-8-sig")
    assert tanheng(*words, "RDX", "--overwrite").exit_code == 2


def test_a_missing_attribute_is_named_with_its_facility_and_words(problems):
    white = {"name": "clinker_class", "facility": "two", "value": "white"}
    document = case(KILN, "kiln_line", [], names=("one", "two"), attributes=[white])
    problem = only(problems(document), "CASE-122")
    assert problem["where"]["facility"] == "one"
    assert "熟料类别" in problem["message"] and "white（白色硅酸盐水泥熟料）" in problem["remedy"]
    assert "portland (" in only(problems(document, "en"), "CASE-122")["remedy"]


def test_a_mistyped_attribute_is_not_missing_too(problems):
    document = case(KILN, "kiln_line", [], attributes=[{"name": "clinker_class", "facility": "one", "value": "portlnd"}])
    codes = [one["code"] for one in problems(document)]
    assert codes.count("CASE-121") == 1 and "CASE-122" not in codes


def test_one_entry_for_all_months_is_one_problem(problems):
    document = potline()
    document["values"].append({"quantity": "anode_loss_rate", "facility": "one", "each_month": "0.14"})
    assert "month" not in only(problems(document), "CASE-153")["where"]
    document["values"][-1] = {"quantity": "anode_loss_rate", "facility": "one", "months": dict.fromkeys(MONTHS, "0.14")}
    assert [place["month"] for place in only(problems(document), "CASE-153")["places"]] == list(MONTHS)


def test_a_year_outside_the_edition_is_the_first_remedy(problems):
    found = problems(potline(year=2019))
    assert [one["code"] for one in found if one["severity"] == "error"] == ["CASE-107"]  # that values are missing only follows
    outside = only(found, "CASE-107")
    assert outside["remedy"].startswith("改正年度") and "阳极损失率（anode_loss_rate）" in outside["message"]
    assert {place.get("quantity") for place in outside["places"]} >= {None, "anode_loss_rate"}


def test_no_grid_factor_is_missed_where_no_power_was_bought(problems):
    """No value is published for 2025; that concerns only who bought power."""
    output = {"quantity": "molten_aluminium_output_t", "facility": "one", "each_month": "1000.00"}
    region = {"name": "grid_region", "value": "north"}
    document = case("cn/aluminium/gbt_32151_4_2015", "potline", [output], attributes=[region])
    assert "CASE-160" not in {one["code"] for one in problems(document)}
    document["values"].append({"quantity": "net_purchased_electricity_mwh", "each_month": "10.000"})
    assert only(problems(document), "CASE-160")["where"]["quantity"] == "electricity_emission_factor_tco2_per_mwh"


def test_a_month_without_a_carbon_content_is_not_to_be_zero(problems):
    document = unit("0.5000", "20.000")
    document["values"][2] = {**document["values"][2], "months": dict.fromkeys(range(2, 13), "0.5000")}
    del document["values"][2]["each_month"]
    assert "不要填 0" in only(problems(document), "CASE-150")["remedy"]


def test_an_explanation_of_a_mistyped_quantity_names_the_nearest(tanheng, tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(potline()), encoding="utf-8")
    found = tanheng("calculate", str(path), "--explain", "anode_emision_tco2@one/3")
    assert found.exit_code == 2
    assert "anode_emission_tco2" in found.stderr and "alumina_consumption_t" not in found.stderr


def test_a_result_given_as_a_case_is_sent_to_replay(tanheng, tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(potline()), encoding="utf-8")
    run = tmp_path / "run.json"
    run.write_text(tanheng("calculate", path, "--json").stdout, encoding="utf-8")
    found = tanheng("calculate", run)
    assert found.exit_code == 1
    assert found.stderr.count("CASE-") == 1 and "tanheng replay" in found.stderr
    assert tanheng("replay", run).exit_code == 0


@pytest.mark.parametrize(
    ("words", "chinese"),
    [
        (("calculate", "没有.yaml"), "没有文件 没有.yaml"),
        (("calculate",), "缺少参数 CASE"),
        (("calcualte",), "没有命令 calcualte"),
        (("calculate", "."), "是文件夹，不是文件"),
        (("template", SMELTER, "-o", "x.xlsx"), "缺少选项 --year"),
        (("template", SMELTER, "--year", "abc", "-o", "x.xlsx"), "abc 不是整数"),
        (("template", SMELTER, "--year", "1800", "-o", "x.xlsx"), "1800 超出范围"),
        (("rules", "show", SMELTER, "--lang", "fr"), "fr 不可用"),
        (("kit", "--output"), "选项 --output 后面要写值"),
    ],
)
def test_wrong_usage_is_told_in_the_language_of_the_command(tanheng, words, chinese):
    found = tanheng(*words)
    assert found.exit_code == 2
    line = found.stderr.splitlines()[-1]
    assert line.startswith("错误：") and chinese in line
    for english in (tanheng("--lang", "en", *words), tanheng(*words, "--lang=en")):
        if "fr" not in words:  # the last word of two counts
            assert english.exit_code == 2
            assert not any("\u4e00" <= sign <= "\u9fff" for sign in english.stderr.replace("没有.yaml", ""))


def test_no_draws_without_a_stated_uncertainty(tanheng, tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(potline()), encoding="utf-8")
    said = tanheng("calculate", path, "--uncertainty", "--draws", "1000").stdout
    assert "没有任何输入给出不确定度" in said and "蒙特卡洛" not in said


def test_a_refused_statement_prints_no_table(tanheng, tmp_path):
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    first.write_text(json.dumps(potline()), encoding="utf-8")
    second.write_text(json.dumps({**potline(year=2024), "entity": {"name": "合成另一企业"}}), encoding="utf-8")
    for words in (("obligations", first, second), ("tracks", first, "--beside", second)):
        found = tanheng(*words)
        assert found.exit_code == 1 and found.stdout == "" and "2024" in found.stderr
    assert "：合成另一企业，其余为 合成示例企业" in tanheng("obligations", first, second).stderr
