"""The sheet of answers in input tables: what a person says to a warning about figures, an answer a row, and open doubts ready for one.

Words and cells only; what an answer may say is judged by `engine.case.answers`, whether it holds by `engine.answers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tanheng.documents.input.headings import ANSWER_HEADINGS, NOT_APPLICABLE, Names, both, folded, item_names
from tanheng.documents.input.tables import Row
from tanheng.engine.answer import CONFIRMED, SAYS, Answer
from tanheng.engine.case import Case
from tanheng.engine.pack import Pack
from tanheng.engine.places import Origin
from tanheng.engine.problems import Problem
from tanheng.engine.text import Text

FIELDS = tuple(ANSWER_HEADINGS)
IN_CSV = tuple(field for field in FIELDS if field != "doubt")  # the reason last: it may hold separators
SAYS_NAMES = Names(SAYS.items())
PRINTED_WORDS = {True: Text("打印", "yes"), False: Text("不打印", "no")}
YES_AND_NO = {
    **dict.fromkeys(("打印", "是", "yes", "true", "1"), True), **dict.fromkeys(("不打印", "否", "no", "false", "0"), False)
}  # fmt: skip
MONTH = re.compile(r"0?(\d{1,2})\s*月?份?")
WHOLE_YEAR = {"全年", "year"}


def answer_rows(pack: Pack, case: Case, doubts: tuple[Problem, ...] = ()) -> Iterator[dict[str, str]]:
    """The cells of a case's answers by field, then those of open doubts: confirmed, as most are, once reason and person are filled in."""
    for one in case.answers:
        yield _cells(pack, one, "")
    for problem in doubts:
        where = problem.where
        place = (where.quantity, where.facility, where.item, where.month)
        doubt = both(problem.message)
        yield _cells(pack, Answer(problem.code, *place, problem.digest, CONFIRMED, "", ""), doubt)


def _cells(pack: Pack, one: Answer, doubt: str) -> dict[str, str]:
    quantity = pack.quantities.get(one.quantity or "")
    row = pack.tables[quantity.item_table].rows.get(one.item or "") if quantity and quantity.item_table else None
    return {
        "code": one.code, "doubt": doubt, "quantity": both(quantity.label) if quantity else one.quantity or "",
        "facility": one.facility or "", "item": both(row.label) if row else one.item or "",
        "month": "" if one.month is None else str(one.month), "says": both(SAYS[one.says]) if one.says else "",
        "person": one.person, "on": one.on, "printed": "" if one.printed else both(PRINTED_WORDS[False]),
        "digest": one.digest, "reason": one.reason,
    }  # fmt: skip


def answer_entry(pack: Pack, facilities: Names, texts: Mapping[str, str]) -> dict[str, Any]:
    """The entry of `answers` that a row stands for; an unknown word goes on as typed, for the case reader to name."""
    cells = {name: "" if folded(text) in NOT_APPLICABLE else text.strip() for name, text in texts.items() if name != "doubt"}
    quantities = Names((one.id, one.label) for one in pack.quantities.values())
    quantity = pack.quantities.get(quantities.find(cells["quantity"]) or "")
    items = item_names(pack, quantity.item_table) if quantity and quantity.by_item else Names(())
    entry: dict[str, Any] = {
        **cells,
        "quantity": quantity.id if quantity else cells["quantity"],
        "facility": facilities.find(cells["facility"]) or cells["facility"],
        "item": items.find(cells["item"]) or cells["item"],
        "month": _month(cells["month"]),
        "says": SAYS_NAMES.find(cells["says"]) or cells["says"],
        "printed": YES_AND_NO.get(folded(cells["printed"]).split(" ")[0], cells["printed"]),
    }
    return {name: value for name, value in entry.items() if value != ""}


def answer_places(path: tuple[str | int, ...], row: Row, file: str) -> dict[tuple[str | int, ...], Origin]:
    """Where each key of an entry stands, for the problems of the case reader."""
    return {path: row.origin(file, "code"), **{(*path, name): row.origin(file, name) for name in row.columns}}


def _month(text: str) -> Any:
    """A month as a number, the year as blank, anything else as typed."""
    found = MONTH.fullmatch(text)
    return int(found.group(1)) if found else "" if folded(text) in WHOLE_YEAR else text
