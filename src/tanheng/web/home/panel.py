"""What a panel of Home is: a template and what it shows. How it looks stands in the template."""

from dataclasses import dataclass, field
from typing import Any

from tanheng.apps.sites.access import covers
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import company_of
from tanheng.pages.request import Frame


@dataclass(frozen=True)
class Panel:
    """One part of Home; the template finds `shown` under the name `panel`."""

    template: str
    shown: dict[str, Any] = field(default_factory=dict)
    has_chart: bool = False


def company_in_view(frame: Frame, verb: str) -> Node | None:
    """The company of the organisation in view, when the verb is open for all its data."""
    company = company_of(frame.node) if frame.node else None
    return company if company is not None and covers(frame.reach, verb, company) else None
