"""Every page, for every person of the demo group, in both languages: no English sentence on a Chinese page, no Chinese on an English one.

Nobody keeps a list of sentences. Names are excepted by rule: what people typed, titles of documents, sheets of a workbook.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

from tanheng.apps.people.models import User
from tanheng.rulebook import load, pack_ids, resolved_head
from tests.browser.test_every_page import every_page
from tests.support.demo_stage import fill
from tests.support.page_words import PageWords

pytestmark = pytest.mark.django_db
CHINESE = re.compile(r"[\u3400-\u9fff]")
# Three words in a row with a small letter each: no unit, id, symbol or abbreviation is that.
ENGLISH = re.compile(r"[A-Za-z][a-z']+(?:[ ,]+[A-Za-z][a-z']*){2,}")
EACH_KIND = {"sites:node": 12}  # every kind of facility offers other things; of other pages two hold what one may not
TYPED = {  # what people typed, as the services keep it: names, reasons, sources, documents
    "User": ("display_name",),
    "Node": ("name",),
    "NodeFact": ("value", "source"),
    "Import": ("head", "reason", "file_name"),
    "FileReading": ("source", "evidence"),
    "Reading": ("words", "evidence", "reason"),
    "WarningAnswer": ("reason", "person"),
    "Attachment": ("name", "note"),
    "Clarification": ("text", "said_by", "document", "file_name", "place"),
    "Snapshot": ("document",),
    "YearStep": ("reason",),
    "PlanDraft": ("document",),
    "PlanStep": ("reason",),
    "SeparationDecision": ("reason",),
    "MeterDescription": ("name", "model", "serial_number", "maker", "location", "parameter", "frequency", "unit", "reason"),
    "MeterStep": ("reason",),
    "MeterReplacement": ("reason",),
    "Calibration": ("agency", "certificate_number", "file_name", "conditions", "reason"),
    "NeededMeters": ("source",),
    "PlanPicture": ("caption", "file_name"),
    "CellFile": ("name", "note"),
}
TYPED_INTO_THE_REFUSED_WORKBOOK = ("一万六千",)  # tests.support.year_workbooks


def leaves(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    elif isinstance(value, str):
        if value[:1] in "{[":
            try:
                yield from leaves(json.loads(value))
                return
            except ValueError:
                pass
        yield value


SEARCH = "/search/?q=合成"  # a form leads there, and it to pages that others lead to


def names() -> list[str]:
    """All names, the longest first."""
    found = set(TYPED_INTO_THE_REFUSED_WORKBOOK)
    for model in apps.get_models():
        for field in TYPED.get(model.__name__, ()):
            found |= {text for value in model.objects.values_list(field, flat=True) for text in leaves(value)}
    for pack_id in pack_ids():
        pack = load(pack_id)
        found |= set(pack.sources.values()) | {part for text in pack.sources.values() for part in text.split(" / ")}
        found |= {f"{one['zh']} {one['en']}" for one in pack.forms["input_sheets"]}
        found |= set(leaves(resolved_head(pack_id).get("document", "")))
    spoken = {re.sub(r"\s+", " ", text).strip() for text in found}
    return sorted((text for text in spoken if CHINESE.search(text) or ENGLISH.search(text)), key=len, reverse=True)


def without(text: str, known: Iterable[str]) -> str:
    """The text without the names that stand in it, also without the beginning of one that a picture cuts short (`…`)."""
    for name in known:
        text = text.replace(name, "") if name in text else text
    if not text.endswith("…"):
        return text
    cut = text.removesuffix("…")
    beginnings = (name[:size] for name in known for size in range(min(len(name), len(cut)), 1, -1))
    begun = max((one for one in beginnings if cut.endswith(one)), key=len, default="")
    return cut.removesuffix(begun)


def kind_of(path: str) -> str | None:
    """The name of a page's address, with its tab and rule pack; None for what is no page."""
    parts = urlsplit(path)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return None
    if path.startswith(("/api/", "/static/")) or "logout" in path:
        return None
    query = parse_qs(parts.query)
    return "?".join([name, *query.get("tab", []), *query.get("pack", [])])


def pages(language: str) -> Iterator[tuple[str, str, PageWords]]:
    """Every page that the people of the demo group come to by links: its kind, its address, its words (of a file none)."""
    ever: Counter[str] = Counter()
    for user in User.objects.order_by("pk"):
        client = Client()
        client.force_login(user)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        waiting, asked = ["/", SEARCH], set()
        read: Counter[str] = Counter()
        while waiting:
            path = waiting.pop(0)
            kind = kind_of(path)
            if kind is None or path in asked or read[kind] >= (1 if ever[kind] > 1 else EACH_KIND.get(kind, 2)):
                continue
            asked.add(path)
            read[kind] += 1
            ever[kind] += kind not in EACH_KIND
            answer = client.get(path)
            if answer.status_code in (301, 302):
                waiting.append(answer["Location"])
                continue
            words = PageWords()
            if answer["Content-Type"].startswith("text/html"):
                words.feed(b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode())
                links = () if path == SEARCH else words.links
                waiting += [urljoin(path, one).split("#")[0] for one in links if not re.match(r"\w+:|#|//", one)]
            yield kind, path, words


def is_foreign(text: str, language: str) -> bool:
    """Chinese on an English page; on a Chinese one an English sentence, beside Chinese or alone."""
    if language == "en":
        return CHINESE.search(text) is not None
    return any(ENGLISH.search(part) for part in re.split(r"[^\x00-\x7f]+", text))


def test_every_page_speaks_one_language(database_kind: str) -> None:
    """In both languages on SQLite; on PostgreSQL, where the words are the same, every page is opened in one."""
    fill()
    known = names()
    for language, _ in settings.LANGUAGES[: 1 if database_kind == "postgresql" else None]:
        met: set[str] = set()
        foreign: dict[str, str] = defaultdict(str)
        judged: set[str] = set()  # most words stand on many pages
        for kind, path, page in pages(language):
            met.add(kind.partition("?")[0])
            for element, text in page.words:
                if text in judged:
                    continue
                judged.add(text)
                if is_foreign(text, language) and is_foreign(without(text, known), language):
                    foreign[text] = f"{kind} {path} <{element}>"
        assert foreign == {}, "\n".join(f"{place}: {text}" for text, place in sorted(foreign.items(), key=lambda one: one[1]))
        assert every_page() <= met, f"pages that nobody came to: {every_page() - met}"


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_the_pages_before_signing_in_speak_one_language(language: str) -> None:
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for path in ("/accounts/login/", "/accounts/password/reset/", "/no-such-page/"):
        page = PageWords()
        page.feed(client.get(path, follow=True).content.decode())
        assert page.words
        assert [text for _, text in page.words if is_foreign(text, language)] == []


def test_the_test_sees_foreign_words() -> None:
    page = PageWords()
    page.feed("<p>One percent more of it changes <code>an id with words</code></p><a title='查看更多' lang='zh'>x</a><img alt='图'>")
    assert [text for _, text in page.words if is_foreign(text, "zh-hans")] == ["One percent more of it changes"]
    assert [text for _, text in page.words if is_foreign(text, "en")] == ["图"]
    assert not is_foreign("12.5 tCO2e/t · AC − P", "zh-hans")
