"""A sentence in the two languages of the people who read it."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_QUOTE = 300  # characters of what a sentence quotes


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Chinese and in English."""

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """The sentence in `lang` (`zh…` gives Chinese, anything else English)."""
        return self.zh if lang.startswith("zh") else self.en

    @property
    def both(self) -> str:
        """Both languages after each other, for whoever's language is not known."""
        return self.zh if self.zh == self.en else f"{self.zh}{chr(10) if chr(10) in self.zh else ' / '}{self.en}"

    def filled(self, **numbers: str) -> Text:
        """The sentence with its numbers put in."""
        return Text(self.zh.format(**numbers), self.en.format(**numbers))


def quoted(text: str, longest: int | None = LONGEST_QUOTE) -> str:
    """A text as a sentence quotes it: as long as anybody reads, or (None) whole."""
    return text if longest is None or len(text) <= longest else f"{text[:longest]}…"
