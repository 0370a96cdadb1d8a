"""What contents are called: by the files of every app that refers to them. Asked of the tables, for no app stands below all of these."""

from collections import defaultdict
from collections.abc import Sequence

from django.apps import apps
from django.db import models

from tanheng.apps.evidence.models import EvidenceFile

NAMED_BY = ("name", "file_name")  # the field of a row that holds the name under which its content was given


def names_of_contents(wanted: Sequence[str]) -> dict[str, list[str]]:
    """The names under which contents were given, by SHA-256."""
    found: dict[str, list[str]] = defaultdict(list)
    for model, name in _referring():
        rows = model._default_manager.filter(file__sha256__in=wanted).values_list("file__sha256", name)
        for sha256, said in rows.order_by("pk"):
            if said not in found[sha256]:
                found[sha256].append(said)
    return dict(found)


def _referring() -> list[tuple[type[models.Model], str]]:
    """Tables with a `file` that is a content and a field that names it."""
    found = []
    for model in apps.get_models():
        fields = {field.name: field for field in model._meta.get_fields()}
        name = next((one for one in NAMED_BY if one in fields), None)
        if name and getattr(fields.get("file"), "related_model", None) is EvidenceFile:
            found.append((model, name))
    return found
