"""Registration of the API with Django, for the table of kept answers and what is sealed of it."""

from tanheng.registration import App, Fact


class ApiConfig(App):
    """The HTTP API."""

    name = "tanheng.api"
    label = "api"
    facts = (
        Fact(
            "api.KeptAnswer",
            {
                "kept_answer/1": {
                    "user": "user_id",
                    "key": "key",
                    "request": "request_hash",
                    "status": "status",
                    "content": "#content",
                    "at": "at",
                }
            },
            may_go=True,
        ),
    )
