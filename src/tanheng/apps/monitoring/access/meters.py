"""The only way to get a meter and what was recorded of it."""

from tanheng.apps.monitoring.models import Calibration, Meter, MeterReplacement, MeterStep
from tanheng.apps.sites.access import checked
from tanheng.pages.actor import Reach

READ, KEEP = "view_data", "keep_meters"


def access_meter(reach: Reach, verb: str, meter_id: int) -> Meter:
    """The meter, when the verb is open for its company's data."""
    found = Meter.objects.select_related("company", "by").filter(pk=meter_id).first()
    return checked(reach, verb, found, found.company if found else None)


def access_calibration(reach: Reach, verb: str, calibration_id: int) -> Calibration:
    """The calibration, when the verb is open for the data of its meter's company."""
    found = Calibration.objects.select_related("meter__company", "file", "by").filter(pk=calibration_id).first()
    return checked(reach, verb, found, found.meter.company if found else None)


def access_step(reach: Reach, verb: str, step_id: int) -> MeterStep:
    """The step, when the verb is open for the data of its meter's company."""
    found = MeterStep.objects.select_related("meter__company").filter(pk=step_id).first()
    return checked(reach, verb, found, found.meter.company if found else None)


def access_replacement(reach: Reach, verb: str, replacement_id: int) -> MeterReplacement:
    """The replacement, when the verb is open for the data of its meters' company."""
    found = MeterReplacement.objects.select_related("old__company", "new").filter(pk=replacement_id).first()
    return checked(reach, verb, found, found.old.company if found else None)
