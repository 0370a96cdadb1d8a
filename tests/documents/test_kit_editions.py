"""The kit of packs with facility × fuel × month, with yearly figures, and with every newer word, computed by LibreOffice."""

from __future__ import annotations

from pathlib import Path

from tests.documents.test_kit import assert_recomputed
from tests.engine.test_periods_and_places import allowance_run, power_run
from tests.engine.toy_power import power_case
from tests.support.libreoffice import LibreOffice


def test_units_with_fuels_by_month_and_a_yearly_load(soffice: LibreOffice, tmp_path: Path) -> None:
    values = [*power_case()["values"], {"quantity": "load_factor", "facility": "u1", "year": "0.70"}]
    run = power_run(values=values)
    assert run.value("load_correction", "u1") is not None
    assert_recomputed(run, soffice, tmp_path)


def test_allowances_of_a_year_cut_to_whole_tonnes(soffice: LibreOffice, tmp_path: Path) -> None:
    assert_recomputed(allowance_run(), soffice, tmp_path)
