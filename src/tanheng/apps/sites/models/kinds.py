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
    typed: bool = True  # False: recorded by a change of its own


FACT_KINDS: dict[str, FactKind] = {
    kind.id: kind
    for kind in (
        FactKind("capacity_t_per_a", _("Capacity"), "t/a", True),
        FactKind("cell_current_ka", _("Cell current"), "kA", True),
        FactKind("cell_count", _("Number of cells"), "", True),
        FactKind("rated_capacity_mw", _("Rated capacity"), "MW", True),
        FactKind("clinker_capacity_t_per_d", _("Clinker capacity"), "t/d", True),
        FactKind("technology", _("Technology"), "", False),
        FactKind("owner", _("Owner"), "", False),
        FactKind("ownership_percent", _("Share of the company"), "%", True),
        FactKind("name", _("Name"), "", False, typed=False),
        FactKind("code", _("Unified social credit code"), "", False, typed=False),
        FactKind("permit_number", _("Pollutant discharge permit number"), "", False),
        FactKind("remark", _("Remark"), "", False),
    )
}
FACT_LABELS: dict[str, str | Promise] = {kind.id: kind.label for kind in FACT_KINDS.values()}


@dataclass(frozen=True)
class LifeKind:
    """Something that happens to a facility or a company on a day: `on` is what its date means, `of` to what it happens ("": a record that
    takes another back), `typed` whether people record it by itself.
    """

    id: str
    label: str | Promise
    on: str | Promise
    of: str = "facility"
    typed: bool = True


LIFE_KINDS: dict[str, LifeKind] = {
    kind.id: kind
    for kind in (
        LifeKind("built", _("Put into use"), _("First day of use")),
        LifeKind("changed", _("Rebuilt or changed"), _("Day of the change")),
        LifeKind("stopped", _("Stopped"), _("First day of the stop")),
        LifeKind("restarted", _("Restarted"), _("First day of running again")),
        LifeKind("demolished", _("Taken out of use"), _("Last day of use")),
        LifeKind("sold", _("Sold to outside the group"), _("First day that is another's")),
        LifeKind("handed_over", _("Handed over"), _("First day that is the receiver's"), typed=False),
        LifeKind("taken_over", _("Taken over"), _("First day that is the receiver's"), typed=False),
        LifeKind("merged", _("Merged into another company"), _("First day of the merger"), of="company", typed=False),
        LifeKind("split", _("Split"), _("First day of the split"), of="company", typed=False),
        LifeKind("withdrawn", _("Withdrawn"), _("Day of the record"), of="", typed=False),
    )
}
LIFE_LABELS: dict[str, str | Promise] = {kind.id: kind.label for kind in LIFE_KINDS.values()}
LISTS: dict[str, str | Promise] = {  # of key emitters 重点排放单位名录
    "power": _("Power sector"),
    "aluminium": _("Aluminium smelting"),
    "cement": _("Cement"),
}
STATES: dict[str, str | Promise] = {  # of a facility on a day
    "not_yet": _("not in use yet"),
    "in_use": _("in use"),
    "stopped": _("stopped"),
    "ended": _("no longer in use"),
}
