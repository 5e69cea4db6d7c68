import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import FileMissing, NewerStore, NotAStore, SettingsError, StoreBusy, StoreEmpty, UnknownDocument
from index.build import BuildReport, build, remove
from index.ledger import Ledger
from index.search import Search
from index.settings import HASHING, Settings
from index.store import MARKER, Store

ROOT = Path(__file__).parents[2]
SETTINGS = Settings(embedding=HASHING)

TEXT = """第一部分 {issuer}概况
一、主要职能
（一）贯彻执行国家有关{duty}的方针政策。
（二）完成上级交办的其他任务。
第二部分 {year} 年部门预算公开表
表 1
“三公”经费支出情况表
编制部门：{issuer} 单位：万元
项目 合计
合计 {value}
公务接待费 {value}
第三部分 {year} 年部门预算情况说明
一、关于{issuer} {year} 年“三公”经费预算情况说明
{issuer} {year} 年“三公”经费财政拨款预算数为 {value} 万元，其中：公务接待费 {value} 万元。
"""


def disclosure(path: Path, issuer: str = "某县农业农村局", year: int = 2024, value: str = "1.20", duty: str = "农业") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.format(issuer=issuer, year=year, value=value, duty=duty), "utf-8")
    return path


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    disclosure(tmp_path / "papers" / "a.txt")
    disclosure(tmp_path / "papers" / "deep" / "b.txt", "某县水利局", 2023, "3.40", "水利")
    return tmp_path / "papers"


@pytest.fixture
def make(papers: Path, tmp_path: Path) -> Callable[..., BuildReport]:
    def run(*paths: Path, prune: bool = False, settings: Settings = SETTINGS) -> BuildReport:
        return build(paths or [papers], tmp_path / "var", prune=prune, settings=settings)

    return run


@pytest.fixture
def var(make: Callable[..., BuildReport], tmp_path: Path) -> Path:
    make()
    return tmp_path / "var"


def names(store: Path) -> list[str]:
    with Ledger.open(store) as ledger:
        return [record.name for record in ledger.documents()]


def found(store: Path, question: str) -> list[str]:
    with Ledger.open(store) as ledger:
        search = Search(ledger, SETTINGS)
        assert {hit.chunk.id for hit in search.by_meaning(question, limit=50)} == {
            hit.chunk.id for hit in search.hybrid(question, limit=50)
        }
        return [hit.chunk.text for hit in search.hybrid(question, limit=3)]


def test_files_and_folders_are_read_with_their_subfolders(make: Callable[..., BuildReport], papers: Path, tmp_path: Path) -> None:
    report = make()
    assert (report.added, report.failed) == (("a.txt", "b.txt"), ())
    assert report.figures > 0
    with Ledger.open(tmp_path / "var") as ledger:
        assert {str(f.amount.value) for f in ledger.figures(items=["公务接待费"])} == {"1.20", "3.40"}
        record = ledger.documents()[0]
        original = Store.open(tmp_path / "var").original(record.id)
        assert (record.path, original.read_bytes()) == (str(papers / "a.txt"), (papers / "a.txt").read_bytes())


def test_a_second_build_reads_nothing_and_writes_nothing(make: Callable[..., BuildReport], var: Path) -> None:
    before = {p: p.stat().st_mtime_ns for p in var.rglob("*") if p.name != "writer.lock"}
    report = make()
    assert (report.unchanged, report.added, report.updated) == (("a.txt", "b.txt"), (), ())
    assert {p: p.stat().st_mtime_ns for p in var.rglob("*") if p.name != "writer.lock"} == before


def test_changed_content_takes_the_place_of_the_old(make: Callable[..., BuildReport], papers: Path, var: Path) -> None:
    disclosure(papers / "a.txt", value="9.99")
    report = make()
    assert (report.updated, report.unchanged, report.added) == (("a.txt",), ("b.txt",), ())
    with Ledger.open(var) as ledger:
        assert {str(f.amount.value) for f in ledger.figures(items=["公务接待费"])} == {"9.99", "3.40"}
    assert not any("1.20" in text for text in found(var, "公务接待费 1.20 万元"))


def test_a_moved_file_keeps_its_entry(make: Callable[..., BuildReport], papers: Path, var: Path) -> None:
    (papers / "a.txt").rename(papers / "renamed.txt")
    report = make()
    assert (report.added, report.updated, sorted(report.unchanged)) == ((), (), ["b.txt", "renamed.txt"])
    assert sorted(names(var)) == ["b.txt", "renamed.txt"]


def test_two_files_that_change_places(make: Callable[..., BuildReport], papers: Path, var: Path) -> None:
    first, second = papers / "a.txt", papers / "deep" / "b.txt"
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)
    assert len(make().unchanged) == 2
    with Ledger.open(var) as ledger:
        assert {(r.issuer, Path(r.path).name) for r in ledger.documents()} == {
            ("某县水利局", "a.txt"),
            ("某县农业农村局", "b.txt"),
        }


