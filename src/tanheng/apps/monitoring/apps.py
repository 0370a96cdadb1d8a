"""What the monitoring app registers: series and their readings; the data quality control plan with its versions and lines."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import MONITORING, App, Fact, Line, Refusal, Verb


class MonitoringConfig(App):
    """Series, readings, plans."""

    name = "tanheng.apps.monitoring"
    label = "monitoring"
    url_prefixes = ("plans/",)
    api = True
    refusals = (
        Refusal(
            "tanheng.apps.monitoring.services.plans.RefusedPlanError", 409, "PLAN-409", _("The plan does not go on so"), problems="problems"
        ),
    )
    verbs = (
        Verb("write_plan", _("Write the data quality control plan and submit it"), ("clerk", "carbon_manager"), place=40, held="whole"),
        Verb("review_plan", _("Review a data quality control plan"), ("carbon_manager",), place=42, held="whole"),
        Verb("approve_plan", _("Approve a data quality control plan"), ("group_manager",), place=44, held="whole"),
        Verb("report_plan", _("Record what the platform says of a plan"), ("carbon_manager",), place=46, held="whole"),
    )
    actions = {
        "monitoring.plan.begun": _("Began version {number} of the data quality control plan ({hash})"),
        "monitoring.plan.saved": _("Saved version {number} of the data quality control plan (edit {edit}, {hash})"),
        "monitoring.plan.submit": _("Submitted version {number} of the data quality control plan ({hash})"),
        "monitoring.plan.discard": _("Discarded version {number} of the data quality control plan: {reason}"),
        "monitoring.plan.withdraw": _("Withdrew version {number} of the data quality control plan"),
        "monitoring.plan.return": _("Returned version {number} of the data quality control plan: {reason}"),
        "monitoring.plan.review": _("Reviewed version {number} of the data quality control plan ({hash})"),
        "monitoring.plan.approve": _("Approved version {number} of the data quality control plan ({hash})"),
        "monitoring.plan.report": _("Reported version {number} of the data quality control plan to the platform ({hash})"),
        "monitoring.plan.accept": _("Version {number} of the data quality control plan came into force ({hash})"),
        "monitoring.plan.platform_return": _("The platform returned version {number} of the data quality control plan: {reason}"),
    }
    journal_areas = {"monitoring.plan.": _("Data quality control plan")}
    navigation = (
        Line(
            MONITORING,
            _("Data quality control plan"),
            "monitoring:plans",
            "clipboard-check",
            "view_data",
            ("node_id",),
            match=("monitoring:plan",),
        ),
    )
    rows = {
        "monitoring.Series": "company",
        "monitoring.Entry": "company",
        "monitoring.Reading": "company",
        "monitoring.PlanDraft": "node",
        "monitoring.PlanVersion": "node",
        "monitoring.PlanStep": "node",
        "monitoring.PlanLine": "version",
        "monitoring.PlanSource": "version",
        "monitoring.PlanUse": "version",
    }
    facts = (
        Fact(
            "monitoring.Series",
            {
                "series/1": {
                    "company": "company_id",
                    "node": "place_id",
                    "measure": "measure",
                    "item": "item",
                    "source": "source",
                    "grain": "grain",
                    "unit": "unit",
                }
            },
            adopted=True,
        ),
        Fact(
            "monitoring.Entry",
            {"entry/1": {"company": "company_id", "kind": "kind", "key": "key", "by": "by_id", "at": "at"}},
            adopted=True,
        ),
        Fact(
            "monitoring.Reading",
            {
                "series_reading/1": {
                    "company": "company_id",
                    "series": "series_id",
                    "entry": "entry_id",
                    "start": "start",
                    "end": "end",
                    "amount": "amount",
                    "kind": "kind",
                    "typed": "typed",
                    "words": "words",
                    "evidence": "evidence",
                    "uncertainty": "uncertainty",
                    "note": "note",
                    "reason": "reason",
                    "supersedes": "supersedes_id",
                }
            },
            owner="entry_id",
            adopted=True,
        ),
        Fact(
            "monitoring.PlanDraft",
            {
                "plan_draft/1": {
                    "company": "node_id",
                    "plan": "plan",
                    "edit": "edit",
                    "made_from": "made_from",
                    "document": "#document",
                    "hash": "hash",
                    "by": "by_id",
                    "at": "at",
                }
            },
        ),
        Fact(
            "monitoring.PlanVersion",
            {
                "plan_version/1": {
                    "company": "node_id",
                    "number": "number",
                    "from_month": "from_month",
                    "document": "#document",
                    "hash": "hash",
                    "by": "by_id",
                    "at": "at",
                }
            },
        ),
        Fact(
            "monitoring.PlanStep",
            {
                "plan_step/1": {
                    "company": "node_id",
                    "plan": "plan",
                    "number": "number",
                    "verb": "verb",
                    "state": "state",
                    "reason": "reason",
                    "by": "by_id",
                    "at": "at",
                }
            },
        ),
        Fact(
            "monitoring.PlanLine",
            {
                "plan_line/1": {
                    "version": "version_id",
                    "code": "code",
                    "place": "place",
                    "measure": "measure",
                    "item": "item",
                    "name": "name",
                    "unit": "unit",
                    "way": "way",
                    "frequency": "frequency",
                    "missing_order": "missing_order",
                    "department": "department",
                    "person": "person",
                }
            },
            owner="version_id",
            again="tanheng.apps.monitoring.selectors.plans.differing_lines",
        ),
        Fact(
            "monitoring.PlanSource",
            {
                "plan_source/1": {
                    "version": "version_id",
                    "line": "line_id",
                    "key": "key",
                    "role": "role",
                    "rank": "rank",
                    "tolerance": "tolerance",
                    "instrument": "instrument",
                    "record": "record",
                }
            },
            owner="version_id",
            again="tanheng.apps.monitoring.selectors.plans.differing_sources",
        ),
        Fact(
            "monitoring.PlanUse",
            {
                "plan_use/1": {
                    "version": "version_id",
                    "line": "line_id",
                    "pack": "pack",
                    "quantity": "quantity",
                    "facility": "facility",
                    "item": "item",
                }
            },
            owner="version_id",
            again="tanheng.apps.monitoring.selectors.plans.differing_uses",
        ),
    )
