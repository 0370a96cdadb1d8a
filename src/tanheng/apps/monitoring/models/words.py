"""The closed lists of meters and day-books as choices in the reader's language; a function each, as a new word is no change of a table."""

from collections.abc import Mapping
from typing import cast

from django.utils.functional import Promise, lazy

from tanheng.analysis.meter_words import CALIBRATION_KINDS, RESULTS, STATUSES
from tanheng.analysis.missing import METHODS
from tanheng.engine.plan.lists import PICTURES
from tanheng.engine.text import Text
from tanheng.pages.language import reader_language
from tanheng.rulebook.day_books import day_books
from tanheng.rulebook.metering import LEVELS, metering

Choices = list[tuple[str, str]]


def _choices(words: Mapping[str, Text]) -> Choices:
    return [(name, text.in_(reader_language())) for name, text in words.items()]


def status_choices() -> Choices:
    """States of a meter."""
    return _choices(STATUSES)


def calibration_choices() -> Choices:
    """Ways of calibration."""
    return _choices(CALIBRATION_KINDS)


def result_choices() -> Choices:
    """Results of a calibration."""
    return _choices(RESULTS)


def kind_choices() -> Choices:
    """Kinds of meters."""
    return _choices({kind.id: kind.label for kind in metering().kinds.values()})


def picture_choices() -> Choices:
    """Kinds of pictures of a plan."""
    return _choices(PICTURES)


def energy_choices() -> Choices:
    """Kinds of energy of the rates of equipping."""
    return _choices({energy.id: energy.label for energy in metering().equipping.energies.values()})


def level_choices() -> Choices:
    """Where a meter stands for the rates of equipping."""
    return _choices(LEVELS)


def _said(words: Mapping[str, Text]) -> dict[str, Promise]:
    """Words for the journal, each in the language of whoever reads it then."""
    return {name: cast("Promise", lazy(text.in_, str)(lazy(reader_language, str)())) for name, text in words.items()}


STATUS_WORDS, KIND_WORDS, RESULT_WORDS = _said(STATUSES), _said(CALIBRATION_KINDS), _said(RESULTS)
ENERGY_WORDS = _said({energy.id: energy.label for energy in metering().equipping.energies.values()})
LEVEL_WORDS = _said(LEVELS)
METHOD_WORDS = _said(METHODS)
PICTURE_WORDS = _said(PICTURES)
BOOK_WORDS = _said({book.id: book.label for book in day_books().values()})
