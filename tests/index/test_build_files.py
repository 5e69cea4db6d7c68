"""Builds of files that need readers of their own: archives, Word files, and files that take a worker down."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import index.build as building
from index.build import BuildReport, build
from index.ledger import Ledger
from index.settings import HASHING, Settings
from tests.corpus.read.made import as_web, as_word, sheaf

SETTINGS = Settings(embedding=HASHING)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.html").write_bytes(as_web(sheaf(1, tables=1)))
    with zipfile.ZipFile(tmp_path / "papers" / "年.zip", "w") as file:
        file.writestr("局/b.docx", as_word(sheaf(2, tables=1)))
        file.writestr("bad.pdf", b"%PDF-1.7 nothing else")
        file.writestr("../c.txt", b"x")
    return tmp_path / "papers"


def run(papers: Path, prune: bool = False) -> BuildReport:
    return build([papers], papers.parent / "var", prune=prune, settings=SETTINGS)


def documents(papers: Path) -> dict[str, str]:
    with Ledger.open(papers.parent / "var") as ledger:
        return {record.name: record.path for record in ledger.documents()}


def test_members_of_archives_are_documents_and_what_fails_is_one_line(papers: Path) -> None:
    report = run(papers)
    assert report.added == ("a.html", "年.zip/局/b.docx")
    assert sorted(str(failure).partition(": ")[0] for failure in report.failed) == [
        f"{papers}/年.zip/bad.pdf",
        f"{papers}/年.zip/c.txt",
    ]
    assert documents(papers) == {"a.html": f"{papers}/a.html", "年.zip/局/b.docx": f"{papers}/年.zip/局/b.docx"}
    assert not (papers / "c.txt").exists() and not (papers.parent / "c.txt").exists()
    again = run(papers)
    assert (again.added, again.unchanged) == ((), ("a.html", "年.zip/局/b.docx"))


def test_members_go_with_their_archive(papers: Path) -> None:
    run(papers)
    assert run(papers, prune=True).removed == ()
    assert build([papers / "a.html"], papers.parent / "var", prune=True, settings=SETTINGS).removed == ()
    (papers / "年.zip").unlink()
    assert run(papers, prune=True).removed == ("年.zip/局/b.docx",)


def test_a_changed_member_takes_the_place_of_the_old(papers: Path) -> None:
    run(papers)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("局/b.docx", as_word(sheaf(3, tables=1)))
    (papers / "年.zip").write_bytes(out.getvalue())
    report = run(papers)
    assert (report.updated, len(documents(papers))) == (("年.zip/局/b.docx",), 2)


def test_a_file_that_takes_too_long_keeps_no_other_out(papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_seconds", lambda task: 60 if task.name == "a.html" else 0)
    report = run(papers)
    assert report.added == ("a.html",)
    assert any("还没读完" in str(failure) for failure in report.failed)
    monkeypatch.undo()
    assert run(papers).added == ("年.zip/局/b.docx",)
