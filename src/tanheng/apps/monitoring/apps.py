"""What the monitoring app registers: series and their readings, the data quality control plan, meters."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import DATA, MONITORING, App, Fact, Line, Refusal, Verb

METER = {"company": "company_id", "code": "code", "by": "by_id", "at": "at"}
DESCRIPTION = {
    "meter": "meter_id",
    "valid_from": "valid_from",
    "kind": "kind",
    "name": "name",
    "model": "model",
    "serial_number": "serial_number",
    "maker": "maker",
    "measuring_range": "measuring_range",
    "accuracy_class": "accuracy_class",
    "location": "location",
    "facility": "facility_id",
    "parameter": "parameter",
    "pack": "pack",
    "quantity": "quantity",
    "item": "item",
    "frequency": "frequency",
    "interval_months": "interval_months",
    "unit": "unit",
    "register_size": "register_size",
    "multiplier": "multiplier",
    "seal_number": "seal_number",
    "energy": "energy",
    "level": "level",
    "remark": "remark",
    "reason": "reason",
    "by": "by_id",
    "at": "at",
}
STEP = {
    "meter": "meter_id",
    "on": "on",
    "status": "status",
    "reason": "reason",
    "supersedes": "supersedes_id",
    "by": "by_id",
    "at": "at",
}
REPLACEMENT = {
    "old": "old_id",
    "new": "new_id",
    "on": "on",
    "closing": "closing",
    "opening": "opening",
    "reason": "reason",
    "supersedes": "supersedes_id",
    "by": "by_id",
    "at": "at",
}
CALIBRATION = {
    "meter": "meter_id",
    "kind": "kind",
    "done_on": "done_on",
    "due_on": "due_on",
    "result": "result",
    "conditions": "conditions",
    "agency": "agency",
    "certificate_number": "certificate_number",
    "found_error": "found_error",
    "expanded": "expanded",
    "coverage": "coverage",
    "sha256": "file__sha256",
    "file_name": "file_name",
    "reason": "reason",
    "supersedes": "supersedes_id",
    "by": "by_id",
    "at": "at",
}
NEEDED = {
    "company": "company_id",
    "energy": "energy",
    "level": "level",
    "valid_from": "valid_from",
    "count": "count",
    "source": "source",
    "by": "by_id",
    "at": "at",
}
TREATMENT = {
    "company": "company_id",
    "reading": "reading_id",
    "line": "line",
    "method": "method",
    "side": "side",
    "arithmetic_zh": "arithmetic_zh",
    "arithmetic_en": "arithmetic_en",
    "status": "status",
    "rule_zh": "rule_zh",
    "rule_en": "rule_en",
    "reason": "reason",
    "by": "by_id",
    "at": "at",
}
CHECK_ANSWER = {
    "company": "company_id",
    "code": "code",
    "line": "line",
    "place": "place",
    "month": "month",
    "digest": "digest",
    "doubt": "doubt",
    "reason": "reason",
    "by": "by_id",
    "at": "at",
}
REQUIRED = {key: path for key, path in NEEDED.items() if key != "count"} | {"rate": "rate", "standard": "standard"}


class MonitoringConfig(App):
    """Series, readings, plans, meters."""

    name = "tanheng.apps.monitoring"
    label = "monitoring"
    url_prefixes = ("monitoring/", "plans/")
    api = True
    stored_files = "tanheng.apps.monitoring.selectors.certificates.stored_files"
    refusals = (
        Refusal(
            "tanheng.apps.monitoring.services.plans.RefusedPlanError", 409, "PLAN-409", _("The plan does not go on so"), problems="problems"
        ),
        Refusal(
            "tanheng.apps.monitoring.services.ledger.LedgerRefusedError",
            409,
            "METER-409",
            _("The ledger was not taken over"),
            problems="problems",
        ),
    )
    verbs = (
        Verb("keep_meters", _("Keep the meter ledger"), ("clerk", "carbon_manager"), place=25, held="whole"),
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
        "monitoring.readings.typed": _("Typed figures {entry}: {figures} of {months}: {reason}"),
        "monitoring.missing.accepted": _("Accepted {amount} for line {line} in {month} ({treatment_method}): {reason}"),
        "monitoring.check.answered": _("Answered {code} about line {line} in {month}: {reason}"),
        "monitoring.meter.added": _("Entered the meter {code} ({name})"),
        "monitoring.meter.described": _("Described the meter {code} anew from {valid_from}: {reason}"),
        "monitoring.meter.moved": _("Meter {code} from {on}: {meter_status}"),
        "monitoring.meter.replaced": _("Replaced the meter {code} by {new_code} on {on}: {reason}"),
        "monitoring.meter.calibrated": _("Recorded for the meter {code}, {done_on}: {calibration_kind}, {calibration_result}"),
        "monitoring.meter.certificate_corrected": _(
            "Corrected for the meter {code}, {done_on}: {calibration_kind}, {calibration_result}: {reason}"
        ),
        "monitoring.ledger.taken_over": _(
            "Took over the meter ledger {file_name}: {entered} entered, {described} described anew, {moved} states, "
            "{calibrated} certificates: {reason}"
        ),
        "monitoring.needed.recorded": _("Recorded how many meters are needed: {energy}, {level}, {count} from {valid_from}"),
        "monitoring.rate.recorded": _("Recorded the rate of {standard}: {energy}, {level}, {rate} % from {valid_from}"),
    }
    value_labels = {
        "meter_status": "tanheng.apps.monitoring.models.words.STATUS_WORDS",
        "calibration_kind": "tanheng.apps.monitoring.models.words.KIND_WORDS",
        "calibration_result": "tanheng.apps.monitoring.models.words.RESULT_WORDS",
        "treatment_method": "tanheng.apps.monitoring.models.words.METHOD_WORDS",
        "energy": "tanheng.apps.monitoring.models.words.ENERGY_WORDS",
        "level": "tanheng.apps.monitoring.models.words.LEVEL_WORDS",
    }
    journal_areas = {"monitoring.plan.": _("Data quality control plan"), "monitoring.": _("Monitoring")}
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
        Line(
            MONITORING,
            _("Missing data and cross-checks"),
            "monitoring:missing",
            "git-compare",
            "view_data",
            ("node_id", "year"),
            match=("monitoring:missing",),
        ),
        Line(
            MONITORING,
            _("Meters"),
            "monitoring:meters",
            "scale",
            "view_data",
            ("node_id",),
            match=(
                "monitoring:meter",
                "monitoring:add-meter",
                "monitoring:take-over",
                "monitoring:rates",
                "monitoring:describe-meter",
                "monitoring:move-meter",
                "monitoring:replace-meter",
                "monitoring:calibrate",
                "monitoring:correct-replacement",
                "monitoring:void-calibration",
            ),
        ),
        Line(DATA, _("Monthly data"), "monitoring:grid", "table", "view_data", ("node_id", "year"), match=("monitoring:grid",)),
    )
    rows = {
        "monitoring.Series": "company",
        "monitoring.Entry": "company",
        "monitoring.Reading": "company",
        "monitoring.Treatment": "company",
        "monitoring.CheckAnswer": "company",
        "monitoring.PlanDraft": "node",
        "monitoring.PlanVersion": "node",
        "monitoring.PlanStep": "node",
        "monitoring.PlanLine": "version",
        "monitoring.PlanSource": "version",
        "monitoring.PlanUse": "version",
        "monitoring.Meter": "company",
        "monitoring.MeterDescription": "meter",
        "monitoring.MeterStep": "meter",
        "monitoring.MeterReplacement": "old",
        "monitoring.Calibration": "meter",
        "monitoring.NeededMeters": "company",
        "monitoring.RequiredRate": "company",
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
        Fact("monitoring.Treatment", {"treatment/1": TREATMENT}),
        Fact("monitoring.CheckAnswer", {"check_answer/1": CHECK_ANSWER}),
        Fact("monitoring.Meter", {"meter/1": METER}),
        Fact("monitoring.MeterDescription", {"meter_description/1": DESCRIPTION}),
        Fact("monitoring.MeterStep", {"meter_step/1": STEP}),
        Fact("monitoring.MeterReplacement", {"meter_replacement/1": REPLACEMENT}),
        Fact("monitoring.Calibration", {"calibration/1": CALIBRATION}),
        Fact("monitoring.NeededMeters", {"needed_meters/1": NEEDED}),
        Fact("monitoring.RequiredRate", {"required_rate/1": REQUIRED}),
    )
