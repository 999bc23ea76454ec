"""Encodings: asked for with lines to choose by, and declared ones believed."""

import pytest

from coachsched.core.errors import InputError
from coachsched.importers.decoding import MAX_BYTES, EncodingError, decode, preview
from tests.importers.workbook_files import xlsx

GERMAN = "teacher;room\nMüller;Café\nplain;1\nGroß;2\n"
RUSSIAN = "teacher;room\nПетров;Мария\n"


def test_the_preview_shows_only_lines_that_tell_encodings_apart_windows_1252_first():
    offered = preview(GERMAN.encode("windows-1252"), "t.csv")
    assert offered[0] == ("windows-1252", ("Müller;Café", "Groß;2"))
    assert 2 <= len(offered) <= 6


def test_the_preview_holds_the_right_reading_of_other_alphabets():
    assert ("windows-1251", ("Петров;Мария",)) in preview(RUSSIAN.encode("windows-1251"), "t.csv")
    assert ("utf-16-le", ("teacher;room", "Петров;Мария")) in preview(RUSSIAN.encode("utf-16-le"), "t.csv")


def test_no_two_previews_show_the_same():
    shown = [lines for _, lines in preview(GERMAN.encode("windows-1252"), "t.csv")]
    assert len(set(shown)) == len(shown)


def test_every_encoding_offered_reads_the_file_to_its_end():
    data = GERMAN.encode("windows-1252") + bytes(range(0x80, 0x100))
    for encoding, _ in preview(data, "t.csv"):
        decode(data, "t.csv", encoding)


def test_a_preview_never_shows_control_characters_or_very_long_lines():
    lines = preview(b"\x1b[31m" + b"x" * 10_000 + b"\xe9\x07" + b"y" * 10_000, "t.csv")[0][1]
    assert all(line.isprintable() and len(line) <= 80 and "é" in line for line in lines)


def test_there_is_nothing_to_choose_for_what_is_no_text_and_too_much_is_refused():
    assert preview(xlsx([["Müller"]]), "t.xlsx") == []
    with pytest.raises(InputError, match="too large"):
        preview(b"\xe9" * (MAX_BYTES + 1), "t.csv")


def test_a_declared_encoding_that_does_not_fit_is_asked_for():
    data = '<?xml version="1.0" encoding="UTF-8"?><t n="Müller"/>'.encode("windows-1252")
    with pytest.raises(EncodingError):
        decode(data, "t.xml")
    assert "Müller" in decode(data, "t.xml", "windows-1252")


def test_a_declared_encoding_nobody_reads_is_asked_for():
    with pytest.raises(EncodingError, match="cannot be read as 'rot13'"):
        decode(b'<?xml version="1.0" encoding="rot13"?><t/>', "t.xml")


@pytest.mark.parametrize(
    ("declared", "codec"), [("gb2312", "gb2312"), ("KOI8-R", "koi8-r"), ("us-ascii", "ascii")]
)
def test_declared_encodings_that_go_by_other_names_are_read(declared, codec):
    text = {"gb2312": "张", "koi8-r": "Пётр", "ascii": "Abe"}[codec]
    data = f'<?xml version="1.0" encoding="{declared}"?><t n="{text}"/>'.encode(codec)
    assert text in decode(data, "t.xml")
