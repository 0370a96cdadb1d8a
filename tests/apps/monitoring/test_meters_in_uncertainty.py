"""Class and calibration of the meters that the plan names feed the uncertainty of a run by themselves, and no document changes."""

from datetime import date
from decimal import Decimal

import pytest

from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.selectors import propagation_of, recomputed
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.monitoring.selectors.plans import lines_in_force, main_source
from tanheng.apps.monitoring.selectors.uncertainty import meter_statements
from tests.apps.monitoring.ledger import PACK, calibrate, scale
from tests.apps.monitoring.planned import in_force
from tests.apps.smelter import YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


def planned_meter(group) -> str:
    """The code of the instrument that the plan names for the output of the potline."""
    lines = lines_in_force(group.north, date(YEAR, 7, 1))
    (line,) = [one for one in lines if (one.measure, one.place) == ("molten_aluminium_output_t", "potline-1")]
    source = main_source(line)
    assert source is not None
    return source.instrument


def contributions(run: Run) -> list[tuple[str, str, str, str, int]]:
    """Of the emission of the year: what contributes, who states it, with which form and source, and of how many values."""
    found = propagation_of(run, recomputed(run)).budget("anode_effect_emission_tco2e", "potline-1")
    assert found is not None
    return [(one.line.name, one.line.given, one.line.form.name, one.line.source, one.values) for one in found.contributions]


def test_the_main_source_of_the_plan_states_the_uncertainty_of_a_run(cast, group, signed_in):
    in_force(cast, group.north, date(YEAR, 7, 1))
    upload(cast.bob, group.north)
    run = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    assert contributions(run) == []
    meter = scale(cast.alice, group, planned_meter(group), quantity="", pack="")
    assert [(one.months, one.group) for one in meter_statements(group.north, PACK, YEAR)] == [((7, 8, 9, 10, 11, 12), meter.code)]
    assert contributions(run) == [("molten_aluminium_output_t", "meter", "meter_class", meter.code, 6)]
    calibrate(cast.bob, meter, date(YEAR, 10, 1), date(YEAR + 1, 9, 30), expanded=Decimal("0.4"), certificate_number="C-9")
    named = {(name, form, source, values) for name, _given, form, source, values in contributions(run)}
    assert ("molten_aluminium_output_t", "calibration", f"{meter.code} C-9", 3) in named
    run.refresh_from_db()
    assert "uncertainties" not in run.snapshot.document
    page = signed_in("alice").get(f"/accounts/runs/{run.pk}/explain/anode_effect_emission_tco2e/?facility=potline-1")
    assert "按计量器具的准确度等级和检定/校准" in page.content.decode() and f"{meter.code} C-9" in page.content.decode()


def test_without_a_plan_the_ledger_says_which_meter_serves(cast, group):
    upload(cast.bob, group.north)
    run = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    meter = scale(cast.alice, group)
    assert contributions(run) == [("molten_aluminium_output_t", "meter", "meter_class", meter.code, 12)]
    scale(cast.alice, group, "M-002")
    assert contributions(run) == []  # nobody knows the share of each
