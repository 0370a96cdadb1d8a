"""The sentences of steps of the year that its table permits and something else holds back: figures, persons, rounds, reasons."""

from __future__ import annotations

from tanheng.engine.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "YEAR-101": (
        "error",
        "该年度尚未核算",
        "the accounts of this year have not been run",
        "先核算，再提交审核",
        "run the accounts, then submit",
    ),
    "YEAR-102": (
        "error",
        "第{run}次核算之后已上传新的数据",
        "newer figures have been uploaded since run {run}",
        "重新核算；已提交的，先撤回或退回",
        "run the accounts again; what has been submitted is withdrawn or returned first",
    ),
    "YEAR-103": (
        "error",
        "第{run}次核算之后，对数值疑问的答复已改动",
        "answers to doubts have changed since run {run}",
        "重新核算；已提交的，先撤回或退回",
        "run the accounts again; what has been submitted is withdrawn or returned first",
    ),
    "YEAR-104": (
        "error",
        "第{run}次核算有 {count} 项数值疑问未答复",
        "doubts about the figures of run {run} wait for an answer: {count}",
        "逐项答复后重新核算，再提交审核",
        "answer them, run the accounts again, then submit",
    ),
    "YEAR-105": (
        "error",
        "提交人是{person}，不能由本人审核或批准",
        "{person} submitted it and may neither review nor approve it",
        "由另一人审核、批准；提交人可撤回",
        "another person reviews and approves; who submitted may withdraw it",
    ),
    "YEAR-106": (
        "error",
        "审核人是{person}，不能由本人批准",
        "{person} reviewed it and may not approve it",
        "由另一人批准",
        "another person approves",
    ),
    "YEAR-107": (
        "error",
        "提交人是{person}，只能由本人撤回",
        "{person} submitted it; nobody else may withdraw it",
        "由审核人退回",
        "who reviews may return it",
    ),
    "YEAR-108": (
        "error",
        "须选定稿次",
        "a round has to be chosen",
        "可选：{open}",
        "it may be {open}",
    ),
    "YEAR-109": (
        "error",
        "“{label}”须写明原因",
        "“{label}” needs a reason",
        "写明原因，最多 {longest} 个字",
        "say why, in at most {longest} characters",
    ),
    "YEAR-110": (
        "error",
        "该年度的状态在此期间已变动，现为“{state}”",
        "the year has moved on meanwhile; it now is “{state}”",
        "查看最新状态和记录后再操作",
        "look at its state and its steps, then decide again",
    ),
    "YEAR-111": (
        "error",
        "核算所用的数据由{person}填报（第 {number} 次导入），不能由本人审核或批准",
        "{person} gave the figures of this run (import {number}) and may neither review nor approve it",
        "由另一人审核、批准",
        "another person reviews and approves",
    ),
    "YEAR-112": (
        "error",
        "有 {count} 个月未关账：{known}",
        "{count} months are not closed: {known}",
        "在“月度关账”中将各月审核、关账后再批准",
        "have each of them reviewed and closed under Month close, then approve",
    ),
    "YEAR-113": (
        "error",
        "第 {run} 次核算只含{months}，不能作为全年提交或定稿",
        "run {run} is of {months} only and cannot be submitted or become final as a year",
        "待全年数据齐备后按全年核算",
        "run the accounts of the whole year once its figures are there",
    ),
}
