"""`tanheng sensitivity` as a user meets it: what one percent does to a number, from the command line as on the page."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest
import yaml

TOTAL = "enterprise_emission_tco2e"


def effects_of(tanheng, sample, *words):
    """The document of the command, its effects by name."""
    document = json.loads(tanheng("sensitivity", sample, *words, "--json").stdout)
    return document, {one["name"]: Fraction(one["difference"]) for one in document["effects"]}


def test_it_prints_what_one_percent_does_to_the_total(tanheng, sample):
    result = tanheng("sensitivity", sample, "--lang", "en")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[3].startswith("---")
    assert lines[4].startswith("anode consumption"), "the largest comes first"
    assert "Without effect: " in result.output


@pytest.mark.parametrize("asked", [(), ("--of", f"{TOTAL}/3")])
def test_the_effect_is_that_of_a_calculation_with_one_percent_more(tanheng, sample, tmp_path, asked):
    """The case itself, its alumina of carbonates one percent higher, is calculated again."""
    document, effects = effects_of(tanheng, sample, *asked)
    assert document["tanheng"] == "sensitivity/1"
    raised = yaml.safe_load(sample.read_text(encoding="utf-8"))
    for entry in raised["values"]:
        if entry["quantity"] == "molten_aluminium_output_t":
            entry["months"] = {month: str(Decimal(str(value)) * Decimal("1.01")) for month, value in entry["months"].items()}
    path = tmp_path / "raised.yaml"
    path.write_text(yaml.safe_dump(raised, allow_unicode=True), encoding="utf-8")
    month = document["place"]["month"]
    after = next(
        one
        for one in json.loads(tanheng("calculate", path, "--json").stdout)["results"]
        if one["quantity"] == TOTAL and one.get("month") == month
    )
    assert Fraction(after["value"]) - Fraction(document["value"]) == effects["molten_aluminium_output_t"] != 0


def test_an_input_has_no_effects_and_says_so(tanheng, sample):
    result = tanheng("sensitivity", sample, "--of", "molten_aluminium_output_t@potline-1", "--lang", "en")
    assert (result.exit_code, "not calculated" in result.output) == (0, True)


def test_an_unknown_number_is_wrong_usage_and_a_case_with_errors_has_no_effects(tanheng, sample, tmp_path):
    assert tanheng("sensitivity", sample, "--of", "total_everything").exit_code == 2
    broken = tmp_path / "broken.yaml"
    broken.write_text(sample.read_text(encoding="utf-8").replace("kind: measured", "kind: guessed", 1), encoding="utf-8")
    assert tanheng("sensitivity", broken).exit_code == 1
