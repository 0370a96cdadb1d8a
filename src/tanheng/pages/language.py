"""The language in which the reader of a page or an answer is spoken to."""

from django.utils.translation import get_language


def reader_language() -> str:
    """`zh` or `en`, the language of the page or answer."""
    return "en" if (get_language() or "").startswith("en") else "zh"
