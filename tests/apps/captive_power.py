"""The power units beside the small synthetic smelter: two units and their year by the guide for power plants."""

from datetime import date

import yaml

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.people.models import User
from tanheng.apps.records.services import upload_case
from tanheng.apps.sites import services
from tanheng.apps.sites.models import Node
from tanheng.demo.synthetic_power_units import PACK_ID, UNITS, synthetic_power_case
from tests.apps.smelter import YEAR
from tests.support.acting import in_person


def register_units(by: User, site: Node) -> None:
    """The units in the organisation."""
    for code, name in UNITS.items():
        services.create_facility(
            actor=in_person(by), site=site, name=name, code=code, facility_kind="power_unit", in_use_from=date(2015, 1, 1)
        )


def run_power_year(by: User, company: Node) -> Run:
    """The units' year uploaded and computed."""
    case = synthetic_power_case(YEAR, {"name": company.name, "code": company.code})
    content = yaml.safe_dump(case, allow_unicode=True, sort_keys=False).encode()
    upload_case(actor=in_person(by), node=company, file_name="case-power.yaml", content=content)
    return run_accounts(actor=in_person(by), node=company, year=YEAR, pack_id=PACK_ID)
