"""What the shell registers: Home, the guides, the language switch, the health check.

When Django starts, it looks that no two apps claim the same.
"""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import App, Line, Section
from tanheng.registration.collected import check_registrations

TOP = Section("", 0)  # without a heading


class WebConfig(App):
    """The shell of the pages."""

    name = "tanheng.web"
    label = "web"
    url_prefixes = ("", "guides/", "language/", "health/")
    navigation = (Line(TOP, _("Home"), "web:home", "home", match=("web:home",)),)

    def ready(self) -> None:
        """Refuse to start where two apps claim one address, verb or action."""
        check_registrations()
