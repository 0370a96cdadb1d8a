"""The closed lists of the organisation: kinds of nodes, kinds of facilities and the facts a facility may carry."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NODE_KINDS: dict[str, str | Promise] = {
    "group": _("Group"),
    "company": _("Company"),
    "site": _("Site"),
    "facility": _("Facility"),
}
PARENT_KIND = {"company": "group", "site": "company", "facility": "site"}
FACILITY_KINDS: dict[str, str | Promise] = {
    "potline": _("Potline"),
    "anode_plant": _("Anode plant"),
    "alumina_plant": _("Alumina plant"),
    "power_unit": _("Captive power unit"),
    "kiln_line": _("Cement kiln line"),
    "other": _("Other facility"),
}


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
