"""Tables of monitoring: day-books; series and their readings; plans with versions, steps and lines; meters and their history;
treatments of missing data and answers to doubts."""

from tanheng.apps.monitoring.models.day_books import DayBookRow
from tanheng.apps.monitoring.models.equipping import NeededMeters, RequiredRate
from tanheng.apps.monitoring.models.meters import Calibration, Meter, MeterDescription, MeterReplacement, MeterStep
from tanheng.apps.monitoring.models.plans import PlanDraft, PlanLine, PlanSource, PlanStep, PlanUse, PlanVersion
from tanheng.apps.monitoring.models.series import Entry, Reading, Series
from tanheng.apps.monitoring.models.treatments import CheckAnswer, Treatment

__all__ = [
    "Calibration",
    "CheckAnswer",
    "DayBookRow",
    "Entry",
    "Meter",
    "MeterDescription",
    "MeterReplacement",
    "MeterStep",
    "NeededMeters",
    "PlanDraft",
    "PlanLine",
    "PlanSource",
    "PlanStep",
    "PlanUse",
    "PlanVersion",
    "Reading",
    "RequiredRate",
    "Series",
    "Treatment",
]
