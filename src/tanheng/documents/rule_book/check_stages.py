"""Where each check runs and how it weighs: what the sentences of readers and runs do not say themselves.

Severities that a code may have beside or instead of `error` stand here; a test holds them against the places that raise them.
"""

from __future__ import annotations

from tanheng.documents.reading.problems import SENTENCES as FILE_SENTENCES
from tanheng.engine.answers import SENTENCES as ANSWER_SENTENCES
from tanheng.engine.case.answers import SENTENCES as ANSWER_READING_SENTENCES
from tanheng.engine.case.overrides import SENTENCES as OVERRIDE_SENTENCES
from tanheng.engine.case.problems import SENTENCES as CASE_SENTENCES
from tanheng.engine.case.register_problems import SENTENCES as REGISTER_SENTENCES
from tanheng.engine.checks.far_from_default import FAR_FROM_DEFAULT, FAR_SENTENCE
from tanheng.engine.checks.last_year import SENTENCES as LAST_YEAR_SENTENCES
from tanheng.engine.checks.month_gaps import GAP_SENTENCE, MONTH_GAP
from tanheng.engine.checks.months import MONTH_OUTLIER, MONTH_SENTENCE
from tanheng.engine.run_problems import SENTENCES as RUN_SENTENCES
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
SEVERITIES: dict[str, tuple[str, ...]] = {
    "CASE-107": ("warning",),
    "CASE-115": ("warning",),
    "CASE-116": ("warning",),
    "CASE-150": ("error", "warning"),
    "CASE-154": ("warning",),
    "CASE-155": ("warning",),
    "CASE-157": ("warning",),
    "CASE-171": ("warning",),
    "CASE-174": ("warning",),
    "CASE-175": ("note",),
    "CASE-176": ("warning",),
    "CASE-177": ("note",),
    "CASE-178": ("warning",),
    "CASE-183": ("warning",),
    "CASE-189": ("note",),
    "CASE-190": ("note",),
    "FILE-210": ("warning",),
    "FILE-211": ("warning",),
    "FILE-212": ("warning",),
    "FILE-225": ("warning",),
    **dict.fromkeys(("FILE-247", "FILE-248", "FILE-249"), ("warning",)),
    "FILE-250": ("note",),
    "FILE-252": ("warning",),
    "FILE-303": ("warning",),
    "REC-102": ("warning",),
    "REC-106": ("warning",),
    "RUN-201": ("warning",),
    "RUN-203": ("warning",),
    "RUN-204": ("note",),
    "RUN-211": ("note",),
    **dict.fromkeys(("RUN-221", "RUN-222", "RUN-223", "RUN-231", "RUN-232", "RUN-233", "RUN-234"), ("warning",)),
}


def tables() -> dict[str, tuple[str, str, str, str]]:
    """The sentences of every code that readers and runs raise: message zh, en, remedy zh, en."""
    of_blocks = {**ANSWER_READING_SENTENCES, **OVERRIDE_SENTENCES, **UNCERTAINTY_SENTENCES}
    of_series = {MONTH_OUTLIER: MONTH_SENTENCE, MONTH_GAP: GAP_SENTENCE, FAR_FROM_DEFAULT: FAR_SENTENCE}
    of_runs = {**RUN_SENTENCES, **ANSWER_SENTENCES, **LAST_YEAR_SENTENCES, **of_series}
    return {**FILE_SENTENCES, **CASE_SENTENCES, **REGISTER_SENTENCES, **of_blocks, **of_runs}


def stages_of(code: str) -> tuple[str, ...]:
    """Where a code is raised."""
    return STAGE_OF_CODE[code.partition("-")[0]]


def severities_of(code: str) -> tuple[str, ...]:
    """How a code may weigh, the heaviest first."""
    return SEVERITIES.get(code, ("error",))
