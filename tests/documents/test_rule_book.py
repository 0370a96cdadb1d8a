"""The rule book: whole for every edition in both languages, the same bytes every time, readable by people and machines."""

import re
from html.parser import HTMLParser
from io import BytesIO

import pytest
from click.testing import CliRunner
from lxml import etree, html
from pypdf import PdfReader

from tanheng.cli import main
from tanheng.demo.synthetic_smelter import synthetic_case
from tanheng.documents.rule_book.book import open_book, rule_book
from tanheng.documents.rule_book.changes import changes
from tanheng.documents.rule_book.explained import explanation_mathml
from tanheng.documents.rule_book.html import rule_book_html
from tanheng.documents.rule_book.mathematics import Drawing, MathmlPen, TypstPen, draw_symbol, mathml_formula
from tanheng.documents.rule_book.pdf import rule_book_pdf
from tanheng.engine.case.reading import read_case
from tanheng.engine.explain import explain
from tanheng.engine.pack import CONFIRMED
from tanheng.engine.running import run_case
from tanheng.engine.symbols import Name, Word
from tanheng.engine.text import Text
from tanheng.engine.words import (
    exponential,
    first_present,
    floored,
    greater,
    lesser,
    raised,
    rounded,
    total,
    weighted_mean,
    where,
)
from tanheng.rulebook import disabled_packs, load, pack_ids
from tests.engine.test_words import WRITTEN

ALUMINIUM = "cn/aluminium/cets_2024"
PRINTED = [ALUMINIUM, "intl/aluminium/iai_slope"]
SECTIONS = [
    "document", "boundary", "quantities", "formulas", "parameters", "tables", "checks", "forms", "cases", "changes", "clauses", "sources",
]  # fmt: skip


def page(pack_id, lang="zh"):
    return html.fromstring(rule_book_html(open_book(pack_id, lang)).decode())


class Balanced(HTMLParser):
    """Counts tags that are opened and never closed."""

    VOID = {"meta", "input", "br"}

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


# ── every edition ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("pack_id", pack_ids())
def test_everything_of_the_edition_stands_in_its_book(pack_id, lang):
    pack, book = load(pack_id), open_book(pack_id, lang)
    assert [section.anchor for section in book.sections] == SECTIONS
    anchors = set(book.section_of)
    assert {f"q-{name}" for name in pack.quantities} <= anchors
    assert {f"f-{name}" for name in pack.formulas} <= anchors
    assert {f"p-{name}" for name in pack.parameters} <= anchors
    assert {f"t-{table.id}-{row}" for table in pack.tables.values() for row in table.rows} <= anchors
    assert {f"c-{one.id}" for one in pack.checks} | {f"c-{one['id']}" for one in pack.expects_any} <= anchors
    assert {f"e-{one['id']}" for one in pack.emission_sources} <= anchors
    assert {f"a-{name}" for name in pack.attributes} <= anchors
    assert len(book.section("cases").entries) == len(pack.cases)
    assert all(entry.formula for entry in book.section("formulas").entries)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("pack_id", pack_ids())
def test_the_html_is_one_sound_file(pack_id, lang):
    content = rule_book_html(open_book(pack_id, lang))
    assert content == rule_book_html(rule_book(load(pack_id), lang, _parent(pack_id)))
    text = content.decode()
    balanced = Balanced()
    balanced.feed(text)
    assert balanced.open == []
    assert not re.search(r'(src|href)="(?!#)', text)  # nothing is loaded, nothing leads away
    read = html.fromstring(text)
    ids = read.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {target.removeprefix("#") for target in read.xpath("//a/@href")}
    assert targets - set(ids) == set()
    for formula in read.xpath("//math"):
        etree.fromstring(etree.tostring(formula, with_tail=False))
    assert "{value}" not in text
    assert "None" not in re.sub(r"<[^>]+>", " ", text).split()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("pack_id", pack_ids())
def test_no_placeholder_is_left_for_the_reader(pack_id, lang):
    read = "\n".join(page(pack_id, lang).xpath("//body//text()[not(ancestor::script)]"))
    assert not re.findall(r"\{[a-z_]+\}", read)


