"""What the page of a meter says backwards: the numbers of the newest run that rest on it, so that a verifier walks on from the meter."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q

from tanheng.apps.accounting.models import Run, StoredResult
from tanheng.apps.accounting.pages.chain.shown import chain_address
from tanheng.apps.accounting.pages.overview import shown_value
from tanheng.apps.monitoring.selectors.grounds import Figure
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.engine.pack import Pack
from tanheng.engine.places import Place
from tanheng.pages.language import reader_language
from tanheng.pages.panel import Panel
from tanheng.pages.request import PageRequest
from tanheng.pages.wording import item_label, shown_unit
from tanheng.rulebook import sound_pack


@dataclass(frozen=True)
class RestingRow:
    """A number that rests on the meter, or (no text) the input that it serves; with the page of its chain."""

    label: str
    place: str
    text: str
    unit: str
    address: str


@dataclass(frozen=True)
class RestingRun:
    """A run with its numbers that rest on the meter."""

    run: Run
    rows: list[RestingRow]


def meter_panel(request: PageRequest, company: Node, served: Collection[tuple[str, Figure]]) -> Panel | None:
    """By what a meter serves, each a rule pack and a figure of it: the newest run by that pack; None where nothing was run yet."""
    found = [one for pack_id, figure in dict.fromkeys(served) if (one := _resting(company, pack_id, figure))]
    return Panel("accounting/meter_panel.html", {"runs": found}) if found else None


def _resting(company: Node, pack_id: str, figure: Figure) -> RestingRun | None:
    pack = sound_pack(pack_id)
    run = Run.objects.filter(node=company, pack=pack_id).order_by("-year", "-number").first()
    if pack is None or run is None or figure.quantity not in pack.quantities:
        return None
    return RestingRun(run, [_input_row(pack, run, figure), *_result_rows(pack, run, figure)])


def _input_row(pack: Pack, run: Run, figure: Figure) -> RestingRow:
    label = pack.quantities[figure.quantity].label.in_(reader_language())
    place = Place(figure.quantity, figure.facility or None, figure.item or None)
    return RestingRow(label, _where(pack, place, _names(run.node)), "", "", chain_address(run.pk, place))


def _result_rows(pack: Pack, run: Run, figure: Figure) -> Iterator[RestingRow]:
    above = pack.results_above[figure.quantity]
    facility = Q(facility__in=(figure.facility, "")) if figure.facility else Q()
    item = Q(item__in=(figure.item, "")) if figure.item else Q()
    stored = StoredResult.objects.filter(facility, item, run=run, month=None, quantity__in=above)
    names = _names(run.node)
    order = {name: number for number, name in enumerate(pack.formulas)}
    for one in sorted(stored, key=lambda row: (order.get(row.quantity, 0), row.pk)):
        quantity = pack.quantities[one.quantity]
        place = Place(one.quantity, one.facility or None, one.item or None)
        text, label = shown_value(quantity, one.value, None), quantity.label.in_(reader_language())
        yield RestingRow(label, _where(pack, place, names), text, shown_unit(one.unit), chain_address(run.pk, place))


def _names(company: Node) -> Mapping[str, str]:
    """What the facilities of a company are called."""
    return dict(descendants(company, kind="facility").values_list("code", "name"))


def _where(pack: Pack, place: Place, names: Mapping[str, str]) -> str:
    code = place.facility or ""
    return " · ".join(part for part in (names.get(code, code), item_label(pack, place.quantity, place.item)) if part)
