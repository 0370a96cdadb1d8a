"""A picture is PNG or JPEG of some size; whatever else the bytes are, they are told to be none and nothing breaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanheng.documents.pictures import picture_type
from tests.apps.monitoring.pictures import png

HEAD = bytes.fromhex("ffd8ffe000104a464946000101")
FRAME = bytes.fromhex("ffc0000b080003000301011100ffda0008010100003f0037ffd9")
JPEG = HEAD + bytes.fromhex("0100600060" + "0000") + FRAME
NO_DENSITY = HEAD + bytes.fromhex("0100000000" + "0000") + FRAME
EMPTY = png()[:16] + bytes(8) + png()[24:]


def test_pictures_are_told_by_their_bytes():
    assert (picture_type(png()), picture_type(JPEG)) == ("image/png", "image/jpeg")


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a", b"II*\0", NO_DENSITY, EMPTY, JPEG[:30]])
def test_what_no_document_could_show_is_none(content):
    assert picture_type(content) == ""


@given(st.sampled_from([png(), JPEG]), st.data())
def test_damage_breaks_nothing(whole, data):
    content = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for at, byte in data.draw(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=4)):
        content[at : at + 1] = bytes([byte])
    assert picture_type(bytes(content)) in ("", "image/png", "image/jpeg")
