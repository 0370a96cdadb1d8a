"""The chain as it is shown: folded into a picture, as the rows of a table, and as plain data."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanheng.apps.accounting.pages.addresses import place_query
from tanheng.apps.accounting.pages.chain.steps import COLOURS, Mark, Step
from tanheng.apps.accounting.pages.chain.walk import Chain
from tanheng.documents.list_workbook import Listing
from tanheng.engine.places import Place
from tanheng.pages.pictures.folding import Key, Shown, folded, key_of, key_text
from tanheng.pages.pictures.tree import Box, tree

VERSION = "chain/1"
MOST_OPENED = 40
SHEET_NAME = 31  # the longest that Excel takes


@dataclass(frozen=True)
class Row:
    """A row of the table on the page: a step at its depth, and where it is opened ("" not)."""

    depth: int
    step: Step
    folded: int
    open_address: str


class ShownChain:
    """The chain of one number as far as a page shows it; `opened` are the keys that were opened by hand."""

    def __init__(self, chain: Chain, root: Step, place: Place, opened: Collection[Key] = ()) -> None:
        self.chain, self.place, self.opened = chain, place, set(opened)
        self.top: Shown[Step] = folded(root, chain.below, opened)

    @property
    def picture(self) -> str:
        """The picture as SVG; its words are escaped where it is written."""
        root = self.top.step
        title = _("From meter to report: %(name)s") % {"name": root.name}
        description = _("Each box rests on those to its right; the largest contributors are shown first, the rest opens.")
        return tree(self._box(self.top), title=f"{title} · {root.place} · {root.amount}", description=description)

    @property
    def rows(self) -> list[Row]:
        """The same steps in the order of a table."""
        return [
            Row(len(one.key), one.step, one.folded, self._open_address(one) if one.folded or one.closed else "") for one in self.top.walk()
        ]

    @property
    def marks(self) -> list[tuple[Step, Mark]]:
        """What is missing or wrong at the steps shown."""
        return [(one.step, mark) for one in self.top.walk() for mark in one.step.marks]

    def _box(self, one: Shown[Step]) -> Box:
        step = one.step
        more = ngettext("%(count)s more", "%(count)s more", one.folded) % {"count": one.folded} if one.folded else ""
        return Box(
            step.word,
            step.name,
            tuple(line for line in (step.amount, step.place, step.origin) if line),
            tuple(mark.text for mark in step.marks),
            step.address,
            COLOURS[step.kind],
            self._open_address(one) if one.closed else "",
            _("open here"),
            tuple(self._box(below) for below in one.below),
            more,
            self._open_address(one) if one.folded else "",
        )

    def _open_address(self, one: Shown[Step]) -> str:
        opened = sorted({*self.opened, one.key})[:MOST_OPENED]
        query = [("open", key_text(key)) for key in opened]
        return chain_address(self.chain.run.pk, self.place, query)


def chain_address(run_id: int, place: Place, opened: Iterable[tuple[str, str]] = ()) -> str:
    """The page of the chain of a number."""
    query = "&".join(part for part in (place_query(*place[1:]), urlencode(list(opened))) if part)
    return reverse("accounting:chain", args=[run_id, place.quantity]) + (f"?{query}" if query else "")


def opened_keys(texts: Iterable[str]) -> list[Key]:
    """The keys that an address opens; what is none is left out."""
    found = (key_of(one) for one in list(texts)[:MOST_OPENED])
    return [one for one in found if one is not None]


def chain_listing(chain: Chain, root: Step) -> Listing:
    """Every step of the way as the table of a file, folded nowhere."""
    headings = [
        _("Level"),
        _("Step"),
        _("What it is"),
        _("Place and time"),
        _("Value"),
        _("Unit"),
        _("Where it comes from"),
        _("Missing"),
        _("Remedy"),
    ]
    rows = []
    for depth, step, _below in chain.every(root):
        marks = ("; ".join(one.text for one in step.marks), "; ".join(one.remedy for one in step.marks))
        rows.append([str(depth), step.word, step.name, step.place, step.value, step.unit, step.origin, *marks])
    note = f"{root.name} · {root.place} · {root.amount}"
    return Listing(_("From meter to report")[:SHEET_NAME], note, headings, rows)


def chain_document(chain: Chain, root: Step) -> dict[str, Any]:
    """`chain/1`: every step once, with the ids of what it rests on."""
    steps = [_document(step, below) for _depth, step, below in chain.every(root)]
    return {"tanheng": VERSION, "run": chain.run.pk, "run_hash": chain.run.run_hash, "root": root.id, "steps": steps}


def _document(step: Step, below: tuple[str, ...]) -> dict[str, Any]:
    row = {
        "id": step.id,
        "kind": step.kind,
        "name": step.name,
        "place": step.place,
        "value": step.found.value if step.found and step.kind in ("result", "number", "input", "default", "parameter") else None,
        "unit": step.unit,
        "origin": step.origin,
        "page": step.address,
        "rests_on": list(below),
        "missing": [{"code": one.code, "text": one.text, "remedy": one.remedy, "page": one.address} for one in step.marks],
    }
    return {name: value for name, value in row.items() if value not in (None, "", [])}
