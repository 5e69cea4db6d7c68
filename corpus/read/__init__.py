"""Reading files: whatever the format, the result is a Document. The bytes decide the format, not the file's ending."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.clean import clean
from corpus.document import Document, Line
from corpus.errors import EmptyFile, FileMissing, NotADisclosure, ReadError, UnsupportedFormat
from corpus.identity import identify
from corpus.outline import outline
from corpus.read.text import decode, to_lines

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})
"""File endings read as text."""

_SUBJECT = re.compile(r"预算|决算")
_PDF_MARK = b"%PDF-"
_MARK_WITHIN = 1024
"""How far into a PDF its mark may stand (ISO 32000 allows leading bytes)."""


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
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(path, f"读不出来（{error.strerror or error}）", "请检查权限") from error
    return read_bytes(data, name or path.name, path)


def read_bytes(data: bytes, name: str, path: Path | str | None = None) -> Document:
    """Read the bytes of a file called ``name``; errors name ``path`` where given. Raises ReadError as ``read`` does."""
    shown = str(path or name)
    if not data:
        raise EmptyFile(shown)
    suffix = Path(name).suffix.lower()
    if _PDF_MARK in data[:_MARK_WITHIN]:
        return _read_pdf(data, name, shown)
    if suffix == ".pdf":
        raise NotADisclosure(shown, "PDF 内容（文件只是名叫 .pdf）")
    if suffix not in TEXT_SUFFIXES:
        raise UnsupportedFormat(shown, f"这一版还不能读 {suffix or '无扩展名'} 文件", "请先转成 .pdf 或 .txt")
    text, fixed = clean(decode(data, shown))
    return _read_text(to_lines(text), hashlib.sha256(data).hexdigest(), name, shown, fixed)


def _read_text(lines: Sequence[Line], document_id: str, name: str, shown: str, fixed: tuple[str, ...]) -> Document:
    from corpus.tables import read_tables, regions

    found = regions(lines)
    inside = frozenset(index for region in found for index in range(region.first, region.last + 1))
    document = _document(lines, inside, document_id, name, shown)
    return replace(document, tables=read_tables(document, found), cleaning=fixed)


def _read_pdf(data: bytes, name: str, shown: str) -> Document:
    from corpus.read.pdf import read_pdf

    pages = read_pdf(data, shown)
    remarks = tuple(f"第 {number} 页是扫描图像，没有文字层，未能读取" for number in pages.scanned)
    document = _document(pages.lines, pages.in_table, hashlib.sha256(data).hexdigest(), name, shown, paged=True)
    tables = tuple(replace(table, section=document.section_at(table.first)) for table in pages.tables)
    return replace(document, tables=tables, remarks=remarks)


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
