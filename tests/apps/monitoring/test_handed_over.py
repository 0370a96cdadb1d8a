"""A facility that goes from one company to another: each of its months is typed, reviewed and closed by one of them, and by one alone."""

import os
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanheng.apps.monitoring.models import MonthStep, Reading
from tanheng.apps.monitoring.selectors.month_matrix import month_matrix
from tanheng.apps.monitoring.selectors.months import standing_month
from tanheng.apps.monitoring.selectors.plans import placed_facilities, version_in_force
from tanheng.apps.monitoring.services.months import RefusedMonthError
from tanheng.apps.monitoring.services.plans import begin_plan
from tanheng.apps.monitoring.services.typing import Typed, save_cells
from tanheng.apps.people.access.scopes import companies_of
from tanheng.apps.people.services import assign_role
from tanheng.apps.sites import services
from tanheng.apps.sites.models import Node
from tanheng.apps.sites.selectors import descendants
from tanheng.apps.sites.selectors.companies import chain_of, company_in, holders_in
from tanheng.apps.sites.services.companies import hand_over, merge_company
from tanheng.engine.life import MONTHS, month_days
from tanheng.registration import limits
from tanheng.rulebook.plans import editions_for, proposed_plan
from tanheng.store.scope import everything, reaching
from tests.apps.cast import person
from tests.apps.monitoring.closing import fill, month_led_to, step
from tests.apps.monitoring.planned import complete, led_to
from tests.support.acting import in_person
from tests.support.owner_rights import application_rights
from tests.support.postgresql import APPLICATION

ON_POSTGRESQL = os.environ.get("TANHENG_TEST_DATABASE") == "postgresql"
pytestmark = pytest.mark.django_db
YEAR = 2025
FROM = date(YEAR, 1, 1)
WHY = {"reason": "重组", "source": "划转协议"}
DAYS = st.integers(1, 364).map(lambda days: FROM + timedelta(days=days)) | st.sampled_from(
    [date(YEAR, month, day) for month in (2, 6, 12) for day in (1, 28)] + [date(YEAR, 3, 31)]
)


@pytest.fixture
def south(cast, group):
    """The people of the southern company, under the names of the cast."""
    people = {name: person(f"{name}-south", f"南方{name}") for name in ("alice", "bob")}
    assign_role(actor=in_person(cast.ada), user=people["alice"], role="carbon_manager", node=group.south)
    assign_role(actor=in_person(cast.ada), user=people["bob"], role="clerk", node=group.south)
    return SimpleNamespace(**people, grace=cast.grace)


def planned(crew, company):
    """A plan in force of a company for all its facilities, whenever they are its own."""
    facilities = [replace(one, in_use_from=None, in_use_to=None) for one in placed_facilities(company)]
    packs = editions_for(facilities, YEAR)
    words = {"name": company.name, "code": company.code, "from_month": FROM, "written_on": date(2024, 11, 20)}
    plan = complete(proposed_plan(packs=packs, facilities=facilities, **words))
    number = begin_plan(actor=in_person(crew.bob), node=company, plan=plan).plan
    led_to(crew, company, number, "in_force")


def handed(cast, group, *days):
    """The potline from north to south and back on these days; the nodes of it, and who holds it from when."""
    here, owners = group.potline, [(FROM, group.north)]
    for day in sorted(days):
        to_south = owners[-1][1] == group.north
        site = group.south_plant if to_south else group.north_plant
        (here,) = hand_over(actor=in_person(cast.ada), facilities=[here], site=site, on=day, **WHY)
        owners.append((day, group.south if to_south else group.north))
    return chain_of(here), owners


def typed_into(crew, company, place, month):
    """What becomes of a figure of the potline's output in a month."""
    line = version_in_force(company, FROM).lines.get(place=place.code, measure="molten_aluminium_output_t")
    return save_cells(actor=in_person(crew.bob), node=company, cells=[Typed(line.code, date(YEAR, month, 1), "100")])


@given(data=st.data())
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_each_month_is_typed_by_one_company(cast, group, south, data):
    ada, number = in_person(cast.ada), Node.objects.count()
    told = {"name": f"{number}号", "code": f"line-{number}", "facility_kind": "potline", "in_use_from": date(2015, 1, 1)}
    line = services.create_facility(actor=ada, site=group.north_plant, **told)
    stage = SimpleNamespace(**{**vars(group), "potline": line})
    days = data.draw(st.lists(DAYS, min_size=1, max_size=4, unique=True), "days of the hand-overs")
    nodes, owners = handed(cast, stage, *days)
    crews = {group.north.pk: cast, group.south.pk: south}
    for company in (group.north, group.south):
        planned(crews[company.pk], company)
    matrix = month_matrix([group.north, group.south], YEAR, date(2026, 1, 1))
    cells = {row.place.pk: row.cells for row in matrix.rows}
    for month in MONTHS:
        last = month_days(YEAR, month)[1]
        wanted = [owner for since, owner in owners if since <= last][-1]
        asked = []
        for node in nodes:
            company = next(one for one in (group.north, group.south) if node.path.startswith(one.path))
            saved = typed_into(crews[company.pk], company, node, month)
            cell = cells[node.pk][month - 1] if node.pk in cells else None
            shown = cell is not None and bool(cell.state)
            assert (cell is None or cell.anothers) == (not shown)
            if shown:
                asked.append(company)
                assert [reading.amount for _cell, reading in saved.readings] == [100]
            else:
                assert [problem.code for _cell, problem in saved.problems] == ["GRID-109"] and not saved.readings
        assert asked == [wanted], (month, days)
        assert [company_in(node, YEAR, month) for node in holders_in(nodes, YEAR, month)] == [wanted]
        figures = Reading.objects.filter(series__place__in=nodes, start=date(YEAR, month, 1), series__measure="molten_aluminium_output_t")
        assert figures.count() == 1  # no gap, no double month


