"""The search over everything: pages of the program, the rule book and clarifications, and whatever the other apps find."""

from collections.abc import Iterator

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tanheng.apps.guidance.pages.addresses import place_address
from tanheng.apps.guidance.selectors import edition_titles
from tanheng.apps.guidance.selectors.search import search, words_of
from tanheng.documents.rule_book.book import open_book
from tanheng.pages.finding import MOST_OF_A_KIND, Asked, Found
from tanheng.pages.language import reader_language
from tanheng.pages.request import Frame
from tanheng.registration import Line
from tanheng.registration.collected import finders, navigation

LONGEST_QUERY = 200


def asked_in(frame: Frame, query: str) -> Asked:
    """What is searched for, by whom, and where they stand."""
    words = tuple(words_of(query[:LONGEST_QUERY]))
    return Asked(words, frame.reach, frame.node, frame.year, frame.pack, reader_language())


def find_everything(asked: Asked) -> dict[str, list[Found]]:
    """What was found by kind, in the order in which the kinds are likeliest meant; nothing for no words."""
    kinds: dict[str, list[Found]] = {}
    if not asked.words:
        return kinds
    for finder in (find_pages, *reversed(finders()), find_rules):
        for one in finder(asked):
            kinds.setdefault(one.kind, []).append(one)
    return {kind: found[:MOST_OF_A_KIND] for kind, found in kinds.items()}


def find_pages(asked: Asked) -> Iterator[Found]:
    """Lines of the navigation that the reader's roles open."""
    for _section, line in navigation():
        if asked.holds(str(line.label)) and (not line.verb or asked.reach.anywhere(line.verb)) and (address := _address(asked, line)):
            yield Found(_("Pages of the program"), str(line.label), str(line.section.heading), address)


def _address(asked: Asked, line: Line) -> str:
    values = {"node_id": asked.node.pk if asked.node else None, "year": asked.year}
    try:
        return reverse(line.view, kwargs={key: values[key] for key in line.takes})
    except NoReverseMatch:  # it needs an organisation, and there is none in view
        return ""


def find_rules(asked: Asked) -> Iterator[Found]:
    """Places of the rule book, those of the rule pack in view first; then all of them."""
    places = search(" ".join(asked.words))
    titles = edition_titles(asked.lang)
    for one in sorted(places, key=lambda place: place.pack != asked.pack)[: MOST_OF_A_KIND - 1]:
        yield Found(
            _("Rules"), one.title(asked.lang), titles.get(one.pack, one.pack), place_address(open_book(one.pack, asked.lang), one.anchor)
        )
    if len(places) >= MOST_OF_A_KIND:
        address = f"{reverse('guidance:search')}?{urlencode({'q': ' '.join(asked.words)})}"
        yield Found(_("Rules"), _("All places of the rulebook"), str(len(places)), address)
