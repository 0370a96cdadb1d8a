"""An import's own workbook with its problems at their cells: of an accepted one from the evidence, of a refused one while it is kept."""

from pathlib import PurePath

from tanheng.apps.evidence.selectors import content_of
from tanheng.apps.records.models import Import
from tanheng.apps.records.selectors import is_current
from tanheng.apps.records.selectors.doubts import year_case, year_problems
from tanheng.apps.records.selectors.since_base import base_text
from tanheng.documents.marks.file import UnmarkableFile, is_markable, marked_workbook
from tanheng.engine.case import Case
from tanheng.engine.problems import Problem
from tanheng.pages.problem_texts import stored_problems
from tanheng.store.refused_files import refused_content

# Of a file that could not be opened at all there are no cells to mark.
UNREADABLE = {
    "FILE-001", "FILE-002", "FILE-003", "FILE-005", "FILE-201", "FILE-202", "FILE-203", "FILE-204", "FILE-205", "FILE-207", "FILE-301",
}  # fmt: skip
SUFFIX = {"zh": "标注", "en": "marked"}


def can_be_marked(one: Import) -> bool:
    """Whether there is something to mark and the file is still there."""
    problems = stored_problems(one.problems)
    if not is_markable(one.file_name) or UNREADABLE & {problem.code for problem in problems}:
        return False
    if one.accepted:
        return bool(problems) or (is_current(one) and bool(year_problems(one)))
    return bool(problems) and refused_content(one.node_id, one.pk, one.sha256) is not None


def marked_is_gone(one: Import) -> bool:
    """Whether the file was refused, could have been marked, and is not kept any more."""
    problems = stored_problems(one.problems)
    readable = is_markable(one.file_name) and not UNREADABLE & {problem.code for problem in problems}
    return not one.accepted and readable and refused_content(one.node_id, one.pk, one.sha256) is None


def marked_import(one: Import, lang: str) -> tuple[str, bytes] | None:
    """Name and content of the marked workbook in the reader's language; None where there is none (any more)."""
    if not is_markable(one.file_name):
        return None
    content = content_of(one.file) if one.file else refused_content(one.node_id, one.pk, one.sha256)
    if content is None:
        return None
    problems, case = _found(one)
    try:
        marked = marked_workbook(one.file_name, content, problems, lang, case, base=base_text(one) if one.accepted else "")
    except UnmarkableFile:
        return None
    return f"{PurePath(one.file_name).stem}-{SUFFIX[lang]}.xlsx", marked


def _found(one: Import) -> tuple[list[Problem], Case | None]:
    """What was found when the file was read; of the figures that count also what their checks say, with the answers."""
    if not one.accepted or not is_current(one):
        return stored_problems(one.problems), None
    return year_problems(one), year_case(one)
