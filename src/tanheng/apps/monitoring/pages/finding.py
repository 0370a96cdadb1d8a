"""Meters for the search over everything."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from tanheng.apps.monitoring.models import MeterDescription
from tanheng.pages.finding import MOST_OF_A_KIND, Asked, Found


def find_meters(asked: Asked) -> Iterator[Found]:
    """Meters by code, name, model, serial number or maker; each once, by its newest description that fits."""
    words = asked.where("meter__code", "name", "model", "serial_number", "maker")
    nodes = asked.reach.nodes("view_data")
    found = MeterDescription.objects.filter(words, meter__company__in=nodes).select_related("meter__company").order_by("-id")
    meters = {one.meter_id: one for one in reversed(found[: 5 * MOST_OF_A_KIND])}
    for one in list(meters.values())[-MOST_OF_A_KIND:]:
        beside = " · ".join(part for part in (one.model, one.meter.company.name) if part)
        yield Found(_("Meters"), f"{one.meter.code} {one.name}", beside, reverse("monitoring:meter", args=[one.meter_id]))
