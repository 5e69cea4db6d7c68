import json
import os
from pathlib import Path

import pytest

from corpus.errors import NewerStore, NotAStore, StoreBusy, StoreEmpty, StoreError
from index.store import CURRENT, FORMAT, MARKER, Store

HASHES = ["0" * 64, "1" * 64, "2" * 64]


def commit(store: Store, *documents: str) -> int:
    with store.writing():
        number, folder = store.begin()
        (folder / "ledger.sqlite").write_text(f"generation {number}", "utf-8")
        for document in documents:
            store.keep(document, document.encode())
        store.commit(number, documents)
    return number


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "var")


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir()) if folder.exists() else []


class TestWhoseFolderItIs:
    def test_absent_and_empty_folders_become_stores(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        for name in ("absent/deep", "empty"):
            assert Store.create(tmp_path / name).current() is None
            assert json.loads((tmp_path / name / MARKER).read_text("utf-8")) == {"program": "mingzhang", "format": FORMAT}

    def test_reading_creates_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(StoreEmpty):
            Store.open(tmp_path / "absent")
        with pytest.raises(StoreEmpty):
            Store.open(tmp_path)
        assert names(tmp_path) == []

    @pytest.mark.parametrize("files", [{"thesis.docx": "years of work"}, {"generations/1/ledger.sqlite": ""}, {MARKER: "no json"}, {MARKER: "[]"},
                                       {MARKER: '{"program": "other", "format": 1}'}, {MARKER: '{"format": 1}'}, {f"{MARKER}.1.part": "", "mine": ""}])  # fmt: skip
    def test_a_foreign_folder_is_refused_and_left_as_it_was(self, tmp_path: Path, files: dict[str, str]) -> None:
        for name, content in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(content, "utf-8")
        before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")}
        for open_it in (Store.open, Store.create):
            with pytest.raises(NotAStore, match="--store"):
                open_it(tmp_path)
        assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")} == before

    def test_a_file_is_no_store(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x", "utf-8")
        for open_it in (Store.open, Store.create):
            with pytest.raises(NotAStore, match="不是文件夹"):
                open_it(tmp_path / "file")

    def test_a_later_format_is_refused(self, store: Store) -> None:
        (store.root / MARKER).write_text(json.dumps({"program": "mingzhang", "format": FORMAT + 1}), "utf-8")
        for open_it in (Store.open, Store.create):
            with pytest.raises(NewerStore, match="升级"):
                open_it(store.root)

    def test_a_creation_that_was_killed_can_be_repeated(self, tmp_path: Path) -> None:
        (tmp_path / f"{MARKER}.77.part").write_text('{"prog', "utf-8")
        commit(Store.create(tmp_path))
        assert f"{MARKER}.77.part" not in names(tmp_path)

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
    def test_a_folder_that_cannot_be_written(self, tmp_path: Path) -> None:
        tmp_path.chmod(0o500)
        with pytest.raises(StoreError, match="不能写入"):
            Store.create(tmp_path / "var")


class TestGenerations:
    def test_the_newest_is_current_and_the_one_before_stays(self, store: Store) -> None:
        for expected in (1, 2, 3, 4):
            assert commit(store) == expected
            assert store.current() == expected
        assert names(store.root / "generations") == ["3", "4"]

    def test_one_that_was_not_committed_is_not_seen_and_cleared(self, store: Store) -> None:
        commit(store)
        with store.writing():
            number, folder = store.begin()
            (folder / "half").write_text("", "utf-8")
        assert (number, store.current()) == (2, 1)
        with store.writing():
            assert names(store.root / "generations") == ["1"]

    def test_originals_stay_as_long_as_a_generation_holds_them(self, store: Store) -> None:
        commit(store, HASHES[0])
        commit(store, HASHES[1])
        assert names(store.root / "files") == HASHES[:2]
        commit(store, HASHES[2])
        assert names(store.root / "files") == HASHES[1:]
        assert store.original(HASHES[2]).read_bytes() == HASHES[2].encode()

    def test_what_is_not_ours_inside_stays(self, store: Store) -> None:
        commit(store)
        for name in ("generations/notes", "files/readme.txt", "mine.txt"):
            (store.root / name).parent.mkdir(exist_ok=True)
            (store.root / name).write_text("mine", "utf-8")
        commit(store)
        commit(store)
        assert all((store.root / name).exists() for name in ("generations/notes", "files/readme.txt", "mine.txt"))

    def test_half_written_files_are_cleared(self, store: Store) -> None:
        commit(store, HASHES[0])
        leftovers = [store.root / f"{CURRENT}.9.part", store.root / "files" / f"{HASHES[1]}.9.part"]
        for leftover in leftovers:
            leftover.write_text("half", "utf-8")
        commit(store, HASHES[0])
        assert not any(leftover.exists() for leftover in leftovers)

    def test_a_damaged_pointer_is_said(self, store: Store) -> None:
        (store.root / CURRENT).write_text("?", "utf-8")
        with pytest.raises(StoreError, match="CURRENT"):
            store.current()


class TestOneWriter:
    def test_a_second_is_told_so_at_once(self, store: Store) -> None:
        other = Store.open(store.root)
        with store.writing(), pytest.raises(StoreBusy, match="正在写入"), other.writing(wait=0):
            pass
        with other.writing(wait=0):
            pass

    def test_readers_are_not_kept_out(self, store: Store) -> None:
        commit(store)
        with store.writing():
            assert Store.open(store.root).require() == 1
