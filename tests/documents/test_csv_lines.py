"""Lines of a CSV: head lines above the headings, rows with too many cells, encodings, separators."""

import pytest

from tanheng.documents.input.csv_lines import CsvSplitter, delimiter_of
from tanheng.engine.problems import Problem
from tests.documents.sample_input import codes, find, read
from tests.documents.sample_inputs import input_of, total_of

HEAD = """\
# pack: cn/cement/cets_2024
# year: 2025
# grain: year
# entity: 试验
# facility: k1; kiln_line; 1号窑
# attribute: clinker_class; k1; portland
"""
ROWS = "代号,设施,品种,全年\nclinker_output_t,k1,,1000000\nfuel_consumption,k1,bituminous_coal,140000\n"
DIRECT = "direct_emission_tco2"


def problems_of(text: str) -> list[Problem]:
    return read(text.encode(), "input.csv")[1]


def reading_codes(text: str) -> set[str]:
    return {code for code in codes(problems_of(text)) if code.startswith("FILE")}


def test_the_sample_is_sound() -> None:
    assert reading_codes(HEAD + ROWS) == set()


# ── # lines ──────────────────────────────────────────────────────────────────────────────────────


def test_a_row_that_begins_with_a_hash_is_a_row() -> None:
    case, problems = input_of("11e-hash-row-minimal.csv")
    assert case is not None
    assert not [one for one in problems if one.code.startswith("FILE")]
    assert [one.amount for one in case.values if one.quantity == "substitute_consumption_t"] == [30000]


def test_a_column_headed_hash_counts_the_rows() -> None:
    case, problems = input_of("11d-number-column-headed-hash.csv")
    assert case is not None
    assert find(problems, "FILE-250").severity == "note"
    assert total_of(case, DIRECT) == "842018.70"


@pytest.mark.parametrize("line", ["# 企业：试验", "# 2025 年度数据", "#yaer: 2025", "# : 5", "# 数值 987654.321"])
def test_every_line_with_a_hash_that_is_not_understood_is_told(line: str) -> None:
    problem = find(problems_of(f"{line}\n{HEAD}{ROWS}"), "FILE-303")
    assert (problem.severity, problem.where.line) == ("warning", 1)
    assert "规则包" in problem.remedy.zh
    assert "pack" in problem.remedy.en


def test_a_ruler_of_hashes_says_nothing() -> None:
    assert reading_codes(f"#####\n# ----\n{HEAD}{ROWS}") == set()


def test_a_head_line_below_the_headings_is_refused() -> None:
    problem = find(problems_of(HEAD + ROWS + "# entity: 别的\n"), "FILE-304")
    assert (problem.severity, problem.where.line) == ("error", 10)


def test_a_hash_within_quotes_is_text() -> None:
    rows = '代号,设施,品种,全年,备注\nclinker_output_t,k1,,1000000,"第一行\n# year: 2024\n末行"\nfuel_consumption,k1,bituminous_coal,1,\n'
    text = HEAD + rows
    case, problems = read(text.encode(), "input.csv")
    assert case is not None, [one.as_text() for one in problems]
    assert (case.year, "# year: 2024" in case.values[0].note) == (2025, True)


def test_a_row_between_two_tables_may_begin_with_a_hash() -> None:
    tables = "设施编号,设施类别,设施名称\n#1窑,kiln_line,一号\n\n" + ROWS.replace("k1", "#1窑")
    case, problems = read((HEAD.replace("# facility: k1; kiln_line; 1号窑\n", "").replace("k1", "#1窑") + tables).encode(), "i.csv")
    assert case is not None, [one.as_text() for one in problems]
    assert [one.id for one in case.facilities] == ["#1窑"]


def test_a_head_line_quoted_and_padded_by_a_spreadsheet_program_is_understood() -> None:
    text = (HEAD + ROWS).replace("# entity: 试验", '"# entity: 试验, 一厂",,,').replace("# year: 2025", "# year: 2025,,,")
    case, _ = read(text.encode(), "input.csv")
    assert case is not None
    assert (case.entity_name, case.year) == ("试验, 一厂", 2025)


def test_parts_of_a_head_line_that_nobody_knows_are_told() -> None:
    problem = find(problems_of(HEAD.replace("1号窑", "1号窑; ; ; ; 987654.321") + ROWS), "FILE-305")
    assert (problem.severity, problem.where.line) == ("error", 5)
    assert "987654.321" in problem.message.zh


