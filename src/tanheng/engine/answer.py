"""What a person says to one warning. Which answer holds for which warning stands in `engine.answers`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tanheng.engine.places import NOWHERE, Origin
from tanheng.engine.text import Text

AnswerPlace = tuple[str, str, str, str, int]  # code, quantity, facility, item, month ("" and 0: none)
CONFIRMED, CORRECTED = "confirmed", "corrected"
WORD = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]|[^\\W\\d_]{2}")  # a Chinese character, or letters
WAITS = "CASE-189"  # the note on an entry whose reason and person are blank
SAYS = {CONFIRMED: Text("确认无误", "confirmed"), CORRECTED: Text("已更正", "corrected")}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says to one warning: its code and place, the digest of its figures, and why they are right or were mended."""

    code: str
    quantity: str | None
    facility: str | None
    item: str | None
    month: int | None
    digest: str
    says: str  # confirmed, corrected
    reason: str
    person: str
    on: str = ""  # YYYY-MM-DD
    printed: bool = True  # in the report for the authority
    origin: Origin = NOWHERE

    @property
    def place(self) -> AnswerPlace:
        """What is answered, whichever its figures."""
        return (self.code, self.quantity or "", self.facility or "", self.item or "", self.month or 0)

    @property
    def key(self) -> tuple[AnswerPlace, str]:
        """What is answered, with these figures."""
        return (self.place, self.digest)

    def as_document(self) -> dict[str, Any]:
        """The entry of `case/1`; what is blank is left out, and that it is printed goes without saying."""
        names = ("code", "quantity", "facility", "item", "month", "digest", "says", "reason", "person", "on")
        entry = {name: value for name in names if (value := getattr(self, name)) not in (None, "")}
        return entry if self.printed else {**entry, "printed": False}

    def as_text(self, lang: str = "zh") -> str:
        """One line: what is said and why, by whom and when."""
        who = "，".join if lang.startswith("zh") else ", ".join
        said = who(part for part in (self.person, self.on) if part)
        text = Text(f"{SAYS[self.says].zh}：{self.reason}（{said}）", f"{SAYS[self.says].en}: {self.reason} ({said})")
        return text.in_(lang)


def answer_of(entry: Mapping[str, Any]) -> Answer:
    """The answer of an entry of `case/1` that was read or written before."""
    blank = dict.fromkeys(("quantity", "facility", "item", "month"))
    return Answer(**{**blank, **entry})


def says_why(reason: str) -> bool:
    """Whether a reason has at least one word: a point, digits or blanks explain nothing."""
    return WORD.search(reason) is not None
