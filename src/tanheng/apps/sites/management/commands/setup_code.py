"""`tanheng manage setup_code`: print the one-time set-up code again, where a server runs without `tanheng serve`."""

from typing import Any

from django.core.management.base import BaseCommand

from tanheng.apps.sites.access.setup_code import current_code


class Command(BaseCommand):
    """Prints the code, or says that the installation has its people already."""

    help = "Print the one-time set-up code of an empty installation."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(current_code() or "This installation has people already; there is no set-up code.")
