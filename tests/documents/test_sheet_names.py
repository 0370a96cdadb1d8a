"""The sheets of a template have names that fit: no word is cut, and both languages are there."""

import pytest

from tanheng.documents.input.template.data import LONGEST_SHEET_NAME, sheet_name
from tanheng.documents.input.template.words import form_sheets
from tanheng.rulebook import load, pack_ids


@pytest.mark.parametrize("pack_id", [one for one in pack_ids() if load(one).forms])
def test_no_name_of_a_sheet_is_cut_within_a_word(pack_id: str) -> None:
    used: set[str] = set()
    for title, _ in form_sheets(load(pack_id)):
        name = sheet_name(title, used)
        assert len(name) <= LONGEST_SHEET_NAME
        english = name.removeprefix(title.zh).split()
        assert name.startswith(title.zh) and english and set(english) <= set(title.en.split()) | {"2", "3"}, name
        assert english[-1] not in ("and", "of")
