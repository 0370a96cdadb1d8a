"""What the draft changes in checks: an entity below the threshold gets its verified emission."""

from __future__ import annotations

from tanheng.engine.checks import check
from tanheng.engine.words import if_reported


@check(
    "AW-016",
    index=("year",),
    unit="tCO2e",
    low="26000",
    severity="warning",
    decimals=0,
    status="draft",
    zh="单位经核查排放 {value} tCO2e，低于 {low} tCO2e：征求意见稿规定其配额等于经核查排放量",
    en="the entity's verified emission is {value} tCO2e, below {low} tCO2e: by the draft its allowance is its verified emission",
    remedy_zh="核对是否漏列机组；确实低于门槛时，把各机组的“{special_case}”选为“{special_case=entity_below_threshold}”",
    remedy_en="check for missing units; if it is truly below, set “{special_case}” of every unit to "
    "“{special_case=entity_below_threshold}”",
)
def entity_threshold(entity_verified_emission_tco2e):
    """Draft, special cases: entities verified below 26 000 tCO2e."""
    return if_reported(entity_verified_emission_tco2e)
