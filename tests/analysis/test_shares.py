"""占总量: the total is 100 %, its parts add up to it, what is in no total has no share; in every pack with its sample cases."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdf
import pytest
from docx import Document

from tanheng.analysis.shares import Shares, parts_of
from tanheng.analysis.totals import total_value
from tanheng.demo.synthetic_cement_works import synthetic_cement_case
from tanheng.demo.synthetic_power_units import synthetic_power_case
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.documents.input.case_file import read_case_bytes
from tanheng.documents.report.content import report_content
from tanheng.documents.report.facts import NO_FACTS
from tanheng.documents.report.package import report_package
from tanheng.engine.case.reading import read_case
from tanheng.engine.run import Run
from tanheng.engine.running import run_case
from tanheng.rulebook import load, pack_ids

CASE = Path(__file__).parents[1] / "documents" / "inputs" / "c10-report-share-of-total-over-100-or-57pct.yaml"
DEMO = [synthetic_case(2025), synthetic_power_case(2025, {"name": "合成示例", "code": ""}), synthetic_cement_case(2025)]

# What the guides print beside the total and count in none; and what is counted, as far down as it is a plain sum.
IN_NO_TOTAL = {
    "cn/aluminium/cets_2024": {"electricity_emission_tco2", "heat_emission_tco2"},
    "cn/cement/cets_2024": {"electricity_emission_tco2", "heat_emission_tco2", "substitute_avoided_emission_tco2"},
    "cn/cement/reporting_2023": {"total_line_emission_tco2", "substitute_avoided_emission_tco2", "raw_meal_carbon_emission_tco2"},
    "cn/power/cets_2022": {"listed_power_emission_tco2", "power_unit_emission_tco2", "fuel_emission_by_heat_tco2"},
    "cn/power/cets_2026": {"listed_power_emission_tco2", "power_unit_emission_tco2"},
    "cn/power/allowance_2023_2024": {"entity_verified_emission_tco2e", "entity_obligation_tco2e", "ccer_limit_tco2e"},
    "intl/cement/csi_v3": {"total_net_emission_tco2", "total_biomass_emission_tco2", "electricity_emission_tco2"},
    "intl/aluminium/ipcc_2006": {"anode_emission_by_balance_tco2"},
}
COUNTED = {
    "cn/aluminium/cets_2024": {"total_electrolysis_emission_tco2e", "total_anode_emission_tco2", "carried_in_emission_tco2"},
    "cn/aluminium/ndrc_2013": {"process_emission_tco2e", "indirect_emission_tco2", "electricity_emission_tco2"},
    "cn/cement/cets_2024": {"direct_emission_tco2", "purchased_energy_emission_tco2", "line_emission_tco2"},
    "cn/power/cets_2022": {"unit_electricity_emission_tco2", "unit_fuel_emission_tco2"},
    "eu/aluminium/cbam_2025": {"electrode_emission_tco2", "total_anode_effect_emission_tco2e"},
}


def runs(pack_id: str) -> Iterator[Run]:
    """The worked cases of a pack that give a total above zero, and the demo's."""
    pack = load(pack_id)
    for document in [*(one["given"] for one in pack.cases), *(one for one in DEMO if one["pack"] == pack_id)]:
        case, problems = read_case(document, load)
        if case is not None:
            run = run_case(pack, case, problems)
            if (total_value(run) or 0) > 0:
                yield run


@pytest.fixture(scope="module")
def smelter() -> Run:
    case, problems = read_case_bytes(CASE.name, CASE.read_bytes(), load)
    assert case is not None
    return run_case(load(case.pack_id), case, problems)


@pytest.mark.parametrize("pack_id", pack_ids())
def test_the_total_is_all_and_its_parts_add_up(pack_id: str) -> None:
    tried = 0
    for run in runs(pack_id):
        tried += 1
        shares, total = Shares(run), run.pack.total
        found = {(name, key): share for name in run.pack.formulas for key in run.keys[name] if (share := shares.at(name, key))}
        assert all(share >= 0 for share in found.values())
        assert all((share > 100) == (shares.why_over(*place) is not None) for place, share in found.items())
        assert shares.of(total) == 100
        names = parts_of(run, total)
        parts = [shares.at(name, key) or Decimal(0) for name in names for key in run.keys[name]]
        value = total_value(run)
        assert value is not None
        rounding = Decimal("0.005") * len(parts) + 50 / value  # of the shares, and of the total to whole tonnes
        assert abs(sum(parts) - 100) <= rounding, (pack_id, run.case.year, parts)
    assert tried, f"{pack_id} has no worked case with a total"


@pytest.mark.parametrize("pack_id", IN_NO_TOTAL)
def test_what_is_in_no_total_has_no_share(pack_id: str) -> None:
    for run in runs(pack_id):
        shares = Shares(run)
        assert {name for name in IN_NO_TOTAL[pack_id] if shares.of(name) is not None} == set()
        assert all(run.pack.quantities[name].role == "derived" for name in IN_NO_TOTAL[pack_id])


