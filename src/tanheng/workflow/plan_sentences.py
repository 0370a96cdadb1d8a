"""The sentences of steps of a plan that its table permits and something else holds back, and of edits of a draft."""

from __future__ import annotations

from tanheng.engine.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "PLAN-401": (
        "error",
        "提交人是{person}，不能由本人审核或批准",
        "{person} submitted it and may neither review nor approve it",
        "由另一人审核、批准；提交人可撤回",
        "another person reviews and approves; who submitted may withdraw it",
    ),
    "PLAN-402": (
        "error",
        "审核人是{person}，不能由本人批准",
        "{person} reviewed it and may not approve it",
        "由另一人批准",
        "another person approves",
    ),
    "PLAN-403": (
        "error",
        "提交人是{person}，只能由本人撤回",
        "{person} submitted it; nobody else may withdraw it",
        "由审核人退回",
        "who reviews may return it",
    ),
    "PLAN-404": (
        "error",
        "“{label}”须写明原因",
        "“{label}” needs a reason",
        "写明原因，最多 {longest} 个字",
        "say why, in at most {longest} characters",
    ),
    "PLAN-405": (
        "error",
        "该版本的状态在此期间已变动，现为“{state}”",
        "the version has moved on meanwhile; it now is “{state}”",
        "查看最新状态和记录后再操作",
        "look at its state and its steps, then decide again",
    ),
    "PLAN-406": (
        "error",
        "自 {month} 起生效，早于现行第 {number} 版（自 {known} 起）",
        "it is in force from {month}, earlier than version {number} (from {known})",
        "改为 {known} 或以后的月份",
        "take {known} or a later month",
    ),
    "PLAN-411": (
        "error",
        "第 {number} 版的状态为“{state}”，不能修改",
        "version {number} is “{state}” and is not edited any more",
        "由该版本新建一版，在新版中修改",
        "make a new version from it and edit that",
    ),
    "PLAN-412": (
        "error",
        "“{table}”在此期间已由{person}于 {at} 修改，您的修改未保存",
        "“{table}” was changed by {person} at {at} meanwhile; your change was not saved",
        "查看最新内容后重新修改",
        "look at what stands there now and make the change again",
    ),
    "PLAN-413": (
        "error",
        "第 {number} 版还是草稿，不能再新建一版",
        "version {number} still is a draft; no other is begun beside it",
        "继续修改第 {number} 版，或先将其作废",
        "go on with version {number}, or discard it first",
    ),
    "PLAN-414": (
        "error",
        "“{found}”正由 {count} 行使用，不能删除",
        "“{found}” is used by {count} rows and cannot be removed",
        "先修改使用它的行：{known}",
        "change the rows that use it first: {known}",
    ),
    "PLAN-415": (
        "error",
        "该修订建议已不存在",
        "nothing suggests this revision any more",
        "查看现行方案的修订建议",
        "look at what is suggested about the plan in force now",
    ),
    "PLAN-416": (
        "error",
        "请选择修订，或写明不修订的原因",
        "choose to revise, or say why the plan stays",
        "原因用文字说明，最多 {longest} 个字",
        "say why in words, in at most {longest} characters",
    ),
    "PLAN-417": (
        "error",
        "图件“{found}”不是 PNG 或 JPEG 图片，或超过 {longest} MB",
        "the picture “{found}” is no PNG or JPEG, or larger than {longest} MB",
        "另存为 PNG 或 JPEG 后上传",
        "save it as PNG or JPEG and upload it again",
    ),
    "PLAN-418": (
        "error",
        "该版本没有这幅图件",
        "this version has no such picture",
        "查看该版本现有的图件",
        "look at the pictures that the version has",
    ),
}
