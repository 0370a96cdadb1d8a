"""Texts of people as one printable line of a table."""


def one_line(text: str, longest: int) -> str:
    """One printable line: PostgreSQL takes no NUL, a download's header no line break."""
    return "".join(character for character in text if character.isprintable()).strip()[:longest]
