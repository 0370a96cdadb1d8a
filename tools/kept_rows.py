"""Rows for every table of a kept database, through the doors people use: `tools/keep_database.py` runs it over the filled demonstration.

A company for each rule pack runs one of its worked cases; and of everything else that may be recorded there is one.
"""

import os
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from tests.support.acting import in_person

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanheng.config.settings")
import django

django.setup()

from allauth.account.models import EmailAddress, EmailConfirmation  # noqa: E402 - Django is set up first
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth.models import Group, Permission  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from tanheng.apps.accounting.models import Run  # noqa: E402
from tanheng.apps.accounting.services import run_accounts  # noqa: E402
from tanheng.apps.guidance.services import record_clarification  # noqa: E402
from tanheng.apps.people.models import User  # noqa: E402
from tanheng.apps.people.services import assign_role, end_assignment, invite_person  # noqa: E402
from tanheng.apps.people.services.tokens import create_token  # noqa: E402
from tanheng.apps.records.models import Import  # noqa: E402
from tanheng.apps.records.selectors.doubts import year_problems  # noqa: E402
from tanheng.apps.records.services import answer_warnings, upload_case  # noqa: E402
from tanheng.apps.reporting.services import issue_report  # noqa: E402
from tanheng.apps.sites.models import Node  # noqa: E402
from tanheng.apps.sites.models.kinds import FACILITY_KINDS  # noqa: E402
from tanheng.apps.sites.services import create_company, create_facility, create_site, record_fact  # noqa: E402
from tanheng.demo.synthetic_smelter import ENTITY_CODE, YEARS, synthetic_case  # noqa: E402
from tanheng.documents.rule_book.book import open_book  # noqa: E402
from tanheng.rulebook import load, pack_ids  # noqa: E402

PACK = "cn/aluminium/cets_2024"
MOST_CASES = 3
PLACE = 3  # of the rule book, which one is clarified


def worked_cases(pack_id: str) -> list[dict[str, Any]]:
    """The worked cases of a pack that expect most numbers."""
    cases = sorted((one for one in load(pack_id).cases if "expected" in one), key=lambda one: -len(one["expected"]))
    return [dict(one["given"]) for one in cases[:MOST_CASES]]


def keep_run(by: User, group: Node, number: int, given: dict[str, Any]) -> Run:
    """A company of its own that runs a case."""
    company = create_company(actor=in_person(by), group=group, name=f"合成企业{number:03d}", code=f"KEPT-{number:03d}")
    if given.get("facilities"):
        site = create_site(actor=in_person(by), company=company, name=f"合成厂区{number:03d}", code=f"site-{number:03d}")
        for one in given["facilities"]:
            kind = one["kind"] if one["kind"] in FACILITY_KINDS else "other"
            create_facility(actor=in_person(by), site=site, name=one.get("name") or one["id"], code=one["id"], facility_kind=kind)
    given["entity"] = {"name": company.name, "code": company.code}
    upload(by, company, given)
    return run_accounts(actor=in_person(by), node=company, year=given["year"], pack_id=given["pack"])


def upload(by: User, company: Node, case: dict[str, Any], reason: str = "") -> Import:
    """A case as a file; it must be taken over."""
    text = yaml.safe_dump(case, allow_unicode=True, sort_keys=False)
    one = upload_case(actor=in_person(by), node=company, file_name=f"kept-{case['year']}.yaml", content=text.encode(), reason=reason)
    assert one.accepted, (case["pack"], one.problems)
    return one


def doubtful_case(smelter: Node) -> dict[str, Any]:
    """The year of the demonstration's smelter once more, with a month that is doubted."""
    case = synthetic_case(YEARS[-1])
    row = next(one for one in case["values"] if one["quantity"] == "anode_consumption_t")
    month = next(iter(row["months"]))
    row["months"][month] = str(2 * Decimal(row["months"][month]))
    return {**case, "entity": {"name": smelter.name, "code": smelter.code}}


