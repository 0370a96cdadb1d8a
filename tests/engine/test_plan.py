"""The plan as a value: its document gives it back, its words are read back, and what it lacks is told with place and remedy."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tanheng.engine.plan.columns import Column, ColumnFault, in_words, read_value
from tanheng.engine.plan.completeness import Wanted, lacking
from tanheng.engine.plan.differences import differences
from tanheng.engine.plan.plan import Plan, misplaced, read_plan, read_row
from tanheng.engine.plan.rows import Instrument, PlannedFacility, PlannedLine, PlannedSource, PlannedUse, Revision
from tanheng.engine.plan.tables import BY_NAME, LINES, TABLES
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text
from tests.engine.any_plan import plans, values


def codes(problems: list[Problem]) -> list[str]:
    return [one.code for one in problems]


def whole() -> Plan:
    """A plan that lacks nothing."""
    plan = Plan(
        from_month=date(2026, 1, 1),
        packs=("cn/aluminium/cets_2024",),
        revisions=(Revision("V1.0", date(2025, 11, 20), "首次制定", ""),),
        facilities=(PlannedFacility("potline-1", "1号电解系列", "电解", "400 kA", "一厂房", "in_use", "本企业", "本企业", ""),),
        lines=(
            PlannedLine(
                "P-01", "potline-1", "铝电解工序", "铝液产量", "molten_aluminium_output_t", "", "t", "measured", "抬包称量", "day",
                ("comparison_source", "conservative_estimate"), "", "电解车间", "张三",
            ),
        ),
        sources=(
            PlannedSource("P-01", "scale", "main", 1, "W-01", "出铝台账（TZ-01）", None),
            PlannedSource("P-01", "casthouse", "comparison", 2, "", "铸造入厂台账（TZ-02）", Decimal("0.002")),
        ),
        uses=(PlannedUse("P-01", "cn/aluminium/cets_2024", "molten_aluminium_output_t", "potline-1", ""),),
        instruments=(Instrument("W-01", "铝液产量", "电子吊秤", "OCS-20", "一厂房", 2, "batch", "III", True, 12, "JJG 539", "P-01"),),
    )  # fmt: skip
    for table in TABLES:
        if table.single:
            row = plan.rows(table)[0]
            filled = {one.id: "/" for one in table.columns}
            plan = plan.with_rows(table, (replace(row, **filled),))
    return plan


@settings(max_examples=30)
@given(plans())
def test_the_document_gives_the_plan_back(plan: Plan) -> None:
    read, problems = read_plan(plan.document)
    assert (read, problems) == (plan, [])
    assert (read.content, read.hash) == (plan.content, plan.hash)


@settings(max_examples=30)
@given(plans(), plans())
def test_differences_are_none_exactly_where_the_documents_are_the_same(one: Plan, two: Plan) -> None:
    assert differences(one, one) == []
    if differences(one, two) == []:
        # rows in another order are no difference to people, only to the bytes
        assert all(set(one.rows(table)) == set(two.rows(table)) for table in TABLES)
    else:
        assert one.hash != two.hash
    swapped = {"added": "removed", "removed": "added", "changed": "changed"}
    there, back = differences(one, two), differences(two, one)
    assert sorted((swapped[d.what], d.key) for d in there) == sorted((d.what, d.key) for d in back)


COLUMNS = [(table.name, column.id) for table in TABLES for column in table.columns]


@given(st.data())
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_are_read_back(lang: str, data) -> None:
    table, name = data.draw(st.sampled_from(COLUMNS))
    column = BY_NAME[table].by_id[name]
    value = data.draw(values(column))
    assert read_value(column, in_words(column, value, lang)) == value


@pytest.mark.parametrize("table", TABLES, ids=lambda one: one.name)
def test_every_field_of_a_row_is_a_column(table) -> None:
    assert [one.name for one in fields(table.row)] == [one.id for one in table.columns]
    assert all(getattr(table.row(), one.id) == one.blank for one in table.columns)


def test_a_whole_plan_lacks_nothing() -> None:
    assert lacking(whole()) == []
    assert misplaced(whole()) == []


@pytest.mark.parametrize("table", [one for one in TABLES if one.name not in ("sources", "uses")], ids=lambda one: one.name)
def test_every_needed_field_is_asked_for_with_its_place(table) -> None:
    for column in table.columns:
        plan = whole()
        rows = plan.rows(table)
        if not column.needed or not rows or column.id in table.key:
            continue
        blank = plan.with_rows(table, (replace(rows[0], **{column.id: column.blank}), *rows[1:]))
        told = [one for one in lacking(blank) if one.code == "PLAN-201"]
        assert [(one.where.sheet, one.where.spoken) for one in told] == [(table.number, column.label)]


def test_what_may_stay_blank_is_known_for_each_table() -> None:
    """All else is asked for by the form of the guideline, or is what a row is known by."""
    optional = {
        "revisions": {"remark"},
        "facilities": {"remark"},
        "lines": {"place", "item", "missing", "missing_words", "person", "gate", "apportioned_by"},
        "sources": {"rank", "instrument", "record", "tolerance"},
        "uses": {"facility", "item"},
        "instruments": {"interval", "rule", "remark"},
        "ledgers": {"layout", "department"},
    }
    found = {table.name: {one.id for one in table.columns if not one.needed} for table in TABLES}
    assert {table.name: found[table.name] for table in TABLES if not table.single} == optional
    assert not any(found[table.name] for table in TABLES if table.single)


@pytest.mark.parametrize(
    ("table", "row", "changed", "code"),
    [
        ("sources", 0, {"role": "comparison", "tolerance": Decimal("0.01")}, "PLAN-203"),
        ("sources", 1, {"role": "main"}, "PLAN-204"),
        ("sources", 1, {"instrument": "", "record": ""}, "PLAN-205"),
        ("lines", 0, {"missing": ()}, "PLAN-206"),
        ("instruments", 0, {"interval": 24}, "PLAN-210"),
        ("instruments", 0, {"interval": None}, "PLAN-211"),
        ("sources", 1, {"tolerance": None}, "PLAN-212"),
        ("sources", 0, {"instrument": ""}, "PLAN-209"),
    ],
)
def test_what_a_plan_lacks_is_told(table, row, changed, code) -> None:
    plan = whole()
    rows = list(plan.rows(BY_NAME[table]))
    rows[row] = replace(rows[row], **changed)
    told = lacking(plan.with_rows(BY_NAME[table], rows))
    assert codes(told) == [code]
    assert told[0].where.sheet and told[0].remedy.zh


@pytest.mark.parametrize(("months", "told"), [(1, []), (6, []), (12, []), (13, ["PLAN-210"]), (24, ["PLAN-210"])])
def test_an_instrument_is_calibrated_once_a_year_or_more_often(months: int, told: list[str]) -> None:
    plan = whole()
    instruments = [replace(one, interval=months) for one in plan.instruments]
    assert codes(lacking(plan.with_rows(BY_NAME["instruments"], instruments))) == told


def test_tables_that_need_a_row_and_lines_of_the_same_are_told() -> None:
    assert "PLAN-202" in codes(lacking(Plan()))
    twice = replace(whole().lines[0], code="P-02", way="default")
    assert codes(lacking(whole().with_rows(LINES, (whole().lines[0], twice)))) == ["PLAN-207"]


def test_a_quantity_that_nobody_determines_is_told() -> None:
    wanted = Wanted("cn/aluminium/cets_2024", "anode_consumption_t", "potline-1", "", Text("阳极消耗量", "anodes"), Text("指南", "guide"))
    told = lacking(whole(), [wanted])
    assert codes(told) == ["PLAN-208"]
    assert told[0].where.quantity == "anode_consumption_t"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"code": "x", "no_such": 1}, "PLAN-101"),
        ({"code": "x", "count": "two"}, "PLAN-102"),
        ({"code": "x", "count": True}, "PLAN-102"),
        ({"code": "x", "interval": 1.5}, "PLAN-102"),
        ({"code": "x", "name": "a" * 201}, "PLAN-103"),
        ({"code": "x", "frequency": "sometimes"}, "PLAN-104"),
    ],
)
def test_what_cannot_be_read_is_told(told, code) -> None:
    _row, problems = read_row(BY_NAME["instruments"], told)
    assert codes(problems) == [code]


def test_codes_that_stand_twice_and_rows_that_lead_nowhere_are_told() -> None:
    plan = whole()
    assert codes(misplaced(replace(plan, instruments=plan.instruments * 2))) == ["PLAN-105"]
    assert codes(misplaced(replace(plan, instruments=()))) == ["PLAN-106"]
    assert codes(read_plan({"format": "case/1"})[1]) == ["PLAN-107"]
    assert codes(read_plan({"lines": [1]})[1]) == ["PLAN-102"]
    assert codes(read_plan({"enterprise": [{}, {}], "more": 1, "packs": [1]})[1]) == ["PLAN-101", "PLAN-102", "PLAN-102"]


@settings(max_examples=30)
@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_any_document_is_read_or_told(document) -> None:
    plan, problems = read_plan(document)
    assert problems or plan == read_plan(plan.document)[0]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("percent", "0.2%", Decimal("0.002")),
        ("percent", "0.002", Decimal("0.002")),
        ("date", "2026年1月5日", date(2026, 1, 5)),
        ("month", "2026/1", date(2026, 1, 1)),
        ("yes_no", "是", True),
        ("text", " a\x00b ", "ab"),
    ],
)
def test_people_type_in_more_ways_than_one(kind, typed, value) -> None:
    assert read_value(Column("x", Text("列", "column"), kind), typed) == value


@pytest.mark.parametrize(("kind", "typed"), [("date", "2026-02-30"), ("percent", "-1%"), ("whole", "1.5"), ("yes_no", "maybe")])
def test_what_is_no_value_is_refused(kind, typed) -> None:
    with pytest.raises(ColumnFault) as told:
        read_value(Column("x", Text("列", "column"), kind), typed)
    assert told.value.code == "PLAN-102"