def _parent(pack_id):
    from tanheng.rulebook import raw_head

    parent = raw_head(pack_id).get("extends")
    return load(parent) if parent else None


@pytest.mark.parametrize("pack_id", pack_ids())
def test_whatever_is_not_official_is_marked(pack_id):
    pack, read = load(pack_id), page(pack_id)
    for name, dated in pack.parameters.items():
        marked = bool(read.xpath(f'//tr[@id="p-{name}"]//*[contains(@class, "book-unconfirmed")]'))
        assert marked == (dated[0].status != CONFIRMED), name
    for entry, quantity in ((read.get_element_by_id(f"q-{one.id}").getparent(), one) for one in pack.quantities.values()):
        status = entry.xpath('.//dt[text()="状态"]/following-sibling::dd[1]/*[contains(@class, "book-unconfirmed")]')
        assert bool(status) == (quantity.status != CONFIRMED), quantity.id


@pytest.mark.parametrize("pack_id", pack_ids())
def test_chinese_and_english_have_the_same_places(pack_id):
    assert open_book(pack_id, "zh").section_of == open_book(pack_id, "en").section_of


# ── two editions on paper ────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module", params=PRINTED)
def printed(request):
    return request.param, {lang: rule_book_pdf(open_book(request.param, lang)) for lang in ("zh", "en")}


def test_the_pdf_has_the_same_bytes_every_time(printed):
    pack_id, made = printed
    assert rule_book_pdf(open_book(pack_id, "zh")) == made["zh"]


def test_the_pdf_can_be_searched_and_has_contents_and_page_numbers(printed):
    pack_id, made = printed
    for lang, content in made.items():
        pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
        text = re.sub(r"\s", "", "".join(pages))
        book = open_book(pack_id, lang)
        for section in book.sections:
            assert section.title.replace(" ", "") in re.sub(r"\s", "", pages[1])
        for quantity in load(pack_id).quantities.values():
            assert re.sub(r"\s", "", quantity.label.in_(lang)) in text
        last = book.words["page"].replace("{page}", str(len(pages))).replace("{pages}", str(len(pages)))
        assert last.replace(" ", "") in re.sub(r"\s", "", pages[-1])


# ── formulas and changes ─────────────────────────────────────────────────────────────────────────


def drawn(expression, pen):
    return Drawing(pen, lambda name: name.id, lambda inner: "facilities", "en").draw(expression)


A, B, C = Name("A_x"), Name("BB"), Name("C")


@pytest.mark.parametrize(
    ("expression", "typst"),
    [
        (A - (B - C), 'A_"x" − lr(( "BB" − C ))'),
        (A / B / C, 'display(frac(A_"x", "BB" × C))'),
        ((A + B) * C, 'lr(( A_"x" + "BB" )) × C'),
        (total(A * B), 'limits(sum)_"facilities" A_"x" × "BB"'),
        (weighted_mean(A, B), 'display(frac(limits(sum)_"facilities" A_"x" × "BB", limits(sum)_"facilities" "BB"))'),
        (floored(A), 'lr(⌊ A_"x" ⌋)'),
        (raised(A, 2), 'A_"x"^("2")'),
        (exponential(C), "e^(C)"),
        (
            first_present(A, first_present(B, C)),
            'display(cases(A_"x" quad & "where reported", "BB" quad & "where reported", C quad & "otherwise"))',
        ),
        (where(A < B, B, C), 'display(cases("BB" quad & A_"x" < "BB", C quad & "otherwise"))'),
        (rounded(C, 2), 'lr([ C ]) " rounded to 2 decimals"'),
    ],
    ids=str,
)  # fmt: skip
def test_the_words_of_the_engine_are_drawn_as_books_print_them(expression, typst):
    assert drawn(expression, TypstPen()) == typst
    etree.fromstring(drawn(expression, MathmlPen()))


def test_least_and_greatest_and_unknown_words_are_named():
    assert "min" in drawn(lesser(A, B), TypstPen())
    assert "max" in drawn(greater(A, B), MathmlPen())
    assert "later_word" in drawn(Word("later_word", (A, B)), MathmlPen())


