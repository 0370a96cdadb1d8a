"""Marks that nobody sees: dropped where they change nothing, named where they might."""

import pytest

from tanheng.documents.reading.invisible_marks import unseen, with_names, without_marks


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1000000\u202c", "1000000"), ("\ufeff1号窑", "1号窑"), ("合成\u200b水泥", "合成水泥"), ("\u200e12\u200f", "12"),
        ("12\u00ad34", "1234"),
        ("a\u2060b\u2066c\u2069", "abc"), ("12\u200d3", "123"), ("k\u200c1", "k1"), ("x\ufe0f", "x"), ("a\u034fb", "ab"),
        ("140\u202f000", "140 000"), ("140\u00a0000", "140 000"), ("140\u2009000", "140 000"), ("1\u28002", "1 2"),
        ("a\u2028b", "a\nb"),
        ("台账\u3000一", "台账\u3000一"), ("plain text", "plain text"), ("", ""),
    ],
)  # fmt: skip
def test_a_mark_that_changes_nothing_is_dropped(typed: str, kept: str) -> None:
    assert without_marks(typed) == kept
    assert unseen(kept) == []


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("\u00ad5", "U+00AD"),
        ("\u200b\u00ad5", "U+00AD"),
        ("\u202e123", "U+202E"),
        ("1\x08", "U+0008"),
        ("2\u20623", "U+2062"),
        ("a\ufffd", "U+FFFD"),
    ],
)
def test_a_mark_that_may_mean_something_is_named(typed: str, point: str) -> None:
    kept = without_marks(typed)
    assert unseen(kept) == [point]
    assert f"‹{point}›" in with_names(kept)


@pytest.mark.parametrize("text", ["👩\u200d🔧", "می\u200cخواهم", "☀\ufe0f", "क\u200dष"])
def test_pictures_and_scripts_keep_their_joiners(text: str) -> None:
    assert without_marks(text) == text
    assert unseen(text) == []
