"""Fills a database with the synthetic group through the same services that pages use. Run twice, it changes nothing."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import yaml
from django.core.management import call_command

from tanheng.demo.synthetic_smelter import ENTITY_CODE, ENTITY_NAME, PACK_ID, POTLINES, YEARS, synthetic_case
from tanheng.engine.errors import Text

PASSWORD = "tanheng-demo-2026"  # noqa: S105 - the demo group is synthetic and served on the own machine only
GROUP_NAME = "合成示例集团（合成数据）"
PEOPLE = (  # email name, role, shown name
    ("clerk", "clerk", Text("填报人（演示）", "data clerk (demo)")),
    ("carbon", "carbon_manager", Text("碳管理员（演示）", "carbon manager (demo)")),
    ("group", "group_manager", Text("集团管理者（演示）", "group manager (demo)")),
    ("verifier", "verifier", Text("核查员（演示）", "verifier (demo)")),
)
ADMINISTRATOR = Text("管理员（演示）", "administrator (demo)")


def fill_demo_group() -> list[tuple[str, Text]]:
    """The demo accounts (address, role); makes schema, group, imports and runs when the database is empty."""
    call_command("migrate", verbosity=0)
    from tanheng.apps.people.models import User

    if not User.objects.exists():
        _fill()
    return [(_email("admin"), ADMINISTRATOR), *((_email(name), label) for name, _, label in PEOPLE)]


def _email(name: str) -> str:
    return f"{name}@demo.example"


def _fill() -> None:
    from tanheng.apps.people.services import create_first_administrator
    from tanheng.apps.sites.services import begin_installation, create_group, finish_installation

    admin = create_first_administrator(email=_email("admin"), display_name=ADMINISTRATOR.zh, password=PASSWORD)
    begin_installation(by=admin)
    group = create_group(by=admin, name=GROUP_NAME)
    company = _organisation(admin, group)
    people = _people(admin, group, company)
    finish_installation(by=admin)
    _data(people, company)


def _organisation(admin: Any, group: Any) -> Any:
    """The smelter with two potlines; the captive coal unit and the cement line are sites for later."""
    from tanheng.apps.sites.services import create_company, create_facility, create_site, record_fact

    company = create_company(by=admin, group=group, name=ENTITY_NAME, code=ENTITY_CODE)
    smelter = create_site(by=admin, company=company, name="电解铝厂（合成）", code="smelter")
    for code, name in POTLINES.items():
        line = create_facility(
            by=admin,
            site=smelter,
            name=name,
            code=code,
            facility_kind="potline",
            in_use_from=date(2019, 7, 1),
            capacity="200000",
        )
        record_fact(by=admin, node=line, attribute="cell_current_ka", value="500", valid_from=date(2019, 7, 1))
        record_fact(by=admin, node=line, attribute="cell_count", value="147", valid_from=date(2019, 7, 1))
    captive = create_site(by=admin, company=company, name="自备电厂（合成）", code="captive-power")
    create_facility(
        by=admin,
        site=captive,
        name="1号燃煤机组",
        code="unit-1",
        facility_kind="power_unit",
        in_use_from=date(2019, 5, 1),
        capacity="350",
        capacity_kind="rated_capacity_mw",
    )
    cement = create_company(by=admin, group=group, name="合成示例水泥有限公司（合成数据）", code="91640000SYNTHETIC2")
    works = create_site(by=admin, company=cement, name="水泥厂（合成）", code="cement-works")
    create_facility(
        by=admin,
        site=works,
        name="1号熟料线",
        code="kiln-1",
        facility_kind="kiln_line",
        in_use_from=date(2015, 3, 1),
        capacity="5000",
        capacity_kind="clinker_capacity_t_per_d",
    )
    return company


def _people(admin: Any, group: Any, company: Any) -> dict[str, Any]:
    from tanheng.apps.people.services import invite_person

    found = {}
    for name, role, label in PEOPLE:
        place = group if role == "group_manager" else company
        found[name] = invite_person(
            by=admin, email=_email(name), display_name=label.zh, role=role, node=place, password=PASSWORD
        )
    return found


def _data(people: dict[str, Any], company: Any) -> None:
    """Each year as the clerk uploads it, with its evidence, and the carbon manager's run."""
    from tanheng.apps.accounting.services import run_accounts
    from tanheng.apps.records.services import attach_evidence, upload_case

    for year in YEARS:
        case = synthetic_case(year)
        text = yaml.safe_dump(case, allow_unicode=True, sort_keys=False)
        upload_case(by=people["clerk"], node=company, file_name=f"case-{year}.yaml", content=text.encode())
        for name, content in _evidence_files(case).items():
            attach_evidence(
                by=people["clerk"], node=company, year=year, file_name=name, content=content, note="合成凭证"
            )
        run_accounts(by=people["carbon"], node=company, year=year, pack_id=PACK_ID)


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
