"""The generated house is built of kinds of facilities that there are."""

from bench.house_cases import FACILITIES
from tanheng.apps.sites.models.kinds import facility_kinds


def test_every_kind_of_facility_of_the_generated_house_can_be_registered():
    assert {kind for ones in FACILITIES.values() for _code, kind in ones} <= set(facility_kinds())
