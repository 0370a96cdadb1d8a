"""The states of a month at a place of a company: a facility, or the company itself where the plan has lines of it.

Whoever fills submits, another reviews, then it is closed. From the submission on the month takes no figure: who reviews sees what will be
closed. Back leads a withdrawal, a return or a reopening, each but the first with a reason.
"""

from __future__ import annotations

from tanheng.engine.text import Text
from tanheng.workflow.tables import State, Table, Transition

FILLING, SUBMITTED, REVIEWED, CLOSED = "filling", "submitted", "reviewed", "closed"
SUBMIT, WITHDRAW, RETURN, REVIEW, CLOSE, REOPEN = "submit", "withdraw", "return", "review", "close", "reopen"
# What must hold besides: names that the monitoring app answers.
NEEDED, OVER, COMPLETE, ANSWERED, OWN = "needed", "over", "complete", "answered", "own"
SUBMITTER, NOT_SUBMITTER, NOT_GIVER = "who_submitted", "not_who_submitted", "not_who_gave_the_figures"
_RETURN = Text("退回", "Return")

MONTH = Table(
    "month",
    Text("月度数据", "the figures of a month"),
    (
        State(FILLING, Text("填报中", "Filling")),
        State(SUBMITTED, Text("待审核", "Submitted")),
        State(REVIEWED, Text("已审核", "Reviewed")),
        State(CLOSED, Text("已关账", "Closed")),
    ),
    (
        Transition(FILLING, SUBMIT, SUBMITTED, "submit_month", Text("提交审核", "Submit"), (OWN, NEEDED, OVER, COMPLETE)),
        Transition(SUBMITTED, REVIEW, REVIEWED, "review_month", Text("审核通过", "Approve review"), (OWN, NOT_SUBMITTER, NOT_GIVER)),
        Transition(SUBMITTED, RETURN, FILLING, "review_month", _RETURN, (NOT_SUBMITTER,), reason=True),
        Transition(SUBMITTED, WITHDRAW, FILLING, "submit_month", Text("撤回", "Withdraw"), (SUBMITTER,)),
        Transition(REVIEWED, CLOSE, CLOSED, "close_month", Text("关账", "Close"), (OWN, COMPLETE, ANSWERED)),
        Transition(REVIEWED, RETURN, FILLING, "review_month", _RETURN, (NOT_SUBMITTER,), reason=True),
        Transition(CLOSED, REOPEN, FILLING, "reopen_month", Text("反关账", "Reopen"), reason=True),
    ),
    {
        OWN: Text("该月由本企业报告", "the month is this company's to report"),
        NEEDED: Text("方案要求该月填报", "the plan asks for the month"),
        OVER: Text("该月已结束", "the month is over"),
        COMPLETE: Text("应报各行齐全，缺项已说明", "every line that is due has a figure or an explained absence"),
        ANSWERED: Text("疑问已答复，台账已核对", "every doubt is answered, and the day-books agree"),
        SUBMITTER: Text("提交人本人", "by who submitted"),
        NOT_SUBMITTER: Text("非提交人", "not by who submitted"),
        NOT_GIVER: Text("非填报人", "not by who gave the figures"),
    },
)
