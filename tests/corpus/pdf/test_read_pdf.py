"""Files as they come: encrypted, cut short, no PDF at all, scanned, empty."""

from __future__ import annotations

import random

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from corpus.errors import DamagedFile, ReadError
from corpus.read.pdf import read_pdf
from tests.corpus.pdf.sheet import Sheet
from tests.corpus.pdf.test_tables import expenditure


def test_an_encrypted_file_says_so(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """One line: what, where, what next."""
    path = tmp_path / "locked.pdf"
    Canvas(str(path), encrypt=StandardEncryption("secret", "owner")).save()
    with pytest.raises(DamagedFile, match=r"locked\.pdf: 文件加了密码"):
        read_pdf(path.read_bytes(), "locked.pdf")


@pytest.mark.parametrize("data", [b"", b"<html>404</html>", b"%PDF-1.7\n", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_pdf_says_so(data: bytes) -> None:
    """An error page named .pdf, a stub, an archive."""
    with pytest.raises(DamagedFile, match="不是完整的 PDF"):
        read_pdf(data, "x.pdf")


def test_damaged_bytes_never_raise_anything_else() -> None:
    """Cut, overwritten, with holes: read or refused."""
    whole = expenditure().data()
    rng = random.Random(3)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(rng.randrange(1, 60)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        if rng.random() < 0.4:
            del data[rng.randrange(len(data)) :]
        try:
            read_pdf(bytes(data), "x.pdf")
        except ReadError as error:
            assert "\n" not in str(error) and "x.pdf" in str(error)


def test_pages_without_text_are_reported_as_scanned() -> None:
    """A picture of a page needs OCR; an empty page does not."""
    from PIL import Image

    sheet = Sheet()
    sheet.text(50, 50, "第一页有文字，不需要识别")
    sheet.page()
    sheet.canvas.drawImage(ImageReader(Image.new("L", (60, 40), 128)), 0, 0, 842, 595)
    sheet.page()
    sheet.page()
    pages = read_pdf(sheet.data(), "x.pdf")
    assert pages.scanned == (2,)
    assert [page.number for page in pages.pages] == [1, 2, 3]
    assert [line.text for line in pages.lines] == ["第一页有文字，不需要识别"]


def test_pages_are_read_one_at_a_time() -> None:
    """Memory does not grow with the glyphs of the file: a page is dropped before the next is opened."""
    import tracemalloc

    def peak(count: int) -> int:
        sheet = Sheet()
        for _ in range(count):
            for y in range(40, 160, 10):
                sheet.text(40, y, "预算公开说明文字" * 8)
            sheet.page()
        data = sheet.data()
        tracemalloc.start()
        read_pdf(data, "x.pdf")
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    read_pdf(expenditure().data(), "warm.pdf")
    assert peak(12) < 2 * peak(2)
