"""The language in which the reader of a page or an answer is spoken to."""

from django.utils.functional import Promise
from django.utils.translation import get_language, override

from tanheng.engine.text import Text


def reader_language() -> str:
    """`zh` or `en`, the language of the page or answer."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def in_both(words: str | Promise) -> Text:
    """Words that are translated when they are shown, in both languages at once."""
    with override("zh-hans"):
        chinese = str(words)
    with override("en"):
        return Text(chinese, str(words))
