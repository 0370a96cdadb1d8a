"""The explanation page says how sure a number is, what makes it unsure, and what nobody has stated."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tanheng.apps.accounting import selectors
from tanheng.apps.accounting.models import Run
from tanheng.apps.accounting.pages.uncertainty import uncertainty_section
from tanheng.apps.accounting.services import run_accounts
from tests.apps.smelter import PACK, YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db

STATED = [
    {"quantity": "anode_consumption_t", "meter_class": "1.0", "source": "合成-检定证书"},
    {"quantity": "molten_aluminium_output_t", "meter_class": "0.5", "group": "地磅"},
    {"parameter": "anode_loss_rate_default", "relative": "0.05"},
]
MONTH = {"facility": "potline-1", "month": 3}


def computed(cast, group, **changes) -> Run:
    upload(cast.bob, group.north, **changes)
    return run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)


def page_of(client, run: Run, quantity: str, **place) -> str:
    return client.get(reverse("accounting:explanation", args=[run.pk, quantity]), place).content.decode()


def test_a_number_stands_with_its_uncertainty_and_ranked_contributions(signed_in, cast, group):
    run = computed(cast, group, uncertainties=STATED)
    page = page_of(signed_in("vera"), run, "anode_emission_tco2", **MONTH)
    section = page.partition('id="uncertainty"')[2].partition("</section>")[0]
    for part in (
        "22,765.69 ±",
        "扩展不确定度（k = 2）",
        "1.0 级计量器具",
        "合成-检定证书",
        "95% 区间",
        "share-bar-part",
    ):
        assert part in section
    assert section.index("阳极损失率缺省值") < section.index("阳极消耗量")  # 0.9 % of it against 1/√3 % of the anodes
    assert reverse("accounting:parameter", args=[run.pk, "anode_loss_rate_default"]) in section
    assert "/explain/anode_consumption_t/?facility=potline-1&amp;month=3" in section
    assert "2 个输入没有给出不确定度" in section and "阳极平均含硫量缺省值" in section


def test_a_group_is_one_line(signed_in, cast, group):
    run = computed(cast, group, uncertainties=STATED)
    assert "地磅（12 个值）" in page_of(signed_in("vera"), run, "enterprise_emission_tco2e")


def test_a_number_whose_inputs_state_nothing_says_so(signed_in, cast, group):
    run = computed(cast, group)
    page = page_of(signed_in("vera"), run, "anode_emission_tco2", **MONTH)
    assert "所以这个数也没有" in page and "4 个输入没有给出不确定度" in page
    leaf = page_of(signed_in("vera"), run, "anode_consumption_t", **MONTH)
    assert 'id="uncertainty"' not in leaf


def test_the_shares_are_those_of_the_budget(cast, group):
    run = computed(cast, group, uncertainties=STATED)
    section = uncertainty_section(run, selectors.recomputed(run), ("enterprise_emission_tco2e", None, None, None))
    assert section is not None
    assert sum(row.width for row in section.rows) in range(98, 103)
    assert Decimal(section.expanded.replace(",", "")) > 0
    assert uncertainty_section(run, selectors.recomputed(run), ("anode_consumption_t", "potline-1", None, 3)) is None


def test_statements_stay_with_the_stored_run(cast, group):
    run = computed(cast, group, uncertainties=STATED)
    assert len(selectors.recomputed(run).case.uncertainties) == len(STATED)
