"""The data quality control plan of the synthetic smelter: what is proposed to it, with the blanks that only a plant can fill, led to be
in force by three persons.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from tanheng.demo.synthetic_power_units import PACK_ID as POWER
from tanheng.demo.synthetic_smelter import PACK_ID as ALUMINIUM

if TYPE_CHECKING:
    from tanheng.engine.plan.plan import Plan

FROM = date(2025, 1, 1)
STEPS = (("submit", "clerk"), ("review", "carbon"), ("approve", "group"), ("report", "carbon"), ("accept", "carbon"))
SYNTHETIC = "（合成）"
WORDS = {
    "address": "合成地址（演示）",
    "legal_representative": "法定代表人（合成）",
    "reporter": "填报人（合成）",
    "subclass": "铝冶炼",
    "product_code": "3216",
    "model": "型号（合成）",
    "location": "厂区内",
    "accuracy_class": "0.5",
    "department": "碳排放管理部门",
    "management": "由碳排放管理部门汇总，逐月复核原始记录，异常数据查明原因后更正并留痕。",
    "review": "报告由碳管理员编制，另一人复核，负责人批准。",
    "ledgers": "原始记录和台账保存五年以上，电子台账每日备份。",
}


def synthetic_plan(people: dict[str, Any], company: Any) -> None:
    """Bring the plan into force, step by step; what was taken already is left as it is."""
    from tanheng.apps.monitoring.selectors.plans import standing_plan
    from tanheng.apps.monitoring.services.plans import begin_plan
    from tanheng.apps.monitoring.services.proposals import proposal
    from tanheng.apps.monitoring.services.steps import move_plan

    found = standing_plan(company, 1)
    if found is None:
        text = filled(proposal(node=company, packs=[ALUMINIUM, POWER], from_month=FROM))
        begin_plan(actor=people["clerk"], node=company, plan=text)
        found = standing_plan(company, 1)
    assert found is not None
    for verb, name in STEPS[len(found.steps) :]:
        move_plan(actor=people[name], node=company, number=1, verb=verb)


def filled(plan: Plan) -> Plan:
    """The plan with every blank that would hold a submission back, in words that say they are synthetic."""
    from tanheng.engine.plan.tables import TABLES

    for table in TABLES:
        rows = []
        for row in plan.rows(table):
            blank = [one for one in table.columns if one.needed and getattr(row, one.id) == one.blank]
            rows.append(replace(row, **{one.id: _word(one.id, one.kind) for one in blank}))
        plan = plan.with_rows(table, rows)
    return plan


def _word(name: str, kind: str) -> Any:
    return 1 if kind == "whole" else WORDS.get(name, SYNTHETIC)
