"""Tables of the organisation: one tree of nodes, their dated facts, and the state of the set-up."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tanheng.apps.sites.models.kinds import NODE_KINDS, facility_kind_choices
from tanheng.engine.case.places import present_kind
from tanheng.store.append_only import AppendOnlyModel
from tanheng.store.facts import RecordedModel, RecordedQuerySet

STEP = 5  # characters of one level in a path: four digits and a slash


class Node(RecordedModel):
    """A group, company, site or facility. `path` (0001/0003/…) makes everything below one node one range of text."""

    kind = models.CharField(max_length=10, choices=list(NODE_KINDS.items()))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=40, unique=True)
    name = models.CharField(_("Name"), max_length=200)
    code = models.CharField(_("Code"), max_length=50)  # company: unified social credit code; facility: id in case files
    facility_kind = models.CharField(max_length=30, blank=True, choices=facility_kind_choices)
    in_use_from = models.DateField(null=True)  # of a facility with a life: read from it, the first and the last day of use
    in_use_to = models.DateField(null=True)

    objects = RecordedQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "code"], name="sites_node_code_unique_under_parent"),
            models.CheckConstraint(
                condition=models.Q(kind="group", parent=None) | ~models.Q(kind="group") & models.Q(parent__isnull=False),
                name="sites_node_only_groups_have_no_parent",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="facility") & ~models.Q(facility_kind="") | ~models.Q(kind="facility") & models.Q(facility_kind=""),
                name="sites_node_facilities_have_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def facility_kind_label(self) -> str:
        """What the kind is called, also one that has another name by now; "" where it is no facility."""
        return dict(facility_kind_choices()).get(self.present_kind, self.facility_kind)

    @property
    def present_kind(self) -> str:
        """The kind of a facility by its present name."""
        return present_kind(self.facility_kind)

    @property
    def depth(self) -> int:
        """1 for a group, 2 for a company, 3 for a site, 4 for a facility."""
        return len(self.path) // STEP

    @property
    def ancestor_paths(self) -> list[str]:
        """Paths from the group down to the node itself."""
        return [self.path[:end] for end in range(STEP, len(self.path) + 1, STEP)]


class NodeFact(AppendOnlyModel):
    """A dated fact of a node; a correction is a newer row for the same attribute and day."""

    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="facts")
    attribute = models.CharField(max_length=50)
    value = models.CharField(max_length=200)  # numbers as canonical decimal text
    valid_from = models.DateField()
    source = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)


class LifeEvent(AppendOnlyModel):
    """What happened to a facility or a company on a day. A record that was wrong is named by the one that stands in its place, or that
    withdraws it.
    """

    company = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+")
    node = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="life_events")
    kind = models.CharField(max_length=20)  # one of LIFE_KINDS
    on = models.DateField()
    until = models.DateField(null=True)  # of a stop: its last day, where it is known
    reason = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200, blank=True)
    partner = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="+", null=True)  # where it goes to, or comes from
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, related_name="corrected_by", null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(kind="stopped", until__gte=models.F("on")),
                name="sites_life_event_until_of_a_stop",
            ),
        ]


class ListMembership(AppendOnlyModel):
    """Whether a company is on the list of key emitters of a sector in a year, by which document; the newest record counts."""

    company = models.ForeignKey(Node, on_delete=models.PROTECT, related_name="memberships")
    sector = models.CharField(max_length=20)  # one of LISTS
    year = models.PositiveSmallIntegerField()
    listed = models.BooleanField()
    source = models.CharField(max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class Installation(models.Model):
    """The single row about the set-up: who leads it, what was typed and not yet stored, and when it was finished."""

    founder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    draft = models.JSONField(default=dict)  # step → field → text as typed
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"set-up by {self.founder}"
