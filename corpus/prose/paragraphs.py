"""Lines of prose -> paragraphs that know, for every character, the printed line and offset it came from.

White space goes (flattened text scatters it), lines are joined without breaks, punctuation becomes full-width and digits
half-width, one character for one, so that patterns need to know a single spelling. Tables, page numbers and running heads
are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from corpus.document import Document
from corpus.prose.words import words

_ENUMERATOR = re.compile(
    r"(?P<l1>第[一二三四五六七八九十]{1,3}部分[、：]?)|(?P<l2>[一二三四五六七八九十]{1,3}、)|(?P<l3>（[一二三四五六七八九十]{1,3}）、?)"
    r"|(?P<l4>\d{1,2}[.、](?!\d)|\d{1,2}(?=[.、]\d{4}年))|(?P<l5>（\d{1,2}）|[①-⑳])"
)
_FOOTER = re.compile(r"[-—–~·.\s]*\d{1,4}[-—–~·.\s]*|\d(?: \d){1,3}|第\s*\d+\s*页.{0,12}")
_RULED_FOOTER = re.compile(r"[-—–~·\s]+\d{1,4}[-—–~·\s]+|第\s*\d+\s*页.{0,12}")
_NUMBERS_ONLY = re.compile(r"[\d.,%\s“”]*\d[\d.,%\s“”]*")
_BARE_NUMBER = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?![\d.,]|\s*[%万亿元年月日个人辆台名家项次套号类款处平〕）])")
_STOPS = re.compile(r"[。；，：！？]")
_FOLD = str.maketrans(
    {chr(0xFF10 + n): str(n) for n in range(10)}
    | {chr(0xFF21 + n): chr(65 + n) for n in range(26)}
    | {chr(0xFF41 + n): chr(97 + n) for n in range(26)}
    | {
        "％": "%",
        "．": ".",
        "(": "（",
        ")": "）",
        ":": "：",
        ";": "；",
        "－": "-",
        "−": "-",
        "〈": "《",
        "〉": "》",
        "＝": "=",
        "﹪": "%",
    }
    | {"【": "（", "】": "）", "[": "（", "]": "）", '"': "”", "＂": "”", "‘": "“", "’": "”"}
)


@dataclass(slots=True)
class Paragraph:
    """A paragraph of prose.

    text      folded text without white space (a single blank stands between digits that a blank or a line break separated)
    places    for each character of ``text`` its (index into Document.lines, 0-based offset in that line)
    headings  titles of the headings above it, outermost first
    level     depth of its own enumerator (1 第N部分, 2 一、, 3 （一）, 4 1., 5 （1）), 0 without one; the enumerator is not in ``text``
    holes     a line of nothing but numbers was passed over inside it, so a missing number proves nothing here
    """

    text: str = ""
    places: list[tuple[int, int]] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    level: int = 0
    holes: bool = False

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Indices of the first and last line that the characters ``start`` to ``end`` (exclusive) stand on."""
        return self.places[start][0], self.places[max(start, end - 1)][0]

    def append(self, index: int, line: str, drop: int = 0) -> None:
        """Join a folded line, leaving out white space and the ``drop`` characters of its enumerator."""
        apart = True
        for offset, char in enumerate(line):
            if char.isspace():
                apart = True
                continue
            if drop:
                drop -= 1
                continue
            if apart and _ascii_word(self.text[-1:]) and _ascii_word(char):
                self.text += " "
                self.places.append((index, offset))
            self.text += char
            self.places.append((index, offset))
            apart = False


def _ascii_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def fold_line(text: str) -> str:
    """A printed line, folded one character for one; commas between digits stay, others become full-width.

    >>> fold_line("增长５.2％,其中:1,234 元")
    '增长5.2%，其中：1,234 元'
    """
    folded = text.translate(_FOLD)
    folded = re.sub(r"(?<=\d)，(?=\d{3}(?!\d)(?:[,，.]|\s*[万亿元千百]))", ",", folded)
    return re.sub(r",(?!\d{3}(?!\d))|(?<!\d),", "，", folded)


def paragraphs(document: Document, skip: frozenset[int] = frozenset()) -> list[Paragraph]:
    """The prose of a document in reading order, without headings (each paragraph carries them), tables and the lines in ``skip``."""
    return _Assembler(document, skip).run()


