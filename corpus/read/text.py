"""Text files: bytes to lines. UTF-8 (with or without mark) and GB18030 are read; anything else is an error with its offset."""

from __future__ import annotations

from corpus.document import Line
from corpus.errors import BinaryFile, EmptyFile, UndecodableText

_SNIFF = 4096


def decode(data: bytes, path: str) -> str:
    """The text of a file's bytes.

    Raises EmptyFile, BinaryFile (NUL bytes or mostly control characters) or UndecodableText (names the byte offset).
    """
    if not data.strip(b"\x00\xef\xbb\xbf \t\r\n\x0c"):
        raise EmptyFile(path)
    if b"\x00" in data or _mostly_control(data[:_SNIFF]):
        raise BinaryFile(path, "内容不是文本（含二进制字节）", "请确认文件类型；PDF 等请保留原扩展名")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as utf8:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError as gb:
            raise UndecodableText(path, max(utf8.start, gb.start)) from None


def _mostly_control(sample: bytes) -> bool:
    control = sum(byte < 32 and byte not in b"\t\r\n\x0c" for byte in sample)
    return control * 20 > len(sample)


def to_lines(text: str) -> tuple[Line, ...]:
    """The text as numbered lines, split at line feeds only (a form feed stays in its line), so that numbers match ``cat -n``."""
    return tuple(Line(number, line.rstrip("\r")) for number, line in enumerate(text.split("\n"), start=1))
