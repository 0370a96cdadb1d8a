"""A whole row in another unit is doubted as one month is: the unit is named, and all that it explains is one doubt."""

from decimal import Decimal

from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.engine.case.reading import read_case
from tanheng.engine.running import run_case
from tanheng.rulebook import load

ANODES = "anode_consumption_t"


def test_anodes_of_a_year_in_kg_are_one_doubt_that_says_so() -> None:
    document = synthetic_case(2025)
    for row in document["values"]:
        if (row["quantity"], row.get("facility")) == (ANODES, "potline-1"):
            row["months"] = {month: str(Decimal(amount) * 1000) for month, amount in row["months"].items()}
    case, problems = read_case(document, load)
    assert case is not None, [one.as_text() for one in problems]
    run = run_case(load(case.pack_id), case, problems)
    (told,) = [one for one in run.problems if one.asks and "potline-1" in {place.facility for place in one.all_places}]
    assert told.unit_slip and "looks like kg where t is asked" in told.message.en
    assert {place.month for place in told.all_places if place.quantity == ANODES} == set(range(1, 13))
    assert {"AL-022", "AL-025"} <= {one.code for one in told.also}
