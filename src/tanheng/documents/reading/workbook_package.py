"""The zip and the XML inside a workbook, opened with care: sizes are checked before anything is unpacked, entities refused.

Gives the bytes of named parts and walks XML; it knows no spreadsheet. Everything that can be wrong raises
`UnreadableWorkbook` with the code of its problem, which the workbook reader turns into one.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import normpath
from typing import Any
from xml.parsers import expat

from tanheng.documents.reading.syntax_words import both_languages
from tanheng.engine.numbers import figure

MOST_PARTS = 3_000
LARGEST_PART_BYTES = 80 * 1024 * 1024  # of a part that is kept in memory
LARGEST_STREAM_BYTES = 320 * 1024 * 1024  # of a part that passes by in pieces: a sheet
LARGE_PART_BYTES = 12 * 1024 * 1024  # a smaller one cannot hold too much
LARGEST_TOTAL_BYTES = 400 * 1024 * 1024
RATIO_FROM_BYTES = 2 * 1024 * 1024
HIGHEST_RATIO = 250
DEEPEST_XML = 100
MOST_ELEMENTS = 4_000_000  # of all parts that one reading of a workbook walks through
PIECE_BYTES = 1024 * 1024
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ESCAPED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
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


def part_name(name: str) -> str:
    """A part's name as it is compared: slashes forward, none in front, small letters, `%20` as the blank it stands for."""
    decoded = ESCAPED.sub(lambda found: bytes.fromhex(found.group().replace("%", "")).decode("utf-8", "replace"), name)
    return normpath("/" + decoded.replace("\\", "/")).lstrip("/").casefold()


@dataclass
class Budget:
    """What one reading of a workbook may still walk through, all its parts together: nothing is gained by many small parts."""

    elements: int = MOST_ELEMENTS


class WorkbookPackage:
    """The parts of a zipped workbook by name, whatever case and slashes the program wrote."""

    def __init__(self, content: bytes) -> None:
        if content.startswith(OLD_OFFICE):
            encrypted = "EncryptedPackage".encode("utf-16-le") in content
            raise UnreadableWorkbook("FILE-202" if encrypted else "FILE-203")
        if not content.startswith(b"PK"):
            raise UnreadableWorkbook("FILE-201", found="没有压缩包结构", found_en="it is no zip archive")
        self.parts: dict[str, zipfile.ZipInfo] = {}
        self.twice: set[str] = set()
        self.budget = Budget()
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(content))
            entries = self.archive.infolist()
        except BROKEN_ZIP as error:
            raise _broken(error) from None
        _check_sizes(entries, len(content))
        for entry in entries:
            name = part_name(entry.filename)
            self.twice |= {name} & self.parts.keys()
            self.parts[name] = entry

    def __contains__(self, name: str) -> bool:
        return part_name(name) in self.parts

    def read(self, name: str) -> bytes:
        """The bytes of a part, never more than the limit of what is kept in memory. Raises UnreadableWorkbook."""
        return b"".join(self.pieces(name, LARGEST_PART_BYTES))

    def pieces(self, name: str, largest: int = LARGEST_STREAM_BYTES) -> Iterator[bytes]:
        """The bytes of a part, piece after piece, never more than `largest` in all. Raises UnreadableWorkbook."""
        if part_name(name) not in self.parts:
            raise UnreadableWorkbook("FILE-201", found=f"缺少 {name[:60]}", found_en=f"{name[:60]} is missing")
        if part_name(name) in self.twice:
            raise UnreadableWorkbook("FILE-201", found=f"{name[:60]} 有两份", found_en=f"{name[:60]} is there twice")
        try:
            size = 0
            with self.archive.open(self.parts[part_name(name)]) as stream:
                while piece := stream.read(PIECE_BYTES):
                    size += len(piece)
                    if size > largest:
                        raise UnreadableWorkbook("FILE-204", found=f"{name[:60]}: > {figure(largest)} B")
                    yield piece
        except BROKEN_ZIP as error:
            raise _broken(error) from None

    def holds_more(self, parts: Iterable[str], signs: Sequence[bytes], most: int) -> bool:
        """Whether these signs stand in large parts more often than `most`; unpacked, not parsed. One that is cut by a piece is missed."""
        count = 0
        large = (part for part in parts if part in self and self.parts[part_name(part)].file_size > LARGE_PART_BYTES)
        for piece in (piece for part in large for piece in self.pieces(part)):
            count += sum(map(piece.count, signs))
            if count > most:
                return True
        return False

    def holds(self, name: str, sign: bytes) -> bool:
        """Whether a sign stands in a part; unpacked, not parsed."""
        last = b""
        for piece in self.pieces(name):
            if sign in last + piece:
                return True
            last = piece[-len(sign) :]
        return False


