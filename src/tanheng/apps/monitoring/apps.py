"""What the monitoring app registers: meters, plans, series."""

from tanheng.registration import App


class MonitoringConfig(App):
    """Series, monitoring plans, meters."""

    name = "tanheng.apps.monitoring"
    label = "monitoring"
