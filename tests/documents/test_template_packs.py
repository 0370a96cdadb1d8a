"""A template whose rule pack was changed into another one: told as that, and nothing of what follows from it."""

from __future__ import annotations

import pytest

from tanheng.documents.input.csv_tables import filled_csv
from tanheng.documents.input.template.workbook import filled_template
from tanheng.documents.reading.text_encoding import decoded_text
from tanheng.rulebook import load
from tests.documents.sample_input import ENTITY, PACK_ID, edited, read, sample_case, sample_workbook
from tests.documents.test_input_unread import set_cell
from tests.documents.test_replaced_headings import case_of
from tests.support.libreoffice import LibreOffice

OTHERS = ["cn/cement/cets_2024", "cn/aluminium/gbt_32151_4_2015", "cn/power/allowance_2023_2024", "cn/aluminium/cets_2042", "电解铝"]


def assert_told(content: bytes, name: str, other: str, cell: str | None) -> None:
    case, problems = read(content, name)
    assert case is None
    (told,) = problems
    assert (told.code, told.severity, told.where.cell) == ("FILE-265", "error", cell)
    for text in (told.message.zh, told.message.en):
        assert PACK_ID in text and other in text
    assert PACK_ID in told.remedy.en


@pytest.mark.parametrize("other", OTHERS)
def test_a_workbook_says_which_pack_it_was_made_for(other: str) -> None:
    assert_told(edited(set_cell(ENTITY, "B6", other)), "input.xlsx", other, "B6")


def test_an_ods_says_it_too(soffice: LibreOffice, tmp_path) -> None:
    path = tmp_path / "input.xlsx"
    path.write_bytes(edited(set_cell(ENTITY, "B6", OTHERS[0])))
    assert_told(soffice.converted(path, "ods").read_bytes(), "input.ods", OTHERS[0], "B6")


@pytest.mark.parametrize("other", OTHERS)
def test_a_csv_says_it_too(other: str) -> None:
    text, _ = decoded_text(filled_csv(load(PACK_ID), sample_case()))
    assert text is not None
    changed = text.replace(f"# pack: {PACK_ID}", f"# pack: {other}", 1)
    assert_told(changed.encode(), "input.csv", other, None)


def test_a_template_as_it_is_says_nothing() -> None:
    assert not [one for one in read(sample_workbook())[1] if one.code == "FILE-265"]
    _, problems = read(filled_csv(load(PACK_ID), sample_case()), "input.csv")
    assert not [one for one in problems if one.severity != "note"]


def test_a_title_that_holds_years_is_ours() -> None:
    """“2023、2024年度 …” is no year behind the title of a sheet."""
    name = "cn/power/allowance_2023_2024"
    _, problems = read(filled_template(load(name), case_of(name)))
    assert not {"FILE-244", "FILE-254"} & {one.code for one in problems}
