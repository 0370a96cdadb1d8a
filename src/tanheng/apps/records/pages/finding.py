"""Imports, and figures by their amount, for the search over everything."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tanheng.apps.records.models import Import
from tanheng.apps.records.selectors import current_import, readings_of
from tanheng.engine.numbers import parse_decimal, shown
from tanheng.pages.finding import MOST_OF_A_KIND, Asked, Found
from tanheng.pages.wording import place_label, shown_unit
from tanheng.rulebook import load, sound_pack


def find_imports(asked: Asked) -> Iterator[Found]:
    """Uploaded files by their name or the reason that was given, the newest first."""
    nodes = asked.reach.nodes("view_data")
    found = Import.objects.filter(asked.where("file_name", "reason"), node__in=nodes).select_related("node").order_by("-id")
    for one in found[:MOST_OF_A_KIND]:
        yield Found(_("Imports"), one.file_name, f"{one.node.name} · {one.year}", reverse("records:import", args=[one.pk]))


def find_amounts(asked: Asked) -> Iterator[Found]:
    """Reported figures of the year in view that are the number somebody searches for."""
    amount = asked_amount(asked)
    if amount is None or asked.node is None or not asked.pack or not asked.reach.permits("view_data", asked.node):
        return
    current = current_import(asked.node, asked.year, asked.pack)
    if current is None or sound_pack(asked.pack) is None:
        return
    pack = load(asked.pack)
    for one in islice((row for row in readings_of(current).select_related("facility").iterator() if row.amount == amount), MOST_OF_A_KIND):
        known = {"pack": asked.pack, "facility": one.facility_code, "item": one.item, "month": one.month}
        query = urlencode({name: value for name, value in known.items() if value})
        address = reverse("records:value", args=[asked.node.pk, asked.year, one.quantity])
        label = f"{pack.quantities[one.quantity].label.in_(asked.lang)} {shown(amount, None, 50)} {shown_unit(one.unit)}"
        facility = one.facility.name if one.facility is not None else one.facility_code
        place = place_label(pack, one.quantity, facility, one.item or None, asked.year, one.month)
        yield Found(_("Reported figures"), label, place, f"{address}?{query}")


def asked_amount(asked: Asked) -> Decimal | None:
    """The number that the words are, with or without separators; None where they are none."""
    return parse_decimal(asked.words[0].replace(",", "").replace("，", "")) if len(asked.words) == 1 else None
