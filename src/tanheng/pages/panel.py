"""What a panel of Home is: a template and what it shows. How it looks stands in the template, whose it is in the app's registration."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Panel:
    """One part of Home; the template finds `shown` under the name `panel`."""

    template: str
    shown: dict[str, Any] = field(default_factory=dict)
    has_chart: bool = False
