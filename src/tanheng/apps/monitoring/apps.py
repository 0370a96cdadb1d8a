"""What the monitoring app registers: day-books, series and their readings, the plan, months that close, meters."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import DATA, MONITORING, App, Fact, HomePanel, Line, Refusal, Verb, fields

SERIES = fields("company_id", "measure", "item", "source", "grain", "unit") | {"node": "place_id"}
READING = fields(
    "company_id", "series_id", "entry_id", "start", "end", "amount", "kind", "typed", "words", "evidence", "uncertainty", "note", "reason",
    "supersedes_id",
)  # fmt: skip
CELL_FILE = fields(
    "company_id", "measure", "item", "source", "month", "name", "note", "detached", "reason", "supersedes_id", "by_id", "at",
) | {"node": "place_id", "sha256": "file__sha256"}  # fmt: skip
TABLE_LAYOUT = fields("company_id", "name", "version", "by_id", "at") | {"node": "place_id", "document": "#document"}
PLANS = "tanheng.apps.monitoring.selectors.plans"
PLAN_DRAFT = fields("plan", "edit", "made_from", "hash", "by_id", "at") | {"company": "node_id", "document": "#document"}
PLAN_VERSION = fields("number", "from_month", "hash", "by_id", "at") | {"company": "node_id", "document": "#document"}
PLAN_STEP = fields("plan", "number", "verb", "state", "reason", "by_id", "at") | {"company": "node_id"}
PLAN_LINE = fields(
    "version_id", "code", "place", "measure", "item", "name", "unit", "way", "frequency", "missing_order", "department", "person",
)  # fmt: skip
PLAN_SOURCE = fields("version_id", "line_id", "key", "role", "rank", "tolerance", "instrument", "record")
PLAN_USE = fields("version_id", "line_id", "pack", "quantity", "facility", "item")
SELECTED_READING = fields("step_id", "line", "role", "reading_id")
METER = fields("company_id", "code", "by_id", "at")
DESCRIPTION = fields(
    "meter_id", "valid_from", "kind", "name", "model", "serial_number", "maker", "measuring_range", "accuracy_class", "location",
    "facility_id", "parameter", "pack", "quantity", "item", "frequency", "interval_months", "unit", "register_size", "multiplier",
    "seal_number", "energy", "level", "remark", "reason", "by_id", "at",
)  # fmt: skip
STEP = fields("meter_id", "on", "status", "reason", "supersedes_id", "by_id", "at")
REPLACEMENT = fields("old_id", "new_id", "on", "closing", "opening", "reason", "supersedes_id", "by_id", "at")
CALIBRATION = fields(
    "meter_id", "kind", "done_on", "due_on", "result", "conditions", "agency", "certificate_number", "found_error", "expanded",
    "coverage", "file_name", "reason", "supersedes_id", "by_id", "at",
) | {"sha256": "file__sha256"}  # fmt: skip
NEEDED = fields("company_id", "energy", "level", "valid_from", "count", "source", "by_id", "at")
REQUIRED = fields("company_id", "energy", "level", "valid_from", "source", "by_id", "at", "rate", "standard")
MONTH_STEP = fields("company_id", "place_id", "month", "number", "verb", "state", "reason", "by_id", "at")
TIMETABLE = fields("company_id", "department", "from_month", "report_day", "review_day", "close_day", "by_id", "at")
REMINDER = fields("company_id", "place_id", "month", "step", "person_id", "note", "by_id", "at")
SUBSTITUTE = fields("company_id", "person_id", "substitute_id", "first", "last", "by_id", "at")
TREATMENT = fields(
    "company_id", "reading_id", "line", "method", "side", "arithmetic_zh", "arithmetic_en", "status", "rule_zh", "rule_en", "reason",
    "by_id", "at",
)  # fmt: skip
DEVIATION = fields(
    "company_id", "reading_id", "line", "aspect", "planned_zh", "planned_en", "done_zh", "done_en", "reason", "by_id", "at",
)  # fmt: skip
CHECK_ANSWER = fields("company_id", "code", "line", "place", "month", "digest", "doubt", "reason", "by_id", "at")
REVISION_ANSWER = fields("company_id", "version", "code", "digest", "decision", "draft", "reason", "by_id", "at") | {
    "suggestion": "#suggestion"
}
PLAN_PICTURE = fields("plan", "kind", "caption", "file_name", "removes_id", "by_id", "at") | {
    "company": "node_id",
    "sha256": "file__sha256",
}
DAY_BOOK_ROW = fields("company_id", "entry_id", "book", "day", "number", "struck", "reason", "supersedes_id") | {
    "node": "place_id",
    "values": "#values",
}


class MonitoringConfig(App):
    """Series, readings, plans, meters."""

    name = "tanheng.apps.monitoring"
    label = "monitoring"
    url_prefixes = ("monitoring/", "plans/", "months/")
    api = True
    finders = ("tanheng.apps.monitoring.pages.finding.find_meters",)
    stored_files = "tanheng.apps.monitoring.selectors.stored_files.stored_files"
    refusals = (
        Refusal(
            "tanheng.apps.monitoring.services.plans.RefusedPlanError", 409, "PLAN-409", _("The plan does not go on so"), problems="problems"
        ),
        Refusal(
            "tanheng.apps.monitoring.services.months.RefusedMonthError",
            409,
            "MONTH-409",
            _("The month does not go on so"),
            problems="problems",
        ),
        Refusal(
            "tanheng.apps.monitoring.services.ledger.LedgerRefusedError",
            409,
            "METER-409",
            _("The ledger was not taken over"),
            problems="problems",
        ),
        Refusal(
            "tanheng.apps.monitoring.services.own_tables.TableRefusedError",
            409,
            "OWN-409",
            _("The table was not taken over"),
            problems="problems",
        ),
        Refusal(
            "tanheng.apps.monitoring.services.day_books.RowsRefusedError",
            409,
            "BOOK-409",
            _("The rows were not entered"),
            problems="problems",
        ),
    )
    verbs = (
        Verb("keep_meters", _("Keep the meter ledger"), ("clerk", "carbon_manager"), place=25, held="whole"),
        Verb("write_plan", _("Write the data quality control plan and submit it"), ("clerk", "carbon_manager"), place=40, held="whole"),
        Verb("review_plan", _("Review a data quality control plan"), ("carbon_manager",), place=42, held="whole"),
        Verb("approve_plan", _("Approve a data quality control plan"), ("group_manager",), place=44, held="whole"),
        Verb("report_plan", _("Record what the platform says of a plan"), ("carbon_manager",), place=46, held="whole"),
        Verb("submit_month", _("Submit the figures of a month for review"), ("clerk", "carbon_manager"), place=32, held="whole"),
        Verb("review_month", _("Review the figures of a month"), ("carbon_manager",), place=34, held="whole"),
        Verb("close_month", _("Close a month"), ("carbon_manager", "group_manager"), place=36, held="whole"),
        Verb("reopen_month", _("Reopen a closed month"), ("group_manager",), place=38, held="whole"),
    )
    actions = {
        "monitoring.month.submit": _("Submitted {month} of {place_name} for review"),
        "monitoring.month.withdraw": _("Withdrew {month} of {place_name} from review"),
        "monitoring.month.return": _("Returned {month} of {place_name}: {reason}"),
        "monitoring.month.review": _("Reviewed {month} of {place_name}"),
        "monitoring.month.close": _("Closed {month} of {place_name} with {readings} readings"),
        "monitoring.month.reopen": _("Reopened {month} of {place_name}: {reason}"),
        "monitoring.month.reminded": _("Reminded of {month} of {place_name}: {persons}"),
        "monitoring.month.timetable": _(
            "Set the days of the month from {month} ({department}): figures by the {report_day}., review by the {review_day}., "
            "close by the {close_day}."
        ),
        "monitoring.month.substitute": _("{substitute} stands in for {person} from {first} to {last}"),
        "monitoring.month.back": _("{person} is back: nobody stands in for them from {first} to {last}"),
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
        "monitoring.revision.taken_up": _("Took up in version {draft} what {code} suggests about version {number} of the plan: {reason}"),
        "monitoring.revision.kept": _("Left version {number} of the plan as it is, though {code} suggests a revision: {reason}"),
        "monitoring.plan.picture": _("Attached to version {number} of the plan: {plan_picture}, {file_name}"),
        "monitoring.plan.picture_removed": _("Took from version {number} of the plan: {plan_picture}, {file_name}"),
        "monitoring.readings.typed": _("Typed figures {entry}: {figures} of {months}: {reason}"),
        "monitoring.evidence.attached": _("Attached {name} to line {line} in {month}"),
        "monitoring.evidence.detached": _("Took {name} away from {month}: {reason}"),
        "monitoring.layout.kept": _("Kept version {version} of the layout {name} of tables of {place_name}"),
        "monitoring.table.taken": _("Took {figures} figures of {months} over from {file_name}: {reason}"),
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
        "monitoring.book.entered": _("Entered {count} rows in {book} of {place_name}: rows {first} to {last}"),
        "monitoring.book.imported": _("Took over {count} rows of {file_name} into {book} of {place_name}: rows {first} to {last}"),
        "monitoring.book.corrected": _("Corrected row {number} of {book} of {place_name}: {reason}"),
        "monitoring.book.struck": _("Struck row {number} of {book} of {place_name}: {reason}"),
        "monitoring.needed.recorded": _("Recorded how many meters are needed: {energy}, {level}, {count} from {valid_from}"),
        "monitoring.rate.recorded": _("Recorded the rate of {standard}: {energy}, {level}, {rate} % from {valid_from}"),
    }
    value_labels = {
        "meter_status": "tanheng.apps.monitoring.models.words.STATUS_WORDS",
        "calibration_kind": "tanheng.apps.monitoring.models.words.KIND_WORDS",
        "calibration_result": "tanheng.apps.monitoring.models.words.RESULT_WORDS",
        "treatment_method": "tanheng.apps.monitoring.models.words.METHOD_WORDS",
        "plan_picture": "tanheng.apps.monitoring.models.words.PICTURE_WORDS",
        "energy": "tanheng.apps.monitoring.models.words.ENERGY_WORDS",
        "level": "tanheng.apps.monitoring.models.words.LEVEL_WORDS",
        "book": "tanheng.apps.monitoring.models.words.BOOK_WORDS",
    }
    guards = "tanheng.apps.monitoring.models.closed_months.GUARDS"
    journal_areas = {
        "monitoring.plan.": _("Data quality control plan"),
        "monitoring.revision.": _("Data quality control plan"),
        "monitoring.month.": _("Month close"),
        "monitoring.": _("Monitoring"),
    }
    navigation = (
        Line(MONITORING, _("Month close"), "monitoring:months", "calendar", "view_data", ("node_id", "year"), match=("monitoring:month",)),
        Line(
            MONITORING,
            _("Day-books"),
            "monitoring:books",
            "table",
            "view_data",
            ("node_id",),
            match=("monitoring:book",),
        ),
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
        Line(DATA, _("Monthly entry"), "monitoring:grid", "table", "view_data", ("node_id", "year"), match=("monitoring:grid",)),
    )
    home_panels = (
        HomePanel("tanheng.apps.monitoring.pages.months_panel.months_panel", ("clerk", "carbon_manager", "group_manager"), place=4),
        HomePanel("tanheng.apps.monitoring.pages.due_panel.due_panel", ("clerk", "carbon_manager", "group_manager"), place=5),
    )
    rows = {
        "monitoring.DayBookRow": "company",
        "monitoring.Series": "company",
        "monitoring.CellFile": "company",
        "monitoring.Entry": "company",
        "monitoring.Reading": "company",
        "monitoring.Treatment": "company",
        "monitoring.CheckAnswer": "company",
        "monitoring.Deviation": "company",
        "monitoring.PlanDraft": "node",
        "monitoring.PlanVersion": "node",
        "monitoring.PlanStep": "node",
        "monitoring.PlanLine": "version",
        "monitoring.PlanSource": "version",
        "monitoring.PlanUse": "version",
        "monitoring.RevisionAnswer": "company",
        "monitoring.PlanPicture": "node",
        "monitoring.MonthStep": "company",
        "monitoring.SelectedReading": "step",
        "monitoring.MonthTimetable": "company",
        "monitoring.MonthReminder": "company",
        "monitoring.Substitute": "company",
        "monitoring.Meter": "company",
        "monitoring.TableLayout": "company",
        "monitoring.MeterDescription": "meter",
        "monitoring.MeterStep": "meter",
        "monitoring.MeterReplacement": "old",
        "monitoring.Calibration": "meter",
        "monitoring.NeededMeters": "company",
        "monitoring.RequiredRate": "company",
    }
    facts = (
        Fact("monitoring.Series", {"series/1": SERIES}, adopted=True),
        Fact("monitoring.Entry", {"entry/1": fields("company_id", "kind", "key", "by_id", "at")}, adopted=True),
        Fact("monitoring.Reading", {"series_reading/1": READING}, owner="entry_id", adopted=True),
        Fact("monitoring.PlanDraft", {"plan_draft/1": PLAN_DRAFT}),
        Fact("monitoring.PlanVersion", {"plan_version/1": PLAN_VERSION}),
        Fact("monitoring.PlanStep", {"plan_step/1": PLAN_STEP}),
        Fact("monitoring.PlanLine", {"plan_line/1": PLAN_LINE}, owner="version_id", again=f"{PLANS}.differing_lines"),
        Fact("monitoring.PlanSource", {"plan_source/1": PLAN_SOURCE}, owner="version_id", again=f"{PLANS}.differing_sources"),
        Fact("monitoring.PlanUse", {"plan_use/1": PLAN_USE}, owner="version_id", again=f"{PLANS}.differing_uses"),
        Fact("monitoring.RevisionAnswer", {"revision_answer/1": REVISION_ANSWER}),
        Fact("monitoring.PlanPicture", {"plan_picture/1": PLAN_PICTURE}),
        Fact("monitoring.Treatment", {"treatment/1": TREATMENT}),
        Fact("monitoring.CellFile", {"cell_file/1": CELL_FILE}),
        Fact("monitoring.TableLayout", {"table_layout/1": TABLE_LAYOUT}),
        Fact("monitoring.CheckAnswer", {"check_answer/1": CHECK_ANSWER}),
        Fact("monitoring.Deviation", {"deviation/1": DEVIATION}),
        Fact("monitoring.MonthStep", {"month_step/1": MONTH_STEP}),
        Fact("monitoring.SelectedReading", {"selected_reading/1": SELECTED_READING}, owner="step_id"),
        Fact("monitoring.MonthTimetable", {"month_timetable/1": TIMETABLE}),
        Fact("monitoring.MonthReminder", {"month_reminder/1": REMINDER}),
        Fact("monitoring.Substitute", {"substitute/1": SUBSTITUTE}),
        Fact("monitoring.DayBookRow", {"day_book_row/1": DAY_BOOK_ROW}, owner="entry_id"),
        Fact("monitoring.Meter", {"meter/1": METER}),
        Fact("monitoring.MeterDescription", {"meter_description/1": DESCRIPTION}),
        Fact("monitoring.MeterStep", {"meter_step/1": STEP}),
        Fact("monitoring.MeterReplacement", {"meter_replacement/1": REPLACEMENT}),
        Fact("monitoring.Calibration", {"calibration/1": CALIBRATION}),
        Fact("monitoring.NeededMeters", {"needed_meters/1": NEEDED}),
        Fact("monitoring.RequiredRate", {"required_rate/1": REQUIRED}),
    )
