"""The states of a version of a company's data quality control plan, from draft to in force.

What was submitted is never edited: a version that is returned, by a person or by the platform, or withdrawn, has ended, and its
correction is a new version made from it. Who writes submits, another reviews, a third approves. The words are those of the platform.
"""

from __future__ import annotations

from tanheng.engine.text import Text
from tanheng.workflow.tables import State, Table, Transition

DRAFT, SUBMITTED, REVIEWED, APPROVED, REPORTED = "draft", "submitted", "reviewed", "approved", "reported"
IN_FORCE, RETURNED, VOID = "in_force", "returned", "void"
SUBMIT, DISCARD, WITHDRAW, RETURN, REVIEW, APPROVE = "submit", "discard", "withdraw", "return", "review", "approve"
REPORT, PLATFORM_RETURN, ACCEPT = "report", "platform_return", "accept"
# What must hold besides: names that the monitoring app answers.
COMPLETE, NOT_EARLIER = "complete", "not_earlier"
AUTHOR, NOT_AUTHOR, NOT_REVIEWER = "who_submitted", "not_who_submitted", "not_who_reviewed"
_RETURN = Text("退回", "Return")

PLAN = Table(
    "plan",
    Text("数据质量控制方案", "the data quality control plan"),
    (
        State(DRAFT, Text("草稿", "Draft")),
        State(SUBMITTED, Text("待审核", "Submitted")),
        State(REVIEWED, Text("已审核", "Reviewed")),
        State(APPROVED, Text("已批准", "Approved")),
        State(REPORTED, Text("已上报平台", "Reported to the platform")),
        State(IN_FORCE, Text("生效", "In force")),
        State(RETURNED, Text("已退回", "Returned")),
        State(VOID, Text("作废", "Void")),
    ),
    (
        Transition(DRAFT, SUBMIT, SUBMITTED, "write_plan", Text("提交审核", "Submit"), (COMPLETE, NOT_EARLIER)),
        Transition(DRAFT, DISCARD, VOID, "write_plan", Text("作废", "Discard"), reason=True),
        Transition(SUBMITTED, REVIEW, REVIEWED, "review_plan", Text("审核通过", "Approve review"), (NOT_AUTHOR,)),
        Transition(SUBMITTED, RETURN, RETURNED, "review_plan", _RETURN, (NOT_AUTHOR,), reason=True),
        Transition(SUBMITTED, WITHDRAW, RETURNED, "write_plan", Text("撤回", "Withdraw"), (AUTHOR,)),
        Transition(REVIEWED, APPROVE, APPROVED, "approve_plan", Text("批准", "Approve"), (NOT_AUTHOR, NOT_REVIEWER)),
        Transition(REVIEWED, RETURN, RETURNED, "approve_plan", _RETURN, (NOT_AUTHOR, NOT_REVIEWER), reason=True),
        Transition(APPROVED, REPORT, REPORTED, "report_plan", Text("上报平台", "Report to the platform")),
        Transition(REPORTED, ACCEPT, IN_FORCE, "report_plan", Text("平台审核通过，生效", "Accepted by the platform"), (NOT_EARLIER,)),
        Transition(REPORTED, PLATFORM_RETURN, RETURNED, "report_plan", Text("平台退回", "Returned by the platform"), reason=True),
    ),
    {
        COMPLETE: Text("各表齐全", "every table is complete"),
        NOT_EARLIER: Text("生效月份不早于现行版本", "not in force earlier than the version before it"),
        AUTHOR: Text("提交人本人", "by who submitted"),
        NOT_AUTHOR: Text("非提交人", "not by who submitted"),
        NOT_REVIEWER: Text("非审核人", "not by who reviewed"),
    },
)
