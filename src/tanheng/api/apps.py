"""Registration of the API with Django: the table of kept answers, what is sealed of it, and the job that sweeps it."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import App, Fact, Job


class ApiConfig(App):
    """The HTTP API."""

    name = "tanheng.api"
    label = "api"
    unlimited = {"api.KeptAnswer": "found by its user and key before it is known what they reach; replayed only to who may see it"}
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
    jobs = (
        Job("api.forget_kept_answers", _("Forget answers to repeated writes"), "tanheng.api.tasks.forget_kept_answers", "day", "01:20"),
    )
