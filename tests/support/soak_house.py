"""A company for long runs, made through the services: Django is set up, the schema is there, nobody is in it."""

from typing import Any

from tests.support.acting import in_person


def made_house() -> tuple[Any, Any]:
    """The company with its potline, a year's figures and a run of them; and the actor who may do everything in it."""
    from tanheng.apps.accounting.services import run_accounts
    from tanheng.apps.people.models import User
    from tanheng.apps.people.services import assign_role
    from tanheng.apps.sites import services
    from tests.apps.smelter import PACK, YEAR, upload

    ada = User.objects.create_user("ada@example.test", None, display_name="ada")
    services.begin_installation(actor=in_person(ada))
    group = services.create_group(actor=in_person(ada), name="合成集团")
    company = services.create_company(actor=in_person(ada), group=group, name="合成铝业", code="91640000000000000X")
    site = services.create_site(actor=in_person(ada), company=company, name="厂", code="plant")
    services.create_facility(actor=in_person(ada), site=site, name="1号", code="potline-1", facility_kind="potline")
    alice = User.objects.create_user("alice@example.test", None, display_name="alice")
    assign_role(actor=in_person(ada), user=alice, role="carbon_manager", node=company)
    services.finish_installation(actor=in_person(ada))
    upload(alice, company)
    run_accounts(actor=in_person(alice), node=company, year=YEAR, pack_id=PACK)
    return company, in_person(alice)
