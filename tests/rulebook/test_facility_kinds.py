"""One list of kinds of facilities: the register on the web, every edition and its workbook know these and no other."""

import pytest

from tanheng.apps.sites.models.kinds import facility_kinds
from tanheng.documents.input.template.words import choice_lists
from tanheng.engine.case.places import FORMER_KINDS
from tanheng.engine.case.reading import read_case
from tanheng.rulebook import load, pack_ids
from tests.engine.test_facility_dates import smelter

KINDS = {"potline", "anode_plant", "casthouse", "boiler", "power_unit", "kiln_line", "grinding", "alumina_plant", "other"}


def test_the_register_offers_these_and_no_other():
    assert set(facility_kinds()) == KINDS


@pytest.mark.parametrize("pack_id", pack_ids())
def test_editions_and_their_workbooks_know_no_other(pack_id):
    pack = load(pack_id)
    assert set(pack.facility_kinds) <= KINDS
    assert len(choice_lists(pack)["facility_kinds"][0]) == len(pack.facility_kinds)


@pytest.mark.parametrize("former", FORMER_KINDS)
def test_a_case_that_has_a_word_of_before_is_read_by_the_present_one(former):
    document = smelter(range(1, 13))
    document["facilities"].append({"id": "x-1", "kind": former, "name": "旧类别"})
    case, problems = read_case(document, load)
    known = FORMER_KINDS[former] in load(document["pack"]).facility_kinds
    assert known == (case is not None), problems
    if case is not None:
        assert case.facilities[-1].kind == FORMER_KINDS[former]


def test_what_was_stored_keeps_its_word():
    document = smelter(range(1, 13))
    document["facilities"].append({"id": "x-1", "kind": "lime_kiln", "name": "石灰窑"})
    case, problems = read_case(document, load, stored=True)
    assert case is not None, problems
    assert case.facilities[-1].kind == "lime_kiln"
