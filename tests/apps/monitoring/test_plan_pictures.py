"""Pictures of a plan: attached to a draft, kept by what was submitted, handed on to the version made from it, shown in page and Word."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tanheng.apps.monitoring.selectors.pictures import pictures_of
from tanheng.apps.monitoring.selectors.plans import standing_plan
from tanheng.apps.monitoring.services.pictures import attach_picture, remove_picture
from tanheng.apps.monitoring.services.plans import RefusedPlanError, begin_plan
from tests.api.conftest import caller  # noqa: F401
from tests.apps.monitoring.pictures import png
from tests.apps.monitoring.planned import begun, led_to
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db


def attach(cast, group, number, kind="process_chart", content=None, **more):
    told = {"kind": kind, "file_name": f"{kind}.png", "content": content or png(), **more}
    return attach_picture(actor=in_person(cast.bob), node=group.north, number=number, **told)


def of(group, number):
    return [(one.kind, one.caption) for one in pictures_of(standing_plan(group.north, number))]


def test_a_version_keeps_its_pictures_and_hands_them_on(cast, group):
    first = begun(cast, group.north)
    attach(cast, group, first, "meter_chart")
    one = attach(cast, group, first, caption="电解")
    assert of(group, first) == [("process_chart", "电解"), ("meter_chart", "")]
    led_to(cast, group.north, first, "in_force")
    for wrong in (
        lambda: attach(cast, group, first),
        lambda: remove_picture(actor=in_person(cast.bob), node=group.north, number=first, picture=one),
    ):
        with pytest.raises(RefusedPlanError):
            wrong()
    plan = standing_plan(group.north, first).plan
    second = begin_plan(actor=in_person(cast.bob), node=group.north, plan=plan, made_from=first).plan
    assert of(group, second) == of(group, first)
    remove_picture(actor=in_person(cast.bob), node=group.north, number=second, picture=one)
    attach(cast, group, second, caption="新流程", content=png(9))
    assert of(group, second) == [("process_chart", "新流程"), ("meter_chart", "")]
    assert of(group, first) == [("process_chart", "电解"), ("meter_chart", "")]
    with pytest.raises(RefusedPlanError):
        remove_picture(actor=in_person(cast.bob), node=group.north, number=second, picture=one)  # it is gone already


@pytest.mark.parametrize("content", [b"<svg onload='x'/>", b"\x89PNG\r\n\x1a\nnothing", png()[:20], b"%PDF-1.4", b"GIF89a" + bytes(20)])
def test_what_is_no_picture_is_refused(cast, group, content):
    number = begun(cast, group.north)
    with pytest.raises(RefusedPlanError) as refused:
        attach(cast, group, number, content=content)
    assert refused.value.problems[0].code == "PLAN-417"


def test_page_word_and_doors(cast, group, signed_in):
    number = begun(cast, group.north)
    page = reverse("monitoring:plan-pictures", args=[group.north.pk, number])
    bob = signed_in("bob")

    def sent(content=None):
        return {"kind": "site_plan", "caption": "厂区", "file": SimpleUploadedFile("site.png", content or png(200, 40))}

    assert bob.post(page, sent(b"\x89PNG\r\n\x1a\nnothing")).status_code == 409
    assert bob.post(page, sent()).status_code == 302
    (one,) = pictures_of(standing_plan(group.north, number))
    image = reverse("monitoring:plan-picture", args=[one.pk])
    assert image in bob.get(page).content.decode()
    answer = signed_in("vera").get(image)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"], answer.content) == ("image/png", "nosniff", png(200, 40))
    word = bob.get(reverse("monitoring:plan-file", args=[group.north.pk, number, "docx"])).content
    parts = zipfile.ZipFile(io.BytesIO(word))
    assert png(200, 40) in [parts.read(name) for name in parts.namelist() if name.startswith("word/media/")]
    assert "厂区平面分布图" in parts.read("word/document.xml").decode()
    assert [signed_in(name).get(image).status_code for name in ("ada", "charlie")] == [403, 404]
    assert [signed_in(name).post(page, sent()).status_code for name in ("vera", "charlie")] == [403, 404]
    gone = reverse("monitoring:plan-picture-remove", args=[group.north.pk, number, one.pk])
    assert [signed_in(name).post(gone).status_code for name in ("vera", "charlie", "bob")] == [403, 404, 302]
    assert pictures_of(standing_plan(group.north, number)) == []
    assert signed_in("alice", language="en").get(page).status_code == 200


def test_by_the_api(cast, group, caller):  # noqa: F811
    number = begun(cast, group.north)
    bob, address = caller("bob", node=group.north_plant), f"/organisations/{group.north.pk}/plans/{number}/pictures"
    sent = {"kind": "flow_chart", "caption": "碳源流", "file": SimpleUploadedFile("flow.png", png())}
    made = bob.post(address, sent, content_type=None)
    assert made.status_code == 201, made.content
    assert caller("vera").get(address).json() == [made.json()]
    assert caller("vera").get(f"/plan-pictures/{made.json()['id']}/file").content == png()
    wrong = bob.post(address, {**sent, "file": SimpleUploadedFile("flow.png", b"\x89PNG\r\n\x1a\nx")}, content_type=None)
    assert (wrong.status_code, wrong.json()["problems"][0]["code"]) == (409, "PLAN-417")
    assert caller("charlie").get(address).status_code == 404
    left = bob.post(f"{address}/{made.json()['id']}/removal", {})
    assert (left.status_code, left.json()) == (200, [])
