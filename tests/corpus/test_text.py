"""Bytes to lines: encodings, and refusals that name the offset."""

from __future__ import annotations

import pytest

from corpus.clean import clean
from corpus.errors import BinaryFile, EmptyFile, FileMissing, NotADisclosure, UndecodableText, UnsupportedFormat
from corpus.read import read, read_bytes
from corpus.read.text import decode, to_lines

TEXT = "昌吉县财政局2024年部门预算\n单位：万元\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_known_encodings_are_read(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.txt") == TEXT


def test_unknown_bytes_name_their_offset() -> None:
    data = TEXT.encode() + b"\xff\xff"
    with pytest.raises(UndecodableText) as caught:
        decode(data, "a.txt")
    assert caught.value.offset == len(TEXT.encode())
    assert str(caught.value.offset) in str(caught.value)


@pytest.mark.parametrize("data", [b"%PDF-1.7\x00\x01\x02", bytes(range(32)) * 20])
def test_binary_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(BinaryFile):
        decode(data, "a.txt")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf"])
def test_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        decode(data, "a.txt")


def test_lines_count_as_an_editor_counts_them() -> None:
    lines = to_lines("一\r\n\n三\x0c四\n")
    assert [(line.number, line.text) for line in lines] == [(1, "一"), (2, ""), (3, "三\x0c四"), (4, "")]


def test_cleaning_keeps_lines_and_digits_and_names_what_it_did() -> None:
    text, done = clean("三公\u200b经费\u00a08.30\n⽀出\x07")
    assert text == "三公经费 8.30\n支出"
    assert done == ("zero-width characters", "unusual spaces", "kangxi radicals", "control characters")
    assert clean(text) == (text, ())


def test_what_is_no_file_is_refused(tmp_path) -> None:
    with pytest.raises(FileMissing):
        read(tmp_path / "no.txt")
    with pytest.raises(UnsupportedFormat):
        read(tmp_path)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("今天天气很好，我们去公园。\n", "“预算”或“决算”字样"),
        ("预算公开\n没有单位也没有年份\n", "编制部门或单位名称"),
        ("预算\n编制部门：某县财政局 单位：万元\n", "预算或决算年度"),
    ],
)
def test_a_text_that_is_no_disclosure_says_what_it_lacks(text: str, missing: str) -> None:
    with pytest.raises(NotADisclosure) as caught:
        read_bytes(text.encode(), "a.txt")
    assert caught.value.missing == missing