@pytest.mark.parametrize(("day", "mine"), [(date(YEAR, 3, 10), 2), (date(YEAR, 3, 1), 2), (date(YEAR, 3, 31), 2), (date(YEAR, 4, 1), 3)])
def test_who_closes_which_month(cast, group, south, day, mine):
    (_here, taken), _owners = handed(cast, group, day)
    planned(cast, group.north)
    planned(south, group.south)
    month_led_to(cast, group.north, group.potline, date(YEAR, mine, 1), "closed")
    month_led_to(south, group.south, taken, date(YEAR, mine + 1, 1), "closed")
    for crew, company, place, month in ((cast, group.north, group.potline, mine + 1), (south, group.south, taken, mine)):
        with pytest.raises(RefusedMonthError) as refused:
            step(crew.bob, company, place, date(YEAR, month, 1), "submit")
        assert [one.code for one in refused.value.problems] == ["MONTH-418"]


def test_what_was_submitted_before_the_hand_over_was_known_is_taken_back(cast, group, south):
    planned(cast, group.north)
    for month, state in ((5, "closed"), (6, "submitted"), (7, "reviewed")):
        month_led_to(cast, group.north, group.potline, date(YEAR, month, 1), state)
    (_here, taken), _owners = handed(cast, group, date(YEAR, 5, 20))
    planned(south, group.south)
    cells = {row.place.pk: row.cells for row in month_matrix([group.north, group.south], YEAR, date(2026, 1, 1)).rows}
    assert [cells[group.potline.pk][month - 1].anothers for month in (4, 5, 6, 7)] == [False, True, True, True]
    for month, verb in ((6, "review"), (7, "close")):
        with pytest.raises(RefusedMonthError) as refused:
            step(cast.alice, group.north, group.potline, date(YEAR, month, 1), verb)
        assert [one.code for one in refused.value.problems] == ["MONTH-418"]
        step(cast.alice, group.north, group.potline, date(YEAR, month, 1), "return", reason="划转")
    step(cast.grace, group.north, group.potline, date(YEAR, 5, 1), "reopen", reason="划转")
    month_led_to(south, group.south, taken, date(YEAR, 5, 1), "closed")
    assert standing_month(group.north, group.potline, date(YEAR, 5, 1)).state.id == "filling"


def test_a_merger_at_the_turn_of_a_month(cast, group, south):
    merge_company(actor=in_person(cast.ada), company=group.north, into=group.south, on=date(YEAR, 9, 1), **WHY)
    taken = next(one for one in descendants(group.south, kind="facility"))
    planned(cast, group.north)
    planned(south, group.south)
    for crew, company, place, month in ((cast, group.north, group.potline, 8), (south, group.south, taken, 9)):
        month_led_to(crew, company, place, date(YEAR, month, 1), "closed")
    assert [company_in(taken, YEAR, month) for month in (8, 9)] == [group.north, group.south]


def test_pages_and_doors(cast, group, south, signed_in):
    handed(cast, group, date(YEAR, 3, 10))
    planned(cast, group.north)
    shown = signed_in("alice").get(f"/months/{group.north.pk}/{YEAR}/").content.decode()
    assert shown.count("⇄") >= 10
    assert "由划转的另一企业" in signed_in("alice").get(f"/months/{group.potline.pk}/{YEAR}/3/").content.decode()
    assert signed_in("alice", language="en").get(f"/months/{group.north.pk}/{YEAR}/").status_code == 200
    assert signed_in("charlie").get(f"/months/{group.potline.pk}/{YEAR}/3/").status_code == 404
    assert signed_in("alice").get(f"/months/{group.south.pk}/{YEAR}/").status_code == 404


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has no row security and no roles")
def test_each_company_sees_its_own_part(cast, group, south, settings):
    (_here, taken), _owners = handed(cast, group, date(YEAR, 3, 10))
    planned(cast, group.north)
    planned(south, group.south)
    month_led_to(cast, group.north, group.potline, date(YEAR, 2, 1), "closed")
    fill(south, group.south, taken, date(YEAR, 3, 1))
    settings.APPLICATION_ROLE = APPLICATION
    limits.ensure_limits()
    with everything(), application_rights():
        for user, own, other, months in ((south.alice, group.south, group.north, (3, 12)), (cast.alice, group.north, group.south, (1, 2))):
            with reaching(companies_of(in_person(user).reach)):
                assert Reading.objects.filter(company=own).exists() and not Reading.objects.filter(company=other).exists()
                assert MonthStep.objects.filter(company=own).exists() == (own == group.north)
                assert not MonthStep.objects.filter(company=other).exists()
                (cells,) = [row.cells for row in month_matrix([own], YEAR, date(2026, 1, 1)).rows if row.place.kind == "facility"]
                assert [number for number in MONTHS if cells[number - 1].state] == list(range(months[0], months[1] + 1))
