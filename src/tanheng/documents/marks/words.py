"""What a mark says and looks like: the words of a severity, the comment of a cell, the colours, the name of the problem sheet.

Comments begin and end with signs of ours, so that they are found again, whichever program saved the workbook in between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tanheng.documents.reading.cells import Corner, Sheet
from tanheng.engine.problems import ANSWERED, SEVERITY_ORDER, TO_BE_ANSWERED, Problem, Severity
from tanheng.engine.text import Text

PROBLEM_SHEET = "问题 Problems"
PROBLEM_MARK = "tanheng-problems/1"  # stands in the first row of the problem sheet, whatever the sheet is called by now
MARK_ROWS, HEADING_ROW = 3, 4  # of the problem sheet
AUTHOR = "碳衡 Tanheng"
OPENING, CLOSING = "▼ 碳衡 Tanheng", "▲"
BLOCK = re.compile(rf"(?<!\n)\n*{OPENING}.*?(?:{CLOSING}|\Z)", re.DOTALL)  # begins where a run of line ends does
SEVERITY_WORDS: dict[Severity, Text] = {
    "error": Text("错误", "Error"), "warning": Text("警告", "Warning"), "note": Text("提示", "Note"),
}  # fmt: skip
REMEDY, ANSWER = Text("办法：", "Remedy: "), Text("答复：", "Answer: ")
# Red, amber, blue under black text; no program offers these very shades, so a cell of this colour was coloured here.
COLOURS: dict[Severity, str] = {"error": "FFF8B9B3", "warning": "FFFFD98A", "note": "FFC4DDF6"}
LONGEST_COMMENT = 8_000  # characters: a spreadsheet takes 32 767 in a cell, a comment is for the eye
UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def mark_corner(sheet: Sheet) -> Corner | None:
    """The cell with the mark of a problem sheet, wherever its columns went; None on any other sheet."""
    marks = (at for at, cell in sheet.cells.items() if at[0] <= MARK_ROWS and cell.text.strip() == PROBLEM_MARK)
    return next(marks, None)


def is_problem_sheet(sheet: Sheet) -> bool:
    """Whether a sheet is the list of problems that we put in front."""
    return mark_corner(sheet) is not None


def base_of_marks(sheets: Iterable[Sheet]) -> str:
    """What the list of problems says the figures were taken from, beside its mark; "" where it does not, or there is none."""
    marks = ((sheet, corner) for sheet in sheets if (corner := mark_corner(sheet)) is not None)
    return next((sheet.at(row, column + 1).text.strip() for sheet, (row, column) in marks), "")


def shown(text: str) -> str:
    """The text as XML can hold it; what it cannot hold is replaced by a sign."""
    return UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))


def worst(problems: Sequence[Problem]) -> Severity:
    """The severity that counts most."""
    return min((one.severity for one in problems), key=lambda severity: SEVERITY_ORDER[severity])


def severity_text(problem: Problem, lang: str) -> str:
    """The severity in words, and whether an answer is wanted or given."""
    state = (ANSWERED if problem.answer else TO_BE_ANSWERED).in_(lang) if problem.asks else ""
    return SEVERITY_WORDS[problem.severity].in_(lang) + state


def remedy_text(problem: Problem, lang: str) -> str:
    """How to mend it, or the answer that was given to it."""
    if problem.answer:
        return ANSWER.in_(lang) + problem.answer.as_text(lang)
    return REMEDY.in_(lang) + problem.remedy.in_(lang)


def comment_text(problems: Sequence[Problem], lang: str) -> str:
    """The comment of a cell: of every problem its severity, code, sentence and remedy."""
    ordered = sorted(problems, key=lambda one: SEVERITY_ORDER[one.severity])
    parts = [f"{severity_text(one, lang)} {one.code}\n{one.message.in_(lang)}\n{remedy_text(one, lang)}" for one in ordered]
    body = shown("\n\n".join(dict.fromkeys(parts))).replace(OPENING, "").replace(CLOSING, "")
    return f"{OPENING}\n{body[:LONGEST_COMMENT]}\n{CLOSING}"
