"""The journal page: who did what, within one's part of the group, in the reader's language."""

import json
import re

from django.test import Client

from tanheng.apps.journal.models import Event
from tanheng.apps.sites.services import rename_node
from tanheng.registration.collected import actions
from tests.support.acting import in_person

PAGE = "/journal/"


def test_the_administrator_reads_chinese_sentences(signed_in):
    text = signed_in("ada").get(PAGE).content.decode()
    assert "创建企业 合成北方铝业" in text
    assert "授予 碳管理员甲 在 合成北方铝业 的角色“碳管理员”" in text


def test_the_same_in_english(signed_in):
    text = signed_in("ada", language="en").get(PAGE).content.decode()
    assert "Created the company 合成北方铝业" in text
    assert "the role Carbon manager" in text


def test_a_carbon_manager_reads_only_the_own_company(signed_in):
    text = signed_in("alice").get(PAGE).content.decode()
    assert "北方铝厂" in text
    assert "南方" not in text


def test_a_clerk_may_not_read_it(signed_in):
    assert signed_in("bob").get(PAGE).status_code == 403


def test_a_colleague_elsewhere_sees_nothing_of_this_group(signed_in):
    response = signed_in("charlie").get(PAGE)
    assert response.status_code == 200
    assert "合成集团" not in response.content.decode()


def test_a_stranger_is_sent_to_sign_in(group):
    assert Client().get(PAGE).headers["Location"] == "/accounts/login/?next=/journal/"


def test_filters_live_in_the_address(signed_in, group, cast):
    rename_node(actor=in_person(cast.ada), node=group.south, name="新南方")
    client = signed_in("ada")
    assert "新南方" in client.get(PAGE, {"area": "sites."}).content.decode()
    text = client.get(PAGE, {"area": "people."}).content.decode()
    assert "更名" not in text
    rows = re.findall(r"<tr>\s*<td class=\"number\">(\d+)", client.get(PAGE, {"place": group.south.path}).content.decode())
    assert len(rows) == 3


def test_long_lists_come_page_by_page(signed_in, group, cast):
    for number in range(60):
        rename_node(actor=in_person(cast.ada), node=group.south, name=f"名称{number}")
    client = signed_in("ada")
    first, second = (client.get(PAGE, {"page": page}).content.decode() for page in (1, 2))
    assert "更名为 名称59" in first
    assert "更名为 名称59" not in second
    assert "更名为 名称0<" in second


def test_senseless_filters_are_answered_gently(signed_in):
    for query in ({"first": "yesterday"}, {"person": "x"}, {"page": "9999"}, {"area": "'; DROP TABLE"}, {"place": "%"}):
        assert signed_in("ada").get(PAGE, query).status_code == 200


def test_every_action_in_use_has_its_sentence(signed_in, group, cast):
    assert set(Event.objects.values_list("action", flat=True)) <= set(actions())


def test_sentences_name_only_keys_their_events_hold(group, cast):
    for event in Event.objects.all():
        keys = set(re.findall(r"{(\w+)}", str(actions()[event.action])))
        assert keys <= set(json.loads(event.payload)), event.action
