"""Registration of the furniture of pages with Django, so that its templates, template tags and static files are found."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Base templates, components and static files."""

    name = "tanheng.pages"
    label = "pages"
