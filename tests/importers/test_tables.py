"""Bytes to rows: encodings are never guessed, delimiters and line ends do not matter."""

import pytest

from coachsched.core.errors import InputError
from coachsched.importers.decoding import MAX_BYTES, EncodingError, decode
from coachsched.importers.lines import read_lines
from coachsched.importers.tables import MAX_CELLS, MAX_ROWS

TEXT = 'name;room\n"Brown, J";12\nJosé Muß;Café\n'
ROWS = [(1, ["name", "room"]), (2, ["Brown, J", "12"]), (3, ["José Muß", "Café"])]


def rows(data, encoding=None):
    return [(line.number, line.cells) for line in read_lines(data, "rooms.csv", encoding)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_utf_8_and_everything_with_a_byte_order_mark_is_read(encoding):
    assert rows(TEXT.encode(encoding)) == ROWS


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_and_line_end_gives_the_same_rows(delimiter, end):
    text = TEXT.replace(";", delimiter).replace("\n", end)
    assert rows(text.encode()) == ROWS


def test_another_encoding_is_asked_for_by_line_and_not_guessed():
    with pytest.raises(EncodingError) as refused:
        rows(TEXT.encode("windows-1252"))
    assert "rooms.csv, line 3" in str(refused.value)
    assert "windows-1252 (Western Europe)" in str(refused.value)


@pytest.mark.parametrize("encoding", ["windows-1252", "cp1252", "latin-1"])
def test_the_encoding_named_is_used(encoding):
    assert rows(TEXT.encode("windows-1252"), encoding) == ROWS


def test_a_byte_order_mark_goes_before_the_encoding_named():
    assert rows(TEXT.encode("utf-8-sig"), "windows-1252") == ROWS


@pytest.mark.parametrize("encoding", ["windows-1259", "rot13", "unicode_escape", "\0"])
def test_an_encoding_that_is_not_offered_is_refused(encoding):
    with pytest.raises(EncodingError, match="cannot be read as"):
        decode(b"a,b", "rooms.csv", encoding)


def test_utf_16_without_its_mark_is_asked_for():
    data = TEXT.encode("utf-16-le")
    with pytest.raises(EncodingError, match="utf-16-le"):
        rows(data)
    assert rows(data, "utf-16-le") == ROWS


@pytest.mark.parametrize("data", [b"PK\x03\x04\0\0", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_only_looks_like_a_workbook_is_refused_with_a_way_out(data):
    with pytest.raises(InputError, match=r"damaged.* CSV \(UTF-8\)"):
        rows(data)


def test_a_workbook_where_only_text_is_read_is_told_to_be_saved_as_csv():
    with pytest.raises(InputError, match="Save the sheet as CSV"):
        decode(b"PK\x03\x04\0\0", "rooms.csv")


def test_a_file_beyond_the_size_limit_is_refused():
    with pytest.raises(InputError, match="too large"):
        rows(b"x" * (MAX_BYTES + 1))


def test_more_rows_or_cells_than_any_school_has_are_refused():
    with pytest.raises(InputError, match="rows"):
        rows(b"a,b\n" * (MAX_ROWS + 1))
    with pytest.raises(InputError, match=r"line 2: has more than 1,000 cells"):
        rows(b"a,b\n" + b"a," * MAX_CELLS)


def test_blank_rows_are_skipped_and_lines_still_counted_right():
    data = b'a,b\n\n,,\n"1\n2",3\n4,5\n'
    assert rows(data) == [(1, ["a", "b"]), (4, ["1\n2", "3"]), (6, ["4", "5"])]


def test_spaces_no_break_spaces_and_controls_around_a_cell_are_trimmed():
    data = "a,b\n\u00a0 09:15 - 09:50\u200b,\x1fDay\u00a01 \x07\n".encode()
    assert rows(data)[1] == (2, ["09:15 - 09:50", "Day 1"])


def test_composed_and_decomposed_accents_are_the_same_cell():
    assert rows("José,x\nJose\u0301,x\n".encode())[0][1] == rows("Jose\u0301,x\nJosé,x\n".encode())[0][1]


def test_a_quotation_mark_left_open_is_told_with_its_line():
    with pytest.raises(InputError, match=r"rooms\.csv, line 3: .*quotation mark"):
        rows(b'a,b\n1,2\n"3,4\n5,6\n')


def test_excels_own_line_names_the_delimiter():
    assert rows(b"sep=;\r\na,a;b,b\r\n") == [(2, ["a,a", "b,b"])]


def test_names_with_commas_do_not_pass_for_comma_separated_rows():
    data = "teacher\tday\tperiod\n" + "Brown, J\tMon\t1\n" * 20
    assert rows(data.encode())[1] == (2, ["Brown, J", "Mon", "1"])
