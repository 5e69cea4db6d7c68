"""What the guide to deployment says is what there is."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

from assistant.gate.settings import GateSettings
from tests.gate.conftest import SECRET

ROOT = Path(__file__).parent.parent.parent
GUIDE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `MINGZHANG_([A-Z_]+)` \| *([^|]*?) *\|", GUIDE, re.MULTILINE))


class Watched(dict[str, str]):
    """An environment that notes what is asked of it."""

    def __init__(self, **given: str) -> None:
        super().__init__({f"MINGZHANG_{k}": v for k, v in given.items()})
        self.asked: set[str] = set()

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
        self.asked.add(key.removeprefix("MINGZHANG_"))
        return super().get(key, default)


def test_every_setting_of_the_gate_is_in_the_table() -> None:
    environment = Watched(
        IDENTITY="header,token,key,oidc", PROXY_SECRET=SECRET, TOKEN_KEY=SECRET, TOKEN_ISSUER="p", OIDC_ISSUER="https://sso.example",
        OIDC_CLIENT="mz", PUBLIC_URL="https://portal.example", SESSION_SECRET=SECRET,
    )  # fmt: skip
    GateSettings.from_environment(environment)
    asked = {name for name in environment.asked if not name.endswith("_FILE")}
    assert asked <= set(ROWS)
    assert set(ROWS) - asked == {"STORE", "TALK_DAYS"}


def test_the_table_names_the_defaults() -> None:
    plain = {name: value.strip("` ") for name, value in ROWS.items() if value.startswith("`") and value.count("`") == 2}
    given = {f"MINGZHANG_{name}": value for name, value in plain.items()}
    assert GateSettings.from_environment(given) == GateSettings.from_environment({})


def test_the_example_environment_can_be_used(tmp_path: Path) -> None:
    (example,) = re.findall(r"^```sh\n(MINGZHANG_STORE=.+?)```", GUIDE, re.DOTALL | re.MULTILINE)
    (tmp_path / "proxy-secret").write_text(SECRET)
    lines = example.replace("/etc/mingzhang", str(tmp_path)).splitlines()
    settings = GateSettings.from_environment(dict(line.split("=", 1) for line in lines))
    assert settings.ways == {"header", "key"}
    assert settings.root_path == "/budget-assistant"


def test_the_unit_is_one() -> None:
    (unit,) = re.findall(r"```ini\n(.+?)```", GUIDE, re.DOTALL)
    parser = configparser.ConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(unit)
    assert parser["Service"]["NoNewPrivileges"] == "yes"
    assert "mingzhang serve" in parser["Service"]["ExecStart"]


def test_the_tests_that_the_guide_to_security_names_exist() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests/)?[a-z_/]*test_[a-z_]+\.py|tests/[a-z/]+)`", text)
    assert len(named) > 15
    for name in named:
        assert (ROOT / name).exists() or (Path(__file__).parent / name).exists(), name
