"""Files that are not what they say, or not whole: one error each that says what, where and what next."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache

import openpyxl
import pytest

from corpus.errors import DamagedFile, MingzhangError, NotADisclosure, ReadError, UnsupportedFormat
from corpus.read import read_bytes
from tests.corpus.read.made import as_sheets, as_web, as_word, sheaf

ERROR_PAGE = "<!DOCTYPE html><html><head><title>404</title></head><body><h1>404 Not Found</h1><p>您访问的页面不存在</p></body></html>".encode()


@cache
def whole(ending: str) -> bytes:
    renders: dict[str, Callable[..., bytes]] = {"docx": as_word, "xlsx": as_sheets, "html": as_web}
    return renders[ending](sheaf(1, tables=2))


@pytest.mark.parametrize("ending", ["docx", "xlsx", "html"])
def test_what_is_cut_or_garbled_is_read_or_refused_in_one_line(ending: str) -> None:
    rng = random.Random(ending)
    data = whole(ending)
    for _ in range(12):
        bad = bytearray(data[: rng.randrange(len(data))] if rng.random() < 0.4 else data)
        for _ in range(rng.choice((0, 3, 40))):
            bad[rng.randrange(len(bad))] = rng.randrange(256)
        refused(bytes(bad), f"a.{ending}")


def refused(data: bytes, name: str) -> None:
    try:
        read_bytes(data, name)
    except ReadError as error:
        assert str(error).startswith(name) and "\n" not in str(error)


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_parts_that_are_garbled_inside_a_sound_container(ending: str) -> None:
    rng = random.Random(7)
    with zipfile.ZipFile(io.BytesIO(whole(ending))) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    for name in parts:
        for damage in (b"<a", parts[name][: len(parts[name]) // 2], bytes(rng.randrange(256) for _ in range(99))):
            refused(_container({**parts, name: damage}), f"a.{ending}")
        refused(_container({other: data for other, data in parts.items() if other != name}), f"a.{ending}")


def _container(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("name", ["预算公开.pdf", "预算公开.docx", "预算公开.xls", "预算公开.txt"])
def test_an_error_page_under_any_name_is_no_disclosure(name: str) -> None:
    with pytest.raises(NotADisclosure, match="其实是网页"):
        read_bytes(ERROR_PAGE, name)


@pytest.mark.parametrize("ending", ["docx", "xlsx", "html"])
@pytest.mark.parametrize("name", ["a.pdf", "a.doc", "a"])
def test_the_content_decides_and_not_the_name(ending: str, name: str) -> None:
    if name == "a.pdf" and ending != "html":
        with pytest.raises(NotADisclosure, match=r"名叫 \.pdf"):
            read_bytes(whole(ending), name)
    else:
        assert read_bytes(whole(ending), name).tables


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "密码"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(900), "a.xls", "损坏"),
        (b"Rar!\x1a\x07\x00", "a.rar", "解压"),
        (b"MZ\x90\x00", "a.exe", "exe"),
        (b"PK\x03\x04" + bytes(50), "a.docx", "损坏"),
    ],
)
def test_other_things_say_what_they_are(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(MingzhangError, match=reason) as caught:
        read_bytes(data, name)
    assert "\n" not in str(caught.value)


def test_old_word_files_need_an_office_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    with pytest.raises(UnsupportedFormat, match="LibreOffice"):
        read_bytes(data, "a.doc")
    with pytest.raises(UnsupportedFormat, match="OFD"):
        read_bytes(_container({"OFD.xml": b"<x/>"}), "a.ofd")


class TestEntities:
    def test_document_types_in_office_files_are_refused(self) -> None:
        with zipfile.ZipFile(io.BytesIO(whole("docx"))) as file:
            parts = {name: file.read(name) for name in file.namelist()}
        evil = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
        with pytest.raises(DamagedFile, match="外部实体"):
            read_bytes(_container({**parts, "word/document.xml": evil}), "a.docx")

    def test_entities_of_web_pages_stay_unresolved(self) -> None:
        page = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + whole("html").removeprefix(b"<!DOCTYPE html>")
        document = read_bytes(page.replace("贯彻".encode(), b"[&x;]"), "a.html")
        (line,) = [line.text for line in document.lines if "执行国家" in line.text]
        assert line.startswith("[&x;]")


class TestSpreadsheets:
    def book(self) -> openpyxl.Workbook:
        return openpyxl.load_workbook(io.BytesIO(whole("xlsx")))

    def saved(self, book: openpyxl.Workbook) -> bytes:
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def test_formulas_without_results_are_not_taken_for_blanks(self) -> None:
        book = self.book()
        book.worksheets[1]["B8"] = "=1+1"
        with pytest.raises(DamagedFile, match="B8 的公式没有保存结果"):
            read_bytes(self.saved(book), "a.xlsx")

    def test_hidden_sheets_are_left_out_and_told(self) -> None:
        book = self.book()
        book.worksheets[1].sheet_state = "hidden"
        title = book.worksheets[1].title
        document = read_bytes(self.saved(book), "a.xlsx")
        assert document.remarks == (f"工作表“{title}”是隐藏的，未读取",)
        assert {line.page for line in document.lines} == {1, 3, 4}

    def test_hidden_columns_print_nothing(self) -> None:
        book = self.book()
        before = read_bytes(self.saved(book), "a.xlsx")
        book.worksheets[2].column_dimensions["C"].hidden = True
        after = read_bytes(self.saved(book), "a.xlsx")
        assert len(after.tables[1].columns) == len(before.tables[1].columns) - 1

    def test_a_sheet_of_endless_blank_cells(self) -> None:
        book = self.book()
        book.worksheets[1].cell(1_000_000, 200, "x")
        with pytest.raises(DamagedFile, match="超过上限"):
            read_bytes(self.saved(book), "a.xlsx")
