"""The rulebook's pages: every edition opens in both languages, places are found, and what was said stands at its place."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tanheng.apps.accounting.services import run_accounts
from tanheng.apps.guidance.models import Clarification
from tanheng.documents.rule_book.book import open_book
from tanheng.documents.rule_book.context import clause_anchor
from tanheng.rulebook import disabled_packs, listed_pack_ids, load, pack_ids
from tests.apps.guidance.clarified import ANCHOR, PACK, TYPED, clarification
from tests.apps.smelter import YEAR, upload
from tests.support.acting import in_person

pytestmark = pytest.mark.django_db
SECTION = reverse("guidance:section", args=[PACK, "quantities"])
FORM = reverse("guidance:clarify", args=[PACK, ANCHOR])


def page_of(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_edition_is_listed_and_opens(signed_in, language):
    client = signed_in("bob", language)
    listed = page_of(client, reverse("guidance:editions"))
    for pack_id in listed_pack_ids():
        assert f"<code>{pack_id}</code>" in listed
        assert client.get(reverse("guidance:book", args=[pack_id])).status_code == 200


@pytest.mark.parametrize(("pack_id", "before"), [("cn/aluminium/allowance_2025", "cn/aluminium/allowance_2024"), (PACK, None)])
def test_an_edition_that_changes_another_is_compared_with_it(signed_in, pack_id, before):
    page = page_of(signed_in("bob"), reverse("guidance:book", args=[pack_id]))
    compared = re.findall(r"\?before=([^&]*)&amp;after=" + pack_id, page)
    assert compared == ([before] if before else [])


def test_a_disabled_edition_says_why(signed_in):
    for pack_id, reason in disabled_packs().items():
        assert reason.zh in page_of(signed_in("bob"), reverse("guidance:book", args=[pack_id])).replace("&quot;", '"')


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_chapter_opens(signed_in, language):
    client = signed_in("vera", language)
    for section in open_book(PACK).sections:
        assert section.title
        page_of(client, reverse("guidance:section", args=[PACK, section.anchor]))


def test_unknown_editions_chapters_and_places_are_not_found(signed_in):
    client = signed_in("alice")
    for address in ("/rules/cn/aluminium/none/", f"/rules/{PACK}/nothing/", f"/rules/{PACK}/at/q-nothing/", f"/rules/{PACK}/clarify/x/"):
        assert client.get(address).status_code == 404, address


def test_a_place_is_found_by_its_anchor_or_the_name_of_its_number(signed_in):
    client = signed_in("bob")
    expected = {
        ANCHOR: f"{SECTION}#{ANCHOR}",
        "anode_emission_tco2": reverse("guidance:section", args=[PACK, "formulas"]) + "#f-anode_emission_tco2",
        "anode_consumption_t": f"{SECTION}#{ANCHOR}",
        "gwp_cf4": reverse("guidance:section", args=[PACK, "parameters"]) + "#p-gwp_cf4",
    }
    for name, address in expected.items():
        assert client.get(reverse("guidance:place", args=[PACK, name])).url == address


def test_an_explanation_leads_to_the_clause(signed_in, cast, group):
    upload(cast.bob, group.north)
    run = run_accounts(actor=in_person(cast.alice), node=group.north, year=YEAR, pack_id=PACK)
    address = reverse("accounting:explanation", args=[run.pk, "anode_emission_tco2"])
    page = page_of(signed_in("vera"), address, facility="potline-1", month=1)
    assert reverse("guidance:place", args=[PACK, "anode_emission_tco2"]) in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("阳极消耗量", ANCHOR), ("gross anode", ANCHOR), ("anode_consumption_t", ANCHOR), ("GWP_CF4", "p-gwp_cf4"),
        ("0.1518", "p-anode_loss_rate_default"),
        ("附录A", "clause-"), ("AL-021", "c-AL-021"), ("柴油 42.652", "t-fuel-diesel"),
    ],
)  # fmt: skip
def test_labels_symbols_ids_clauses_and_values_are_found(signed_in, query, found):
    page = page_of(signed_in("bob"), reverse("guidance:search"), q=query, pack=PACK)
    assert f"/rules/{PACK}/at/{found}" in page


def test_a_search_over_all_editions_in_english_finds_the_same_name_everywhere(signed_in):
    page = page_of(signed_in("bob", "en"), reverse("guidance:search"), q="molten_aluminium_output_t 铝液产量")
    assert sum(f"/rules/{pack_id}/at/q-molten_aluminium_output_t/" in page for pack_id in pack_ids()) >= 2


@pytest.mark.parametrize("query", ["", "无此词无此词", "<script>", "%' OR 1=1", "\x00", "a" * 5000])
def test_any_search_is_answered(signed_in, query):
    page = page_of(signed_in("bob"), reverse("guidance:search"), q=query)
    assert "<script>alert" not in page


def test_two_editions_are_compared(signed_in):
    one, other = [pack_id for pack_id in pack_ids() if "/aluminium/" in pack_id][:2]
    page = page_of(signed_in("grace"), reverse("guidance:compare"), before=one, after=other)
    assert "处差异" in page
    assert "文件编号" in page
    assert "两个版本内容相同" in page_of(signed_in("grace"), reverse("guidance:compare"), before=one, after=one)
    assert "field-error" in page_of(signed_in("grace"), reverse("guidance:compare"), before="x", after=one)


def test_what_was_said_stands_at_its_place_for_the_whole_group(signed_in, cast, group):
    first = clarification(cast.alice, group.group)
    clarification(cast.ada, group.group, text="盘点差异另行说明。", supersedes=first)
    for name in ("alice", "bob", "vera", "grace", "ada"):
        page = page_of(signed_in(name), SECTION)
        assert page.index("盘点差异另行说明。") < page.index("残极不扣减")  # the one that counts, then the superseded one
        assert "残极不扣减" in page_of(signed_in(name), reverse("guidance:search"), q="残极不扣减")


def test_where_a_clarified_clause_is_named_a_mark_says_so(signed_in, cast, group):
    clause = clause_anchor(load(PACK).quantities["anode_consumption_t"].clause)
    clarification(cast.alice, group.group, anchor=clause)
    assert "1 条澄清" in page_of(signed_in("bob"), SECTION)
    assert "残极不扣减" in page_of(signed_in("bob"), reverse("guidance:section", args=[PACK, "clauses"]))
    assert "条澄清" not in page_of(signed_in("charlie"), SECTION)


def test_another_group_sees_the_rules_and_nothing_that_was_said_here(signed_in, cast, group):
    made = clarification(cast.alice, group.group, file_name="函.pdf", content=b"%PDF-1.7 synthetic")
    charlie = signed_in("charlie")
    addresses = [SECTION, reverse("guidance:book", args=[PACK]), reverse("guidance:clarifications"), FORM]
    for address in addresses:
        assert "残极不扣减" not in page_of(charlie, address)
    assert "残极不扣减" not in page_of(charlie, reverse("guidance:search"), q="残极")
    assert charlie.get(reverse("guidance:clarification-file", args=[made.pk])).status_code == 404
    assert charlie.post(f"{FORM}?supersedes={made.pk}", TYPED).status_code == 404


def test_an_answer_stays_when_its_place_has_left_the_edition(signed_in, cast, group):
    made = clarification(cast.alice, group.group)
    facts = {name: getattr(made, name) for name in ("group", "pack", "pack_hash", "place", "text", "said_by", "said_on", "document", "by")}
    Clarification(anchor="q-left_in_an_earlier_text", **facts).save()
    bob = signed_in("bob")
    front = reverse("guidance:book", args=[PACK])
    assert bob.get(reverse("guidance:place", args=[PACK, "q-left_in_an_earlier_text"])).url == f"{front}#gone"
    assert 'id="gone"' in page_of(bob, front)
    assert signed_in("charlie").get(reverse("guidance:place", args=[PACK, "q-left_in_an_earlier_text"])).status_code == 404


def test_recording_in_the_browser(signed_in, cast, group):
    alice = signed_in("alice")
    assert FORM in page_of(alice, SECTION)
    letter = SimpleUploadedFile("函.csv", "合成,数据\n".encode())
    answer = alice.post(FORM, {**TYPED, "said_on": "2026-02-03", "file": letter})
    assert answer.url == f"{SECTION}#{ANCHOR}"
    made = Clarification.objects.get()
    assert (made.group, made.by, made.file_name) == (group.group, cast.alice, "函.csv")
    assert b"".join(signed_in("vera").get(reverse("guidance:clarification-file", args=[made.pk]))) == "合成,数据\n".encode()
    assert "取代" in page_of(alice, f"{FORM}?supersedes={made.pk}")
    assert alice.post(f"{FORM}?supersedes={made.pk}", {**TYPED, "text": "更正。"}).status_code == 302
    assert Clarification.objects.count() == 2


def test_a_refused_form_keeps_what_was_typed(signed_in):
    answer = signed_in("alice").post(FORM, {**TYPED, "said_on": "2999-01-01"})
    assert answer.status_code == 400
    assert "残极不扣减" in answer.content.decode()
    assert "不能晚于今天" in answer.content.decode()


def test_who_may_not_record_sees_no_link_and_no_form(signed_in):
    for name in ("bob", "vera", "grace"):
        client = signed_in(name)
        assert FORM not in page_of(client, SECTION)
        assert client.get(FORM).status_code == 403
        assert client.post(FORM, TYPED).status_code == 403


def test_the_book_is_downloaded_as_the_command_line_writes_it(signed_in):
    from tanheng.documents.rule_book.html import rule_book_html

    client = signed_in("bob", "en")
    assert client.get(reverse("guidance:book-html", args=[PACK])).content == rule_book_html(open_book(PACK, "en"))
    answer = client.get(reverse("guidance:book-pdf", args=[PACK]))
    assert answer.content.startswith(b"%PDF")
    assert "cn-aluminium-cets_2024-en.pdf" in answer.headers["Content-Disposition"]
