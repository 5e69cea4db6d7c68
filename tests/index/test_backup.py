"""A copy of a store in use, and the store put back from it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from assistant import Assistant
from corpus.errors import NotAStore, StoreEmpty, StoreError
from index.backup import MANIFEST, backup, restore
from index.build import build
from index.store import Store
from tests.conftest import Command

QUESTION = "吉木萨尔县商务和工业信息化局 2024年三公经费多少"


def _asked(store: Path) -> str:
    return Assistant.open(store).ask(QUESTION).text


def test_a_store_put_back_answers_as_before(store: Path, tmp_path: Path, mingzhang: Command) -> None:
    (store / "feedback.jsonl").write_text("{}\n")
    (store / "uploads" / "ab").mkdir(parents=True)
    (store / "uploads" / "ab" / "预算.txt").write_text("x")
    done = mingzhang("backup", tmp_path / "copy", "--store", store)
    assert done.exit_code == 0, done.stderr
    before = _asked(store)
    shutil.rmtree(store)
    assert mingzhang("restore", tmp_path / "copy", "--store", store).exit_code == 0
    assert "8.30" in before
    assert _asked(store) == before
    assert (store / "uploads" / "ab" / "预算.txt").read_text() == "x"
    assert (
        Assistant.open(store).ask("三公经费为什么没有增加").text
        == Assistant.open(tmp_path / "copy").ask("三公经费为什么没有增加").text
    )
    build(sorted((store / "files").iterdir()), store)


def test_a_copy_is_whole_while_the_index_changes_all_the_time(store: Path, samples: list[Path], tmp_path: Path) -> None:
    stop, trouble = threading.Event(), []

    def change() -> None:
        while not stop.is_set():
            with Store.open(store).writing(10):
                number, folder = Store.open(store).begin()
                shutil.copytree(Store.open(store).generation(number - 1), folder, dirs_exist_ok=True)
                (folder / "turn").write_text(str(number))
                Store.open(store).commit(number, (folder / "originals").read_text().split())

    thread = threading.Thread(target=change)
    thread.start()
    try:
        for turn in range(4):
            try:
                backup(store, tmp_path / f"copy-{turn}")
            except StoreError as error:
                trouble.append(str(error))
    finally:
        stop.set()
        thread.join()
    for copy in tmp_path.glob("copy-*"):
        number = Store.open(copy).require()
        assert [p.name for p in (copy / "generations").iterdir()] == [str(number)]
        assert number == 1 or (copy / "generations" / str(number) / "turn").read_text() == str(number)
        assert "8.30" in _asked(copy)
    assert all("一直在变" in text for text in trouble)
    assert not list(tmp_path.glob("*.part"))


def test_a_database_is_copied_at_one_moment(store: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(store / "talks.sqlite")) as database:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE t (n)")
        database.execute("INSERT INTO t VALUES (1)")
        database.commit()
        backup(store, tmp_path / "copy")
    restore(tmp_path / "copy", tmp_path / "back")
    with closing(sqlite3.connect(tmp_path / "back" / "talks.sqlite")) as database:
        assert list(database.execute("SELECT n FROM t")) == [(1,)]
    assert not list((tmp_path / "back").glob("*-wal"))


def test_the_secret_that_signs_sessions_stays_where_it_is(store: Path, tmp_path: Path) -> None:
    from assistant.gate.keeper import Keeper

    secret = Keeper(store).session_secret()
    backup(store, tmp_path / "copy")
    assert not [f for f in (tmp_path / "copy").rglob("*") if f.is_file() and secret.encode() in f.read_bytes()]


@pytest.mark.parametrize("damage", ["change", "remove", "climb", "newer", "none"])
def test_a_damaged_copy_is_not_put_back(store: Path, tmp_path: Path, damage: str) -> None:
    copy = tmp_path / "copy"
    backup(store, copy)
    told = json.loads((copy / MANIFEST).read_text())
    original = next((copy / "files").iterdir())
    if damage == "change":
        original.write_bytes(original.read_bytes()[:-1] + b"!")
    if damage == "remove":
        original.unlink()
    if damage == "climb":
        told["files"]["../../evil"] = "0"
    if damage == "newer":
        told["format"] = 99
    (copy / MANIFEST).write_text(json.dumps(told))
    if damage == "none":
        (copy / MANIFEST).unlink()
    with pytest.raises(StoreError) as caught:
        restore(copy, tmp_path / "back")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "back").exists()
    assert not list(tmp_path.glob("*.part"))


def test_nothing_is_written_over(store: Path, tmp_path: Path) -> None:
    backup(store, tmp_path / "copy")
    with pytest.raises(StoreError, match="已经存在"):
        backup(store, tmp_path / "copy")
    with pytest.raises(StoreError, match="已经有内容"):
        restore(tmp_path / "copy", store)
    with pytest.raises(StoreEmpty):
        backup(tmp_path / "nothing", tmp_path / "other")
    with pytest.raises(NotAStore):
        backup(tmp_path, tmp_path / "other")
