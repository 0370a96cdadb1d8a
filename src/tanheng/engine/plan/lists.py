"""The closed lists of the plan: ways of obtaining, frequencies, treatments of missing data, roles of sources.

The words are those of the official form (STEEL appendix B, POWER-V04) and of the trade.
"""

from __future__ import annotations

from tanheng.engine.text import Text

MEASURED, CALCULATED, DESIGN, DEFAULT = "measured", "calculated", "design", "default"
WAYS: dict[str, Text] = {
    MEASURED: Text("实测值", "measured"),
    CALCULATED: Text("计算值", "calculated"),
    DESIGN: Text("设计值", "design value"),
    DEFAULT: Text("缺省值", "default"),
}
FREQUENCIES: dict[str, Text] = {
    "continuous": Text("连续", "continuous"),
    "shift": Text("每班", "each shift"),
    "day": Text("每日", "each day"),
    "batch": Text("每批次", "each batch"),
    "week": Text("每周", "each week"),
    "month": Text("每月", "each month"),
    "quarter": Text("每季度", "each quarter"),
    "year": Text("每年", "each year"),
    "once": Text("一次性", "once"),
    "none": Text("/", "/"),
}
MAIN, COMPARISON = "main", "comparison"
ROLES: dict[str, Text] = {MAIN: Text("主数据源", "main source"), COMPARISON: Text("比对数据源", "comparison source")}
# No guide gives a number (templates CT-8): the plan names the order, from what is nearest to a measurement to what is conservative,
# that is to say no emission too low and no output too high.
MISSING: dict[str, Text] = {
    "comparison_source": Text("采用比对数据源", "the comparison source"),
    "stock_balance": Text("按购销存台账推算", "stock balance"),
    "neighbouring_periods": Text("参照前后相邻时段", "neighbouring periods"),
    "default_value": Text("采用缺省值", "the default"),
    "conservative_estimate": Text("保守性处理", "conservative estimate"),
}
# How what a gate meter measured is apportioned to facilities that have no settled figure of their own (guide 6.3: by a stated method).
SUB_METER, CAPACITY, OUTPUT, EQUAL = "sub_meter", "capacity", "output", "equal"
APPORTIONING: dict[str, Text] = {
    SUB_METER: Text("按分表读数", "by sub-meter"),
    CAPACITY: Text("按产能", "by capacity"),
    OUTPUT: Text("按产量", "by output"),
    EQUAL: Text("平均分摊", "in equal parts"),
}
IN_USE, OUT_OF_USE = "in_use", "out_of_use"
STATUSES: dict[str, Text] = {IN_USE: Text("在用", "in use"), OUT_OF_USE: Text("停用", "out of use")}
# Pictures of B.2 (the first three have a field there) and those that verifiers ask for beside them.
PICTURES: dict[str, Text] = {
    "organisation_chart": Text("组织机构图", "organisation chart"),
    "site_plan": Text("厂区平面分布图", "site plan"),
    "process_chart": Text("工艺流程图", "process chart"),
    "flow_chart": Text("碳源流图", "chart of the carbon flows"),
    "boundary_chart": Text("核算边界图", "chart of the boundary"),
    "meter_chart": Text("计量器具布置图", "where the meters stand"),
}
