"""The states of a company's year of accounts by one rule pack, and the rounds in which a final one is handed in.

Who enters submits, another reviews, a third approves: guards say which persons are kept apart and what must hold of the figures. The
words are those of the authority's forms for documents (编制、审核、批准) and for the rounds of a report.
"""

from __future__ import annotations

from tanheng.engine.text import Text
from tanheng.workflow.tables import State, Table, Transition

DRAFT, SUBMITTED, REVIEWED, FINAL = "draft", "submitted", "reviewed", "final"
SUBMIT, WITHDRAW, RETURN, REVIEW, APPROVE, REOPEN = "submit", "withdraw", "return", "review", "approve", "reopen"
# What must hold besides: names that the accounting app answers.
A_RUN, UNCHANGED, NO_DOUBT, A_ROUND, CLOSED = "a_run", "nothing_newer", "no_open_doubt", "a_round", "months_closed"
SUBMITTER, NOT_SUBMITTER, NOT_REVIEWER = "who_submitted", "not_who_submitted", "not_who_reviewed"
NOT_GIVER = "not_who_gave_the_figures"
WHOLE = "whole_year"
_RETURNED = Text("退回", "Return")

YEAR = Table(
    "year",
    Text("年度核算", "the year of accounts"),
    (
        State(DRAFT, Text("草稿", "Draft")),
        State(SUBMITTED, Text("待审核", "Submitted")),
        State(REVIEWED, Text("已审核", "Reviewed")),
        State(FINAL, Text("定稿", "Final")),
    ),
    (
        Transition(DRAFT, SUBMIT, SUBMITTED, "submit_year", Text("提交审核", "Submit"), (A_RUN, WHOLE, UNCHANGED, NO_DOUBT)),
        Transition(SUBMITTED, REVIEW, REVIEWED, "review_year", Text("审核通过", "Approve review"), (NOT_SUBMITTER, NOT_GIVER, UNCHANGED)),
        Transition(SUBMITTED, RETURN, DRAFT, "review_year", _RETURNED, (NOT_SUBMITTER,), reason=True),
        Transition(SUBMITTED, WITHDRAW, DRAFT, "submit_year", Text("撤回", "Withdraw"), (SUBMITTER,)),
        Transition(
            REVIEWED,
            APPROVE,
            FINAL,
            "approve_year",
            Text("批准", "Approve"),
            (NOT_SUBMITTER, NOT_GIVER, NOT_REVIEWER, WHOLE, UNCHANGED, CLOSED, A_ROUND),
        ),
        Transition(REVIEWED, RETURN, DRAFT, "approve_year", _RETURNED, (NOT_SUBMITTER, NOT_REVIEWER), reason=True),
        Transition(FINAL, REOPEN, DRAFT, "reopen_year", Text("重新打开", "Reopen"), reason=True),
    ),
    {
        A_RUN: Text("已核算", "the accounts were run"),
        WHOLE: Text("核算的是全年", "the run is of the whole year"),
        UNCHANGED: Text("此后数据和答复未变", "figures and answers have not changed since"),
        NO_DOUBT: Text("数值疑问均已答复", "every doubt is answered"),
        CLOSED: Text("方案要求的各月均已关账", "every month that a plan asks for is closed"),
        A_ROUND: Text("选定稿次", "the round is chosen"),
        SUBMITTER: Text("提交人本人", "by who submitted"),
        NOT_SUBMITTER: Text("非提交人", "not by who submitted"),
        NOT_GIVER: Text("非填报人", "not by who gave the figures"),
        NOT_REVIEWER: Text("非审核人", "not by who reviewed"),
    },
)

FIRST_ROUND = "first"
ROUNDS: dict[str, Text] = {
    FIRST_ROUND: Text("初次报送稿", "First submission"),
    "corrected": Text("整改稿", "Corrected submission"),
    "verified": Text("核查后终稿", "Final after verification"),
}


def rounds_open(last: str = "") -> tuple[str, ...]:
    """The rounds that a final may be labelled with after the `last` one ("": none yet): the first is the first, and none goes back.

    The same one may come again: a final that is reopened before it was handed in stays what it is. ValueError for an unknown round.
    """
    order = tuple(ROUNDS)
    return order[order.index(last) :] if last else (FIRST_ROUND,)
