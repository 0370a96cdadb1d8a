"""The zip and the XML inside a workbook, opened with care: sizes are checked before anything is unpacked, entities refused.

Gives the bytes of named parts and walks XML; it knows no spreadsheet. Everything that can be wrong raises
`UnreadableWorkbook` with the code of its problem, which the workbook reader turns into one.
"""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any
from xml.parsers import expat

MOST_PARTS = 3_000
LARGEST_PART_BYTES = 80 * 1024 * 1024
LARGEST_TOTAL_BYTES = 160 * 1024 * 1024
RATIO_FROM_BYTES = 8 * 1024 * 1024
HIGHEST_RATIO = 250
DEEPEST_XML = 100
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN_ZIP = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, struct.error, ValueError,
    KeyError, IndexError, NotImplementedError, RuntimeError, OverflowError, AttributeError,
)  # fmt: skip


class UnreadableWorkbook(Exception):  # noqa: N818 - it carries a problem out of the parsers
    """The workbook cannot be read; caught by the workbook reader."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


class WorkbookPackage:
    """The parts of a zipped workbook by name."""

    def __init__(self, content: bytes) -> None:
        if content.startswith(OLD_OFFICE):
            encrypted = "EncryptedPackage".encode("utf-16-le") in content
            raise UnreadableWorkbook("FILE-202" if encrypted else "FILE-203")
        if not content.startswith(b"PK"):
            raise UnreadableWorkbook("FILE-201", found="没有压缩包结构", found_en="it is no zip archive")
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(content))
            self.parts = {entry.filename: entry for entry in self.archive.infolist()}
        except BROKEN_ZIP as error:
            raise _broken(error) from None
        self._check_sizes()

    def _check_sizes(self) -> None:
        if len(self.parts) > MOST_PARTS:
            raise UnreadableWorkbook("FILE-204", found=f"{len(self.parts)} 个部件", found_en=f"{len(self.parts)} parts")
        for entry in self.parts.values():
            ratio = entry.file_size / max(entry.compress_size, 1)
            if entry.file_size > LARGEST_PART_BYTES or (entry.file_size > RATIO_FROM_BYTES and ratio > HIGHEST_RATIO):
                raise UnreadableWorkbook("FILE-204", found=f"{entry.filename[:60]}: {entry.file_size} B")
            if entry.flag_bits & 1:
                raise UnreadableWorkbook("FILE-202")
        total = sum(entry.file_size for entry in self.parts.values())
        if total > LARGEST_TOTAL_BYTES:
            raise UnreadableWorkbook("FILE-204", found=f"{total} B")

    def __contains__(self, name: str) -> bool:
        return name in self.parts

    def read(self, name: str) -> bytes:
        """The bytes of a part, never more than its declared size. Raises UnreadableWorkbook."""
        if name not in self.parts:
            raise UnreadableWorkbook("FILE-201", found=f"缺少 {name[:60]}", found_en=f"{name[:60]} is missing")
        try:
            with self.archive.open(self.parts[name]) as stream:
                content = stream.read(LARGEST_PART_BYTES + 1)
        except BROKEN_ZIP as error:
            raise _broken(error) from None
        if len(content) > LARGEST_PART_BYTES:
            raise UnreadableWorkbook("FILE-204", found=name[:60])
        return content


def _broken(error: Exception) -> UnreadableWorkbook:
    return UnreadableWorkbook("FILE-201", found=(str(error) or type(error).__name__)[:80])


Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Data = Callable[[str], None]


def walk_xml(content: bytes, start: Start, end: End, data: Data) -> None:
    """Reads XML once, calling back with local names (namespaces and attribute prefixes taken off). Raises UnreadableWorkbook."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST_XML:
            raise UnreadableWorkbook("FILE-201", found="XML 嵌套太深", found_en="its XML is nested too deeply")
        start(name.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in attributes.items()})

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(" ")[2])

    def declared(*_: object) -> None:
        raise UnreadableWorkbook("FILE-205")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError, RecursionError) as error:
        raise _broken(error) from None
