"""The sentences by which this app's actions appear in the journal, and the names of places."""

from django.utils.translation import gettext_lazy as _

from tanheng.apps.journal.actions import register_actions, register_place_names, register_value_labels
from tanheng.apps.sites.models.kinds import FACT_KINDS
from tanheng.apps.sites.selectors import node_names


def register() -> None:
    """Called once when Django starts."""
    register_place_names(node_names)
    register_value_labels("attribute", {kind.id: kind.label for kind in FACT_KINDS.values()})
    register_actions(
        {
            "sites.group.created": _("Created the group {name}"),
            "sites.company.created": _("Created the company {name} ({code})"),
            "sites.site.created": _("Created the site {name}"),
            "sites.facility.created": _("Created the facility {name} ({code})"),
            "sites.node.renamed": _("Renamed {old_name} to {name}"),
            "sites.facility.ended": _("Took {name} out of use on {in_use_to}: {reason}"),
            "sites.fact.recorded": _("Recorded {attribute} = {value} of {name}, valid from {valid_from}"),
            "sites.setup.finished": _("Finished the set-up of {name}"),
        }
    )
