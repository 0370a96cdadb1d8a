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
}
