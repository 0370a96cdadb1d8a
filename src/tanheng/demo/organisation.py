"""The parts of the synthetic group and what is known of them; what is there already is left as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from tanheng.demo import synthetic_cement_works as cement_works
from tanheng.demo import synthetic_power_units as power_units
from tanheng.demo.synthetic_smelter import ENTITY_CODE, ENTITY_NAME, POTLINES


def node_or_made(parent: Any, code: str, make: Callable[[], Any]) -> Any:
    """The part of this code below another, made where it is missing."""
    from tanheng.apps.sites.models import Node

    return Node.objects.filter(parent=parent, code=code).first() or make()


def organisation(admin: Any, group: Any) -> tuple[Any, Any]:
    """The smelter with two potlines and its captive plant of two units; the cement company with one kiln line."""
    company = _company(admin, group, ENTITY_NAME, ENTITY_CODE)
    smelter = _site(admin, company, "电解铝厂（合成）", "smelter")
    for code, name in POTLINES.items():
        line = _facility(admin, smelter, name, code, "potline", date(2019, 7, 1), capacity="200000")
        _fact(admin, line, "cell_current_ka", "500")
        _fact(admin, line, "cell_count", "147")
    captive = _site(admin, company, "自备电厂（合成）", "captive-power")
    for code, name in power_units.UNITS.items():
        _facility(admin, captive, name, code, "power_unit", date(2019, 5, 1), capacity="350", capacity_kind="rated_capacity_mw")
    cement = _company(admin, group, cement_works.ENTITY_NAME, cement_works.ENTITY_CODE)
    works = _site(admin, cement, "水泥厂（合成）", "cement-works")
    capacity: dict[str, Any] = {"capacity": "5000", "capacity_kind": "clinker_capacity_t_per_d"}
    _facility(admin, works, cement_works.KILN_NAME, cement_works.KILN, "kiln_line", date(2015, 3, 1), **capacity)
    return company, cement


def _company(admin: Any, group: Any, name: str, code: str) -> Any:
    from tanheng.apps.sites.services import create_company

    return node_or_made(group, code, lambda: create_company(actor=admin, group=group, name=name, code=code))


def _site(admin: Any, company: Any, name: str, code: str) -> Any:
    from tanheng.apps.sites.services import create_site

    return node_or_made(company, code, lambda: create_site(actor=admin, company=company, name=name, code=code))


def _facility(admin: Any, site: Any, name: str, code: str, kind: str, in_use_from: date, **capacity: Any) -> Any:
    from tanheng.apps.sites.services import create_facility

    told: dict[str, Any] = {"name": name, "code": code, "facility_kind": kind, "in_use_from": in_use_from}
    return node_or_made(site, code, lambda: create_facility(actor=admin, site=site, **told, **capacity))


def _fact(admin: Any, node: Any, attribute: str, value: str) -> None:
    from tanheng.apps.sites.models import NodeFact
    from tanheng.apps.sites.services import record_fact

    if not NodeFact.objects.filter(node=node, attribute=attribute).exists():
        record_fact(actor=admin, node=node, attribute=attribute, value=value, valid_from=date(2019, 7, 1))
