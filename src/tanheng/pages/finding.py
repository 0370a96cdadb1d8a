"""What a search over everything asks of an app, and what the app gives: `App.finders` names the functions. It knows no app."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from tanheng.pages.actor import Reach

MOST_OF_A_KIND = 8  # shown of each kind; whoever wants more writes more words


@dataclass(frozen=True)
class Asked:
    """Words in small letters that must all be found, and where the reader stands; a finder gives nothing that `reach` does not open."""

    words: tuple[str, ...]
    reach: Reach
    node: Any  # the organisation in view, or None
    year: int
    pack: str  # the rule pack last looked at; "" at first
    lang: str

    def holds(self, *texts: str) -> bool:
        """Whether every word stands in one of the texts."""
        joined = "\n".join(texts).casefold()
        return all(word in joined for word in self.words)

    def where(self, *fields: str) -> Q:
        """The same asked of the columns of a table."""
        found = Q()
        for word in self.words:
            one = Q()
            for field in fields:
                one |= Q(**{f"{field}__icontains": word})
            found &= one
        return found


@dataclass(frozen=True)
class Found:
    """One thing: the kind it is listed under, what it is called, what is said beside it, and its page."""

    kind: str
    label: str
    beside: str
    address: str
