"""A small synthetic smelter for the tests of data and accounts: one potline, diesel, twelve months; as a case or as a file."""

from typing import Any

import yaml

from tanheng.apps.people.models import User
from tanheng.apps.records.models import ACCEPTED, Import
from tanheng.apps.records.services import upload_case
from tanheng.apps.sites.models import Node
from tests.support.acting import in_person

PACK = "cn/aluminium/cets_2024"
YEAR = 2025


def smelter_case(company: Node, **changes: Any) -> dict[str, Any]:
    """A sound case of the company; `output` and `anodes` are quoted decimal text for each month."""
    output, anodes = changes.pop("output", "16000.00"), changes.pop("anodes", "7500.00")
    values = [
        reported("molten_aluminium_output_t", output, "出铝台账", facility="potline-1"),
        reported("anode_consumption_t", anodes, "换极台账", facility="potline-1"),
        reported("fuel_consumption", "25.00", "加油记录", item="diesel"),
    ]
    return {
        "tanheng": "case/1",
        "pack": PACK,
        "year": YEAR,
        "entity": {"name": company.name, "code": company.code},
        "facilities": [{"id": "potline-1", "kind": "potline", "name": "1号电解系列"}],
        "values": values,
        **changes,
    }


def reported(quantity: str, amount: str, source: str, **place: str) -> dict[str, str]:
    """Twelve equal measured months with their ledger."""
    ledger = {"source": source, "evidence": f"{source}-2025.csv"}
    return {"quantity": quantity, "each_month": amount, "kind": "measured", **ledger, **place}


def smelter_file(company: Node, **changes: Any) -> bytes:
    """The case as a YAML file."""
    return yaml.safe_dump(smelter_case(company, **changes), allow_unicode=True, sort_keys=False).encode()


def upload(by: User, company: Node, *, name: str = "case-2025.yaml", reason: str = "台账更正", **changes: Any) -> Import:
    """The case uploaded, by somebody who has seen what counts now."""
    content = smelter_file(company, **changes)
    seen = (
        Import.objects.filter(node=company, state=ACCEPTED, year=changes.get("year", YEAR), pack=changes.get("pack", PACK))
        .order_by("-number")
        .first()
    )
    confirm = seen.number if seen and reason else None
    return upload_case(actor=in_person(by), node=company, file_name=name, content=content, reason=reason, confirm=confirm)
