"""A workbook's package with changes on top: parts, their relations and types. What is not touched is written as it came.

It knows the packaging of Office files, no sheet and no problem. Names are compared without case, as the format asks.
"""

from __future__ import annotations

import io
import zipfile
from posixpath import dirname, join, normpath, relpath, split
from typing import Any

from lxml import etree

from tanheng.documents.reading.workbook_package import Budget, UnreadableWorkbook, WorkbookPackage, part_name, walk_xml
from tanheng.documents.reading.workbook_parts import (
    CONTENT_TYPES,
    Relation,
    nothing,
    relations,
    relations_name,
    workbook_part,
)

TYPES_SPACE = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS_SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
MOST_TREE_ELEMENTS = 600_000  # of a part that is held in memory as a tree: some 200 MB
FIXED_DATE = (1980, 1, 1, 0, 0, 0)  # the same workbook and problems give the same bytes
Element = Any  # an lxml element: the library brings no types


def parsed(content: bytes) -> Element:
    """The XML of a part. Raises UnreadableWorkbook for what the reader refuses too: entities, depth, broken XML."""
    walk_xml(content, nothing, nothing, nothing, budget=Budget(MOST_TREE_ELEMENTS))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableWorkbook("FILE-201", found=str(error)[:80]) from None


def written(root: Element) -> bytes:
    """The bytes of a part."""
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def local(element: Element) -> str:
    """The name of an element without its namespace; nothing for a comment or an instruction."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def space_of(element: Element) -> str:
    """The namespace of an element."""
    return str(element.tag)[1:].partition("}")[0] if str(element.tag).startswith("{") else ""


def in_space(root: Element, name: str) -> str:
    """A name in the namespace of the root, which is another one in strict files."""
    space = space_of(root)
    return f"{{{space}}}{name}" if space else name


class EditedPackage(WorkbookPackage):
    """The parts of a workbook; `put` replaces or adds one."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.changed: dict[str, bytes] = {}
        self.added: dict[str, str] = {}  # names of new parts as they are written
        self.types = parsed(self.read(CONTENT_TYPES))
        self._type_of = {one.get("PartName", "").lower(): one for one in reversed(self.types) if local(one) == "Override"}
        self._suffixes = {one.get("Extension", "").lower() for one in self.types if local(one) == "Default"}
        self._relations: dict[str, list[Relation]] = {}  # by the part that lists them, as they are now
        self._workbook = ""

    def __contains__(self, name: str) -> bool:
        return part_name(name) in self.changed or super().__contains__(name)

    def read(self, name: str) -> bytes:
        """The bytes of a part as they are now. Raises UnreadableWorkbook."""
        key = part_name(name)
        return self.changed[key] if key in self.changed else super().read(name)

    def put(self, name: str, content: bytes, content_type: str = "") -> None:
        """Replaces a part or adds one; a new one says its type."""
        key = part_name(name)
        if key not in self.parts:
            self.added.setdefault(key, name)
        self.changed[key] = content
        self._relations.pop(key, None)
        if content_type:
            self._tell_type(name, content_type)

    def file_name(self, name: str) -> str:
        """The name of a part as it stands in the archive."""
        entry = self.parts.get(part_name(name))
        return self.added.get(part_name(name), name) if entry is None else _forward(entry.filename)

    def free_name(self, pattern: str) -> str:
        """A name that no part has: the first number that is free in `comments{}.xml`, in the folder of the workbook."""
        folder, number = dirname(self.file_name(self.workbook())), 1
        while join(folder, pattern.format(number)) in self:
            number += 1
        return join(folder, pattern.format(number))

    # ── relations ────────────────────────────────────────────────────────────────────────────────

    def workbook(self) -> str:
        """The part that holds the workbook. Raises UnreadableWorkbook where there is none."""
        if not self._workbook:
            kind, self._workbook = workbook_part(self)
            if kind != "xlsx":
                raise UnreadableWorkbook("FILE-201", found="不是 .xlsx", found_en="it is no .xlsx")
        return self._workbook

    def relations(self, part: str) -> list[Relation]:
        """Every relation of a part inside the package, read once until it changes."""
        listed_in = part_name(relations_name(part))
        if listed_in not in self._relations:
            self._relations[listed_in] = relations(self, part)
        return self._relations[listed_in]

    def related(self, part: str, kind: str) -> list[tuple[str, str]]:
        """Id and part of every relation of a kind (`comments`, `styles`) that a part has inside the package."""
        return [(one.id, one.target) for one in self.relations(part) if one.kind == kind]

    def by_id(self, part: str, relation: str) -> str | None:
        """The part behind a relation of another part."""
        return next((one.target for one in self.relations(part) if one.id == relation), None)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Adds a relation; its id."""
        folder, base = split(self.file_name(part))
        name = join(folder, "_rels", f"{base}.rels")
        if name in self:
            root = parsed(self.read(name))
        else:
            root = etree.Element(f"{{{RELATIONS_SPACE}}}Relationships", nsmap={None: RELATIONS_SPACE})
        taken = {one.get("Id") for one in root if local(one) == "Relationship"}
        relation = next(one for one in (f"rIdTanheng{number}" for number in range(1, len(taken) + 2)) if one not in taken)
        entry = etree.SubElement(root, in_space(root, "Relationship"))
        entry.set("Id", relation)
        entry.set("Type", kind)
        entry.set("Target", relpath(target, folder or "."))
        self.put(name, written(root))
        return relation

    # ── content types ────────────────────────────────────────────────────────────────────────────

    def _tell_type(self, name: str, content_type: str) -> None:
        known = self._type_of.get(f"/{name}".lower())
        if known is not None:
            known.set("ContentType", content_type)
            return
        entry = self._type_of[f"/{name}".lower()] = etree.SubElement(self.types, f"{{{TYPES_SPACE}}}Override")
        entry.set("PartName", f"/{name}")
        entry.set("ContentType", content_type)

    def tell_suffix(self, suffix: str, content_type: str) -> None:
        """The type of all parts with this suffix, where none is told yet."""
        if suffix not in self._suffixes:
            self._suffixes.add(suffix)
            entry = etree.Element(f"{{{TYPES_SPACE}}}Default")
            entry.set("Extension", suffix)
            entry.set("ContentType", content_type)
            self.types.insert(0, entry)

    # ── the end ──────────────────────────────────────────────────────────────────────────────────

    def content(self) -> bytes:
        """The bytes of the workbook: every part in its old order with its old content, but for those that were changed."""
        self.tell_suffix("rels", RELATIONS_TYPE)
        self.put(CONTENT_TYPES, written(self.types))
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for key, entry in self.parts.items():
                with archive.open(_entry(entry.filename, entry.date_time), "w") as part:
                    for piece in (self.changed[key],) if key in self.changed else self.pieces(key):
                        part.write(piece)
            for key, name in self.added.items():
                archive.writestr(_entry(name, FIXED_DATE), self.changed[key])
        return stream.getvalue()


def _entry(name: str, date: tuple[int, int, int, int, int, int]) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(_forward(name), date if 1980 <= date[0] <= 2107 else FIXED_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _forward(name: str) -> str:
    """The name as packages write it: no part stands outside the archive, whatever its name says."""
    plain = name.replace("\\", "/")
    return normpath("/" + plain).lstrip("/") + ("/" if plain.endswith("/") else "")
