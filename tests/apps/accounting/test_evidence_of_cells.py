"""A file at a cell of the monthly grid on its way: the figure drawn, the snapshot's case, the chain, the pages of the value."""

from datetime import date

import pytest
from django.urls import reverse

from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.monitoring.services.cell_files import attach_to_cell, detach_from_cell
from tanheng.apps.records.models import FileReading
from tests.apps.accounting.test_chain import OUTPUT, evident, steps_of  # noqa: F401  # a fixture
from tests.apps.records.test_drawing import every_row, type_in
from tests.apps.smelter import PACK, YEAR
from tests.support.acting import in_person

pytestmark = [pytest.mark.django_db, pytest.mark.database]
KEY = "potline-1", "molten_aluminium_output_t", ""
MARCH = date(YEAR, 3, 1)


def test_a_file_at_a_cell_is_in_the_snapshot_the_chain_and_the_year(cast, group, signed_in, evident):  # noqa: F811
    row, bob = every_row(group.north)[KEY], in_person(cast.bob)
    (made, gone) = attach_to_cell(
        actor=bob, node=group.north, cell=(row.line.code, row.source, MARCH), files=[("三月磅单.pdf", b"%PDF-1"), ("多余.pdf", b"%PDF-2")]
    )
    detach_from_cell(actor=bob, attached=gone, reason="放错")
    type_in(cast.bob, group.north, row, {3: "15999.5", 4: "15998"}, "磅单误抄", evidence="未附.pdf")
    run = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    frozen = FileReading.objects.filter(source_import=run.snapshot.source_import, quantity=KEY[1], facility_code=KEY[0])
    assert frozen.get(month=3).evidence == "未附.pdf；三月磅单.pdf" and frozen.get(month=4).evidence == "未附.pdf"
    client = signed_in("vera")
    step = next(one for one in steps_of(client, run).values() if one["kind"] == "reading")
    assert "三月磅单.pdf" in str(step) and "多余.pdf" not in str(step)
    link = reverse("monitoring:cell-file", args=[made.pk])
    asked = f"?pack={PACK}&facility=potline-1&month="
    value = reverse("records:value", args=[group.north.pk, YEAR, KEY[1]])
    assert link in client.get(f"{value}{asked}3").content.decode() and link not in client.get(f"{value}{asked}4").content.decode()
    explained = client.get(reverse("accounting:explanation", args=[run.pk, KEY[1]]), {"facility": "potline-1", "month": "3"})
    assert link in explained.content.decode()
    year = client.get(reverse("records:evidence", args=[group.north.pk, YEAR])).content.decode()
    assert link in year and "未附.pdf" in year and "多余.pdf" not in year
    assert OUTPUT["month"] == "3"
