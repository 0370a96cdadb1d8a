"""Tables of monitoring: series and their readings; plans with their versions, steps and lines."""

from tanheng.apps.monitoring.models.plans import PlanDraft, PlanLine, PlanSource, PlanStep, PlanUse, PlanVersion
from tanheng.apps.monitoring.models.series import Entry, Reading, Series

__all__ = ["Entry", "PlanDraft", "PlanLine", "PlanSource", "PlanStep", "PlanUse", "PlanVersion", "Reading", "Series"]
