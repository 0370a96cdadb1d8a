"""Fills a database with the synthetic group through the same services that pages use. Run twice, it changes nothing; run again after an
interruption, it makes what is missing: every step looks first for what it would make.
"""

from __future__ import annotations

import csv
import io
from typing import Any

import yaml
from django.core.management import call_command

from tanheng.demo import day_books, meter_ledgers
from tanheng.demo import synthetic_cement_works as cement_works
from tanheng.demo import synthetic_power_units as power_units
from tanheng.demo.organisation import node_or_made, organisation
from tanheng.demo.smelter_months import synthetic_months
from tanheng.demo.smelter_plan import synthetic_plan
from tanheng.demo.synthetic_smelter import (
    ENTITY_CODE,
    ENTITY_NAME,
    YEARS,
    synthetic_case,
    synthetic_uncertainties,
)
from tanheng.engine.errors import TanhengError
from tanheng.engine.text import Text

PASSWORD = "tanheng-demo-2026"  # noqa: S105 - the demo group is synthetic and served on the own machine only
GROUP_NAME = "合成示例集团（合成数据）"
PEOPLE = (  # email name, role, place, shown name
    ("clerk", "clerk", "company", Text("填报人（演示）", "data clerk (demo)")),
    ("carbon", "carbon_manager", "company", Text("碳管理员（演示）", "carbon manager (demo)")),
    ("group", "group_manager", "group", Text("集团管理者（演示）", "group manager (demo)")),
    ("verifier", "verifier", "company", Text("核查员（演示）", "verifier (demo)")),
    (
        "cement",
        "carbon_manager",
        "cement",
        Text("水泥公司碳管理员（演示）", "carbon manager of the cement company (demo)"),
    ),
)
UNFINISHED = (
    "演示数据没有填完，之后又被改动，不能接着填：请删除演示文件夹（默认 out）后重新运行 tanheng demo / "
    "the demo was not filled to its end and was changed since, so it cannot go on: "
    "remove the demo's folder (out by default) and run tanheng demo again"
)
ADMINISTRATOR = Text("管理员（演示）", "administrator (demo)")


class UnfinishedDemoError(TanhengError):
    """An interrupted demo that cannot be filled to its end; its text says how to begin anew."""


def fill_demo_group() -> list[tuple[str, Text]]:
    """The demo accounts (address, role); makes schema, group, imports and runs when the database is empty, or what an interrupted demo
    did not come to. Raises UnfinishedDemoError where that is not possible any more.
    """
    call_command("migrate", verbosity=0)
    from django.core.exceptions import PermissionDenied, ValidationError

    from tanheng.apps.people.models import User

    begun = User.objects.filter(email=_email("admin")).exists()
    if (begun and _is_filled()) or (User.objects.exists() and not begun):
        return _accounts()
    try:
        _fill()
    except (PermissionDenied, ValidationError) as error:
        if not begun:
            raise
        raise UnfinishedDemoError(UNFINISHED) from error
    return _accounts()


def _accounts() -> list[tuple[str, Text]]:
    return [(_email("admin"), ADMINISTRATOR), *((_email(name), label) for name, _, _, label in PEOPLE)]


def _is_filled() -> bool:
    """Whether the last step of filling was done; a run is never removed, whatever its readers changed since."""
    from tanheng.apps.accounting.models import Run

    return Run.objects.filter(year=YEARS[-1], pack=cement_works.PACK_ID).exists()


def _email(name: str) -> str:
    return f"{name}@demo.example"


