"""The styles of an OpenDocument spreadsheet that say something of its cells and pages, from both parts that hold styles."""

from __future__ import annotations

from collections.abc import Mapping

from tanheng.documents.reading.ods.formats import OdsFormats
from tanheng.documents.reading.ods.pages import OdsPages
from tanheng.documents.reading.workbook_package import WorkbookPackage, walk_xml

STYLES = "styles.xml"


class OdsStyles:
    """Number formats, page headers and hidden tables, as the elements of styles pass by."""

    def __init__(self) -> None:
        self.formats = OdsFormats()
        self.pages = OdsPages()
        self.hidden: set[str] = set()  # styles of tables that are not shown
        self.style = ""

    def read(self, package: WorkbookPackage) -> None:
        """The styles that the whole document shares. Raises UnreadableWorkbook."""
        if STYLES in package:
            walk_xml(package.read(STYLES), self.start, self.end, self.data, budget=package.budget)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element of styles."""
        if name == "style":
            self.style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self.hidden.add(self.style)
        self.formats.start(name, attributes)
        self.pages.start(name, attributes)

    def end(self, name: str) -> None:
        """The end of an element of styles."""
        self.formats.end(name)
        self.pages.end(name)

    def data(self, text: str) -> None:
        """A text within styles."""
        if self.formats.in_text:
            self.formats.data(text)
        elif self.pages.listens:
            self.pages.data(text)
