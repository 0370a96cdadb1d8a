"""Registration of the shell with Django, so that its templates are found."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates of the shell."""

    name = "tanheng.web"
    label = "web"
