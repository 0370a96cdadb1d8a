"""The page of the carbon flows of a run 碳流图: picture, table, choice of facilities; and the same as a file and as plain data."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tanheng.analysis.carbon_flows import DEDUCTION, MATERIAL, ROUNDING, SOURCE, SUM, TOTAL, Flow, carbon_flows, facilities_in_total
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.addresses import explanation_address
from tanheng.documents.list_workbook import Listing
from tanheng.engine import run as engine
from tanheng.engine.numbers import ZERO, full_text, round_decimal, shown
from tanheng.pages.language import reader_language
from tanheng.pages.pictures.sankey import Words, sankey
from tanheng.pages.wording import shown_unit

VERSION = "carbon/1"
KIND_WORDS: dict[str, str | Promise] = {
    TOTAL: gettext_lazy("total"),
    SUM: gettext_lazy("sum"),
    SOURCE: gettext_lazy("source of emission"),
    MATERIAL: gettext_lazy("fuel or material"),
    DEDUCTION: gettext_lazy("deduction"),
    ROUNDING: gettext_lazy("rounding"),
}


@dataclass(frozen=True)
class Row:
    """A row of the table: a flow, what it flows into, its share of the total; what leaves beside the total is taken away."""

    depth: int
    kind: str
    name: str
    into: str
    value: Decimal
    text: str
    share: str
    address: str


@dataclass(frozen=True)
class Choice:
    """A facility, or the whole company, whose flows can be shown."""

    label: str
    address: str
    current: bool


class CarbonPage:
    """What is shown of the flows of a run, of a facility's where one is asked for."""

    def __init__(self, run: Run, computed: engine.Run, facility: str | None = None) -> None:
        self.run, self.computed, self.facility = run, computed, facility
        self.root = carbon_flows(computed, facility)
        self.unit = shown_unit(computed.pack.total_unit)

    @property
    def name(self) -> str:
        """Whose flows they are."""
        return self.computed.case.facility_names.get(self.facility or "", self.facility or "") or self.run.node.name

    @property
    def choices(self) -> list[Choice]:
        """The company and the facilities that bring something into its total."""
        names = self.computed.case.facility_names
        own = [
            Choice(names.get(one, one), carbon_address(self.run.pk, one), one == self.facility)
            for one in facilities_in_total(self.computed)
        ]
        return [Choice(self.run.node.name, carbon_address(self.run.pk), self.facility is None), *own]

    @property
    def picture(self) -> str:
        """The picture as SVG; its words are escaped where it is written. "" where nothing flows."""
        if self.root is None:
            return ""
        title = _("Flows of carbon of %(name)s, %(year)s") % {"name": self.name, "year": self.run.year}
        total = self._words(self.root)
        said = _("From fuels and materials on the left through the sources to %(total)s; the table below holds the same figures.")
        return sankey(self.root, self._words, title=title, description=said % {"total": f"{total.name} {total.amount}"})

    @property
    def rows(self) -> list[Row]:
        """The flows in the order of the picture, what they flow into before them."""
        return list(self._rows(self.root, "", 0)) if self.root else []

    def _rows(self, one: Flow, into: str, depth: int) -> Iterator[Row]:
        words = self._words(one)
        yield Row(
            depth, str(KIND_WORDS[one.kind]), words.name, into, one.value, self._amount(one.value), self._share(one.value), words.address
        )
        for fed in one.feeds:
            yield from self._rows(fed, words.name, depth + 1)
        for given in one.gives:
            out = self._words(given)
            value = given.value.copy_negate()
            yield Row(
                depth + 1, str(KIND_WORDS[given.kind]), out.name, words.name, value, self._amount(value), self._share(value), out.address
            )

    def _share(self, value: Decimal) -> str:
        assert self.root is not None
        percent = round_decimal(value * 100 / self.root.value, 2)
        return f"{percent or ZERO:,.2f} %".replace("-", "−")

    def _words(self, one: Flow) -> Words:
        """What a flow is called; its amount with the decimals that it has, two at most where it is a remainder of whole fractions."""
        address = explanation_address(self.run.pk, *one.place) if one.place else ""
        sign = "−" if one.kind == DEDUCTION else ""
        return Words(one.label.in_(reader_language()), f"{sign}{self._amount(one.value)} {self.unit}".strip(), address)

    def _amount(self, value: Decimal) -> str:
        exponent = value.as_tuple().exponent
        decimals = min(2, max(0, -exponent)) if isinstance(exponent, int) else 2
        return shown(value, decimals).replace("-", "−")

    def listing(self) -> Listing:
        """The table as a file."""
        headings = [_("Level"), _("Kind"), _("Flow"), _("Flows into"), self.unit, _("Share of the total")]
        rows = [(str(one.depth), one.kind, one.name, one.into, one.value, one.share) for one in self.rows]
        return Listing(_("Flows of carbon"), f"{self.name} · {self.run.year} · {self.run.pack}", headings, rows)

    def document(self) -> dict[str, Any]:
        """`carbon/1`: each node with what feeds it and what leaves it beside."""
        flows = None if self.root is None else _document(self.root, reader_language())
        head = {"tanheng": VERSION, "run": self.run.pk, "run_hash": self.run.run_hash, "facility": self.facility}
        return {**head, "unit": self.computed.pack.total_unit, "flows": flows}


def carbon_address(run_id: int, facility: str | None = None) -> str:
    """The page of the flows of a run, or of one of its facilities."""
    return reverse("accounting:carbon", args=[run_id]) + (f"?{urlencode({'facility': facility})}" if facility else "")


def _document(one: Flow, lang: str) -> dict[str, Any]:
    place = one.place
    number = None if place is None else {"quantity": place.quantity, "facility": place.facility, "item": place.item}
    row: dict[str, Any] = {"kind": one.kind, "label": one.label.in_(lang), "value": full_text(one.value), "number": number}
    row["feeds"] = [_document(fed, lang) for fed in one.feeds]
    row["gives"] = [_document(given, lang) for given in one.gives]
    return {name: value for name, value in row.items() if value not in (None, [])}