def _fill() -> None:
    from tanheng.apps.people.access.actors import in_person
    from tanheng.apps.people.models import User
    from tanheng.apps.sites.models import Installation
    from tanheng.apps.sites.services import begin_with_administrator, create_group, finish_installation

    founder = User.objects.filter(email=_email("admin")).first()
    admin = in_person(founder or begin_with_administrator(email=_email("admin"), display_name=ADMINISTRATOR.zh, password=PASSWORD))
    group = node_or_made(None, "group", lambda: create_group(actor=admin, name=GROUP_NAME))
    company, cement = organisation(admin, group)
    people = _people(admin, {"group": group, "company": company, "cement": cement})
    if Installation.objects.filter(finished_at=None).exists():
        finish_installation(actor=admin)
    meter_ledgers.synthetic_ledger(people["clerk"], company, meter_ledgers.SMELTER)
    meter_ledgers.synthetic_swap(people["carbon"], company)
    meter_ledgers.synthetic_ledger(people["cement"], cement, meter_ledgers.CEMENT)
    day_books.synthetic_books(people["clerk"], company)
    synthetic_plan(people, company)
    smelter = {"name": ENTITY_NAME, "code": ENTITY_CODE}
    for year in YEARS:
        _year(people["clerk"], people["carbon"], company, power_units.synthetic_power_case(year, smelter))
        _year(people["clerk"], people["carbon"], company, _stated(synthetic_case(year)))
        _year(people["cement"], people["cement"], cement, cement_works.synthetic_cement_case(year))
    _steps(people, company)
    synthetic_months(people, company)


def _stated(case: dict[str, Any]) -> dict[str, Any]:
    """The case with what the smelter states about its meters."""
    return {**case, "uncertainties": synthetic_uncertainties()}


def _people(admin: Any, places: dict[str, Any]) -> dict[str, Any]:
    from tanheng.apps.people.access.actors import in_person
    from tanheng.apps.people.models import User
    from tanheng.apps.people.services import invite_person

    def invited(name: str, role: str, place: str, label: Text) -> Any:
        known = User.objects.filter(email=_email(name)).first()  # account and role are made in one change
        if known is not None:
            return in_person(known)
        person = {"email": _email(name), "display_name": label.zh, "role": role, "node": places[place], "password": PASSWORD}
        return in_person(invite_person(actor=admin, **person).user)

    return {name: invited(name, role, place, label) for name, role, place, label in PEOPLE}


def _year(clerk: Any, manager: Any, company: Any, case: dict[str, Any]) -> None:
    """One year by one rule pack as the clerk uploads it, with its evidence, and the carbon manager's run."""
    from tanheng.apps.accounting.models import Run
    from tanheng.apps.accounting.services import run_accounts
    from tanheng.apps.evidence.models import Attachment
    from tanheng.apps.evidence.services import attach_evidence
    from tanheng.apps.records.selectors import current_import
    from tanheng.apps.records.services import upload_case

    year, pack_id = case["year"], case["pack"]
    if Run.objects.filter(node=company, year=year, pack=pack_id).exists():
        return
    if current_import(company, year, pack_id) is None:
        text = yaml.safe_dump(case, allow_unicode=True, sort_keys=False)
        upload_case(actor=clerk, node=company, file_name=f"case-{case_name(case)}.yaml", content=text.encode())
    attached = set(Attachment.objects.filter(node=company, year=year).values_list("name", flat=True))
    for name, content in _evidence_files(case).items():
        if name not in attached:
            attach_evidence(actor=clerk, node=company, year=year, file_name=name, content=content, note="合成凭证")
    run_accounts(actor=manager, node=company, year=year, pack_id=pack_id)


def _steps(people: dict[str, Any], company: Any) -> None:
    """The smelter's earlier years are final, returned once before; the last one is a draft, in which a doubt waits for an answer."""
    from tanheng.apps.accounting.services.years import move_year

    taken: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("submit", "clerk", {}),
        ("return", "carbon", {"reason": "8月阳极消耗量请与换极台账核对后重新提交"}),
        ("submit", "clerk", {}),
        ("review", "carbon", {}),
        ("approve", "group", {"round_id": "first"}),
    )
    for year in YEARS[:-1]:
        for verb, name, words in taken:
            move_year(actor=people[name], node=company, year=year, pack_id=synthetic_case(year)["pack"], verb=verb, **words)


def case_name(case: dict[str, Any]) -> str:
    """The part of a file's name that tells the cases apart: sector and year."""
    return f"{case['pack'].split('/')[1]}-{case['year']}"


def _evidence_files(case: dict[str, Any]) -> dict[str, bytes]:
    """For each evidence name a small ledger with the months it stands for."""
    files: dict[str, bytes] = {}
    for value in case["values"]:
        if "evidence" not in value:
            continue
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(["合成凭证 synthetic evidence", value["source"], value["quantity"]])
        writer.writerow(["月份 month", "数值 value"])
        writer.writerows(value["months"].items())
        files[value["evidence"]] = text.getvalue().encode("utf-8-sig")
    return files
