"""Pages of the meter ledger: what each shows to whom, every form, the files."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tanheng.apps.monitoring.models import Calibration, Meter, MeterReplacement, MeterStep, NeededMeters, RequiredRate
from tanheng.apps.monitoring.selectors.ledger import ledger_of
from tanheng.apps.monitoring.selectors.meters import histories, history
from tanheng.documents.meter_ledger.workbook import ledger_workbook
from tests.apps.monitoring.ledger import BEGUN, PACK, calibrate, electricity, scale

pytestmark = pytest.mark.django_db


def page(name, *arguments):
    return reverse(f"monitoring:{name}", args=arguments)


@pytest.fixture
def meter(cast, group):
    made = scale(cast.alice, group)
    calibrate(cast.bob, made, date(2025, 2, 1), date(2026, 1, 31))
    return made


def text_of(answer):
    return answer.content.decode()


@pytest.mark.parametrize("name", ["alice", "bob", "vera", "grace"])
def test_the_ledger_and_a_meter_are_shown_to_who_sees_figures(signed_in, group, meter, name):
    client = signed_in(name)
    listed = text_of(client.get(page("meters", group.north.pk)))
    assert "M-001" in listed and "超期未检" in listed and "铝液产量 · 1号电解系列" in listed
    shown = text_of(client.get(page("meter", meter.pk)))
    assert "合成-20250201" in shown and "u = a/√3 = 0.2887%" in shown
    assert (page("calibrate", meter.pk) in shown) == (name in ("alice", "bob"))


@pytest.mark.parametrize(("name", "status"), [("ada", 403), ("charlie", 404)])
def test_administrators_and_strangers_see_nothing(signed_in, group, meter, name, status):
    client = signed_in(name)
    for address in (
        page("meters", group.north.pk),
        page("meter", meter.pk),
        page("ledger-file", group.north.pk, "xlsx"),
        page("rates", group.north.pk),
    ):
        assert client.get(address).status_code == status, address


def test_a_verifier_cannot_write(signed_in, group, meter):
    vera = signed_in("vera")
    names = ("describe-meter", "move-meter", "replace-meter", "calibrate")
    for address in (page("add-meter", group.north.pk), page("take-over", group.north.pk), *(page(name, meter.pk) for name in names)):
        assert (vera.get(address).status_code, vera.post(address, {}).status_code) == (403, 403), address
    assert vera.post(page("rates", group.north.pk), {"form": "needed"}).status_code == 403


def test_filters_leave_what_is_asked_for(cast, signed_in, group, meter):
    electricity(cast.alice, group, status="spare")
    client = signed_in("bob")

    def codes(**asked):
        text = text_of(client.get(page("meters", group.north.pk), asked))
        return [code for code in ("E-001", "M-001") if f">{code}</a>" in text]

    assert codes() == ["E-001", "M-001"]
    assert (codes(q="汽车衡"), codes(status="spare"), codes(due="overdue")) == (["M-001"], ["E-001"], ["M-001"])
    assert (codes(facility=group.potline.pk), codes(q="没有"), codes(status="nowhere")) == (["M-001"], [], ["E-001", "M-001"])


def test_a_meter_is_entered_and_a_mistake_is_told_at_its_field(signed_in, group):
    bob = signed_in("bob")
    typed = {
        "code": "E-7", "name": "电能表", "kind": "electricity_meter", "on": "2024-01-01", "status": "in_use", "register_size": "1,000,000",
        "multiplier": "４0", "served": f"{PACK}|molten_aluminium_output_t", "facility": group.potline.pk, "interval_months": "12",
    }  # fmt: skip
    refused = bob.post(page("add-meter", group.north.pk), {**typed, "multiplier": "vierzig"})
    assert refused.status_code == 400 and "vierzig" in text_of(refused) and not Meter.objects.exists()
    answer = bob.post(page("add-meter", group.north.pk), typed)
    made = Meter.objects.get()
    assert answer.url == page("meter", made.pk)
    said = history(made).described()
    assert (str(said.register_size), str(said.multiplier), said.quantity, said.facility) == (
        "1000000",
        "40",
        "molten_aluminium_output_t",
        group.potline,
    )
    again = bob.post(page("add-meter", group.north.pk), {**typed, "name": "另一台"})
    assert again.status_code == 400 and "E-7" in text_of(again)


def test_what_was_described_stands_ready_in_the_form(signed_in, meter):
    bob = signed_in("bob")
    form = bob.get(page("describe-meter", meter.pk)).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed = {name: getattr(value, "pk", value) for name, value in typed.items() if value is not None}
    answer = bob.post(page("describe-meter", meter.pk), {**typed, "valid_from": "2025-06-01", "location": "二号门", "reason": "移位"})
    assert answer.status_code == 302
    before, after = history(meter).descriptions
    same = ("kind", "name", "facility", "quantity", "pack", "interval_months", "multiplier", "seal_number", "energy")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    shown = text_of(bob.get(page("meter", meter.pk)))
    assert "电解车间出口 → 二号门" in shown and "移位" in shown


def test_states_and_their_corrections(signed_in, meter):
    bob = signed_in("bob")
    assert bob.post(page("move-meter", meter.pk), {"status": "stopped", "on": "2025-06-01"}).status_code == 400  # without a reason
    bob.post(page("move-meter", meter.pk), {"status": "stopped", "on": "2025-06-01", "reason": "停"})
    step = MeterStep.objects.get(status="stopped")
    corrected = page("move-meter", meter.pk) + f"?supersedes={step.pk}"
    shown = text_of(bob.get(corrected))
    assert 'value="stopped" selected' in shown and 'value="2025-06-01"' in shown  # a browser takes no other date
    assert bob.post(corrected, {"status": "stopped", "on": "2025-07-01", "reason": "日期错"}).status_code == 302
    assert history(meter).status(date(2025, 6, 15)) == "in_use"
    for wrong in ("x", "99999", "9" * 30):
        assert bob.get(page("move-meter", meter.pk) + f"?supersedes={wrong}").status_code == 404


def test_a_meter_is_replaced_and_its_registers_corrected(cast, signed_in, group):
    old, new = electricity(cast.alice, group), electricity(cast.alice, group, "E-002", status="spare")
    bob = signed_in("bob")
    typed = {"new": new.pk, "on": "2025-06-01", "closing": "99990.00", "opening": "3.5", "then": "scrapped", "reason": "表坏"}
    assert bob.post(page("replace-meter", old.pk), {**typed, "closing": ""}).status_code == 400
    assert bob.post(page("replace-meter", old.pk), typed).url == page("meter", old.pk)
    one = MeterReplacement.objects.get()
    bob.post(page("correct-replacement", one.pk), {"closing": "99980.00", "opening": "3.5", "reason": "看错"})
    shown = text_of(bob.get(page("meter", new.pk)))
    assert "99,980.00" in shown and "99,990.00" not in shown


def test_a_certificate_is_recorded_corrected_downloaded_and_taken_away(signed_in, meter):
    bob = signed_in("bob")
    typed = {"kind": "external", "done_on": "2026-01-20", "due_on": "2027-01-19", "result": "passed", "certificate_number": "合成-88"}
    file = SimpleUploadedFile("证书.pdf", b"%PDF-1.7 synthetic")
    assert bob.post(page("calibrate", meter.pk), {**typed, "due_on": ""}).status_code == 400
    assert bob.post(page("calibrate", meter.pk), {**typed, "file": file}).status_code == 302
    one = Calibration.objects.latest("pk")
    answer = bob.get(page("certificate", one.pk))
    assert (answer.content, "attachment" in answer["Content-Disposition"]) == (b"%PDF-1.7 synthetic", True)
    assert signed_in("charlie").get(page("certificate", one.pk)).status_code == 404
    corrected = page("calibrate", meter.pk) + f"?supersedes={one.pk}"
    assert 'value="合成-88"' in text_of(bob.get(corrected))
    assert bob.post(corrected, {**typed, "certificate_number": "合成-89", "reason": "号码抄错"}).status_code == 302
    two = Calibration.objects.latest("pk")
    assert (two.supersedes, two.file) == (one, one.file)
    bob.post(page("void-calibration", two.pk), {"reason": "重复"})
    assert "合成-89" not in text_of(bob.get(page("meter", meter.pk)))


def test_a_certificate_of_another_meter_is_not_corrected_here(cast, signed_in, group, meter):
    other = scale(cast.alice, group, "M-002")
    one = Calibration.objects.get()
    assert signed_in("bob").get(page("calibrate", other.pk) + f"?supersedes={one.pk}").status_code == 404


@pytest.mark.parametrize(("kind", "begins"), [("xlsx", b"PK"), ("docx", b"PK")])
def test_the_files_of_the_ledger(signed_in, group, meter, kind, begins):
    answer = signed_in("vera").get(page("ledger-file", group.north.pk, kind))
    assert (answer.status_code, answer.content[:2]) == (200, begins)
    assert signed_in("vera").get(page("ledger-file", group.north.pk, "exe")).status_code == 404


def test_a_ledger_is_handed_in_or_refused_with_its_problems(signed_in, group, meter):
    content = ledger_workbook(ledger_of(group.north, histories(group.north), "zh"))
    bob = signed_in("bob")

    def hand_in(given):
        file = SimpleUploadedFile("台账.xlsx", given)
        return bob.post(page("take-over", group.north.pk), {"file": file, "valid_from": "2025-06-01", "reason": "核对"})

    assert hand_in(content).url == page("meters", group.north.pk)
    refused = hand_in(b"PK\x03\x04 nothing")
    assert refused.status_code == 400 and "FILE-" in text_of(refused)


def test_rates_are_shown_and_entered(cast, signed_in, group):
    electricity(cast.alice, group)
    bob = signed_in("bob")
    address = page("rates", group.north.pk)
    said = {"energy": "electricity", "level": "entity", "valid_from": BEGUN.isoformat(), "source": "计量网络图"}

    def post(form, **more):
        return bob.post(address, {"form": form, **{f"{form}-{name}": value for name, value in {**said, **more}.items()}})

    assert post("needed", count=2).status_code == 302
    assert "50.0" in text_of(bob.get(address)) and "未达到" in text_of(bob.get(address))
    assert post("required", rate="101", standard="GB 17167-2025").status_code == 400
    assert post("required", rate="50", standard="GB 17167-2025").status_code == 302
    assert "GB 17167-2025" in text_of(bob.get(address)) and ">达到<" in text_of(bob.get(address)).replace("\n", "").replace(" ", "")
    assert (NeededMeters.objects.count(), RequiredRate.objects.count()) == (1, 1)


def test_an_empty_ledger_says_what_would_be_there(signed_in, group):
    assert "台账中尚无计量器具" in text_of(signed_in("bob").get(page("meters", group.north.pk)))
    assert "No meters in the ledger yet" in text_of(signed_in("bob", "en").get(page("meters", group.north.pk)))
