"""Day-books evaluated: the month is the sum of its days in whichever order, corrections that go back leave the sum of before, and what is
wrong is told at its row.
"""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.analysis.day_books.month import books, month_of, unproved
from tanheng.analysis.day_books.rows import Row, read_day, read_values, reasons, restored, stored
from tanheng.analysis.registers import Register
from tanheng.engine.errors import PackError
from tanheng.engine.problems import Problem
from tanheng.rulebook import loadable_packs
from tanheng.rulebook.day_books import read_books

MONTH = date(2025, 3, 1)
DAYS = st.integers(0, 30).map(lambda one: MONTH + timedelta(days=one))
TONNES = st.decimals("0", "200", places=6, allow_nan=False)


def row(book: str, number: int, day: int = 1, **columns: str) -> Row:
    """A row as it is typed, sound in itself."""
    values, problems = read_values(books()[book], columns)
    assert problems == []
    return Row(date(2025, 3, day), number, values)


def codes(book: str, *rows: Row, registers=None) -> list[tuple[str, str]]:
    return [(one.code, one.severity) for one in month_of(books()[book], MONTH, rows, registers or {}).problems]


@st.composite
def ladles(draw) -> Row:
    gross, tare = sorted((draw(TONNES), draw(TONNES)), reverse=True)
    number = draw(st.integers(1, 10**6))
    return Row(draw(DAYS), number, {"cell": "1", "ladle": str(number), "gross_t": gross, "tare_t": tare})


LADLES = st.lists(ladles(), max_size=30, unique_by=lambda one: one.number)


@given(LADLES, st.randoms())
def test_the_month_is_the_sum_of_its_days_in_any_order(rows: list[Row], chance) -> None:
    book = books()["tapping"]
    whole = month_of(book, MONTH, rows).figures["molten_aluminium_output_t"]
    exact = sum((Fraction(one.values["gross_t"]) - Fraction(one.values["tare_t"]) for one in rows), Fraction(0))
    assert (Fraction(whole) if whole is not None else Fraction(0)) == exact and (whole is None) == (not rows)
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert month_of(book, MONTH, shuffled) == month_of(book, MONTH, rows)
    days = {one.day for one in rows}
    parts = [month_of(book, MONTH, [one for one in rows if one.day == day]).figures["molten_aluminium_output_t"] for day in days]
    assert sum((Fraction(one) for one in parts if one is not None), Fraction(0)) == exact


@given(st.lists(st.integers(0, 9_999), min_size=2, max_size=20), st.integers(0, 999_999), st.randoms())
def test_registers_of_shifts_sum_to_what_went_over_the_scale(steps: list[int], start: int, chance) -> None:
    """Through zero too: a register of a million that moves less than half of it between two readings."""
    size, rows, at = 1_000_000, [], start
    for number, step in enumerate(steps, 1):
        after = (at + step) % size
        values = {"shift": "day", "meter": "M", "start": Decimal(at), "end": Decimal(after)}
        rows.append(Row(MONTH + timedelta(days=number), number, values))
        at = after
    chance.shuffle(rows)
    found = month_of(books()["clinker_scale"], MONTH, rows, {"M": Register("M", Decimal(1), Decimal(size))})
    assert [one.code for one in found.problems] == []
    assert found.figures["clinker_output_t"] == sum(steps)


def test_what_is_wrong_in_a_row_is_told_at_once() -> None:
    book = books()["tapping"]
    values, problems = read_values(
        book, {"cell": "", "ladle": "1", "gross_t": "十", "tare_t": "201", "returned_t": "0.0000001", "net_t": "3"}
    )
    assert values == {"ladle": "1"}
    assert [one.code for one in problems] == ["BOOK-113", "BOOK-101", "BOOK-102", "BOOK-103", "BOOK-109"]
    _values, problems = read_values(books()["anode_changes"], {"cell": "1", "kind": "换", "blocks": "2.5", "unit_weight_kg": "９８０"})
    assert [one.code for one in problems] == ["BOOK-105", "BOOK-104"]


@pytest.mark.parametrize("text", ["1e5", "9" * 400, "NaN", "Infinity", "-1", "0x10", "1_000", "²", "٣", "=1+1", "1" + "0" * 21])
def test_hostile_numbers_are_none(text: str) -> None:
    values, problems = read_values(books()["tapping"], {"cell": "1", "ladle": "1", "gross_t": text, "tare_t": "1"})
    assert "gross_t" not in values and problems[0].code in ("BOOK-102", "BOOK-103")


@pytest.mark.parametrize(
    ("text", "known"), [("2025-03-01", True), ("2025/3/1", True), ("2025.3.1", True), ("３月", False), ("20250-1-1", False)]
)
def test_days(text: str, known: bool) -> None:
    found = read_day(text)
    assert found == MONTH if known else isinstance(found, Problem) and found.code == "BOOK-107"


