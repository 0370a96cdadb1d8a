"""What was estimated stays marked to the report: in its month, in the sum of the year, and in what is computed from it."""

from __future__ import annotations

from copy import deepcopy
from types import SimpleNamespace

from tanheng.documents.report.facts import NO_FACTS
from tanheng.documents.report.tables import DataTable, TableMaker
from tanheng.engine.case.reading import read_case
from tanheng.engine.estimates import estimated_months, weakest
from tanheng.engine.running import run_case
from tanheng.rulebook import load
from tests.apps.smelter import smelter_case


def computed(*estimated: int):
    case = deepcopy(smelter_case(SimpleNamespace(name="合成铝业", code="91530000000000000X")))
    output = case["values"].pop(0)
    amount = output.pop("each_month")
    for kind, months in (("estimated", estimated), ("measured", [one for one in range(1, 13) if one not in estimated])):
        if months:
            case["values"].append({**output, "kind": kind, "months": {str(month): amount for month in months}})
    read, problems = read_case(case, load)
    assert read is not None, problems
    return run_case(load(read.pack_id), read)


def rows_of(run, lang="zh"):
    tables = [one for one in TableMaker(run, lang, NO_FACTS).tables() if isinstance(one, DataTable)]
    return {(row.symbol, row.place): row for table in tables for row in table.rows}


def test_an_estimated_month_marks_its_year_and_what_rests_on_it():
    run = computed(3, 4, 9)
    rows = rows_of(run)
    output = next(row for (symbol, _place), row in rows.items() if symbol == "P")
    assert output.figures[2].kind == output.figures[-1].kind == "estimated" and output.figures[0].kind == "measured"
    assert output.way == "实测值 1–2, 5–8, 10–12月; 估算值 3–4, 9月"
    marked = {row.way for row in rows.values() if row.derived and "估算值" in row.way}
    assert marked == {"计算值（所用数据含估算值：3–4, 9月）"}
    assert any("(rests on estimated data: 3–4, 9)" in row.way for row in rows_of(run, "en").values())
    assert estimated_months(run, "enterprise_emission_tco2e", (None, None)) == [3, 4, 9]
    assert estimated_months(run, "enterprise_emission_tco2e", (None, None), 1) == []
    assert estimated_months(run, "total_fuel_emission_tco2", (None, None)) == []


def test_nothing_is_marked_where_all_was_measured():
    assert not any("估算值" in row.way for row in rows_of(computed()).values())
    assert weakest(["measured", "default", "calculated"]) == "default" and weakest([]) == ""
