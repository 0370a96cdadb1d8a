"""What is said of a cell of the monthly grid that cannot be saved as it was typed."""

from __future__ import annotations

from tanheng.engine.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "GRID-101": (
        "error",
        "一次最多保存 {most} 个单元格，此处以后未保存",
        "one save takes {most} cells at most; from here on nothing was saved",
        "分几次粘贴、保存",
        "paste and save in several steps",
    ),
    "GRID-102": (
        "error",
        "{month} 生效的数据质量控制方案中没有编号为 {found} 的参数",
        "the data quality control plan in force in {month} has no line {found}",
        "刷新页面；方案有修订时按新方案填报",
        "load the page anew; where the plan was revised, fill what it asks for now",
    ),
    "GRID-103": (
        "error",
        "{month} 的方案中，{name} 没有数据源 {found}，可用的有：{known}",
        "in {month} the plan gives {name} no source {found}; it has: {known}",
        "填在方案列出的数据源下，或修订方案",
        "type it under a source that the plan lists, or revise the plan",
    ),
    "GRID-104": (
        "error",
        "{month} 尚未开始，不能填报",
        "{month} has not begun: it has no figure",
        "到该月再填报",
        "type it when the month has come",
    ),
    "GRID-105": (
        "error",
        "改动{person}填报的 {old} 没有写明原因",
        "{old}, told by {person}, is changed without a reason",
        "写明原因：原始记录中的错误，或不符合项编号",
        "say why: the error in the original record, or the number of the non-conformity",
    ),
    "GRID-106": (
        "error",
        "方案中 {name} 的设施 {found} 不在企业的设施清单里",
        "the plan places {name} at {found}, which is no facility of the company",
        "修订方案，或登记该设施",
        "revise the plan, or register the facility",
    ),
    "GRID-107": (
        "error",
        "{month} {name} 偏离数据质量控制方案，没有写明原因。{departures}",
        "{month} {name} departs from the data quality control plan without a reason. {departures}",
        "按方案填报；确须偏离的写明原因，偏离记录随报告列出",
        "tell it as the plan says; where it must depart, say why: departures are listed with the report",
    ),
    "GRID-108": (
        "error",
        "{month} {name}：实测数据 {old} 不能按盘点数改为 {new}",
        "{month} {name}: the metered figure {old} is not altered to {new}, the figure of a stock count",
        "盘点数填在比对数据源，盘盈盘亏写明原因；计量数据不改",
        "tell the stock under the comparison source and explain the difference; metered figures stay as they are",
    ),
    "GRID-109": (
        "error",
        "{place} 的 {month} 由划转的另一企业报告，这里不填报",
        "{month} of {place} is reported by the other company of its hand-over, not here",
        "由划转日所在月起的接收方填报整月；此处已有的数据请清空",
        "the receiver reports the whole month of the hand-over and those after it; clear what stands here",
    ),
    "GRID-201": (
        "warning",
        "{month} {name}：主数据源 {main}，比对数据源“{source}”{other}，相差 {difference}，超出允许差 {tolerance}",
        "{month} {name}: main source {main}, {source} {other}, a difference of {difference} beyond the tolerance of {tolerance}",
        "查明原因，改正填错的一方；两者都无误的写明差异原因",
        "find the cause and correct the one that is wrong; where both are right, say why they differ",
    ),
    "GRID-202": (
        "warning",
        "{month} {name}：关口 {main}，各设施合计 {other}，相差 {difference}，超出允许差 {tolerance}",
        "{month} {name}: the gate says {main}, the facilities together {other}, a difference of {difference} beyond {tolerance}",
        "查漏计、重计的设施和换表；无误的写明差异原因（如线损）",
        "look for facilities left out or counted twice and for replaced meters; else say why they differ, as by losses",
    ),
    "GRID-203": (
        "warning",
        "{month} {name}：计量器具 {meter} 当月有 {days} 天不在检定/校准有效期内",
        "{month} {name}: meter {meter} was not validly calibrated on {days} days of the month",
        "补录证书；确未检定/校准的采用保守性处理，或写明不处理的原因",
        "enter the certificate; where there is none accept the conservative figure, or say why it is left",
    ),
}
