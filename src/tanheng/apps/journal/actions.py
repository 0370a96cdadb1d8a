"""What an event says to its reader: the sentence for each action and the names of places.

Apps register their own actions when Django starts; the journal itself knows none of them.
"""

import json
from collections.abc import Callable, Iterable, Mapping

from django.utils.functional import Promise

from tanheng.apps.journal.models import Event

SENTENCES: dict[str, str | Promise] = {}
VALUE_LABELS: dict[str, Mapping[str, str | Promise]] = {}
PLACE_NAMES: list[Callable[[Iterable[str]], Mapping[str, str]]] = []


def register_actions(sentences: Mapping[str, str | Promise]) -> None:
    """Add actions: dotted name → translatable sentence with the payload's keys in braces, "Created {name}"."""
    SENTENCES.update(sentences)


def register_value_labels(key: str, labels: Mapping[str, str | Promise]) -> None:
    """Tell the journal how the values of a payload's key are called, "role" → {"clerk": _("Data clerk")}."""
    VALUE_LABELS[key] = labels


def register_place_names(names_of: Callable[[Iterable[str]], Mapping[str, str]]) -> None:
    """Tell the journal how node paths become names."""
    PLACE_NAMES.append(names_of)


def place_names(paths: Iterable[str]) -> Mapping[str, str]:
    """Names of the given node paths; unknown ones are left out."""
    wanted = set(paths)
    return {path: name for names_of in PLACE_NAMES for path, name in names_of(wanted).items()}


def sentence(event: Event) -> str:
    """The event in the reader's language; an action nobody registered is shown by its dotted name."""
    template = str(SENTENCES.get(event.action) or event.action)
    values = json.loads(event.payload)
    return template.format_map(_Absent({key: _shown(key, value) for key, value in values.items()}))


def _shown(key: str, value: object) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, list):
        return ", ".join(_shown(key, part) for part in value)
    return str(VALUE_LABELS.get(key, {}).get(str(value), value))


class _Absent(dict[str, object]):
    """Old events may lack a key that a newer sentence names."""

    def __missing__(self, key: str) -> str:
        return "—"