def _check_sizes(entries: list[zipfile.ZipInfo], size: int) -> None:
    """What the archive of so many bytes says of itself is checked before anything is unpacked; what it unpacks to, while it is read.

    How far it unpacks is measured part by part and for the whole, as many small parts unpack to as much as a large one.
    """
    if len(entries) > MOST_PARTS:
        raise UnreadableWorkbook("FILE-204", found=f"{figure(len(entries))} 个部件", found_en=f"{figure(len(entries))} parts")
    for entry in entries:
        if entry.file_size > LARGEST_STREAM_BYTES or _swells(entry.file_size, min(entry.compress_size, size)):
            raise UnreadableWorkbook("FILE-204", found=f"{entry.filename[:60]}: {figure(entry.file_size)} B")
        if entry.flag_bits & 1:
            raise UnreadableWorkbook("FILE-202")
    total = sum(entry.file_size for entry in entries)
    if total > LARGEST_TOTAL_BYTES or _swells(total, size):
        raise UnreadableWorkbook("FILE-204", found=f"{figure(total)} B")


def _swells(unpacked: int, packed: int) -> bool:
    return unpacked > RATIO_FROM_BYTES and unpacked > HIGHEST_RATIO * max(packed, 1)


def _broken(error: Exception) -> UnreadableWorkbook:
    return UnreadableWorkbook("FILE-201", **both_languages(str(error) or type(error).__name__, 80))


Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str], None]
Data = Callable[[str], None]


class _LocalNames(dict[str, str]):
    """Names without their prefix, each worked out once."""

    def __missing__(self, name: str) -> str:
        local = self[name] = name.rpartition(":")[2]
        return local


def walk_xml(
    content: bytes | Iterable[bytes],
    start: Start,
    end: End,
    data: Data,
    *,
    own_attributes: bool = False,
    budget: Budget | None = None,
) -> None:
    """Reads XML once, calling back with local names (namespace prefixes taken off). Raises UnreadableWorkbook.

    `own_attributes`: only attributes without a prefix count, so that the others keep theirs; much faster. `budget`: what the
    elements are drawn from, its own where none is given.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    names = _LocalNames()
    budget = budget or Budget()
    depth, count, most = 0, 0, budget.elements

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > DEEPEST_XML or count > most:
            raise _endless(depth)
        start(names[name], attributes if own_attributes else {names[key]: value for key, value in attributes.items()})

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(names[name])

    def declared(*_: object) -> None:
        raise UnreadableWorkbook("FILE-205")

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    try:
        for piece in (content,) if isinstance(content, bytes) else content:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError, RecursionError) as error:
        raise _broken(error) from None
    finally:
        budget.elements = max(most - count, 0)


def _endless(depth: int) -> UnreadableWorkbook:
    if depth > DEEPEST_XML:
        return UnreadableWorkbook("FILE-201", found="XML 嵌套太深", found_en="its XML is nested too deeply")
    return UnreadableWorkbook("FILE-206", found="XML 元素太多", found_en="XML elements", known=figure(MOST_ELEMENTS))