def join(document: Document, indices: range) -> Paragraph:
    """The given lines as one paragraph, whatever stands on them."""
    paragraph = Paragraph()
    for index in indices:
        paragraph.append(index, fold_line(document.lines[index].text))
    return paragraph


class _Assembler:
    """Walks the lines once; ``current`` is the paragraph being joined."""

    def __init__(self, document: Document, skip: frozenset[int]) -> None:
        self.lines = [fold_line(line.text) for line in document.lines]
        self.pages = [line.page for line in document.lines]
        self.skip = skip.union(*(range(table.first, table.last + 1) for table in document.tables))
        lengths = sorted(len(line.strip()) for line in self.lines if len(line.strip()) > 10 and re.search("[，。；、]", line))
        self.width = lengths[len(lengths) * 9 // 10] if lengths else 0
        self.running = self._running_heads()
        self.done: list[Paragraph] = []
        self.stack: list[tuple[int, str]] = []
        self.current = Paragraph()
        self.ended = False

    def run(self) -> list[Paragraph]:
        """All paragraphs."""
        order = [index for index, line in enumerate(self.lines) if line.strip()]
        for position, index in enumerate(order):
            following = order[position + 1] if position + 1 < len(order) else None
            self._line(index, self.lines[following].strip() if following is not None and following not in self.skip else "")
        self._close()
        return self.done

    def _running_heads(self) -> frozenset[str]:
        """Short lines without punctuation that come back after page numbers or at page starts."""
        seen: Counter[str] = Counter()
        before, page = "", None
        for line, number in zip(self.lines, self.pages, strict=True):
            text = line.strip()
            if not text:
                continue
            if len(text) <= 40 and not _STOPS.search(text) and (_FOOTER.fullmatch(before) or number != page):
                seen[text] += 1
            before, page = text, number
        return frozenset(text for text, times in seen.items() if times >= 3)

    def _line(self, index: int, following: str) -> None:
        text = self.lines[index].strip()
        if index in self.skip:
            self._close()
            self.stack = [(level, title) for level, title in self.stack if not words().silent.search(title)]
        elif self._table_like(text):
            self._close()
        elif text in self.running or _RULED_FOOTER.fullmatch(text):
            return
        elif _FOOTER.fullmatch(text) or _NUMBERS_ONLY.fullmatch(text):
            self.current.holes = True
        else:
            self._prose(index, text, following)

    def _prose(self, index: int, text: str, following: str) -> None:
        squeezed = text.replace(" ", "")
        start = _ENUMERATOR.match(squeezed)
        heading_open = bool(self.current.level) and not _STOPS.search(self.current.text)
        if start or (words().bare_heading.fullmatch(squeezed) and not heading_open):
            self._close()
            self.current.level = int(start.lastgroup[1]) if start and start.lastgroup else 1
        elif self.ended:
            self._close()
        self.current.append(index, self.lines[index], start.end() if start else 0)
        self.ended = text.endswith("。") and len(text) < 0.8 * self.width
        if self._heading_ends(len(text), following):
            self._close()

    def _heading_ends(self, length: int, following: str) -> bool:
        text, squeezed = self.current.text, following.replace(" ", "")
        if (
            not self.current.level
            or _STOPS.search(text)
            or re.search("（[类款]）.", text)
            or len(text) > 80
            or re.search(r"\d(?:万|亿|元|%)", text)
        ):
            return False
        if words().tails.fullmatch(squeezed):
            return False
        return bool(words().endings.search(text)) or length < 0.75 * self.width

    def _close(self) -> None:
        current, self.current = self.current, Paragraph()
        if not current.text:
            self.current.holes = False
            return
        if current.level:
            self.stack = [(level, title) for level, title in self.stack if level < current.level]
        if (
            current.level
            and len(current.text) <= 80
            and not _STOPS.search(current.text)
            and not re.search(r"\d(?:\.\d+)?(?:万元|亿元|元|%|人|辆)", current.text)
        ):
            self.stack.append((current.level, current.text))
            return
        current.headings = tuple(title for _, title in self.stack)
        self.done.append(current)

    @staticmethod
    def _table_like(text: str) -> bool:
        """A row of a table that nobody declared: two or more bare numbers, no sentence."""
        return len(_BARE_NUMBER.findall(text)) >= 2 and not _STOPS.search(text) and not _NUMBERS_ONLY.fullmatch(text)
