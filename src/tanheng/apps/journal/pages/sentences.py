"""What an event says to its reader: the sentence that its app registered for the action, filled with the event's payload."""

import json

from tanheng.apps.journal.models import Event
from tanheng.registration.collected import actions, value_labels


def sentence(event: Event) -> str:
    """The event in the reader's language; an action nobody registered is shown by its dotted name."""
    template = str(actions().get(event.action) or event.action)
    values = json.loads(event.payload)
    return template.format_map(_Absent({key: _shown(key, value) for key, value in values.items()}))


def _shown(key: str, value: object) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, list):
        return ", ".join(_shown(key, part) for part in value)
    return str(value_labels().get(key, {}).get(str(value), value))


class _Absent(dict[str, object]):
    """Old events may lack a key that a newer sentence names."""

    def __missing__(self, key: str) -> str:
        return "—"
