"""What the page of the bridge shows: the other edition's number for a stored run, its six parts as chart and table, what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from tanheng.analysis.bridge.map import BridgeMap, read_bridge_map
from tanheng.analysis.bridge.parts import PARTS, Bridge, Detail, bridge
from tanheng.analysis.bridge.problems import missing_inputs
from tanheng.analysis.bridge.words import labels_of, worded
from tanheng.analysis.totals import total_place
from tanheng.analysis.waterfall import window
from tanheng.apps.accounting.forms import ATTRIBUTE, VALUE, Field, attribute_field, value_field
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.addresses import explanation_address
from tanheng.apps.accounting.pages.problem_rows import problem_rows
from tanheng.engine import run as engine
from tanheng.engine.pack import Pack
from tanheng.engine.places import Where
from tanheng.pages.charts import Chart, waterfall
from tanheng.pages.language import reader_language
from tanheng.pages.wording import item_label
from tanheng.rulebook import load, loadable_packs
from tanheng.rulebook.bridge_maps import bridge_maps


@dataclass
class BridgePage:
    """Everything the page shows; `found` is None while no other edition is chosen. `unknown` is asked for and not there."""

    targets: list[Pack]
    target: Pack | None
    unknown: str = ""
    units: tuple[str, str] = ("", "")  # of the two totals
    found: Bridge | None = None
    start_address: str = ""
    steps: list[dict[str, Any]] = field(default_factory=list)
    details: list[dict[str, Any]] = field(default_factory=list)
    handed: list[dict[str, str]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    chart: dict[str, Any] = field(default_factory=dict)

    @property
    def converted(self) -> bool:
        """Whether any input was got by arithmetic."""
        return any(row["by"] for row in self.handed)


@cache
def common_map() -> BridgeMap:
    """What the editions have in common; rules do not change while a server runs."""
    return read_bridge_map(bridge_maps())


def targets_of(pack: Pack) -> list[Pack]:
    """Other editions of the same sector whose total is of the same kind: emissions, or allowances."""
    found = [one for one in loadable_packs(pack.sector.id) if one.id != pack.id]
    return [one for one in found if one.is_allowance == pack.is_allowance]


def bridge_of(computed: engine.Run, target: Pack, given: Mapping[str, Any]) -> Bridge:
    """The bridge of a run that has been recomputed."""
    return bridge(computed, target, common_map(), load, given=given)


def bridge_page(
    run: Run,
    computed: engine.Run,
    target_id: str,
    given: Mapping[str, Any],
    price: Decimal | None,
    query: Mapping[str, str],
) -> BridgePage:
    """The page of a run, to the edition asked for or else the first there is."""
    targets = targets_of(computed.pack)
    target = next((one for one in targets if one.id == target_id), targets[0] if targets else None)
    page = BridgePage(targets, target, "" if target is None or target_id in ("", target.id) else target_id)
    if target is None:
        return page
    page.units = (computed.pack.total_unit, target.total_unit)
    page.found = found = bridge_of(computed, target, given)
    page.start_address = explanation_address(run.pk, *total_place(computed))
    page.problems = _problem_rows(run, computed, found)
    page.fields = _fields(found, target, query)
    labels = labels_of(found, common_map(), reader_language())
    page.handed = [_handed(one, found, labels) for one in found.handed]
    if found.parts:
        page.steps = _steps(found, price)
        page.details = [_detail(run, part.kind, one, price) for part in found.parts for one in part.details]
        page.chart = _chart(found, page.units)
    return page


def signed(number: Decimal | None) -> str:
    """With separators, a true minus and a plus; nothing for nothing."""
    if number is None:
        return ""
    return (format(number, "+,f") if number else format(number, ",f").removeprefix("-")).replace("-", "−")


def plain(number: Decimal | None) -> str:
    """With separators and a true minus; a dash for nothing."""
    return "—" if number is None else format(number, ",f").replace("-", "−")


def money(tonnes: Decimal | None, price: Decimal | None) -> Decimal | None:
    """Tonnes times price, exactly."""
    return None if price is None or tonnes is None else tonnes * price


def _steps(found: Bridge, price: Decimal | None) -> list[dict[str, Any]]:
    lang = reader_language()
    return [
        {
            "label": PARTS[part.kind].in_(lang),
            "tonnes": signed(part.tonnes),
            "money": signed(money(part.tonnes, price)),
            "lines": len(part.details),
        }
        for part in found.parts
    ]


def _detail(run: Run, kind: str, one: Detail, price: Decimal | None) -> dict[str, Any]:
    lang = reader_language()
    address = explanation_address(run.pk, one.quantity, one.facility, one.item) if one.quantity else ""
    return {
        "part": PARTS[kind].in_(lang),
        "label": one.label.in_(lang),
        "place": one.place.in_(lang),
        "before": one.before,
        "after": one.after,
        "unit": "" if one.unit == "1" else one.unit,
        "tonnes": signed(one.tonnes),
        "money": signed(money(one.tonnes, price)),
        "address": address,
    }


def _handed(one: Any, found: Bridge, labels: dict[str, str]) -> dict[str, str]:
    words = {
        "carried": _("carried over"),
        "converted": _("converted"),
        "given": _("given for a trial"),
        "left_out": _("not used by the other edition"),
    }
    pack = found.source.pack if one.how == "left_out" else found.target_pack
    facility = found.source.case.facility_names.get(one.facility or "", one.facility or "")
    place = " · ".join(part for part in (facility, item_label(pack, one.quantity, one.item)) if part)
    return {"how": words[one.how], "label": one.label.in_(reader_language()), "place": place, "by": worded(one.by, labels)}


def _problem_rows(run: Run, computed: engine.Run, found: Bridge) -> list[dict[str, Any]]:
    """Problems of the target, told in its own words; links lead to numbers of the stored run only where it has them."""
    rows = problem_rows(run, found.problems, computed)
    for row, problem in zip(rows, found.problems, strict=True):
        if problem.where.quantity in found.target_pack.quantities and problem.where.quantity not in computed.pack.quantities:
            texts = [_place_in_target(where, computed, found.target_pack) for where in problem.all_places]
            row |= {"place": texts[0], "places": [{"text": text} for text in texts[1:]]}
    return [row for row in rows if row["code"] != "BRG-101"]  # the form below says the same


def _place_in_target(where: Where, computed: engine.Run, pack: Pack) -> str:
    label = pack.quantities[where.quantity or ""].label.in_(reader_language())
    facility = computed.case.facility_names.get(where.facility or "", where.facility or "")
    return " · ".join(part for part in (label, facility, item_label(pack, where.quantity or "", where.item)) if part)


def _fields(found: Bridge, target: Pack, query: Mapping[str, str]) -> list[Field]:
    """Fields for what is missing, and for what the reader has already given."""
    names = found.source.case.facility_names
    fields = {}
    for name in query:
        where = _where_of(name)
        if name.startswith(VALUE) and where.quantity in target.quantities:
            fields[name] = value_field(target, where, names.get(where.facility or "", where.facility or ""), query)
        elif name.startswith(ATTRIBUTE) and where.quantity in target.attributes:
            fields[name] = attribute_field(target, where.quantity or "", query)
    if any(one.code == "CASE-122" for one in found.problems):
        known = {one.name for one in found.source.case.attributes}
        for attribute in target.attributes.values():
            if attribute.required and attribute.id not in known:
                one = attribute_field(target, attribute.id, query)
                fields.setdefault(one.name, one)
    for where in [*missing_inputs(found.problems, target), *_any_of(found, target)]:
        one = value_field(target, where, names.get(where.facility or "", where.facility or ""), query)
        fields.setdefault(one.name, one)
    return list(fields.values())


def _any_of(found: Bridge, target: Pack) -> list[Where]:
    """The inputs of which at least one is wanted and none is there."""
    rules = {rule["id"]: rule for rule in target.expects_any}
    missing = [(one, rules[one.code]) for one in found.problems if one.severity == "error" and one.code in rules]
    return [
        Where(quantity=name, facility=where.facility if target.quantities[name].by_facility else None)
        for one, rule in missing
        for where in one.all_places
        for name in rule["any_of"]
        if name in target.quantities and not target.quantities[name].by_item
    ]


def _where_of(name: str) -> Where:
    quantity, _at, place = name[2:].partition("@")
    facility, _colon, item = place.partition(":")
    return Where(quantity=quantity, facility=facility or None, item=item or None)


def _chart(found: Bridge, units: tuple[str, str]) -> Chart:
    """A waterfall from one edition's total to the other's."""
    source, target = (pack.id.rpartition("/")[2] for pack in (found.source.pack, found.target_pack))
    labels = [source, *(PARTS[part.kind].in_(reader_language()) for part in found.parts), target]
    unit = units[0] if units[0] == units[1] else "t"
    return waterfall(labels, found.states, words=(_("total"), _("more"), _("less")), unit=unit, lowest=window(found.states)[0])
