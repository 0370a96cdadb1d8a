"""Every service is tried with an object of the other company: by somebody who holds every role in their own, and by a token of one company
whose user may everything in both. None of them writes a row or an event.

A service without its case here fails the test, so that the next one is not forgotten.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

import tanheng.apps
from tanheng.api.authentication import TokenReach
from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.evidence.access import access_content
from tanheng.apps.journal.models import Event
from tanheng.apps.monitoring.models import DayBookRow
from tanheng.apps.monitoring.selectors.ledger import ledger_of
from tanheng.apps.monitoring.selectors.meters import histories
from tanheng.apps.monitoring.services.day_books import RowsRefusedError, add_rows
from tanheng.apps.monitoring.services.meters import replace_meter
from tanheng.apps.monitoring.services.month_days import Days
from tanheng.apps.monitoring.services.months import AskedMonth
from tanheng.apps.monitoring.services.pictures import attach_picture
from tanheng.apps.monitoring.services.plans import Edit, begin_plan
from tanheng.apps.monitoring.services.typing import Typed as TypedCell
from tanheng.apps.people.access.tokens import TokenHolder
from tanheng.apps.people.models import ApiToken, Assignment
from tanheng.apps.people.models.permissions import ROLES, VERBS
from tanheng.apps.people.services import invite_person
from tanheng.apps.work.services import ask_task
from tanheng.documents.meter_ledger.workbook import ledger_workbook
from tanheng.engine.plan.plan import Plan
from tanheng.engine.plan.tables import BY_NAME
from tanheng.pages.actor import Actor
from tests.apps.cast import person
from tests.apps.monitoring.books import LADLE, kept, typed
from tests.apps.monitoring.file_forms import FILE_CALLS
from tests.apps.monitoring.ledger import BEGUN, calibrate, certificate, electricity_card, scale, scale_card
from tests.apps.monitoring.pictures import png
from tests.apps.smelter import PACK, YEAR, smelter_file, upload
from tests.support.acting import in_person

DAY = date(2025, 6, 1)
RATE = {"energy": "electricity", "level": "entity", "valid_from": DAY, "source": "计量网络图"}
CALLS: dict[str, Callable[[SimpleNamespace], dict[str, Any]]] = {
    "accounting.run_accounts": lambda far: {"node": far.company, "year": YEAR, "pack_id": PACK},
    "accounting.move_year": lambda far: {"node": far.company, "year": YEAR, "pack_id": PACK, "verb": "submit"},
    "evidence.attach_evidence": lambda far: {"node": far.company, "year": YEAR, "file_name": "a.txt", "content": b"a"},
    "evidence.attach_files": lambda far: {"node": far.company, "year": YEAR, "files": [("a.txt", b"a")]},
    "evidence.heal_content": lambda far: {"content": access_content(in_person(far.manager).reach, far.sha256), "given": b"a"},
    "guidance.record_clarification": lambda far: {
        "group": far.company,
        "pack": PACK,
        "anchor": "quantity-anode_consumption_t",
        "text": "可以",
        "said_by": "某部门",
        "said_on": date(2025, 1, 1),
        "document": "答复",
    },
    "keeping.examine_contents": lambda far: {"node": far.company},
    "monitoring.add_rows": lambda far: {"kept": far.book, "rows": [typed(ladle="2")]},
    "monitoring.correct_row": lambda far: {"kept": far.book, "row": far.row, "day": "2025-03-01", "columns": LADLE, "reason": "抄错"},
    "monitoring.import_rows": lambda far: {"kept": far.book, "file_name": "a.csv", "content": "日期\n".encode()},
    "monitoring.strike_row": lambda far: {"kept": far.book, "row": far.row, "reason": "重复"},
    "monitoring.take_over_figure": lambda far: {
        "kept": far.book,
        "month": DAY,
        "figure_id": "molten_aluminium_output_t",
        "line": "P-001",
        "source": "main",
        "seen": None,
    },
    "monitoring.begin_plan": lambda far: {"node": far.company, "plan": Plan()},
    "monitoring.edit_row": lambda far: {"node": far.company, "number": far.plan, "edit": Edit(BY_NAME["quality"], "", None)},
    "monitoring.attach_picture": lambda far: {
        "node": far.company,
        "number": far.plan,
        "kind": "process_chart",
        "file_name": "a.png",
        "content": png(),
    },
    "monitoring.remove_picture": lambda far: {"node": far.company, "number": far.plan, "picture": far.picture},
    "monitoring.answer_revision": lambda far: {"node": far.company, "digest": "0", "decision": "keep", "reason": "不用于核算"},
    "monitoring.move_plan": lambda far: {"node": far.company, "number": far.plan, "verb": "discard", "reason": "重复"},
    "monitoring.move_month": lambda far: {
        "company": far.company,
        "place": far.potline,
        "month": date(2025, 1, 1),
        "verb": "submit",
    },
    "monitoring.move_months": lambda far: {
        "company": far.company,
        "months": [AskedMonth(far.potline, date(2025, 1, 1))],
        "verb": "submit",
    },
    "monitoring.set_timetable": lambda far: {"company": far.company, "from_month": DAY, "days": Days(5, 8, 10)},
    "monitoring.remind": lambda far: {
        "company": far.company,
        "place": far.potline,
        "month": date(2025, 1, 1),
        "persons": [far.manager],
    },
    "monitoring.name_substitute": lambda far: {"company": far.company, "substitute": None, "first": DAY, "last": DAY},
    "monitoring.propose_plan": lambda far: {"node": far.company, "packs": [PACK], "from_month": date(2026, 1, 1)},
    "monitoring.save_plan": lambda far: {"node": far.company, "number": far.plan, "plan": Plan(from_month=date(2026, 1, 1))},
    "monitoring.accept_treatment": lambda far: {
        "node": far.company,
        "line": "P-001",
        "month": DAY,
        "proposal": "conservative_estimate",
        "amount": "1",
        "reason": "秤坏",
    },
    "monitoring.answer_check": lambda far: {"node": far.company, "year": YEAR, "digest": "0", "reason": "属实"},
    "monitoring.add_meter": lambda far: {"company": far.company, "code": "M-2", "card": electricity_card(), "on": BEGUN},
    "monitoring.describe_meter": lambda far: {"meter": far.meter, "card": scale_card(far), "valid_from": DAY, "reason": "移位"},
    "monitoring.move_meter": lambda far: {"meter": far.meter, "on": DAY, "status": "stopped", "reason": "停"},
    "monitoring.replace_meter": lambda far: {
        "old": far.meter,
        "new": far.spare,
        "on": DAY,
        "closing": None,
        "opening": None,
        "reason": "换秤",
    },
    "monitoring.correct_replacement": lambda far: {
        "replacement": far.replacement,
        "closing": None,
        "opening": None,
        "reason": "看错",
    },
    **FILE_CALLS,
    "monitoring.calibrate_meter": lambda far: {"meter": far.meter, "said": certificate(DAY, date(2026, 5, 31))},
    "monitoring.void_calibration": lambda far: {"calibration": far.meter.calibrations.get(), "reason": "重复"},
    "monitoring.take_over_ledger": lambda far: {
        "company": far.company,
        "file_name": "a.xlsx",
        "content": ledger_workbook(ledger_of(far.company, histories(far.company), "zh")),
        "valid_from": DAY,
        "reason": "核对",
    },
    "monitoring.record_needed": lambda far: {"company": far.company, **RATE, "count": 1},
    "monitoring.record_required": lambda far: {"company": far.company, **RATE, "rate": Decimal(90), "standard": "GB 17167-2025"},
    "people.assign_role": lambda far: {"user": far.newcomer, "role": "clerk", "node": far.company},
    "people.create_token": lambda far: {"node": far.company, "name": "far", "scopes": ["view_data"]},
    "people.decide_separation": lambda far: {"node": far.company, "separation": "preparation", "in_force": False, "reason": "人员少"},
    "people.end_assignment": lambda far: {"assignment": far.assignment, "reason": "离职"},
    "people.end_token": lambda far: {"token": far.token},
    "people.invite_person": lambda far: {"email": "new@example.test", "display_name": "新人", "role": "clerk", "node": far.company},
    "people.remove_factors": lambda far: {"user": far.newcomer},
    "people.renew_invitation": lambda far: {"user": far.newcomer},
    "records.answer_warnings": lambda far: {
        "node": far.company,
        "year": YEAR,
        "pack_id": PACK,
        "digests": ["0"],
        "says": "confirmed",
        "reason": "属实",
    },
    "records.say_fact": lambda far: {
        "node": far.company,
        "year": YEAR,
        "pack_id": PACK,
        "block": "uncertainties",
        "entry": {"quantity": "anode_consumption_t", "relative": "0.01"},
    },
    "monitoring.save_cells": lambda far: {"node": far.company, "cells": [TypedCell("P-001", DAY, "1")]},
    "records.upload_case": lambda far: {"node": far.company, "file_name": "a.yaml", "content": smelter_file(far.company)},
    "reporting.issue_report": lambda far: {"run": far.run, "kind": "docx", "language": "zh"},
    "sites.create_company": lambda far: {"group": far.group, "name": "第三家", "code": "3"},
    "sites.create_site": lambda far: {"company": far.company, "name": "二厂", "code": "2"},
    "sites.create_facility": lambda far: {"site": far.plant, "name": "二线", "code": "potline-2", "facility_kind": "potline"},
    "sites.record_life": lambda far: {"facility": far.potline, "kind": "demolished", "on": date(2026, 1, 1), "reason": "停产"},
    "sites.withdraw_life": lambda far: {"event": far.potline.life_events.get(), "reason": "误记"},
    "sites.record_membership": lambda far: {"company": far.company, "sector": "aluminium", "year": 2025, "listed": True, "source": "名录"},
    "sites.change_identity": lambda far: {
        "company": far.company,
        "name": "新名",
        "code": "91530000000000001X",
        "on": date(2026, 1, 1),
        "source": "营业执照",
    },
    "sites.hand_over": lambda far: {
        "facilities": [far.potline],
        "site": far.north_plant,
        "on": date(2026, 1, 1),
        "reason": "重组",
        "source": "协议",
    },
    "sites.merge_company": lambda far: {
        "company": far.company,
        "into": far.north,
        "on": date(2026, 1, 1),
        "reason": "重组",
        "source": "协议",
    },
    "sites.record_fact": lambda far: {"node": far.potline, "attribute": "cell_count", "value": "1", "valid_from": date(2026, 1, 1)},
    "sites.rename_node": lambda far: {"node": far.company, "name": "改名"},
    "records.draw_figures": lambda far: {"node": far.company, "year": YEAR, "pack_id": PACK},
    "records.drawn_where_typed": lambda far: {"node": far.company, "year": YEAR, "pack_id": PACK, "verb": "upload_data"},
    "records.ask_for_import": lambda far: {"place": far.company, "file": SimpleUploadedFile("a.yaml", b"a"), "reason": ""},
    "work.ask_task": lambda far: {"name": "accounting.run", "place": far.company, "arguments": {"node": far.company.pk}},
    "work.cancel_task": lambda far: {"task": far.task},
    "work.set_calendar_day": lambda far: {"group": far.group, "day": date(2031, 5, 1), "working": False, "source": "通知"},
}
ONES_OWN = {"people.change_own_profile"}  # nothing of anybody else's can be named
PARTS = {  # of another service's change, or the base of all; no door calls them
    "journal.append_event",
    "journal.change_signing_key",  # asked for on the machine itself alone: it names nobody's object
    "journal.sealed_at_its_end",
    "monitoring.added",
    "monitoring.calibrated",
    "monitoring.described",
    "monitoring.moved",
    "monitoring.next_draft",
    "monitoring.next_edit",
    "monitoring.record_departures",
    "monitoring.save_within",
    "people.change",
    "people.decided",
    "people.end_all_tokens",
    "people.first_role",
    "people.taken_away",
    "records.accept",
    "sites.append_life",
    "sites.tell_life",
}
SET_UP = {"sites.begin_installation", "sites.create_group", "sites.finish_installation"}  # led by whoever holds the set-up code


def services() -> dict[str, Callable[..., Any]]:
    """Every public function of a service shelf that takes an actor, as app.name."""
    found = {}
    for module in pkgutil.walk_packages(tanheng.apps.__path__, "tanheng.apps."):
        parts = module.name.split(".")
        if len(parts) < 4 or parts[3] != "services":
            continue
        for name, function in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
            if function.__module__ == module.name and not name.startswith("_") and "actor" in inspect.signature(function).parameters:
                found[f"{parts[2]}.{name}"] = function
    return found


@pytest.fixture
def far(group, cast) -> SimpleNamespace:
    """The southern company with one object of each kind."""
    manager = person("suda", "南方碳管理员")
    roles = [_given(manager, role, group.south, cast) for role in ROLES]
    told = {"email": "neo@example.test", "display_name": "南方新人", "role": "verifier"}
    newcomer = invite_person(actor=in_person(cast.ada), node=group.south, **told).user
    potline = _potline(group, cast)
    sha256 = upload(manager, group.south).sha256
    run = run_accounts(actor=in_person(manager), node=group.south, year=YEAR, pack_id=PACK)
    words = {"node": group.south.pk, "year": YEAR, "pack": PACK}
    task = ask_task(actor=in_person(manager), name="accounting.run", place=group.south, arguments=words)
    token = ApiToken.objects.create(user=manager, node=group.south, name="t", scopes=["view_data"], prefix="p", secret_hash="0" * 64)
    southern = SimpleNamespace(north=group.south, potline=potline)
    meter, spare = scale(manager, southern), scale(manager, southern, "M-002", status="spare")
    calibrate(manager, meter, date(2025, 1, 1), date(2025, 12, 31))
    swap = {"old": scale(manager, southern, "M-003"), "new": scale(manager, southern, "M-004", status="spare"), "on": DAY}
    replacement = replace_meter(actor=in_person(manager), **swap, closing=None, opening=None, reason="换秤")
    book = kept(southern, place=potline)
    add_rows(actor=in_person(manager), kept=book, rows=[typed()])
    plan = begin_plan(actor=in_person(manager), node=group.south, plan=Plan()).plan
    told = {"kind": "meter_chart", "file_name": "b.png", "content": png(9)}
    return SimpleNamespace(
        book=book,
        picture=attach_picture(actor=in_person(manager), node=group.south, number=plan, **told),
        row=DayBookRow.objects.get(),
        replacement=replacement,
        meter=meter,
        spare=spare,
        group=group.group,
        company=group.south,
        plant=group.south_plant,
        north=group.north,
        north_plant=group.north_plant,
        potline=potline,
        run=run,
        sha256=sha256,
        token=token,
        task=task,
        plan=plan,
        manager=manager,
        newcomer=newcomer,
        assignment=roles[0],
    )


def _potline(group, cast) -> Any:
    from tanheng.apps.sites.services import create_facility

    told = {"name": "1号电解系列", "code": "potline-1", "facility_kind": "potline", "in_use_from": date(2015, 1, 1)}
    return create_facility(actor=in_person(cast.ada), site=group.south_plant, **told)


def _given(user, role: str, node, cast) -> Assignment:
    given = Assignment(user=user, role=role, node=node, starts_on=date(2020, 1, 1), given_by=cast.ada)
    given.save()
    return given


@pytest.fixture
def northerner(group, cast) -> Actor:
    """Somebody with every role in the northern company and none beside it."""
    user = person("norma", "北方全能")
    for role in ROLES:
        _given(user, role, group.north, cast)
    return in_person(user)


@pytest.fixture
def northern_token(group, cast, far) -> Actor:
    """A token of the northern company with every scope; its user holds every role in the whole group and made the southern token."""
    for role in ROLES:
        _given(far.manager, role, group.group, cast)
    token = ApiToken.objects.create(user=far.manager, node=group.north, name="n", scopes=sorted(VERBS), prefix="q", secret_hash="1" * 64)
    return Actor(far.manager, TokenReach(TokenHolder(far.manager, token)), "api", f"token:{token.pk}")


def test_every_service_has_its_case():
    assert set(services()) == set(CALLS) | ONES_OWN | PARTS | SET_UP


@pytest.mark.parametrize("who", ["northerner", "northern_token"])
def test_an_object_of_the_other_company_is_out_of_reach(who, far, request):
    actor, before = request.getfixturevalue(who), Event.objects.count()
    for name, words in sorted(CALLS.items()):
        with pytest.raises(PermissionDenied):
            services()[name](actor=actor, **words(far))
        assert Event.objects.count() == before, name


@pytest.mark.parametrize("name", sorted(CALLS))
def test_the_same_call_is_permitted_to_whoever_keeps_the_other_company(name, far, cast, group):
    """The cases are sound: what is refused above is refused for the place alone. Their other faults are another test's matter."""
    for role in ROLES:
        _given(far.manager, role, group.group, cast)
    with suppress(ValidationError, RowsRefusedError):
        services()[name](actor=in_person(far.manager), **CALLS[name](far))
