"""The record type of a day-book (day_books.yaml): its columns, what is computed of a row, and the figures of a month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tanheng.engine.pack_sentences import nearest, told
from tanheng.engine.records.of.packs import EN, NEEDED_STATUS, SOURCE, ZH
from tanheng.engine.records.shapes import Fault, Key, Shape
from tanheng.engine.text import Text

DAY_BOOKS = "day_books.yaml"
NUMBER, TEXT, CHOICE = "number", "text", "choice"
COLUMN_KINDS = (NUMBER, TEXT, CHOICE)
DAY, MONTH = "day", "month"
UNIT = Key("unit", "text", "unit of the table of units; none of a count", absent="")
IS = Key("is", "text", "arithmetic over columns", True)
NAMED_COLUMNS = {  # key of a book → its keys that name a column
    "balance": ("by_stock", "by_book", "explained_by"),
    "carried": ("opening", "closing"),
    "compare": ("first", "other"),
    "register": ("meter", "start", "end", "passes"),
}
WORD = Shape(
    Text("选项", "choice"),
    DAY_BOOKS,
    (
        ZH,
        EN,
        Key("counts", "decimal", "its number in arithmetic"),
        Key("explains", "flag", "whether a row with it explains a month unlike others", absent=False),
    ),
)
COLUMN = Shape(
    Text("台账栏目", "column of a day-book"),
    DAY_BOOKS,
    (
        ZH,
        EN,
        Key("kind", "text", "what is written in it", True, COLUMN_KINDS),
        UNIT,
        Key("required", "flag", "whether each row has it", absent=False),
        Key("whole", "flag", "whether it is a whole number", absent=False),
        Key("low", "decimal", "lowest number that can be meant; zero without it"),
        Key("high", "decimal", "highest number that can be meant; every number needs one"),
        Key("at_most", "text", "column of the same row that it does not exceed"),
        Key("once", "text", "within which time the same entry stands once", words=(DAY, MONTH)),
        Key("explains", "flag", "whether a row with a number above zero explains a month unlike others", absent=False),
        Key("summed", "flag", "whether the sum of a month says something", absent=True),
        Key("choices", "by id", "the words of a choice", shape=WORD),
    ),
)
DERIVED = Shape(
    Text("计算栏目", "derived column"),
    DAY_BOOKS,
    (ZH, EN, UNIT, IS, Key("low", "decimal", "below it something is wrong")),
)
FIGURE = Shape(
    Text("月度数据", "figure of a month"),
    DAY_BOOKS,
    (
        ZH,
        EN,
        Key("unit", "text", "its unit", True),
        Key("is", "text", "arithmetic over total(column), first(column), last(column)", True),
        Key("measure", "text", "what a line of the plan calls it; none where it stands for comparison", absent=""),
        NEEDED_STATUS,
        SOURCE,
    ),
)
REGISTER = Shape(
    Text("表底", "register"),
    DAY_BOOKS,
    (
        ZH,
        EN,
        Key("meter", "text", "column of the meter's code", True),
        Key("start", "text", "column of the register at the start", True),
        Key("end", "text", "column of the register at the end", True),
        Key("passes", "text", "column of how often it passed zero", True),
        Key("gives", "text", "the derived column that it fills", True),
        UNIT,
    ),
)
BALANCE = Shape(
    Text("库存平衡", "stock balance"),
    DAY_BOOKS,
    (
        Key("by_stock", "text", "column of the amount by opening, purchases, sales and closing", True),
        Key("by_book", "text", "column of the amount as metered", True),
        Key("explained_by", "text", "column that explains a difference", True),
    ),
)
CARRIED = Shape(
    Text("库存结转", "stock carried on"),
    DAY_BOOKS,
    (Key("opening", "text", "column of the opening stock", True), Key("closing", "text", "column of the closing stock", True)),
)
COMPARE = Shape(
    Text("两处计量", "two measurements"),
    DAY_BOOKS,
    (
        Key("first", "text", "column of the one", True),
        Key("other", "text", "column of the other", True),
        Key("tolerance", "decimal", "difference of a month as a fraction of the first that needs no answer", True),
    ),
)
DAY_BOOK = Shape(
    Text("生产台账", "day-book"),
    DAY_BOOKS,
    (
        ZH,
        EN,
        Key("facility_kinds", "names", "kinds of facilities that keep it", True),
        Key("company", "flag", "whether a company keeps it as a whole too", absent=False),
        Key("once_a_day", "flag", "whether a day has one row", absent=False),
        NEEDED_STATUS,
        SOURCE,
        Key("columns", "by id", "what is written down", True, shape=COLUMN),
        Key("register", "record", "start and end of a register, and the amount between", shape=REGISTER),
        Key("derived", "by id", "what is computed of a row", shape=DERIVED),
        Key("balance", "record", "two columns that are held against each other", shape=BALANCE),
        Key("carried", "record", "a closing stock is the opening stock of the next row", shape=CARRIED),
        Key("compare", "record", "two columns whose sums are held against each other", shape=COMPARE),
        Key("figures", "by id", "figures of a month", True, shape=FIGURE),
    ),
)


def day_book_faults(documents: Mapping[str, Any], kinds: tuple[str, ...]) -> Iterator[Fault]:
    """What is wrong in the books by id; `kinds` are the kinds of facilities there are. What their arithmetic names, the analysis proves."""
    for name, row in documents.items():
        place = f"{DAY_BOOKS}: {name}"
        found = [*DAY_BOOK.faults(row, place), *DAY_BOOK.lacking(row, place)]
        yield from found
        if not found:
            yield from _names(row, place, kinds)


def _names(row: Mapping[str, Any], place: str, kinds: tuple[str, ...]) -> Iterator[Fault]:
    for kind in row["facility_kinds"]:
        if kind not in kinds:
            yield Fault(f"{place}: facility_kinds", told("unknown_word", name=kind, near=nearest(kind, kinds), known=""))
    columns, derived = row["columns"], dict(row.get("derived") or {})
    if "register" in row:
        derived[row["register"]["gives"]] = row["register"]
    known = (*columns, *derived)
    for twice in sorted(set(columns) & set(derived)):
        yield Fault(place, told("name_twice", name=twice))
    for key, names in NAMED_COLUMNS.items():
        for one in names if key in row else ():
            if row[key][one] not in known:
                yield Fault(f"{place}: {key}.{one}", told("unknown_column", name=row[key][one], near=nearest(row[key][one], known)))
    for name, column in columns.items():
        yield from _column(name, column, columns, f"{place}: columns.{name}")


def _column(name: str, column: Mapping[str, Any], columns: Mapping[str, Any], place: str) -> Iterator[Fault]:
    """A number has a highest, so that no sum outgrows what is exact; a choice has its words; what it is held against is a number."""
    wanted = {NUMBER: "high", CHOICE: "choices"}.get(column["kind"])
    if wanted and column.get(wanted) is None:
        yield Fault(place, told("missing", name=wanted))
    other = column.get("at_most")
    if other is not None and columns.get(other, {}).get("kind") != NUMBER:
        yield Fault(f"{place}: at_most", told("unknown_column", name=other, near=nearest(other, columns)))
