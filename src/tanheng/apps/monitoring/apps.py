"""What the monitoring app registers: series and their readings."""

from tanheng.registration import App, Fact


class MonitoringConfig(App):
    """Series, readings."""

    name = "tanheng.apps.monitoring"
    label = "monitoring"
    rows = {"monitoring.Series": "company", "monitoring.Entry": "company", "monitoring.Reading": "company"}
    facts = (
        Fact(
            "monitoring.Series",
            {
                "series/1": {
                    "company": "company_id",
                    "node": "place_id",
                    "measure": "measure",
                    "item": "item",
                    "source": "source",
                    "grain": "grain",
                    "unit": "unit",
                }
            },
            adopted=True,
        ),
        Fact(
            "monitoring.Entry",
            {"entry/1": {"company": "company_id", "kind": "kind", "key": "key", "by": "by_id", "at": "at"}},
            adopted=True,
        ),
        Fact(
            "monitoring.Reading",
            {
                "series_reading/1": {
                    "company": "company_id",
                    "series": "series_id",
                    "entry": "entry_id",
                    "start": "start",
                    "end": "end",
                    "amount": "amount",
                    "kind": "kind",
                    "typed": "typed",
                    "words": "words",
                    "evidence": "evidence",
                    "uncertainty": "uncertainty",
                    "note": "note",
                    "reason": "reason",
                    "supersedes": "supersedes_id",
                }
            },
            owner="entry_id",
            adopted=True,
        ),
    )
