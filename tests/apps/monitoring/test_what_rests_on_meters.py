"""What rests on the ledger: the rate of equipping, uncertainties, and the meters of a report."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.journal.models import Event
from tanheng.apps.journal.pages.sentences import sentence
from tanheng.apps.monitoring.models import NeededMeters, RequiredRate
from tanheng.apps.monitoring.selectors.equipping import equipping
from tanheng.apps.monitoring.selectors.meters import histories, history
from tanheng.apps.monitoring.selectors.reporting import direct_meters, meters_of_report
from tanheng.apps.monitoring.selectors.uncertainty import stated_uncertainties, uncertainty_of
from tanheng.apps.monitoring.services.equipping import record_needed, record_required
from tanheng.apps.monitoring.services.meters import move_meter
from tanheng.apps.reporting.services import issue_report
from tanheng.documents.input.workbook import workbook_sheets
from tanheng.engine.uncertainty.forms import forms_of
from tanheng.rulebook.metering import LEVELS, metering
from tests.apps.monitoring.ledger import BEGUN, PACK, calibrate, electricity, scale
from tests.apps.smelter import YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
SAID = {"valid_from": BEGUN, "source": "能源计量网络图"}


def of(group, energy="electricity", level="entity", day=None):
    """The one row of the rates."""
    rows = equipping(group.north, histories(group.north), day)
    return next(one for one in rows if (one.energy.id, one.level) == (energy, level))


def needed(user, group, count, **more):
    """How many electricity meters are needed at the gate."""
    return record_needed(
        **{"actor": in_person(user), "company": group.north, "energy": "electricity", "level": "entity", "count": count, **SAID, **more}
    )


def test_installed_over_needed_against_the_table_of_2006(cast, group):
    for number in range(3):
        electricity(cast.alice, group, f"E-{number}")
    electricity(cast.alice, group, "E-spare", status="spare")
    assert (of(group).installed, of(group).rate, of(group).met) == (3, None, None)  # nobody has said how many are needed
    needed(cast.bob, group, 4)
    row = of(group)
    assert (row.rate, row.met, row.required.rate, row.required.standard) == (Decimal("75.0"), False, Decimal(100), "GB 17167-2006")
    assert row.required.status == "secondary"
    needed(cast.bob, group, 3, valid_from=date(2025, 1, 1))
    assert (of(group).met, of(group, day=date(2024, 6, 1)).met) == (True, False)


def test_the_rate_is_held_against_what_is_asked_by_whole_numbers(cast, group):
    """2 of 3 are shown as 66.7 %, and are less than 66.7 %."""
    for number in range(2):
        electricity(cast.alice, group, f"E-{number}")
    needed(cast.bob, group, 3)
    entered = {
        "actor": in_person(cast.alice),
        "company": group.north,
        "energy": "electricity",
        "level": "entity",
        "standard": "GB 17167-2025",
    }
    record_required(**entered, rate=Decimal("66.7"), **SAID)
    assert (of(group).rate, of(group).met) == (Decimal("66.7"), False)


def test_a_rate_that_the_company_entered_stands_in_the_place_of_the_table(cast, group):
    entered = {"actor": in_person(cast.alice), "company": group.north, "energy": "electricity", "level": "entity"}
    record_required(**entered, rate=Decimal(98), standard="GB 17167-2025", valid_from=date(2026, 2, 1), source="表2")
    assert (of(group, day=date(2026, 1, 31)).required.standard, of(group, day=date(2026, 2, 1)).required.rate) == (
        "GB 17167-2006",
        Decimal(98),
    )
    assert of(group, day=date(2026, 2, 1)).required.status == "override"
    assert "GB 17167-2025" in sentence(Event.objects.get(action="monitoring.rate.recorded"))
    record_required(**entered, rate=None, standard="GB 17167-2025", valid_from=date(2026, 2, 1), source="未要求")
    assert of(group, day=date(2026, 2, 1)).met is None
    assert of(group, "recoverable_energy", "equipment").required.doubt is not None


@pytest.mark.parametrize("more", [{"energy": "wind"}, {"level": "roof"}, {"count": -1}, {"source": " "}])
def test_what_is_no_need_is_refused(cast, group, more):
    with pytest.raises(ValidationError):
        needed(cast.bob, group, **{"count": 1, **more})
    with pytest.raises(PermissionDenied):
        needed(cast.vera, group, 1)
    assert not NeededMeters.objects.exists() and not RequiredRate.objects.exists()


def test_the_table_is_that_of_the_sheet():
    rates = {one.id: [one.rates[level] for level in LEVELS] for one in metering().equipping.energies.values()}
    assert {name: "/".join(str(rate) for rate in row) for name, row in rates.items()} == {
        "electricity": "100/100/95",
        "solid_fuel": "100/100/90",
        "product_oil": "100/100/95",
        "heavy_oil": "100/100/90",
        "natural_gas": "100/100/90",
        "gas": "100/90/80",
        "steam": "100/80/70",
        "water": "100/95/80",
        "recoverable_energy": "100/80/60",
    }
    assert all(one.label.zh and one.label.en and one.source.en for one in metering().kinds.values())


def test_class_and_certificate_state_the_uncertainty_of_what_a_meter_serves(cast, group):
    meter = scale(cast.alice, group)
    calibrate(
        cast.bob, meter, date(2025, 1, 1), date(2025, 12, 31), expanded=Decimal("0.4"), coverage=Decimal(2), certificate_number="合成-9"
    )
    assert uncertainty_of(history(meter), date(2025, 6, 1)).entry == {"meter_class": "0.5", "calibration": {"expanded": "0.004", "k": "2"}}
    assert uncertainty_of(history(meter), date(2024, 6, 1)).entry == {"meter_class": "0.5"}
    stated = stated_uncertainties(histories(group.north), PACK, date(2025, 6, 1))
    assert stated == [
        {
            "quantity": "molten_aluminium_output_t",
            "facility": "potline-1",
            "meter_class": "0.5",
            "calibration": {"expanded": "0.004", "k": "2"},
            "group": "M-001",
            "source": "M-001 合成-9",
        }
    ]
    assert len(forms_of(stated[0], lambda *wrong, **_words: pytest.fail(str(wrong)))) == 2  # a case takes it as it stands
    scale(cast.alice, group, "M-002")
    assert stated_uncertainties(histories(group.north), PACK, date(2025, 6, 1)) == []  # nobody knows the share of each


def test_the_meters_of_a_report_are_those_in_use_in_its_year(cast, group):
    meter = scale(cast.alice, group)
    calibrate(cast.bob, meter, date(2024, 2, 1), date(2025, 1, 31))
    calibrate(cast.bob, meter, date(2025, 2, 1), date(2026, 1, 31), kind="internal")
    electricity(cast.alice, group, "E-1", status="spare")
    gone = electricity(cast.alice, group, "E-2")
    move_meter(actor=in_person(cast.alice), meter=gone, on=date(2024, 12, 31), status="scrapped", reason="报废")
    found = histories(group.north)
    assert meters_of_report(found, 2025, "zh") == [
        {
            "number": "1",
            "meter_name": "出铝汽车衡（M-001）",
            "meter_model": "SCS-60",
            "meter_place": "电解车间出口",
            "calibration_way": "外检（检定）、自校",
            "calibration_date": "2024-02-01、2025-02-01",
        }
    ]
    assert [row["calibration_way"] for row in meters_of_report(found, 2024, "en")] == ["none that holds", "external (verification)"]
    assert direct_meters(found, 2025, PACK) == {("molten_aluminium_output_t", "potline-1"): True}
    assert direct_meters(found, 2025, "cn/power/cets_2026") == {}


def test_an_issued_report_names_them(cast, group):
    scale(cast.alice, group, serial_number="", on=date(2020, 1, 1))
    upload(cast.bob, group.north)
    run = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    report = issue_report(actor=in_person(cast.alice), run=run, kind="tables", language="zh")
    from tanheng.apps.evidence.selectors import content_of

    sheets = {sheet.name: [cell.text for cell in sheet.cells.values()] for sheet in workbook_sheets(content_of(report.file))}
    other = next(texts for name, texts in sheets.items() if name and name.startswith("C.9"))
    assert "出铝汽车衡（M-001）" in other and "电解车间出口" in other