def keep_records(by: User, group: Node) -> None:
    """An upload with warnings and their answers, one refused, issued reports, a clarification with its document and its correction."""
    smelter = Run.objects.filter(pack=PACK, node__code=ENTITY_CODE).latest("pk").node
    case = doubtful_case(smelter)
    later = upload(by, smelter, case, reason="更正：一个月的阳极消耗量")
    doubts = [one.digest for one in year_problems(later) if one.asks]
    answer_warnings(actor=in_person(by), node=smelter, year=later.year, pack_id=PACK, digests=doubts, says="confirmed", reason="合成算例")
    refused = upload_case(
        actor=in_person(by), node=smelter, file_name="refused.yaml", content=b"tanheng: case/1\npack: cn/aluminium/cets_2024\n"
    )
    assert not refused.accepted
    run = run_accounts(actor=in_person(by), node=smelter, year=later.year, pack_id=PACK)
    for kind in ("kit", "tables", "docx"):
        issue_report(actor=in_person(by), run=run, kind=kind, language="zh")
    book = open_book(PACK, "zh")
    said = {"pack": PACK, "anchor": list(book.titles)[PLACE], "said_by": "合成主管部门", "said_on": date(2026, 3, 2)}
    first = record_clarification(
        actor=in_person(by),
        group=group,
        text="合成答复一",
        document="合成函〔2026〕1号",
        file_name="答复.txt",
        content="合成答复".encode(),
        **said,
    )
    record_clarification(actor=in_person(by), group=group, text="合成答复二", document="合成函〔2026〕2号", supersedes=first, **said)


def keep_people(admin: User, by: User, group: Node) -> None:
    """A role that ended, a token and a write by it, a session, and what the sign-in keeps."""
    guest = invite_person(actor=in_person(admin), email="guest@demo.example", display_name="合成访客", role="verifier", node=group)
    end_assignment(
        actor=in_person(admin), assignment=assign_role(actor=in_person(admin), user=guest, role="clerk", node=group), reason="合成"
    )
    run = Run.objects.order_by("pk").last()
    _, secret = create_token(actor=in_person(by), node=run.node, name="合成令牌", scopes=["run_accounts"], expires_on=date(2030, 12, 31))
    with_token = Client(headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": "kept-1"})
    wanted = {"year": run.year, "pack": run.pack}
    answer = with_token.post(f"/api/v1/organisations/{run.node_id}/runs", wanted, content_type="application/json")
    assert answer.status_code == 201, answer.content
    Client().force_login(admin, backend=settings.AUTHENTICATION_BACKENDS[0])
    address = EmailAddress.objects.create(user=admin, email=admin.email, verified=True, primary=True)
    EmailConfirmation.objects.create(email_address=address, key="kept", sent=timezone.now())
    RecoveryCodes.activate(admin)
    role = Group.objects.create(name="合成")
    role.permissions.add(Permission.objects.order_by("pk").first())


def main() -> None:
    """Everything, by the demonstration's administrator and one carbon manager of the whole group."""
    settings.ALLOWED_HOSTS = ["testserver"]
    admin = User.objects.get(email="admin@demo.example")
    group = Node.objects.get(kind="group")
    by = invite_person(actor=in_person(admin), email="keeper@demo.example", display_name="合成管理", role="carbon_manager", node=group)
    assign_role(actor=in_person(admin), user=by, role="administrator", node=group)
    assign_role(actor=in_person(admin), user=by, role="group_manager", node=group)
    cases = [given for pack_id in pack_ids() for given in worked_cases(pack_id)]
    for number, given in enumerate(cases, start=1):
        keep_run(by, group, number, given)
    record_fact(
        actor=in_person(admin),
        node=Node.objects.filter(kind="facility").first(),
        attribute="remark",
        value="合成",
        valid_from=date(2020, 1, 1),
    )
    keep_records(by, group)
    keep_people(admin, by, group)


if __name__ == "__main__":
    main()
