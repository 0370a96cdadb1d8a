"""What the keeping app registers: what is said of backups and restores in the journal."""

from django.utils.translation import gettext_lazy as _

from tanheng.registration import SYSTEM, App, HomePanel, Job, Line, Verb

KEEPERS = ("administrator", "system_administrator")


class KeepingConfig(App):
    """Backups, restores, damage, health."""

    name = "tanheng.apps.keeping"
    label = "keeping"
    url_prefixes = ("keeping/",)
    verbs = (Verb("keep_installation", _("See and examine what is stored"), KEEPERS, place=96),)
    navigation = (Line(SYSTEM, _("Stored files"), "keeping:contents", "database", "keep_installation", match=("keeping:",), place=3),)
    home_panels = (HomePanel("tanheng.apps.keeping.pages.damage_panel.damage_panel", KEEPERS, place=4),)
    actions = {
        "keeping.backup.made": _("Backed up the installation: {contents} contents, the journal up to {size}"),
        "keeping.backup.restored": _("Restored the installation from a backup of {moment}, whose journal ended at {size}"),
        "keeping.contents.brought": _("Brought {contents} missing or damaged contents back from a backup of {moment}"),
        "keeping.contents.examined": _("Examined all {contents} stored contents: {count} are damaged"),
    }
    jobs = (Job("keeping.examine", _("Read and prove all stored files"), "tanheng.apps.keeping.tasks.examine", "month", "03:10"),)
    commands = {
        "recover-administrator": (
            "tanheng.apps.keeping.commands:recover_administrator",
            "Let an administrator in again. 管理员找回。",
        ),
    }
    journal_areas = {"keeping.": _("Keeping")}
