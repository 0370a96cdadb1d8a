"""A case that says when its facilities are in use: months that are not theirs are not applicable, and nothing else changes."""

import copy
from datetime import date

import pytest

from tanheng.engine.case import case_document
from tanheng.engine.case.reading import read_case
from tanheng.engine.running import run_case
from tanheng.rulebook import load

DATES = {"in_use_from": "2025-03-15", "in_use_to": "2025-11-30", "stops": [{"from": "2025-05-20", "to": "2025-07-31", "reason": "大修"}]}
IN_USE = (3, 4, 5, 8, 9, 10, 11)


def smelter(amounts=IN_USE, **dates):
    line = [{"id": f"potline-{number}", "kind": "potline", "name": f"{number}号"} for number in (1, 2)]
    line[0] |= dates
    values = []
    for quantity, amount in (("molten_aluminium_output_t", "16000.00"), ("anode_consumption_t", "7500.00")):
        values.append({"quantity": quantity, "facility": "potline-1", "months": dict.fromkeys(amounts, amount)})
        values.append({"quantity": quantity, "facility": "potline-2", "each_month": amount})
    entity = {"name": "示例", "code": "91640000000000000X"}
    head = {"tanheng": "case/1", "pack": "cn/aluminium/cets_2024", "year": 2025, "entity": entity}
    return {**head, "facilities": line, "values": values}


def codes(document):
    case, problems = read_case(document, load)
    return case, {one.code for one in problems if one.code in ("CASE-118", "CASE-119", "CASE-106", "CASE-103", "CASE-150", "CASE-170")}


def test_months_outside_the_life_need_no_sign_and_give_the_digits_of_one():
    by_dates, problems = read_case(smelter(**DATES), load)
    assert by_dates is not None, problems
    by_hand = smelter()
    for row in by_hand["values"]:
        if "months" in row:
            row["months"] |= {month: "/" for month in range(1, 13) if month not in IN_USE}
    signs, _ = read_case(by_hand, load)
    pack = load("cn/aluminium/cets_2024")
    results = [{(one.quantity, one.facility, one.month): one.value for one in run_case(pack, case).results} for case in (by_dates, signs)]
    assert results[0] == results[1]
    assert by_dates.snapshot_hash != signs.snapshot_hash, "the dates are facts of the case"


def test_an_amount_that_need_not_be_reported_is_not_applicable_too_where_it_is_with_the_words_of_its_series():
    power = {"quantity": "electrolysis_ac_electricity_mwh", "facility": "potline-1", "source": "合成抄表", "evidence": "合成单据"}
    document = smelter(**DATES)
    document["values"].append({**power, "months": dict.fromkeys(IN_USE, "210000.00")})
    case, problems = read_case(document, load)
    assert case is not None, problems
    filled = [one for one in case.values if one.quantity == power["quantity"] and one.kind == "not_applicable"]
    assert [one.month for one in filled] == [month for month in range(1, 13) if month not in IN_USE]
    assert {(one.facility, one.amount, one.source, one.evidence) for one in filled} == {("potline-1", None, "合成抄表", "合成单据")}


def test_the_case_reads_back_as_itself():
    case, _ = read_case(smelter(**DATES), load)
    again, problems = read_case(copy.deepcopy(case_document(case)), load, stored=True)
    assert again.snapshot_hash == case.snapshot_hash, problems
    plain, _ = read_case(smelter(range(1, 13)), load)
    assert all(set(one) == {"id", "kind", "name"} for one in case_document(plain)["facilities"])


def test_a_month_in_use_that_is_blank_is_missing_all_the_same():
    case, problems = read_case(smelter(IN_USE[1:], **DATES), load)
    assert case is None
    assert any(one.where.facility == "potline-1" and "3" in one.message.zh for one in problems)


def test_amounts_outside_the_days_of_use_are_doubted():
    case, problems = read_case(smelter((*IN_USE, 1), **DATES), load)
    (told,) = [one for one in problems if one.code == "CASE-119"]
    assert case is not None and told.asks
    assert told.where.facility == "potline-1"
    assert "1 月" in told.message.zh


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ({"in_use_from": "2025年3月"}, "CASE-106"),
        ({"in_use_from": "2025-02-30"}, "CASE-106"),
        ({"in_use_to": date(2024, 1, 1), "in_use_from": "2024-01-02"}, "CASE-118"),
        ({"stops": [{"from": "2025-03-01", "to": "2025-02-01"}]}, "CASE-118"),
        ({"stops": [{"to": "2025-02-01"}]}, "CASE-106"),
        ({"stops": ["2025-02-01"]}, "CASE-106"),
        ({"stops": [{"from": "2025-03-01", "why": "x"}]}, "CASE-103"),
    ],
)
def test_dates_that_cannot_be_are_told(dates, code):
    assert codes(smelter(range(1, 13), **dates))[1] >= {code}
