"""Tables as people and spreadsheet programs write them: read with the digits of the plain table, or told with row and reason."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tanheng.bulk.batch import run_batch
from tanheng.bulk.outcome import Outcome
from tanheng.bulk.problems import gathered
from tanheng.bulk.sql.duck import DuckBackend
from tanheng.rulebook import load
from tests.bulk.test_bad_tables import PACK, Rows, changed, smelter
from tests.documents.raw_workbook import opendocument

HERE = Path(__file__).parent
COLUMNS = ["entity", "facility", "item", "month", "molten_aluminium_output_t", "anode_consumption_t", "fuel_consumption"]


@pytest.fixture(scope="module")
def backend() -> Iterator[DuckBackend]:
    backend = DuckBackend()
    yield backend
    backend.close()


def text_of(rows: Rows, columns: list[str] | None = None) -> str:
    names = columns or list(dict.fromkeys([*COLUMNS, *(name for row in rows for name in row)]))
    lines = [names, *([row.get(name, "") for name in names] for row in rows)]
    return "".join(",".join(f'"{cell}"' if "," in cell else cell for cell in line) + "\n" for line in lines)


def results(backend: DuckBackend, content: bytes, folder: Path, name: str = "table.csv") -> tuple[Outcome, list[tuple[object, ...]]]:
    (folder / name).write_bytes(content)
    output = folder / "out.parquet"
    output.unlink(missing_ok=True)
    outcome = run_batch(backend, [(load(PACK), folder / name)], output, year=2025)
    found = duckdb.connect().execute(f"SELECT * FROM '{output}' ORDER BY ALL").fetchall() if output.exists() else []
    return outcome, found


@pytest.fixture(scope="module")
def plain(backend: DuckBackend, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """The results of the table as plain as it can be."""
    outcome, found = results(backend, text_of(smelter()).encode(), tmp_path_factory.mktemp("plain"))
    assert not outcome.problems
    assert found
    return found


def in_all(**cells: str) -> Callable[[Rows], Rows]:
    return lambda rows: [{**row, **{name: text for name, text in cells.items() if row.get(name)}} for row in rows]


def months(words: list[str]) -> Callable[[Rows], Rows]:
    return lambda rows: [{**row, "month": words[int(row["month"]) - 1]} for row in rows]


CHINESE = ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"]
ENGLISH = ["Jan", "Feb", "March", "apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "December"]
ALIKE: dict[str, Callable[[Rows], Rows]] = {
    "thousands separators": in_all(molten_aluminium_output_t="1,000.00"),
    "full-width digits": in_all(anode_consumption_t="４７０．００"),
    "a mark that nobody sees in a number": changed(3, anode_consumption_t="470.00\u200b"),
    "a mark that nobody sees in a name": changed(3, entity="\ufeff合成企业\u200b甲\u00a0"),
    "a dash for a blank": changed(14, molten_aluminium_output_t="—"),
    "1月": months([f"{number}月" for number in range(1, 13)]),
    "一月": months(CHINESE),
    "Jan": months(ENGLISH),
    "2025-01": months([f"2025-{number:02d}" for number in range(1, 13)]),
    "2025年1月": months([f"2025年{number}月" for number in range(1, 13)]),
    "202501": months([f"2025{number:02d}" for number in range(1, 13)]),
    "1月份": months([f"{number}月份" for number in range(1, 13)]),
}


@pytest.mark.parametrize("change", ALIKE.values(), ids=ALIKE.keys())
def test_cells_as_people_write_them(change: Callable[[Rows], Rows], backend: DuckBackend, plain: object, tmp_path: Path) -> None:
    outcome, found = results(backend, text_of(change(smelter())).encode(), tmp_path)
    assert outcome.problems == []
    assert found == plain


TEXT = text_of(smelter())
FILES: dict[str, bytes] = {
    "GBK": TEXT.encode("gbk"),
    "GB18030, letters first": text_of([{**row, "entity": "合成企业甲"} for row in smelter()]).encode("gb18030"),
    "UTF-16 without a mark": TEXT.encode("utf-16-le"),
    "UTF-16, big end first": TEXT.encode("utf-16-be"),
    "a line that names the separator": ("sep=;\n" + TEXT.replace(",", ";")).encode(),
    "blank rows": (TEXT.replace("\n", "\n,,,,,,\n\n", 3) + ",,,,,,\n").encode(),
    "blank cells beyond the headings": TEXT.replace("\n", ",,\n").replace(",,\n", "\n", 1).encode(),
    "capital letters": TEXT.replace("entity", "Entity", 1).replace("month", "ＭＯＮＴＨ", 1).encode(),
    "a heading with a mark that nobody sees": TEXT.replace("month", "\u200bmonth", 1).encode(),
}


@pytest.mark.parametrize("content", FILES.values(), ids=FILES.keys())
def test_files_as_programs_write_them(content: bytes, backend: DuckBackend, plain: object, tmp_path: Path) -> None:
    outcome, found = results(backend, content, tmp_path)
    assert outcome.problems == []
    assert found == plain


def test_a_file_that_turns_to_gbk_after_a_megabyte_of_letters(backend: DuckBackend, tmp_path: Path) -> None:
    many = [{**row, "entity": f"E{number:05d}-{'x' * 40}"} for number in range(500) for row in smelter()]
    outcome, _ = results(backend, text_of([*many, *smelter()]).encode("gbk"), tmp_path)
    assert outcome.problems == []
    query = f"SELECT DISTINCT entity FROM '{tmp_path / 'out.parquet'}' WHERE entity LIKE '合%'"
    assert duckdb.connect().execute(query).fetchall() == [("合成企业甲",)]


def test_a_table_in_gbk_with_thousands_separators(backend: DuckBackend, tmp_path: Path) -> None:
    outcome, found = results(backend, (HERE.parent / "documents" / "inputs" / "c11-batch-refuses-GBK.csv").read_bytes(), tmp_path)
    assert outcome.problems == []
    # by hand: 8033.72 × 0.8482 = 6814.2013… → 6814.20; × 0.976 = 6650.6592; × 44 ÷ 12 = 24385.7504 → 24385.75
    values = {row[7] for row in found if row[6] == "anode_emission_tco2" and row[5] == 3}
    assert values == {"24385.75"}
    assert {row[2] for row in found} == {"甲"}
    outputs = {row[7] for row in found if row[6] == "total_molten_aluminium_output_t" and row[5] is None}
    assert outputs == {"204097.44"}  # 12 × 17008.12


@pytest.mark.parametrize("text", ["2%", "２％", "2.0 %"])
def test_a_percentage_of_a_content(text: str, backend: DuckBackend, tmp_path: Path) -> None:
    _, expected = results(backend, text_of(_with_sulphur("0.02")).encode(), tmp_path)
    outcome, found = results(backend, text_of(_with_sulphur(text)).encode(), tmp_path)
    assert not outcome.is_refused
    assert found == expected != []


def _with_sulphur(text: str) -> Rows:
    return [{**row, "anode_sulphur_content": text} if row.get("facility") else row for row in smelter()]


@pytest.mark.parametrize("unit", ["（公斤）", "(kg)", "/kg", " [千克]"])
def test_a_unit_behind_a_heading(unit: str, backend: DuckBackend, plain: object, tmp_path: Path) -> None:
    heading = f"anode_consumption_t{unit}"
    rows = in_all(anode_consumption_t="470000")(smelter())
    outcome, found = results(backend, text_of(rows).replace("anode_consumption_t", heading, 1).encode(), tmp_path)
    assert outcome.problems == []
    assert found == plain


def test_units_of_the_long_form_are_converted(backend: DuckBackend, plain: object, tmp_path: Path) -> None:
    names = ("molten_aluminium_output_t", "anode_consumption_t", "fuel_consumption")
    keys = ("entity", "facility", "item", "month")
    amounts = [(row, name) for row in smelter() for name in names if name in row]
    rows = [{**{key: row.get(key, "") for key in keys}, "quantity": name, "value": row[name], "unit": "吨"} for row, name in amounts]
    rows = [{**row, "value": "470,000.00", "unit": "kg"} if row["quantity"] == names[1] else row for row in rows]
    outcome, found = results(backend, text_of(rows, [*keys, "quantity", "value", "unit"]).encode(), tmp_path)
    assert outcome.problems == []
    assert found == plain


WITH_BLANK = TEXT.replace("\n", ",\n", 1).replace("470.00,\n", "470.00,,5\n").replace("25.00\n", "25.00,\n")
WITH_TWO_MONTHS = TEXT.replace("\n", ",month\n", 1).replace(".00,\n", ".00,,1\n").replace("25.00\n", "25.00,1\n")
TOLD: dict[str, tuple[str, tuple[str, str, str]]] = {
    "a # line above": ("# 2026-01-05 export 77\n" + TEXT, ("BATCH-133", "warning", "77")),
    "a title": ("合成的表\n" + TEXT, ("BATCH-133", "note", "合成的表")),
    "a # line below": (TEXT + "# note 77\n", ("BATCH-129", "error", "第 26 行")),
    "a # line in between": (TEXT.replace("\n", "\n# note\n", 2).replace("# note\n", "", 1), ("BATCH-129", "error", "第 3 行")),
    "more cells than headings": (TEXT.replace("1000.00", "1,000,000.00", 1), ("BATCH-129", "error", "第 2 行")),
    "thousands that fill two columns": (TEXT.replace("1000.00,470.00,", "1,000,470.00", 1), ("BATCH-136", "error", "第 2 行")),
    "a figure without a heading": (WITH_BLANK, ("BATCH-135", "error", "2–13")),
    "an unknown heading over figures": (text_of([{**row, "altitude": "12"} for row in smelter()]), ("BATCH-134", "warning", "2–25")),
    "an unknown heading over words": (text_of([{**row, "备注": "无"} for row in smelter()]), ("BATCH-134", "note", "2–25")),
    "a count of rows": (text_of([{"#": str(n % 3), **row} for n, row in enumerate(smelter())]), ("BATCH-143", "note", "2–25")),
    "a heading twice": (WITH_TWO_MONTHS, ("BATCH-106", "error", "month")),
    "a mark that changes the direction": (TEXT.replace("470.00", "\u202e470.00", 1), ("CASE-141", "error", "U+202E")),
    "a month of another year": (TEXT.replace(",3,", ",2024-03,", 1), ("BATCH-141", "error", "第 4 行")),
    "a doubtful separator": (TEXT.replace("470.00", '"1,470"', 1), ("FILE-227", "warning", "1470")),
    "a percentage of tonnes": (TEXT.replace("470.00", "47%", 1), ("FILE-221", "error", "47%")),
    "a line number": (text_of([{**row, "line": "7"} for row in smelter()]), ("BATCH-137", "note", "line")),
}


@pytest.mark.parametrize(("text", "expected"), TOLD.values(), ids=TOLD.keys())
def test_what_is_not_read_is_told(text: str, expected: tuple[str, str, str], backend: DuckBackend, tmp_path: Path) -> None:
    outcome, found = results(backend, text.encode(), tmp_path)
    code, severity, words = expected
    told = [one.as_text("zh") for one in outcome.problems if (one.problem.code, one.problem.severity) == (code, severity)]
    assert any(words in one for one in told), [one.as_text("en") for one in outcome.problems]
    assert bool(found) == (not outcome.is_refused)
    assert outcome.is_refused == (severity == "error")


def test_rows_of_another_year_are_told(backend: DuckBackend, tmp_path: Path) -> None:
    rows = [{**row, "year": year} for year in ("2024年", "2025") for row in smelter()]
    outcome, _ = results(backend, text_of(rows).encode(), tmp_path)
    (told,) = outcome.problems
    assert (told.problem.code, told.spans) == ("BATCH-138", ((2, 25),))


def test_all_faults_of_a_table_are_told_at_once(backend: DuckBackend, tmp_path: Path) -> None:
    """A broken byte, a ragged row, a bad number, an unknown item, a month that lacks and a word for a month: one round."""
    plants = {name: [{**row, "entity": name} for row in smelter()] for name in "甲乙丙丁戊"}
    plants["甲"] = changed(4, anode_consumption_t="many")(plants["甲"])
    plants["乙"] = changed(14, item="diesal")(plants["乙"])
    plants["丙"] = [row for n, row in enumerate(plants["丙"]) if n != 2]
    plants["丁"] = changed(5, month="十三月")(plants["丁"])
    text = text_of([row for rows in plants.values() for row in rows]) + "戊,potline-2,,1,5\n"
    outcome, _ = results(backend, text.encode(), tmp_path)
    codes = {(one.problem.code, one.row) for one in outcome.problems}
    assert {("CASE-141", 5), ("CASE-136", 39), ("BATCH-111", 77), ("BATCH-129", 121), ("CASE-150", 50)} <= codes
    assert {one.entity for one in outcome.problems if one.problem.code == "CASE-150"} == {"丙"}, "what is refused is not missing too"


def test_a_thousand_bad_rows_are_a_few_lines(backend: DuckBackend, tmp_path: Path) -> None:
    rows = [{**row, "entity": f"E{number}", "anode_consumption_t": "many"} for number in range(100) for row in smelter()[:12]]
    outcome, _ = results(backend, text_of(rows).encode(), tmp_path)
    shown = "\n".join(one.as_text("zh") for one in gathered(outcome.problems))
    assert len(shown.splitlines()) <= 6
    assert "第 2–1001 行" in shown
    assert "1,200" in shown


# ── workbooks ────────────────────────────────────────────────────────────────────────────────────


def book(rows: Rows, change: Callable[[openpyxl.Workbook], None] = lambda book: None) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(COLUMNS)
    for row in rows:
        sheet.append([float(row[name]) if name.endswith(("_t", "consumption")) and name in row else row.get(name) for name in COLUMNS])
    change(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["table.xlsx", "table.csv"])
def test_a_workbook_is_read(name: str, backend: DuckBackend, plain: object, tmp_path: Path) -> None:
    outcome, found = results(backend, book(smelter()), tmp_path, name)
    assert outcome.problems == []
    assert found == plain


def _disorder(made: openpyxl.Workbook) -> None:
    sheet = made.worksheets[0]
    sheet.insert_rows(1)
    sheet["A1"] = "合成的表 77"
    sheet["H6"] = 5
    sheet["F7"] = "#REF!"
    sheet["F8"] = "=1/0"
    other = made.create_sheet("台账")
    other["B2"] = 12


def _parts(made: openpyxl.Workbook) -> None:
    sheet = made.worksheets[0]
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet["F5"] = "=7000+500"
    sheet["F6"].comment = openpyxl.comments.Comment("实际 7600", "合成")


def test_hidden_parts_formulas_and_figures_in_comments_of_a_table_are_told_as_of_a_case(backend: DuckBackend, tmp_path: Path) -> None:
    outcome, _ = results(backend, book(smelter(), _parts), tmp_path, "table.xlsx")
    told = {(one.problem.code, one.row, one.column) for one in outcome.problems}
    assert {("FILE-211", 4, None), ("FILE-211", None, COLUMNS[1]), ("FILE-212", None, COLUMNS[5]), ("FILE-253", None, None)} <= told
    words = "".join(one.as_text("en") for one in outcome.problems)
    assert "hidden rows" in words and "comments" in words


def test_a_hidden_sheet_and_a_merged_area_of_a_table_are_told(backend: DuckBackend, tmp_path: Path) -> None:
    def merged(made: openpyxl.Workbook) -> None:
        made.worksheets[0].merge_cells("F7:F8")
        made.create_sheet("说明")
        made.active = 1
        made.worksheets[0].sheet_state = "hidden"

    outcome, _ = results(backend, book(smelter(), merged), tmp_path, "table.xlsx")
    assert {("FILE-225", None), ("FILE-216", 7)} <= {(one.problem.code, one.row) for one in outcome.problems}


def test_what_stands_elsewhere_in_a_workbook_is_told(backend: DuckBackend, tmp_path: Path) -> None:
    outcome, _ = results(backend, book(smelter(), _disorder), tmp_path, "table.xlsx")
    told = {(one.problem.code, one.problem.severity, one.row) for one in outcome.problems}
    assert {("BATCH-133", "warning", None), ("BATCH-129", "error", 6), ("FILE-213", "error", 8), ("BATCH-140", "warning", None)} <= told
    assert any(one.row == 7 and one.is_error for one in outcome.problems)


def test_a_workbook_without_the_headings_says_what_to_do(backend: DuckBackend, tmp_path: Path) -> None:
    content = (HERE.parent / "documents" / "inputs" / "10-min-base.xlsx").read_bytes()
    outcome, _ = results(backend, content, tmp_path, "case.xlsx")
    (told,) = outcome.problems
    assert told.problem.code == "BATCH-139"
    assert "tanheng calculate" in told.problem.remedy.zh


def test_a_filled_csv_is_a_case_and_no_table(backend: DuckBackend, tmp_path: Path) -> None:
    content = (HERE.parent / "documents" / "inputs" / "12g-utf16-nobom.csv").read_bytes()
    outcome, _ = results(backend, content, tmp_path)
    assert outcome.is_refused
    assert any("tanheng calculate" in one.problem.remedy.zh for one in outcome.problems)


def test_a_sheet_of_an_ods_is_read(backend: DuckBackend, plain: object, tmp_path: Path) -> None:
    lines = [COLUMNS, *([row.get(name, "") for name in COLUMNS] for row in smelter())]
    cells = ["".join(f'<t:table-cell o:value-type="string"><x:p>{cell}</x:p></t:table-cell>' for cell in line) for line in lines]
    outcome, found = results(backend, opendocument("</t:table-row><t:table-row>".join(cells)), tmp_path, "table.ods")
    assert outcome.problems == []
    assert found == plain


# ── headings in Chinese, rows of totals ──────────────────────────────────────────────────────────

CHINESE = {"entity": "企业名称", "facility": "设施", "item": "品种", "month": "月份", "molten_aluminium_output_t": "铝液产量",
           "anode_consumption_t": "阳极消耗量（t）", "fuel_consumption": "化石燃料消耗量"}  # fmt: skip


def test_headings_in_chinese_are_read_like_the_ids(backend: DuckBackend, plain: object, tmp_path: Path) -> None:
    content = text_of(smelter())
    for name, word in CHINESE.items():
        content = content.replace(name, word, 1)
    outcome, found = results(backend, content.encode(), tmp_path)
    assert not outcome.problems
    assert found == plain


@pytest.mark.parametrize(
    "total",
    [
        "合计",
        "# 合计",
        "#Total",
        "＃小计：",
        "TOTAL",
        "Grand total",
        "合 计",
        "本年合计",
        "年合计",
        "平均",
        "合成企业甲,potline-1,,合计",
        "合成企业乙,,,# 合计",
    ],
)
def test_a_row_of_totals_is_told_as_one_and_nothing_follows_from_it(total: str, backend: DuckBackend, tmp_path: Path) -> None:
    content = text_of(smelter()) + total + "," * (4 - total.count(",")) + "99,99,\n"
    outcome, _ = results(backend, content.encode(), tmp_path)
    assert [(one.problem.code, one.is_error) for one in outcome.problems] == [("BATCH-146", True)]


@pytest.mark.parametrize("text", ["1.9637万", "2亿", "1,23", "1.2E3", "约5", "TRUE", "1-3", "#REF!", "12％", "（5）", "1٠", "．", "万"])
def test_every_odd_text_in_a_column_of_numbers_is_told_with_its_remedy(text: str, backend: DuckBackend, tmp_path: Path) -> None:
    rows = smelter()
    rows[0] = {**rows[0], "molten_aluminium_output_t": text}
    (tmp_path / "table.csv").write_text(text_of(rows), encoding="utf-8")
    outcome = run_batch(backend, [(load(PACK), tmp_path / "table.csv")], tmp_path / "out.parquet", year=2025)
    (told,) = [one for one in outcome.problems if one.is_error and one.column == "molten_aluminium_output_t"]
    for lang in ("zh", "en"):
        assert "{" not in told.as_text(lang)
