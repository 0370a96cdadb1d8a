"""Search over all editions: every place of every rule book with its words in both languages. Read from the packs, kept in memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tanheng.apps.guidance.models import Clarification
from tanheng.documents.rule_book.book import open_book
from tanheng.documents.rule_book.shapes import Entry, Row, RuleBook, Section
from tanheng.rulebook import pack_ids, sound_pack

MOST_FOUND = 300
NAMED = ("q", "f", "p")  # quantities, formulas, parameters
SKIPPED = {"changes"}  # what changed repeats what stands elsewhere


@dataclass(frozen=True)
class Place:
    """A place of an edition: its title and chapter in both languages, and all words that stand there."""

    pack: str
    anchor: str
    titles: tuple[str, str]  # zh, en
    chapters: tuple[str, str]
    heading: str  # titles, symbol and id in small letters: a word found here comes first
    words: str

    @property
    def name(self) -> str:
        """The id of a quantity or parameter, as case files and commands write it; other places have none to write."""
        kind, _dash, name = self.anchor.partition("-")
        return name if kind in NAMED else ""

    def title(self, lang: str) -> str:
        """In the reader's language."""
        return self.titles[lang != "zh"]

    def chapter(self, lang: str) -> str:
        """In the reader's language."""
        return self.chapters[lang != "zh"]


def words_of(query: str) -> list[str]:
    """The words that must all be found, at most eight; what cannot be printed is no part of them."""
    return "".join(one if one.isprintable() else " " for one in query).casefold().split()[:8]


def search(query: str, pack: str = "") -> list[Place]:
    """Places that hold every word of the query; those that hold it in their title, symbol or id first. At most 300."""
    words = words_of(query)
    if not words:
        return []
    wanted = [one for one in ([pack] if pack else pack_ids()) if sound_pack(one) is not None]
    found = [place for one in wanted for place in places(one) if all(word in place.words for word in words)]
    found.sort(key=lambda place: not all(word in place.heading for word in words))
    return found[:MOST_FOUND]


def named(said: Iterable[Clarification], lang: str) -> list[Clarification]:
    """Clarifications with the name of their place as the edition says it in the reader's language; where it is gone, as it was."""
    found = list(said)
    for one in found:
        if sound_pack(one.pack) is not None:
            one.place = open_book(one.pack, lang).titles.get(one.anchor, one.place)
    return found


def _title(book: RuleBook, section: str) -> str:
    found = book.section(section)
    return found.title if found else section


@lru_cache(maxsize=128)
def places(pack_id: str) -> tuple[Place, ...]:
    """Every place of an edition."""
    books = zh, en = open_book(pack_id, "zh"), open_book(pack_id, "en")
    texts = [_texts(book) for book in books]
    found = []
    for anchor, section in zh.section_of.items():
        if section in SKIPPED or anchor == section:
            continue
        titles = zh.titles.get(anchor, anchor), en.titles.get(anchor, anchor)
        chapters = _title(zh, section), _title(en, section)
        name = anchor.partition("-")[2]
        words = " ".join((*titles, name, *(text.get(anchor, "") for text in texts))).casefold()
        found.append(Place(pack_id, anchor, titles, chapters, " ".join((*titles, name)).casefold(), words))
    return tuple(found)


def _texts(book: RuleBook) -> dict[str, str]:
    return {anchor: text for section in book.sections for anchor, text in _section_texts(section)}


def _section_texts(section: Section) -> Iterator[tuple[str, str]]:
    for table in section.tables:
        for row in table.rows:
            yield row.anchor, _row_text(row)
    for entry in section.entries:
        yield entry.anchor, _entry_text(entry)
        for table in entry.tables:
            for row in table.rows:
                if row.anchor:
                    yield row.anchor, _row_text(row)


def _row_text(row: Row) -> str:
    return " ".join((*(cell.text for cell in row.cells), row.note))


def _entry_text(entry: Entry) -> str:
    facts = (cell.text for fact in entry.facts for cell in fact.cells)
    formula = (entry.formula.text, entry.formula.words) if entry.formula else ()
    links = (cell.text for cell in entry.links)
    return " ".join((entry.name, entry.symbol, *entry.paragraphs, *facts, *formula, *links))