def test_symbols_cannot_break_out():
    assert draw_symbol('X"#_<b>', TypstPen()) == '"X\\"#"_"<b>"'
    assert draw_symbol("<b>_&", MathmlPen()) == "<msub><mi>&lt;b&gt;</mi><mtext>&amp;</mtext></msub>"


def test_an_edition_against_itself_and_against_another():
    one, other = load(PRINTED[1]), load(ALUMINIUM)
    assert changes(one, one, "zh") == []
    forward, back = changes(one, other, "en"), changes(other, one, "en")
    assert len(forward) == len(back)
    assert {(c.name, c.kind) for c in forward if c.kind == "added"} == {(c.name, "added") for c in back if c.kind == "removed"}


def test_an_edition_that_extends_another_tells_what_changed():
    extending = [pack_id for pack_id in pack_ids() if _parent(pack_id)]
    for pack_id in extending:
        section = open_book(pack_id, "zh").section("changes")
        assert section.tables, pack_id
        assert _parent(pack_id).id in section.paragraphs[0]


# ── the command ──────────────────────────────────────────────────────────────────────────────────


def book(*arguments):
    return CliRunner().invoke(main, ["rules", "book", *arguments])


@pytest.mark.parametrize("suffix", ["pdf", "html"])
def test_the_command_writes_the_book_into_a_new_folder_and_over_an_old_one(tmp_path, suffix):
    target = tmp_path / "new" / f"book.{suffix}"
    for _ in range(2):
        assert book(PRINTED[1], "-o", str(target), "--lang", "en", "--make-folder", "--overwrite").exit_code == 0
    assert target.read_bytes()[:4] in (b"%PDF", b"<!DO")
    assert [one.name for one in target.parent.iterdir()] == [target.name]


def test_wrong_usage_is_told_and_writes_nothing(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("x")
    for arguments in (
        (ALUMINIUM, "-o", str(tmp_path / "a.txt")),
        ("x/y/z", "-o", str(tmp_path / "a.pdf")),
        ("../../etc", "-o", str(tmp_path / "a.pdf")),
        (ALUMINIUM, "-o", str(tmp_path)),
        (ALUMINIUM,),
    ):
        answer = book(*arguments)
        assert answer.exit_code == 2, arguments
        assert "Traceback" not in answer.output
    assert book(ALUMINIUM, "-o", str(blocked / "a.html")).exit_code == 1
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_a_disabled_edition_gives_its_reason(tmp_path):
    for pack_id, reason in disabled_packs().items():
        answer = book(pack_id, "-o", str(tmp_path / "a.pdf"))
        assert answer.exit_code == 2
        assert isinstance(reason, Text)
        assert reason.zh in answer.output and reason.en not in answer.output
        assert reason.en in book(pack_id, "-o", str(tmp_path / "a.pdf"), "--lang", "en").output
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("tree", [row[0] for row in WRITTEN], ids=[row[1] for row in WRITTEN])
def test_every_word_of_the_engine_is_drawn_as_sound_mathematics(tree):
    drawn = mathml_formula("E_x", tree, Drawing(MathmlPen(), lambda name: f"<{name.id}>", lambda _scope: "<s>", "en"))
    assert etree.QName(etree.fromstring(drawn)).localname == "math"
    assert "&lt;a&gt;" in drawn


def test_an_explained_year_is_drawn_over_its_months():
    case, problems = read_case(synthetic_case(2025), load)
    run = run_case(load(ALUMINIUM), case, problems)

    def drawn(*place, lang="zh"):
        return explanation_mathml(run.pack, explain(run, *place), lang)

    assert "<munder>" in drawn("anode_emission_tco2", "potline-2")
    assert "月" in drawn("anode_emission_tco2", "potline-2")
    assert "months" in drawn("anode_emission_tco2", "potline-2", lang="en")
    assert "<msub><mi>E</mi><mtext>an</mtext></msub>" in drawn("anode_emission_tco2", "potline-2", None, 8)
    assert drawn("anode_consumption_t", "potline-2", None, 8) == ""
    for quantity in run.keys:
        for key in run.keys[quantity]:
            if found := drawn(quantity, *key):
                etree.fromstring(found)
