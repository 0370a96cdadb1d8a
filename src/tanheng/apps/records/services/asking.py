"""What is asked before a file takes the place of figures that count: why, and whether what others have changed shall be changed again.

It is asked when the file is read, and again under the company's lock where another import has come in between.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.people.models import User
from tanheng.apps.records.models import Import
from tanheng.apps.records.selectors import accepted_imports, current_import
from tanheng.apps.records.selectors.since_base import (
    Giver,
    OthersFigure,
    Waited,
    base_of,
    changed_by_others,
    spoken_fact,
    text_of,
    told,
)
from tanheng.apps.records.selectors.superseding import Fact, Superseding, facts_changed, would_supersede
from tanheng.apps.records.selectors.typed_figures import typed_otherwise
from tanheng.apps.sites.models import Node
from tanheng.engine.case import Case
from tanheng.engine.places import Place
from tanheng.engine.text import Text
from tanheng.engine.wording import Wording
from tanheng.pages.language import reader_language
from tanheng.rulebook import load

REASON = "reason"
MOST_NAMED = 8  # of what is no figure, in the sentence that asks for a reason
ONE_OF = {"attributes": "attribute", "overrides": "override", "uncertainties": "uncertainty"}


class AskedError(ValidationError):
    """A file that would change what counts is not taken over before something is said of it; `found`: what it would change."""

    def __init__(self, sentences: list[ValidationError], found: Superseding | None) -> None:
        super().__init__(sentences)
        self.found = found


class ReasonNeededError(AskedError):
    """A file takes back or changes figures that count, and nobody said why."""

    def __init__(self, found: Superseding, stated: list[Text]) -> None:
        words = (
            _("The file changes what counts since import %(number)s: %(changed)s figures changed, %(gone)s gone. Say why.")
            if found.figures
            else _("No figure is another, but what counts since import %(number)s is gone or another in the file: %(stated)s. Say why.")
        )
        gone = sum(one.after is None for one in found.figures)
        params = {"number": found.before.number, "changed": len(found.figures) - gone, "gone": gone, "stated": _listed(stated)}
        super().__init__([ValidationError(words, params=params)], found)

    @property
    def goes_on_with(self) -> str:
        """What is to be said when it is asked for again."""
        return REASON


class TypedOverError(AskedError):
    """A file says something else than what others have typed since, and nobody said why."""

    def __init__(self, count: int) -> None:
        words = _("Others have typed %(count)s figures that are not in the year's figures yet, and the file says something else. Say why.")
        super().__init__([ValidationError(words, params={"count": count})], None)

    @property
    def goes_on_with(self) -> str:
        """What is to be said when it is asked for again."""
        return REASON


class OthersChangedError(AskedError):
    """A file would change figures that others have changed since it was made, and nobody confirmed it.

    Whoever may give figures but not read them is told how many they are.
    """

    def __init__(self, found: Superseding, figures: list[OthersFigure], given: "Given", base: Import | None) -> None:
        words = (
            _("Since import %(base)s, from which the file was made, others have changed %(count)s figures that it would change again.")
            if base
            else _("The file does not say from which import it was made; others have changed %(count)s figures that it would change again.")
        )
        remedy = _("Look at them; confirm import %(number)s with the upload if the file shall count all the same.")
        params = {"base": base.number if base else "", "count": len(figures), "number": found.before.number}
        super().__init__([ValidationError(sentence, params=params) for sentence in (words, remedy)], found)
        self.counts = found.before.number
        self.base, self.figures = base, figures if given.sees else []
        self.problems = told(self.figures, given.case)

    @property
    def goes_on_with(self) -> str:
        """What a page that comes back to it later needs: the number of the import that would be confirmed."""
        return str(self.counts)

    @property
    def more(self) -> dict[str, Any]:
        """The same as data: the import the file was made from, the number to be confirmed, and every figure."""
        figures = [_as_data(one) for one in self.figures]
        return {"base": self.base.number if self.base else None, "confirm": self.counts, "figures": figures}


@dataclass(frozen=True)
class Given:
    """A case that somebody gives for a company, and what they say with it; `asked_at`: the number of the import that counted then."""

    node: Node
    case: Case
    giver: User
    reason: str
    base: int | None
    confirm: int | None
    sees: bool  # whether they may read the figures that count
    waited: Waited | None = None  # where it was not read at once
    asked_at: int | None = None


def asked(*, given: Given) -> Given:
    """The same, with the import it was made from, once nothing is to be asked of it any more.

    Raises OthersChangedError, ReasonNeededError, TypedOverError, and ValidationError where the import that is named as base or
    confirmed is none.
    """
    case, before = given.case, current_import(given.node, given.case.year, given.case.pack_id)
    counts = before.number if before else 0
    if given.asked_at == counts:
        return given
    base = base_of(given.node, case, given.base)
    if given.confirm and not accepted_imports(given.node, case.year, case.pack_id).filter(number=given.confirm).exists():
        raise ValidationError(_("Import %(number)s does not count: it cannot be confirmed."), params={"number": given.confirm})
    if before is not None:
        _ask(before, base, given)
    if not given.reason and (count := len(typed_otherwise(given.node, case, given.giver))):
        raise TypedOverError(count)
    return replace(given, base=base.number if base else None, asked_at=counts)


def _ask(before: Import, base: Import | None, given: Given) -> None:
    giver = Giver(given.giver, given.waited, given.confirm or 0)
    others = changed_by_others(before, given.case, base=base, giver=giver)
    if others:
        raise OthersChangedError(would_supersede(before, given.case), others, given, base)
    if given.reason:
        return
    found = would_supersede(before, given.case)
    if found.figures or (stated := facts_changed(before, given.case)):
        raise ReasonNeededError(found, [] if found.figures else _spoken(stated, given))


def _spoken(stated: list[Fact], given: Given) -> list[Text]:
    """What the facts are of; how many, where the giver may not read what counts."""
    if not given.sees:
        return [Text(f"{len(stated)} 项", f"{len(stated)} statements")]
    wording = Wording(load(given.case.pack_id), given.case.facilities, form=True)
    return [spoken_fact(fact, wording) for fact in stated]


def _listed(names: list[Text]) -> str:
    """Names in the reader's language, the first of them where they are many."""
    lang = reader_language()
    shown = [name.in_(lang) for name in names[:MOST_NAMED]]
    return ("、" if lang == "zh" else ", ").join(shown) + (" …" if len(names) > MOST_NAMED else "")


def _as_data(one: OthersFigure) -> dict[str, Any]:
    quantity, facility, item, month = one.figure if isinstance(one.figure, Place) else (None, None, None, None)
    stated = {} if isinstance(one.figure, Place) else {ONE_OF[one.figure[0]]: [part for part in one.figure[1:] if part]}
    figure = {"quantity": quantity, "facility": facility, "item": item, "month": month, **stated}
    said = {"base": text_of(one.base), "now": text_of(one.now), "file": text_of(one.file)}
    return {**figure, **said, "upload": one.by.pk, "number": one.by.number, "by": str(one.by.by), "at": one.by.at.isoformat()}