# ── ragged rows ──────────────────────────────────────────────────────────────────────────────────


def test_a_number_parted_at_its_thousands_is_refused_with_its_row() -> None:
    case, problems = input_of("17d-unquoted-minimal.csv")
    assert case is None
    assert [(one.code, one.where.line) for one in problems if one.severity == "error"] == [("FILE-306", 8), ("FILE-306", 9)]


def test_trailing_blank_cells_and_missing_blank_cells_are_no_harm() -> None:
    rows = "代号,设施,品种,全年,备注\nclinker_output_t,k1,,1000000\nfuel_consumption,k1,bituminous_coal,140000,,,,\n"
    assert reading_codes(HEAD + rows) == set()


def test_a_parted_number_is_found_where_the_row_has_room_for_it() -> None:
    head = HEAD.replace("# grain: year\n", "")
    months = ",".join(f"{month}月" for month in range(1, 13))
    row = ",".join(["80000"] * 10)
    text = f"{head}代号,设施,品种,{months}\nclinker_output_t,k1,,1,000,{row}\n"
    problem = find(problems_of(text), "FILE-307")
    assert (problem.severity, problem.where.line) == ("error", 7)
    assert "1,000" in problem.message.zh


def test_cells_under_blank_headings_are_told() -> None:
    rows = "代号,设施,品种,全年,\nclinker_output_t,k1,,1000000,5\nfuel_consumption,k1,bituminous_coal,140000,\n"
    assert find(problems_of(HEAD + rows), "FILE-239").where.cell == "E8"


def test_lines_that_belong_to_no_table_are_told() -> None:
    problems = problems_of("合成数据 987654.321,5\n" + HEAD + ROWS)
    assert find(problems, "FILE-243").where.line == 1
    assert find(problems, "FILE-244").where.line == 1


# ── encodings, separators ────────────────────────────────────────────────────────────────────────


def test_utf_16_without_a_mark_is_read() -> None:
    case, problems = input_of("12g-utf16-nobom.csv")
    assert case is not None
    assert not [one for one in problems if one.code.startswith("FILE")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，", "；"])
def test_encodings_and_separators_give_one_case(encoding: str, delimiter: str) -> None:
    text = HEAD + ROWS.replace(",", delimiter)
    wanted, _ = read((HEAD + ROWS).encode(), "input.csv")
    found, problems = read(text.encode(encoding), "input.csv")
    assert wanted is not None
    assert found is not None, [one.as_text() for one in problems]
    assert found.snapshot_hash == wanted.snapshot_hash


def test_one_broken_byte_is_told_with_its_line() -> None:
    problem = find(read((HEAD + ROWS).encode().replace("1号窑".encode(), b"1\xe5\x8f", 1), "i.csv")[1], "FILE-301")
    assert problem.where.line == 5


@pytest.mark.parametrize("line", ["sep=,", "sep=;", '"sep=,"', "SEP=,"])
def test_the_line_that_names_the_separator_is_none_of_the_data(line: str) -> None:
    assert reading_codes(f"{line}\n{HEAD}{ROWS}") == set()


def test_after_an_open_quote_nothing_is_called_missing() -> None:
    problems = problems_of(HEAD + ROWS.replace("clinker_output_t", '"clinker_output_t'))
    assert [one.code for one in problems if one.severity == "error"] == ["FILE-302"]
    assert "引号" in find(problems, "FILE-302").message.zh
    assert "unexpected end" in find(problems, "FILE-302").message.en


def test_the_heading_row_decides_the_separator() -> None:
    assert delimiter_of(["说明,说明,说明", "代号;设施;1月"]) == ";"
    assert delimiter_of(['"信息项', 'Quantity name"\t"1月', 'Jan"']) == "\t"


def test_records_begin_where_their_first_line_stands() -> None:
    lines = CsvSplitter('# a: 1\n代号,备注,1月\nx,"一\n二",1\n\ny,,2\n', lambda _: False).split(100)
    assert [number for number, _ in lines.heads] == [1]
    assert [(number, record[0]) for number, record in lines.records] == [(2, "代号"), (3, "x"), (6, "y")]


def test_a_line_wider_than_any_sheet_is_refused_as_one() -> None:
    content = (",".join(["1"] * 200_000) + "\n") * 2
    case, problems = read(content.encode(), "wide.csv")
    assert case is None
    assert [(one.code, one.where.line) for one in problems] == [("FILE-206", 1)]
    assert "200,000" in problems[0].message.zh and "16,384" in problems[0].message.zh
