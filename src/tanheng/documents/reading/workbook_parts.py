"""Which part of a package is what: found by relationships and content types, as the formats say, not by the names that Excel uses.

Open Packaging Conventions (ECMA-376 part 2) for xlsx, the manifest and `mimetype` for OpenDocument. It reads no cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from posixpath import basename, dirname, join
from typing import Any, Literal, NamedTuple

from tanheng.documents.reading.workbook_package import UnreadableWorkbook, WorkbookPackage, part_name, walk_xml

CONTENT_TYPES, MANIFEST, MIMETYPE = "[Content_Types].xml", "META-INF/manifest.xml", "mimetype"
USUAL_WORKBOOK, CONTENT = "xl/workbook.xml", "content.xml"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OTHER_KINDS = {  # what a type or a part's name begins or ends with, when it is no workbook
    "word": ("Word 文档", "a Word document"), "ppt": ("演示文稿", "a presentation"), "text": ("文字文档", "a text document"),
    "presentation": ("演示文稿", "a presentation"), "graphics": ("绘图", "a drawing"),
}  # fmt: skip
Kind = Literal["xlsx", "ods"]


class Relation(NamedTuple):
    """One relationship: its id, the last word of its type, and the part it leads to."""

    id: str
    kind: str
    target: str


def relations_name(source: str) -> str:
    """The part that lists the relationships of another one."""
    return join(dirname(source), "_rels", f"{basename(source)}.rels")


def relations(package: WorkbookPackage, source: str) -> list[Relation]:
    """The relationships of a part (of the package for ""), those to the outside left out. Raises UnreadableWorkbook."""
    name = relations_name(source)
    if name not in package:
        return []
    found: list[Relation] = []

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode", "").lower() != "external":
            target = attributes.get("Target", "").replace("\\", "/").partition("#")[0]
            place = target if target.startswith("/") else join(dirname(source), target)
            kind = attributes.get("Type", "").rstrip("/").rpartition("/")[2]
            found.append(Relation(attributes.get("Id", ""), kind, part_name(place)))

    walk_xml(package.read(name), start, nothing, nothing, budget=package.budget)
    return found


def nothing(*_: object) -> None:
    """No interest in this."""


def workbook_part(package: WorkbookPackage) -> tuple[Kind, str]:
    """The kind of workbook and the part to begin with. Raises UnreadableWorkbook where the archive holds none."""
    target = next((one.target for one in relations(package, "") if one.kind == "officeDocument"), None)
    for name in (target, _main_by_type(package), USUAL_WORKBOOK):
        if name is not None and name in package:
            _refuse_others(package, name)
            return "xlsx", name
    kind = _open_document_kind(package)
    if kind not in ("", "spreadsheet", "spreadsheet-template"):
        raise _other(kind)
    if CONTENT in package:
        return "ods", CONTENT
    if "xl/workbook.bin" in package:
        raise _binary()
    raise UnreadableWorkbook("FILE-201", found="压缩包里没有工作簿", found_en="the archive holds no workbook")


def _refuse_others(package: WorkbookPackage, name: str) -> None:
    if name.endswith(".bin"):
        raise _binary()
    top = part_name(name).partition("/")[0]
    if top in OTHER_KINDS:
        raise _other(top)
    macros = any(part.endswith("vbaproject.bin") for part in package.parts)
    if macros or any("macro" in kind.lower() for part, kind in _content_types(package) if part_name(part) == part_name(name)):
        raise UnreadableWorkbook("FILE-207")


def _binary() -> UnreadableWorkbook:
    return UnreadableWorkbook("FILE-201", found="二进制格式 .xlsb", found_en="binary format .xlsb")


def _other(kind: str) -> UnreadableWorkbook:
    chinese, english = OTHER_KINDS.get(kind.partition("-")[0], (kind[:40], kind[:40]))
    return UnreadableWorkbook("FILE-201", found=f"这是{chinese}", found_en=f"it is {english}")


def _main_by_type(package: WorkbookPackage) -> str | None:
    """Where the package has no relationships: the part whose content type is that of a workbook."""
    types = _content_types(package)
    return next((part for part, kind in types if "sheet" in kind.lower() and kind.lower().endswith("main+xml")), None)


def _content_types(package: WorkbookPackage) -> list[tuple[str, str]]:
    return [(one.get("PartName", ""), one.get("ContentType", "")) for one in _elements(package, CONTENT_TYPES, "Override")]


def _open_document_kind(package: WorkbookPackage) -> str:
    """`spreadsheet`, `text` … as `mimetype` or the manifest says; nothing where neither does."""
    said = package.read(MIMETYPE)[:200].decode("ascii", "replace").strip() if MIMETYPE in package else ""
    if not said.startswith(OPEN_DOCUMENT):
        entries = _elements(package, MANIFEST, "file-entry")
        said = next((one.get("media-type", "") for one in entries if one.get("full-path") == "/"), "")
    return said.removeprefix(OPEN_DOCUMENT) if said.startswith(OPEN_DOCUMENT) else ""


def encrypted_by_manifest(package: WorkbookPackage) -> bool:
    """Whether the manifest of an OpenDocument file names encrypted parts."""
    return any(True for _ in _elements(package, MANIFEST, "encryption-data"))


def _elements(package: WorkbookPackage, part: str, wanted: str) -> Iterator[Mapping[str, Any]]:
    """The attributes of all elements of a name in a part; none where the part is missing."""
    if part not in package:
        return
    found: list[Mapping[str, Any]] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name == wanted:
            found.append(attributes)

    walk_xml(package.read(part), start, nothing, nothing, budget=package.budget)
    yield from found
