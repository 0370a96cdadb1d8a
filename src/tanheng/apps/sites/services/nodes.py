"""A new part of the organisation: what every service that makes one asks of its name, code and place."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tanheng.apps.sites.models import STEP, Node
from tanheng.apps.sites.models.kinds import PARENT_KIND
from tanheng.engine.case.places import UNADDRESSABLE


def add_node(*, parent: Node | None, kind: str, name: str, code: str, **fields: Any) -> Node:
    """A new part below one whose row is held, so that two new paths do not collide. Within a change that is open."""
    name, code = name.strip(), code.strip()
    if not name or not code:
        raise ValidationError(_("Name and code are needed."))
    if kind == "facility" and UNADDRESSABLE.search(code):
        raise ValidationError(_("A facility's code holds no @, / or :, because addresses of numbers are made with them."))
    if (parent.kind if parent else None) != PARENT_KIND.get(kind):
        raise ValidationError(_("This kind of node does not belong there."))
    if Node.objects.filter(parent=parent, code=code).exists():
        raise ValidationError(_("The code “%(code)s” is taken here already."), params={"code": code})
    path = _next_path(parent)
    return Node.objects.create(parent=parent, kind=kind, path=path, name=name, code=code, **fields)


def _next_path(parent: Node | None) -> str:
    last = Node.objects.filter(parent=parent).order_by("-path").values_list("path", flat=True).first()
    number = int(last[-STEP:-1]) + 1 if last else 1
    if number > 9999:
        raise ValidationError(_("No more than 9999 nodes fit under one node."))
    return f"{parent.path if parent else ''}{number:04d}/"
