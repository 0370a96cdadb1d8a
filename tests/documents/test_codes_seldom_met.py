"""Problems that good files never come near: keys that are no text, too much of anything, a fixed default replaced, one attribute twice."""

from dataclasses import replace

import pytest

from tanheng.documents.input.case_file import read_case_bytes
from tanheng.documents.reading import text_reading
from tanheng.documents.reading.xlsx_book import MOST_SHEETS
from tanheng.engine.case import reading as case_reading
from tanheng.engine.case.reading import read_case
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.documents.sample_input import case_text, edited, read
from tests.rulebook.slips import computed, plant, plant_files

CEMENT = next(path for path in plant_files() if path.stem == "cn_cement_cets_2024")


def codes(content: bytes, name: str) -> set[str]:
    return {one.code for one in read_case_bytes(name, content, load)[1]}


def test_a_key_that_is_no_text_is_told():
    assert "FILE-107" in codes(case_text().replace("year: 2025", "? [a, b]\n: 2025", 1).encode(), "case.yaml")


@pytest.mark.parametrize("name", ["case.yaml", "case.json"])
def test_a_text_of_too_many_entries_is_told(name, monkeypatch):
    for module in ("yaml_text", "json_text"):
        monkeypatch.setattr(f"tanheng.documents.reading.{module}.MOST_NODES", 20)
    content = case_text() if name.endswith("yaml") else '{"values": [' + ",".join(['"1"'] * 30) + "]}"
    assert "FILE-110" in codes(content.encode(), name)
    assert text_reading.MOST_NODES > 100_000


def test_a_workbook_of_too_many_sheets_is_told():
    content = edited(lambda book: [book.create_sheet(f"sheet {number}") for number in range(MOST_SHEETS)])
    assert {one.code for one in read(content)[1]} == {"FILE-206"}


def test_a_case_of_too_many_values_is_told(monkeypatch):
    monkeypatch.setattr(case_reading, "MOST_VALUES", 3)
    assert "CASE-159" in codes(case_text().encode(), "case.yaml")


def test_one_attribute_twice_is_told():
    document = plant(CEMENT)
    twice = {**document, "attributes": [*document["attributes"], document["attributes"][0]]}
    assert "CASE-123" in {one.code for one in computed(twice)[1]}


def test_a_fixed_default_replaced_with_its_document_is_told():
    replaced = "  - {quantity: anode_loss_rate, facility: potline-1, each_month: '0.1600', evidence: 合成-检测报告.pdf}\n"
    assert "CASE-154" in codes((case_text() + replaced).encode(), "case.yaml")


def test_a_parameter_without_a_value_for_the_year_is_told():
    """An edition whose constant begins later than the year of the data says which one it lacks."""
    case, _ = read_case(plant(next(path for path in plant_files() if path.stem == "cn_aluminium_cets_2024")), load)
    assert case is not None
    pack = load(case.pack_id)
    later = tuple(replace(one, valid_from=2030, valid_to=None) for one in pack.parameters["co2_per_carbon"])
    found = run_case(replace(pack, parameters={**pack.parameters, "co2_per_carbon": later}), case).problems
    assert ("RUN-202", "error") in {(one.code, one.severity) for one in found}
