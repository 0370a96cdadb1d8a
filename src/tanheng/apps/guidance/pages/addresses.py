"""Addresses of the rule book: the id of a pack inside an address, and the page on which a place stands."""

from django.urls import register_converter, reverse

from tanheng.documents.rule_book.shapes import RuleBook


class PackConverter:
    """The id of a rule pack: three words with slashes between."""

    regex = r"[a-z0-9_]+/[a-z0-9_]+/[a-z0-9_]+"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


register_converter(PackConverter, "pack")


def place_address(book: RuleBook, anchor: str) -> str:
    """The page of the place's chapter, at the place."""
    section = book.section_of.get(anchor, "document")
    address = reverse("guidance:section", args=[book.pack_id, section])
    return address if anchor == section else f"{address}#{anchor}"