def test_a_ladle() -> None:
    good = {"cell": "1001", "gross_t": "12.5", "tare_t": "4"}
    first = row("tapping", 1, ladle="1", **good)
    assert codes("tapping", first, row("tapping", 2, 2, ladle="1", **good)) == []
    assert codes("tapping", first, row("tapping", 2, ladle="1", **good)) == [("BOOK-203", "error")]
    assert codes("tapping", row("tapping", 1, cell="1", ladle="1", gross_t="4", tare_t="5")) == [
        ("BOOK-201", "error"),
        ("BOOK-202", "error"),
    ]
    assert codes("tapping", row("tapping", 1, ladle="1", returned_t="9", **good)) == [("BOOK-202", "error")]
    assert codes("tapping", Row(date(2025, 4, 1), 1, first.values)) == [("BOOK-106", "error")]


def test_anodes_come_with_full_sets_and_go_back_from_cells_that_stop() -> None:
    said = {"cell": "1", "unit_weight_kg": "1000"}
    rows = [
        row("anode_changes", 1, kind="换极", blocks="2", **said),
        row("anode_changes", 2, kind="full_set", blocks="28", **said),
        row("anode_changes", 3, kind="停槽退极", blocks="10", **said),
    ]
    assert month_of(books()["anode_changes"], MONTH, rows).figures["anode_consumption_t"] == 20
    assert [[one.en for one in reasons(books()["anode_changes"], one)] for one in rows] == [
        [],
        ["full set of a cell that starts"],
        ["anodes returned from a cell that stops"],
    ]
    cells = row("cells_in_work", 1, cells="300", started="0", stopped="2")
    assert [one.zh for one in reasons(books()["cells_in_work"], cells)] == ["当日停槽 2"]


def test_a_stock_that_does_not_close_is_told_and_nothing_is_altered() -> None:
    said = {"opening_t": "100", "purchased_t": "50", "sold_t": "10", "closing_t": "60"}
    assert codes("coal_yard", row("coal_yard", 1, used_t="80", **said)) == []
    gap = row("coal_yard", 1, used_t="79", **said)
    assert codes("coal_yard", gap) == [("BOOK-204", "warning")]
    assert codes("coal_yard", row("coal_yard", 1, used_t="79", explanation="盘亏", **said)) == [("BOOK-204", "note")]
    assert month_of(books()["coal_yard"], MONTH, [gap]).figures["fuel_consumption"] == 80
    after = row("coal_yard", 2, 31, opening_t="61", purchased_t="0", closing_t="0")
    assert codes("coal_yard", gap, after) == [("BOOK-204", "warning"), ("BOOK-205", "warning")]


def test_mill_against_rotor_and_a_sum_that_is_not_whole() -> None:
    close = row("kiln_coal", 1, 1, mill_t="100", kiln_t="40", calciner_t="50")
    assert codes("kiln_coal", close) == []
    assert codes("kiln_coal", close, row("kiln_coal", 2, 2, mill_t="100", kiln_t="1", calciner_t="50")) == [("BOOK-207", "warning")]
    half = month_of(books()["kiln_coal"], MONTH, [close, row("kiln_coal", 2, 2, mill_t="100", kiln_t="40")])
    assert [one.code for one in half.problems] == ["BOOK-209"]
    assert half.figures == {"mill_t": Decimal(200), "rotor_t": None}
    assert codes("kiln_coal", close, row("kiln_coal", 2, 1, mill_t="1")) == [("BOOK-206", "error"), ("BOOK-209", "warning")]


def test_registers_that_do_not_join_or_of_an_unknown_meter() -> None:
    rows = [
        row("clinker_scale", number, shift="白班", meter="M", start=start, end=end)
        for number, start, end in ((1, "0", "10"), (2, "10", "20"), (3, "25", "30"))
    ]
    known = {"M": Register("M", Decimal(1), Decimal(1000))}
    assert codes("clinker_scale", *rows, registers=known) == [("BOOK-208", "warning")]
    assert {code for code, _severity in codes("clinker_scale", *rows[:1])} == {"METER-108"}
    far = row("clinker_scale", 4, shift="白班", meter="M", start="400", end="10")
    assert codes("clinker_scale", far, registers=known) == [("METER-101", "error")]


