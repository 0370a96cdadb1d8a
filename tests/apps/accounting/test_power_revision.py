"""A run made by an older revision of its edition: shown by that revision, and compared with a run by the present one."""

import pytest
from django.urls import reverse

from tanheng.apps.accounting import selectors, services
from tanheng.apps.accounting.pages.comparison import compare_runs
from tanheng.demo.synthetic_power_units import PACK_ID as POWER
from tanheng.rulebook import load
from tests.apps.captive_power import register_units, run_power_year
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def before(cast, group, monkeypatch):
    """A run by the first revision of the power guide."""
    register_units(cast.ada, group.north_plant)
    with monkeypatch.context() as earlier:
        earlier.setattr(services, "load", lambda pack_id: load(f"{pack_id}/revision_1"))
        return run_power_year(cast.alice, group.north)


def test_it_is_shown_and_explained_by_its_revision(before, signed_in):
    selectors._recomputed.clear()
    assert selectors.rules_now(before) == "revision"
    browser = signed_in("vera")
    assert browser.get(reverse("accounting:results", args=[before.pk])).status_code == 200
    page = browser.get(reverse("accounting:explanation", args=[before.pk, "heat_intensity_tco2_per_gj"]), {"facility": "unit-1"})
    assert page.status_code == 200
    assert "0.0000" in page.content.decode()


def test_a_later_run_names_the_formulas_that_changed_and_blames_no_input(before, cast, group):
    after = services.run_accounts(actor=in_person(cast.alice), node=group.north, year=before.year, pack_id=POWER)
    found = compare_runs(before, after)
    assert found.inputs == []
    assert "heat_intensity_tco2_per_gj" in {one.name for one in found.rules}
    assert all(one.before != one.after for one in found.rules)
    changed = {one.place[0] for one in found.results}
    assert {"heat_intensity_tco2_per_gj", "heat_coal_rate_t_per_gj"} <= changed
    assert "inputs" not in {one.cause for one in found.results}
