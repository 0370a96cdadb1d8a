"""What the records app registers: imports, monthly data, doubts and their answers, the clerk's panel of Home."""

from django.utils.translation import gettext_lazy as _

from tanheng.engine.answer import CONFIRMED, CORRECTED
from tanheng.registration import DATA, App, Fact, HomePanel, Line, Refusal, TaskKind, Verb

# What the journal seals of an import; the second version says what its file was made from.
IMPORT_1 = {
    "company": "node_id",
    "number": "number",
    "state": "state",
    "year": "year",
    "pack": "pack",
    "file_name": "file_name",
    "sha256": "sha256",
    "size": "size",
    "file": "file__sha256",
    "head": "#head",
    "snapshot_hash": "snapshot_hash",
    "answers_count": "answers_count",
    "values": "value_count",
    "problems": "#problems",
    "reason": "reason",
    "by": "by_id",
    "at": "at",
}
READING_1 = {
    "import": "source_import_id",
    "quantity": "quantity",
    "node": "facility_id",
    "facility": "facility_code",
    "item": "item",
    "month": "month",
    "amount": "amount",
    "unit": "unit",
    "kind": "kind",
    "source": "source",
    "evidence": "evidence",
    "uncertainty": "uncertainty",
    "note": "note",
    "typed": "typed",
    "sheet": "origin_sheet",
    "cell": "origin_cell",
    "path": "origin_path",
    "line": "origin_line",
    "supersedes": "supersedes_id",
}


class RecordsConfig(App):
    """Imports, readings, doubts and their answers."""

    name = "tanheng.apps.records"
    label = "records"
    url_prefixes = ("data/",)
    api = True
    finders = ("tanheng.apps.records.pages.finding.find_imports", "tanheng.apps.records.pages.finding.find_amounts")
    refusals = (
        Refusal("tanheng.apps.records.selectors.DigitsDifferError", 409, "RUN-409", _("Digits differ: nothing is shown")),
        Refusal("tanheng.apps.records.services.asking.ReasonNeededError", 409, "API-416", _("A reason is needed")),
        Refusal("tanheng.apps.records.services.asking.TypedOverError", 409, "FIG-410", _("Others have typed something else")),
        Refusal(
            "tanheng.apps.records.services.asking.OthersChangedError",
            409,
            "API-417",
            _("Others have changed figures since"),
            problems="problems",
            more="more",
        ),
        Refusal(
            "tanheng.apps.records.services.drawing.FiguresRefusedError",
            409,
            "FIG-409",
            _("No year can be drawn from it"),
            problems="problems",
        ),
    )
    verbs = (
        Verb(
            "view_data",
            _("See figures, results and explanations"),
            ("clerk", "carbon_manager", "group_manager", "verifier"),
            place=20,
            held="whole",
        ),
        Verb("upload_data", _("Upload and enter figures and evidence"), ("clerk", "carbon_manager"), place=30, held="whole"),
        Verb("answer_warnings", _("Answer doubts about figures"), ("clerk", "carbon_manager", "group_manager"), place=40, held="whole"),
    )
    actions = {
        "records.import.accepted": _("Imported {file_name}: {values} values of {year} (import {number}; {reason})"),
        "records.import.answered": _(
            "Imported {file_name}: {values} values of {year} (import {number}; {reason}); {uploader} handed in {answers} answers to "
            "doubts under {persons}: {answers_count}"
        ),
        "records.import.refused": _("Refused {file_name}: {errors} errors, nothing taken over"),
        "records.fact.said": _("Said of {year}, beside the figures ({block}): {of} {entry}; {reason}"),
        "records.fact.taken_back": _("Took back of {year}, beside the figures ({block}): {of}; {reason}"),
        "records.warning.answered": _("Answered {code} of {year} ({doubts} doubts, {says}, {printed}): {reason}"),
    }
    value_labels = {
        "says": {CONFIRMED: _("confirmed"), CORRECTED: _("corrected")},
        "printed": {"True": _("printed"), "False": _("not printed")},
        "answers_count": {"True": _("they count"), "False": _("proposed only")},
    }
    journal_areas = {"records.": _("Data")}
    navigation = (
        Line(
            DATA,
            _("Monthly data"),
            "records:table",
            "table",
            "view_data",
            ("node_id", "year"),
            match=("records:table", "records:value", "records:evidence"),
        ),
        Line(DATA, _("Doubts to answer"), "records:answers", "question-mark", "view_data", ("node_id", "year"), match=("records:answers",)),
        Line(DATA, _("Boundary and sources"), "records:boundary", "sitemap", "view_data", ("node_id", "year"), match=("records:boundary",)),
        Line(
            DATA,
            _("Imports"),
            "records:imports",
            "upload",
            "view_data",
            ("node_id",),
            match=("records:import", "records:upload", "records:typed", "records:facts"),
        ),
    )
    commands = {"import": ("tanheng.apps.records.commands:import_case", "Take over a year's figures into the database. 导入数据。")}
    stored_files = "tanheng.apps.records.selectors.contents.stored_files"
    cell_checks = ("tanheng.apps.records.pages.cell_checks.checked_figures",)
    home_panels = (HomePanel("tanheng.apps.records.pages.input_panel.input_panel", ("carbon_manager", "clerk"), place=30),)
    rows = {"records.Import": "node", "records.FileReading": "source_import", "records.WarningAnswer": "node", "records.CaseFact": "node"}
    facts = (
        Fact(
            "records.Import",
            {
                "import/1": IMPORT_1,
                "import/2": IMPORT_1 | {"base": "base_number"},
                "import/3": IMPORT_1 | {"base": "base_number", "way": "way"},
            },
        ),
        Fact(
            "records.FileReading",
            {
                "reading/1": READING_1,
                "reading/2": READING_1 | {"frozen": "frozen_id"},
            },
            owner="source_import_id",
            again="tanheng.apps.records.selectors.readings_again.differing_readings",
        ),
        Fact(
            "records.WarningAnswer",
            {
                "answer/1": {
                    "company": "node_id",
                    "year": "year",
                    "pack": "pack",
                    "code": "code",
                    "quantity": "quantity",
                    "facility": "facility_code",
                    "item": "item",
                    "month": "month",
                    "figures": "digest",
                    "doubt": "#doubt",
                    "says": "says",
                    "reason": "reason",
                    "person": "person",
                    "on": "on",
                    "printed": "printed",
                    "import_number": "import_number",
                    "by": "by_id",
                    "at": "at",
                }
            },
        ),
        Fact(
            "records.CaseFact",
            {
                "case_fact/1": {
                    "company": "node_id",
                    "year": "year",
                    "pack": "pack",
                    "block": "block",
                    "key": "key",
                    "entry": "#entry",
                    "reason": "reason",
                    "import_number": "import_number",
                    "by": "by_id",
                    "at": "at",
                }
            },
        ),
    )
    tasks = (
        TaskKind(
            "records.import",
            _("Import of a file"),
            _("Import of {file_name}"),
            "tanheng.apps.records.tasks.take_over",
            "upload_data",
            "view_data",
            view="records:import",
            api="/uploads/{id}",
            answered_at="records:upload",
            refused="tanheng.apps.records.selectors.was_refused",
        ),
    )