@given(st.lists(st.integers(0, 9_999), min_size=4, max_size=20), st.integers(1, 999_999), st.sampled_from(["0", "0.5"]), st.randoms())
def test_registers_join_across_the_turn_of_a_month(steps: list[int], start: int, slip: str, chance) -> None:
    """Cut anywhere, what went before and the month join where the first start is the last end, and are told where it is not."""
    size, rows, at = 1_000_000, [], start
    for number, step in enumerate(steps, 1):
        after = (at + step) % size
        rows.append(Row(MONTH, number, {"shift": "day", "meter": "M", "start": Decimal(at), "end": Decimal(after)}))
        at = after
    cut = chance.randint(1, len(rows) - 1)
    earlier = [Row(MONTH - timedelta(days=1), one.number, one.values) for one in rows[:cut]]
    ours = rows[cut:]
    ours[0] = Row(MONTH, ours[0].number, {**ours[0].values, "start": ours[0].values["start"] + Decimal(slip)})
    known = {"M": Register("M", Decimal(1), Decimal(size))}
    chance.shuffle(earlier)
    chance.shuffle(ours)
    found = month_of(books()["clinker_scale"], MONTH, ours, known, earlier)
    assert ("BOOK-210" in {one.code for one in found.problems}) == (slip != "0")
    assert "BOOK-210" not in {one.code for one in month_of(books()["clinker_scale"], MONTH, ours, known).problems}


def test_a_stock_opens_with_what_the_month_before_closed_with() -> None:
    book, said = books()["clinker_stock"], {"opening_t": "100", "used_t": "0", "closing_t": "160"}
    counted = Row(date(2025, 1, 31), 1, read_values(book, {**said, "closing_t": "101"})[0])
    found = month_of(book, MONTH, [row("clinker_stock", 2, **said)], {}, [counted])
    (told,) = found.problems
    assert (told.code, told.severity) == ("BOOK-211", "warning") and "2025-01-31" in told.message.zh
    assert found.figures["clinker_output_t"] == 60  # nothing is altered to meet it
    assert month_of(book, MONTH, [row("clinker_stock", 2, **{**said, "opening_t": "101"})], {}, [counted]).problems == ()


def test_values_come_back_from_the_database_with_their_digits() -> None:
    book = books()["tapping"]
    values, _problems = read_values(book, {"cell": 'a,"b', "ladle": "1", "gross_t": "12.50", "tare_t": "4.00"})
    assert restored(book, stored(values)) == values
    assert stored(values)["tare_t"] == "4.00"


def test_every_figure_feeds_a_quantity_of_its_unit() -> None:
    """A book whose figure no edition knows would never be taken over, and nobody would learn why."""
    units: dict[str, set[str]] = {}
    for pack in loadable_packs():
        for quantity in pack.inputs():
            items = pack.tables[quantity.item_table].rows if quantity.item_table else [None]
            units.setdefault(quantity.id, set()).update(pack.unit_of(quantity.id, one) for one in items)
    wrong = [
        (book.id, one.id)
        for book in books().values()
        for one in book.figures.values()
        if one.measure and one.unit not in units.get(one.measure, ())
    ]
    assert wrong == []


GOOD = {
    "zh": "甲",
    "en": "a",
    "facility_kinds": ["potline"],
    "status": "project",
    "source": "PROJECT",
    "columns": {"a_t": {"zh": "甲", "en": "a", "kind": "number", "unit": "t", "high": "10"}},
    "derived": {"b_t": {"zh": "乙", "en": "b", "unit": "t", "is": "a_t * 2"}},
    "figures": {"c": {"zh": "丙", "en": "c", "unit": "t", "is": "total(b_t)", "status": "project"}},
}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"colums": {}}, "did you mean 'columns'"),
        ({"facility_kinds": ["potlines"]}, "did you mean 'potline'"),
        ({"columns": {"a_t": {"zh": "甲", "en": "a", "kind": "nummer", "high": "1"}}}, "did you mean 'number'"),
        ({"columns": {"a_t": {"zh": "甲", "en": "a", "kind": "number"}}}, "'high' is missing"),
        ({"compare": {"first": "a_t", "other": "bt", "tolerance": "0.1"}}, "did you mean 'b_t'"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_the_nearest_right_word(change: dict, told: str) -> None:
    assert read_books({"one": GOOD})["one"].columns["a_t"].high == 10
    with pytest.raises(PackError, match=told):
        read_books({"one": {**GOOD, **change}})


@pytest.mark.parametrize(
    ("is_", "told"),
    [
        ("total(bt)", "did you mean 'b_t'"),
        ("b_t", "unknown column"),
        ("total(b_t) * total(a_t)", "cannot become t"),
        ("total(b_t) + exec(1)", "not arithmetic"),
        ("total(b_t) ** 2", "not arithmetic"),
    ],
)
def test_arithmetic_that_names_nothing_or_fits_no_unit_is_refused(is_: str, told: str) -> None:
    figures = {"c": {**GOOD["figures"]["c"], "is": is_}}
    (fault,) = unproved(read_books({"one": {**GOOD, "figures": figures}})["one"])
    assert told in str(fault)
