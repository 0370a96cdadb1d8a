"""The commands of analysis as a user meets them: what they print, what they write, how they end."""

import json
from decimal import Decimal

import openpyxl
import pytest
import yaml

OTHER = "cn/aluminium/ndrc_2013"


@pytest.fixture
def supplement(tmp_path):
    path = tmp_path / "with.yaml"
    path.write_text(
        'values: [{quantity: electricity_emission_factor_tco2_per_mwh, each_month: "0.5703", kind: default}]\n',
        encoding="utf-8",
    )
    return path


def test_a_bridge_prints_its_parts_and_their_sum(tanheng, sample, supplement):
    result = tanheng("bridge", sample, "--to", OTHER, "--with", supplement, "--price", "80", "--lang", "en")
    assert result.exit_code == 0, result.output
    for word in (
        "boundary",
        "data",
        "factors and defaults",
        "constants",
        "formulas",
        "rounding",
        "difference (sum of the parts)",
        "▓",
    ):
        assert word in result.output


def test_the_json_of_a_bridge_adds_up(tanheng, sample, supplement):
    result = tanheng("bridge", sample, "--to", OTHER, "--with", supplement, "--price", "79.5", "--json")
    document = json.loads(result.stdout)
    assert document["tanheng"] == "bridge/1"
    tonnes = sum(Decimal(one["tonnes"]) for one in document["parts"])
    assert tonnes == Decimal(document["target"]["value"]) - Decimal(document["source"]["value"])
    assert Decimal(document["difference"]["money_yuan"]) == tonnes * Decimal("79.5")


def test_missing_data_are_listed_and_nothing_is_written(tanheng, sample, tmp_path):
    target = tmp_path / "bridge.xlsx"
    result = tanheng("bridge", sample, "--to", "intl/aluminium/iai_slope", "-o", target, "--lang", "en")
    assert result.exit_code == 1
    for word in ("cell_technology", "anode-effect minutes per cell-day", "BRG-101"):
        assert word in result.output
    assert not target.exists()
    document = json.loads(tanheng("bridge", sample, "--to", "intl/aluminium/iai_slope", "--json").stdout)
    assert document["parts"] == []
    assert {"CASE-122", "IAI-001"} <= {one["code"] for one in document["problems"]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--to", "cn/aluminium/none"], "cets_2024"),
        (["--to", OTHER, "--price", "eighty"], "79.50"),
        (["--to", OTHER, "--price", "-1"], "79.50"),
        (["--to", OTHER, "-o", "bridge.pdf"], ".xlsx"),
        ([], "--to"),
    ],
)
def test_wrong_usage_ends_with_two(tanheng, sample, words, said):
    result = tanheng("bridge", sample, *words)
    assert result.exit_code == 2
    assert said in result.output


@pytest.mark.parametrize("text", ["", "[1, 2]", "values: 5", "valuess: []", "a: [", "values: [{quantity: x, each_month: 5}]"])
def test_a_wrong_supplement_is_told_without_a_traceback(tanheng, sample, tmp_path, text):
    path = tmp_path / "with.yaml"
    path.write_text(text, encoding="utf-8")
    result = tanheng("bridge", sample, "--to", OTHER, "--with", path)
    assert result.exit_code == 1
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "[错误]" in result.output


def test_the_workbook_has_live_sums_that_agree(tanheng, sample, supplement, tmp_path, soffice):
    target = tmp_path / "bridge.xlsx"
    assert tanheng("bridge", sample, "--to", OTHER, "--with", supplement, "--price", "80", "-o", target).exit_code == 0
    rows = list(openpyxl.load_workbook(soffice.recalculated(target), data_only=True).worksheets[0].iter_rows(min_row=5, values_only=True))
    start, *steps, end, difference = rows[:9]
    assert round(sum(row[1] for row in steps), 2) == round(end[1] - start[1], 2) == round(difference[1], 2)
    assert round(difference[2], 2) == round(difference[1] * 80, 2)


def test_the_bridge_is_the_same_bytes_every_time(tanheng, sample, supplement):
    words = ("bridge", sample, "--to", OTHER, "--with", supplement, "--json")
    assert tanheng(*words).stdout == tanheng(*words).stdout


def test_defaults_rank_what_measuring_is_worth(tanheng, sample):
    result = tanheng("defaults", sample, "--price", "80", "--json")
    document = json.loads(result.stdout)
    assert result.exit_code == 0
    assert document["tanheng"] == "defaults/1"
    worths = [max(abs(Decimal(one["tonnes"])) for one in (row["one_percent"], *row["typical"])) for row in document["defaults"]]
    assert worths == sorted(worths, reverse=True)
    text = tanheng("defaults", sample, "--lang", "en").output
    assert "unconfirmed" in text
    assert "fixed by the edition" in text


def test_tracks_close_and_are_written(tanheng, sample, tmp_path):
    target = tmp_path / "tracks.xlsx"
    result = tanheng("tracks", sample, "-o", target, "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "sum of the lines" in result.output
    document = json.loads(tanheng("tracks", sample, "--json").stdout)
    for number, track in enumerate(document["tracks"]):
        lines = sum(Decimal(one["amounts"][number] or 0) for one in document["lines"])
        assert lines + Decimal(document["rounding"][number]) == Decimal(track["total"])
    sheet = openpyxl.load_workbook(target).active
    assert any(str(cell.value).startswith("=SUM(") for row in sheet.iter_rows() for cell in row)


def test_a_broken_case_is_refused_by_all_three(tanheng, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("tanheng: case/1\npack: cn/aluminium/cets_2024\n", encoding="utf-8")
    for words in (["bridge", path, "--to", OTHER], ["defaults", path], ["tracks", path]):
        assert tanheng(*words).exit_code == 1


def test_a_conversion_is_told_in_words(tanheng, sample, tmp_path):
    given = tmp_path / "given.yaml"
    row = {"quantity": "electricity_emission_factor_tco2_per_mwh", "each_month": "0.5366", "source": "公告"}
    given.write_text(yaml.safe_dump({"values": [row]}, allow_unicode=True), encoding="utf-8")
    told = tanheng("bridge", sample, "--to", "cn/aluminium/ndrc_2013", "--with", given).stdout
    assert "吨铝炭阳极净耗 = 阳极净耗量 ÷ 铝液产量" in told and "net_anode_carbon_t" not in told


def test_the_workbook_of_defaults_holds_what_is_printed(tanheng, sample, tmp_path):
    target = tmp_path / "defaults.xlsx"
    printed = tanheng("defaults", sample, "--price", "80", "--json").stdout
    assert tanheng("defaults", sample, "--price", "80", "-o", target).exit_code == 0
    rows = list(openpyxl.load_workbook(target).worksheets[0].iter_rows(min_row=5, values_only=True))
    worths = json.loads(printed)["defaults"]
    assert len(rows) == sum(1 + len(one.get("typical", ())) for one in worths)
    first = worths[0]
    assert Decimal(str(rows[0][4])) == Decimal(first["one_percent"]["tonnes"])
    assert Decimal(str(rows[0][5])) == Decimal(str(rows[0][4])) * 80
