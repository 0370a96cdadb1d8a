"""Fills a database with the synthetic group through the same services that pages use. Run twice, it changes nothing."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import yaml
from django.core.management import call_command

from tanheng.demo import synthetic_cement_works as cement_works
from tanheng.demo import synthetic_power_units as power_units
from tanheng.demo.synthetic_smelter import (
    ENTITY_CODE,
    ENTITY_NAME,
    POTLINES,
    YEARS,
    synthetic_case,
    synthetic_uncertainties,
)
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
ADMINISTRATOR = Text("管理员（演示）", "administrator (demo)")


def fill_demo_group() -> list[tuple[str, Text]]:
    """The demo accounts (address, role); makes schema, group, imports and runs when the database is empty."""
    call_command("migrate", verbosity=0)
    from tanheng.apps.people.models import User

    if not User.objects.exists():
        _fill()
    return [(_email("admin"), ADMINISTRATOR), *((_email(name), label) for name, _, _, label in PEOPLE)]


def _email(name: str) -> str:
    return f"{name}@demo.example"


def _fill() -> None:
    from tanheng.apps.people.access.actors import in_person
    from tanheng.apps.people.services import create_first_administrator
    from tanheng.apps.sites.services import begin_installation, create_group, finish_installation

    admin = in_person(create_first_administrator(email=_email("admin"), display_name=ADMINISTRATOR.zh, password=PASSWORD))
    begin_installation(actor=admin)
    group = create_group(actor=admin, name=GROUP_NAME)
    company, cement = _organisation(admin, group)
    people = _people(admin, {"group": group, "company": company, "cement": cement})
    finish_installation(actor=admin)
    smelter = {"name": ENTITY_NAME, "code": ENTITY_CODE}
    for year in YEARS:
        _year(people["clerk"], people["carbon"], company, power_units.synthetic_power_case(year, smelter))
        _year(people["clerk"], people["carbon"], company, _stated(synthetic_case(year)))
        _year(people["cement"], people["cement"], cement, cement_works.synthetic_cement_case(year))
    _steps(people, company)


def _stated(case: dict[str, Any]) -> dict[str, Any]:
    """The case with what the smelter states about its meters."""
    return {**case, "uncertainties": synthetic_uncertainties()}


def _organisation(admin: Any, group: Any) -> tuple[Any, Any]:
    """The smelter with two potlines and its captive plant of two units; the cement company with one kiln line."""
    from tanheng.apps.sites.services import create_company, create_facility, create_site, record_fact

    company = create_company(actor=admin, group=group, name=ENTITY_NAME, code=ENTITY_CODE)
    smelter = create_site(actor=admin, company=company, name="电解铝厂（合成）", code="smelter")
    for code, name in POTLINES.items():
        line = create_facility(
            actor=admin,
            site=smelter,
            name=name,
            code=code,
            facility_kind="potline",
            in_use_from=date(2019, 7, 1),
            capacity="200000",
        )
        record_fact(actor=admin, node=line, attribute="cell_current_ka", value="500", valid_from=date(2019, 7, 1))
        record_fact(actor=admin, node=line, attribute="cell_count", value="147", valid_from=date(2019, 7, 1))
    captive = create_site(actor=admin, company=company, name="自备电厂（合成）", code="captive-power")
    for code, name in power_units.UNITS.items():
        create_facility(
            actor=admin,
            site=captive,
            name=name,
            code=code,
            facility_kind="power_unit",
            in_use_from=date(2019, 5, 1),
            capacity="350",
            capacity_kind="rated_capacity_mw",
        )
    cement = create_company(actor=admin, group=group, name=cement_works.ENTITY_NAME, code=cement_works.ENTITY_CODE)
    works = create_site(actor=admin, company=cement, name="水泥厂（合成）", code="cement-works")
    create_facility(
        actor=admin,
        site=works,
        name=cement_works.KILN_NAME,
        code=cement_works.KILN,
        facility_kind="kiln_line",
        in_use_from=date(2015, 3, 1),
        capacity="5000",
        capacity_kind="clinker_capacity_t_per_d",
    )
    return company, cement


def _people(admin: Any, places: dict[str, Any]) -> dict[str, Any]:
    from tanheng.apps.people.access.actors import in_person
    from tanheng.apps.people.services import invite_person

    def invited(name: str, role: str, place: str, label: Text) -> Any:
        person = {"email": _email(name), "display_name": label.zh, "role": role, "node": places[place], "password": PASSWORD}
        return in_person(invite_person(actor=admin, **person).user)

    return {name: invited(name, role, place, label) for name, role, place, label in PEOPLE}


def _year(clerk: Any, manager: Any, company: Any, case: dict[str, Any]) -> None:
    """One year by one rule pack as the clerk uploads it, with its evidence, and the carbon manager's run."""
    from tanheng.apps.accounting.services import run_accounts
    from tanheng.apps.evidence.services import attach_evidence
    from tanheng.apps.records.services import upload_case

    year, pack_id = case["year"], case["pack"]
    text = yaml.safe_dump(case, allow_unicode=True, sort_keys=False)
    upload_case(actor=clerk, node=company, file_name=f"case-{case_name(case)}.yaml", content=text.encode())
    for name, content in _evidence_files(case).items():
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
