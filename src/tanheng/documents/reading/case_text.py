"""YAML and JSON bytes of a case into plain data, with the place of every entry; what is wrong becomes problems, not exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tanheng.documents.reading.json_text import read_json_text
from tanheng.documents.reading.text_reading import TextReading, decoded
from tanheng.documents.reading.yaml_text import read_yaml_text
from tanheng.engine.case.reader import Path
from tanheng.engine.places import Origin
from tanheng.engine.problems import Problem

Parsed = tuple[Any, Mapping[Path, Origin], list[Problem]]  # data (None: unreadable), places, problems


def read_yaml(content: bytes, file: str) -> Parsed:
    """The data of YAML bytes, where each path stands, and the problems. Dates, yes and no stay text."""
    return _read(content, file, yaml=True)


def read_json(content: bytes, file: str) -> Parsed:
    """The data of JSON bytes, where each path stands, and the problems."""
    return _read(content, file, yaml=False)


def _read(content: bytes, file: str, *, yaml: bool) -> Parsed:
    reading = TextReading(file)
    text = decoded(content, reading)
    if text is None:
        return None, reading.places, reading.problems
    if not text.strip():
        reading.note("FILE-002", None)
        return None, reading.places, reading.problems
    document = read_yaml_text(text, reading) if yaml else read_json_text(text, reading)
    if document is None and not reading.problems:  # comments alone, or the word null
        reading.note("FILE-002", None)
    return document, reading.places, reading.told()
