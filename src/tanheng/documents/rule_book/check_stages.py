"""Where each check runs, and how it may weigh beside what its table says; a test holds that against the places that raise it."""

from __future__ import annotations

from tanheng.documents.reading.problems import SENTENCES as FILE_SENTENCES
from tanheng.engine.answers import SENTENCES as ANSWER_SENTENCES
from tanheng.engine.case.answers import SENTENCES as ANSWER_READING_SENTENCES
from tanheng.engine.case.overrides import SENTENCES as OVERRIDE_SENTENCES
from tanheng.engine.case.problems import SENTENCES as CASE_SENTENCES
from tanheng.engine.case.register_problems import SENTENCES as REGISTER_SENTENCES
from tanheng.engine.case.value_problems import SENTENCES as VALUE_SENTENCES
from tanheng.engine.checks.far_from_default import SENTENCES as FAR_SENTENCES
from tanheng.engine.checks.last_year import SENTENCES as LAST_YEAR_SENTENCES
from tanheng.engine.checks.month_gaps import SENTENCES as GAP_SENTENCES
from tanheng.engine.checks.months import SENTENCES as MONTH_SENTENCES
from tanheng.engine.problems import SEVERITY_ORDER, Severity
from tanheng.engine.run_problems import SENTENCES as RUN_SENTENCES
from tanheng.engine.sentences import Sentence
from tanheng.engine.text import Text
from tanheng.engine.uncertainty.reading import SENTENCES as UNCERTAINTY_SENTENCES

STAGES = {
    "cell": Text("单元格", "cell"),
    "import": Text("导入", "import"),
    "table": Text("成批表", "table of a batch"),
    "run": Text("核算", "run"),
    "issue": Text("出具报告", "issue of a report"),
}
STAGE_OF_KIND = {"expectation": ("import",)}
STAGE_OF_CODE = {"FILE": ("cell",), "CASE": ("import",), "UNC": ("import",), "REC": ("import",), "RUN": ("run",), "BATCH": ("table",)}
# Codes that may weigh less, or more, than their table says.
OTHER_SEVERITIES: dict[str, tuple[Severity, ...]] = {
    "BATCH-133": ("note",),
    "BATCH-134": ("note",),
    "BATCH-135": ("warning",),
    "BATCH-140": ("note",),
    "CASE-107": ("error",),
    "CASE-150": ("warning",),
    "CASE-155": ("note",),
    "CASE-160": ("warning",),
    "FILE-210": ("note",),
    "FILE-227": ("warning",),
}


def tables() -> dict[str, Sentence]:
    """What every code says that readers and runs raise."""
    of_blocks = {**VALUE_SENTENCES, **ANSWER_READING_SENTENCES, **OVERRIDE_SENTENCES, **UNCERTAINTY_SENTENCES}
    of_series = {**MONTH_SENTENCES, **GAP_SENTENCES, **FAR_SENTENCES, **LAST_YEAR_SENTENCES}
    of_runs = {**RUN_SENTENCES, **ANSWER_SENTENCES, **of_series}
    return {**FILE_SENTENCES, **CASE_SENTENCES, **REGISTER_SENTENCES, **of_blocks, **of_runs}


def stages_of(code: str) -> tuple[str, ...]:
    """Where a code is raised."""
    return STAGE_OF_CODE[code.partition("-")[0]]


def severities_of(code: str, usual: Severity) -> tuple[Severity, ...]:
    """How a code may weigh, the heaviest first."""
    return tuple(sorted((usual, *OTHER_SEVERITIES.get(code, ())), key=lambda one: SEVERITY_ORDER[one]))
