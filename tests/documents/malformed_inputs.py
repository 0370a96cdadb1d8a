"""Broken cases and workbooks, each with the problem it must give and where: for the readers, the command line and the web."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from openpyxl.workbook import Workbook

from tanheng.documents.input.csv_tables import filled_csv
from tanheng.rulebook import load
from tests.documents.sample_input import (
    ENTITY,
    FACILITIES,
    FUELS,
    PACK_ID,
    POTLINES,
    case_text,
    edited,
    sample_case,
    sample_workbook,
)


@dataclass(frozen=True)
class Malformed:
    """A broken file: its name, its bytes, the code of its problem and the place the problem must name."""

    id: str
    file: str
    content: Callable[[], bytes]
    code: str
    where: dict[str, object] = field(default_factory=dict, hash=False)


def text(change: Callable[[str], str]) -> Callable[[], bytes]:
    return lambda: change(case_text()).encode()


def replaced(old: str, new: str) -> Callable[[], bytes]:
    assert old in case_text(), old
    return text(lambda whole: whole.replace(old, new, 1))


def line(part: str) -> int:
    """The line of the sample case in which a text stands first."""
    whole = case_text()
    return whole[: whole.index(part)].count("\n") + 1


def cell(sheet: str, name: str, value: object, number_format: str | None = None) -> Callable[[], bytes]:
    def change(book: Workbook) -> None:
        book[sheet][name] = value
        if number_format:
            book[sheet][name].number_format = number_format

    return lambda: edited(change)


def book(change: Callable[[Workbook], object]) -> Callable[[], bytes]:
    return lambda: edited(change)


def archive(**parts: bytes | str) -> bytes:
    """A zip archive of parts; `__` stands for `/` in their names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()


def with_part(name: str, change: Callable[[bytes], bytes]) -> Callable[[], bytes]:
    """The sample workbook with one part changed (or added, from nothing)."""

    def make() -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(sample_workbook())) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                if entry.filename != name:
                    new.writestr(entry, old.read(entry))
            new.writestr(name, change(old.read(name) if name in old.namelist() else b""))
        return stream.getvalue()

    return make


def bomb() -> bytes:
    return archive(xl__workbook_dot_xml=b" " * 90_000_000)


