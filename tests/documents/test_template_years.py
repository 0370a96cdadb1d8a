"""A template filled in for another year than the one it was made for."""

from tests.documents.sample_input import ENTITY, codes, edited, find, read
from tests.documents.test_input_unread import set_cell


def test_a_template_of_another_year_is_told_as_that() -> None:
    """Not as figures left over in a column of defaults, which are those of the year of the template."""

    case, problems = read(edited(set_cell(ENTITY, "B7", "2024")))
    found = find(problems, "FILE-254")
    assert case is not None and case.year == 2024
    assert found.severity == "warning" and len(found.all_places) > 1 and found.where.cell == "A1"
    assert all(year in sentence for year in ("2025", "2024") for sentence in (found.message.zh, found.message.en))
    assert "FILE-242" not in codes(problems)
