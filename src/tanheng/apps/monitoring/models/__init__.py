"""Tables of monitoring: series and their readings."""

from tanheng.apps.monitoring.models.series import Entry, Reading, Series

__all__ = ["Entry", "Reading", "Series"]
