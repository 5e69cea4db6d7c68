"""Scanned pages: read back by text recognition, proved by sums, or reported where the extra is not installed."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from pypdfium2 import PdfDocument

from corpus.document import Reading
from corpus.errors import DamagedFile, ReadError, UnsupportedFormat
from corpus.figures import figures
from corpus.read import read_bytes, scan
from tests.corpus.read.made import as_pdf, read_back, sheaf

recognising = pytest.mark.skipif(not scan.available(), reason="the extra mingzhang[ocr] is not installed")


def scanned(skew: float, pages: slice = slice(None)) -> list[Image.Image]:
    """The pages of a small disclosure as a scanner makes them: grey, and not quite straight."""
    document = PdfDocument(as_pdf(sheaf(3, "open", tables=2), size_=(842, 800)))
    pictures = [page.render(scale=2.4).to_pil().convert("L").rotate(skew, fillcolor=255) for page in document]
    document.close()
    return pictures[pages]


def saved(pictures: list[Image.Image], kind: str) -> bytes:
    out = io.BytesIO()
    pictures[0].save(out, kind, save_all=len(pictures) > 1, append_images=pictures[1:], resolution=173)
    return out.getvalue()


@recognising
def test_a_scanned_disclosure_comes_back_and_sums_prove_it() -> None:
    document = read_bytes(saved(scanned(0.5, slice(0, 3, 2)), "PDF"), "扫描.pdf")
    assert [text.partition("（")[0] for text in document.remarks] == [f"第 {n} 页是扫描图像，由文字识别读出" for n in (1, 2)]
    solved = {(r.code, c.printed) for t in document.tables for r in t.rows for c in r.cells if c.reading is Reading.SOLVED}
    true = {(code, printed) for title, code, _, _, _, printed in sheaf(3, "open", tables=2).truth if title == "收入总表"}
    assert solved == true
    assert not read_back(document) - sheaf(3, "open", tables=2).truth
    assert {f.reading for f in figures(document)} <= {Reading.SOLVED, Reading.AMBIGUOUS}


@recognising
def test_pages_with_text_beside_scanned_ones_stay_printed() -> None:
    printed = PdfDocument(as_pdf(sheaf(3, "open", tables=1)))
    picture = PdfDocument(saved(scanned(0, slice(0, 1)), "PDF"))
    printed.import_pages(picture)
    out = io.BytesIO()
    printed.save(out)
    document = read_bytes(out.getvalue(), "a.pdf")
    assert len(document.remarks) == 1 and document.remarks[0].startswith("第 4 页")
    assert read_back(document) == sheaf(3, "open", tables=1).truth
    assert any("部门预算公开" in line.text for line in document.lines if line.page == 4)


class TestWithoutTheExtra:
    @pytest.fixture(autouse=True)
    def without(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(scan, "find_spec", lambda name: None)

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
    def test_pictures_say_what_to_install(self, kind: str) -> None:
        with pytest.raises(UnsupportedFormat, match=r"图像.*mingzhang\[ocr\]"):
            read_bytes(saved([Image.new("RGB", (40, 40))], kind), "a.png")

    def test_a_pdf_of_pictures_too(self) -> None:
        with pytest.raises(UnsupportedFormat, match=r"扫描图像.*mingzhang\[ocr\]"):
            read_bytes(saved(scanned(0, slice(0, 1)), "PDF"), "a.pdf")

    def test_one_scanned_page_is_remarked_and_the_rest_read(self) -> None:
        printed = PdfDocument(as_pdf(sheaf(3, "open", tables=1)))
        printed.import_pages(PdfDocument(saved(scanned(0, slice(0, 1)), "PDF")))
        out = io.BytesIO()
        printed.save(out)
        document = read_bytes(out.getvalue(), "a.pdf")
        assert document.remarks == (
            "第 4 页是扫描图像，没有文字层，未能读取；要读扫描件请安装文字识别：pip install 'mingzhang[ocr]'",
        )
        assert read_back(document) == sheaf(3, "open", tables=1).truth


@recognising
@pytest.mark.parametrize("damage", [slice(0, 40), slice(0, 2000)])
def test_damaged_pictures(damage: slice) -> None:
    data = saved([Image.effect_noise((300, 300), 50)], "PNG")
    with pytest.raises(ReadError) as caught:
        read_bytes(data[damage], "a.png")
    assert "\n" not in str(caught.value)


@recognising
def test_a_picture_of_endless_pixels_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert len(out.getvalue()) < 100_000
    with pytest.raises(DamagedFile):
        read_bytes(out.getvalue(), "a.png")
