"""Bytes of texts as programs write them, and damaged ones."""

import pytest

from tanheng.documents.reading.text_encoding import decoded_text, encoding_of

TEXT = "# 规则包: cn/cement/cets_2024\r\n代号,设施,1月,2月\r\nclinker_output_t,一号窑,80000,81000\r\n"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_encodings_of_spreadsheet_programs_are_told_apart(encoding: str) -> None:
    text, found = decoded_text(TEXT.encode(encoding))
    assert (text, found.wrong) == (TEXT, None)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("end", range(60, 68))
def test_the_start_of_a_file_is_enough_even_when_it_is_cut_within_a_character(encoding: str, end: int) -> None:
    found = encoding_of(TEXT.encode(encoding)[:end], cut=True)
    assert found.wrong is None
    assert TEXT.encode(encoding).decode(found.name).removeprefix("\ufeff") == TEXT


def test_one_broken_byte_does_not_turn_utf_8_into_other_characters() -> None:
    content = TEXT.encode().replace("窑".encode(), b"\xe7\xaa")
    text, found = decoded_text(content)
    assert text is None
    assert (found.name, found.wrong) == ("utf-8", content.index(b"\xe7\xaa,"))


@pytest.mark.parametrize("content", [b"a\x81\xff", TEXT.encode("gbk") + b"\xff", TEXT.encode("utf-16-le")[:-1]])
def test_what_is_no_text_names_its_byte(content: bytes) -> None:
    text, found = decoded_text(content)
    assert text is None
    assert found.wrong is not None
    assert found.wrong < len(content)


def test_plain_ascii_and_nothing_are_texts() -> None:
    assert decoded_text(b"a,b\n")[0] == "a,b\n"
    assert decoded_text(b"")[0] == ""
