"""Reading files: whatever the format, the result is a Document. The bytes decide the format, not the file's ending."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.clean import clean
from corpus.document import Document, Line
from corpus.errors import DamagedFile, EmptyFile, FileMissing, NotADisclosure, ReadError, UnsupportedFormat
from corpus.identity import identify
from corpus.outline import outline
from corpus.read.formats import Format, detect
from corpus.read.text import decode, to_lines

if TYPE_CHECKING:
    from corpus.grid.flow import Item
    from corpus.read.scan import Scans

MAX_BYTES = 512 * 1024 * 1024
"""More bytes than a disclosure has."""

OCR_EXTRA = "要读扫描件请安装文字识别：pip install 'mingzhang[ocr]'"
"""What to do about pages that are pictures."""

_SUBJECT = re.compile(r"预算|决算")


def read(path: Path | str, name: str | None = None) -> Document:
    """Read one file into a Document; ``name`` replaces the file name in citations.

    Raises ReadError: the path is missing, the format has no reader, the content is damaged or is no disclosure.
    """
    path = Path(path)
    if not path.exists():
        raise FileMissing(path)
    if path.is_dir():
        raise UnsupportedFormat(path, "是文件夹，不是文件", "请给出其中的文件")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DamagedFile(path, f"文件超过上限 {MAX_BYTES // 2**20} MB", "请拆分后再试")
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(path, f"读不出来（{error.strerror or error}）", "请检查权限") from error
    return read_bytes(data, name or path.name, path)


def read_bytes(data: bytes, name: str, path: Path | str | None = None) -> Document:
    """Read the bytes of a file called ``name``; errors name ``path`` where given. Raises ReadError as ``read`` does.

    An archive is no document: its members are (see corpus.read.archive).
    """
    shown = str(path or name)
    if not data:
        raise EmptyFile(shown)
    kind = detect(data, name, shown)
    if kind is Format.PDF:
        return _read_pdf(data, name, shown)
    if kind is Format.WEB:
        return _read_web(data, name, shown)
    if Path(name).suffix.lower() == ".pdf":
        raise NotADisclosure(shown, "PDF 内容（文件只是名叫 .pdf）")
    if kind is Format.TEXT:
        text, fixed = clean(decode(data, shown))
        return _read_text(to_lines(text), _hash(data), name, shown, fixed)
    if kind is Format.WORD:
        from corpus.read.word import read_word

        return _read_items([read_word(data, shown)], data, name, shown)
    if kind in (Format.SHEET, Format.OLD_SHEET):
        return _read_sheets(data, name, shown, kind)
    if kind is Format.PICTURE:
        return _read_picture(data, name, shown)
    if kind is Format.OFFICE:
        return _read_office(data, name, shown)
    raise _refusal(kind, Path(name).suffix.lower(), shown)


def _refusal(kind: Format, suffix: str, shown: str) -> ReadError:
    """Why a format is not read."""
    if kind is Format.LOCKED:
        return DamagedFile(shown, "文件加了密码，打不开", "请用能打开的原文件再试")
    if kind is Format.ARCHIVE:
        return UnsupportedFormat(shown, "是压缩包，不是一份文件", "用 mingzhang build 收录其中的文件，或先解压")
    if kind is Format.PACKED:
        return UnsupportedFormat(shown, "这种压缩包不能读", "请先解压，或改存为 .zip")
    return UnsupportedFormat(shown, f"这一版还不能读 {suffix or '无扩展名'} 文件", "请先转成 .pdf 或 .txt")


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read_text(lines: Sequence[Line], document_id: str, name: str, shown: str, fixed: tuple[str, ...]) -> Document:
    from corpus.tables import read_tables, regions

    found = regions(lines)
    inside = frozenset(index for region in found for index in range(region.first, region.last + 1))
    document = _document(lines, inside, document_id, name, shown)
    return replace(document, tables=read_tables(document, found), cleaning=fixed)


def _read_pdf(data: bytes, name: str, shown: str) -> Document:
    from corpus.read.pdf import read_pdf

    pages = read_pdf(data, shown)
    if pages.scanned:
        from corpus.read.scan import available, read_scanned_pdf

        if available():
            return _of_scans(read_scanned_pdf(data, pages.scanned, _hash(data)), data, name, shown)
        if not pages.lines:
            raise UnsupportedFormat(shown, f"全是扫描图像（{len(pages.scanned)} 页），没有文字层", OCR_EXTRA)
    remarks = tuple(f"第 {number} 页是扫描图像，没有文字层，未能读取；{OCR_EXTRA}" for number in pages.scanned)
    document = _document(pages.lines, pages.in_table, _hash(data), name, shown, paged=True)
    tables = tuple(replace(table, section=document.section_at(table.first)) for table in pages.tables)
    return replace(document, tables=tables, remarks=remarks)


def _read_picture(data: bytes, name: str, shown: str) -> Document:
    from corpus.read.scan import available, read_picture

    if not available():
        raise UnsupportedFormat(shown, "是图像，没有文字层", OCR_EXTRA)
    return _of_scans(read_picture(data, shown, _hash(data)), data, name, shown)


def _of_scans(scans: Scans, data: bytes, name: str, shown: str) -> Document:
    from corpus.read.recognised import remark

    document = _document(scans.lines, scans.in_table, _hash(data), name, shown, paged=True)
    tables = tuple(replace(table, section=document.section_at(table.first)) for table in scans.tables)
    return replace(document, tables=tables, remarks=tuple(remark(page, mean) for page, mean in sorted(scans.confidence.items())))


def _read_web(data: bytes, name: str, shown: str) -> Document:
    from corpus.read.web import read_web

    try:
        return _read_items([read_web(data, shown)], data, name, shown)
    except NotADisclosure as error:
        if Path(name).suffix.lower() in (".htm", ".html"):
            raise
        suffix = Path(name).suffix or "其他文件"
        raise NotADisclosure(shown, f"预算或决算内容；文件名叫 {suffix}，其实是网页，多半是下载出错的提示页") from error


def _read_sheets(data: bytes, name: str, shown: str, kind: Format) -> Document:
    from corpus.read.sheet import read_old_sheets, read_sheets

    book = read_sheets(data, shown) if kind is Format.SHEET else read_old_sheets(data, shown)
    return replace(_read_items(book.pages, data, name, shown, paged=True), remarks=book.remarks)


def _read_office(data: bytes, name: str, shown: str) -> Document:
    """A file that an office program turns into Word or a spreadsheet; the document keeps the hash of its own bytes."""
    from corpus.read.office import converted

    turned, kind = converted(data, Path(name).suffix.lower(), shown)
    if detect(turned, f"x.{kind}", shown) not in (Format.WORD, Format.SHEET):
        raise DamagedFile(shown, "LibreOffice 打不开这份文件", "请用办公软件另存为 .docx 或 .pdf 后再试")
    document = read_bytes(turned, name, shown)
    return _renamed(document, _hash(data))


def _renamed(document: Document, document_id: str) -> Document:
    """The document under another id, its notes too."""
    tables = tuple(
        replace(table, empty_note=replace(table.empty_note, document_id=document_id)) if table.empty_note else table
        for table in document.tables
    )
    return replace(document, id=document_id, tables=tables)


def _read_items(pages: Sequence[Sequence[Item]], data: bytes, name: str, shown: str, paged: bool = False) -> Document:
    """The Document of lines and tables that a format gives as cells; text that only looks like tables is read as text is."""
    from corpus.grid.flow import printout

    printed = printout(pages, _hash(data), paged)
    if not any(line.text for line in printed.lines):
        raise EmptyFile(shown)
    if not printed.tables and not paged:
        return _read_text(printed.lines, _hash(data), name, shown, ())
    document = _document(printed.lines, printed.inside, _hash(data), name, shown, paged)
    return replace(document, tables=tuple(replace(table, section=document.section_at(table.first)) for table in printed.tables))


def _document(
    lines: Sequence[Line], inside: frozenset[int], document_id: str, name: str, shown: str, paged: bool = False
) -> Document:
    """The Document over lines, without its tables: identity and outline. Raises NotADisclosure where the pages do not say what it is."""
    if not any(_SUBJECT.search(line.text) for line in lines):
        raise NotADisclosure(shown, "“预算”或“决算”字样")
    identity = identify(lines)
    if identity.issuer is None:
        raise NotADisclosure(shown, "编制部门或单位名称")
    if identity.fiscal_year is None:
        raise NotADisclosure(shown, "预算或决算年度")
    if identity.stage is None:
        raise NotADisclosure(shown, "文种（预算或决算）")
    sections = outline(lines, skip=inside)
    return Document(
        document_id,
        name,
        identity.issuer,
        identity.fiscal_year,
        identity.stage,
        tuple(lines),
        sections,
        published=identity.published,
        paged=paged,
    )
