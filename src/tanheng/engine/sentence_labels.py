"""Sentences of an edition name its quantities and attributes in braces, `{clinker_output_t}`, `{allocation_case=closed}`; people read
their labels. What is in braces and is neither stays as it is: a number of the check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tanheng.engine.pack import Attribute, Quantity
from tanheng.engine.text import Text

NAMED = re.compile(r"\{([A-Za-z0-9_]+(?:=[A-Za-z0-9_]+)?)\}")
SPOKEN = ("zh", "en", "remedy_zh", "remedy_en")
Labels = Mapping[str, Text]


def labels_of(quantities: Mapping[str, Quantity], attributes: Mapping[str, Attribute]) -> Labels:
    """What may stand in braces: quantities, attributes, and the words of attributes."""
    return dict(_labels(quantities, attributes))


def _labels(quantities: Mapping[str, Quantity], attributes: Mapping[str, Attribute]) -> Iterator[tuple[str, Text]]:
    yield from ((name, one.label) for name, one in quantities.items())
    for name, attribute in attributes.items():
        yield name, attribute.label
        yield from ((f"{name}={word}", label) for word, label in attribute.values.items())


def labelled(sentence: Text, labels: Labels) -> Text:
    """The sentence with labels in the place of names."""
    return Text(_filled(sentence.zh, labels, "zh"), _filled(sentence.en, labels, "en"))


def labelled_rule(rule: Mapping[str, Any], labels: Labels) -> dict[str, Any]:
    """An `expects_any` rule with its sentences labelled."""
    return {**rule, **{key: _filled(str(rule[key]), labels, key[-2:]) for key in SPOKEN if key in rule}}


def _filled(sentence: str, labels: Labels, lang: str) -> str:
    return NAMED.sub(lambda found: labels[found[1]].in_(lang) if found[1] in labels else found[0], sentence)
