"""A synthetic clarification for tests: what an authority said about gross anode consumption."""

from datetime import date
from typing import Any

from tanheng.apps.guidance.models import Clarification
from tanheng.apps.guidance.services import record_clarification
from tanheng.apps.people.models import User
from tanheng.apps.sites.models import Node
from tests.support.acting import in_person

PACK = "cn/aluminium/cets_2024"
ANCHOR = "q-anode_consumption_t"
TYPED = {
    "text": "阳极消耗量按换极台账填报毛耗，残极不扣减。",
    "said_by": "合成市生态环境局",
    "said_on": date(2026, 2, 3),
    "document": "合成答复函〔2026〕1号",
}


def clarification(by: User, group: Node, **changes: Any) -> Clarification:
    """Recorded by the service."""
    return record_clarification(actor=in_person(by), group=group, **{"pack": PACK, "anchor": ANCHOR, **TYPED, **changes})