@pytest.mark.parametrize("pack_id", COUNTED)
def test_what_is_counted_has_its_share(pack_id: str) -> None:
    for run in runs(pack_id):
        shares = Shares(run)
        for name in COUNTED[pack_id]:
            has_value = any(run.value(name, *key) is not None for key in run.keys[name])
            assert (shares.of(name) is not None) == has_value, name


def test_a_balance_is_the_part_where_something_takes_away() -> None:
    """Carbon that leaves with by-products is negative: the other streams would be more than the electrodes' whole."""
    for run in runs("eu/aluminium/cbam_2025"):
        streams = [run.value("carbon_stream_emission_tco2", *key) or 0 for key in run.keys["carbon_stream_emission_tco2"]]
        if min(streams) < 0:
            assert Shares(run).of("carbon_stream_emission_tco2") is None
            assert Shares(run).of("electrode_emission_tco2") is not None
            return
    pytest.fail("no worked case has a stream that takes away")


def test_no_share_of_a_total_that_is_nothing() -> None:
    document = synthetic_case(2025)
    for row in document["values"]:
        if row["quantity"] in ("molten_aluminium_output_t", "anode_consumption_t", "fuel_consumption", "carbonate_consumption_t"):
            row["months"] = dict.fromkeys(row["months"], "0")
    case, problems = read_case(document, load)
    assert case is not None
    run = run_case(load(case.pack_id), case, problems)
    assert total_value(run) == 0
    assert all(Shares(run).of(name) is None for name in run.pack.formulas)


def small_smelter(diesel: str) -> Run:
    """A works that burnt a little diesel and did nothing else."""
    document = synthetic_case(2025)
    document["values"] = [
        {**row, "months": dict.fromkeys(row["months"], "0")} if "months" in row else row
        for row in document["values"]
        if row["quantity"] in ("molten_aluminium_output_t", "anode_consumption_t")
    ] + [{"quantity": "fuel_consumption", "item": "diesel", "months": {month: diesel if month == 1 else "0" for month in range(1, 13)}}]
    case, problems = read_case(document, load)
    assert case is not None
    return run_case(load(case.pack_id), case, problems)


def test_a_share_above_the_total_is_printed_as_it_is_and_says_why() -> None:
    run = small_smelter("0.45")
    part, total = run.value("total_fuel_emission_tco2"), total_value(run)
    assert part is not None and total is not None and part > total > 0
    content = report_content(run, "en", NO_FACTS)
    share = Shares(run).of("total_fuel_emission_tco2")
    assert share is not None and share > 100
    assert [one.share for one in content.results if one.share is not None and one.share > 100] == [share]
    (note,) = content.share_notes
    assert f"rounded total of {total} tCO2e is {part - total} tCO2e less" in note
    files = report_package(run, "en")
    book = openpyxl.load_workbook(io.BytesIO(files["official-tables.xlsx"]))
    assert note in {cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert note in {one.text for one in Document(io.BytesIO(files["report.docx"])).paragraphs}
    pdf = " ".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["report.pdf"])).pages).split())
    assert f"{share} %" in pdf and "is above 100 %" in pdf


# ── as it is printed ─────────────────────────────────────────────────────────────────────────────


def test_every_document_prints_the_same_shares(smelter: Run) -> None:
    rows = [one.texts() for one in report_content(smelter, "zh", NO_FACTS).results]
    printed = {row[0]: row[-1] for row in rows}
    assert printed["企业层级排放总量"] == "100.00"
    assert printed["能源作为原材料用途排放合计"] == "90.34"
    assert printed["净购入电力对应的排放量（不计入总量）"] == printed["净购入热力对应的排放量（不计入总量）"] == ""
    files = report_package(smelter)
    sheet = openpyxl.load_workbook(io.BytesIO(files["official-tables.xlsx"]))["主要结果"]
    written = [[cell.value for cell in row[:5]] for row in sheet.iter_rows(min_row=5)]
    assert [(row[0], "" if row[4] is None else f"{row[4]:.2f}") for row in written] == list(printed.items())
    tables = Document(io.BytesIO(files["report.docx"])).tables
    word = [[cell.text.strip() for cell in row.cells] for table in tables for row in table.rows]
    pdf = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["report.pdf"])).pages)
    for row in rows:
        shown = [row[0], row[1].replace("_", ""), *row[2:-1]]  # its index is set low
        assert [*shown, f"{row[-1]} %" if row[-1] else ""] in word or [*shown, row[-1]] in word, row
    for share in ("100.00", "90.34", "99.47"):
        assert share in pdf
    assert "57.52" not in pdf
