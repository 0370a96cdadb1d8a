"""A version of the plan as a file in the layout of the form."""

from typing import Literal

from tanheng.apps.evidence.selectors import content_of
from tanheng.apps.monitoring.selectors.pictures import pictures_of
from tanheng.apps.monitoring.selectors.plans import StandingPlan
from tanheng.documents.plan.word import Picture, plan_word
from tanheng.documents.plan.workbook import plan_workbook
from tanheng.engine.plan.lists import PICTURES
from tanheng.engine.text import Text
from tanheng.pages.language import reader_language
from tanheng.rulebook.plans import plan_name

MARK = Text("第{number}版 {state}", "Version {number}, {state}")


def plan_file(found: StandingPlan, kind: Literal["xlsx", "docx"]) -> tuple[str, bytes]:
    """The name and the bytes of the file, in the reader's language."""
    lang, plan = reader_language(), found.plan
    year = (plan.from_month or found.draft.at).year
    name = plan_name(plan.packs, year)
    file_name = f"{name.in_(lang)}-{found.node.code}-{year}-{found.number}.{kind}"
    if kind == "xlsx":
        return file_name, plan_workbook(plan, name, lang)
    mark = MARK.in_(lang).format(number=found.number, state=found.state.label.in_(lang))
    pictures = [
        Picture(f"B.2 {PICTURES[one.kind].in_(lang)}{f' {one.caption}' if one.caption else ''}", content_of(one.file))
        for one in pictures_of(found)
        if one.file is not None
    ]
    return file_name, plan_word(plan, name, lang, mark=mark, pictures=pictures)
