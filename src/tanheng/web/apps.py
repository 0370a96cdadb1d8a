"""What the shell registers: Home, the language switch, the health check; when Django starts, it looks that no two apps claim the same."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import App, HomePanel, Line, Section
from tanheng.registration.collected import check_registrations

TOP = Section("", 0)  # without a heading


class WebConfig(App):
    """The shell of the pages."""

    name = "tanheng.web"
    label = "web"
    url_prefixes = ("", "language/", "health/")
    navigation = (Line(TOP, _("Home"), "web:home", "home", match=("web:home",)),)

    home_panels = (
        HomePanel("tanheng.web.home.companies.companies_panel", ("group_manager", "carbon_manager", "clerk", "verifier"), place=10),
        HomePanel("tanheng.web.home.accounts.accounts_panel", ("group_manager", "carbon_manager"), place=20),
        HomePanel("tanheng.web.home.input.input_panel", ("carbon_manager", "clerk"), place=30),
        HomePanel("tanheng.web.home.verification.verification_panel", ("verifier",), place=40),
        HomePanel("tanheng.web.home.keeping.keeping_panel", ("administrator",), place=50),
    )

    def ready(self) -> None:
        """Refuse to start where two apps claim one address, verb or action."""
        check_registrations()
