"""A small synthetic smelter for the tests of data and accounts: one potline, diesel, twelve months; as a case or as a file."""

from typing import Any

import yaml

from tanheng.apps.people.models import User
from tanheng.apps.records.models import Import
from tanheng.apps.records.services import upload_case
from tanheng.apps.sites.models import Node

PACK = "cn/aluminium/cets_2024"
YEAR = 2025


def smelter_case(company: Node, **changes: Any) -> dict[str, Any]:
    """A sound case of the company; `output` and `anodes` are quoted decimal text for each month."""
    output, anodes = changes.pop("output", "16000.00"), changes.pop("anodes", "7500.00")
    values = [
        {"quantity": "molten_aluminium_output_t", "facility": "potline-1", "each_month": output, "kind": "measured", "source": "出铝台账", "evidence": "出铝台账-2025.csv"},
        {"quantity": "anode_consumption_t", "facility": "potline-1", "each_month": anodes, "kind": "measured", "source": "换极台账", "evidence": "换极台账-2025.csv"},
        {"quantity": "fuel_consumption", "item": "diesel", "each_month": "25.00", "kind": "measured", "source": "加油记录", "evidence": "加油-2025.csv"},
    ]
    return {
        "tanheng": "case/1", "pack": PACK, "year": YEAR, "entity": {"name": company.name, "code": company.code},
        "facilities": [{"id": "potline-1", "kind": "potline", "name": "1号电解系列"}], "values": values, **changes,
    }


def smelter_file(company: Node, **changes: Any) -> bytes:
    """The case as a YAML file."""
    return yaml.safe_dump(smelter_case(company, **changes), allow_unicode=True, sort_keys=False).encode()


def upload(by: User, company: Node, *, name: str = "case-2025.yaml", reason: str = "", **changes: Any) -> Import:
    """The case uploaded."""
    return upload_case(by=by, node=company, file_name=name, content=smelter_file(company, **changes), reason=reason)
