"""What the keeping app registers: what is said of backups and restores in the journal."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import App


class KeepingConfig(App):
    """Backups, restores, damage, health."""

    name = "tanheng.apps.keeping"
    label = "keeping"
    actions = {
        "keeping.backup.made": _("Backed up the installation: {contents} contents, the journal up to {size}"),
        "keeping.backup.restored": _("Restored the installation from a backup of {moment}, whose journal ended at {size}"),
        "keeping.contents.brought": _("Brought {contents} missing or damaged contents back from a backup of {moment}"),
    }
    journal_areas = {"keeping.": _("Keeping")}