def entities(content: bytes) -> bytes:
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    head, mark, rest = content.partition(b"?>")
    return head + mark + declared + rest


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def csv_text(change: Callable[[str], str], encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: change(filled_csv(load(PACK_ID), sample_case(), encoding="utf-8").decode()).encode(encoding)


def merge(area: str) -> Callable[[Workbook], object]:
    return lambda made: made[POTLINES].merge_cells(area)


def swap_pack(made: Workbook) -> None:
    made[ENTITY]["B6"] = "cn/aluminium/never"


def twice(made: Workbook) -> None:
    made.copy_worksheet(made[FUELS])


LAST = case_text().count("\n")
OUTPUT = "quantity: molten_aluminium_output_t"
YAML = [
    Malformed("yaml-empty", "c.yaml", lambda: b"", "FILE-002"),
    Malformed("yaml-blank", "c.yaml", lambda: b" \n\n", "FILE-002"),
    Malformed("yaml-comments-only", "c.yaml", lambda: b"# nothing\n---\n", "FILE-002"),
    Malformed("yaml-null", "c.yaml", lambda: b"~", "FILE-002"),
    Malformed("yaml-not-utf8", "c.yaml", lambda: case_text().encode("gb18030"), "FILE-004", {"line": line("entity")}),
    Malformed("yaml-syntax", "c.yaml", replaced("entity: {", "entity: {["), "FILE-101", {"line": line("entity")}),
    Malformed("yaml-tab", "c.yaml", replaced("  - {id: potline-1", "\t- {id: potline-1"), "FILE-111", {"line": line("id: potline-1")}),
    Malformed("yaml-key-twice", "c.yaml", replaced("grain: month", "year: 2024"), "FILE-102", {"line": 4}),
    Malformed("yaml-anchor", "c.yaml", replaced("year: 2025", "year: &y 2025"), "FILE-103", {"line": 3}),
    Malformed("yaml-alias", "c.yaml", replaced("year: 2025", "year: *y"), "FILE-103", {"line": 3}),
    Malformed("yaml-tag", "c.yaml", replaced("year: 2025", "year: !!python/object:os.system x"), "FILE-104", {"line": 3}),
    Malformed("yaml-deep", "c.yaml", lambda: b"a: " + b"[" * 50_000, "FILE-105", {"line": 1}),
    Malformed("yaml-two-documents", "c.yaml", text(lambda whole: whole + "---\n" + whole), "FILE-106", {"line": LAST + 1}),
    Malformed("yaml-list", "c.yaml", lambda: b"- 1\n- 2\n", "CASE-101"),
    Malformed("yaml-version", "c.yaml", replaced("case/1", "case/9"), "CASE-102", {"line": 1}),
    Malformed("yaml-unknown-key", "c.yaml", replaced("grain: month", "grains: month"), "CASE-103", {"line": 4}),
    Malformed("yaml-no-pack", "c.yaml", replaced("pack: cn/aluminium/cets_2024\n", ""), "CASE-104"),
    Malformed("yaml-unknown-pack", "c.yaml", replaced("cets_2024", "cets_1999"), "CASE-105", {"line": 2}),
    Malformed("yaml-year-text", "c.yaml", replaced("2025", '"2025"'), "CASE-106", {"line": 3}),
    Malformed("yaml-grain", "c.yaml", replaced("grain: month", "grain: week"), "CASE-108", {"line": 4}),
    Malformed("yaml-facility-twice", "c.yaml", replaced("id: potline-2", "id: potline-1"), "CASE-111", {"line": 8}),
    Malformed("yaml-facility-kind", "c.yaml", replaced("kind: potline", "kind: pot"), "CASE-112", {"line": 7}),
    Malformed("yaml-unknown-quantity", "c.yaml", replaced(OUTPUT, "quantity: molten_output"), "CASE-130", {"line": line(OUTPUT)}),
    Malformed("yaml-derived", "c.yaml", replaced(OUTPUT, "quantity: anode_emission_tco2"), "CASE-131", {"line": line(OUTPUT)}),
    Malformed("yaml-unknown-facility", "c.yaml", replaced("facility: potline-1", "facility: P9"), "CASE-132", {"line": line(OUTPUT)}),
    Malformed("yaml-no-facility", "c.yaml", replaced(", facility: potline-1", ""), "CASE-133", {"line": line(OUTPUT)}),
    Malformed("yaml-unknown-item", "c.yaml", replaced("item: diesel", "item: desiel"), "CASE-136", {"line": line("item: diesel")}),
    Malformed("yaml-unquoted", "c.yaml", replaced('"16650.55"', "16650.55"), "CASE-140", {"line": line(OUTPUT)}),
    Malformed("yaml-exponent", "c.yaml", replaced('"16650.55"', '"1.6e4"'), "CASE-141", {"line": line(OUTPUT)}),
    Malformed("yaml-nan", "c.yaml", replaced('"16650.55"', '"NaN"'), "CASE-141", {"line": line(OUTPUT)}),
    Malformed("yaml-negative", "c.yaml", replaced('"16650.55"', '"-1"'), "CASE-142", {"line": line(OUTPUT), "month": 1}),
    Malformed("yaml-value-twice", "c.yaml", text(lambda whole: whole + whole.splitlines()[9] + "\n"), "CASE-143"),
    Malformed("yaml-month-13", "c.yaml", replaced("{1: ", "{13: "), "CASE-144", {"line": line(OUTPUT)}),
    Malformed("yaml-no-months", "c.yaml", replaced("months: {", "monthly: {"), "CASE-145", {"line": line(OUTPUT)}),
    Malformed("yaml-year-value", "c.yaml", text(lambda whole: whole + '  - {quantity: net_purchased_heat_gj, year: "1"}\n'), "CASE-146"),
    Malformed("yaml-unit", "c.yaml", replaced(OUTPUT, OUTPUT + ", unit: tC"), "CASE-148", {"line": line(OUTPUT)}),
    Malformed("yaml-missing-month", "c.yaml", replaced(' 2: "16663.55",', ""), "CASE-150", {"line": line(OUTPUT)}),
    Malformed("yaml-number-as-key", "c.yaml", replaced("year: 2025", "2025: 2025"), "CASE-103", {"line": 3}),
]  # fmt: skip
JSON = [
    Malformed("json-nan", "c.json", lambda: b'{"tanheng": "case/1",\n"year": NaN}', "FILE-108", {"line": 2}),
    Malformed("json-cut-off", "c.json", lambda: b'{"tanheng": "case/1",\n"year": ', "FILE-101", {"line": 2}),
    Malformed("json-key-twice", "c.json", lambda: b'{"year": 2025,\n"year": 2024}', "FILE-102", {"line": 2}),
    Malformed("json-deep", "c.json", lambda: b"[" * 100_000, "FILE-105", {"line": 1}),
    Malformed("json-surrogate", "c.json", lambda: b'{"tanheng": "\\ud800"}', "FILE-109", {"line": 1}),
    Malformed("json-two-values", "c.json", lambda: b'{"a": 1} {}', "FILE-101", {"line": 1}),
    Malformed("json-is-a-workbook", "c.json", sample_workbook, "FILE-005"),
]
FILES = [
    Malformed("unknown-suffix", "case.docx", lambda: b"x", "FILE-001"),
    Malformed("no-suffix", "case", lambda: b"x", "FILE-001"),
    Malformed("macro-suffix", "input.xlsm", sample_workbook, "FILE-207"),
    Malformed("old-xls", "input.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000, "FILE-203"),
    Malformed("xls-suffix", "input.xls", lambda: b"x", "FILE-203"),
    Malformed("encrypted", "input.xlsx", encrypted, "FILE-202"),
    Malformed("csv-named-xlsx", "input.xlsx", csv_text(lambda whole: whole), "FILE-201"),
    Malformed("other-archive", "input.xlsx", lambda: archive(readme_dot_txt="x"), "FILE-201"),
    Malformed("cut-off", "input.xlsx", lambda: sample_workbook()[:5000], "FILE-201"),
    Malformed("damaged", "input.xlsx", lambda: sample_workbook().replace(b"PK\x03\x04", b"PK\x03\x05"), "FILE-201"),
    Malformed("zip-bomb", "input.xlsx", bomb, "FILE-204"),
    Malformed("xml-bomb", "input.xlsx", with_part("xl/sharedStrings.xml", entities), "FILE-205"),
    Malformed("broken-xml", "input.xlsx", with_part("xl/workbook.xml", lambda content: content[:-20]), "FILE-201"),
    Malformed("macros", "input.xlsx", with_part("xl/vbaProject.bin", lambda _: b"x"), "FILE-207"),
    Malformed("missing-sheet-part", "input.xlsx", with_part("xl/_rels/workbook.xml.rels", lambda _: b"<Relationships/>"), "FILE-201"),
    Malformed("ods-without-tables", "input.ods", lambda: archive(content_dot_xml="<a/>"), "FILE-208"),
]
SHEETS = [
    Malformed("no-entity-sheet", "i.xlsx", book(lambda made: made.remove(made[ENTITY])), "FILE-208"),
    Malformed("no-data-sheets", "i.xlsx", book(lambda made: [made.remove(made[name]) for name in made.sheetnames[3:]]), "FILE-208"),
    Malformed("no-facility-sheet", "i.xlsx", book(lambda made: made.remove(made[FACILITIES])), "CASE-113"),
    Malformed("version", "i.xlsx", cell(ENTITY, "B11", "tanheng-input/0"), "FILE-209", {"sheet": ENTITY, "cell": "B11"}),
    Malformed("no-version", "i.xlsx", cell(ENTITY, "B11", None), "FILE-209", {"file": "i.xlsx"}),
    Malformed("wrong-pack", "i.xlsx", book(swap_pack), "FILE-265", {"sheet": ENTITY, "cell": "B6"}),
    Malformed("year-words", "i.xlsx", cell(ENTITY, "B7", "去年"), "CASE-106", {"sheet": ENTITY, "cell": "B7"}),
    Malformed("no-name", "i.xlsx", cell(ENTITY, "B9", None), "CASE-104", {"sheet": ENTITY}),
    Malformed("code-as-number", "i.xlsx", cell(ENTITY, "B10", 916400000000000012), "FILE-228", {"sheet": ENTITY, "cell": "B10"}),
    Malformed("facility-kind", "i.xlsx", cell(FACILITIES, "B6", "电解槽"), "CASE-112", {"sheet": FACILITIES, "cell": "B6"}),
    Malformed("facility-id-blank", "i.xlsx", cell(FACILITIES, "A7", None), "CASE-104", {"sheet": FACILITIES, "cell": "A7"}),
    Malformed("facility-id-error", "i.xlsx", cell(FACILITIES, "A7", "#REF!"), "FILE-214", {"sheet": FACILITIES, "cell": "A7"}),
    Malformed("copied-sheet", "i.xlsx", book(twice), "CASE-143", {"sheet": FUELS + " Copy"}),
    Malformed("heading-twice", "i.xlsx", cell(POTLINES, "G4", "1月"), "FILE-226", {"sheet": POTLINES, "cell": "G4"}),
]
CELLS = [
    Malformed("error-cell", "i.xlsx", cell(POTLINES, "F5", "#REF!"), "FILE-214", {"sheet": POTLINES, "cell": "F5"}),
    Malformed("date-cell", "i.xlsx", cell(POTLINES, "F5", 45000, "yyyy-mm-dd"), "FILE-215", {"sheet": POTLINES, "cell": "F5"}),
    Malformed("formula-without-result", "i.xlsx", cell(POTLINES, "F5", "=E1+1"), "FILE-213", {"sheet": POTLINES, "cell": "F5"}),
    Malformed("merged-months", "i.xlsx", book(merge("F5:G5")), "FILE-216", {"sheet": POTLINES, "cell": "F5"}),
    Malformed("merged-facilities", "i.xlsx", book(merge("B5:B7")), "FILE-216", {"sheet": POTLINES, "cell": "B5"}),
    Malformed("ambiguous-comma", "i.xlsx", cell(POTLINES, "F5", "1,23"), "FILE-217", {"sheet": POTLINES, "cell": "F5"}),
    Malformed("exponent-text", "i.xlsx", cell(POTLINES, "F5", "1.2e3"), "FILE-218", {"sheet": POTLINES, "cell": "F5"}),
    Malformed("unit-in-cell", "i.xlsx", cell(POTLINES, "F5", "1200 t"), "FILE-219", {"sheet": POTLINES, "cell": "F5"}),
    Malformed("words", "i.xlsx", cell(POTLINES, "F5", "约一万"), "FILE-219", {"sheet": POTLINES, "cell": "F5"}),
    Malformed("superscript", "i.xlsx", cell(POTLINES, "F5", "1²"), "FILE-219", {"sheet": POTLINES, "cell": "F5"}),
    Malformed("nan-text", "i.xlsx", cell(POTLINES, "F5", "NaN"), "FILE-219", {"sheet": POTLINES, "cell": "F5"}),
    Malformed("huge", "i.xlsx", cell(POTLINES, "F5", 1e200), "FILE-219", {"sheet": POTLINES, "cell": "F5"}),
    Malformed("true", "i.xlsx", cell(POTLINES, "F5", True), "FILE-220", {"sheet": POTLINES, "cell": "F5"}),
    Malformed("percentage-of-tonnes", "i.xlsx", cell(POTLINES, "F5", "12%"), "FILE-221", {"sheet": POTLINES, "cell": "F5"}),
    Malformed("negative", "i.xlsx", cell(POTLINES, "F5", -1), "CASE-142", {"sheet": POTLINES, "cell": "F5", "month": 1}),
    Malformed("blank-month", "i.xlsx", cell(POTLINES, "I6", None), "CASE-150", {"sheet": POTLINES, "cell": "I6"}),
    Malformed("unknown-facility", "i.xlsx", cell(POTLINES, "B5", "potline-7"), "CASE-132", {"sheet": POTLINES, "cell": "B5"}),
    Malformed("no-facility", "i.xlsx", cell(POTLINES, "B5", None), "CASE-133", {"sheet": POTLINES}),
    Malformed("unknown-item", "i.xlsx", cell(FUELS, "C5", "木柴"), "CASE-136", {"sheet": FUELS, "cell": "C5"}),
    Malformed("unknown-kind", "i.xlsx", cell(POTLINES, "T5", "猜测"), "CASE-147", {"sheet": POTLINES, "cell": "T5"}),
    Malformed("unknown-unit", "i.xlsx", cell(POTLINES, "D5", "桶"), "CASE-148", {"sheet": POTLINES, "cell": "D5"}),
    Malformed("uncertainty", "i.xlsx", cell(POTLINES, "W5", "很小"), "FILE-219", {"sheet": POTLINES, "cell": "W5"}),
    Malformed("no-quantity", "i.xlsx", cell(POTLINES, "F14", 5), "FILE-222", {"sheet": POTLINES, "cell": "F14"}),
    Malformed("id-and-label-differ", "i.xlsx", cell(POTLINES, "A5", "阳极消耗量"), "FILE-229", {"sheet": POTLINES, "cell": "A5"}),
    Malformed("long-text", "i.xlsx", cell(POTLINES, "U5", "长" * 600), "CASE-158", {"sheet": POTLINES, "cell": "U5"}),
]
CSV = [
    Malformed("csv-encoding", "i.csv", lambda: b"# pack: x\n\x81\x00\xff", "FILE-301", {"line": 2}),
    Malformed("csv-open-quote", "i.csv", csv_text(lambda whole: whole + '"open'), "FILE-302"),
    Malformed("csv-no-pack", "i.csv", csv_text(lambda whole: whole.replace("# pack", "# packs")), "FILE-208"),
    Malformed("csv-head-line", "i.csv", csv_text(lambda whole: whole.replace("# year", "# yaer")), "FILE-303", {"line": 3}),
    Malformed("csv-facts-twice", "i.csv", csv_text(lambda whole: "# year: 2024\n" + whole), "FILE-230", {"line": 4}),
    Malformed("csv-number", "i.csv", csv_text(lambda whole: whole.replace("16650.55", "一万六")), "FILE-219", {"line": 11, "cell": "E11"}),
    Malformed("csv-no-table", "i.csv", csv_text(lambda whole: whole.split("信息项")[0]), "FILE-208"),
    Malformed("csv-is-a-pdf", "i.csv", lambda: b"%PDF-1.7", "FILE-005"),
]


def yearly_only(made: Workbook) -> None:
    for column in "FGHIJKLMNOPQ":
        made[POTLINES][f"{column}5"] = None
    made[POTLINES]["R5"] = 200000


CELLS.append(Malformed("only-the-year", "i.xlsx", book(yearly_only), "FILE-223", {"sheet": POTLINES, "cell": "R5"}))
ALL = [*YAML, *JSON, *FILES, *SHEETS, *CELLS, *CSV]


@cache
def content_of(broken: Malformed) -> bytes:
    """The bytes of a broken file, made once."""
    return broken.content()