def test_the_same_content_twice_is_one_document(make: Callable[..., BuildReport], papers: Path, var: Path) -> None:
    shutil.copy(papers / "a.txt", papers / "z.txt")
    make()
    assert names(var) == ["a.txt", "b.txt"]


def test_vanished_files_stay_until_pruned(make: Callable[..., BuildReport], papers: Path, var: Path) -> None:
    (papers / "a.txt").unlink()
    assert make().removed == ()
    assert names(var) == ["a.txt", "b.txt"]
    assert make(prune=True).removed == ("a.txt",)
    assert names(var) == ["b.txt"]
    assert not any("农业" in text for text in found(var, "农业方针政策"))


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(("name", "content", "reason"), [("empty.txt", b"", "空"), ("binary.txt", b"\x00\x01\xff\xfe" * 200, "文本"),
                                                              ("letter.txt", "今天天气很好。".encode(), "不像"), ("thing.xyz", b"x", "xyz")])  # fmt: skip
    def test_is_reported_and_the_rest_is_indexed(
        self, make: Callable[..., BuildReport], papers: Path, tmp_path: Path, name: str, content: bytes, reason: str
    ) -> None:
        (papers / name).write_bytes(content)
        report = make()
        assert report.added == ("a.txt", "b.txt")
        (failure,) = report.failed
        assert str(failure).startswith(str(papers / name))
        assert reason in str(failure)
        assert "\n" not in str(failure)

    def test_leaves_its_predecessor(self, make: Callable[..., BuildReport], papers: Path, var: Path) -> None:
        (papers / "a.txt").write_bytes(b"")
        report = make()
        assert (len(report.failed), report.updated) == (1, ())
        assert names(var) == ["a.txt", "b.txt"]

    def test_alone_makes_no_index(self, make: Callable[..., BuildReport], tmp_path: Path) -> None:
        (tmp_path / "empty.txt").write_bytes(b"")
        assert len(make(tmp_path / "empty.txt").failed) == 1
        with pytest.raises(StoreEmpty):
            Ledger.open(tmp_path / "var")

    def test_hidden_files_and_readmes_are_passed_over(self, make: Callable[..., BuildReport], papers: Path) -> None:
        for name in (".hidden.txt", "README.md", "~$draft.docx", ".git/config"):
            (papers / name).parent.mkdir(exist_ok=True)
            (papers / name).write_text("x", "utf-8")
        assert make().failed == ()

    def test_a_missing_path_stops_the_build_before_it_begins(
        self, make: Callable[..., BuildReport], papers: Path, tmp_path: Path
    ) -> None:
        with pytest.raises(FileMissing, match=r"nowhere\.txt"):
            make(papers, tmp_path / "nowhere.txt")
        assert not (tmp_path / "var").exists()

    def test_the_store_does_not_index_itself(self, make: Callable[..., BuildReport], var: Path, tmp_path: Path) -> None:
        report = make(tmp_path)
        assert (report.failed, len(report.unchanged)) == ((), 2)


def test_files_are_read_in_several_processes(papers: Path, tmp_path: Path) -> None:
    (papers / "bad.txt").write_bytes(b"")
    told: list[tuple[int, int, str]] = []
    report = build([papers], tmp_path / "var", jobs=2, settings=SETTINGS, progress=lambda *step: told.append(step))
    assert (report.added, len(report.failed)) == (("a.txt", "b.txt"), 1)
    assert told == [(1, 3, "a.txt"), (2, 3, "bad.txt"), (3, 3, "b.txt")]


class TestAnotherModelOrOtherRules:
    def test_a_model_that_cannot_be_loaded_changes_nothing(
        self, make: Callable[..., BuildReport], papers: Path, var: Path
    ) -> None:
        disclosure(papers / "c.txt", "某县交通局")
        with pytest.raises(SettingsError, match="MINGZHANG_EMBEDDING=no/such-model"):
            make(settings=Settings(embedding="no/such-model"))
        assert names(var) == ["a.txt", "b.txt"]
        assert sorted(p.name for p in (var / "generations").iterdir()) == ["1"]

    def test_the_vectors_are_made_again_for_another_model(
        self, make: Callable[..., BuildReport], papers: Path, var: Path
    ) -> None:
        with Ledger.open(var) as ledger, pytest.raises(SettingsError, match="重新运行 mingzhang build"):
            Search(ledger, Settings()).by_meaning("农业")
        shutil.rmtree(papers)
        papers.mkdir()
        assert make(settings=Settings()).failed == ()
        with Ledger.open(var) as ledger:
            assert len(ledger.documents()) == 2
            assert "农业" in Search(ledger, Settings()).by_meaning("农业 方针政策", limit=1)[0].chunk.text

    def test_other_rules_read_the_originals_again(self, make: Callable[..., BuildReport], papers: Path, var: Path) -> None:
        with Store.open(var).writing(), Ledger.open(var) as ledger:
            import sqlite3

            with sqlite3.connect(ledger.path / "ledger.sqlite") as file:
                file.execute("UPDATE meta SET value = 'older' WHERE name = 'rules'")
                file.execute("DELETE FROM figures")
            file.close()
        shutil.rmtree(papers)
        papers.mkdir()
        report = make()
        assert (report.failed, report.added) == ((), ())
        assert report.figures > 0
        with Ledger.open(var) as ledger:
            assert {str(f.amount.value) for f in ledger.figures(items=["公务接待费"])} == {"1.20", "3.40"}


