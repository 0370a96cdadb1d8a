"""The sentences of steps of a month that its table permits and something else holds back, and of figures for months that take none."""

from __future__ import annotations

from tanheng.engine.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "MONTH-101": (
        "error",
        "{place}{month}已关账，不能修改",
        "{month} of {place} is closed and takes no figure",
        "需要修改的，先反关账并写明原因",
        "to change it, have the month reopened first, with the reason",
    ),
    "MONTH-102": (
        "error",
        "{place}{month}为“{state}”，不能修改",
        "{month} of {place} is “{state}” and takes no figure",
        "需要修改的，请提交人撤回，或由审核人退回",
        "to change it, who submitted withdraws the month, or who reviews returns it",
    ),
    "MONTH-103": (
        "error",
        "{place}{month}年各月均不在填报中，不能修改年度数据",
        "no month of {month} at {place} is being filled in: its yearly figures take no change",
        "需要修改的，先将其中一个月退回或反关账，并写明原因",
        "to change one, have a month returned or reopened first, with the reason",
    ),
    "MONTH-401": (
        "error",
        "提交人是{person}，不能由本人审核",
        "{person} submitted it and may not review it",
        "由另一人审核；提交人可撤回",
        "another person reviews; who submitted may withdraw it",
    ),
    "MONTH-402": (
        "error",
        "该月数据由{person}填报，不能由本人审核",
        "{person} gave figures of this month and may not review it",
        "由另一人审核",
        "another person reviews",
    ),
    "MONTH-403": (
        "error",
        "提交人是{person}，只能由本人撤回",
        "{person} submitted it; nobody else may withdraw it",
        "由审核人退回",
        "who reviews may return it",
    ),
    "MONTH-404": (
        "error",
        "“{label}”须写明原因",
        "“{label}” needs a reason",
        "写明原因，最多 {longest} 个字",
        "say why, in at most {longest} characters",
    ),
    "MONTH-405": (
        "error",
        "该月的状态在此期间已变动，现为“{state}”",
        "the month has moved on meanwhile; it now is “{state}”",
        "查看最新状态和记录后再操作",
        "look at its state and its steps, then decide again",
    ),
    "MONTH-406": (
        "error",
        "该月不需要填报：{why}",
        "nothing is asked for in this month: {why}",
        "核对设施日期和数据质量控制方案",
        "look at the dates of the facility and at the data quality control plan",
    ),
    "MONTH-407": (
        "error",
        "{month}尚未结束",
        "{month} is not over yet",
        "月末之后再提交",
        "submit it after the end of the month",
    ),
    "MONTH-408": (
        "error",
        "缺“{line}”的数据",
        "“{line}” has no figure",
        "填报数据；确无数据的，在月度数据中填“/”并说明",
        "enter it; where there is none, enter “/” in the monthly figures and say why",
    ),
    "MONTH-411": (
        "error",
        "日期须按报数、审核、关账的先后，均为 1—{last} 日",
        "the days follow each other: figures, review, close, each from 1 to {last}",
        "改正日期",
        "mend the days",
    ),
    "MONTH-412": (
        "error",
        "没有可催办的人：{person}不能进行下一步",
        "nobody to remind: the next step is not open to {person}",
        "从列出的人员中选择",
        "choose from those who are listed",
    ),
    "MONTH-413": (
        "error",
        "代理人须是另一人，且在同一企业任职；止日不早于起日",
        "a substitute is another person with a role in the same company, and the last day is not before the first",
        "改正代理人或日期",
        "mend the person or the days",
    ),
    "MONTH-414": (
        "error",
        "该月无待办步骤，不能催办",
        "no step of the month waits for anybody",
        "查看该月的状态",
        "look at the state of the month",
    ),
    "MONTH-418": (
        "error",
        "{place} 的{month}由划转的另一企业报告",
        "{month} of {place} is reported by the other company of its hand-over",
        "由该企业提交、审核和关账；已提交的请退回，已关账的请反关账并清空数据",
        "that company submits, reviews and closes it; return what was submitted here, reopen what was closed, and clear its figures",
    ),
}
