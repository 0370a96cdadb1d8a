"""Registration of the shell with Django, so that its templates and static files are found."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, template tags and static files of the shell."""

    name = "tanheng.web"
    label = "web"
