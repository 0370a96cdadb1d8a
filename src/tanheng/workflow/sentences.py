"""The sentences of refused moves: what was asked in which state, and what is open there."""

from __future__ import annotations

from tanheng.engine.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "FLOW-101": (
        "error",
        "没有“{found}”这一操作",
        "there is no step “{found}”",
        "可用的操作：{open}",
        "the steps are {open}",
    ),
    "FLOW-102": (
        "error",
        "当前状态为“{state}”，不能{found}",
        "“{found}” is not open in the state “{state}”",
        "当前可进行：{open}",
        "open now: {open}",
    ),
    "FLOW-103": (
        "error",
        "当前状态为“{state}”，不能{found}",
        "“{found}” is not open in the state “{state}”",
        "“{state}”是{table}的最后状态，不再变动",
        "“{state}” is the last state of {table}: nothing follows it",
    ),
    "FLOW-104": (
        "error",
        "当前状态为“{state}”，不能{found}",
        "“{found}” is not open in the state “{state}”",
        "下一步由他人进行：{open}",
        "the next step is another person's: {open}",
    ),
}
