"""A figure that is not told as the plan in force asks needs a reason; the departure is kept as a fact, and listed wherever it matters."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tanheng.apps.journal.selectors.verification import verify
from tanheng.apps.monitoring.models import Deviation, Reading
from tanheng.apps.monitoring.models.series import APPORTIONED
from tanheng.apps.monitoring.selectors.cross_checks import LineDoubt
from tanheng.apps.monitoring.selectors.day_books import month_found, proposals
from tanheng.apps.monitoring.selectors.deviations import deviations_of
from tanheng.apps.monitoring.selectors.missing import gaps_of
from tanheng.apps.monitoring.selectors.year_sources import YearSources
from tanheng.apps.monitoring.services.day_books import add_rows, take_over_figure
from tanheng.apps.monitoring.services.meters import move_meter
from tanheng.apps.monitoring.services.plans import begin_plan
from tanheng.apps.monitoring.services.treatments import accept_treatment
from tanheng.apps.monitoring.services.typing import Typed, save_cells
from tanheng.documents.day_book.reading import TypedRow
from tanheng.engine.places import Origin
from tests.api.conftest import caller  # noqa: F401
from tests.apps.monitoring.books import kept
from tests.apps.monitoring.ledger import scale
from tests.apps.monitoring.planned import complete, led_to, line_of, proposal, tell
from tests.apps.smelter import YEAR
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
JANUARY = date(YEAR, 1, 1)
OUTPUT = ("potline-1", "molten_aluminium_output_t", "")
ANODES = ("potline-1", "anode_consumption_t", "")


@pytest.fixture
def planned(cast, group):
    """A plan in force whose output is weighed by one scale, compared with the cast house."""
    plan = complete(proposal(group.north, JANUARY))
    output = next(one for one in plan.lines if one.measured == OUTPUT)
    sources = tuple(
        replace(one, record="出铝台账" if one.role == "main" else "铸造台账") if one.line == output.code else one for one in plan.sources
    )
    led_to(cast, group.north, begin_plan(actor=in_person(cast.bob), node=group.north, plan=replace(plan, sources=sources)).plan, "in_force")
    return group.north


def save(user, company, text="100", reason="", measured=OUTPUT, **more):
    cell = Typed(line_of(company, measured), more.pop("month", JANUARY), text, **more)
    return save_cells(actor=in_person(user), node=company, cells=[cell], reason=reason)


@pytest.mark.parametrize(
    ("aspect", "told"),
    [("method", {"kind": "estimated"}), ("source", {"words": "铸造台账"})],
)
def test_a_departure_needs_a_reason_and_is_kept(cast, planned, aspect, told):
    refused = save(cast.bob, planned, **told)
    assert [(problem.code, not refused.readings) for _cell, problem in refused.problems] == [("GRID-107", True)]
    assert not Reading.objects.exists()
    ((_cell, reading),) = save(cast.bob, planned, reason="秤检修", **told).readings
    found = Deviation.objects.get()
    assert (found.aspect, found.reading, found.reason, found.by, reading.amount) == (aspect, reading, "秤检修", cast.bob, Decimal(100))
    assert verify(lambda _part: lambda _step: None).holds
    ((_cell, again),) = save(cast.bob, planned, "101", seen=reading.pk).readings
    assert again.supersedes == reading and Deviation.objects.count() == 1  # as planned: nothing departs


def test_what_is_told_as_planned_departs_in_nothing(cast, planned):
    assert save(cast.bob, planned, "100 t", words="出铝台账").readings
    assert save(cast.bob, planned, "/", month=date(YEAR, 2, 1), kind="estimated").readings
    assert save(cast.bob, planned, "90 t", source="compare-1", words="铸造台账").readings
    assert not Deviation.objects.exists()


def test_a_meter_that_is_not_in_use_in_the_month_departs(cast, group, planned):
    sources = YearSources(planned, YEAR)
    code = sources.main_source(sources.rows[OUTPUT], 1).instrument
    meter = scale(cast.alice, group, code)
    assert save(cast.bob, planned).readings
    move_meter(actor=in_person(cast.alice), meter=meter, on=date(YEAR, 2, 1), status="stopped", reason="拆除")
    told = save(cast.bob, planned, month=date(YEAR, 3, 1))
    assert [problem.code for _cell, problem in told.problems] == ["GRID-107"] and code in told.problems[0][1].message.zh
    assert save(cast.bob, planned, month=date(YEAR, 3, 1), reason="换用备用秤").readings
    assert Deviation.objects.get().aspect == "meter"


def test_a_treatment_that_is_not_first_in_the_plans_order_departs(cast, planned):
    tell(cast.bob, planned, OUTPUT, "16000", "", "15000")
    tell(cast.bob, planned, OUTPUT, "15800", source="compare-1", first=2)
    gap = next(one for one in gaps_of(YearSources(planned, YEAR)) if (one.row.measured, one.month.month) == (OUTPUT, 2))

    def accept(found, key):
        said = {"line": found.row.line.code, "month": found.month, "proposal": key, "amount": str(found.proposal(key).amount)}
        return accept_treatment(actor=in_person(cast.bob), node=planned, reason="铸造台账缺页", **said)

    made = accept(gap, "conservative_estimate-output")
    assert [(one.aspect, one.reading) for one in deviations_of(planned, YEAR)] == [("method", made.reading)]
    assert not isinstance(gap, LineDoubt) and made.reading.kind == "estimated"


def test_a_metered_figure_is_never_altered_to_meet_a_stock(cast, group, planned):
    book = kept(group, "anode_stock")
    add_rows(
        actor=in_person(cast.bob),
        kept=book,
        rows=[TypedRow(Origin(), "2025-01-31", {"opening_t": "100", "purchased_t": "50", "closing_t": "60"})],
    )
    offered = proposals(book, month_found(book, JANUARY))

    def take(role, reason=""):
        one = next(one for one in offered if one.row.role == role)
        said = {"figure_id": one.figure.id, "line": one.row.line.code, "source": one.row.source, "seen": None, "reason": reason}
        return take_over_figure(actor=in_person(cast.bob), kept=book, month=JANUARY, **said)

    assert [problem.code for _cell, problem in take("main").problems] == ["GRID-107"]  # a count is no measurement
    tell(cast.bob, planned, ANODES, "88")
    with pytest.raises(ValidationError):
        take("main", "盘点")
    compared = [one for one in offered if one.row.role != "main"]
    if compared:
        ((_cell, beside),) = take("comparison").readings
        assert (beside.kind, beside.amount) == ("calculated", Decimal(90))
        there = Reading.objects.get(amount=Decimal(88))
        met = save(cast.bob, planned, "90", "与盘点一致", ANODES, seen=there.pk)
        assert [problem.code for _cell, problem in met.problems] == ["GRID-108"]
        assert save(cast.bob, planned, "89", "抄错", ANODES, seen=there.pk).readings
    assert compared


def test_nobody_types_a_figure_as_apportioned(cast, planned):
    ((_cell, reading),) = save(cast.bob, planned, reason="按比例估", kind=APPORTIONED).readings
    assert reading.kind == "calculated" and Deviation.objects.get().aspect == "method"


def test_pages_and_the_api_list_departures_and_strangers_see_none(cast, group, planned, signed_in, caller):  # noqa: F811
    save(cast.bob, planned, reason="秤检修<b>", kind="estimated")
    vera = signed_in("vera")
    addresses = [reverse("monitoring:month", args=[group.potline.pk, YEAR, 1]), reverse("monitoring:missing", args=[planned.pk, YEAR])]
    for address in addresses:
        page = vera.get(address).content.decode()
        assert "秤检修&lt;b&gt;" in page and "获取方式" in page
        assert signed_in("charlie").get(address).status_code == 404
        assert signed_in("ada").get(address).status_code == 403
    month = caller("vera").get(f"/organisations/{group.potline.pk}/months/{YEAR}/1").json()
    year = caller("vera").get(f"/organisations/{planned.pk}/missing", year=YEAR).json()
    assert [one["aspect"] for one in month["deviations"]] == [one["aspect"] for one in year["deviations"]] == ["method"]
    bob = caller("bob", node=group.north_plant)
    cell = {"row": line_of(planned, OUTPUT), "month": f"{YEAR}-02", "text": "1", "kind": "default"}
    (told,) = bob.post(f"/organisations/{planned.pk}/cells", {"cells": [cell]}).json()["problems"]
    assert (told["code"], told["reason"]) == ("GRID-107", True)
