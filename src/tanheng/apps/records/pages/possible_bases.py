"""The imports that a file may have been made from, in the reader's words: the latest accepted ones of a company."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from tanheng.apps.records.models import ACCEPTED, Import
from tanheng.apps.sites.models import Node

MOST_BASES = 40


def possible_bases(company: Node) -> list[tuple[int, str]]:
    """Number and words of each, the newest first."""
    found = Import.objects.filter(node=company, state=ACCEPTED).select_related("by").defer("problems", "head").order_by("-number")
    return [(one.number, _words(one)) for one in found[:MOST_BASES]]


def _words(one: Import) -> str:
    said = {"number": one.number, "year": one.year, "pack": one.pack, "person": one.by, "at": f"{localtime(one.at):%Y-%m-%d %H:%M}"}
    return _("Import %(number)s · %(year)s · %(pack)s · %(person)s · %(at)s") % said
