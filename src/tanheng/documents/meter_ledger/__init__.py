"""The meter ledger (监测设备和计量器具台账, appendix C of the guide) as Excel and Word, and the Excel read back: words and cells alone.

The columns of the appendix stand first, those that a ledger needs beside them after it; both are written, and looked for, here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tanheng.analysis.meter_words import CALIBRATION_KINDS, RESULTS, STATUSES, VOID
from tanheng.engine.text import Text
from tanheng.rulebook.metering import LEVELS, metering

TITLE = Text("监测设备和计量器具台账", "Ledger of monitoring equipment and meters")
SHEET = Text("计量器具台账", "Meter ledger")
NOTE = Text("{company}，截至{day}", "{company}, as of {day}")
ASKED, NOT_ASKED = Text("是", "yes"), Text("否", "no")
# 附录C：B.6-1 各栏加出厂编号、检定证书号、有效期、状态
OFFICIAL: Mapping[str, Text] = {
    "number": Text("序号", "No."),
    "code": Text("管理编号", "Code"),
    "parameter": Text("参数", "Parameter"),
    "kind": Text("计量器具设备类型", "Kind of meter"),
    "name": Text("名称", "Name"),
    "model": Text("型号", "Model"),
    "serial_number": Text("出厂编号", "Serial number"),
    "location": Text("安装位置", "Place"),
    "frequency": Text("监测频次", "Frequency of monitoring"),
    "accuracy_class": Text("准确度等级", "Accuracy class"),
    "asked": Text("是否检定/校准", "Verified or calibrated"),
    "interval_months": Text("检定/校准频次（月）", "Interval (months)"),
    "certificate_number": Text("检定证书号", "Certificate"),
    "due_on": Text("有效期至", "Valid to"),
    "status": Text("状态", "State"),
    "serves": Text("说明（结果用于）", "Used for"),
}
OWN: Mapping[str, Text] = {
    "since": Text("状态起始日期", "State since"),
    "facility": Text("设施编号", "Facility code"),
    "maker": Text("制造厂", "Maker"),
    "measuring_range": Text("量程", "Range"),
    "unit": Text("计量单位", "Unit"),
    "register_size": Text("满量程", "Register size"),
    "multiplier": Text("倍率", "Multiplier"),
    "seal_number": Text("铅封号", "Seal"),
    "energy": Text("能源种类", "Energy"),
    "level": Text("配备层级", "Level"),
    "pack": Text("指南版本编号", "Guide edition id"),
    "quantity": Text("数据项编号", "Data item id"),
    "item": Text("品种编号", "Item id"),
    "calibration_kind": Text("检定/校准方式", "Way of calibration"),
    "done_on": Text("检定/校准日期", "Done on"),
    "result": Text("结果", "Result"),
    "conditions": Text("准用条件", "Conditions"),
    "agency": Text("检定/校准机构", "Agency"),
    "remark": Text("备注", "Remark"),
}
COLUMNS = {**OFFICIAL, **OWN}
WORDS: Mapping[str, Mapping[str, Text]] = {
    "kind": {kind.id: kind.label for kind in metering().kinds.values()},
    "asked": {"yes": ASKED, "no": NOT_ASKED},
    "status": STATUSES,
    "energy": {energy.id: energy.label for energy in metering().equipping.energies.values()},
    "level": LEVELS,
    "calibration_kind": CALIBRATION_KINDS,
    "result": {name: text for name, text in RESULTS.items() if name != VOID},
}
LedgerRow = Mapping[str, str]  # column → text; of the columns of WORDS the id


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is written: whose, of which day, and a row for each meter."""

    company: str
    day: str
    rows: tuple[LedgerRow, ...]


def shown_cell(column: str, row: LedgerRow, lang: str) -> str:
    """The text of a cell: of a closed list the word, "/" where no calibration is asked for (a value, not a blank: rule P-5 of plans)."""
    text = row.get(column, "")
    if column == "interval_months" and row.get("asked") == "no":
        return "/"
    words = WORDS.get(column, {})
    return words[text].in_(lang) if text in words else text
