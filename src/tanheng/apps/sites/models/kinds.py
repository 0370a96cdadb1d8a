"""The closed lists of the organisation: kinds of nodes and the facts a facility may carry. The sectors and the rule packs say which kinds
of facilities there are.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanheng.engine.text import Text
from tanheng.pages.language import reader_language
from tanheng.rulebook.declared_sectors import sectors
from tanheng.rulebook.facility_kinds import OTHER, kinds_of_packs

NODE_KINDS: dict[str, str | Promise] = {
    "group": _("Group"),
    "company": _("Company"),
    "site": _("Site"),
    "facility": _("Facility"),
}
PARENT_KIND = {"company": "group", "site": "company", "facility": "site"}
OTHER_FACILITY = Text("其他设施", "Other facility")


def facility_kinds() -> dict[str, Text]:
    """The kinds of facilities that the sectors of the rule book declare, those that a rule pack alone knows, and one for all else."""
    declared = {kind: label for sector in sectors().values() for kind, label in sector.facility_kinds.items()}
    of_packs = {kind: label for kind, label in kinds_of_packs().items() if kind not in declared and kind != OTHER}
    return {**declared, **of_packs, OTHER: OTHER_FACILITY}


def facility_kind_choices() -> list[tuple[str, str]]:
    """The same in the reader's language; a function, as a new sector is no change of a table."""
    return [(kind, label.in_(reader_language())) for kind, label in facility_kinds().items()]


@dataclass(frozen=True)
class FactKind:
    """A dated fact of a facility: its label, unit and whether it is a number (exact decimal text) or words."""

    id: str
    label: str | Promise
    unit: str
    number: bool


FACT_KINDS: dict[str, FactKind] = {
    kind.id: kind
    for kind in (
        FactKind("capacity_t_per_a", _("Capacity"), "t/a", True),
        FactKind("cell_current_ka", _("Cell current"), "kA", True),
        FactKind("cell_count", _("Number of cells"), "", True),
        FactKind("rated_capacity_mw", _("Rated capacity"), "MW", True),
        FactKind("clinker_capacity_t_per_d", _("Clinker capacity"), "t/d", True),
        FactKind("permit_number", _("Pollutant discharge permit number"), "", False),
        FactKind("remark", _("Remark"), "", False),
    )
}
FACT_LABELS: dict[str, str | Promise] = {kind.id: kind.label for kind in FACT_KINDS.values()}
