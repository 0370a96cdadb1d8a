"""The meters of a case: read from a file and held against the ledger, written into a drawn case from it, and no part of its hash."""

import json
from datetime import date

import pytest

from tanheng.apps.records.selectors.case_meters import ledger_meters
from tanheng.apps.records.selectors.drawn import drawn_from
from tanheng.apps.records.selectors.file_reads import read_file
from tests.apps.monitoring.ledger import calibrate, scale
from tests.apps.smelter import PACK, YEAR, smelter_file

pytestmark = pytest.mark.django_db
STATED = {"code": "M-001", "name": "出铝汽车衡", "accuracy_class": "0.5", "calibrated_on": "2025-01-02", "valid_to": "2026-01-01"}


def read(company, **changes):
    return read_file(company, "case.yaml", smelter_file(company, **changes), "")


@pytest.fixture
def meter(cast, group):
    found = scale(cast.alice, group)
    calibrate(cast.alice, found, date(2025, 1, 2), date(2026, 1, 1))
    return found


def codes(found):
    return sorted(one.code for one in found.problems if one.code in ("REC-113", "REC-114", "REC-115"))


def test_a_file_is_held_against_the_ledger(cast, group, meter):
    assert codes(read(group.north)) == []  # it states none
    assert codes(read(group.north, meters=[STATED])) == []
    worse = read(group.north, meters=[{**STATED, "accuracy_class": "1.0"}])
    (told,) = [one for one in worse.problems if one.code == "REC-114"]
    assert "1.0" in told.message.zh and told.where.path == "meters[0]" and worse.case is not None
    other = read(group.north, meters=[{**STATED, "code": "M-777"}])
    assert codes(other) == ["REC-113", "REC-115"]


@pytest.mark.parametrize(
    ("meters", "code"),
    [
        ([STATED, dict(STATED)], "CASE-126"),
        ([{**STATED, "klass": "1"}], "CASE-103"),
        ([{"code": "M-001"}], "CASE-104"),
        ("M-001", "CASE-106"),
    ],
)
def test_what_cannot_be_read_is_told(cast, group, meters, code):
    found = read(group.north, meters=meters)
    assert found.case is None and code in {one.code for one in found.problems}


def test_they_move_no_hash_and_a_drawn_case_carries_the_ledgers(cast, group, meter):
    with_meters, without = read(group.north, meters=[STATED]).case, read(group.north).case
    assert with_meters.snapshot_hash == without.snapshot_hash and len(with_meters.meters) == 1
    drawn = drawn_from(None, {}, group.north, YEAR, PACK)
    told = json.loads(drawn.content)["meters"]
    assert told == [one.as_document() for one in ledger_meters(group.north, YEAR)]
    assert (told[0]["code"], told[0]["certificate"], told[0]["valid_to"]) == ("M-001", "合成-20250102", "2026-01-01")
    assert codes(read(group.north, meters=told)) == []


def test_a_company_without_a_ledger_draws_as_before(cast, group):
    assert "meters" not in json.loads(drawn_from(None, {}, group.north, YEAR, PACK).content)