class TestRemoving:
    def test_by_the_first_signs_of_the_id(self, var: Path) -> None:
        with Ledger.open(var) as ledger:
            record = ledger.documents()[0]
        assert remove(var, record.id[:10].upper()) == record.name
        assert record.name not in names(var)
        assert len(found(var, "方针政策")) == 2 or record.issuer not in "".join(found(var, "方针政策"))

    @pytest.mark.parametrize("document", ["", "zz", "f" * 64])
    def test_what_is_not_there(self, var: Path, document: str) -> None:
        with pytest.raises(UnknownDocument, match="mingzhang documents"):
            remove(var, document)
        assert len(names(var)) == 2

    def test_from_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(StoreEmpty):
            remove(tmp_path / "var", "abc")
        assert not (tmp_path / "var").exists()


class TestOthersAtTheStore:
    def test_a_foreign_or_newer_store_is_left_alone(self, papers: Path, tmp_path: Path) -> None:
        with pytest.raises(NotAStore):
            build([papers], papers, settings=SETTINGS)
        newer = tmp_path / "newer"
        newer.mkdir()
        (newer / MARKER).write_text('{"program": "mingzhang", "format": 99}', "utf-8")
        with pytest.raises(NewerStore):
            build([papers], newer, settings=SETTINGS)
        assert [p.name for p in newer.iterdir()] == [MARKER]

    def test_a_second_writer_is_turned_away(self, make: Callable[..., BuildReport], papers: Path, var: Path) -> None:
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(var)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        try:
            assert holder.stdout and holder.stdout.readline() == "held\n"
            disclosure(papers / "c.txt", "某县交通局")
            with pytest.raises(StoreBusy):
                make()
            with pytest.raises(StoreBusy):
                remove(var, "a")
            assert names(var) == ["a.txt", "b.txt"]
        finally:
            holder.communicate("done\n", timeout=30)
        assert make().added == ("c.txt",)

    def test_readers_answer_while_generations_come_and_go(
        self, make: Callable[..., BuildReport], papers: Path, var: Path
    ) -> None:
        stop, wrong, asked = threading.Event(), [], []

        def read() -> None:
            while not stop.is_set():
                with Ledger.open(var) as ledger:
                    values = {str(f.amount.value) for f in ledger.figures(items=["公务接待费"])}
                    asked.append(values)
                    if len(values) != 2 or "3.40" not in values:
                        wrong.append(values)

        reader = threading.Thread(target=read)
        held = Ledger.open(var)
        reader.start()
        try:
            for value in ("5.01", "5.02", "5.03"):
                disclosure(papers / "a.txt", value=value)
                make()
        finally:
            stop.set()
            reader.join()
        assert wrong == []
        assert len(asked) > 3
        assert not held.is_current()
        assert {str(f.amount.value) for f in held.figures(items=["公务接待费"])} == {"1.20", "3.40"}


HOLD = """
import sys
from index.store import Store
with Store.open(sys.argv[1]).writing():
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_a_build_killed_at_any_moment_leaves_the_old_index_whole(tmp_path: Path) -> None:
    disclosure(tmp_path / "old" / "a.txt")
    for number in range(4):
        disclosure(tmp_path / "new" / f"n{number}.txt", f"某县第{number}局", value=f"{number}.50")
    script = Path(__file__).with_name("killing.py")
    done = subprocess.run(
        [sys.executable, script, tmp_path], capture_output=True, text=True, cwd=ROOT, timeout=300, env=_environment()
    )
    assert done.returncode == 0, done.stderr
    states = [json.loads(line) for line in done.stdout.splitlines()]
    complete = ["a.txt", *(f"n{number}.txt" for number in range(4))]
    assert len(states) == 10
    for state in states:
        assert state["whole"]
        assert state["names"] in (["a.txt"], complete)
    assert states[0]["names"] == ["a.txt"]
    assert states[-1]["names"] == complete
    assert len(states[-1]["generations"]) <= 2


def test_a_build_of_unchanged_files_loads_no_heavy_library(papers: Path, tmp_path: Path) -> None:
    script = (
        "import sys\nfrom index.build import build\nfrom index.settings import Settings\n"
        "report = build([sys.argv[1]], sys.argv[2], settings=Settings(embedding='hashing'))\n"
        "print(len(report.unchanged), *sorted({'chromadb', 'torch', 'numpy', 'langchain_core', 'pydantic'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script, papers, tmp_path / "var"]
    first, second = (
        subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True, env=_environment()).stdout.split()
        for _ in range(2)
    )
    assert (first[0], "chromadb" in first, "torch" in first) == ("0", True, False)
    assert second == ["2"]


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}
