"""What the gate keeps: who may see which documents, the audit log, keys by command."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.gate import LOCAL, Role, User, keys
from assistant.gate.audit import Audit
from assistant.gate.gate import Gate, note
from assistant.gate.keeper import Keeper
from assistant.gate.settings import GateSettings
from assistant.gate.visible import allow, forget, visible
from corpus.errors import NotAStore, SettingsError
from index.store import Store
from tests.conftest import Command


@dataclass(frozen=True)
class Listed:
    id: str
    issuer: str


SHELF = (Listed("a" * 64, "甲局"), Listed("b" * 64, "甲局"), Listed("c" * 64, "乙局"))


def test_documents_of_no_group_are_seen_by_all(keeper: Keeper) -> None:
    assert visible(keeper, User("某"), SHELF) is None
    assert not keeper.file.exists(), "reading creates nothing"


def test_a_rule_for_a_document_goes_before_that_for_its_issuer(keeper: Keeper) -> None:
    allow(keeper, "issuer", "甲局", "甲组")
    allow(keeper, "document", "b" * 64, "乙组")
    seen = {name: visible(keeper, User("某", groups=frozenset({name})), SHELF) for name in ("甲组", "乙组", "丙组")}
    assert seen == {"甲组": {"a" * 64, "c" * 64}, "乙组": {"b" * 64, "c" * 64}, "丙组": {"c" * 64}}
    assert visible(keeper, User("编", Role.EDITOR), SHELF) == {"c" * 64}, "editors see what their groups see"
    assert visible(keeper, LOCAL, SHELF) is None
    assert forget(keeper, "issuer", "甲局", "甲组")
    assert visible(keeper, User("某"), SHELF) == {"a" * 64, "c" * 64}


def test_something_can_be_spent_once_whoever_tries(keeper: Keeper) -> None:
    keeper.prepare()
    with ThreadPoolExecutor(8) as threads:
        done = list(threads.map(lambda _: keeper.spend("token", 4e9), range(40)))
    assert done.count(True) == 1
    assert keeper.spent("token")


def test_what_is_void_anyway_is_not_remembered(keeper: Keeper) -> None:
    keeper.spend("old", 1000)
    keeper.spend("new", 4e9)
    assert not keeper.spent("old")


def test_all_processes_of_a_store_sign_with_one_secret(keeper: Keeper) -> None:
    Store.create(keeper.store)
    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(lambda _: Keeper(keeper.store).session_secret(), range(16)))) == 1
    assert (keeper.folder / "session.secret").stat().st_mode & 0o077 == 0
    assert keeper.folder.stat().st_mode & 0o077 == 0
    assert len(keeper.session_secret()) == 64


def test_nothing_is_kept_in_a_folder_that_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("x")
    with pytest.raises(NotAStore):
        Keeper(tmp_path).prepare()
    assert [p.name for p in tmp_path.iterdir()] == ["other.txt"]


def test_the_log_says_who_did_what_and_nothing_secret(tmp_path: Path) -> None:
    audit = Audit(tmp_path / "store", 30)
    audit.note(User("王某"), "ask", question="三公经费多少？我的电话 13812345678")
    audit.note(User("李某"), "remove", document="a" * 64)
    told = list(audit.read())
    assert [(t["user"], t["act"]) for t in told] == [("王某", "ask"), ("李某", "remove")]
    assert told[0]["question"] == "三公经费多少？我的电话 138＊＊＊＊5678"
    assert [t["act"] for t in audit.read(user="李某")] == ["remove"]
    assert list(audit.read(act="upload")) == []
    (file,) = (tmp_path / "store" / "gate" / "audit").iterdir()
    assert file.stat().st_mode & 0o077 == 0


def test_lines_of_several_writers_stay_whole(tmp_path: Path) -> None:
    audits = [Audit(tmp_path / "store", 30) for _ in range(4)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: audits[n % 4].note(User(str(n)), "ask", question="问" * 900), range(200)))
    assert len({t["user"] for t in audits[0].read()}) == 200


def test_what_is_older_than_its_lifetime_goes_and_a_torn_line_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "store" / "gate" / "audit"
    Audit(tmp_path / "store", 30).note(User("某"), "ask")
    (folder / "2020-01-01.jsonl").write_text('{"time": "2020-01-01", "user": "旧", "act": "ask"}\n')
    with (folder / f"{datetime.now(UTC).date()}.jsonl").open("a") as file:
        file.write('{"time": "2026')
    assert len(list(Audit(tmp_path / "store", 30).read())) == 2
    Audit(tmp_path / "store", 30).note(User("某"), "ask")
    assert not (folder / "2020-01-01.jsonl").exists()


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gate = Gate.open(tmp_path / "store", GateSettings())
    note(gate, User("某"), "ask")
    file = next((tmp_path / "store" / "gate" / "audit").iterdir())
    file.unlink()
    file.mkdir()
    note(gate, User("某"), "ask")
    assert "审计日志" in capsys.readouterr().err


def test_keys_by_command(tmp_path: Path, mingzhang: Command) -> None:
    store = tmp_path / "store"
    made = mingzhang("key", "add", "评测", "--role", "editor", "--group", "内部", "--store", store)
    assert keys.check(Keeper(store), made.stdout.strip())[1] == User("评测", Role.EDITOR, frozenset({"内部"}))
    assert mingzhang("key", "add", "评测", "--store", store).exit_code == 1
    listed = json.loads(mingzhang("key", "list", "--json", "--store", store).stdout)
    assert (listed["name"], listed["role"], listed["groups"]) == ("评测", "editor", ["内部"])
    assert made.stdout.strip() not in str(listed)
    assert mingzhang("key", "revoke", listed["id"], "--store", store).exit_code == 0
    gone = mingzhang("key", "revoke", "评测", "--store", store)
    assert (gone.exit_code, gone.stderr.count("\n")) == (1, 1)
    with pytest.raises(SettingsError):
        keys.add(Keeper(store), "两\n行")


def test_rules_by_command(store: Path, mingzhang: Command) -> None:
    document = json.loads(mingzhang("documents", "--json", "--store", store).stdout.splitlines()[0])
    assert mingzhang("access", "allow", "内部", "--document", document["id"][:12], "--store", store).exit_code == 0
    assert mingzhang("access", "allow", "内部", "--issuer", document["issuer"], "--store", store).exit_code == 0
    rules = [json.loads(line) for line in mingzhang("access", "list", "--json", "--store", store).stdout.splitlines()]
    assert {(r["subject"], r["group"]) for r in rules} == {(document["id"], "内部"), (document["issuer"], "内部")}
    assert mingzhang("access", "forget", "内部", document["id"][:12], "--store", store).exit_code == 0
    for wrong in (("--issuer", "无此局"), ("--document", "ffff"), ()):
        refused = mingzhang("access", "allow", "内部", *wrong, "--store", store)
        assert refused.exit_code in (1, 2)
        assert "Traceback" not in refused.output


def test_the_log_by_command(tmp_path: Path, mingzhang: Command) -> None:
    Audit(tmp_path, 30).note(User("王某"), "ask", question="多少\n钱")
    shown = mingzhang("audit", "--user", "王某", "--store", tmp_path)
    assert "王某" in shown.stdout
    assert shown.stdout.count("\n") == 1
    assert json.loads(mingzhang("audit", "--json", "--since", "2020-01-01", "--store", tmp_path).stdout)["act"] == "ask"
