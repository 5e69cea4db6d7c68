"""ZIP archives: members are documents of their own, and no archive leads out of its folder or fills the disk."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from corpus.errors import DamagedFile, ReadError, UnsupportedFormat
from corpus.read import archive, container, read
from corpus.read.archive import Member, is_archive, unpack


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def unpacked(tmp_path: Path, data: bytes) -> tuple[dict[str, bytes], list[str]]:
    """Names and bytes of the members, and the errors."""
    (tmp_path / "a.zip").write_bytes(data)
    (tmp_path / "out").mkdir(exist_ok=True)
    found = list(unpack(tmp_path / "a.zip", tmp_path / "out"))
    members = {m.name: m.file.read_bytes() for m in found if isinstance(m, Member)}
    assert all(m.file.resolve().parent == (tmp_path / "out").resolve() for m in found if isinstance(m, Member))
    return members, [str(e) for e in found if isinstance(e, ReadError)]


def test_members_are_called_after_their_archives(tmp_path: Path) -> None:
    inner = packed({"深/c.txt": b"3"})
    members, errors = unpacked(
        tmp_path, packed({"a.txt": b"1", "sub/b.pdf": b"2", "in.zip": inner, "__MACOSX/x": b"", "sub/.x": b"", "README.md": b""})
    )
    assert members == {"a.zip/a.txt": b"1", "a.zip/sub/b.pdf": b"2", "a.zip/in.zip/深/c.txt": b"3"}
    assert errors == []


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/evil.txt", "..\\evil.txt", "C:\\evil.txt", "a/../../evil.txt", "evil\x01.txt"]
)
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    members, errors = unpacked(tmp_path, packed({name: b"x", "good.txt": b"y"}))
    assert members == {"a.zip/good.txt": b"y"}
    assert len(errors) == 1 and "不安全" in errors[0] and "\n" not in errors[0]
    assert {p.name for p in tmp_path.iterdir()} == {"a.zip", "out"}


def test_links_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    assert unpacked(tmp_path, out.getvalue())[0] == {}


def test_names_of_chinese_windows(tmp_path: Path) -> None:
    plain = packed({"ABCD.txt": b"1"})
    members, _ = unpacked(tmp_path, plain.replace(b"ABCD", "预算".encode("gb18030")))
    assert members == {"a.zip/预算.txt": b"1"}


class TestLimits:
    def test_bombs_are_refused_before_they_are_unpacked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(archive._Room.__init__, "__defaults__", (2**22,))
        bomb = packed({f"{n}.txt": bytes(2**21) for n in range(3)})
        assert len(bomb) < 2**14
        with pytest.raises(DamagedFile, match="超过上限"):
            unpacked(tmp_path, bomb)

    def test_archives_inside_count_too(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(archive._Room.__init__, "__defaults__", (3000,))
        inner = packed({"a.txt": bytes(2000)})
        members, errors = unpacked(tmp_path, packed({"1.zip": inner, "2.zip": inner}))
        assert list(members) == ["a.zip/1.zip/a.txt"]
        assert len(errors) == 1 and "超过上限" in errors[0]

    def test_too_many_members(self, tmp_path: Path) -> None:
        with pytest.raises(DamagedFile, match="个文件"):
            unpacked(tmp_path, packed({f"{n}": b"" for n in range(container.MAX_MEMBERS + 1)}))

    def test_too_deep(self, tmp_path: Path) -> None:
        data = packed({"a.txt": b"x"})
        for _ in range(4):
            data = packed({"in.zip": data})
        members, errors = unpacked(tmp_path, data)
        assert members == {}
        assert len(errors) == 1 and "层" in errors[0]

    def test_a_directory_that_lies_about_sizes(self, tmp_path: Path) -> None:
        data = packed({"a.txt": bytes(100_000)})
        lying = data.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
        members, errors = unpacked(tmp_path, lying)
        assert all(len(content) <= 10 for content in members.values()) and len(members) + len(errors) == 1


def test_encrypted_and_damaged_archives(tmp_path: Path) -> None:
    data = bytearray(packed({"a.txt": os.urandom(100)}))
    locked = bytearray(data)
    locked[6] |= 1
    locked[data.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(DamagedFile, match="密码"):
        unpacked(tmp_path, bytes(locked))
    with pytest.raises(DamagedFile, match="损坏"):
        unpacked(tmp_path, bytes(data[:-30]))
    data[40:50] = os.urandom(10)
    assert unpacked(tmp_path, bytes(data))[0] == {}


def test_word_files_and_spreadsheets_are_no_archives(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(packed({"[Content_Types].xml": b"", "word/document.xml": b""}))
    (tmp_path / "b.zip").write_bytes(packed({"a.txt": b""}))
    (tmp_path / "c.txt").write_bytes(b"PK")
    assert [is_archive(tmp_path / name) for name in ("a.docx", "b.zip", "c.txt")] == [False, True, False]
    with pytest.raises(UnsupportedFormat, match="mingzhang build"):
        read(tmp_path / "b.zip")
