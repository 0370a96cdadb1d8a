"""The guides that the application shows: in the reader's language, and without a network."""

import pytest


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


@pytest.mark.parametrize("name", ["nothing", "first-day-2", "__init__"])
def test_there_is_no_other_guide(signed_in, name):
    assert signed_in("bob").get(f"/guides/{name}/").status_code == 404
