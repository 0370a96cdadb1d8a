"""Tables of monitoring: series and their readings; files at cells; layouts of own tables; day-books; plans with versions, steps and lines;
months with theirs; meters with all that is known of them; treatments of missing data, answers to doubts and departures from the plan.
"""

from tanheng.apps.monitoring.models.cell_files import CellFile
from tanheng.apps.monitoring.models.day_books import DayBookRow
from tanheng.apps.monitoring.models.deviations import Deviation
from tanheng.apps.monitoring.models.equipping import NeededMeters, RequiredRate
from tanheng.apps.monitoring.models.meters import Calibration, Meter, MeterDescription, MeterReplacement, MeterStep
from tanheng.apps.monitoring.models.months import MonthReminder, MonthStep, MonthTimetable, SelectedReading, Substitute
from tanheng.apps.monitoring.models.own_tables import TableLayout
from tanheng.apps.monitoring.models.pictures import PlanPicture
from tanheng.apps.monitoring.models.plans import PlanDraft, PlanLine, PlanSource, PlanStep, PlanUse, PlanVersion
from tanheng.apps.monitoring.models.revisions import RevisionAnswer
from tanheng.apps.monitoring.models.series import Entry, Reading, Series
from tanheng.apps.monitoring.models.treatments import CheckAnswer, Treatment

__all__ = [
    "Calibration",
    "CellFile",
    "CheckAnswer",
    "DayBookRow",
    "Deviation",
    "Entry",
    "Meter",
    "MeterDescription",
    "MeterReplacement",
    "MeterStep",
    "MonthReminder",
    "MonthStep",
    "MonthTimetable",
    "NeededMeters",
    "PlanDraft",
    "PlanLine",
    "PlanPicture",
    "PlanSource",
    "PlanStep",
    "PlanUse",
    "PlanVersion",
    "Reading",
    "RequiredRate",
    "RevisionAnswer",
    "SelectedReading",
    "Series",
    "Substitute",
    "TableLayout",
    "Treatment",
]
