"""The guides that the application shows: in the reader's language, and without a network."""

import re

import pytest
from django.urls import reverse

from tanheng.documents.input.headings import DATA_HEADINGS
from tests.apps.smelter import YEAR, upload
from tests.tidy.sources import PACKAGE, ROOT


@pytest.mark.parametrize(("language", "title", "step"), [("zh-hans", "第一天", "出具报告"), ("en", "The first day", "Issue the report")])
def test_home_leads_to_the_guide_of_the_first_day(signed_in, language, title, step):
    client = signed_in("bob", language=language)
    assert 'href="/guides/first-day/"' in client.get("/").content.decode()
    text = client.get("/guides/first-day/").content.decode()
    assert f'<h1 class="page-title">{title}' in text
    assert step in text
    assert "<img" not in text.partition("<article")[2]
    assert 'href="first-day' not in text
    assert 'href="http' not in text


@pytest.mark.parametrize("name", ["nothing", "first-day-2", "__init__", "a" * 5000])
def test_there_is_no_other_guide(signed_in, name):
    assert signed_in("bob").get(f"/guides/{name}/").status_code == 404


# ── the words it quotes ──────────────────────────────────────────────────────────────────────────

GUIDES = {"zh-hans": ROOT / "docs/guides/first-day.zh.md", "en": ROOT / "docs/guides/first-day.md"}
QUOTED = re.compile("“([^”]+)”")
# Where each quoted word stands in Chinese: the name of a page, or what no page of a running house shows.
PLACES = {
    "people:invite": {"填报人", "碳管理员", "集团管理者"},
    "sites:node": {"编号"},
    "records:upload": {"导入", "上传", "填报模板", "规则包", "月度数据", "报告", "组织", "权限", "版本对比"},
    "records:table": {"凭证"},
    "people:list": {"人员"},
    "workbook": {"单位", "获取方式", "数据来源", "支撑材料"},
    "elsewhere": {"初始设置码", "下载标注后的工作簿", "待答复疑问", "运行核算", "未确认", "由第 n 次核算出具文件"},
}


def quoted(language):
    return set(QUOTED.findall(GUIDES[language].read_text(encoding="utf-8")))


def words_of(language):
    """Every text of the pages in a language, a placeholder as n."""
    pages = []
    for path in PACKAGE.rglob("*.po"):
        for entry in path.read_text(encoding="utf-8").split("\n\n"):
            field = "msgstr" if language == "zh-hans" else "msgid"
            pages += re.findall(rf'^{field}(?:\[\d\])? "(.+)"$', entry, re.MULTILINE)
    return {re.sub(r"%\(\w+\)s|\{\w+\}", "n", one) for one in pages}


@pytest.mark.parametrize("language", GUIDES)
def test_what_the_guide_quotes_are_words_of_the_pages(language):
    headings = {text.in_("zh") for text, _others in DATA_HEADINGS.values()}
    assert quoted(language) - words_of(language) - headings == set()
    assert len(quoted(language)) > 10


def test_each_quoted_word_stands_where_the_guide_sends_its_reader(signed_in, group, cast):
    assert quoted("zh-hans") == set().union(*PLACES.values())
    upload(cast.bob, group.north)
    asked = {
        "records:upload": ("alice", [group.north.pk]),
        "records:table": ("bob", [group.north.pk, YEAR]),
        "people:list": ("ada", []),
        "people:invite": ("ada", []),
        "sites:node": ("ada", [group.north_plant.pk]),
    }
    for name, (person, args) in asked.items():
        page = signed_in(person).get(reverse(name, args=args)).content.decode()
        assert {word for word in PLACES[name] if word not in page} == set(), name
        if name == "sites:node":
            assert "简码" not in page and "代码" not in page.replace("统一社会信用代码", "")
